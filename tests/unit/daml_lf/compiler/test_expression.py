"""What generated code evaluates, in which order, and that its own tricks do not show.

The order is seen by TRACE, as a table of expressions and what they write.
"""

from __future__ import annotations

import pytest

DEFINITIONS = r"""
    record R = { a: Int64, b: Int64, c: Int64 };
    record Wide = { f0: Int64, f1: Int64, f2: Int64, f3: Int64, f4: Int64, f5: Int64, f6: Int64,
      f7: Int64, f8: Int64, f9: Int64 };
    variant V = A: Int64 | B: Int64;
    enum E = Red | Green | Blue;
    val t: Text -> Int64 -> Int64 = \(m: Text) (n: Int64) -> TRACE @Int64 m n;
    val add: Int64 -> Int64 -> Int64 = \(x: Int64) (y: Int64) -> TRACE @Int64 "add" (ADD_INT64 x y);
    val adder: Int64 -> Int64 -> Int64 = \(x: Int64) ->
      TRACE @(Int64 -> Int64) "adder" (\(y: Int64) -> TRACE @Int64 "added" (ADD_INT64 x y));
    val lazy: Int64 = TRACE @Int64 "lazy" 7;
    val falsy: Int64 = TRACE @Int64 "falsy" 0;
    val fun: Int64 -> Int64 = TRACE @(Int64 -> Int64) "fun" (\(x: Int64) -> x);
    val r: M:R = M:R { a = 1, b = 2, c = 3 };
    val wide: M:Wide = M:Wide { f0 = 0, f1 = 1, f2 = 2, f3 = 3, f4 = 4, f5 = 5, f6 = 6, f7 = 7,
      f8 = 8, f9 = 9 };
    val id: forall (a: *). a -> a = /\ (a: *). \(x: a) -> x;
    val nested: Int64 -> forall (a: *). a -> Int64 = \(x: Int64) -> /\ (a: *). \(y: a) -> x;
    val count: Int64 -> Int64 -> Int64 = \(n: Int64) (acc: Int64) ->
      case EQUAL @Int64 n 0 of
        True -> acc
      | False -> M:count (SUB_INT64 n 1) (ADD_INT64 acc n);
    val swap: Int64 -> Int64 -> Int64 -> Int64 = \(n: Int64) (x: Int64) (y: Int64) ->
      case EQUAL @Int64 n 0 of
        True -> x
      | False -> M:swap (SUB_INT64 n 1) y x;
    val thunks: Int64 -> List (Int64 -> Int64) -> List (Int64 -> Int64) =
      \(n: Int64) (acc: List (Int64 -> Int64)) ->
        case EQUAL @Int64 n 0 of
          True -> acc
        | False -> M:thunks (SUB_INT64 n 1)
            (Cons @(Int64 -> Int64) [\(x: Int64) -> ADD_INT64 (MUL_INT64 x 100) n] acc);
    val sum: List (Int64 -> Int64) -> Int64 = \(fs: List (Int64 -> Int64)) ->
      FOLDL @Int64 @(Int64 -> Int64) (\(a: Int64) (f: Int64 -> Int64) -> f a) 0 fs;
    val even: Int64 -> Bool = \(n: Int64) ->
      case EQUAL @Int64 n 0 of True -> True | False -> M:odd (SUB_INT64 n 1);
    val odd: Int64 -> Bool = \(n: Int64) ->
      case EQUAL @Int64 n 0 of True -> False | False -> M:even (SUB_INT64 n 1);
"""

ORDER = [
    # Arguments from the last to the first, the function last, then the body.
    ('M:add (M:t "x" 1) (M:t "y" 2)', "y x add", 3),
    ('M:adder (M:t "x" 1) (M:t "y" 2)', "y x adder added", 3),
    ('M:fun (M:t "x" 1)', "x fun", 1),
    ('(TRACE @(Int64 -> Int64) "f" (M:add 1)) (M:t "x" 2)', "x f add", 3),
    (r'(\(x: Int64) (y: Int64) -> x) (M:t "x" 1) (M:t "y" 2)', "y x", 1),
    ('ADD_INT64 (M:t "x" 1) (M:t "y" 2)', "y x", 3),
    ('EQUAL @Int64 (M:t "x" 1) (M:t "y" 1)', "y x", True),
    # A partial application evaluates its arguments, once.
    (
        'let f: Int64 -> Int64 = M:add (M:t "x" 1) in ADD_INT64 (f 1) (f 2)',
        "x add add",
        5,
    ),
    ('let f: Int64 -> Int64 = ADD_INT64 (M:t "x" 1) in f (M:t "y" 2)', "x y", 3),
    # Data.
    ('M:R { a = M:t "a" 1, b = M:t "b" 2, c = 3 }', "b a", (1, 2, 3)),
    ('< b = M:t "b" 2, a = M:t "a" 1 >', "a b", {"a": 1, "b": 2}),
    (
        'Cons @Int64 [M:t "1" 1, M:t "2" 2] (Cons @Int64 [M:t "3" 3] (Nil @Int64))',
        "3 2 1",
        (1, (2, (3, ()))),
    ),
    (
        'M:R { (TRACE @M:R "r" M:r) with a = M:t "a" 10 }',
        "a r",
        (10, 2, 3),
    ),
    (
        'M:R { M:R { (TRACE @M:R "r" M:r) with a = M:t "inner" 10 } with b = M:t "outer" 20 }',
        "outer inner r",
        (10, 20, 3),
    ),
    (
        'M:R { M:R { M:r with a = M:t "inner" 10 } with a = M:t "outer" 20 }',
        "outer inner",
        (20, 2, 3),
    ),
    (
        "M:Wide { M:Wide { M:wide with f9 = 90 } with f3 = 30 }",
        "",
        (0, 1, 2, 30, 4, 5, 6, 7, 8, 90),
    ),
    ('Some @Int64 (M:t "x" 1)', "x", (1,)),
    ('M:V:B (M:t "x" 1)', "x", (1, 1)),
    # let in order; case looks first, then only into the branch that matches.
    ('let x: Int64 = M:t "x" 1 in let y: Int64 = M:t "y" 2 in x', "x y", 1),
    (
        'case (M:t "s" 1) of x -> 5',
        "s",
        5,
    ),
    (
        'case EQUAL @Int64 (M:t "s" 1) 1 of True -> M:t "yes" 1 | False -> M:t "no" 2',
        "s yes",
        1,
    ),
    (
        "case M:E:Green of M:E:Red -> 1 | M:E:Blue -> 3 | _ -> 2",
        "",
        2,
    ),
    ("case M:V:A 5 of M:V:B x -> x | M:V:A y -> ADD_INT64 y 1", "", 6),
    ("case (Cons @Int64 [4] (Nil @Int64)) of Nil -> 0 | Cons h t -> h", "", 4),
    ("case (None @Int64) of Some x -> x | None -> 9", "", 9),
    # Top-level values are evaluated when first used, and once.
    ("ADD_INT64 M:lazy M:lazy", "lazy", 14),
    ("ADD_INT64 M:falsy M:falsy", "falsy", 0),
    # Types leave no trace.
    ("M:id @Int64 4", "", 4),
    ('M:nested 4 @Text ""', "", 4),
    ("M:id @(Int64 -> Int64) (M:add 1) 2", "add", 3),
    ("(M:id @(Int64 -> Int64 -> Int64)) M:add 1 2", "add", 3),
    # Over-application: the rest is applied to the result.
    ('M:id @(Int64 -> Int64 -> Int64) M:adder (M:t "x" 1) (M:t "y" 2)', "y x adder added", 3),
    # Calls in tail position are jumps, and what is captured before stays as it was.
    ("M:count 100000 0", "", 5000050000),
    ("M:swap 3 1 2", "", 2),
    ("M:sum (M:thunks 3 (Nil @(Int64 -> Int64)))", "", 10203),
    ("M:even 50001", "", False),
]


@pytest.mark.parametrize(("expression", "written", "result"), ORDER)
def test_evaluation_order_and_result(lf, expression, written, result) -> None:
    text = expression.replace('case (M:t "s" 1) of x -> 5', 'case (M:t "s" 1) of _ -> 5')
    assert lf.traces(text, DEFINITIONS) == written.split()
    assert lf.outcome(text, DEFINITIONS) == result


def test_an_argument_that_fails_is_found_from_the_last_on(lf) -> None:
    fails = 'M:add (ERROR @Int64 "first") (ADD_INT64 9223372036854775807 1)'
    assert lf.outcome(fails, DEFINITIONS).startswith("ArithmeticError")


def test_nesting_beyond_what_python_parses_is_moved_out(lf) -> None:
    depth = 150
    expression = "n"
    for i in range(depth):
        expression = f"case EQUAL @Int64 n {i} of True -> {i} | False -> ADD_INT64 1 ({expression})"
    definitions = f"val deep: Int64 -> Int64 = \\(n: Int64) -> {expression};"
    assert lf.outcome("M:deep 149", definitions) == 149
    assert lf.outcome("M:deep 1000", definitions) == 1000 + depth


def test_long_texts_of_arguments_are_held_in_between(lf) -> None:
    expression = "1"
    for i in range(300):
        expression = f"ADD_INT64 {i} ({expression})"
    assert lf.outcome(expression) == 1 + sum(range(300))


def test_texts_that_look_like_generated_names_are_left_alone(lf) -> None:
    definitions = r"""
        val loop: Int64 -> List (Unit -> Text) -> List (Unit -> Text) =
          \(n: Int64) (acc: List (Unit -> Text)) -> case EQUAL @Int64 n 0 of
            True -> acc
          | False -> M:loop (SUB_INT64 n 1)
              (Cons @(Unit -> Text)
                [\(u: Unit) -> APPEND_TEXT "x1 t2 l3 \\x4" (INT64_TO_TEXT n)] acc);
        val head: List (Unit -> Text) -> Text = \(l: List (Unit -> Text)) ->
          case l of Nil -> "" | Cons f t -> f ();
    """
    expression = "M:head (M:loop 2 (Nil @(Unit -> Text)))"
    assert lf.outcome(expression, definitions) == "x1 t2 l3 \\x41"


def test_an_enumeration_of_many_constructors_compiles(lf) -> None:
    names = [f"C{i}" for i in range(1500)]
    branches = " | ".join(f"M:Big:{name} -> {i}" for i, name in enumerate(names))
    definitions = f"""
        enum Big = {" | ".join(names)};
        val rank: M:Big -> Int64 = \\(b: M:Big) -> ADD_INT64 0 (case b of {branches});
    """
    assert lf.outcome("M:rank M:Big:C1499", definitions) == 1499
