"""Definitions as JSON, from the tables of compiled packages.

Source: Canton 3.6 TypeSig (names of constructors and members), DamlDefinitionsBuilders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from canton.daml_lf.compiler.artifact import ChoiceTable, CompiledPackage, DataShape
from canton.daml_lf.compiler.encoding import (
    BUILTIN,
    BUILTIN_OF_RANK,
    CON,
    VAR,
    EncodedType,
    head_of,
    identifier_of,
)
from canton.daml_lf.engine import Library
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName, PackageId
from canton.errors import InvariantViolation
from canton.json_api.mismatch import Json

_ATOMS: Final = {
    BuiltinType.UNIT: "Unit",
    BuiltinType.BOOL: "Bool",
    BuiltinType.INT64: "Int64",
    BuiltinType.TEXT: "Text",
    BuiltinType.PARTY: "Party",
    BuiltinType.DATE: "Date",
    BuiltinType.TIMESTAMP: "Timestamp",
}
_KINDS: Final = {"record": "RecordSig", "variant": "VariantSig", "enum": "EnumSig"}


class Signatures:
    """What the packages of a library define."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def package(self, package_id: str) -> Json:
        """The definitions of a package; null if there is none of that id."""
        if package_id not in self._library:
            return None
        compiled = self._library.compiled(PackageId(package_id))
        shapes = {_identifier(compiled, name): each for name, each in _shapes(compiled)}
        return {
            "enumDefs": self._of_kind("enum", shapes),
            "variantDefs": self._of_kind("variant", shapes),
            "recordDefs": self._of_kind("record", shapes),
            "templateDefs": {
                str(_identifier(compiled, name)): {
                    "key": None if table.key is None else self.type(table.key.type),
                    "choices": self._choices(table.choices),
                    "implements": [str(Identifier(*_typed(each))) for each in table.instances],
                }
                for name, table in compiled.templates.items()
            },
            "interfaceDefs": {
                str(_identifier(compiled, name)): {
                    "choices": self._choices(table.choices),
                    "viewType": self.type(table.view_type),
                }
                for name, table in compiled.interfaces.items()
            },
        }

    def _of_kind(self, kind: str, shapes: Mapping[Identifier, DataShape]) -> Json:
        found = {name: each for name, each in shapes.items() if each.kind == kind}
        return {str(name): self.data(each) for name, each in found.items()}

    def _choices(self, tables: Mapping[str, ChoiceTable]) -> Json:
        return {
            name: {
                "consuming": table.consuming,
                "argType": self.type(table.argument_type),
                "returnType": self.type(table.result_type),
            }
            for name, table in tables.items()
        }

    def templates(self) -> list[str]:
        """The names of all templates."""
        return [
            str(_identifier(compiled, name))
            for package_id in sorted(self._library.package_ids)
            for compiled in (self._library.compiled(package_id),)
            for name in sorted(compiled.templates)
        ]

    def shape(self, identifier: Identifier) -> DataShape | None:
        """The data type of that name, if it is one that the ledger can hold."""
        if identifier.package not in self._library:
            return None
        compiled = self._library.compiled(identifier.package)
        found = compiled.shapes.get((identifier.module, identifier.name))
        is_data = found is not None and found.serializable and found.kind in _KINDS
        return found if is_data else None

    def data(self, shape: DataShape) -> Json:
        """A data type."""
        if shape.kind == "enum":
            return {"constructor": list(shape.names)}
        parts = dict(zip(shape.names, map(self.type, shape.types), strict=True))
        inside = "fields" if shape.kind == "record" else "constructor"
        return {"params": list(shape.parameters), inside: parts}

    def tagged(self, shape: DataShape) -> Json:
        """A data type with its kind."""
        return {_KINDS[shape.kind]: self.data(shape)}

    def type(self, encoded: EncodedType) -> Json:
        """A type that the ledger can hold."""
        head, arguments = head_of(encoded)
        if head[0] == VAR:
            return {"Var": {"name": head[1]}}
        if head[0] == CON:
            return self._constructed(identifier_of(head), arguments)
        if head[0] == BUILTIN:
            return self._builtin(BUILTIN_OF_RANK[head[1]], arguments)
        raise InvariantViolation(f"{encoded} is not a type of the ledger")

    def _constructed(self, identifier: Identifier, arguments: Iterable[EncodedType]) -> Json:
        shape = self.shape(identifier)
        if shape is None:
            raise InvariantViolation(f"{identifier} is not a type of the ledger")
        if shape.kind == "enum":
            return {"Enum": {"tycon": str(identifier)}}
        kind = "Record" if shape.kind == "record" else "Variant"
        return {kind: {"tyCon": str(identifier), "params": [self.type(each) for each in arguments]}}

    def _builtin(self, builtin: BuiltinType, arguments: tuple[EncodedType, ...]) -> Json:
        match builtin, arguments:
            case BuiltinType.NUMERIC, ((_, scale),):
                return {"Numeric": {"scale": scale}}
            case BuiltinType.CONTRACT_ID, (of,):
                return {"ContractId": {"typeId": self._contract(of)}}
            case BuiltinType.LIST, (element,):
                return {"List": {"typ": self.type(element)}}
            case BuiltinType.OPTIONAL, (element,):
                return {"Optional": {"typ": self.type(element)}}
            case BuiltinType.TEXTMAP, (element,):
                return {"GenMap": {"k": {"Text": {}}, "v": self.type(element)}}
            case BuiltinType.GENMAP, (key, value):
                return {"GenMap": {"k": self.type(key), "v": self.type(value)}}
        return {_ATOMS[builtin]: {}}

    def _contract(self, encoded: EncodedType) -> Json:
        """Of what a contract id is, if that is a template or an interface."""
        if encoded[0] != CON:
            return None
        identifier = identifier_of(encoded)
        if identifier.package not in self._library:
            return None
        compiled = self._library.compiled(identifier.package)
        name = (identifier.module, identifier.name)
        if name in compiled.templates:
            return {"Template": {"tycon": str(identifier)}}
        return {"Interface": {"tycon": str(identifier)}} if name in compiled.interfaces else None


def _shapes(compiled: CompiledPackage) -> Iterable[tuple[tuple[str, str], DataShape]]:
    kept = ((name, each) for name, each in compiled.shapes.items() if each.serializable)
    return ((name, each) for name, each in kept if each.kind in _KINDS)


def _identifier(compiled: CompiledPackage, name: tuple[str, str]) -> Identifier:
    return Identifier(*_typed((compiled.package_id, *name)))


def _typed(parts: tuple[str, str, str]) -> tuple[PackageId, ModuleName, DottedName]:
    package, module, name = parts
    return PackageId(package), ModuleName(module), DottedName(name)
