"""Decoding expressions, updates and patterns.

Interned expressions are decoded where they are first met, once per module (an expression's
location may leave its module out). Two bounds protect whoever walks the result: its depth, and its
number of nodes with all sharing undone, which a few hundred bytes could otherwise make astronomic.
Source: LF sheet 1.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from canton.daml_lf.archive.decoding import shapes
from canton.daml_lf.archive.decoding.literals import read_builtin_con, read_literal
from canton.daml_lf.archive.decoding.tables import Tables
from canton.daml_lf.archive.wire import Fields, Shape, WireError, read_message
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction, builtin_function_feature
from canton.daml_lf.language.recursion import DEPTH_MAX
from canton.daml_lf.language.reference import Identifier, ModuleName, Name
from canton.daml_lf.language.version import (
    CHOICE_FUNCTIONS,
    CONTRACT_KEYS,
    FLAT_ARCHIVE,
    UNSAFE_FROM_INTERFACE,
    UNSTABLE,
)

NODES_MAX: Final = 20_000_000
"""Expression nodes of one package with all sharing undone. The largest known package has 2 %."""

_NESTING_MAX: Final = 100
_NESTING_MAX_BEFORE_FLAT: Final = 1000


class ExpressionDecoder:
    """Decodes the expressions of one module; `nodes` counts those of the package so far."""

    def __init__(
        self, tables: Tables, interned: list[bytes], module: ModuleName, nodes: int
    ) -> None:
        self.tables = tables
        self.module = module
        self.nodes = nodes
        self._entries = interned
        self._known: dict[int, tuple[ast.Expr, int, int]] = {}
        self._limit = len(interned)
        self._level = 0
        self._deepest = 0
        self._nesting = 2
        self._nesting_max = _NESTING_MAX if tables.is_flat else _NESTING_MAX_BEFORE_FLAT

    def expression(self, data: bytes) -> ast.Expr:
        """An expression, or a reference to one."""
        self._enter()
        return self._expression(read_message(data, shapes.EXPR))

    def _expression(self, fields: Fields) -> ast.Expr:
        case = fields.get(0)
        if case is None:
            raise WireError("an expression is empty")
        if case == 44:
            result = self._interned(fields[44])
        elif case == 2:
            result = ast.Var(self.tables.name(fields[2]))
        elif case == 4:
            result = _builtin(self.tables, fields[4])
        elif case == 5:
            result = ast.Con(read_builtin_con(fields[5]))
        else:
            result = _READERS[case](self, fields[case])
        self._nesting -= 2
        self._level -= 1
        location = fields.get(1)
        return result if location is None else self._located(location, result)

    def optional(self, data: bytes | None) -> ast.Expr | None:
        """An expression that may be missing."""
        return None if data is None else self.expression(data)

    def _enter(self) -> None:
        self.nodes += 1
        self._level += 1
        self._nesting += 2
        if self._level > self._deepest:
            self._deepest = self._level
        if self._level > DEPTH_MAX or self.nodes > NODES_MAX:
            raise WireError("the expressions of the package are too large")
        if self._nesting > self._nesting_max:
            raise WireError("the messages of an expression are nested too deeply")

    def _interned(self, index: int) -> ast.Expr:
        if not self.tables.is_flat:
            self.tables.require(FLAT_ARCHIVE, "interned expressions")
        if not 0 <= index < self._limit:
            raise WireError(f"{index} is not an index of an earlier entry of the expressions table")
        known = self._known.get(index)
        if known is not None:
            expr, nodes, height = known
            self.nodes += nodes
            self._deepest = max(self._deepest, self._level + height)
            if self._deepest > DEPTH_MAX or self.nodes > NODES_MAX:
                raise WireError("the expressions of the package are too large")
            return expr
        limit, nesting, deepest, nodes = self._limit, self._nesting, self._deepest, self.nodes
        self._limit, self._nesting, self._deepest = index, 0, self._level
        entry = read_message(self._entries[index], shapes.EXPR)
        if entry.get(0) == 44:
            raise WireError("an entry of the expressions table is only a reference")
        # The reference stands for its entry: the two count once.
        self._level -= 1
        self.nodes -= 1
        self._enter()
        expr = self._expression(entry)
        self._level += 1
        self._known[index] = (expr, self.nodes - nodes, self._deepest - self._level)
        self._limit, self._nesting = limit, nesting
        self._deepest = max(deepest, self._deepest)
        return expr

    def _located(self, data: bytes, expr: ast.Expr) -> ast.Expr:
        fields = read_message(data, shapes.LOCATION)
        if 2 not in fields:
            return expr
        package, module = self.tables.package, self.module
        if 1 in fields:
            package, module = self.tables.module_reference(fields[1])
        place = read_message(fields[2], shapes.RANGE)
        location = ast.Location(
            module, place.get(1, 0), place.get(2, 0), place.get(3, 0), place.get(4, 0), package
        )
        return ast.Located(location, expr)

    # --- parts -----------------------------------------------------------------------------------

    def expressions(self, items: list[bytes]) -> tuple[ast.Expr, ...]:
        """Expressions in order."""
        return tuple([self.expression(item) for item in items])

    def named_expressions(self, items: list[bytes]) -> tuple[tuple[Name, ast.Expr], ...]:
        """Fields with their expressions, in order."""
        result: list[tuple[Name, ast.Expr]] = []
        for item in items:
            fields = read_message(item, shapes.NAME_AND_PAYLOAD)
            name = self.tables.name(fields.get(3, 0))
            result.append((name, self.expression(fields.get(2, b""))))
        return tuple(result)

    def bindings(self, items: list[bytes]) -> tuple[ast.Binding, ...]:
        """The bindings of a block."""
        result: list[ast.Binding] = []
        for item in items:
            fields = read_message(item, shapes.BINDING)
            name, type_ = self.tables.typed_name(fields.get(1, b""))
            result.append(ast.Binding(name, type_, self.expression(fields.get(2, b""))))
        return tuple(result)

    def alternative(self, data: bytes) -> ast.Alternative:
        """A pattern and its body."""
        fields = read_message(data, shapes.ALTERNATIVE)
        pattern = _pattern(self.tables, fields)
        self._nesting += 1
        body = self.expression(fields.get(1, b""))
        self._nesting -= 1
        return ast.Alternative(pattern, body)


def _pattern(tables: Tables, fields: Fields) -> ast.Pattern:
    case = fields.get(0)
    match case:
        case 2:
            return ast.PatternDefault()
        case 3:
            variant = read_message(fields[3], shapes.ALTERNATIVE_VARIANT)
            return ast.PatternVariant(
                tables.identifier(variant.get(1, b"")),
                tables.name(variant.get(2, 0)),
                tables.name(variant.get(3, 0)),
            )
        case 4:
            return ast.PatternCon(read_builtin_con(fields[4]))
        case 5:
            return ast.PatternNil()
        case 6:
            cons = read_message(fields[6], shapes.ALTERNATIVE_CONS)
            return ast.PatternCons(tables.name(cons.get(1, 0)), tables.name(cons.get(2, 0)))
        case 7:
            return ast.PatternNone()
        case 8:
            some = read_message(fields[8], shapes.ALTERNATIVE_SOME)
            return ast.PatternSome(tables.name(some.get(1, 0)))
        case 9:
            enum = read_message(fields[9], shapes.ALTERNATIVE_ENUM)
            return ast.PatternEnum(tables.identifier(enum.get(1, b"")), tables.name(enum.get(2, 0)))
        case _:
            raise WireError("an alternative has no pattern")


# --- what each field of Expr holds ---------------------------------------------------------------

_Reader = Callable[[ExpressionDecoder, bytes], ast.Expr]


def _builtin(tables: Tables, number: int) -> ast.Expr:
    try:
        function = BuiltinFunction(number)
    except ValueError as error:
        raise WireError(f"{number} is not a built-in function") from error
    tables.require(builtin_function_feature(function), function.name)
    return ast.Builtin(function)


def _record(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.NAMED_RECORD)
    type_ = decoder.tables.type_con_app(fields.get(1, b""))
    return ast.RecCon(type_, decoder.named_expressions(fields.get(2, [])))


def _record_projection(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.RECORD_PROJECTION)
    type_ = decoder.tables.type_con_app(fields.get(1, b""))
    field = decoder.tables.name(fields.get(4, 0))
    return ast.RecProj(type_, field, decoder.expression(fields.get(3, b"")))


def _record_update(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.RECORD_UPDATE)
    type_ = decoder.tables.type_con_app(fields.get(1, b""))
    field = decoder.tables.name(fields.get(2, 0))
    record = decoder.expression(fields.get(3, b""))
    return ast.RecUpd(type_, field, record, decoder.expression(fields.get(4, b"")))


def _variant(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.VARIANT_CON)
    type_ = decoder.tables.type_con_app(fields.get(1, b""))
    con = decoder.tables.name(fields.get(2, 0))
    return ast.VariantCon(type_, con, decoder.expression(fields.get(3, b"")))


def _enum(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.ENUM_CON)
    identifier = decoder.tables.identifier(fields.get(1, b""))
    return ast.EnumCon(identifier, decoder.tables.name(fields.get(2, 0)))


def _struct(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.STRUCT_CON)
    return ast.StructCon(decoder.named_expressions(fields.get(1, [])))


def _struct_projection(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.STRUCT_PROJECTION)
    field = decoder.tables.name(fields.get(1, 0))
    return ast.StructProj(field, decoder.expression(fields.get(2, b"")))


def _struct_update(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.STRUCT_UPDATE)
    field = decoder.tables.name(fields.get(1, 0))
    struct = decoder.expression(fields.get(2, b""))
    return ast.StructUpd(field, struct, decoder.expression(fields.get(3, b"")))


def _application(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.APPLICATION)
    arguments = fields.get(2)
    if not arguments:
        raise WireError("unexpected empty arguments")
    function = decoder.expression(fields.get(1, b""))
    return ast.apply(function, decoder.expressions(arguments))


def _type_application(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.APPLICATION)
    types = fields.get(2, [])
    decoder.tables.require_single(types, "types of an application")
    function = decoder.expression(fields.get(1, b""))
    return ast.apply_types(function, [decoder.tables.type(item) for item in types])


def _abstraction(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.ABSTRACTION)
    items = fields.get(1, [])
    decoder.tables.require_single(items, "parameters of a function")
    parameters = [decoder.tables.typed_name(item) for item in items]
    return ast.abstract(parameters, decoder.expression(fields.get(2, b"")))


def _type_abstraction(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.ABSTRACTION)
    items = fields.get(1, [])
    decoder.tables.require_single(items, "parameters of a type abstraction")
    parameters = decoder.tables.type_binders(items)
    return ast.abstract_types(parameters, decoder.expression(fields.get(2, b"")))


def _case(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.CASE)
    scrutinee = decoder.expression(fields.get(1, b""))
    alternatives = [decoder.alternative(item) for item in fields.get(2, [])]
    return ast.Case(scrutinee, tuple(alternatives))


def _let(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.BLOCK)
    items = fields.get(1)
    if not items:
        raise WireError("unexpected empty bindings")
    bindings = decoder.bindings(items)
    return ast.let(bindings, decoder.expression(fields.get(2, b"")))


def _cons(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.CONS)
    front = fields.get(2)
    if not front:
        raise WireError("unexpected empty front of a list")
    type_ = decoder.tables.type(fields.get(1, b""))
    elements = decoder.expressions(front)
    return ast.Cons(type_, elements, decoder.expression(fields.get(3, b"")))


def _throw(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.TRIPLE)
    result = decoder.tables.type(fields.get(1, b""))
    exception = decoder.tables.type(fields.get(2, b""))
    return ast.Throw(result, exception, decoder.expression(fields.get(3, b"")))


def _call_interface(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.MESSAGE_NAME_MESSAGE)
    interface = decoder.tables.identifier(fields.get(1, b""))
    method = decoder.tables.name(fields.get(2, 0))
    return ast.CallInterface(interface, method, decoder.expression(fields.get(3, b"")))


def _unsafe_from_interface(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    decoder.tables.require(UNSAFE_FROM_INTERFACE, "unsafe_from_interface")
    return _READ_UNSAFE(decoder, data)


def _experimental(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    decoder.tables.require(UNSTABLE, "experimental")
    fields = read_message(data, shapes.EXPERIMENTAL)
    return ast.Experimental(fields.get(1, ""), decoder.tables.type(fields.get(2, b"")))


def typed(build: Callable[[ast.Type, ast.Expr], ast.Expr]) -> _Reader:
    """A reader of a type and an expression."""

    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        fields = read_message(data, shapes.PAIR)
        type_ = decoder.tables.type(fields.get(1, b""))
        return build(type_, decoder.expression(fields.get(2, b"")))

    return read


def named(build: Callable[[Identifier, ast.Expr], ast.Expr]) -> _Reader:
    """A reader of a full name and an expression."""

    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        fields = read_message(data, shapes.PAIR)
        identifier = decoder.tables.identifier(fields.get(1, b""))
        return build(identifier, decoder.expression(fields.get(2, b"")))

    return read


def _named_twice(build: Callable[[Identifier, Identifier, ast.Expr], ast.Expr]) -> _Reader:
    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        fields = read_message(data, shapes.TRIPLE)
        first = decoder.tables.identifier(fields.get(1, b""))
        second = decoder.tables.identifier(fields.get(2, b""))
        return build(first, second, decoder.expression(fields.get(3, b"")))

    return read


def _unsafe(build: Callable[[Identifier, Identifier, ast.Expr, ast.Expr], ast.Expr]) -> _Reader:
    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        fields = read_message(data, shapes.QUADRUPLE)
        first = decoder.tables.identifier(fields.get(1, b""))
        second = decoder.tables.identifier(fields.get(2, b""))
        contract_id = decoder.expression(fields.get(3, b""))
        return build(first, second, contract_id, decoder.expression(fields.get(4, b"")))

    return read


def _choice(build: Callable[[Identifier, Name, ast.Expr, ast.Expr], ast.Expr]) -> _Reader:
    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        decoder.tables.require(CHOICE_FUNCTIONS)
        return choice_of(decoder, read_message(data, shapes.MESSAGE_NAME_PAIR), build)

    return read


def choice_of(
    decoder: ExpressionDecoder,
    fields: Fields,
    build: Callable[[Identifier, Name, ast.Expr, ast.Expr], ast.Expr],
) -> ast.Expr:
    """What names a template or interface, a choice, and two expressions."""
    identifier = decoder.tables.identifier(fields.get(1, b""))
    name = decoder.tables.name(fields.get(2, 0))
    first = decoder.expression(fields.get(3, b""))
    return build(identifier, name, first, decoder.expression(fields.get(4, b"")))


def _one_type(build: Callable[[ast.Type], ast.Expr]) -> _Reader:
    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        return build(decoder.tables.type(read_message(data, shapes.ONE_TYPE).get(1, b"")))

    return read


# --- updates -------------------------------------------------------------------------------------


def _update(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.UPDATE)
    case = fields.get(0)
    if case is None:
        raise WireError("an update is empty")
    return _UPDATE_READERS[case](decoder, fields[case])


def _block(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.BLOCK)
    bindings = decoder.bindings(fields.get(1, []))
    return ast.UpdateBlock(bindings, decoder.expression(fields.get(2, b"")))


def _exercise(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.EXERCISE)
    template = decoder.tables.identifier(fields.get(1, b""))
    choice = decoder.tables.name(fields.get(6, 0))
    contract_id = decoder.expression(fields.get(3, b""))
    argument = decoder.expression(fields.get(5, b""))
    return ast.UpdateExercise(template, choice, contract_id, argument)


def _exercise_interface(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.EXERCISE_INTERFACE)
    interface = decoder.tables.identifier(fields.get(1, b""))
    choice = decoder.tables.name(fields.get(2, 0))
    contract_id = decoder.expression(fields.get(3, b""))
    argument = decoder.expression(fields.get(4, b""))
    if 5 in fields:
        decoder.tables.require(UNSTABLE, "guard of an interface's choice")
    guard = decoder.optional(fields.get(5))
    return ast.UpdateExerciseInterface(interface, choice, contract_id, argument, guard)


def _exercise_by_key(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    decoder.tables.require(CONTRACT_KEYS)
    fields = read_message(data, shapes.MESSAGE_NAME_PAIR)
    return choice_of(decoder, fields, ast.UpdateExerciseByKey)


def _by_key(build: Callable[[Identifier], ast.Expr]) -> _Reader:
    def read(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
        decoder.tables.require(CONTRACT_KEYS)
        return build(decoder.tables.identifier(read_message(data, shapes.ONE_TYPE).get(1, b"")))

    return read


def _try_catch(decoder: ExpressionDecoder, data: bytes) -> ast.Expr:
    fields = read_message(data, shapes.TRY_CATCH)
    type_ = decoder.tables.type(fields.get(1, b""))
    body = decoder.expression(fields.get(2, b""))
    binder = decoder.tables.name(fields.get(3, 0))
    return ast.UpdateTryCatch(type_, body, binder, decoder.expression(fields.get(4, b"")))


def _empty(shape: Shape, expr: ast.Expr) -> _Reader:
    def read(_: ExpressionDecoder, data: bytes) -> ast.Expr:
        read_message(data, shape)
        return expr

    return read


_READ_UNSAFE: Final = _unsafe(ast.UnsafeFromInterface)

_UPDATE_READERS: Final[dict[int, _Reader]] = {
    1: typed(ast.UpdatePure),
    2: _block,
    3: named(ast.UpdateCreate),
    4: _exercise,
    5: named(ast.UpdateFetch),
    6: _empty(shapes.UNIT, ast.UpdateGetTime()),
    7: typed(ast.UpdateEmbedExpr),
    9: _by_key(ast.UpdateFetchByKey),
    10: _exercise_by_key,
    11: _try_catch,
    12: named(ast.UpdateCreateInterface),
    13: _exercise_interface,
    14: named(ast.UpdateFetchInterface),
    15: lambda decoder, data: ast.UpdateLedgerTimeLessThan(decoder.expression(data)),
    16: _by_key(ast.UpdateQueryNByKey),
}

_READERS: Final[dict[int, Callable[[ExpressionDecoder, bytes], ast.Expr]]] = {
    3: lambda decoder, data: ast.Val(decoder.tables.identifier(data)),
    6: lambda decoder, data: read_literal(decoder.tables, data),
    7: _record,
    8: _record_projection,
    9: _record_update,
    10: _variant,
    11: _enum,
    12: _struct,
    13: _struct_projection,
    14: _struct_update,
    15: _application,
    16: _type_application,
    17: _abstraction,
    18: _type_abstraction,
    19: _case,
    20: _let,
    21: _one_type(ast.Nil),
    22: _cons,
    23: _update,
    25: _one_type(ast.NoneCon),
    26: typed(ast.SomeCon),
    27: typed(ast.ToAny),
    28: typed(ast.FromAny),
    29: lambda decoder, data: ast.TypeRep(decoder.tables.type(data)),
    30: typed(ast.ToAnyException),
    31: typed(ast.FromAnyException),
    32: _throw,
    33: _named_twice(ast.ToInterface),
    34: _named_twice(ast.FromInterface),
    35: _call_interface,
    36: named(ast.SignatoryInterface),
    37: named(ast.ObserverInterface),
    38: named(ast.ViewInterface),
    39: _unsafe_from_interface,
    40: named(ast.InterfaceTemplateTypeRep),
    41: _named_twice(ast.ToRequiredInterface),
    42: _named_twice(ast.FromRequiredInterface),
    43: _unsafe(ast.UnsafeFromRequiredInterface),
    1001: _choice(ast.ChoiceController),
    1002: _choice(ast.ChoiceObserver),
    9999: _experimental,
}
