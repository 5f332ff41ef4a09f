"""What texts of Daml-LF mean, form by form.

The forms that Canton 3.6 (its parser's tests) holds its reader to. `M:T` stands for any template
or type, `M:I` for any interface; each is written with and without its package.
"""

from __future__ import annotations

from typing import Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon, BuiltinType, RoundingMode
from canton.daml_lf.language.reference import Identifier, Name, parse_identifier
from canton.daml_lf.text.reader import SELF_PACKAGE


def identifier(text: str) -> Identifier:
    return parse_identifier(f"{SELF_PACKAGE}:{text}")


def name(text: str) -> Name:
    return Name(text)


def var(text: str) -> ast.Var:
    return ast.Var(Name(text))


def tvar(text: str) -> ast.TypeVar:
    return ast.TypeVar(Name(text))


T, FACE, R = identifier("M:T"), identifier("M:I"), identifier("M:R")
R_TYPE = ast.TypeConApp(R, (ast.INT64, ast.BOOL))
A, B = tvar("a"), tvar("b")
X, Y, Z = var("x"), var("y"), var("z")
ONE, TWO = ast.Int64Lit(1), ast.Int64Lit(2)
TRUE, FALSE, UNIT = (ast.Con(con) for con in (BuiltinCon.TRUE, BuiltinCon.FALSE, BuiltinCon.UNIT))

KINDS: Final = {
    "*": ast.STAR,
    "nat": ast.NAT,
    "* -> *": ast.KindArrow(ast.STAR, ast.STAR),
    "* -> * -> *": ast.KindArrow(ast.STAR, ast.KindArrow(ast.STAR, ast.STAR)),
    "(* -> *) -> *": ast.KindArrow(ast.KindArrow(ast.STAR, ast.STAR), ast.STAR),
    "* -> nat -> *": ast.KindArrow(ast.STAR, ast.KindArrow(ast.NAT, ast.STAR)),
    "(nat -> *) -> *": ast.KindArrow(ast.KindArrow(ast.NAT, ast.STAR), ast.STAR),
}

BUILTIN_TYPES: Final = {
    "Int64": BuiltinType.INT64,
    "Numeric": BuiltinType.NUMERIC,
    "Text": BuiltinType.TEXT,
    "Timestamp": BuiltinType.TIMESTAMP,
    "Party": BuiltinType.PARTY,
    "Unit": BuiltinType.UNIT,
    "Bool": BuiltinType.BOOL,
    "List": BuiltinType.LIST,
    "Update": BuiltinType.UPDATE,
    "Date": BuiltinType.DATE,
    "ContractId": BuiltinType.CONTRACT_ID,
    "Arrow": BuiltinType.ARROW,
    "Option": BuiltinType.OPTIONAL,
    "TextMap": BuiltinType.TEXTMAP,
    "GenMap": BuiltinType.GENMAP,
    "BigNumeric": BuiltinType.BIGNUMERIC,
    "RoundingMode": BuiltinType.ROUNDING_MODE,
    "Any": BuiltinType.ANY,
    "AnyException": BuiltinType.ANY_EXCEPTION,
    "TypeRep": BuiltinType.TYPE_REP,
    "FailureCategory": BuiltinType.FAILURE_CATEGORY,
}

TYPES: Final = {
    "M:T": ast.TypeCon(T),
    "'-self-':M:T": ast.TypeCon(T),
    "A.B:C.D": ast.TypeCon(identifier("A.B:C.D")),
    "a": A,
    "$alpha$": tvar("$alpha$"),
    "a b": ast.TypeApp(A, B),
    "3": ast.TypeNat(3),
    "a 3": ast.TypeApp(A, ast.TypeNat(3)),
    "M:T a b": ast.TypeApp(ast.TypeApp(ast.TypeCon(T), A), B),
    "a -> b": ast.arrow(A, B),
    "a -> b -> a": ast.arrow(A, ast.arrow(B, A)),
    "forall (a: *). M:T a": ast.TypeForall(name("a"), ast.STAR, ast.TypeApp(ast.TypeCon(T), A)),
    "<f: a, g: Bool, h: M:T>": ast.struct_type(
        [(name("f"), A), (name("g"), ast.BOOL), (name("h"), ast.TypeCon(T))]
    ),
    "||M:T a||": ast.TypeSyn(T, (A,)),
}

LITERALS: Final = {
    "()": UNIT,
    "False": FALSE,
    "True": TRUE,
    "1": ONE,
    "-2": ast.Int64Lit(-2),
    "1.0000000000": ast.NumericLit(10**10, 10),
    "1.0": ast.NumericLit(10, 1),
    "-10.00": ast.NumericLit(-1000, 2),
    '"some text"': ast.TextLit("some text"),
    r'" \n\r\"\\ "': ast.TextLit(' \n\r"\\ '),
    '"français"': ast.TextLit("français"),
    "1970-01-02": ast.DateLit(1),
    "1970-01-01T00:00:00.000001Z": ast.TimestampLit(1),
    "1970-01-01T00:00:01Z": ast.TimestampLit(1_000_000),
    **{f"ROUNDING_{mode.name}": ast.RoundingModeLit(mode) for mode in RoundingMode},
}

WRONG_LITERALS: Final = (
    "9223372036854775808",
    "-9223372036854775809",
    "10000000000000000000000000000.0000000000",
    "-100000000000000000000000000000000000000.",
    "0000-01-01",
    "2100-02-29",
    "2019-13-28",
    "2019-13-28T00:00:00.000000Z",
    "1970-01-01T25:00:00.000000Z",
    "1970-01-01T00:61:00.000000Z",
    r'"\a"',
    r"'\a'",
    "'français'",
)

WRONG_EXPRESSIONS: Final = (
    "M:R:C @Bool",
    "M:R:C @Bool @Int64",
    "'-self-':M:R:C @Bool",
    "'-self-':M:R:C @Bool @Int64",
    "loc(M, f, 0, 1, 2, 3) x y",
)

DATA: Final = {
    "x": X,
    "M:v": ast.Val(identifier("M:v")),
    "M:R {}": ast.RecCon(ast.TypeConApp(R, ()), ()),
    "M:R @Int64 @Bool {f = 1, g = False}": ast.RecCon(
        R_TYPE, ((name("f"), ONE), (name("g"), FALSE))
    ),
    "M:R @Int64 @Bool {f} x": ast.RecProj(R_TYPE, name("f"), X),
    "M:R @Int64 @Bool {x with f = 1}": ast.RecUpd(R_TYPE, name("f"), X, ONE),
    "M:R:V @Int64 @Bool 1": ast.VariantCon(R_TYPE, name("V"), ONE),
    "M:R:V 1": ast.VariantCon(ast.TypeConApp(R, ()), name("V"), ONE),
    "(M:R:C)": ast.EnumCon(R, name("C")),
    "<f = 2, g = False>": ast.StructCon(((name("f"), TWO), (name("g"), FALSE))),
    "(x).f": ast.StructProj(name("f"), X),
    "Nil @a": ast.Nil(A),
    "Cons @a [x, y] z": ast.Cons(A, (X, Y), Z),
    "None @a": ast.NoneCon(A),
    "Some @a x": ast.SomeCon(A, X),
}

FUNCTIONS: Final = {
    "x y": ast.App(X, (Y,)),
    "x y z": ast.App(X, (Y, Z)),
    "x (y z)": ast.App(X, (ast.App(Y, (Z,)),)),
    "x @Int64": ast.TyApp(X, (ast.INT64,)),
    "x @Int64 @Bool": ast.TyApp(X, (ast.INT64, ast.BOOL)),
    "\\(x: Int64) -> x": ast.Abs(((name("x"), ast.INT64),), X),
    "\\(x: Int64) (y: Bool) -> x": ast.Abs(((name("x"), ast.INT64), (name("y"), ast.BOOL)), X),
    "/\\(a: *). x @a": ast.TyAbs(((name("a"), ast.STAR),), ast.TyApp(X, (A,))),
    "let x: Int64 = 2 in x": ast.Let((ast.Binding(name("x"), ast.INT64, TWO),), X),
    "experimental ANSWER (Unit -> Int64)": ast.Experimental(
        name("ANSWER"), ast.arrow(ast.UNIT_TYPE, ast.INT64)
    ),
}


def _case(pattern: ast.Pattern, body: ast.Expr) -> ast.Case:
    return ast.Case(X, (ast.Alternative(pattern, body),))


CASES: Final = {
    "case x of () -> y": _case(ast.PatternCon(BuiltinCon.UNIT), Y),
    "case x of True -> y": _case(ast.PatternCon(BuiltinCon.TRUE), Y),
    "case x of False -> y": _case(ast.PatternCon(BuiltinCon.FALSE), Y),
    "case x of Nil -> y": _case(ast.PatternNil(), Y),
    "case x of Cons h t -> y": _case(ast.PatternCons(name("h"), name("t")), Y),
    "case x of None -> y": _case(ast.PatternNone(), Y),
    "case x of Some y -> y": _case(ast.PatternSome(name("y")), Y),
    "case x of M:T:V y -> y": _case(ast.PatternVariant(T, name("V"), name("y")), Y),
    "case x of M:T:C -> y": _case(ast.PatternEnum(T, name("C")), Y),
    "case x of _ -> y": _case(ast.PatternDefault(), Y),
    "case x of True -> y | False -> z": ast.Case(
        X,
        (
            ast.Alternative(ast.PatternCon(BuiltinCon.TRUE), Y),
            ast.Alternative(ast.PatternCon(BuiltinCon.FALSE), Z),
        ),
    ),
}

HIDDEN: Final = {
    "to_any @M:T x": ast.ToAny(ast.TypeCon(T), X),
    "from_any @M:T x": ast.FromAny(ast.TypeCon(T), X),
    "type_rep @M:T": ast.TypeRep(ast.TypeCon(T)),
    "to_any_exception @M:T x": ast.ToAnyException(ast.TypeCon(T), X),
    "from_any_exception @M:T x": ast.FromAnyException(ast.TypeCon(T), X),
    "throw @Unit @M:T x": ast.Throw(ast.UNIT_TYPE, ast.TypeCon(T), X),
}

INTERFACES: Final = {
    "call_method @M:I method x": ast.CallInterface(FACE, name("method"), X),
    "to_interface @M:I @M:T x": ast.ToInterface(FACE, T, X),
    "from_interface @M:I @M:T x": ast.FromInterface(FACE, T, X),
    "unsafe_from_interface @M:I @M:T x y": ast.UnsafeFromInterface(FACE, T, X, Y),
    "to_required_interface @M:I @M:T x": ast.ToRequiredInterface(FACE, T, X),
    "from_required_interface @M:I @M:T x": ast.FromRequiredInterface(FACE, T, X),
    "unsafe_from_required_interface @M:I @M:T x y": ast.UnsafeFromRequiredInterface(FACE, T, X, Y),
    "interface_template_type_rep @M:I x": ast.InterfaceTemplateTypeRep(FACE, X),
    "signatory_interface @M:I x": ast.SignatoryInterface(FACE, X),
    "observer_interface @M:I x": ast.ObserverInterface(FACE, X),
    "view_interface @M:I x": ast.ViewInterface(FACE, X),
    "choice_controller @M:T C x y": ast.ChoiceController(T, name("C"), X, Y),
    "choice_observer @M:T C x y": ast.ChoiceObserver(T, name("C"), X, Y),
}

UPDATES: Final = {
    "upure @a x": ast.UpdatePure(A, X),
    "ubind x: a <- y in z x": ast.UpdateBlock((ast.Binding(name("x"), A, Y),), ast.App(Z, (X,))),
    "ubind x: a <- y; y: b <- z in x": ast.UpdateBlock(
        (ast.Binding(name("x"), A, Y), ast.Binding(name("y"), B, Z)), X
    ),
    "create @M:T x": ast.UpdateCreate(T, X),
    "create_by_interface @M:I x": ast.UpdateCreateInterface(FACE, X),
    "fetch_template @M:T x": ast.UpdateFetch(T, X),
    "fetch_interface @M:I x": ast.UpdateFetchInterface(FACE, X),
    "exercise @M:T C x y": ast.UpdateExercise(T, name("C"), X, Y),
    "exercise_interface @M:I C x y": ast.UpdateExerciseInterface(FACE, name("C"), X, Y, None),
    "exercise_interface_with_guard @M:I C x y z": ast.UpdateExerciseInterface(
        FACE, name("C"), X, Y, Z
    ),
    "exercise_by_key @M:T C x y": ast.UpdateExerciseByKey(T, name("C"), X, Y),
    "fetch_by_key @M:T": ast.UpdateFetchByKey(T),
    "query_n_by_key @M:T": ast.UpdateQueryNByKey(T),
    "uget_time": ast.UpdateGetTime(),
    "ledger_time_lt x": ast.UpdateLedgerTimeLessThan(X),
    "uembed_expr @a x": ast.UpdateEmbedExpr(A, X),
    "try @a x catch y -> z y": ast.UpdateTryCatch(A, X, name("y"), ast.App(Z, (Y,))),
}

EXPRESSIONS: Final = {
    **LITERALS,
    **DATA,
    **FUNCTIONS,
    **CASES,
    **HIDDEN,
    **INTERFACES,
    **UPDATES,
}

KEYWORDS: Final = (
    "Cons Nil Some None forall let in with case of to to_any from_any type_rep loc "
    "to_any_exception from_any_exception throw catch to_interface from_interface "
    "unsafe_from_interface to_required_interface from_required_interface "
    "unsafe_from_required_interface interface_template_type_rep signatory_interface "
    "observer_interface view_interface"
)
