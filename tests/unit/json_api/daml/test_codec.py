"""Values of Daml as JSON: the forms of the original; the engine judges what is read."""

from __future__ import annotations

import json
import string
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canton.daml_lf.compiler.encoding import APP, NAT, EncodedType, builtin_type, con_type
from canton.daml_lf.language.builtin import BuiltinType as B
from canton.daml_lf.library.library import identifier
from canton.daml_lf.library.translation import COMMAND
from canton.daml_lf.value.ledger_api import from_api, to_api
from canton.errors import LedgerError
from canton.json_api.daml.codec import ValueCodec
from canton.json_api.daml.table import CodecTable, ValueTypes
from canton.json_api.endpoint.reading import parse
from canton.json_api.mismatch import Mismatch
from canton.wire import ledger_value_pb2 as api
from unit.daml_lf.textual import library_of, package_of

PACKAGE = package_of(
    """module M {
  record @serializable Pair (a: *) (b: *) = { x: a, y: b };
  record @serializable Box (a: *) = { content: Option a, more: Option a };
  record @serializable Deep = { two: Option (Option Int64), boxed: M:Box (Option Int64) };
  record @serializable Wide = { field: Int64, extra: Option Text, another: Option Text };
  variant @serializable Tree (a: *) = Leaf: a | Node: List (M:Tree a) | Nothing: Unit;
  enum @serializable Colour = Red | Green | Blue;
  record @serializable View = { amount: Numeric 2 };
  record @serializable Plain = { p: Party };
  interface (this: Asset) = {
    viewtype M:View;
    choice @nonConsuming Amount (self) (a: M:Wide): Int64, controllers Nil @Party to upure @Int64 1;
  };
  template (this: Plain) = {
    precondition True; signatories Cons @Party [M:Plain {p} this] (Nil @Party);
    observers Nil @Party;
    choice Change (self) (a: Option Int64): Text, controllers Nil @Party to upure @Text "x";
    key @Party (M:Plain {p} this) (\\(k: Party) -> Cons @Party [k] (Nil @Party));
  };
}"""
)
LIBRARY = library_of(PACKAGE)
TABLE = CodecTable(LIBRARY)


def of(builtin: B, *arguments: Any) -> EncodedType:
    """A builtin type applied."""
    encoded: EncodedType = builtin_type(builtin)
    for argument in arguments:
        encoded = (APP, encoded, argument)
    return encoded


def data(name: str, *arguments: Any) -> EncodedType:
    """A data type applied."""
    encoded = con_type(identifier(PACKAGE.id, f"M:{name}"))
    for argument in arguments:
        encoded = (APP, encoded, argument)
    return encoded


INT, TEXT, UNIT = of(B.INT64), of(B.TEXT), of(B.UNIT)
NUMERIC = of(B.NUMERIC, (NAT, 10))
MAYBE = of(B.OPTIONAL, INT)
CONTRACT_ID = f"00{'1' * 64}ca12{'2' * 64}"


def codec(type_: EncodedType) -> ValueCodec:
    return TABLE.codec(type_)


EXAMPLES = [
    (UNIT, {}),
    (of(B.BOOL), True),
    (INT, "-42"),
    (NUMERIC, "1.5000000000"),
    (TEXT, "some text"),
    (of(B.PARTY), "alice::1220"),
    (of(B.DATE), "0001-01-01"),
    (of(B.DATE), "9999-12-31"),
    (of(B.TIMESTAMP), "1970-01-01T00:00:00.00001Z"),
    (of(B.TIMESTAMP), "0001-01-01T00:00:00Z"),
    (of(B.TIMESTAMP), "9999-12-31T23:59:59.999999Z"),
    (of(B.CONTRACT_ID, UNIT), CONTRACT_ID),
    (of(B.LIST, TEXT), ["a", "b"]),
    (of(B.TEXTMAP, INT), {"a": "1", "b": "2"}),
    (of(B.GENMAP, INT, TEXT), [["1", "x"], ["2", "y"]]),
    (MAYBE, None),
    (MAYBE, "1"),
    (of(B.OPTIONAL, MAYBE), []),
    (of(B.OPTIONAL, MAYBE), [[]]),
    (of(B.OPTIONAL, MAYBE), [["1"]]),
    (of(B.OPTIONAL, of(B.OPTIONAL, MAYBE)), [[["1"]]]),
    (of(B.OPTIONAL, of(B.LIST, MAYBE)), [None, "1"]),
    (data("Pair", INT, TEXT), {"x": "1", "y": "t"}),
    (data("Wide"), {"field": "1"}),
    (data("Wide"), {"field": "1", "extra": None, "another": "t"}),
    (data("Deep"), {"two": [["1"]], "boxed": {"content": "1"}}),
    (data("Deep"), {"two": [], "boxed": {"content": None, "more": "2"}}),
    (data("Tree", INT), {"tag": "Node", "value": [{"tag": "Leaf", "value": "1"}]}),
    (data("Tree", INT), {"tag": "Nothing", "value": {}}),
    (data("Colour"), "Green"),
]


@pytest.mark.parametrize(("type_", "shown"), EXAMPLES, ids=lambda each: json.dumps(each)[:40])
def test_a_value_is_read_as_it_is_written(type_: EncodedType, shown: Any) -> None:
    value = codec(type_).from_json(shown)
    runtime = LIBRARY.types.codec(type_).translate(from_api(value), COMMAND, 100)
    ledger = LIBRARY.types.codec(type_).to_ledger(runtime, 100)
    assert codec(type_).to_json(to_api(ledger, is_verbose=False)) == shown
    labelled = LIBRARY.types.codec(type_).label(ledger)
    assert codec(type_).to_json(to_api(labelled, is_verbose=True)) == shown


_ATOMS: list[tuple[EncodedType, st.SearchStrategy[Any]]] = [
    (UNIT, st.just({})),
    (of(B.BOOL), st.booleans()),
    (INT, st.integers(-(2**63), 2**63 - 1).map(str)),
    (NUMERIC, st.decimals(-(10**20), 10**20, places=10).map("{:f}".format)),
    (TEXT, st.text(string.printable, max_size=5)),
    (of(B.PARTY), st.text(string.ascii_letters, min_size=1, max_size=5)),
    (of(B.DATE), st.dates().map(lambda each: each.isoformat())),
    (
        of(B.TIMESTAMP),
        st.datetimes().map(
            lambda t: (
                f"{t.isoformat().rstrip('0').rstrip('.')}Z"
                if t.microsecond
                else f"{t.isoformat()}Z"
            )
        ),
    ),
    (of(B.CONTRACT_ID, UNIT), st.just(CONTRACT_ID)),
    (data("Colour"), st.sampled_from(["Red", "Green", "Blue"])),
]


atoms = st.sampled_from(_ATOMS)


def _larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Types with a strategy for their values, made of others."""

    def optional(pair: Any) -> Any:
        type_, values = pair
        if type_[:2] == (APP, builtin_type(B.OPTIONAL)):
            return of(B.OPTIONAL, type_), st.just([]) | values.map(_in_a_list)
        return of(B.OPTIONAL, type_), st.none() | values

    def _in_a_list(value: Any) -> Any:
        """A value of an Optional as the inside of another: its own level is a list too."""
        if value is None:
            return [[]]
        return [value] if isinstance(value, list) else [[value]]

    def variants(pair: Any) -> Any:
        type_, values = pair
        leaf = st.fixed_dictionaries({"tag": st.just("Leaf"), "value": values})
        node = st.fixed_dictionaries({"tag": st.just("Node"), "value": st.lists(leaf, max_size=2)})
        return data("Tree", type_), leaf | node

    def records(pairs: Any) -> Any:
        (x, xs), (y, ys) = pairs
        return data("Pair", x, y), st.fixed_dictionaries({"x": xs, "y": ys})

    return st.one_of(
        inner.map(lambda pair: (of(B.LIST, pair[0]), st.lists(pair[1], max_size=3))),
        inner.map(
            lambda pair: (
                of(B.TEXTMAP, pair[0]),
                st.dictionaries(st.text("abc", max_size=2), pair[1], max_size=3),
            )
        ),
        inner.map(variants),
        atoms.map(optional).map(optional).map(optional) | atoms.map(optional),
        st.tuples(inner, inner).map(records),
    )


@settings(deadline=None)
@given(data=st.data())
def test_whatever_json_fits_a_type_comes_back_through_the_engine(data: st.DataObject) -> None:
    type_, values = data.draw(st.recursive(atoms, _larger, max_leaves=6))
    written = data.draw(values)
    value = codec(type_).from_json(parse(msgspec.json.encode(written)))
    engine = LIBRARY.types.codec(type_)
    ledger = engine.to_ledger(engine.translate(from_api(value), COMMAND, 100), 100)
    again = codec(type_).to_json(to_api(ledger, is_verbose=False))
    assert from_api(codec(type_).from_json(again)) == from_api(value)


@pytest.mark.parametrize(
    ("type_", "written", "reason"),
    [
        (INT, "x", "expecting an Int64"),
        (INT, True, "Got value 'true'"),
        (INT, 2**63, "expecting an Int64"),
        (TEXT, None, "Got value 'null'"),
        (of(B.DATE), "2026-02-30", "expecting a date"),
        (of(B.DATE), "20260201", "expecting a date"),
        (of(B.TIMESTAMP), "2026-02-01T00:00:00", "expecting a point in time"),
        (of(B.LIST, INT), ["1", 2, "x"], r"at '\[2\]'"),
        (of(B.TEXTMAP, INT), {"a": "x"}, "at 'a'"),
        (of(B.GENMAP, INT, INT), [["1"]], "a pair"),
        (of(B.OPTIONAL, MAYBE), ["1", "2"], "at most one"),
        (data("Pair", INT, INT), {"x": "1"}, "Missing non-optional fields: y"),
        (data("Pair", INT, INT), {"x": "1", "y": "2", "z": "3"}, "Unexpected fields: z"),
        (data("Pair", INT, INT), [], "an object"),
        (data("Tree", INT), {"Leaf": "1"}, "must have 'tag' and 'value'"),
        (data("Tree", INT), {"tag": "Root", "value": {}}, "Unexpected variant tag: Root"),
        (
            data("Tree", INT),
            {"tag": "Node", "value": [{"tag": "Leaf", "value": {}}]},
            r"at 'value\[0\]\.value'",
        ),
        (data("Colour"), "Black", "one of Red, Green, Blue"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    type_: EncodedType, written: Any, reason: str
) -> None:
    with pytest.raises(Mismatch, match=reason) as found:
        codec(type_).from_json(written)
    assert found.value.code is not None, "it is an error of the ledger"


def test_numbers_may_be_written_as_numbers() -> None:
    assert codec(INT).from_json(42).int64 == 42
    assert codec(NUMERIC).from_json(parse(b"1.5")).numeric == "1.5"
    assert codec(NUMERIC).from_json(parse(b"1e3")).numeric == "1000"
    assert codec(NUMERIC).from_json(7).numeric == "7"


def test_a_point_in_time_may_have_an_offset_and_digits_that_are_cut_off() -> None:
    read = codec(of(B.TIMESTAMP)).from_json("1970-01-01T01:00:00.0000019+01:00")
    assert read.timestamp == 1


def test_a_field_without_a_value_may_be_named_though_nobody_knows_it() -> None:
    read = codec(data("Wide")).from_json({"field": "1", "newer": None})
    assert [each.label for each in read.record.fields] == ["field", "extra", "another"]


def test_types_are_found_by_template_choice_key_and_view() -> None:
    types = ValueTypes(LIBRARY, TABLE)

    def named(name: str) -> api.Identifier:
        return api.Identifier(package_id=PACKAGE.id, module_name="M", entity_name=name)

    plain = named("Plain")
    assert types.argument(plain).from_json({"p": "a"}).record.fields[0].value.party == "a"
    assert types.key(plain).from_json("a").party == "a"
    assert types.choice_argument(plain, "Change").from_json("1").optional.value.int64 == 1
    assert types.choice_result(plain, "Change").from_json("x").text == "x"
    view = types.argument(named("Asset")).from_json({"amount": "1.00"})
    assert view.record.fields[0].value.numeric == "1.00"
    assert types.choice_argument(named("Asset"), "Amount").from_json({"field": "1"})
    for look in (
        lambda: types.argument(named("Nothing")),
        lambda: types.key(named("Asset")),
        lambda: types.argument(api.Identifier(package_id="x", module_name="M", entity_name="T")),
    ):
        with pytest.raises(LedgerError) as error:
            look()
        assert error.value.code.id == "TEMPLATES_OR_INTERFACES_NOT_FOUND"
    with pytest.raises(LedgerError, match="choice:Nothing"):
        types.choice_argument(plain, "Nothing")
    by_name = types.resolving({"#test": PACKAGE.id}.__getitem__)
    named_package = api.Identifier(package_id="#test", module_name="M", entity_name="Plain")
    assert by_name.argument(named_package) is types.argument(plain)


def test_a_chain_of_types_may_be_longer_than_calls_may_nest() -> None:
    length = 3_000
    types = " ".join(
        f"record @serializable C{i} = {{ x: {f'M:C{i - 1}' if i else 'Text'} }};"
        for i in range(length)
    )
    package = package_of(f"module M {{ {types} }}")
    last = con_type(identifier(package.id, f"M:C{length - 1}"))
    codec = CodecTable(library_of(package)).codec(last)
    for _ in range(length):
        (codec,) = codec.elements
    assert codec.from_json("t").text == "t"
