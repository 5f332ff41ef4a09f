"""Generated code against a plain AST walker, on random well-typed programs.

The walker states the evaluation order in a few lines: arguments from the last to the first, the
function last, then the body. Both must write the same traces and give the same value or exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canton.daml_lf.builtins.arithmetic_error import arithmetic_error
from canton.daml_lf.builtins.errors import DamlException
from canton.daml_lf.builtins.text import from_list, to_list
from canton.daml_lf.engine import Library
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon
from canton.daml_lf.language.builtin import BuiltinFunction as B
from canton.daml_lf.language.reference import Name
from canton.daml_lf.language.version import V2_1
from canton.daml_lf.library import runtime
from canton.daml_lf.library.library import identifier
from canton.daml_lf.text.reader import build_package, parse_modules

PACKAGE = "-walker-"
PAIR = ast.TypeConApp(identifier(PACKAGE, "M:Pair"))
CHOICE = ast.TypeConApp(identifier(PACKAGE, "M:Choice"))
DATA = parse_modules(
    """module M {
         record Pair = { l: Int64, r: List Int64 };
         variant Choice = Left: Int64 | Right: Int64;
       }""",
    PACKAGE,
)[0]
FUNCTIONS = [identifier(PACKAGE, f"M:f{i}") for i in range(3)]
INT, BOOL, LIST, FUN, PAIR_, CHOICE_ = "int", "bool", "list", "fun", "pair", "choice"
TYPES = [INT, BOOL, LIST, FUN, PAIR_, CHOICE_]
LF_TYPES = {INT: ast.INT64, BOOL: ast.BOOL, LIST: ast.list_of(ast.INT64)}
MAX = 2**63 - 1


def builtin(function: B, *arguments: ast.Expr) -> ast.Expr:
    return ast.apply(ast.Builtin(function), arguments)


def traced(text: str, expr: ast.Expr) -> ast.Expr:
    return builtin(B.TRACE, ast.TextLit(text), expr)


# --- random programs -----------------------------------------------------------------------------


@dataclass
class Programs:
    """Draws expressions; variables are known by name and type."""

    draw: Any
    count: int = 0

    def name(self) -> Name:
        # Few names, so that shadowing happens.
        self.count += 1
        return Name(f"v{self.count % 5}")

    def expr(self, type_: str, scope: dict, depth: int) -> ast.Expr:
        made = self._expr(type_, scope, depth)
        if self.draw(st.integers(0, 4)) == 0:
            self.count += 1
            return traced(f"x{self.count}", made)
        return made

    def _expr(self, type_: str, scope: dict, depth: int) -> ast.Expr:
        known = [name for name, t in scope.items() if t == type_]
        if known and self.draw(st.booleans()):
            return ast.Var(self.draw(st.sampled_from(known)))
        if depth <= 0:
            return self.atom(type_, scope)
        way = self.draw(st.integers(0, 5))
        if way == 0:
            return self.let(type_, scope, depth)
        if way == 1:
            return self.case(type_, scope, depth)
        if way == 2 and type_ == INT:
            function = self.expr(FUN, scope, depth - 1)
            return ast.apply(function, [self.expr(INT, scope, depth - 1)])
        return getattr(self, type_)(scope, depth)

    def atom(self, type_: str, scope: dict) -> ast.Expr:
        number = ast.Int64Lit(self.draw(st.sampled_from([-1, 0, 1, 2, 7, MAX])))
        match type_:
            case "int":
                return number
            case "bool":
                return self.draw(st.sampled_from([ast.TRUE, ast.FALSE]))
            case "list":
                return ast.Nil(ast.INT64)
            case "fun":
                name = self.name()
                return ast.abstract([(name, ast.INT64)], ast.Var(name))
            case "pair":
                return ast.RecCon(PAIR, (("l", number), ("r", ast.Nil(ast.INT64))))
        return ast.VariantCon(CHOICE, Name("Left"), number)

    def let(self, type_: str, scope: dict, depth: int) -> ast.Expr:
        bound_type = self.draw(st.sampled_from(TYPES))
        bound = self.expr(bound_type, scope, depth - 1)
        name = self.name()
        body = self.expr(type_, {**scope, name: bound_type}, depth - 1)
        return ast.let([ast.Binding(name, ast.INT64, bound)], body)

    def case(self, type_: str, scope: dict, depth: int) -> ast.Expr:
        subject_type = self.draw(st.sampled_from([BOOL, LIST, CHOICE_]))
        subject = self.expr(subject_type, scope, depth - 1)
        x, y = self.name(), self.name()
        if subject_type == BOOL:
            patterns = [
                (ast.PatternCon(BuiltinCon.TRUE), {}),
                (ast.PatternCon(BuiltinCon.FALSE), {}),
            ]
        elif subject_type == LIST:
            patterns = [(ast.PatternNil(), {}), (ast.PatternCons(x, y), {x: INT} | {y: LIST})]
        else:
            patterns = [
                (ast.PatternVariant(CHOICE.id, Name("Left"), x), {x: INT}),
                (ast.PatternVariant(CHOICE.id, Name("Right"), y), {y: INT}),
            ]
        if self.draw(st.booleans()):
            patterns.reverse()
        if self.draw(st.integers(0, 3)) == 0:
            patterns[-1] = (ast.PatternDefault(), {})
        return ast.Case(
            subject,
            tuple(
                ast.Alternative(pattern, self.expr(type_, {**scope, **bound}, depth - 1))
                for pattern, bound in patterns
            ),
        )

    def int(self, scope: dict, depth: int) -> ast.Expr:
        way = self.draw(st.integers(0, 4))
        if way == 0:
            return ast.RecProj(PAIR, Name("l"), self.expr(PAIR_, scope, depth - 1))
        if way == 1:
            function = self.draw(st.sampled_from(FUNCTIONS))
            # Top-level functions count their first argument down, so programs end.
            arguments = [ast.Int64Lit(self.draw(st.integers(0, 2)))]
            arguments.append(self.expr(INT, scope, depth - 1))
            return ast.apply(ast.Val(function), arguments)
        if way == 2:
            x, y = self.name(), self.name()
            body = self.expr(INT, {**scope, x: INT, y: INT}, depth - 2)
            fold = ast.abstract([(x, ast.INT64), (y, ast.INT64)], body)
            start, items = self.expr(INT, scope, depth - 1), self.expr(LIST, scope, depth - 1)
            return builtin(self.draw(st.sampled_from([B.FOLDL, B.FOLDR])), fold, start, items)
        operator = self.draw(st.sampled_from([B.ADD_INT64, B.SUB_INT64, B.DIV_INT64]))
        return builtin(operator, self.expr(INT, scope, depth - 1), self.expr(INT, scope, depth - 1))

    def bool(self, scope: dict, depth: int) -> ast.Expr:
        operator = self.draw(st.sampled_from([B.EQUAL, B.LESS]))
        return builtin(operator, self.expr(INT, scope, depth - 1), self.expr(INT, scope, depth - 1))

    def list(self, scope: dict, depth: int) -> ast.Expr:
        front = [self.expr(INT, scope, depth - 1) for _ in range(self.draw(st.integers(1, 2)))]
        return ast.Cons(ast.INT64, tuple(front), self.expr(LIST, scope, depth - 1))

    def fun(self, scope: dict, depth: int) -> ast.Expr:
        if self.draw(st.booleans()):
            # A partial application of a builtin or of a top-level function.
            head = self.draw(st.sampled_from([ast.Builtin(B.ADD_INT64), ast.Val(FUNCTIONS[0])]))
            first = self.expr(INT, scope, depth - 1)
            if isinstance(head, ast.Val):
                first = ast.Int64Lit(1)
            return ast.apply(head, [first])
        name = self.name()
        body = self.expr(INT, {**scope, name: INT}, depth - 1)
        return ast.abstract([(name, ast.INT64)], body)

    def pair(self, scope: dict, depth: int) -> ast.Expr:
        if self.draw(st.booleans()):
            record = self.expr(PAIR_, scope, depth - 1)
            update = self.expr(INT, scope, depth - 1)
            return ast.RecUpd(PAIR, Name("l"), record, update)
        left, right = self.expr(INT, scope, depth - 1), self.expr(LIST, scope, depth - 1)
        return ast.RecCon(PAIR, ((Name("l"), left), (Name("r"), right)))

    def choice(self, scope: dict, depth: int) -> ast.Expr:
        con = self.draw(st.sampled_from([Name("Left"), Name("Right")]))
        return ast.VariantCon(CHOICE, con, self.expr(INT, scope, depth - 1))


@st.composite
def programs(draw) -> ast.Package:
    """A package with three recursive functions and an expression `it`."""
    make = Programs(draw)
    n, acc = Name("n"), Name("acc")
    values = {}
    for function in FUNCTIONS:
        scope = {n: INT, acc: INT}
        less = builtin(B.LESS, ast.Var(n), ast.Int64Lit(1))
        step = [builtin(B.SUB_INT64, ast.Var(n), ast.Int64Lit(1)), make.expr(INT, scope, 2)]
        again = ast.apply(ast.Val(draw(st.sampled_from([function, FUNCTIONS[0]]))), step)
        if draw(st.booleans()):
            again = traced("again", again)
        body = ast.Case(
            less,
            (
                ast.Alternative(ast.PatternCon(BuiltinCon.TRUE), ast.Var(acc)),
                ast.Alternative(ast.PatternDefault(), again),
            ),
        )
        lambda_ = ast.abstract([(n, ast.INT64), (acc, ast.INT64)], body)
        values[function.name] = ast.Value(ast.INT64, lambda_)
    it = make.expr(draw(st.sampled_from([INT, BOOL, LIST, PAIR_, CHOICE_])), {}, 5)
    values["it"] = ast.Value(ast.INT64, it)
    module = ast.Module("M", {}, DATA.data_types, values, {}, {}, {})
    metadata = ast.PackageMetadata("walker", "1.0.0")
    return build_package(PACKAGE, V2_1, metadata, (module,))


# --- the walker ----------------------------------------------------------------------------------


class TooLong(Exception):
    """The program takes more steps than a test should."""


@dataclass
class Closure:
    """A function with what it has got of its arguments."""

    arity: int
    run: Any
    given: tuple = ()


class Walker:
    """Evaluates by looking at the trees."""

    def __init__(self, package: ast.Package) -> None:
        self.values = package.modules["M"].values
        self.traces: list[str] = []
        self.steps = 0

    def apply(self, function: Closure, arguments: list) -> Any:
        given = [*function.given, *arguments]
        if len(given) < function.arity:
            return Closure(function.arity, function.run, tuple(given))
        result = function.run(*given[: function.arity])
        rest = given[function.arity :]
        return self.apply(result, rest) if rest else result

    def many(self, exprs, names) -> list:
        return [self.run(expr, names) for expr in reversed(exprs)][::-1]

    def run(self, expr: ast.Expr, names: dict) -> Any:
        self.steps += 1
        if self.steps > 3_000:
            raise TooLong
        match expr:
            case ast.Var(name):
                return names[name]
            case ast.Int64Lit(value) | ast.TextLit(value):
                return value
            case ast.Con(con):
                return con is BuiltinCon.TRUE
            case ast.Nil():
                return ()
            case ast.Abs(parameters, body):
                return self.closure([name for name, _ in parameters], body, names)
            case ast.Val(identifier_):
                return self.run(self.values[identifier_.name].body, {})
            case ast.Builtin(function):
                return Closure(3 if "FOLD" in function.name else 2, BUILTINS[function](self))
            case ast.App(function, arguments):
                values = self.many(arguments, names)
                return self.apply(self.run(function, names), values)
            case ast.Let(bindings, body):
                for binding in bindings:
                    names = {**names, binding.name: self.run(binding.bound, names)}
                return self.run(body, names)
            case ast.Case(subject, alternatives):
                return self.case(self.run(subject, names), alternatives, names)
        return self.data(expr, names)

    def closure(self, keys: list, body: ast.Expr, names: dict) -> Closure:
        def run(*arguments):
            return self.run(body, {**names, **dict(zip(keys, arguments, strict=True))})

        return Closure(len(keys), run)

    def data(self, expr: ast.Expr, names: dict) -> Any:
        match expr:
            case ast.RecCon(_, fields):
                return tuple(self.many([e for _, e in fields], names))
            case ast.RecProj(_, field, record):
                return self.run(record, names)["lr".index(field)]
            case ast.RecUpd(_, _, record, update):
                value = self.run(update, names)
                return (value, self.run(record, names)[1])
            case ast.VariantCon(_, con, argument):
                return (["Left", "Right"].index(con), self.run(argument, names))
            case ast.Cons(_, front, tail):
                *items, rest = self.many([*front, tail], names)
                return to_list([*items, *from_list(rest)])
        raise AssertionError(expr)

    def case(self, subject: Any, alternatives, names: dict) -> Any:
        for alternative in alternatives:
            bound = matched(alternative.pattern, subject)
            if bound is not None:
                return self.run(alternative.body, {**names, **bound})
        raise AssertionError(subject)


def matched(pattern, subject) -> dict | None:
    match pattern:
        case ast.PatternDefault():
            return {}
        case ast.PatternCon(con):
            return {} if (con is BuiltinCon.TRUE) == subject else None
        case ast.PatternNil():
            return None if subject else {}
        case ast.PatternCons(head, tail):
            return {head: subject[0]} | {tail: subject[1]} if subject else None
        case ast.PatternVariant(_, con, binder):
            return {binder: subject[1]} if ["Left", "Right"][subject[0]] == con else None
    raise AssertionError(pattern)


def checked(name, function):
    def run(x, y):
        result = function(x, y)
        if result is None or not -MAX - 1 <= result <= MAX:
            raise arithmetic_error(name, x, y)
        return result

    return lambda walker: run


def divided(x, y):
    if y == 0:
        return None
    quotient = abs(x) // abs(y)
    return quotient if (x < 0) == (y < 0) else -quotient


def trace_of(walker):
    def run(text, value):
        walker.traces.append(text)
        return value

    return run


def fold_left(walker):
    def run(f, start, items):
        for item in from_list(items):
            start = walker.apply(f, [start, item])
        return start

    return run


def fold_right(walker):
    def run(f, start, items):
        for item in reversed(from_list(items)):
            start = walker.apply(f, [item, start])
        return start

    return run


BUILTINS = {
    B.TRACE: trace_of,
    B.ADD_INT64: checked("ADD_INT64", lambda x, y: x + y),
    B.SUB_INT64: checked("SUB_INT64", lambda x, y: x - y),
    B.DIV_INT64: checked("DIV_INT64", divided),
    B.EQUAL: lambda walker: lambda x, y: x == y,
    B.LESS: lambda walker: lambda x, y: x < y,
    B.FOLDL: fold_left,
    B.FOLDR: fold_right,
}


def outcome_of(run) -> Any:
    try:
        return run()
    except DamlException as error:
        return error.value


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_generated_code_does_what_the_walker_does(package) -> None:
    walker = Walker(package)
    try:
        expected = outcome_of(lambda: walker.run(package.modules["M"].values["it"].body, {}))
    except (TooLong, RecursionError):
        return
    library = Library()
    library.add(package)
    written: list[str] = []
    runtime.trace_sink.append(written)
    try:
        found = outcome_of(lambda: library.value(identifier(PACKAGE, "M:it")))
    finally:
        runtime.trace_sink.pop()
    assert (found, written) == (expected, walker.traces)
