"""The tables of a package being encoded, and the references into them.

Entries appear in the order in which they are first needed, children before parents, so that equal
packages give equal bytes. Up to 2.1 kinds stand where they are used and applications of types carry
their arguments; from 2.2 on everything is interned and binary.
Source: LF sheet 1.4.
"""

from __future__ import annotations

from canton.daml_lf.archive.wire import (
    message_field,
    message_fields,
    number_field,
    packed_field,
    present_number,
    signed_field,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, ModuleName, Name, PackageId
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.language.version import FLAT_ARCHIVE, PACKAGE_IMPORTS


class EncodingError(Exception):
    """A package that has no encoding in its version."""


class Table:
    """Distinct entries in order of first use."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self._indexes: dict[bytes, int] = {}

    def index(self, entry: bytes) -> int:
        """The index of the entry, which is added if it is new."""
        known = self._indexes.get(entry)
        if known is None:
            known = self._indexes[entry] = len(self.entries)
            self.entries.append(entry)
        return known


class Tables:
    """The tables of one package."""

    def __init__(self, package: ast.Package) -> None:
        version = package.language_version
        self.package = package.id
        self.version = version
        self.is_flat = version.has(FLAT_ARCHIVE)
        self.has_imports = version.has(PACKAGE_IMPORTS)
        self.imports = package.declared_imports or ()
        self.strings = Table()
        self.dotted_names = Table()
        self.kinds = Table()
        self.types = Table()
        self.expressions = Table()
        self._types: dict[ast.Type, int] = {}
        self._identifiers: dict[Identifier, bytes] = {}

    # --- names -----------------------------------------------------------------------------------

    def string(self, text: str) -> int:
        """The index of a text."""
        return self.strings.index(text.encode("utf-8"))

    def dotted(self, name: str) -> int:
        """The index of a dotted name."""
        segments = [self.string(segment) for segment in name.split(".")]
        return self.dotted_names.index(packed_field(1, segments))

    def module_id(self, package: PackageId, module: ModuleName) -> bytes:
        """A reference to a module."""
        if package == self.package:
            reference = message_field(1, b"")
        elif not self.has_imports or package in STABLE_PACKAGE_IDS:
            reference = present_number(3, self.string(package))
        elif package in self.imports:
            reference = present_number(4, self.imports.index(package))
        else:
            raise EncodingError(f"package {package} is used but not imported")
        return message_field(1, reference) + number_field(2, self.dotted(module))

    def identifier(self, identifier: Identifier) -> bytes:
        """A reference to a definition."""
        known = self._identifiers.get(identifier)
        if known is None:
            module = self.module_id(identifier.package, identifier.module)
            name = number_field(2, self.dotted(identifier.name))
            known = self._identifiers[identifier] = message_field(1, module) + name
        return known

    # --- kinds -----------------------------------------------------------------------------------

    def kind(self, kind: ast.Kind) -> bytes:
        """A kind, or the reference to its entry."""
        match kind:
            case ast.KindStar():
                content = message_field(1, b"")
            case ast.KindNat():
                content = message_field(3, b"")
            case ast.KindArrow(parameter, result):
                arrow = message_field(1, self.kind(parameter)) + message_field(2, self.kind(result))
                content = message_field(2, arrow)
        return present_number(4, self.kinds.index(content)) if self.is_flat else content

    def type_binder(self, binder: tuple[Name, ast.Kind]) -> bytes:
        """A type variable and its kind."""
        name, kind = binder
        return number_field(3, self.string(name)) + message_field(2, self.kind(kind))

    # --- types -----------------------------------------------------------------------------------

    def type(self, type_: ast.Type) -> bytes:
        """The reference to a type's entry."""
        return present_number(8, self._type_index(type_))

    def typed_name(self, name: Name, type_: ast.Type) -> bytes:
        """A field, constructor or variable and its type."""
        return number_field(3, self.string(name)) + message_field(2, self.type(type_))

    def type_con_app(self, type_: ast.TypeConApp) -> bytes:
        """A data type applied to types."""
        arguments = [self.type(argument) for argument in type_.arguments]
        return message_field(1, self.identifier(type_.id)) + message_fields(2, arguments)

    def _type_index(self, type_: ast.Type) -> int:
        known = self._types.get(type_)
        if known is None:
            known = self._types[type_] = self.types.index(self._type_entry(type_))
        return known

    def _type_entry(self, type_: ast.Type) -> bytes:
        match type_:
            case ast.TypeApp(function, argument) if self.is_flat:
                sides = message_field(1, self.type(function))
                return message_field(9, sides + message_field(2, self.type(argument)))
            case ast.TypeApp():
                head, arguments = ast.type_head(type_)
                return self._applied(head, arguments)
            case ast.TypeNat(value):
                return signed_field(6, value)
            case ast.TypeForall():
                return self._forall(type_)
            case ast.TypeStruct(fields):
                items = [self.typed_name(name, field) for name, field in fields]
                return message_field(5, message_fields(1, items))
            case ast.TypeSyn(identifier, arguments):
                items = [self.type(argument) for argument in arguments]
                name = message_field(1, self.identifier(identifier))
                return message_field(7, name + message_fields(2, items))
            case _:
                return self._applied(type_, ())

    def _applied(self, head: ast.Type, arguments: tuple[ast.Type, ...]) -> bytes:
        items = message_fields(2, [self.type(argument) for argument in arguments])
        match head:
            case ast.TypeVar(name):
                return message_field(1, number_field(3, self.string(name)) + items)
            case ast.TypeCon(identifier):
                return message_field(2, message_field(1, self.identifier(identifier)) + items)
            case ast.TypeBuiltin(builtin):
                return message_field(3, number_field(1, builtin) + items)
            case _:
                raise EncodingError(f"a type cannot be applied in Daml-LF {self.version}")

    def _forall(self, type_: ast.TypeForall) -> bytes:
        binders = [self.type_binder((type_.variable, type_.kind))]
        body = type_.body
        while not self.is_flat and isinstance(body, ast.TypeForall):
            binders.append(self.type_binder((body.variable, body.kind)))
            body = body.body
        return message_field(4, message_fields(1, binders) + message_field(2, self.type(body)))
