"""What a package interns: texts, names, imports, kinds and types, and the references to them.

Kinds and types are decoded once, when the tables are read: an entry refers to earlier entries only.
Outside the tables a type is always a reference (and from 2.2 on a kind too may be one).
Source: LF sheet 1.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from canton.daml_lf.archive.decoding import shapes
from canton.daml_lf.archive.wire import Fields, WireError, read_message
from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.builtin import BuiltinType, builtin_type_feature
from canton.daml_lf.language.recursion import TYPE_DEPTH_MAX
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    PackageId,
)
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.language.version import (
    FLAT_ARCHIVE,
    PACKAGE_IMPORTS,
    Feature,
    LanguageVersion,
)

TYPE_SIZE_MAX: Final = 1_000_000
"""Nodes of one type with all sharing undone: a bound on what comparing it may cost."""

SCALE_MAX: Final = 37


class Tables:
    """The tables of one package. `dependencies` collects the packages that are mentioned."""

    def __init__(self, package: PackageId, version: LanguageVersion, fields: Fields) -> None:
        self.package = package
        self.version = version
        self.is_flat = version.has(FLAT_ARCHIVE)
        self.dependencies: set[PackageId] = set()
        self.strings: list[str] = fields.get(2, [])
        self._names: dict[int, Name] = {}
        self._identifiers: dict[bytes, Identifier] = {}
        self.imports, self.no_imports_reason = self._read_imports(fields)
        self._dotted = [self._read_dotted(entry) for entry in fields.get(3, [])]
        self._kinds: list[ast.Kind] = []
        self._types: list[ast.Type] = []
        self._type_measures: list[tuple[int, int]] = []
        if fields.get(6):
            self.require(FLAT_ARCHIVE)
        for entry in fields.get(6, []):
            self._kinds.append(self._kind_entry(entry))
        for entry in fields.get(5, []):
            self._add_type(entry)

    # --- features --------------------------------------------------------------------------------

    def require(self, feature: Feature | None, what: str = "") -> None:
        """Refuses what the package's version does not have."""
        if feature is not None and not self.version.has(feature):
            shown = f"{feature.name} ({what})" if what else feature.name
            raise WireError(f"{shown} is not supported by Daml-LF {self.version}")

    def require_single(self, items: Sequence[object], what: str) -> None:
        """From 2.2 on lists of binders have one element; before, at least one."""
        if not items:
            raise WireError(f"unexpected empty {what}")
        if self.is_flat and len(items) != 1:
            raise WireError(f"{what} has {len(items)} elements; Daml-LF {self.version} allows one")

    # --- texts and names -------------------------------------------------------------------------

    def string(self, index: int) -> str:
        """An interned text."""
        if not 0 <= index < len(self.strings):
            raise WireError(f"{index} is not an index of the strings table")
        return self.strings[index]

    def name(self, index: int) -> Name:
        """An interned text that is an identifier."""
        known = self._names.get(index)
        if known is None:
            known = self._names[index] = reference.name(self.string(index))
        return known

    def dotted_name(self, index: int) -> DottedName:
        """An interned dotted name as the name of a definition."""
        if not 0 <= index < len(self._dotted):
            raise WireError(f"{index} is not an index of the dotted names table")
        return self._dotted[index]

    def module_name(self, index: int) -> ModuleName:
        """An interned dotted name as the name of a module."""
        return ModuleName(self.dotted_name(index))

    def package_id(self, index: int) -> PackageId:
        """An interned text that is a package id."""
        return reference.package_id(self.string(index))

    def _read_dotted(self, entry: bytes) -> DottedName:
        segments = read_message(entry, shapes.INTERNED_DOTTED_NAME).get(1, [])
        return reference.dotted_name(".".join([self.name(index) for index in segments]))

    # --- packages and identifiers ----------------------------------------------------------------

    def _read_imports(self, fields: Fields) -> tuple[tuple[PackageId, ...] | None, str]:
        case = fields.get(0)
        if case is None:
            return None, "the archive declares no imports"
        self.require(PACKAGE_IMPORTS)
        if case == 8:
            return None, fields[8]
        texts = read_message(fields[9], shapes.PACKAGE_IMPORTS).get(1, [])
        return tuple([reference.package_id(text) for text in texts]), ""

    def module_reference(self, data: bytes) -> tuple[PackageId, ModuleName]:
        """A package and a module in it."""
        fields = read_message(data, shapes.MODULE_ID)
        package = self._package_reference(fields.get(1, b""))
        if package != self.package:
            self.dependencies.add(package)
        return package, self.module_name(fields.get(2, 0))

    def _package_reference(self, data: bytes) -> PackageId:
        fields = read_message(data, shapes.SELF_OR_IMPORTED)
        match fields.get(0):
            case 1:
                read_message(fields[1], shapes.UNIT)
                return self.package
            case 3:
                package = self.package_id(fields[3])
                if self.version.has(PACKAGE_IMPORTS) and package not in STABLE_PACKAGE_IDS:
                    raise WireError(f"package {package} is used but not imported")
                return package
            case 4:
                index = fields[4]
                if self.imports is None or not 0 <= index < len(self.imports):
                    raise WireError(f"{index} is not an index of the imported packages")
                return self.imports[index]
            case _:
                raise WireError("a reference to a package is empty")

    def identifier(self, data: bytes) -> Identifier:
        """The full name of a definition."""
        known = self._identifiers.get(data)
        if known is None:
            fields = read_message(data, shapes.DEFINITION_ID)
            package, module = self.module_reference(fields.get(1, b""))
            known = Identifier(package, module, self.dotted_name(fields.get(2, 0)))
            self._identifiers[data] = known
        return known

    # --- kinds -----------------------------------------------------------------------------------

    def _kind_entry(self, data: bytes) -> ast.Kind:
        if read_message(data, shapes.KIND).get(0) == 4:
            raise WireError("an entry of the kinds table is only a reference")
        return self.kind(data)

    def kind(self, data: bytes, depth: int = 0) -> ast.Kind:
        """A kind, or a reference to one."""
        if depth > TYPE_DEPTH_MAX:
            raise WireError("a kind is nested too deeply")
        fields = read_message(data, shapes.KIND)
        match fields.get(0):
            case 1:
                return ast.STAR
            case 3:
                return ast.NAT
            case 2:
                return self._kind_arrow(fields[2], depth)
            case 4:
                self.require(FLAT_ARCHIVE, "interned kinds")
                index = fields[4]
                if not 0 <= index < len(self._kinds):
                    raise WireError(f"{index} is not an index of the kinds table")
                return self._kinds[index]
            case _:
                raise WireError("a kind is empty")

    def _kind_arrow(self, data: bytes, depth: int) -> ast.Kind:
        arrow = read_message(data, shapes.KIND_ARROW)
        parameters = arrow.get(1, [])
        self.require_single(parameters, "parameters of a kind")
        result = self.kind(arrow.get(2, b""), depth + 1)
        for parameter in reversed([self.kind(item, depth + 1) for item in parameters]):
            result = ast.KindArrow(parameter, result)
        return result

    def type_binder(self, data: bytes) -> tuple[Name, ast.Kind]:
        """A type variable and its kind."""
        fields = read_message(data, shapes.NAME_AND_PAYLOAD)
        return self.name(fields.get(3, 0)), self.kind(fields.get(2, b""))

    def type_binders(self, items: Sequence[bytes]) -> tuple[tuple[Name, ast.Kind], ...]:
        """Type variables and their kinds."""
        return tuple([self.type_binder(item) for item in items])

    # --- types -----------------------------------------------------------------------------------

    def type(self, data: bytes) -> ast.Type:
        """A type outside of the table: a reference to an entry."""
        fields = read_message(data, shapes.TYPE)
        if fields.get(0) != 8:
            raise WireError("a type stands outside the types table")
        return self._interned_type(fields[8])

    def _interned_type(self, index: int) -> ast.Type:
        if not 0 <= index < len(self._types):
            raise WireError(f"{index} is not an index of the types table")
        return self._types[index]

    def typed_name(self, data: bytes) -> tuple[Name, ast.Type]:
        """A field, constructor or variable and its type."""
        fields = read_message(data, shapes.NAME_AND_PAYLOAD)
        return self.name(fields.get(3, 0)), self.type(fields.get(2, b""))

    def type_con_app(self, data: bytes) -> ast.TypeConApp:
        """A data type applied to types."""
        fields = read_message(data, shapes.TYPE_CON)
        arguments = [self.type(item) for item in fields.get(2, [])]
        return ast.TypeConApp(self.identifier(fields.get(1, b"")), tuple(arguments))

    def _add_type(self, data: bytes) -> None:
        if read_message(data, shapes.TYPE).get(0) == 8:
            raise WireError("an entry of the types table is only a reference")
        type_, depth, size = self._type_entry(data, 1)
        if depth > TYPE_DEPTH_MAX or size > TYPE_SIZE_MAX:
            raise WireError("a type is too large")
        self._types.append(type_)
        self._type_measures.append((depth, size))

    def _type_entry(self, data: bytes, level: int) -> tuple[ast.Type, int, int]:
        """A type with the depth and the size of its tree."""
        if level > TYPE_DEPTH_MAX:
            raise WireError("a type is nested too deeply")
        fields = read_message(data, shapes.TYPE)
        case = fields.get(0)
        content: Any = None if case is None else fields[case]
        match case:
            case 1:
                var = read_message(content, shapes.TYPE_VAR)
                head: ast.Type = ast.TypeVar(self.name(var.get(3, 0)))
                return self._applied(head, var.get(2, []), level)
            case 2:
                con = read_message(content, shapes.TYPE_CON)
                head = ast.TypeCon(self.identifier(con.get(1, b"")))
                return self._applied(head, con.get(2, []), level)
            case 3:
                builtin = read_message(content, shapes.TYPE_BUILTIN)
                head = self._builtin_type(builtin.get(1, 0))
                return self._applied(head, builtin.get(2, []), level)
            case 4:
                return self._forall(content, level)
            case 5:
                return self._struct(content, level)
            case 6:
                if not 0 <= content <= SCALE_MAX:
                    raise WireError(f"a number in a type is from 0 to {SCALE_MAX}, not {content}")
                return ast.TypeNat(content), 1, 1
            case 7:
                synonym = read_message(content, shapes.TYPE_CON)
                parts = [self._type_entry(item, level + 1) for item in synonym.get(2, [])]
                arguments = tuple([part[0] for part in parts])
                name = self.identifier(synonym.get(1, b""))
                return ast.TypeSyn(name, arguments), *_measure(parts)
            case 8:
                return self._interned_type(content), *self._type_measures[content]
            case 9:
                self.require(FLAT_ARCHIVE, "type application")
                app = read_message(content, shapes.TYPE_APP)
                parts = [self._type_entry(app.get(side, b""), level + 1) for side in (1, 2)]
                return ast.TypeApp(parts[0][0], parts[1][0]), *_measure(parts)
            case _:
                raise WireError("a type is empty")

    def _applied(
        self, head: ast.Type, arguments: Sequence[bytes], level: int
    ) -> tuple[ast.Type, int, int]:
        if not arguments:
            return head, 1, 1
        if self.is_flat:
            raise WireError(f"a type has arguments beside it in Daml-LF {self.version}")
        parts = [self._type_entry(item, level + 1) for item in arguments]
        depth, size = _measure(parts)
        applied = ast.type_apply(head, [part[0] for part in parts])
        return applied, depth + len(parts), size + len(parts)

    def _builtin_type(self, number: int) -> ast.Type:
        try:
            builtin = BuiltinType(number)
        except ValueError as error:
            raise WireError(f"{number} is not a built-in type") from error
        self.require(builtin_type_feature(builtin), builtin.name)
        return ast.TypeBuiltin(builtin)

    def _forall(self, data: bytes, level: int) -> tuple[ast.Type, int, int]:
        fields = read_message(data, shapes.TYPE_FORALL)
        binders = fields.get(1, [])
        self.require_single(binders, "variables of a polymorphic type")
        body, depth, size = self._type_entry(fields.get(2, b""), level + 1)
        for name, kind in reversed(self.type_binders(binders)):
            body = ast.TypeForall(name, kind, body)
        return body, depth + len(binders), size + len(binders)

    def _struct(self, data: bytes, level: int) -> tuple[ast.Type, int, int]:
        items = read_message(data, shapes.TYPE_STRUCT).get(1, [])
        if not items:
            raise WireError("unexpected empty fields of a struct")
        entries = [read_message(item, shapes.NAME_AND_PAYLOAD) for item in items]
        names = [self.name(entry.get(3, 0)) for entry in entries]
        if len(set(names)) != len(names):
            raise WireError("a struct has a field twice")
        parts = [self._type_entry(entry.get(2, b""), level + 1) for entry in entries]
        fields = zip(names, [part[0] for part in parts], strict=True)
        return ast.struct_type(fields), *_measure(parts)


def _measure(parts: Sequence[tuple[ast.Type, int, int]]) -> tuple[int, int]:
    depth = max([part[1] for part in parts], default=0) + 1
    return depth, sum([part[2] for part in parts]) + 1
