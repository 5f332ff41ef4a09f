"""Tokens -> nodes: one file's objects, merged key by key as they are read.

Source: HOCON specification (fields, separators, concatenation, includes, `+=`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from canton.config.errors import ConfigErrors
from canton.config.hocon import lexer, nodes
from canton.config.hocon.lexer import Token, syntax_error
from canton.config.hocon.nodes import ListNode, Node, ObjectNode, Substitution
from canton.config.hocon.tree import Scalar
from canton.config.origin import Origin

_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_INCLUDE: Final = re.compile(r"(?:(required)\()?\s*(?:(file|url|classpath)\()?\Z")


@dataclass(frozen=True, slots=True)
class Include:
    """An include statement: `place` is `file`, `url`, `classpath`, or empty for a neighbour."""

    name: str
    place: str
    is_required: bool
    origin: Origin


class Includer(Protocol):
    """What the parser asks for the object of an include statement."""

    def __call__(self, include: Include, prefix: tuple[str, ...]) -> ObjectNode: ...


def parse(text: str, file: str, includer: Includer, prefix: tuple[str, ...] = ()) -> ObjectNode:
    """The object that the text of `file` describes; `prefix` is where it is included.

    Raises:
        ConfigErrors: the text is not HOCON.
    """
    return _Parser(text, file, includer, prefix).document()


def parse_path(text: str, file: str) -> tuple[str, ...]:
    """The elements of a path expression such as `a.b."c.d"`.

    Raises:
        ConfigErrors: the text is not a path.
    """
    found = lexer.tokens(text.strip(), file)[:-1]
    return _path(found, Origin(file))


class _Parser:
    def __init__(self, text: str, file: str, includer: Includer, prefix: tuple[str, ...]) -> None:
        self._file = file
        self._includer = includer
        self._prefix = prefix
        self._tokens = lexer.tokens(text, file)
        self._next = 0

    def document(self) -> ObjectNode:
        self._skip(newlines=True)
        root = ObjectNode(Origin(self._file, 1, 1))
        if self._peek().kind == "{":
            self._take()
            self._fields(root, (), "}")
            self._skip(newlines=True)
            if self._peek().kind != lexer.END:
                raise self._unexpected(self._peek(), "the end of the file")
        elif self._peek().kind == "[":
            raise self._error("a configuration must be an object, not a list", self._peek())
        else:
            self._fields(root, (), lexer.END)
        return root

    # ---- tokens

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _skip(self, *, newlines: bool) -> bool:
        """Passes over white space; True if a line ended."""
        ended = False
        while (kind := self._peek().kind) == lexer.SPACE or (newlines and kind == lexer.NEWLINE):
            ended = ended or kind == lexer.NEWLINE
            self._next += 1
        return ended

    def _origin(self, token: Token) -> Origin:
        return Origin(self._file, token.line, token.column)

    def _error(self, message: str, token: Token) -> ConfigErrors:
        return syntax_error(message, self._origin(token))

    def _unexpected(self, token: Token, wanted: str) -> ConfigErrors:
        got = {lexer.END: "the end of the file", lexer.NEWLINE: "the end of the line"}.get(
            token.kind, f"'{token.text}'"
        )
        return self._error(f"expected {wanted}, found {got}", token)

    # ---- objects and lists

    def _fields(self, target: ObjectNode, path: tuple[str, ...], closing: str) -> None:
        opened = self._tokens[max(0, self._next - 1)]
        self._skip(newlines=True)
        while (token := self._peek()).kind != closing:
            if token.kind == lexer.END:
                raise self._error("this object is not closed: a '}' is missing", opened)
            if token.kind == "}":
                raise self._error("there is a '}' too many", token)
            self._field(target, path)
            self._separator(closing)
        if closing != lexer.END:
            self._take()

    def _separator(self, closing: str) -> None:
        ended = self._skip(newlines=True)
        token = self._peek()
        if token.kind == ",":
            self._take()
            self._skip(newlines=True)
        elif token.kind not in (closing, lexer.END) and not ended:
            ends = (
                "a new line or ','" if closing == lexer.END else f"a new line, ',' or '{closing}'"
            )
            raise self._unexpected(token, ends)

    def _field(self, target: ObjectNode, path: tuple[str, ...]) -> None:
        first = self._peek()
        if first.kind == lexer.TEXT and first.text == "include" and self._include_follows():
            self._include(target, path)
            return
        key = self._key()
        self._skip(newlines=True)
        operator = self._peek()
        if operator.kind in ("=", ":", "+="):
            self._take()
            self._skip(newlines=True)
        elif operator.kind != "{":
            raise self._unexpected(operator, f"'=', ':', '+=' or '{{' after the key '{first.text}'")
        value = self._value((*path, *key))
        if operator.kind == "+=":
            nodes.append(target, key, value, (*self._prefix, *path))
        else:
            nodes.lay(target, key, value)

    def _key(self) -> tuple[str, ...]:
        first = self._peek()
        parts: list[Token] = []
        while self._peek().kind in (lexer.TEXT, lexer.STRING, lexer.SPACE):
            parts.append(self._take())
        if not parts:
            raise self._unexpected(first, "a key")
        return _path(parts, self._origin(first))

    def _value(self, path: tuple[str, ...]) -> Node:
        """Parses values side by side up to the end of the line or element."""
        first = self._peek()
        parts: list[Node] = []
        space: Scalar | None = None
        while True:
            token = self._peek()
            if token.kind == lexer.SPACE:
                self._take()
                space = Scalar(token.text, token.text, self._origin(token), is_space=True)
                continue
            part = self._part(token, path)
            if part is None:
                break
            if parts and space is not None:
                parts.append(space)
            space = None
            parts.append(part)
        if not parts:
            raise self._unexpected(first, "a value")
        return nodes.join(parts)

    def _part(self, token: Token, path: tuple[str, ...]) -> Node | None:
        match token.kind:
            case lexer.TEXT:
                self._take()
                return _literal(token.text, self._origin(token))
            case lexer.STRING:
                self._take()
                return Scalar(token.text, token.text, self._origin(token))
            case lexer.SUBSTITUTION:
                return self._substitution()
            case "{":
                self._take()
                node = ObjectNode(self._origin(token))
                self._fields(node, path, "}")
                return node
            case "[":
                return self._list(path)
            case _:
                return None

    def _list(self, path: tuple[str, ...]) -> ListNode:
        opened = self._take()
        items: list[Node] = []
        self._skip(newlines=True)
        while (token := self._peek()).kind != "]":
            if token.kind == lexer.END:
                raise self._error("this list is not closed: a ']' is missing", opened)
            items.append(self._value(path))
            self._separator("]")
        self._take()
        return ListNode(items, self._origin(opened))

    def _substitution(self) -> Substitution:
        opened = self._take()
        inner: list[Token] = []
        while (token := self._peek()).kind in (lexer.TEXT, lexer.STRING, lexer.SPACE):
            inner.append(self._take())
        if token.kind != "}":
            raise self._unexpected(token, f"'}}' to close '{opened.text}'")
        self._take()
        origin = self._origin(opened)
        path = _path(inner, origin)
        return Substitution((*self._prefix, *path), opened.text == "${?", origin, len(self._prefix))

    # ---- includes

    def _include_follows(self) -> bool:
        after = self._tokens[self._next + 1]
        if after.kind == lexer.SPACE:
            after = self._tokens[self._next + 2]
        return after.kind == lexer.STRING or _INCLUDE.match(after.text) is not None

    def _include(self, target: ObjectNode, path: tuple[str, ...]) -> None:
        token = self._take()
        words = ""
        while self._peek().kind in (lexer.TEXT, lexer.SPACE):
            words += self._take().text
        form = _INCLUDE.match(words.strip())
        name = self._peek()
        if form is None or name.kind != lexer.STRING:
            raise self._unexpected(name, "a quoted file name after 'include'")
        self._take()
        closing = ""
        while self._peek().kind in (lexer.TEXT, lexer.SPACE):
            closing += self._take().text
        if "".join(closing.split()) != ")" * words.count("("):
            raise self._error("the parentheses of this include do not match", token)
        include = Include(
            name.text, form.group(2) or "", form.group(1) is not None, self._origin(token)
        )
        nodes.merge(target, self._includer(include, (*self._prefix, *path)))


def _literal(text: str, origin: Origin) -> Scalar:
    if text in _CONSTANTS:
        return Scalar(_CONSTANTS[text], text, origin)
    if _NUMBER.match(text):
        number = int(text) if text.lstrip("-").isdigit() else float(text)
        return Scalar(number, text, origin)
    return Scalar(text, text, origin)


def _path(parts: list[Token], origin: Origin) -> tuple[str, ...]:
    """The elements of a path: dots outside quotes separate, inner white space belongs to a key."""
    elements: list[str] = []
    current, is_quoted, pending = "", False, ""
    for token in parts:
        if token.kind == lexer.SPACE:
            pending = token.text if current or is_quoted else ""
            continue
        if token.kind == lexer.STRING:
            current, is_quoted, pending = current + pending + token.text, True, ""
            continue
        for index, piece in enumerate(token.text.split(".")):
            if index:
                if not current and not is_quoted:
                    raise syntax_error("a path may not have an empty element", origin)
                elements.append(current)
                current, is_quoted, pending = "", False, ""
            if piece:
                current, pending = current + pending + piece, ""
    if not current and not is_quoted:
        raise syntax_error("a path may not be empty or end with a dot", origin)
    return (*elements, current)
