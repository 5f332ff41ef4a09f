"""The plain way to run the language: an interpreter that looks at the tree at every step.

Environments are dictionaries, tail calls a loop, and kinds of expressions are told apart by one
look-up. It does what the benchmarks' programs need, and nothing twice that it could do once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon
from canton.daml_lf.language.builtin import BuiltinFunction as B
from canton.daml_lf.language.reference import Name

INT64_MAX = 2**63 - 1
Names = dict[Name, Any]


def checked(value: int) -> int:
    """A 64-bit number."""
    if not -INT64_MAX - 1 <= value <= INT64_MAX:
        raise ArithmeticError(value)
    return value


BUILTINS: dict[B, Callable[..., Any]] = {
    B.ADD_INT64: lambda x, y: checked(x + y),
    B.SUB_INT64: lambda x, y: checked(x - y),
    B.LESS: lambda x, y: x < y,
    B.EQUAL: lambda x, y: x == y,
}


class Closure:
    """A function of several parameters with the names around it."""

    __slots__ = ("body", "names", "parameters")

    def __init__(self, parameters: tuple[Name, ...], body: ast.Expr, names: Names) -> None:
        self.parameters = parameters
        self.body = body
        self.names = names


def entered(function: Closure, arguments: list[Any]) -> Names:
    """The names that the body of a function sees."""
    bound = dict(zip(function.parameters, arguments, strict=True))
    return {**function.names, **bound} if function.names else bound


class Walker:
    """Evaluates the values of one module."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.values: dict[Any, Any] = {}
        self.indexes = {
            name: {field: index for index, (field, _) in enumerate(type_.cons.fields)}
            for name, type_ in module.data_types.items()
            if isinstance(type_.cons, ast.DataRecord)
        }
        self.kinds: dict[type, Callable[[Any, Names], Any]] = {
            ast.Var: lambda e, names: names[e.name],
            ast.Int64Lit: lambda e, names: e.value,
            ast.Builtin: lambda e, names: BUILTINS[e.function],
            ast.TyApp: lambda e, names: self.run(e.function, names),
            ast.TyAbs: lambda e, names: self.run(e.body, names),
            ast.Abs: lambda e, names: Closure(tuple([n for n, _ in e.parameters]), e.body, names),
            ast.Val: lambda e, names: self.value(e.id.name),
            ast.RecCon: lambda e, names: tuple([self.run(f, names) for _, f in e.fields]),
            ast.RecProj: self._projection,
            ast.RecUpd: self._update,
            ast.Nil: lambda e, names: (),
            ast.Cons: self._cons,
        }

    def value(self, name: Any) -> Any:
        """A value of the module."""
        known = self.values.get(name)
        if known is None:
            known = self.values[name] = self.run(self.module.values[name].body, {})
        return known

    def apply(self, function: Any, arguments: list[Any]) -> Any:
        """What a function gives for as many arguments as it has parameters."""
        if type(function) is Closure:
            return self.run(function.body, entered(function, arguments))
        return function(*arguments)

    def run(self, expr: ast.Expr, names: Names) -> Any:
        """The value of an expression."""
        kinds = self.kinds
        while True:
            kind = type(expr)
            if kind is ast.App:
                arguments = [self.run(a, names) for a in reversed(expr.arguments)]
                arguments.reverse()
                function = self.run(expr.function, names)
                if type(function) is not Closure:
                    return function(*arguments)
                expr, names = function.body, entered(function, arguments)
            elif kind is ast.Case:
                subject = self.run(expr.scrutinee, names)
                expr, bound = chosen(expr.alternatives, subject)
                names = {**names, **bound} if bound else names
            elif kind is ast.Let:
                for binding in expr.bindings:
                    names = {**names, binding.name: self.run(binding.bound, names)}
                expr = expr.body
            else:
                return kinds[kind](expr, names)

    def _projection(self, expr: ast.RecProj, names: Names) -> Any:
        return self.run(expr.record, names)[self.indexes[expr.type.id.name][expr.field]]

    def _update(self, expr: ast.RecUpd, names: Names) -> Any:
        value = self.run(expr.update, names)
        fields = list(self.run(expr.record, names))
        fields[self.indexes[expr.type.id.name][expr.field]] = value
        return tuple(fields)

    def _cons(self, expr: ast.Cons, names: Names) -> Any:
        tail = self.run(expr.tail, names)
        for item in reversed(expr.front):
            tail = (self.run(item, names), tail)
        return tail


def chosen(alternatives: tuple[ast.Alternative, ...], subject: Any) -> tuple[ast.Expr, Names]:
    """The first alternative that matches, and what its pattern binds."""
    for alternative in alternatives:
        pattern = alternative.pattern
        kind = type(pattern)
        if kind is ast.PatternCon:
            if (pattern.con is BuiltinCon.TRUE) is subject:
                return alternative.body, {}
        elif kind is ast.PatternNil:
            if not subject:
                return alternative.body, {}
        elif kind is ast.PatternCons:
            if subject:
                return alternative.body, {pattern.head: subject[0], pattern.tail: subject[1]}
        else:
            return alternative.body, {}
    raise AssertionError(subject)
