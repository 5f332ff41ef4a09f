"""Reading textual Daml-LF."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction
from canton.daml_lf.language.recursion import DEPTH_MAX
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    parse_identifier,
)
from canton.daml_lf.language.version import V2_1, V2_2
from canton.daml_lf.text.lexer import TextError
from canton.daml_lf.text.reader import (
    SELF_PACKAGE,
    parse_expression,
    parse_expressions,
    parse_kind,
    parse_modules,
    parse_package,
    parse_type,
)


def identifier(module: str, name: str) -> Identifier:
    return Identifier(SELF_PACKAGE, ModuleName(module), DottedName(name))


def var(name: str) -> ast.Var:
    return ast.Var(Name(name))


T = identifier("M", "T")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", ast.STAR),
        ("nat -> * -> *", ast.KindArrow(ast.NAT, ast.KindArrow(ast.STAR, ast.STAR))),
        ("(* -> *) -> *", ast.KindArrow(ast.KindArrow(ast.STAR, ast.STAR), ast.STAR)),
    ],
)
def test_kinds(text: str, expected: ast.Kind) -> None:
    assert parse_kind(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", ast.TypeVar(Name("a"))),
        ("`Text`", ast.TypeVar(Name("Text"))),
        ("Numeric 10", ast.numeric_of(ast.TypeNat(10))),
        ("Text -> Bool -> Unit", ast.arrow(ast.TEXT, ast.arrow(ast.BOOL, ast.UNIT_TYPE))),
        ("(Text -> Bool) -> Unit", ast.arrow(ast.arrow(ast.TEXT, ast.BOOL), ast.UNIT_TYPE)),
        ("ContractId M:T", ast.contract_id_of(ast.TypeCon(T))),
        ("'p':A.B:C.D", ast.TypeCon(parse_identifier("p:A.B:C.D"))),
        (
            "forall a (n: nat). a",
            ast.TypeForall(
                Name("a"), ast.STAR, ast.TypeForall(Name("n"), ast.NAT, ast.TypeVar(Name("a")))
            ),
        ),
        ("<b: Text, a: Bool>", ast.TypeStruct(((Name("a"), ast.BOOL), (Name("b"), ast.TEXT)))),
        ("||M:T Text (List a)||", ast.TypeSyn(T, (ast.TEXT, ast.list_of(ast.TypeVar(Name("a")))))),
        (
            "||M:T ||M:T Text|| ||",
            ast.TypeSyn(T, (ast.TypeSyn(T, (ast.TEXT,)),)),
        ),
        ("||M:T|| M:T", ast.TypeApp(ast.TypeSyn(T, ()), ast.TypeCon(T))),
    ],
)
def test_types(text: str, expected: ast.Type) -> None:
    assert parse_type(text) == expected


R = ast.TypeConApp(T, (ast.TEXT,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "f x @Text y",
            ast.App(ast.TyApp(ast.App(var("f"), (var("x"),)), (ast.TEXT,)), (var("y"),)),
        ),
        (
            "\\(x: Text) (y: Bool) -> x",
            ast.Abs(((Name("x"), ast.TEXT), (Name("y"), ast.BOOL)), var("x")),
        ),
        ("/\\ a (n: nat). a", ast.TyAbs(((Name("a"), ast.STAR), (Name("n"), ast.NAT)), var("a"))),
        ("M:T @Text {}", ast.RecCon(R, ())),
        (
            "M:T @Text { a = x, b = y }",
            ast.RecCon(R, ((Name("a"), var("x")), (Name("b"), var("y")))),
        ),
        ("M:T @Text { a } x y", ast.App(ast.RecProj(R, Name("a"), var("x")), (var("y"),))),
        ("M:T @Text { x with a = y }", ast.RecUpd(R, Name("a"), var("x"), var("y"))),
        ("M:T @Text", ast.TyApp(ast.Val(T), (ast.TEXT,))),
        ("M:T:C @Text x", ast.VariantCon(R, Name("C"), var("x"))),
        ("(M:T:C)", ast.EnumCon(T, Name("C"))),
        ("(s).a", ast.StructProj(Name("a"), var("s"))),
        ("< s with a = x >", ast.StructUpd(Name("a"), var("s"), var("x"))),
        ("<>", ast.StructCon(())),
        ("()", ast.UNIT),
        ("ADD_INT64", ast.Builtin(BuiltinFunction.ADD_INT64)),
        ("`ADD_INT64`", var("ADD_INT64")),
        ("-0012.50", ast.NumericLit(-1250, 2)),
        ("Cons @Text [x, y] z", ast.Cons(ast.TEXT, (var("x"), var("y")), var("z"))),
        ("let _: Text = x in y", ast.Let((ast.Binding(Name("_"), ast.TEXT, var("x")),), var("y"))),
        (
            "ubind x: Text <- y; z: Text <- x in z",
            ast.UpdateBlock(
                (
                    ast.Binding(Name("x"), ast.TEXT, var("y")),
                    ast.Binding(Name("z"), ast.TEXT, var("x")),
                ),
                var("z"),
            ),
        ),
        (
            "case x of None -> y | Some z -> z",
            ast.Case(
                var("x"),
                (
                    ast.Alternative(ast.PatternNone(), var("y")),
                    ast.Alternative(ast.PatternSome(Name("z")), var("z")),
                ),
            ),
        ),
        ("case x of", ast.Case(var("x"), ())),
        ("exercise @M:T C x y", ast.UpdateExercise(T, Name("C"), var("x"), var("y"))),
        (
            "loc(M, f, 1, 2, 3, 4) x",
            ast.Located(ast.Location(ModuleName("M"), 1, 2, 3, 4, SELF_PACKAGE), var("x")),
        ),
    ],
)
def test_expressions(text: str, expected: ast.Expr) -> None:
    assert parse_expression(text) == expected


def test_expressions_side_by_side() -> None:
    assert parse_expressions('1 "a" (f x)') == (
        ast.Int64Lit(1),
        ast.TextLit("a"),
        ast.App(var("f"), (var("x"),)),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("f (", "expected an expression but found end of text at line 1, column 4"),
        ("9223372036854775808", "does not fit 64 bits"),
        ("1." + "0" * 38, "too many digits"),
        ("f x )", "expected the end of the text"),
        ("M:T:C @Text", "takes no type arguments"),
        ("case x of Some -> y", "expected a name"),
        ("2021-02-29", "day is out of range"),
        ("let x = 1 in x", "expected ':'"),
        ("exercise M:T C x y", "expected '@'"),
    ],
)
def test_wrong_expressions_are_refused(text: str, reason: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_expression(text)
    assert reason in str(caught.value)


def test_deep_texts_are_read_up_to_a_limit() -> None:
    depth = DEPTH_MAX - 10
    assert parse_expression("(" * depth + "x" + ")" * depth) == var("x")
    with pytest.raises(TextError, match="nested too deeply"):
        parse_expression("(" * 2 * DEPTH_MAX + "x" + ")" * 2 * DEPTH_MAX)
    with pytest.raises(TextError, match="nested too deeply"):
        parse_type("List (" * 5000 + "a" + ")" * 5000)


# --- definitions ---------------------------------------------------------------------------------


def test_a_package_has_metadata_and_dependencies() -> None:
    text = """
      metadata ( 'n' : '1.0.0' upgrades 'past' )
      module M { val x: Text = 'p':A:b; }
    """
    package = parse_package(text, V2_2)
    assert package.metadata.upgraded_package_id == "past"
    assert package.declared_imports == ("p",)
    assert parse_package(text, V2_1).declared_imports is None
    assert package.direct_dependencies == {"p"}


def test_the_parts_of_a_template_come_in_any_order() -> None:
    (module,) = parse_modules(
        """module M {
          template (this: T) = {
            key @Party x y;
            choice @nonConsuming C (self) (arg: Unit): Text, controllers x, authorizers y to z;
            observers a; signatories b; precondition c;
          };
        }"""
    )
    template = module.templates[DottedName("T")]
    assert template.key == ast.TemplateKey(ast.PARTY, var("x"), var("y"))
    assert (template.observers, template.signatories) == (var("a"), var("b"))
    choice = template.choices[Name("C")]
    assert not choice.consuming
    assert (choice.observers, choice.authorizers) == (None, var("y"))


def test_an_interface_has_a_data_type() -> None:
    (module,) = parse_modules("module M { interface (this: I) = { viewtype M:V; requires M:J; }; }")
    assert module.interfaces[DottedName("I")].requires == (identifier("M", "J"),)
    assert module.data_types[DottedName("I")].cons == ast.DataInterface()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("module M { val x: Text = y }", "expected ';'"),
        ("module M { val x: Text = y; val x: Text = y; }", "x is defined twice"),
        ("module M {} module M {}", "module M is defined twice"),
        ("module M { foo; }", "expected a definition"),
        ("module M { record @other R = {}; }", "expected 'serializable'"),
        ("module M { template (this: T) = { precondition x; }; }", "has no signatories"),
        ("module M { interface (this: I) = {}; }", "has no viewtype"),
        ("module M { template (this: T) = { precondition x; precondition x; }; }", "a part of"),
    ],
)
def test_wrong_modules_are_refused(text: str, reason: str) -> None:
    with pytest.raises(TextError) as caught:
        parse_modules(text)
    assert reason in str(caught.value)
