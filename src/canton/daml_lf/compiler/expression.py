"""Expressions as Python: what is evaluated when, and where the result goes.

Arguments are evaluated from the last to the first and the function after them, as the original
does. `value` gives the text of a Python expression to be used once and at once; `atom` one that is
a name or a constant; `into` writes statements that leave the result in a variable or return it.
With `run` the expression is an update that is run at once.
Source: Daml-LF sheet 2.1, 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from canton.daml_lf.compiler.builtin_call import TABLE, call_text, needs_atoms
from canton.daml_lf.compiler.context import Context, Reference
from canton.daml_lf.compiler.scope import (
    INDENT_MAX,
    INLINE_LENGTH_MAX,
    Scope,
    captured_names,
    literal,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon
from canton.daml_lf.language.reference import Identifier, Name

Target = str | None
"""The variable that takes the result, or None to return it."""

_ATOM: Final = re.compile(r"[A-Za-z_]\w*|-?\d+|\(\)|'[^']*'|\"[^\"]*\"")
_ALTERNATIVES_MAX: Final = 40
_APPLIES: Final = {1: "apply1", 2: "apply2", 3: "apply3"}


def strip(expr: ast.Expr) -> ast.Expr:
    """The expression without types and locations around it."""
    while True:
        match expr:
            case ast.Located(_, inner):
                expr = inner
            case ast.TyAbs(_, body):
                expr = body
            case ast.TyApp(function, _):
                expr = function
            case _:
                return expr


def lambda_parts(expr: ast.Expr) -> tuple[list[Name], ast.Expr]:
    """All leading parameters and the body."""
    names: list[Name] = []
    expr = strip(expr)
    while isinstance(expr, ast.Abs):
        names += [name for name, _ in expr.parameters]
        expr = strip(expr.body)
    return names, expr


def application_parts(expr: ast.App) -> tuple[ast.Expr, list[ast.Expr]]:
    """The innermost function and all arguments in order."""
    arguments: list[ast.Expr] = []
    here: ast.Expr = expr
    while isinstance(here, ast.App):
        arguments = [*here.arguments, *arguments]
        here = strip(here.function)
    return here, arguments


def is_atom(text: str) -> bool:
    """Whether the text is a name or a constant."""
    return _ATOM.fullmatch(text) is not None


def is_variable(text: str) -> bool:
    """Whether the text is a name other than those of constants."""
    return text.isidentifier() and text not in ("None", "True", "False")


class Generator:
    """Writes expressions of one package."""

    def __init__(self, context: Context) -> None:
        self.context = context

    # --- the three forms ---------------------------------------------------------------------

    def value(self, scope: Scope, expr: ast.Expr) -> str:
        """The text of the expression, to be used once and at once."""
        expr = strip(expr)
        text = _VALUES[type(expr)](self, scope, expr)
        if len(text) > INLINE_LENGTH_MAX and not is_atom(text):
            return self.hold(scope, text)
        return text

    def atom(self, scope: Scope, expr: ast.Expr) -> str:
        """The expression as a name or a constant."""
        text = self.value(scope, expr)
        return text if is_atom(text) else self.hold(scope, text)

    def hold(self, scope: Scope, text: str) -> str:
        """Puts a text into a temporary."""
        name = scope.fresh()
        scope.emit(f"{name} = {text}")
        return name

    def into(self, scope: Scope, expr: ast.Expr, target: Target, *, run: bool = False) -> None:
        """Writes statements that leave the result in the target."""
        if scope.indent > INDENT_MAX:
            self._moved(scope, expr, target, run)
            return
        expr = strip(expr)
        while isinstance(expr, ast.Let):
            scope = self.bind_all(scope, expr.bindings)
            expr = strip(expr.body)
        if isinstance(expr, ast.Case):
            self._case(scope, expr, target, run)
        elif run and type(expr) in PREPARE:
            PREPARE[type(expr)](self, scope, expr)(scope, target)
        elif not run and target is None and self._jump(scope, expr):
            pass
        else:
            text = self.value(scope, expr)
            self.finish(scope, f"{text}({MACHINE})" if run else text, target)

    @staticmethod
    def finish(scope: Scope, text: str, target: Target) -> None:
        """Leaves a text's value in the target."""
        scope.emit(f"return {text}" if target is None else f"{target} = {text}")

    def _moved(self, scope: Scope, expr: ast.Expr, target: Target, run: bool) -> None:
        source = scope.source
        first, start = source.count, len(source.lines)
        inner = replace(scope, indent=1, loop=None, captures=False)
        self.into(inner, expr, None, run=run)
        body = source.lines[start:]
        del source.lines[start:]
        names = captured_names(body, first)
        if not scope.has_machine and MACHINE in names:
            names.remove(MACHINE)
        source.moved_count += 1
        name = f"{source.prefix}_{source.moved_count}"
        source.moved += [f"def {name}({', '.join(names)}):", *body]
        self.finish(scope, f"{name}({', '.join(names)})", target)

    # --- operands ----------------------------------------------------------------------------

    def is_simple(self, expr: ast.Expr) -> bool:
        """Whether evaluating the expression does nothing that anyone could notice."""
        expr = strip(expr)
        if isinstance(expr, ast.Val):
            return self.context.value(expr.id).arity > 0
        return isinstance(expr, _SIMPLE)

    def operands(
        self, scope: Scope, exprs: Sequence[ast.Expr], *, atoms: bool = False
    ) -> list[str]:
        """Texts of operands that are evaluated from the last to the first.

        Only the one evaluated last may stay an expression; the others are held before it.
        """
        texts = [""] * len(exprs)
        effects = [i for i, expr in enumerate(exprs) if not self.is_simple(expr)]
        inline = effects[0] if effects and not atoms else -1
        for i in reversed(range(len(exprs))):
            must_hold = i in effects and i != inline
            texts[i] = (self.atom if must_hold else self.value)(scope, exprs[i])
        return texts

    def bind_all(self, scope: Scope, bindings: Sequence[ast.Binding]) -> Scope:
        """Evaluates the bindings in order; the scope in which they are visible."""
        for binding in bindings:
            text = self.value(scope, binding.bound)
            if binding.name is None:
                if not is_atom(text):
                    scope.emit(text)
                continue
            if not is_atom(text):
                name = scope.fresh("x")
                scope.emit(f"{name} = {text}")
                text = name
            scope = scope.bind(binding.name, text)
        return scope

    # --- functions ---------------------------------------------------------------------------

    def function(self, scope: Scope, parameters: list[Name], write: Callable[[Scope], None]) -> str:
        """Defines an inner function; `write` writes its body."""
        source = scope.source
        name = source.fresh("l")
        first, start = source.count, len(source.lines)
        names = [MACHINE if p == MACHINE else source.fresh("x") for p in parameters]
        scope.emit("")
        bound = dict(scope.names)
        bound.update(zip(parameters, names, strict=True))
        inner = replace(
            scope,
            indent=scope.indent + 1,
            names=bound,
            loop=None,
            captures=False,
            has_machine=MACHINE in parameters,
        )
        write(inner)
        body = source.lines[start + 1 :]
        if any("(" in line for line in body):
            source.lines.insert(start + 1, " " * inner.indent + TICK)
        if scope.captures:
            # Defaults of keyword-only parameters bind early and leave the arity as it is.
            captured = [one for one in captured_names(body, first) if one != MACHINE]
            names += ["*"] * bool(captured) + [f"{one}={one}" for one in captured]
        source.lines[start] = " " * scope.indent + f"def {name}({', '.join(names)}):"
        return name

    def lambda_(self, scope: Scope, expr: ast.Abs) -> str:
        """A function of the language as an inner function."""
        parameters, body = lambda_parts(expr)
        return self.function(scope, parameters, lambda inner: self.into(inner, body, None))

    def application(self, scope: Scope, expr: ast.App) -> str:
        """A chain of applications as one call."""
        head, arguments = application_parts(expr)
        match head:
            case ast.Val(identifier):
                reference = self.context.value(identifier)
                if reference.arity:
                    return self._known_call(scope, reference, arguments)
            case ast.Builtin(function) if TABLE[function][1]:
                return self._builtin_call(scope, head, arguments)
            case ast.Abs():
                parameters, body = lambda_parts(head)
                if len(parameters) == len(arguments):
                    texts = self.operands(scope, arguments, atoms=True)
                    for name, text in zip(parameters, texts, strict=True):
                        scope = scope.bind(name, text)
                    return self.value(scope, body)
        texts = self.operands(scope, arguments, atoms=True)
        return self.unknown_call(scope, self.atom(scope, head), texts)

    def _known_call(self, scope: Scope, reference: Reference, arguments: list[ast.Expr]) -> str:
        arity, count = reference.arity, len(arguments)
        texts = self.operands(scope, arguments, atoms=count > arity)
        if count < arity:
            return f"partial({', '.join([reference.name, *texts])})"
        called = f"{reference.name}({', '.join(texts[:arity])})"
        return self._rest(scope, called, texts[arity:])

    def _builtin_call(self, scope: Scope, head: ast.Builtin, arguments: list[ast.Expr]) -> str:
        name, arity = TABLE[head.function]
        count = len(arguments)
        atoms = count > arity or needs_atoms(head.function)
        texts = self.operands(scope, arguments, atoms=atoms)
        if count < arity:
            return f"partial({', '.join([name, *texts])})"
        called = call_text(head.function, texts[:arity], scope.fresh())
        return self._rest(scope, called, texts[arity:])

    def _rest(self, scope: Scope, called: str, texts: list[str]) -> str:
        if not texts:
            return called
        return self.unknown_call(scope, self.hold(scope, called), texts)

    @staticmethod
    def unknown_call(scope: Scope, function: str, texts: list[str]) -> str:
        """A call of a function of unknown arity; function and arguments are atoms."""
        count = len(texts)
        joined = ", ".join(texts)
        name = _APPLIES.get(count)
        slow = f"{name}({function}, {joined})" if name else f"apply_all({function}, ({joined}))"
        return f"({function}({joined}) if {function}.__code__.co_argcount == {count} else {slow})"

    def _jump(self, scope: Scope, expr: ast.Expr) -> bool:
        """Writes a jump where the expression calls the loop's own function with all arguments."""
        loop = scope.loop
        if loop is None or not isinstance(expr, ast.App):
            return False
        head, arguments = application_parts(expr)
        if not isinstance(head, ast.Val) or len(arguments) != len(loop.parameters):
            return False
        if not self.is_own(head.id, loop.name):
            return False
        texts = self.operands(scope, arguments)
        changed = [(p, t) for p, t in zip(loop.parameters, texts, strict=True) if p != t]
        if changed:
            left, right = zip(*changed, strict=True)
            scope.emit(f"{', '.join(left)} = {', '.join(right)}")
        scope.emit("continue")
        return True

    def is_own(self, identifier: Identifier, name: str) -> bool:
        """Whether the identifier is the package's own function of that Python name."""
        return (
            identifier.package == self.context.package.id
            and self.context.value(identifier).name == name
        )

    # --- choices -----------------------------------------------------------------------------

    def _case(self, scope: Scope, expr: ast.Case, target: Target, run: bool) -> None:
        alternatives = expr.alternatives
        if target is not None and len(alternatives) > _ALTERNATIVES_MAX:
            # A long chain of elif would go too deep for Python's parser.
            self._moved(scope, expr, target, run)
            return
        subject = self.value(scope, expr.scrutinee)
        if not self._test(alternatives[0].pattern, "x"):
            if not is_atom(subject):
                scope.emit(subject)
        elif not is_variable(subject) and not _is_choice(alternatives):
            subject = self.hold(scope, subject)
        word = "if"
        for i, alternative in enumerate(alternatives):
            test = self._test(alternative.pattern, subject)
            is_last = i == len(alternatives) - 1 or not test
            inner = scope
            if not is_last:
                scope.emit(f"{word} {test}:")
                inner = scope.deeper()
                word = "if" if target is None else "elif"
            elif target is not None and word == "elif":
                scope.emit("else:")
                inner = scope.deeper()
            inner = self._bind_pattern(inner, alternative.pattern, subject)
            self.into(inner, alternative.body, target, run=run)
            if is_last:
                return

    def _test(self, pattern: ast.Pattern, subject: str) -> str:
        match pattern:
            case ast.PatternCon(BuiltinCon.TRUE) | ast.PatternCons():
                return subject
            case ast.PatternCon(BuiltinCon.FALSE) | ast.PatternNil():
                return f"not {subject}"
            case ast.PatternNone():
                return f"{subject} is None"
            case ast.PatternSome():
                return f"{subject} is not None"
            case ast.PatternVariant(identifier, con, _):
                return f"{subject}[0] == {self.context.rank(identifier, con)}"
            case ast.PatternEnum(identifier, con):
                return f"{subject} == {self.context.rank(identifier, con)}"
            case _:
                return ""

    @staticmethod
    def _bind_pattern(scope: Scope, pattern: ast.Pattern, subject: str) -> Scope:
        match pattern:
            case ast.PatternCons(head, tail):
                first, others = scope.fresh("x"), scope.fresh("x")
                scope.emit(f"{first}, {others} = {subject}")
                return scope.bind(head, first).bind(tail, others)
            case ast.PatternSome(binder):
                name = scope.fresh("x")
                scope.emit(f"{name} = {subject}[0]")
                return scope.bind(binder, name)
            case ast.PatternVariant(_, _, binder):
                name = scope.fresh("x")
                scope.emit(f"{name} = {subject}[1]")
                return scope.bind(binder, name)
            case _:
                return scope


def _is_choice(alternatives: tuple[ast.Alternative, ...]) -> bool:
    """Whether the alternatives are of Bool, so that the subject is looked at only once."""
    return len(alternatives) <= 2 and isinstance(alternatives[0].pattern, ast.PatternCon)


MACHINE: Final = "x0"
"""What the machine is called in updates; it is numbered like what inner functions capture."""

TICK: Final = "steps[0] -= 1; steps[0] < 0 and check()"
"""Counts a step."""

Prepared = Callable[[Scope, Target], None]
"""Writes the run of an update whose preparation is already written."""

PREPARE: dict[type, Callable[[Generator, Scope, Any], Prepared]] = {}
"""How updates are prepared; `update` fills it."""

_SIMPLE: Final = (
    ast.Var,
    ast.Builtin,
    ast.Con,
    ast.Abs,
    ast.NoneCon,
    ast.Nil,
    ast.EnumCon,
    ast.TypeRep,
    ast.Int64Lit,
    ast.NumericLit,
    ast.TextLit,
    ast.TimestampLit,
    ast.DateLit,
    ast.RoundingModeLit,
    ast.FailureCategoryLit,
)


def _case_value(generator: Generator, scope: Scope, expr: ast.Case) -> str:
    name = scope.fresh()
    generator.into(replace(scope, loop=None), expr, name)
    return name


def _let_value(generator: Generator, scope: Scope, expr: ast.Let) -> str:
    return generator.value(generator.bind_all(scope, expr.bindings), expr.body)


def _val(generator: Generator, scope: Scope, expr: ast.Val) -> str:
    reference = generator.context.value(expr.id)
    return reference.name if reference.arity else reference.lazy_text


def _con(generator: Generator, scope: Scope, expr: ast.Con) -> str:
    return {BuiltinCon.UNIT: "()", BuiltinCon.TRUE: "True", BuiltinCon.FALSE: "False"}[expr.con]


_VALUES: Final[dict[type, Callable[[Any, Scope, Any], str]]] = {
    ast.Var: lambda g, s, e: s.names[e.name],
    ast.Val: _val,
    ast.Builtin: lambda g, s, e: TABLE[e.function][0],
    ast.Con: _con,
    ast.Int64Lit: lambda g, s, e: str(e.value),
    ast.NumericLit: lambda g, s, e: f"({e.unscaled}, {e.scale})",
    ast.TextLit: lambda g, s, e: literal(e.value),
    ast.TimestampLit: lambda g, s, e: str(e.micros),
    ast.DateLit: lambda g, s, e: str(e.days),
    ast.RoundingModeLit: lambda g, s, e: str(int(e.mode)),
    ast.FailureCategoryLit: lambda g, s, e: str(e.category.category_number),
    ast.Abs: lambda g, s, e: g.lambda_(s, e),
    ast.App: lambda g, s, e: g.application(s, e),
    ast.Let: _let_value,
    ast.Case: _case_value,
}


def register(kind: type, write: Callable[[Generator, Scope, Any], str]) -> None:
    """Adds how a kind of expression is written."""
    _VALUES[kind] = write
