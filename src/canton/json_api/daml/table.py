"""The codecs of all types, made from the tables of compiled packages when first asked for.

What is nested is seen in the text of a definition: `Optional (Optional Int64)` is written with
lists, `Optional a` is not, whatever `a` stands for. So codecs are made from open types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from canton.daml_lf.compiler.artifact import ChoiceTable, CompiledPackage
from canton.daml_lf.compiler.encoding import (
    BUILTIN,
    BUILTIN_OF_RANK,
    CON,
    VAR,
    EncodedType,
    con_type,
    head_of,
    identifier_of,
    substitute,
)
from canton.daml_lf.engine import Library
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName, PackageId
from canton.errors import InvariantViolation, LedgerError
from canton.json_api.daml import codec as c
from canton.json_api.errors import TEMPLATES_OR_INTERFACES_NOT_FOUND
from canton.ledger_api.errors import invalid_argument
from canton.wire import ledger_value_pb2 as api

_ATOMS: Final = {
    BuiltinType.UNIT: c.UNIT,
    BuiltinType.BOOL: c.BOOL,
    BuiltinType.INT64: c.INT64,
    BuiltinType.TEXT: c.TEXT,
    BuiltinType.PARTY: c.PARTY,
    BuiltinType.DATE: c.DATE,
    BuiltinType.TIMESTAMP: c.TIMESTAMP,
    BuiltinType.NUMERIC: c.NUMERIC,
    BuiltinType.CONTRACT_ID: c.CONTRACT_ID,
}
_Bound = Mapping[str, EncodedType]


class CodecTable:
    """All codecs made so far, of the types in a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: dict[EncodedType, c.ValueCodec] = {}
        self._unfinished: list[Callable[[], None]] = []

    def codec(self, type_: EncodedType) -> c.ValueCodec:
        """The codec of a closed type that the ledger can hold."""
        known = self._made.get(type_)
        if known is not None:
            return known
        with room_for_deep_trees():
            made = self._codec(type_, {})
            # One type after the other: a chain of types may be as long as a package is large.
            while self._unfinished:
                self._unfinished.pop()()
        return made

    def _codec(self, type_: EncodedType, bound: _Bound) -> c.ValueCodec:
        head, arguments = head_of(type_)
        if head[0] == VAR:
            return self._codec(bound[head[1]], {})
        if head[0] == CON:
            closed = substitute(type_, bound)
            known = self._made.get(closed)
            return known if known is not None else self._data(closed)
        if head[0] == BUILTIN:
            return self._builtin(BUILTIN_OF_RANK[head[1]], arguments, bound)
        raise InvariantViolation(f"{type_} is not a type of the ledger")

    def _builtin(
        self, builtin: BuiltinType, arguments: tuple[EncodedType, ...], bound: _Bound
    ) -> c.ValueCodec:
        if builtin in _ATOMS:
            return _ATOMS[builtin]
        parts = [self._codec(each, bound) for each in arguments]
        match builtin, parts:
            case BuiltinType.OPTIONAL, [element]:
                return _optional(arguments[0], element)
            case BuiltinType.LIST, [element]:
                return c.ListCodec(element)
            case BuiltinType.TEXTMAP, [element]:
                return c.TextMapCodec(element)
            case BuiltinType.GENMAP, [key, value]:
                return c.GenMapCodec(key, value)
        raise InvariantViolation(f"{builtin} is not a type of the ledger")

    def _data(self, closed: EncodedType) -> c.ValueCodec:
        head, arguments = head_of(closed)
        identifier = identifier_of(head)
        compiled = self._library.compiled(identifier.package)
        shape = compiled.shapes[identifier.module, identifier.name]
        bound = dict(zip(shape.parameters, arguments, strict=True))
        if shape.kind == "enum":
            made = self._made[closed] = c.EnumCodec(shape.names)
            return made
        # Remembered before its parts are made, as a type may contain itself.
        if shape.kind == "record":
            record = self._made[closed] = c.RecordCodec(shape.names)
            self._unfinished.append(
                lambda: record.elements.extend(self._codec(each, bound) for each in shape.types)
            )
            return record
        variant = self._made[closed] = c.VariantCodec(shape.names)
        types = zip(shape.names, shape.types, strict=True)
        self._unfinished.append(
            lambda: variant.elements.update(
                (name, self._codec(each, bound)) for name, each in types
            )
        )
        return variant


def _optional(type_: EncodedType, element: c.ValueCodec) -> c.ValueCodec:
    """An Optional of what the definition writes as `type_`."""
    head, _ = head_of(type_)
    if head[0] != BUILTIN or BUILTIN_OF_RANK[head[1]] is not BuiltinType.OPTIONAL:
        return c.OptionalCodec(element)
    if isinstance(element, c.OptionalCodec):
        # The innermost level of several is a list too.
        element = c.NestedOptionalCodec(element.element)
    return c.NestedOptionalCodec(element)


Resolve = Callable[[str], str]
"""The id of the package that a reference in a request means: an id, or `#` and a name."""


class ValueTypes:
    """What the arguments of templates and choices are; `resolve` finds packages by their names."""

    def __init__(self, library: Library, codecs: CodecTable, resolve: Resolve = str) -> None:
        self._library = library
        self._codecs = codecs
        self._resolve = resolve

    def resolving(self, resolve: Resolve) -> ValueTypes:
        """The same types, for a request in which names mean these packages."""
        return ValueTypes(self._library, self._codecs, resolve)

    def argument(self, template: api.Identifier) -> c.ValueCodec:
        """The type of a template's contracts, or of an interface's view.

        Raises:
            LedgerError: there is no such template or interface; so all the others.
        """
        compiled, identifier = self._find(template)
        name = (identifier.module, identifier.name)
        if name in compiled.templates:
            return self._codecs.codec(con_type(identifier))
        if name in compiled.interfaces:
            return self._codecs.codec(compiled.interfaces[name].view_type)
        raise _not_found(identifier)

    def key(self, template: api.Identifier) -> c.ValueCodec:
        """The type of a template's keys."""
        compiled, identifier = self._find(template)
        table = compiled.templates.get((identifier.module, identifier.name))
        if table is None or table.key is None:
            raise _not_found(identifier)
        return self._codecs.codec(table.key.type)

    def choice_argument(self, template: api.Identifier, choice: str) -> c.ValueCodec:
        """The type of a choice's argument, of a template or an interface."""
        return self._codecs.codec(self._choice(template, choice).argument_type)

    def choice_result(self, template: api.Identifier, choice: str) -> c.ValueCodec:
        """The type of what a choice gives back."""
        return self._codecs.codec(self._choice(template, choice).result_type)

    def _choice(self, template: api.Identifier, choice: str) -> ChoiceTable:
        compiled, identifier = self._find(template)
        name = (identifier.module, identifier.name)
        table = compiled.templates.get(name) or compiled.interfaces.get(name)
        found = None if table is None else table.choices.get(choice)
        if found is None:
            raise invalid_argument(f"Invalid template:{identifier} or choice:{choice}")
        return found

    def _find(self, template: api.Identifier) -> tuple[CompiledPackage, Identifier]:
        identifier = Identifier(
            PackageId(self._resolve(template.package_id)),
            ModuleName(template.module_name),
            DottedName(template.entity_name),
        )
        if identifier.package not in self._library:
            raise _not_found(identifier)
        return self._library.compiled(identifier.package), identifier


def _not_found(identifier: Identifier) -> LedgerError:
    return LedgerError(
        TEMPLATES_OR_INTERFACES_NOT_FOUND,
        f"Templates do not exist: [{identifier}].",
        resources=(("TEMPLATE_ID", str(identifier)),),
    )
