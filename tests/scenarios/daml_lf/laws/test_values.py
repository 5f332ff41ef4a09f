"""Laws of values of any type: they are in a total order, and no form of them loses anything.

A type is drawn, then values of it. What the order must be is said by keys that Python compares: a
structure's key is the tuple of the keys of its parts, and a shorter prefix comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from canton.daml_lf.builtins.comparison import compare, equal
from canton.daml_lf.compiler.artifact import DataShape
from canton.daml_lf.compiler.encoding import APP, NAT, VAR, EncodedType, builtin_type, con_type
from canton.daml_lf.language.builtin import BuiltinType as B
from canton.daml_lf.library.library import identifier
from canton.daml_lf.library.translation import COMMAND, LOCAL
from canton.daml_lf.library.type_table import TypeTable
from canton.daml_lf.value import value as v
from canton.daml_lf.value.coder import decode_value, encode_value

X, Y = (VAR, "x"), (VAR, "y")
SHAPES = {
    "Pair": DataShape("record", True, ("x", "y"), ("l", "r"), (X, Y)),
    "Either": DataShape("variant", True, ("x", "y"), ("Zero", "One"), (X, Y)),
    # Their names are in the other order: ranks count.
    "Light": DataShape("enum", True, (), ("Red", "Green", "Blue"), ()),
}
TABLE = TypeTable(lambda name: SHAPES.get(name.name))


class Typed(NamedTuple):
    """A type: how it is encoded, its ledger values, and by which keys these are ordered."""

    type: EncodedType
    values: st.SearchStrategy[v.Value]
    key: Callable[[Any], Any]


def applied(head: EncodedType, *arguments: EncodedType) -> EncodedType:
    for argument in arguments:
        head = (APP, head, argument)
    return head


def data(name: str, *arguments: EncodedType) -> EncodedType:
    return applied(con_type(identifier("p", f"M:{name}")), *arguments)


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=3)
ATOMS = [
    Typed(builtin_type(B.UNIT), st.just(v.UNIT), lambda x: ()),
    Typed(builtin_type(B.BOOL), st.booleans().map(v.BoolValue), lambda x: x.value),
    Typed(builtin_type(B.INT64), st.integers(-3, 3).map(v.Int64Value), lambda x: x.value),
    Typed(builtin_type(B.TEXT), TEXTS.map(v.TextValue), lambda x: x.value),
    Typed(builtin_type(B.PARTY), st.sampled_from("abc").map(v.PartyValue), lambda x: x.value),
    Typed(builtin_type(B.DATE), st.integers(-3, 3).map(v.DateValue), lambda x: x.days),
    Typed(builtin_type(B.TIMESTAMP), st.integers(-3, 3).map(v.TimestampValue), lambda x: x.micros),
    Typed(
        applied(builtin_type(B.NUMERIC), (NAT, 2)),
        st.integers(-300, 300).map(lambda n: v.NumericValue(Decimal(n).scaleb(-2))),
        lambda x: x.value,
    ),
    Typed(
        data("Light"),
        st.sampled_from(SHAPES["Light"].names).map(v.EnumValue),
        lambda x: SHAPES["Light"].names.index(x.constructor),
    ),
]


def list_of(a: Typed) -> Typed:
    values = st.lists(a.values, max_size=3).map(tuple).map(v.ListValue)
    return Typed(
        applied(builtin_type(B.LIST), a.type), values, lambda x: tuple(map(a.key, x.elements))
    )


def optional_of(a: Typed) -> Typed:
    values = st.one_of(st.just(v.NONE), a.values.map(v.OptionalValue))
    type_ = applied(builtin_type(B.OPTIONAL), a.type)
    return Typed(type_, values, lambda x: () if x.value is None else (a.key(x.value),))


def text_map_of(a: Typed) -> Typed:
    values = st.dictionaries(TEXTS, a.values, max_size=3).map(
        lambda entries: v.TextMapValue(tuple(sorted(entries.items())))
    )
    return Typed(
        applied(builtin_type(B.TEXTMAP), a.type),
        values,
        lambda x: tuple(part for k, y in x.entries for part in (k, a.key(y))),
    )


def gen_map_of(a: Typed, b: Typed) -> Typed:
    entries = st.lists(st.tuples(a.values, b.values), max_size=3, unique_by=lambda e: a.key(e[0]))
    return Typed(
        applied(builtin_type(B.GENMAP), a.type, b.type),
        entries.map(tuple).map(v.GenMapValue),
        lambda x: tuple(
            part
            for k, y in sorted(x.entries, key=lambda entry: a.key(entry[0]))
            for part in (a.key(k), b.key(y))
        ),
    )


def record_of(a: Typed, b: Typed) -> Typed:
    values = st.tuples(a.values, b.values).map(v.RecordValue)
    return Typed(
        data("Pair", a.type, b.type),
        values,
        lambda x: (a.key(x.fields[0]), b.key(x.fields[1])),
    )


def variant_of(a: Typed, b: Typed) -> Typed:
    values = st.one_of(
        a.values.map(lambda x: v.VariantValue("Zero", x)),
        b.values.map(lambda x: v.VariantValue("One", x)),
    )
    return Typed(
        data("Either", a.type, b.type),
        values,
        lambda x: (0, a.key(x.value)) if x.constructor == "Zero" else (1, b.key(x.value)),
    )


def grown(types: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    one = st.sampled_from([list_of, optional_of, text_map_of])
    two = st.sampled_from([gen_map_of, record_of, variant_of])
    return st.one_of(
        st.builds(lambda make, a: make(a), one, types),
        st.builds(lambda make, a, b: make(a, b), two, types, types),
    )


TYPES = st.recursive(st.sampled_from(ATOMS), grown, max_leaves=4)


@st.composite
def three_of_a_type(draw: st.DrawFn) -> tuple[Typed, tuple[v.Value, ...]]:
    typed = draw(TYPES)
    return typed, tuple(draw(typed.values) for _ in range(3))


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


@settings(max_examples=200, deadline=None)
@given(three_of_a_type())
def test_values_of_a_type_are_in_a_total_order(drawn: tuple[Typed, tuple[v.Value, ...]]) -> None:
    typed, values = drawn
    codec = TABLE.codec(typed.type)
    known = [(codec.translate(each, COMMAND, 100), typed.key(each)) for each in values]
    for x, x_key in known:
        for y, y_key in known:
            assert sign(compare(x, y)) == (x_key > y_key) - (x_key < y_key)
            assert equal(x, y) == (x_key == y_key)


@settings(max_examples=200, deadline=None)
@given(three_of_a_type())
def test_no_form_of_a_value_loses_anything(drawn: tuple[Typed, tuple[v.Value, ...]]) -> None:
    typed, values = drawn
    codec = TABLE.codec(typed.type)
    for each in values:
        x = codec.translate(each, COMMAND, 100)
        stored = codec.to_ledger(x, 100)
        assert decode_value(encode_value(stored)) == stored
        assert equal(codec.translate(stored, LOCAL, 100), x)
        assert codec.to_ledger(codec.translate(stored, LOCAL, 100), 100) == stored
        assert v.normalise(codec.label(stored)) == stored
