"""Substitutions: what shines through the layers of a key. Cases after the HOCON specification."""

from __future__ import annotations

import time

import pytest

from canton.config.errors import CONFIG_SUBSTITUTION_ERROR, ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.hocon.tree import Plain, plain


def read(text: str, **environment: str) -> Plain:
    return plain(loads(text, environment))


def test_substitution_sees_the_final_value_wherever_it_is_defined() -> None:
    assert read("a = ${b.c}, b { c = 1 }, b.c = 2") == {"a": 2, "b": {"c": 2}}


def test_undefined_optional_substitution_keeps_the_earlier_value_or_leaves_the_key_out() -> None:
    assert read("a = 1, a = ${?no}, b = ${?no}") == {"a": 1}


def test_environment_is_asked_last_and_gives_strings() -> None:
    assert read("a = ${X}, b = ${Y}, Y = 2", X="1", Y="3") == {"a": "1", "b": 2, "Y": 2}


def test_an_object_on_something_else_hides_what_lies_below_wherever_it_is_referred_to() -> None:
    text = "b = 1, b = {d = 1}, a = {b = 2}, a = ${b}"
    assert read(text) == {"a": {"d": 1}, "b": {"d": 1}}


def test_copied_object_is_overridden_without_touching_the_original() -> None:
    text = """
      _s { config { name = base, name = ${?NAME}, user = u } }
      m = ${_s}
      m.config.name = mine
      m.config.name = ${?UNSET}
    """
    tree = read(text, NAME="env")
    assert tree == {
        "_s": {"config": {"name": "env", "user": "u"}},
        "m": {"config": {"name": "mine", "user": "u"}},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('p = "a", p = ${p}":b", p = ${?p}":c"', {"p": "a:b:c"}),
        ("a = ${?a}", {}),
        ("a = ${?a}x", {"a": "x"}),
        ("foo { a { c = 1 } }, foo = ${foo.a}, foo { a = 2 }", {"foo": {"a": 2, "c": 1}}),
        ("bar { foo = 42, baz = ${bar.foo} }", {"bar": {"foo": 42, "baz": 42}}),
        (
            "b { a = ${f.d}, b = 1 }, b.b = 3, f { c = ${b.b}, d = 2 }, f.d = 4",
            {"b": {"a": 4, "b": 3}, "f": {"c": 3, "d": 4}},
        ),
        ("a = {x = 1}, a = null, a = {y = 2}", {"a": {"y": 2}}),
        ("a = {p = ${a.b.c}, b = ${q}}, q {c = 1}", {"a": {"p": 1, "b": {"c": 1}}, "q": {"c": 1}}),
        ("a { x = 1 }, a = ${a} { y = 2 }", {"a": {"x": 1, "y": 2}}),
    ],
)
def test_value_that_refers_to_its_own_key_sees_what_lies_below(text: str, expected: Plain) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["a = ${a}", "a = ${b}, b = ${a}", "a { b = ${a} }"])
def test_cycle_is_an_error_unless_optional(text: str) -> None:
    with pytest.raises(ConfigErrors, match="cycle"):
        read(text)
    read(text.replace("${", "${?"))


def test_every_undefined_substitution_is_reported_with_its_line() -> None:
    with pytest.raises(ConfigErrors) as caught:
        loads("a = 1\nb = ${x}\nc = [\n ${y.z}\n]", {}, "f.conf")
    found = [(f.code, str(f.origin)) for f in caught.value.findings]
    assert found == [
        (CONFIG_SUBSTITUTION_ERROR, "f.conf: 2"),
        (CONFIG_SUBSTITUTION_ERROR, "f.conf: 4"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = ${?no}"/ca.crt"', {"a": "/ca.crt"}),
        ('a = ${?no}" "${?no}', {"a": " "}),
        ("a = ${?no}${?no}", {}),
        ("a = [1] ${b} [4], b = [2, 3]", {"a": [1, 2, 3, 4], "b": [2, 3]}),
        ("a = ${b} {x = 2}, b = {x = 1, y = 1}", {"a": {"x": 2, "y": 1}, "b": {"x": 1, "y": 1}}),
        ("a = [${?no}\n ${b}\n 2], b = 1", {"a": [1, 2], "b": 1}),
        ("a = ${b}0, b = 1", {"a": "10", "b": 1}),
        ("a += 1, a += ${b}, b = 2", {"a": [1, 2], "b": 2}),
        ("a = ${b}, a += 2, a += 3, b = [1]", {"a": [1, 2, 3], "b": [1]}),
    ],
)
def test_concatenation_joins_strings_lists_and_objects(text: str, expected: Plain) -> None:
    assert read(text) == expected


def test_object_joined_with_a_string_is_an_error() -> None:
    with pytest.raises(ConfigErrors, match="cannot be joined"):
        read("a = ${b}x, b = {c = 1}")


def test_work_grows_in_proportion_to_the_number_of_node_blocks() -> None:
    def block(i: int) -> str:
        return f"""
          nodes.n{i} = ${{_template}}
          nodes.n{i}.storage.config.name = db{i}
          nodes.n{i}.url = ${{nodes.n{i}.storage.config.host}}/${{nodes.n{i}.storage.config.name}}
        """

    def seconds(count: int) -> float:
        text = "_template.storage.config { host = h, port = 1, port = ${?P} }" + "".join(
            block(i) for i in range(count)
        )
        start = time.perf_counter()
        loads(text, {})
        return time.perf_counter() - start

    seconds(20)
    assert seconds(800) < 16 * seconds(100) + 0.5


def test_a_thousand_appends_are_fine() -> None:
    tree = read("a = ${?b}\n" + "a += 1\n" * 1000)
    assert tree == {"a": [1] * 1000}
