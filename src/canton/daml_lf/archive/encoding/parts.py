"""The parts that messages of expressions are made of.

Source: LF sheet 1.4.
"""

from __future__ import annotations

from collections.abc import Callable

from canton.daml_lf.archive.encoding.tables import Tables
from canton.daml_lf.archive.wire import message_field, message_fields, number_field
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, Name


class Parts:
    """Encodes names and types with the tables, and inner expressions with `encode`."""

    def __init__(self, tables: Tables, encode: Callable[[ast.Expr], bytes]) -> None:
        self.tables = tables
        self.encode = encode

    def string(self, text: str) -> int:
        """The index of a text."""
        return self.tables.string(text)

    def id(self, identifier: Identifier) -> bytes:
        """A reference to a definition."""
        return self.tables.identifier(identifier)

    def one(self, identifier: Identifier) -> bytes:
        """A definition as field 1."""
        return message_field(1, self.id(identifier))

    def two(self, first: Identifier, second: Identifier) -> bytes:
        """Two definitions as fields 1 and 2."""
        return message_field(1, self.id(first)) + message_field(2, self.id(second))

    def con(self, type_: ast.TypeConApp) -> bytes:
        """An applied data type as field 1."""
        return message_field(1, self.tables.type_con_app(type_))

    def type(self, number: int, type_: ast.Type) -> bytes:
        """A type as a field."""
        return message_field(number, self.tables.type(type_))

    def at(self, number: int, expr: ast.Expr) -> bytes:
        """An expression as a field."""
        return message_field(number, self.encode(expr))

    def first(self, expr: ast.Expr) -> bytes:
        """An expression as field 1."""
        return self.at(1, expr)

    def named(self, name: Name, expr: ast.Expr) -> bytes:
        """A field of a record."""
        return number_field(3, self.string(name)) + self.at(2, expr)

    def choice(
        self, identifier: Identifier, choice: Name, first: ast.Expr, second: ast.Expr
    ) -> bytes:
        """A definition, a choice, and two expressions."""
        name = number_field(2, self.string(choice))
        return self.one(identifier) + name + self.at(3, first) + self.at(4, second)

    def block(self, bindings: tuple[ast.Binding, ...], body: ast.Expr) -> bytes:
        """Bindings and a body."""
        items: list[bytes] = []
        for binding in bindings:
            binder = self.tables.typed_name(binding.name or Name("_"), binding.type)
            items.append(message_field(1, binder) + self.at(2, binding.bound))
        return message_fields(1, items) + self.at(2, body)
