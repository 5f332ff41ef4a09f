"""Reading expressions, updates and patterns.

The first token decides what is read; where full names begin several constructs, what follows the
name does. Source: LF sheet 6.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.builtin import (
    BuiltinCon,
    BuiltinFunction,
    FailureCategory,
    RoundingMode,
)
from canton.daml_lf.language.recursion import DEPTH_MAX
from canton.daml_lf.language.reference import Identifier, Name
from canton.daml_lf.text.lexer import (
    Token,
    TokenKind,
    date_days,
    error_at,
    is_name,
    timestamp_micros,
)
from canton.daml_lf.text.type_reader import (
    SCALE_MAX,
    SyntaxStream,
    read_type,
    read_type_argument,
    read_type_binders,
    read_typed_name,
)

BUILTIN_FUNCTIONS: Final = {function.name: function for function in BuiltinFunction}
ROUNDING_MODES: Final = {f"ROUNDING_{mode.name}": mode for mode in RoundingMode}
FAILURE_CATEGORIES: Final = {category.name: category for category in FailureCategory}

_INT64_MAX: Final = 2**63 - 1
_NUMERIC_DIGITS_MAX: Final = 38


def read_expression(stream: SyntaxStream) -> ast.Expr:
    """An expression, applications included."""
    stream.depth += 1
    if stream.depth > DEPTH_MAX:
        raise stream.error("the expression is nested too deeply")
    result = _located(stream) if stream.is_word("loc") else _application(stream)
    stream.depth -= 1
    return result


def _application(stream: SyntaxStream) -> ast.Expr:
    result = read_atom(stream)
    arguments: list[ast.Expr] = []
    types: list[ast.Type] = []
    while True:
        if stream.is_symbol("@"):
            result = ast.apply(result, arguments)
            arguments = []
            types.append(read_type_argument(stream))
        elif begins_atom(stream):
            result = ast.apply_types(result, types)
            types = []
            arguments.append(read_atom(stream))
        else:
            return ast.apply(ast.apply_types(result, types), arguments)


def begins_atom(stream: SyntaxStream) -> bool:
    """Whether the cursor is at a token that can begin an argument."""
    token = stream.current
    match token.kind:
        case TokenKind.END:
            return False
        case TokenKind.SYMBOL:
            return token.text in ("(", "<", "\\", "/\\")
        case TokenKind.WORD:
            return is_name(token) or token.text in _READERS
        case _:
            return True


def read_atom(stream: SyntaxStream) -> ast.Expr:
    """An expression that needs no parentheses as an argument."""
    token = stream.current
    match token.kind:
        case TokenKind.SYMBOL:
            return _symbol(stream, token.text)
        case TokenKind.WORD | TokenKind.QUOTED | TokenKind.SIMPLE:
            if stream.is_identifier():
                return _after_identifier(stream)
            return _word(stream, token)
        case TokenKind.END:
            raise stream.expected("an expression")
        case _:
            stream.next()
            return _literal(stream, token)


def _word(stream: SyntaxStream, token: Token) -> ast.Expr:
    if token.kind is TokenKind.QUOTED:
        return ast.Var(stream.name())
    text = token.text
    if text in _READERS:
        stream.next()
        return _READERS[text](stream)
    constant = _constant(text)
    if constant is not None:
        stream.next()
        return constant
    return ast.Var(stream.name())


def _constant(text: str) -> ast.Expr | None:
    if text in BUILTIN_FUNCTIONS:
        return ast.Builtin(BUILTIN_FUNCTIONS[text])
    if text == "True":
        return ast.TRUE
    if text == "False":
        return ast.FALSE
    if text in ROUNDING_MODES:
        return ast.RoundingModeLit(ROUNDING_MODES[text])
    if text in FAILURE_CATEGORIES:
        return ast.FailureCategoryLit(FAILURE_CATEGORIES[text])
    return None


def _literal(stream: SyntaxStream, token: Token) -> ast.Expr:
    try:
        match token.kind:
            case TokenKind.NUMBER:
                number = int(token.text) if len(token.text) <= 20 else _INT64_MAX + 1
                if not -_INT64_MAX - 1 <= number <= _INT64_MAX:
                    raise ValueError(f"{token.text[:40]} does not fit 64 bits")
                return ast.Int64Lit(number)
            case TokenKind.NUMERIC:
                return numeric_literal(token.text)
            case TokenKind.TEXT:
                return ast.TextLit(token.text)
            case TokenKind.TIMESTAMP:
                return ast.TimestampLit(timestamp_micros(token.text))
            case _:
                return ast.DateLit(date_days(token.text))
    except ValueError as error:
        raise error_at(stream.source, token.offset, str(error)) from error


def numeric_literal(text: str) -> ast.NumericLit:
    """The numeric of a text such as `-12.50`; its scale is the number of fractional digits.

    Raises:
        ValueError: it has too many digits.
    """
    whole, _, fraction = text.partition(".")
    digits = (whole.lstrip("-") + fraction).lstrip("0")
    if len(fraction) > SCALE_MAX or len(digits) > _NUMERIC_DIGITS_MAX:
        raise ValueError(f"{text[:60]} has too many digits")
    unscaled = int(digits or "0")
    return ast.NumericLit(-unscaled if whole.startswith("-") else unscaled, len(fraction))


# --- what begins with a full name ----------------------------------------------------------------


def _after_identifier(stream: SyntaxStream) -> ast.Expr:
    start = stream.current.offset
    identifier = stream.identifier()
    if stream.take_symbol(":"):
        return _constructor(stream, identifier, start)
    after_name = stream.index
    types: list[ast.Type] = []
    while stream.is_symbol("@"):
        types.append(read_type_argument(stream))
    if stream.take_symbol("{"):
        return _record(stream, ast.TypeConApp(identifier, tuple(types)))
    # The types are arguments of a value.
    stream.index = after_name
    return ast.Val(identifier)


def _constructor(stream: SyntaxStream, identifier: Identifier, start: int) -> ast.Expr:
    con = stream.name()
    types: list[ast.Type] = []
    while stream.is_symbol("@"):
        types.append(read_type_argument(stream))
    if begins_atom(stream):
        argument = _deeper_atom(stream)
        return ast.VariantCon(ast.TypeConApp(identifier, tuple(types)), con, argument)
    if types:
        raise error_at(stream.source, start, "an enumeration takes no type arguments")
    return ast.EnumCon(identifier, con)


def _record(stream: SyntaxStream, type_: ast.TypeConApp) -> ast.Expr:
    after = stream.ahead(1)
    if stream.is_symbol("}") or (is_name(stream.current) and _is(after, "=")):
        fields = _field_values(stream, "}")
        return ast.RecCon(type_, fields)
    if is_name(stream.current) and _is(after, "}"):
        field = stream.name()
        stream.symbol("}")
        return ast.RecProj(type_, field, _deeper_atom(stream))
    record = read_expression(stream)
    stream.word("with")
    field, value = _field_value(stream)
    stream.symbol("}")
    return ast.RecUpd(type_, field, record, value)


def _is(token: Token, symbol: str) -> bool:
    return token.kind is TokenKind.SYMBOL and token.text == symbol


def _field_values(stream: SyntaxStream, end: str) -> tuple[tuple[Name, ast.Expr], ...]:
    fields: list[tuple[Name, ast.Expr]] = []
    while not stream.is_symbol(end):
        if fields:
            stream.symbol(",")
        fields.append(_field_value(stream))
    stream.symbol(end)
    return tuple(fields)


def _field_value(stream: SyntaxStream) -> tuple[Name, ast.Expr]:
    name = stream.name()
    stream.symbol("=")
    return name, read_expression(stream)


def _deeper_atom(stream: SyntaxStream) -> ast.Expr:
    stream.depth += 1
    if stream.depth > DEPTH_MAX:
        raise stream.error("the expression is nested too deeply")
    result = read_atom(stream)
    stream.depth -= 1
    return result


# --- what begins with a symbol -------------------------------------------------------------------


def _symbol(stream: SyntaxStream, symbol: str) -> ast.Expr:
    if symbol not in ("(", "<", "\\", "/\\"):
        raise stream.expected("an expression")
    stream.next()
    match symbol:
        case "(":
            return _parenthesis(stream)
        case "<":
            return _struct(stream)
        case "\\":
            parameters = [_typed_binder(stream)]
            while not stream.is_symbol("->"):
                parameters.append(_typed_binder(stream))
            stream.symbol("->")
            return ast.abstract(parameters, read_expression(stream))
        case _:
            binders = read_type_binders(stream)
            if not binders:
                raise stream.expected("a type variable")
            stream.symbol(".")
            return ast.abstract_types(binders, read_expression(stream))


def _typed_binder(stream: SyntaxStream) -> tuple[Name, ast.Type]:
    stream.symbol("(")
    binder = read_typed_name(stream)
    stream.symbol(")")
    return binder


def _parenthesis(stream: SyntaxStream) -> ast.Expr:
    if stream.take_symbol(")"):
        return ast.UNIT
    inner = read_expression(stream)
    stream.symbol(")")
    if stream.take_symbol("."):
        return ast.StructProj(stream.name(), inner)
    return inner


def _struct(stream: SyntaxStream) -> ast.Expr:
    if stream.is_symbol(">") or (is_name(stream.current) and _is(stream.ahead(1), "=")):
        return ast.StructCon(_field_values(stream, ">"))
    struct = read_expression(stream)
    stream.word("with")
    field, value = _field_value(stream)
    stream.symbol(">")
    return ast.StructUpd(field, struct, value)


# --- what begins with a word ---------------------------------------------------------------------


def _at(stream: SyntaxStream) -> Identifier:
    stream.symbol("@")
    return stream.identifier()


def _binding(stream: SyntaxStream, separator: str) -> ast.Binding:
    name = stream.name()
    stream.symbol(":")
    type_ = read_type(stream)
    stream.symbol(separator)
    return ast.Binding(name, type_, read_expression(stream))


def _let(stream: SyntaxStream) -> ast.Expr:
    binding = _binding(stream, "=")
    stream.word("in")
    return ast.let([binding], read_expression(stream))


def _bind(stream: SyntaxStream) -> ast.Expr:
    bindings = [_binding(stream, "<-")]
    while stream.take_symbol(";"):
        bindings.append(_binding(stream, "<-"))
    stream.word("in")
    return ast.UpdateBlock(tuple(bindings), read_expression(stream))


def _case(stream: SyntaxStream) -> ast.Expr:
    scrutinee = read_expression(stream)
    stream.word("of")
    alternatives: list[ast.Alternative] = []
    if _begins_pattern(stream):
        alternatives.append(_alternative(stream))
        while stream.take_symbol("|"):
            alternatives.append(_alternative(stream))
    return ast.Case(scrutinee, tuple(alternatives))


def _begins_pattern(stream: SyntaxStream) -> bool:
    token = stream.current
    if token.kind is TokenKind.SYMBOL:
        return token.text == "("
    if token.kind is TokenKind.WORD:
        return is_name(token) or token.text in ("Nil", "Cons", "None", "Some")
    return token.kind in (TokenKind.SIMPLE, TokenKind.QUOTED)


def _alternative(stream: SyntaxStream) -> ast.Alternative:
    pattern = _pattern(stream)
    stream.symbol("->")
    return ast.Alternative(pattern, read_expression(stream))


def _pattern(stream: SyntaxStream) -> ast.Pattern:
    if stream.is_identifier():
        identifier = stream.identifier()
        stream.symbol(":")
        con = stream.name()
        if is_name(stream.current):
            return ast.PatternVariant(identifier, con, stream.name())
        return ast.PatternEnum(identifier, con)
    if stream.take_symbol("("):
        stream.symbol(")")
        return ast.PatternCon(BuiltinCon.UNIT)
    token = stream.next()
    match token.text if token.kind is TokenKind.WORD else "":
        case "_":
            return ast.PatternDefault()
        case "True":
            return ast.PatternCon(BuiltinCon.TRUE)
        case "False":
            return ast.PatternCon(BuiltinCon.FALSE)
        case "Nil":
            return ast.PatternNil()
        case "Cons":
            head = stream.name()
            return ast.PatternCons(head, stream.name())
        case "None":
            return ast.PatternNone()
        case "Some":
            return ast.PatternSome(stream.name())
        case _:
            raise error_at(stream.source, token.offset, "expected a pattern")


def _located(stream: SyntaxStream) -> ast.Expr:
    stream.word("loc")
    stream.symbol("(")
    package = stream.package
    if stream.current.kind is TokenKind.SIMPLE:
        package = stream.checked(reference.package_id, "package id")
        stream.symbol(":")
    module = stream.module_name()
    stream.symbol(",")
    # The definition's name: known from where the expression stands.
    stream.name()
    numbers: list[int] = []
    while len(numbers) < 4:
        stream.symbol(",")
        if stream.current.kind is not TokenKind.NUMBER:
            raise stream.expected("a number")
        numbers.append(int(stream.next().text))
    stream.symbol(")")
    location = ast.Location(module, numbers[0], numbers[1], numbers[2], numbers[3], package)
    return ast.Located(location, read_atom(stream))


def _cons(stream: SyntaxStream) -> ast.Expr:
    type_ = read_type_argument(stream)
    stream.symbol("[")
    front: list[ast.Expr] = []
    while not stream.is_symbol("]"):
        if front:
            stream.symbol(",")
        front.append(read_expression(stream))
    stream.symbol("]")
    return ast.Cons(type_, tuple(front), _deeper_atom(stream))


def _throw(stream: SyntaxStream) -> ast.Expr:
    result = read_type_argument(stream)
    exception = read_type_argument(stream)
    return ast.Throw(result, exception, _deeper_atom(stream))


def _try(stream: SyntaxStream) -> ast.Expr:
    type_ = read_type_argument(stream)
    body = _deeper_atom(stream)
    stream.word("catch")
    binder = stream.name()
    stream.symbol("->")
    return ast.UpdateTryCatch(type_, body, binder, read_expression(stream))


def _call_method(stream: SyntaxStream) -> ast.Expr:
    interface = _at(stream)
    method = stream.name()
    return ast.CallInterface(interface, method, _deeper_atom(stream))


def _experimental(stream: SyntaxStream) -> ast.Expr:
    name = stream.name()
    return ast.Experimental(name, read_type(stream))


def _exercise_guarded(stream: SyntaxStream) -> ast.Expr:
    interface = _at(stream)
    choice = stream.name()
    contract_id, argument = _deeper_atom(stream), _deeper_atom(stream)
    guard = _deeper_atom(stream)
    return ast.UpdateExerciseInterface(interface, choice, contract_id, argument, guard)


_Reader = Callable[[SyntaxStream], ast.Expr]


def _typed(build: Callable[[ast.Type, ast.Expr], ast.Expr]) -> _Reader:
    """`@type expression`."""

    def read(stream: SyntaxStream) -> ast.Expr:
        type_ = read_type_argument(stream)
        return build(type_, _deeper_atom(stream))

    return read


def _named(build: Callable[[Identifier, ast.Expr], ast.Expr]) -> _Reader:
    """`@identifier expression`."""

    def read(stream: SyntaxStream) -> ast.Expr:
        identifier = _at(stream)
        return build(identifier, _deeper_atom(stream))

    return read


def _named_twice(build: Callable[[Identifier, Identifier, ast.Expr], ast.Expr]) -> _Reader:
    """`@identifier @identifier expression`."""

    def read(stream: SyntaxStream) -> ast.Expr:
        first, second = _at(stream), _at(stream)
        return build(first, second, _deeper_atom(stream))

    return read


def _unsafe(build: Callable[[Identifier, Identifier, ast.Expr, ast.Expr], ast.Expr]) -> _Reader:
    """`@identifier @identifier expression expression`."""

    def read(stream: SyntaxStream) -> ast.Expr:
        first, second = _at(stream), _at(stream)
        contract_id = _deeper_atom(stream)
        return build(first, second, contract_id, _deeper_atom(stream))

    return read


def _choice(build: Callable[[Identifier, Name, ast.Expr, ast.Expr], ast.Expr]) -> _Reader:
    """`@identifier name expression expression`."""

    def read(stream: SyntaxStream) -> ast.Expr:
        identifier = _at(stream)
        name = stream.name()
        first = _deeper_atom(stream)
        return build(identifier, name, first, _deeper_atom(stream))

    return read


_READERS: Final[dict[str, _Reader]] = {
    "let": _let,
    "case": _case,
    "Nil": lambda stream: ast.Nil(read_type_argument(stream)),
    "Cons": _cons,
    "None": lambda stream: ast.NoneCon(read_type_argument(stream)),
    "Some": _typed(ast.SomeCon),
    "to_any": _typed(ast.ToAny),
    "from_any": _typed(ast.FromAny),
    "to_any_exception": _typed(ast.ToAnyException),
    "from_any_exception": _typed(ast.FromAnyException),
    "type_rep": lambda stream: ast.TypeRep(read_type_argument(stream)),
    "throw": _throw,
    "to_interface": _named_twice(ast.ToInterface),
    "from_interface": _named_twice(ast.FromInterface),
    "unsafe_from_interface": _unsafe(ast.UnsafeFromInterface),
    "to_required_interface": _named_twice(ast.ToRequiredInterface),
    "from_required_interface": _named_twice(ast.FromRequiredInterface),
    "unsafe_from_required_interface": _unsafe(ast.UnsafeFromRequiredInterface),
    "call_method": _call_method,
    "interface_template_type_rep": _named(ast.InterfaceTemplateTypeRep),
    "signatory_interface": _named(ast.SignatoryInterface),
    "observer_interface": _named(ast.ObserverInterface),
    "view_interface": _named(ast.ViewInterface),
    "choice_controller": _choice(ast.ChoiceController),
    "choice_observer": _choice(ast.ChoiceObserver),
    "experimental": _experimental,
    "upure": _typed(ast.UpdatePure),
    "ubind": _bind,
    "create": _named(ast.UpdateCreate),
    "create_by_interface": _named(ast.UpdateCreateInterface),
    "fetch_template": _named(ast.UpdateFetch),
    "fetch_interface": _named(ast.UpdateFetchInterface),
    "exercise": _choice(ast.UpdateExercise),
    "exercise_interface": _choice(ast.UpdateExerciseInterface),
    "exercise_interface_with_guard": _exercise_guarded,
    "exercise_by_key": _choice(ast.UpdateExerciseByKey),
    "fetch_by_key": lambda stream: ast.UpdateFetchByKey(_at(stream)),
    "query_n_by_key": lambda stream: ast.UpdateQueryNByKey(_at(stream)),
    "uget_time": lambda _: ast.UpdateGetTime(),
    "ledger_time_lt": lambda stream: ast.UpdateLedgerTimeLessThan(_deeper_atom(stream)),
    "uembed_expr": _typed(ast.UpdateEmbedExpr),
    "try": _try,
}
"""What each word begins."""

RESERVED_WORDS: Final = frozenset(
    (
        *_READERS,
        *BUILTIN_FUNCTIONS,
        *ROUNDING_MODES,
        *FAILURE_CATEGORIES,
        "True",
        "False",
        "loc",
    )
)
"""Words that mean something where a variable may stand."""
