"""Reading kinds, types and full names.

Source: LF sheet 6.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.recursion import TYPE_DEPTH_MAX
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    PackageId,
)
from canton.daml_lf.text.lexer import TextError, TokenKind, TokenStream, error_at, is_name

BUILTIN_TYPES: Final = {
    "Int64": BuiltinType.INT64,
    "Numeric": BuiltinType.NUMERIC,
    "Text": BuiltinType.TEXT,
    "Timestamp": BuiltinType.TIMESTAMP,
    "Party": BuiltinType.PARTY,
    "Bool": BuiltinType.BOOL,
    "Unit": BuiltinType.UNIT,
    "Option": BuiltinType.OPTIONAL,
    "List": BuiltinType.LIST,
    "Update": BuiltinType.UPDATE,
    "Date": BuiltinType.DATE,
    "ContractId": BuiltinType.CONTRACT_ID,
    "Arrow": BuiltinType.ARROW,
    "TextMap": BuiltinType.TEXTMAP,
    "GenMap": BuiltinType.GENMAP,
    "Any": BuiltinType.ANY,
    "TypeRep": BuiltinType.TYPE_REP,
    "BigNumeric": BuiltinType.BIGNUMERIC,
    "RoundingMode": BuiltinType.ROUNDING_MODE,
    "AnyException": BuiltinType.ANY_EXCEPTION,
    "FailureCategory": BuiltinType.FAILURE_CATEGORY,
}

_T = TypeVar("_T")
SCALE_MAX: Final = 37


class SyntaxStream(TokenStream):
    """A token stream that knows which package unqualified names belong to."""

    def __init__(self, source: str, package: PackageId) -> None:
        super().__init__(source)
        self.package = package
        self.type_depth = 0
        self._opening_bars: dict[int, bool] = {}

    def checked(self, parse: Callable[[str], _T], what: str) -> _T:
        """A text in single quotes that must obey a rule of names."""
        token = self.simple()
        try:
            return parse(token.text)
        except ValueError as error:
            raise error_at(self.source, token.offset, f"{what}: {error}") from error

    def dotted(self) -> str:
        """Names joined by dots."""
        start = self.current.offset
        parts = [self.name()]
        while self.is_symbol(".") and is_name(self.ahead(1)):
            self.next()
            parts.append(self.name())
        text = ".".join(parts)
        if len(text) > reference.NAME_LENGTH_MAX:
            raise error_at(self.source, start, "the name is too long")
        return text

    def dotted_name(self) -> DottedName:
        """The name of a definition."""
        return DottedName(self.dotted())

    def module_name(self) -> ModuleName:
        """The name of a module."""
        return ModuleName(self.dotted())

    def is_identifier(self) -> bool:
        """Whether a full name begins here: `'package':`, or names and dots and then a colon."""
        if self.current.kind is TokenKind.SIMPLE:
            return True
        ahead = 0
        while is_name(self.ahead(ahead)):
            separator = self.ahead(ahead + 1)
            if separator.kind is not TokenKind.SYMBOL:
                return False
            if separator.text == ":":
                return is_name(self.ahead(ahead + 2))
            if separator.text != ".":
                return False
            ahead += 2
        return False

    def identifier(self) -> Identifier:
        """A full name; without a package it is of the package being read."""
        package = self.package
        if self.current.kind is TokenKind.SIMPLE:
            package = self.checked(reference.package_id, "package id")
            self.symbol(":")
        module = self.module_name()
        self.symbol(":")
        return Identifier(package, module, self.dotted_name())

    def opens_synonym(self) -> bool:
        """Whether bars within a synonym's arguments open another synonym rather than close it.

        They do if a whole synonym can be read from here, which is what the original tries first.
        """
        start, depth = self.index, self.type_depth
        # Remembered, so that every pair of bars is tried once only.
        if start not in self._opening_bars:
            self._opening_bars[start] = self._tries_synonym()
            self.index, self.type_depth = start, depth
        return self._opening_bars[start]

    def _tries_synonym(self) -> bool:
        start = self.index
        self.next()
        if not self.is_identifier():
            return False
        self.index = start
        try:
            read_type_atom(self)
        except TextError:
            return False
        return True


def read_kind(stream: SyntaxStream) -> ast.Kind:
    """A kind."""
    kinds = [_kind_atom(stream)]
    while stream.take_symbol("->"):
        kinds.append(_kind_atom(stream))
    result = kinds.pop()
    while kinds:
        result = ast.KindArrow(kinds.pop(), result)
    return result


def _kind_atom(stream: SyntaxStream) -> ast.Kind:
    if stream.take_symbol("*"):
        return ast.STAR
    if stream.take_word("nat"):
        return ast.NAT
    if not stream.take_symbol("("):
        raise stream.expected("a kind")
    _deeper(stream)
    kind = read_kind(stream)
    stream.type_depth -= 1
    stream.symbol(")")
    return kind


def read_type(stream: SyntaxStream) -> ast.Type:
    """A type, arrows included."""
    depth = stream.type_depth
    _deeper(stream)
    types = [_type_application(stream)]
    while stream.take_symbol("->"):
        _deeper(stream)
        types.append(_type_application(stream))
    result = types.pop()
    while types:
        result = ast.arrow(types.pop(), result)
    stream.type_depth = depth
    return result


def _type_application(stream: SyntaxStream) -> ast.Type:
    depth = stream.type_depth
    result = read_type_atom(stream)
    while begins_type(stream):
        _deeper(stream)
        result = ast.TypeApp(result, read_type_atom(stream))
    stream.type_depth = depth
    return result


def begins_type(stream: SyntaxStream) -> bool:
    """Whether the cursor is at a token that can begin a type."""
    token = stream.current
    match token.kind:
        case TokenKind.SYMBOL:
            return token.text in ("(", "<", "||")
        case TokenKind.NUMBER | TokenKind.SIMPLE:
            return True
        case TokenKind.WORD:
            return token.text == "forall" or is_name(token)
        case TokenKind.QUOTED:
            return True
        case _:
            return False


def read_type_atom(stream: SyntaxStream) -> ast.Type:
    """A type that needs no parentheses as an argument."""
    token = stream.current
    if token.kind is TokenKind.SYMBOL:
        return _type_symbol(stream, token.text)
    if token.kind is TokenKind.NUMBER:
        number = int(token.text)
        if not 0 <= number <= SCALE_MAX:
            raise stream.error(f"{number} is not a type: numbers are from 0 to {SCALE_MAX}")
        stream.next()
        return ast.TypeNat(number)
    if stream.take_word("forall"):
        return _forall(stream)
    if stream.is_identifier():
        return ast.TypeCon(stream.identifier())
    if token.kind is TokenKind.WORD and token.text in BUILTIN_TYPES:
        stream.next()
        return ast.TypeBuiltin(BUILTIN_TYPES[token.text])
    if is_name(token):
        return ast.TypeVar(stream.name())
    raise stream.expected("a type")


def _type_symbol(stream: SyntaxStream, symbol: str) -> ast.Type:
    if symbol == "(":
        stream.next()
        type_ = read_type(stream)
        stream.symbol(")")
        return type_
    if symbol == "<":
        return _struct_type(stream)
    if symbol == "||":
        stream.next()
        synonym = stream.identifier()
        arguments: list[ast.Type] = []
        while not stream.is_symbol("||") or stream.opens_synonym():
            arguments.append(read_type_atom(stream))
        stream.symbol("||")
        return ast.TypeSyn(synonym, tuple(arguments))
    raise stream.expected("a type")


def _struct_type(stream: SyntaxStream) -> ast.Type:
    start = stream.current.offset
    stream.symbol("<")
    fields: list[tuple[Name, ast.Type]] = []
    while not stream.is_symbol(">"):
        if fields:
            stream.symbol(",")
        fields.append(read_typed_name(stream))
    stream.symbol(">")
    if len({name for name, _ in fields}) != len(fields):
        raise error_at(stream.source, start, "the struct has a field twice")
    return ast.struct_type(fields)


def _forall(stream: SyntaxStream) -> ast.Type:
    binders = [read_type_binder(stream)]
    while not stream.is_symbol("."):
        binders.append(read_type_binder(stream))
    stream.symbol(".")
    depth = stream.type_depth
    stream.type_depth += len(binders)
    body = read_type(stream)
    stream.type_depth = depth
    while binders:
        name, kind = binders.pop()
        body = ast.TypeForall(name, kind, body)
    return body


def read_typed_name(stream: SyntaxStream) -> tuple[Name, ast.Type]:
    """`name: type`."""
    name = stream.name()
    stream.symbol(":")
    return name, read_type(stream)


def read_type_binder(stream: SyntaxStream) -> tuple[Name, ast.Kind]:
    """`(name: kind)`, or `name` for a type variable of kind star."""
    if not stream.take_symbol("("):
        return stream.name(), ast.STAR
    name = stream.name()
    stream.symbol(":")
    kind = read_kind(stream)
    stream.symbol(")")
    return name, kind


def read_type_binders(stream: SyntaxStream) -> tuple[tuple[Name, ast.Kind], ...]:
    """Type binders as long as there are any."""
    binders: list[tuple[Name, ast.Kind]] = []
    while stream.is_symbol("(") or is_name(stream.current):
        binders.append(read_type_binder(stream))
    return tuple(binders)


def read_type_argument(stream: SyntaxStream) -> ast.Type:
    """`@type`."""
    stream.symbol("@")
    return read_type_atom(stream)


def _deeper(stream: SyntaxStream) -> None:
    # Counted per application, arrow and parenthesis: an upper bound of the tree's depth.
    stream.type_depth += 1
    if stream.type_depth > TYPE_DEPTH_MAX:
        raise stream.error("the type is nested too deeply")
