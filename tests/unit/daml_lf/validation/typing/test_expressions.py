"""Types of expressions and updates: what is accepted, and which fault is found in what is not."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName
from canton.daml_lf.language.version import V2_1, V2_3, V2_DEV
from canton.daml_lf.text.reader import SELF_PACKAGE, parse_expression, parse_package, parse_type
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.typing.builtins import type_of_builtin
from canton.daml_lf.validation.typing.expressions import Typing
from canton.daml_lf.validation.typing.scope import Scope
from canton.daml_lf.validation.typing.substitution import are_alpha_equal
from canton.daml_lf.validation.world import World

WORLD = """
metadata ( 'n' : '1.0.0' )
module M {
  synonym S = Int64;
  synonym F (a: *) = a -> Bool;
  synonym G = forall a. a -> a;
  synonym P = <x: Int64>;
  synonym U = Update Int64;
  record R (a: *) (n: nat) = { x: a, y: Numeric n };
  record @serializable T = { p: Party };
  record @serializable X = { message: Text };
  exception X = { message \\(x: M:X) -> M:X { message } x };
  variant V (a: *) = A: a | B: Text;
  enum E = One | Two;
  val f: Int64 -> Text -> Bool = ERROR @(Int64 -> Text -> Bool) "";
  val poly: forall (a: *) (b: *). a -> b -> a = ERROR @(forall (a: *) (b: *). a -> b -> a) "";
  record @serializable View = { v: Text };
  interface (this: J) = { viewtype M:View; };
  interface (this: I) = {
    viewtype M:View; requires M:J; method m: Text;
    choice C (self) (n: Int64): Bool, controllers Nil @Party to upure @Bool True;
  };
  template (this: T) = {
    precondition True; signatories Nil @Party; observers Nil @Party;
    choice D (self) (n: Int64): Text, controllers Nil @Party to upure @Text "";
    implements M:J { view = M:View { v = "" }; };
    implements M:I { view = M:View { v = "" }; method m = ""; };
    key @Party (M:T { p } this) (\\(p: Party) -> Nil @Party);
  };
}
"""


def typing(version: object = V2_DEV) -> Typing:
    assert version in (V2_1, V2_3, V2_DEV)
    package = parse_package(WORLD, version)  # type: ignore[arg-type]
    name = Identifier(SELF_PACKAGE, ModuleName("M"), DottedName("test"))
    scope = Scope(World({SELF_PACKAGE: package}), package.language_version, Place("value", name))
    for variable, type_ in (
        ("i", "Int64"),
        ("t", "Text"),
        ("r", "M:R Text 2"),
        ("v", "M:V Int64"),
        ("e", "M:E"),
        ("l", "List Text"),
        ("o", "Option Text"),
        ("s", "||M:S||"),
        ("g", "||M:G||"),
        ("p", "||M:P||"),
        ("u", "||M:U||"),
        ("h", "||M:F Text||"),
        ("cid", "ContractId M:T"),
        ("icid", "ContractId M:I"),
        ("iface", "M:I"),
        ("party", "Party"),
    ):
        scope.types[parse_expression(variable).name] = parse_type(type_)  # type: ignore[union-attr]
    return Typing(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f1", None),
        ("M:f i t", "Bool"),
        ("M:f i", "Text -> Bool"),
        ("M:f s t", "Bool"),
        ("M:poly @Text @Int64 t i", "Text"),
        ("M:poly @Text", "forall b. Text -> b -> Text"),
        ("g @Text t", "Text"),
        ("h t", "Bool"),
        ("(p).x", "Int64"),
        ("< p with x = 3 >", "<x: Int64>"),
        ("\\(x: Text) (x: Bool) -> x", "Text -> Bool -> Bool"),
        ("/\\ a. \\(x: a) -> x", "forall b. b -> b"),
        ("M:R @Text @2 { x = t, y = 1.00 }", "M:R Text 2"),
        ("M:R @Text @2 { y } r", "Numeric 2"),
        ('M:R @Text @2 { r with x = "" }', "M:R Text 2"),
        ("M:V:A @Int64 1", "M:V Int64"),
        ("M:E:One", "M:E"),
        ("<b = t, a = i>", "<a: Int64, b: Text>"),
        ("Cons @Text [t] l", "List Text"),
        ("Some @Text t", "Option Text"),
        ("case v of M:V:A x -> x | M:V:B y -> 0", "Int64"),
        ("case e of M:E:One -> i | _ -> s", "Int64"),
        ("case l of Nil -> t | Cons h u -> h", "Text"),
        ("case o of Some x -> x | None -> t", "Text"),
        ("case () of () -> t", "Text"),
        ("case True of False -> t | True -> t", "Text"),
        ("case r of _ -> t", "Text"),
        ("let x: Text = t in APPEND_TEXT x t", "Text"),
        ("to_any @M:T (M:T { p = party })", "Any"),
        ("from_any @M:T (to_any @M:T (M:T { p = party }))", "Option M:T"),
        ("type_rep @(List M:T)", "TypeRep"),
        ('throw @Bool @M:X (M:X { message = "" })', "Bool"),
        ('to_any_exception @M:X (M:X { message = "" })', "AnyException"),
        ("to_interface @M:I @M:T (M:T { p = party })", "M:I"),
        ("from_interface @M:I @M:T iface", "Option M:T"),
        ("to_required_interface @M:J @M:I iface", "M:J"),
        ("call_method @M:I m iface", "Text"),
        ("view_interface @M:I iface", "M:View"),
        ("signatory_interface @M:I iface", "List Party"),
        ("upure @Text t", "Update Text"),
        ("ubind x: Text <- upure @Text t; y: Int64 <- u in upure @Text x", "Update Text"),
        ("ubind x: Text <- upure @Text t in u", "Update Int64"),
        ("create @M:T (M:T { p = party })", "Update (ContractId M:T)"),
        ("fetch_template @M:T cid", "Update M:T"),
        ("fetch_interface @M:I icid", "Update M:I"),
        ("exercise @M:T D cid 1", "Update Text"),
        ("exercise_interface @M:I C icid 1", "Update Bool"),
        ("exercise_interface_with_guard @M:I C icid 1 (\\(x: M:I) -> True)", "Update Bool"),
        ("exercise_by_key @M:T D party 1", "Update Text"),
        ("uget_time", "Update Timestamp"),
        ("ledger_time_lt 2020-01-01T00:00:00Z", "Update Bool"),
        ("uembed_expr @Int64 u", "Update Int64"),
        ("try @Int64 u catch x -> Some @(Update Int64) u", "Update Int64"),
    ],
)
def test_well_typed_expressions(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(ValidationError):
            typing().type_of(parse_expression(text))
        return
    found = typing().type_of(parse_expression(text))
    assert are_alpha_equal(typing().scope.expand(found), parse_type(expected))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nobody", Fault.UNKNOWN_VARIABLE),
        ("M:nobody", Fault.UNKNOWN_DEFINITION),
        ("'gone':M:x", Fault.UNKNOWN_DEFINITION),
        ("i t", Fault.EXPECTED_FUNCTION),
        ("M:f t", Fault.TYPE_MISMATCH),
        ("i @Text", Fault.EXPECTED_POLYMORPHIC),
        ("M:poly @10", Fault.KIND_MISMATCH),
        ("\\(x: a) -> x", Fault.UNKNOWN_TYPE_VARIABLE),
        ("\\(x: Text Text) -> x", Fault.EXPECTED_HIGHER_KIND),
        ("\\(x: List) -> x", Fault.KIND_MISMATCH),
        ("/\\ (f: * -> nat). i", Fault.NAT_KIND_RIGHT_OF_ARROW),
        ("\\(x: ||M:F||) -> x", Fault.SYNONYM_ARITY),
        ("\\(x: <a: Text>) -> (x).b", Fault.UNKNOWN_FIELD),
        ("M:R @Text { x = t }", Fault.TYPE_ARITY),
        ("M:R @Text @2 { y = 1.00, x = t }", Fault.FIELD_MISMATCH),
        ("M:R @Text @3 { x = t, y = 1.00 }", Fault.TYPE_MISMATCH),
        ("M:R @Text @2 { z } r", Fault.UNKNOWN_FIELD),
        ("M:R @Text @2 { r with x = i }", Fault.TYPE_MISMATCH),
        ("M:f (M:R @Text @2 { x } r)", Fault.FIELD_TYPE_MISMATCH),
        ("M:V @Int64 { x = t }", Fault.EXPECTED_RECORD),
        ("M:V:C @Int64 1", Fault.UNKNOWN_VARIANT_CONSTRUCTOR),
        ("M:T:A 1", Fault.EXPECTED_VARIANT),
        ("(M:E:Three)", Fault.UNKNOWN_ENUM_CONSTRUCTOR),
        ("(M:T:One)", Fault.EXPECTED_ENUM),
        ("<a = t, a = t>", Fault.DUPLICATE_FIELD),
        ("(i).a", Fault.EXPECTED_STRUCT),
        ("Cons @Text [] l", Fault.EMPTY_CONS_FRONT),
        ("Cons @Text [i] l", Fault.TYPE_MISMATCH),
        ("case v of M:V:A x -> 0", Fault.NON_EXHAUSTIVE_PATTERNS),
        ("case e of M:E:One -> 0 | M:E:One -> 1", Fault.NON_EXHAUSTIVE_PATTERNS),
        ("case l of Nil -> 0", Fault.NON_EXHAUSTIVE_PATTERNS),
        ("case True of True -> 0", Fault.NON_EXHAUSTIVE_PATTERNS),
        ("case i of", Fault.EMPTY_CASE),
        ("case l of Some x -> x | _ -> t", Fault.PATTERN_MISMATCH),
        ("case i of () -> t | _ -> t", Fault.PATTERN_MISMATCH),
        ("case v of M:E:One -> t | _ -> t", Fault.PATTERN_MISMATCH),
        ("case v of M:V:Z x -> t | _ -> t", Fault.UNKNOWN_VARIANT_CONSTRUCTOR),
        ("case l of Cons h h -> h | _ -> t", Fault.CLASHING_PATTERN_VARIABLES),
        ("case True of True -> t | False -> i", Fault.TYPE_MISMATCH),
        ("let x: Text = i in x", Fault.TYPE_MISMATCH),
        ("to_any @(forall a. a) i", Fault.EXPECTED_ANY_TYPE),
        ("type_rep @||M:S||", Fault.EXPECTED_ANY_TYPE),
        ("throw @Bool @M:T party", Fault.UNKNOWN_DEFINITION),
        ("throw @Bool @Text t", Fault.EXPECTED_EXCEPTION),
        ("to_interface @M:T @M:T party", Fault.UNKNOWN_DEFINITION),
        ("to_required_interface @M:I @M:J iface", Fault.WRONG_REQUIREMENT),
        ("call_method @M:I n iface", Fault.UNKNOWN_DEFINITION),
        ("upure @Text i", Fault.TYPE_MISMATCH),
        ("ubind x: Text <- u in u", Fault.TYPE_MISMATCH),
        ("ubind x: Int64 <- u in x", Fault.EXPECTED_UPDATE),
        ("create @M:X (M:X { message = t })", Fault.UNKNOWN_DEFINITION),
        ("exercise @M:T E cid 1", Fault.UNKNOWN_DEFINITION),
        ("exercise @M:T D icid 1", Fault.TYPE_MISMATCH),
        ("exercise @M:T D cid t", Fault.TYPE_MISMATCH),
        ("fetch_by_key @M:X", Fault.UNKNOWN_DEFINITION),
        ("try @Int64 u catch x -> u", Fault.TYPE_MISMATCH),
    ],
)
def test_ill_typed_expressions(text: str, fault: Fault) -> None:
    with pytest.raises(ValidationError) as caught:
        typing().type_of(parse_expression(text))
    assert caught.value.fault is fault


def test_before_dev_only_data_types_are_hidden() -> None:
    text = "type_rep @(List M:T)"
    assert typing(V2_DEV).type_of(parse_expression(text)) == ast.TYPE_REP
    with pytest.raises(ValidationError) as caught:
        typing(V2_3).type_of(parse_expression(text))
    assert caught.value.fault is Fault.EXPECTED_ANY_TYPE


def test_keys_are_found_with_pairs() -> None:
    found = typing().type_of(parse_expression("query_n_by_key @M:T"))
    pair = "'5aee9b21b8e9a4c4975b5f4c4198e6e6e8469df49e2010820e792f393db870f4':DA.Types:Tuple2"
    expected = f"Int64 -> Party -> Update (Option (List ({pair} (ContractId M:T) M:T)))"
    assert found == parse_type(expected)


def test_every_builtin_has_a_closed_type() -> None:
    scope = typing().scope
    for function in BuiltinFunction:
        scope.check_type(type_of_builtin(function))


def test_types_that_grow_without_bound_are_refused() -> None:
    # Each synonym doubles the type: forty of them are more than any machine holds.
    type_ = "Text"
    for _ in range(40):
        type_ = f"(||M:D {type_}||)"
    text = f"module M {{ synonym D (a: *) = <l: a, r: a>; val x: {type_} = 1; }}"
    package = parse_package(f"metadata ( 'n' : '1.0.0' ) {text}", V2_DEV)
    with pytest.raises(ValidationError) as caught:
        check_package(World({package.id: package}), package)
    assert caught.value.fault is Fault.TOO_COMPLEX
