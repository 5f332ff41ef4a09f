"""Replacing type variables, and equality of types up to the names of bound variables.

Everything here recurses in Python only: types grow by substitution, and comparing dataclasses with
`==` would use the C stack. A few synonyms can stand for astronomic types, so that every visited
node is counted: `Spend` raises when it has had enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Name

Substitution = Mapping[Name, ast.Type]
Spend = Callable[[], None]


def free() -> None:
    """Counts nothing."""


def substitute(types: Substitution, type_: ast.Type, spend: Spend = free) -> ast.Type:
    """The type with its free variables replaced; bound variables are renamed where they clash."""
    if not types:
        return type_
    names: set[Name] = set()
    for replacement in types.values():
        collect_free_variables(replacement, names, spend)
    return _Substituter(spend).run(types, frozenset(names), type_)


class _Substituter:
    """One substitution; `taken` are the names that the replacements mention."""

    def __init__(self, spend: Spend) -> None:
        self.spend = spend

    def run(self, types: Substitution, taken: frozenset[Name], type_: ast.Type) -> ast.Type:
        """The type with its variables replaced."""
        self.spend()
        match type_:
            case ast.TypeVar(name):
                return types.get(name, type_)
            case ast.TypeApp(function, argument):
                new_function = self.run(types, taken, function)
                new_argument = self.run(types, taken, argument)
                if new_function is function and new_argument is argument:
                    return type_
                return ast.TypeApp(new_function, new_argument)
            case ast.TypeForall(variable, kind, body):
                if variable in taken:
                    fresh = _fresh(taken)
                    renamed = {**types, variable: ast.TypeVar(fresh)}
                    return ast.TypeForall(fresh, kind, self.run(renamed, taken | {fresh}, body))
                inner = {name: value for name, value in types.items() if name != variable}
                return ast.TypeForall(variable, kind, self.run(inner, taken | {variable}, body))
            case ast.TypeStruct(fields):
                return ast.TypeStruct(
                    tuple([(name, self.run(types, taken, field)) for name, field in fields])
                )
            case ast.TypeSyn(identifier, arguments):
                replaced = [self.run(types, taken, argument) for argument in arguments]
                return ast.TypeSyn(identifier, tuple(replaced))
            case _:
                return type_


def _fresh(taken: frozenset[Name]) -> Name:
    number = 0
    while (name := Name(f"$freshVar{number}")) in taken:
        number += 1
    return name


def collect_free_variables(type_: ast.Type, into: set[Name], spend: Spend = free) -> None:
    """Adds every variable that occurs, bound ones included, which only renames more than needed."""
    pending = [type_]
    while pending:
        spend()
        item = pending.pop()
        match item:
            case ast.TypeVar(name):
                into.add(name)
            case ast.TypeApp(function, argument):
                pending += (function, argument)
            case ast.TypeForall(_, _, body):
                pending.append(body)
            case ast.TypeStruct(fields):
                pending += [field for _, field in fields]
            case ast.TypeSyn(_, arguments):
                pending += arguments
            case _:
                pass


class AlphaEquality:
    """Compares two types; binders that were passed are paired by their number."""

    def __init__(self, spend: Spend = free) -> None:
        self._spend = spend
        self._depth = 0
        self._left: dict[Name, int] = {}
        self._right: dict[Name, int] = {}

    def holds(self, left: ast.Type, right: ast.Type) -> bool:
        """Whether the types are the same up to the names of bound variables."""
        self._spend()
        if left is right and self._depth == 0:
            return True
        match left, right:
            case ast.TypeApp(), ast.TypeApp():
                return self.holds(left.function, right.function) and self.holds(
                    left.argument, right.argument
                )
            case ast.TypeVar(), ast.TypeVar():
                bound = self._left.get(left.name)
                if bound is None and self._right.get(right.name) is None:
                    return left.name == right.name
                return bound == self._right.get(right.name)
            case ast.TypeCon(), ast.TypeCon():
                return left.id == right.id
            case ast.TypeBuiltin(), ast.TypeBuiltin():
                return left.builtin is right.builtin
            case ast.TypeNat(), ast.TypeNat():
                return left.value == right.value
            case ast.TypeForall(), ast.TypeForall():
                return self._foralls(left, right)
            case ast.TypeStruct(), ast.TypeStruct():
                if [name for name, _ in left.fields] != [name for name, _ in right.fields]:
                    return False
                return self._all(
                    [field for _, field in left.fields], [field for _, field in right.fields]
                )
            case ast.TypeSyn(), ast.TypeSyn():
                return left.id == right.id and self._all(left.arguments, right.arguments)
            case _:
                return False

    def _all(self, left: Sequence[ast.Type], right: Sequence[ast.Type]) -> bool:
        if len(left) != len(right):
            return False
        # A loop rather than `all`, which would use the C stack for every level.
        for one, other in zip(left, right, strict=True):  # noqa: SIM110
            if not self.holds(one, other):
                return False
        return True

    def _foralls(self, left: ast.TypeForall, right: ast.TypeForall) -> bool:
        if left.kind != right.kind:
            return False
        before = (self._depth, self._left, self._right)
        self._depth += 1
        self._left = {**self._left, left.variable: self._depth}
        self._right = {**self._right, right.variable: self._depth}
        equal = self.holds(left.body, right.body)
        self._depth, self._left, self._right = before
        return equal


def are_alpha_equal(left: ast.Type, right: ast.Type, spend: Spend = free) -> bool:
    """Whether the types are the same up to the names of bound variables."""
    return left is right or AlphaEquality(spend).holds(left, right)
