"""A template with all that it takes to use it: choices, interfaces, and the types they are made of.

Source: Canton 3.6 DamlDefinitionsBuilders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from canton.daml_lf.compiler.artifact import ChoiceTable
from canton.daml_lf.compiler.encoding import CON, EncodedType, con_type, head_of, identifier_of
from canton.daml_lf.engine import Library
from canton.daml_lf.language.reference import Identifier, parse_identifier
from canton.json_api.definition.signature import Signatures
from canton.json_api.mismatch import Json
from canton.ledger_api.errors import invalid_argument


def package_definition(library: Library, package_id: str) -> Json:
    """The definitions of a package; null if there is none of that id."""
    return Signatures(library).package(package_id)


def all_templates(library: Library, _: str = "") -> Json:
    """The names of all templates."""
    return {"templates": Signatures(library).templates()}


def template_definition(library: Library, name: str) -> Json:
    """A template; null if there is none of that name.

    Raises:
        LedgerError: the name is malformed.
    """
    try:
        identifier = parse_identifier(name)
    except ValueError as error:
        raise invalid_argument(f"Invalid template ID: {name}") from error
    return _Template(library).definition(identifier)


class _Template:
    """Gathers the data types that a template mentions, directly or not."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._signatures = Signatures(library)
        self._gathered: dict[Identifier, Json] = {}

    def definition(self, identifier: Identifier) -> Json:
        """The definition of a template."""
        if identifier.package not in self._library:
            return None
        tables = self._library.compiled(identifier.package).templates
        table = tables.get((identifier.module, identifier.name))
        if table is None:
            return None
        key = None if table.key is None else self._signatures.type(table.key.type)
        return {
            "arguments": self._record(con_type(identifier)),
            "key": key,
            "choices": self._choices(table.choices),
            "implements": {
                f"{package}:{module}:{name}": self._interface(package, module, name)
                for package, module, name in table.instances
            },
            "definitions": {str(each): content for each, content in self._gathered.items()},
        }

    def _interface(self, package: str, module: str, name: str) -> Json:
        identifier = parse_identifier(f"{package}:{module}:{name}")
        table = self._library.compiled(identifier.package).interfaces[module, name]
        self._gather(table.view_type)
        choices = self._choices(table.choices)
        return {"choices": choices, "viewType": self._record(table.view_type)}

    def _choices(self, tables: Mapping[str, ChoiceTable]) -> Json:
        result = {}
        for name, table in tables.items():
            self._gather(table.argument_type)
            self._gather(table.result_type)
            result[name] = {
                "consuming": table.consuming,
                "arguments": self._record(table.argument_type),
                "returnType": self._signatures.type(table.result_type),
            }
        return result

    def _record(self, encoded: EncodedType) -> Json:
        """The record behind a type, whose parts are gathered, too; null if it is no record."""
        head, _ = head_of(encoded)
        shape = self._signatures.shape(identifier_of(head)) if head[0] == CON else None
        if shape is None or shape.kind != "record":
            return None
        for each in shape.types:
            self._gather(each)
        return self._signatures.data(shape)

    def _gather(self, encoded: EncodedType) -> None:
        for identifier in _mentioned(encoded):
            shape = self._signatures.shape(identifier)
            if shape is not None and identifier not in self._gathered:
                self._gathered[identifier] = self._signatures.tagged(shape)
                for each in shape.types:
                    self._gather(each)


def _mentioned(encoded: EncodedType) -> Iterator[Identifier]:
    """The data types in a type."""
    head, arguments = head_of(encoded)
    if head[0] == CON:
        yield identifier_of(head)
    for each in arguments:
        yield from _mentioned(each)
