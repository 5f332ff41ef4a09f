"""Printing names, kinds and types.

Source: LF sheet 6.1.
"""

from __future__ import annotations

from typing import Final, assert_never

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, Name, PackageId
from canton.daml_lf.text.lexer import KEYWORDS
from canton.daml_lf.text.type_reader import BUILTIN_TYPES

_BUILTIN_NAMES: Final = {builtin: name for name, builtin in BUILTIN_TYPES.items()}


def name_text(name: str) -> str:
    """A name; in backquotes where it is a keyword."""
    return f"`{name}`" if name in KEYWORDS else name


def dotted_text(name: str) -> str:
    """A dotted name."""
    return ".".join([name_text(segment) for segment in name.split(".")])


def kind_text(kind: ast.Kind) -> str:
    """A kind."""
    match kind:
        case ast.KindStar():
            return "*"
        case ast.KindNat():
            return "nat"
        case ast.KindArrow(parameter, result):
            left = kind_text(parameter)
            if isinstance(parameter, ast.KindArrow):
                left = f"({left})"
            return f"{left} -> {kind_text(result)}"
        case _:
            assert_never(kind)


class TypePrinter:
    """Prints types; names of `package` are printed without it."""

    def __init__(self, package: PackageId) -> None:
        self.package = package

    def identifier(self, identifier: Identifier) -> str:
        """A full name."""
        prefix = "" if identifier.package == self.package else f"'{identifier.package}':"
        return f"{prefix}{dotted_text(identifier.module)}:{dotted_text(identifier.name)}"

    def typed_name(self, name: Name, type_: ast.Type) -> str:
        """`name: type`."""
        return f"{name_text(name)}: {self.type(type_)}"

    def binders(self, parameters: tuple[tuple[Name, ast.Kind], ...]) -> str:
        """Type binders, each after a space."""
        return "".join([f" ({name_text(name)}: {kind_text(kind)})" for name, kind in parameters])

    def type_con_app(self, type_: ast.TypeConApp) -> str:
        """A data type and its arguments, each after `@`."""
        arguments = "".join([f" @{self.atom(argument)}" for argument in type_.arguments])
        return f"{self.identifier(type_.id)}{arguments}"

    def type(self, type_: ast.Type) -> str:
        """A type."""
        match type_:
            case ast.TypeForall():
                binders: list[tuple[Name, ast.Kind]] = []
                body: ast.Type = type_
                while isinstance(body, ast.TypeForall):
                    binders.append((body.variable, body.kind))
                    body = body.body
                return f"forall{self.binders(tuple(binders))}. {self.type(body)}"
            case ast.TypeApp(ast.TypeApp(ast.ARROW, parameter), result):
                left = self.type(parameter)
                if _is_arrow(parameter) or isinstance(parameter, ast.TypeForall):
                    left = f"({left})"
                return f"{left} -> {self.type(result)}"
            case ast.TypeApp():
                head, arguments = ast.type_head(type_)
                return " ".join([self.atom(part) for part in (head, *arguments)])
            case ast.TypeSyn(identifier, arguments):
                parts = [self.identifier(identifier), *[self.atom(item) for item in arguments]]
                return f"||{' '.join(parts)}||"
            case _:
                return self.atom(type_)

    def atom(self, type_: ast.Type) -> str:
        """A type that needs no parentheses as an argument."""
        match type_:
            case ast.TypeVar(name):
                return f"`{name}`" if name in BUILTIN_TYPES else name_text(name)
            case ast.TypeNat(value):
                return str(value)
            case ast.TypeCon(identifier):
                return self.identifier(identifier)
            case ast.TypeBuiltin(builtin):
                return _BUILTIN_NAMES[builtin]
            case ast.TypeStruct(fields):
                items = ", ".join([self.typed_name(name, field) for name, field in fields])
                return f"<{items}>"
            case _:
                return f"({self.type(type_)})"


def _is_arrow(type_: ast.Type) -> bool:
    match type_:
        case ast.TypeApp(ast.TypeApp(ast.ARROW, _), _):
            return True
        case _:
            return False
