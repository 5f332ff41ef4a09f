"""Codecs by type: values of run time and of the ledger, strictly, leniently, labelled."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.builtins.comparison import SortedMap
from canton.daml_lf.builtins.errors import InterpretationError
from canton.daml_lf.builtins.numeric import decimal_of_numeric, numeric_of_decimal
from canton.daml_lf.builtins.text import to_list
from canton.daml_lf.compiler.artifact import DataShape
from canton.daml_lf.compiler.encoding import APP, NAT, VAR, builtin_type, con_type
from canton.daml_lf.language.builtin import BuiltinType as B
from canton.daml_lf.library.library import identifier
from canton.daml_lf.library.translation import (
    COMMAND,
    LOCAL,
    STORED,
    STORED_LEGACY,
    TranslationError,
)
from canton.daml_lf.library.type_table import TypeTable
from canton.daml_lf.value import value as v
from canton.daml_lf.value.contract_id import ContractId

INT, TEXT, BOOL = builtin_type(B.INT64), builtin_type(B.TEXT), builtin_type(B.BOOL)
ID = identifier("pkg", "M:R")


def of(builtin, *arguments):
    """A builtin type applied."""
    encoded = builtin_type(builtin)
    for argument in arguments:
        encoded = (APP, encoded, argument)
    return encoded


def data(name, *arguments):
    """A data type applied."""
    encoded = con_type(identifier("pkg", f"M:{name}"))
    for argument in arguments:
        encoded = (APP, encoded, argument)
    return encoded


NODE = data("Pair", data("Tree"), INT)
SHAPES = {
    "R": DataShape("record", True, (), ("a", "b", "c"), (INT, of(B.OPTIONAL, TEXT), TEXT)),
    "Opt": DataShape(
        "record", True, (), ("a", "b", "c"), (INT, of(B.OPTIONAL, TEXT), of(B.OPTIONAL, INT))
    ),
    "Pair": DataShape("record", True, ("x", "y"), ("l", "r"), ((VAR, "x"), (VAR, "y"))),
    "Tree": DataShape(
        "variant", True, (), ("Leaf", "Node"), (INT, data("Pair", data("Tree"), INT))
    ),
    "E": DataShape("enum", True, (), ("Red", "Green"), ()),
    "Hidden": DataShape("record", False, (), (), ()),
}
TABLE = TypeTable(lambda name: SHAPES.get(name.name))
CID = ContractId(b"\0" + b"\1" * 32 + b"\xca\x12")
LOCAL_CID = ContractId(b"\0" + b"\1" * 32)

VALUES = [
    (builtin_type(B.UNIT), (), v.UNIT),
    (BOOL, True, v.BoolValue(True)),
    (INT, -3, v.Int64Value(-3)),
    (of(B.NUMERIC, (NAT, 2)), (150, 2), v.NumericValue(Decimal("1.50"))),
    (TEXT, "t", v.TextValue("t")),
    (builtin_type(B.PARTY), "p", v.PartyValue("p")),
    (builtin_type(B.DATE), 3, v.DateValue(3)),
    (builtin_type(B.TIMESTAMP), 3, v.TimestampValue(3)),
    (of(B.CONTRACT_ID, INT), CID, CID),
    (of(B.OPTIONAL, INT), None, v.NONE),
    (of(B.OPTIONAL, of(B.OPTIONAL, INT)), (None,), v.OptionalValue(v.NONE)),
    (of(B.LIST, INT), to_list([1, 2]), v.ListValue((v.Int64Value(1), v.Int64Value(2)))),
    (of(B.TEXTMAP, INT), SortedMap(["a"], [1]), v.TextMapValue((("a", v.Int64Value(1)),))),
    (
        of(B.GENMAP, INT, TEXT),
        SortedMap([1], ["x"]),
        v.GenMapValue(((v.Int64Value(1), v.TextValue("x")),)),
    ),
    (data("Opt"), (1, None, None), v.RecordValue((v.Int64Value(1),))),
    (
        data("Opt"),
        (1, None, (2,)),
        v.RecordValue((v.Int64Value(1), v.NONE, v.OptionalValue(v.Int64Value(2)))),
    ),
    (data("Pair", INT, TEXT), (1, "x"), v.RecordValue((v.Int64Value(1), v.TextValue("x")))),
    (
        data("Tree"),
        (1, ((0, 5), 7)),
        v.VariantValue(
            "Node", v.RecordValue((v.VariantValue("Leaf", v.Int64Value(5)), v.Int64Value(7)))
        ),
    ),
    (data("E"), 1, v.EnumValue("Green")),
]


def same(x, y) -> bool:
    """Equality of run-time values, where maps are objects."""
    if isinstance(x, SortedMap):
        return x.keys == y.keys and x.values == y.values
    return x == y


@pytest.mark.parametrize(("type_", "runtime", "ledger"), VALUES)
def test_values_go_to_the_ledger_and_come_back_however_strictly(type_, runtime, ledger) -> None:
    codec = TABLE.codec(type_)
    assert codec.to_ledger(runtime, 100) == ledger
    for how in (STORED, STORED_LEGACY, LOCAL, COMMAND):
        assert same(codec.translate(ledger, how, 100), runtime)
    labelled = codec.label(ledger)
    assert v.normalise(labelled) == ledger
    assert same(codec.translate(labelled, COMMAND, 100), runtime)


@pytest.mark.parametrize(("type_", "runtime", "ledger"), VALUES)
def test_every_other_kind_of_value_is_refused(type_, runtime, ledger) -> None:
    codec = TABLE.codec(type_)
    for _, _, other in VALUES:
        if type(other) is not type(ledger):
            with pytest.raises(TranslationError):
                codec.translate(other, COMMAND, 100)


def test_labels_have_the_names_and_ids_of_the_type() -> None:
    labelled = TABLE.codec(data("Opt")).label(v.RecordValue((v.Int64Value(1),)))
    assert labelled == v.RecordValue((v.Int64Value(1),), ("a",), identifier("pkg", "M:Opt"))


A, B_, C = v.Int64Value(1), v.OptionalValue(v.TextValue("b")), v.TextValue("c")
STRICT = [
    (STORED, v.RecordValue((A, B_, C)), True),
    (STORED, v.RecordValue((A, B_, C), ("a", "b", "c")), False),
    (STORED, v.RecordValue((A, B_, C), (), ID), False),
    (STORED, v.RecordValue((A, B_)), False),
    (STORED, v.RecordValue((A, B_, C, v.NONE)), False),
    (STORED_LEGACY, v.RecordValue((A, B_, C, v.NONE)), True),
    (STORED_LEGACY, v.RecordValue((A, B_, C, A)), False),
    (COMMAND, v.RecordValue((C, A), ("c", "a")), True),
    (COMMAND, v.RecordValue((C, A, B_, v.NONE), ("c", "a", "b", "z")), True),
    (COMMAND, v.RecordValue((C, A, B_, B_), ("c", "a", "b", "z")), False),
    (COMMAND, v.RecordValue((A, B_, C, C), ("a", "b", "c", "c")), False),
    (COMMAND, v.RecordValue((A, B_, C), (), identifier("old", "M:R")), True),
    (COMMAND, v.RecordValue((A, B_, C), (), identifier("pkg", "M:Q")), False),
]


@pytest.mark.parametrize(("how", "value", "fits"), STRICT)
def test_records_are_taken_as_strictly_as_asked(how, value, fits) -> None:
    codec = TABLE.codec(data("R"))
    if fits:
        assert codec.translate(value, how, 100)[0] == 1
    else:
        with pytest.raises(TranslationError):
            codec.translate(value, how, 100)


def test_numerics_are_rescaled_for_commands_only() -> None:
    codec = TABLE.codec(of(B.NUMERIC, (NAT, 2)))
    short, long = v.NumericValue(Decimal("1.5")), v.NumericValue(Decimal("1.555"))
    assert codec.translate(short, COMMAND, 100) == (150, 2)
    for value, how in [(short, STORED), (long, COMMAND)]:
        with pytest.raises(TranslationError):
            codec.translate(value, how, 100)


def test_maps_are_ordered_for_commands_and_must_be_ordered_when_stored() -> None:
    codec = TABLE.codec(of(B.GENMAP, INT, TEXT))
    pairs = tuple((v.Int64Value(i), v.TextValue(str(n))) for n, i in enumerate([2, 1, 2]))
    found = codec.translate(v.GenMapValue(pairs), COMMAND, 100)
    assert (found.keys, found.values) == ([1, 2], ["1", "2"])
    with pytest.raises(TranslationError):
        codec.translate(v.GenMapValue(pairs), STORED, 100)


def test_local_ids_are_for_local_contracts_only() -> None:
    codec = TABLE.codec(of(B.CONTRACT_ID, INT))
    assert codec.translate(LOCAL_CID, LOCAL, 100) == LOCAL_CID
    relative = ContractId(b"\1" + bytes(12) + b"\1")
    for value, how in [(LOCAL_CID, STORED), (LOCAL_CID, COMMAND), (relative, COMMAND)]:
        with pytest.raises(TranslationError):
            codec.translate(value, how, 100)
    assert codec.translate(relative, STORED, 100) == relative


@pytest.mark.parametrize("text", ["a\0", "\ud800"])
def test_texts_that_the_ledger_cannot_hold(text) -> None:
    codec = TABLE.codec(of(B.LIST, TEXT))
    with pytest.raises(InterpretationError) as caught:
        codec.to_ledger(to_list([text]), 100)
    assert caught.value.code.id == "MALFORMED_TEXT"
    with pytest.raises(TranslationError):
        codec.translate(v.ListValue((v.TextValue(text),)), COMMAND, 100)


def test_nesting_is_bounded_on_both_ways() -> None:
    type_, runtime, ledger = INT, 1, v.Int64Value(1)
    for _ in range(101):
        type_, runtime, ledger = of(B.OPTIONAL, type_), (runtime,), v.OptionalValue(ledger)
    with pytest.raises(InterpretationError) as caught:
        TABLE.codec(type_).to_ledger(runtime, 100)
    assert caught.value.code.id == "VALUE_NESTING"
    with pytest.raises(TranslationError):
        TABLE.codec(type_).translate(ledger, COMMAND, 100)
    assert TABLE.codec(type_[2]).to_ledger(runtime[0], 100) == ledger.value


@pytest.mark.parametrize("type_", [data("Hidden"), data("Unknown"), of(B.ARROW, INT, INT)])
def test_types_that_cannot_be_stored_have_a_codec_that_refuses(type_) -> None:
    codec = TABLE.codec(type_)
    with pytest.raises(TranslationError):
        codec.translate(v.UNIT, COMMAND, 100)
    with pytest.raises(InterpretationError):
        codec.to_ledger((), 100)
    with pytest.raises(InterpretationError):
        codec.encode((), [])


@given(st.integers(-(10**38) + 1, 10**38 - 1), st.integers(0, 37))
def test_numerics_keep_digits_and_scale(unscaled, scale) -> None:
    assert numeric_of_decimal(decimal_of_numeric((unscaled, scale))) == (unscaled, scale)


def test_a_chain_of_types_may_be_longer_than_calls_may_nest() -> None:
    length = 30_000
    chain = {
        f"C{i}": DataShape("record", True, (), ("x",), (data(f"C{i - 1}") if i else TEXT,))
        for i in range(length)
    }
    codec = TypeTable(lambda name: chain.get(name.name)).codec(data(f"C{length - 1}"))
    for _ in range(length):
        (codec,) = codec.elements
    assert codec is TABLE.codec(TEXT)
