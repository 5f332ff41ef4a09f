"""Hashes of contracts and keys: what tells values apart, what does not, and what has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from canton.daml_lf.compiler.encoding import encode_type
from canton.daml_lf.hashing.contract import (
    legacy_contract_hash,
    older_key_hash,
    typed_contract_hash,
    typed_key_hash,
    upgrade_friendly_contract_hash,
)
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.library.library import identifier
from canton.daml_lf.library.translation import STORED, TranslationError
from canton.daml_lf.text.reader import parse_type
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NESTING_MAX,
    NONE,
    UNIT,
    BoolValue,
    DateValue,
    EnumValue,
    GenMapValue,
    NumericValue,
    RecordValue,
    TextMapValue,
    TimestampValue,
    VariantValue,
)
from scenarios.daml_lf.contracts.bench import Bench, contract_id, read_packages
from unit.daml_lf.textual import value_of

BENCH = Bench(read_packages("hashes.lf"))
TEMPLATE = identifier("-h-", "module:name")


def chunks(type_: str, value) -> list[bytes]:
    parsed = parse_type(type_.replace("M:", "Module:"), PackageId("-h-"))
    codec = BENCH.library.types.codec(encode_type(parsed, lambda name: None))
    made: list[bytes] = []
    codec.encode(codec.translate(value, STORED, NESTING_MAX), made)
    return made


def typed(type_: str, value, template=TEMPLATE, name="package-name-0") -> tuple[bytes, bytes]:
    """The hashes of a contract and of a key."""
    made = chunks(type_, value)
    return typed_contract_hash(name, template, made), typed_key_hash(name, template, made)


def older(value, template=TEMPLATE) -> tuple[bytes, ...]:
    """The hashes of a contract with an old id, and of a key without a hash."""
    return (
        legacy_contract_hash("package-name-0", template, value),
        upgrade_friendly_contract_hash("package-name-0", template, value),
        older_key_hash("package-name-0", template, value),
    )


def numeric(text: str) -> NumericValue:
    return NumericValue(Decimal(text))


def texts(**entries) -> TextMapValue:
    return TextMapValue(tuple((key, value_of(value)) for key, value in entries.items()))


def pairs(*entries) -> GenMapValue:
    return GenMapValue(tuple((value_of(key), value_of(value)) for key, value in entries))


def wide(last: int) -> RecordValue:
    return RecordValue((*([UNIT] * 8), value_of(last)))


ZEROS = 0x3030303030303030
COMPLEX_HEAD = (
    *map(value_of, (0, 123456, -1)),
    *map(numeric, ("0.0000000000", "0.3333333333")),
    *map(value_of, (True, False)),
    *map(DateValue, (0, 123456)),
    *map(TimestampValue, (0, 123456)),
    *map(value_of, ("", "abcd-äöü€", "'Alice")),
    UNIT,
    NONE,
    value_of({"some": "Some"}),
    value_of(["A", "B", "C"]),
)
COMPLEX = RecordValue(
    (
        *COMPLEX_HEAD,
        VariantValue("VariantCons", value_of(0)),
        value_of(("field1", "field2")),
        texts(keyA=0, keyB=1),
        pairs(("keyA", 0), ("keyB", 1)),
    )
)
OLD_COMPLEX = RecordValue(
    (
        *COMPLEX_HEAD,
        VariantValue("Variant", value_of(0)),
        value_of(("field1", "field2")),
        texts(keyA="valueA", keyB="valueB"),
    )
)

# Two values of a type that all methods tell apart.
APART = {
    "texts of a list": ("List Text", ["AA", "A"], ["A", "AA"]),
    "numerics of a list": (
        "List (Numeric 10)",
        [numeric("10.0000000000"), numeric("10.0000000000")],
        [numeric("101.0000000000"), numeric("0.0000000000")],
    ),
    "lists of a list": ("List (List Unit)", [[UNIT], [UNIT, UNIT]], [[UNIT, UNIT], [UNIT]]),
    "records of a list": ("List M:Pair", [("A", "B"), ("", "")], [("A", ""), ("", "B")]),
    "constructors": (
        "M:Choice",
        VariantValue("A", value_of(0)),
        VariantValue("B", value_of(0)),
    ),
    "values of a constructor": (
        "M:Choice",
        VariantValue("A", value_of(0)),
        VariantValue("A", value_of(1)),
    ),
    "keys of a text map": ("TextMap Int64", texts(A=0, B=0), texts(A=0, C=0)),
    "values of a text map": ("TextMap Int64", texts(A=0, B=0), texts(A=0, B=1)),
    "keys of a map": ("GenMap Text Int64", pairs(("A", 0), ("B", 0)), pairs(("A", 0), ("C", 0))),
    "values of a map": ("GenMap Text Int64", pairs(("A", 0), ("B", 0)), pairs(("A", 0), ("B", 1))),
    "ends of records in a map": (
        "GenMap Text M:Wide",
        pairs(("0", wide(ZEROS)), ("00000000", wide(0))),
        pairs(("0", wide(0)), ("00000000", wide(ZEROS))),
    ),
    "truths": ("Bool", True, False),
    "numbers": ("Int64", 0, 1),
    "numerics": ("Numeric 0", numeric("0"), numeric("1")),
    "dates": ("Date", DateValue(0), DateValue(1)),
    "timestamps": ("Timestamp", TimestampValue(0), TimestampValue(1)),
    "absent and present": ("Option Unit", None, {"some": UNIT}),
    "fields": ("M:Pair", ("A", "B"), ("A", "C")),
}

# Values whose types, or names of types, the typed methods tell apart.
TYPES_APART = {
    "elements of different records": (("List M:Empty", [()]), ("List M:One", [(0,)])),
    "names of records": (("M:Empty", ()), ("M:Other", ())),
    "labels": (("M:One", (0,)), ("M:Label", (0,))),
    "names of variants": tuple(
        (type_, VariantValue("VariantCons", value_of(0))) for type_ in ("M:Variant", "M:Same")
    ),
    "ranks of constructors": tuple(
        ("M:Choice", VariantValue(name, value_of(0))) for name in ("A", "B")
    ),
    "names of enumerations": tuple((type_, EnumValue("Red")) for type_ in ("M:Colour", "M:Paint")),
    "false and absent": (("Bool", False), ("Option Int64", None)),
    "elements and a number": (("List Bool", [False] * 4), ("Int64", 4 * 256**4)),
    "no elements and no text": (("List Text", []), ("Text", "")),
}

SHORT, MIDDLE, LONG = "M:Short", "'-i-':M:Short", "'-j-':M:Short"
ONE_FIELD = (None, {"some": 1})

# Types of different versions of a package with equal values that have one hash.
TOGETHER = {
    "records": (("M:Empty", ()), ("'-i-':M:Empty", ())),
    "variants": tuple(
        (type_, VariantValue("VariantCons", value_of(0)))
        for type_ in ("M:Variant", "'-i-':M:Variant")
    ),
    "enumerations": tuple((type_, EnumValue("Red")) for type_ in ("M:Colour", "'-i-':M:Colour")),
    "fields absent at the end": tuple((type_, ONE_FIELD) for type_ in (SHORT, MIDDLE, LONG)),
    "in a list": tuple((f"List {type_}", [ONE_FIELD] * 2) for type_ in (SHORT, MIDDLE, LONG)),
    "in a text map": tuple(
        (f"TextMap {type_}", texts(key1=ONE_FIELD, key2=ONE_FIELD))
        for type_ in (SHORT, MIDDLE, LONG)
    ),
    "in a map": tuple(
        (f"GenMap Int64 {type_}", pairs((0, ONE_FIELD), (1, ONE_FIELD)))
        for type_ in (SHORT, MIDDLE, LONG)
    ),
    "in an optional": tuple(
        (f"Option {type_}", {"some": ONE_FIELD}) for type_ in (SHORT, MIDDLE, LONG)
    ),
}


@pytest.mark.parametrize(("type_", "some", "other"), APART.values(), ids=APART)
def test_every_method_tells_values_apart(type_, some, other) -> None:
    for method in (lambda value: typed(type_, value), older):
        pairs_ = zip(method(value_of(some)), method(value_of(other)), strict=True)
        assert all(a != b for a, b in pairs_)


@pytest.mark.parametrize("cases", TYPES_APART.values(), ids=TYPES_APART)
def test_the_typed_methods_tell_types_apart(cases) -> None:
    (a, b), (c, d) = (typed(type_, value_of(value)) for type_, value in cases)
    assert a != c and b != d


@pytest.mark.parametrize("cases", TOGETHER.values(), ids=TOGETHER)
def test_versions_of_a_package_have_the_same_hashes(cases) -> None:
    assert len({typed(type_, value_of(value)) for type_, value in cases}) == 1


def test_hashes_tell_templates_and_package_names_apart() -> None:
    for value, type_ in (
        (value_of("A"), "Text"),
        (value_of(0), "Int64"),
        (value_of(()), "M:Empty"),
    ):
        hashes = set()
        for name in ("module:name1", "module:name2", "AA:A", "A:AA"):
            hashes |= {*typed(type_, value, identifier("-h-", name))}
            hashes |= {*older(value, identifier("-h-", name))}
        assert len(hashes) == 4 * 5
        assert not {*typed(type_, value)} & {*typed(type_, value, name="package-name-1")}


def test_a_complex_record_has_the_originals_numbers() -> None:
    template = identifier("-h-", "Module:Template")
    made = typed("M:ComplexRecord", COMPLEX, template)
    assert [each.hex() for each in made] == [
        "f6bd0206e6114de43279d53641159d223e9c6f28c2c1bfe65e0bcb2e3a567979",
        "71c28060678dcc5b193f248769672af758205c0520b12d69c680edbc9d5d0ea6",
    ]
    old = older_key_hash("package-name-0", TEMPLATE, OLD_COMPLEX)
    assert old.hex() == "02e0bc59349374de68d5ea3be65d17cd728aabfc95a65e35ac21a354c38144ce"


# --- of create nodes -----------------------------------------------------------------------------

CREATED = Bench(read_packages("validation.lf"))
T = CREATED.id("M:T")
CID = contract_id("another")


def argument(*more) -> RecordValue:
    return RecordValue((value_of("'alice"), value_of("'bob"), CID, *more))


def test_the_typed_hash_of_a_contract_is_that_of_its_record() -> None:
    made: list[bytes] = []
    codec = CREATED.library.template(T).argument
    codec.encode(codec.translate(argument(), STORED, NESTING_MAX), made)
    assert contract_hash(CREATED.library, T, argument()) == typed_contract_hash("test", T, made)


REFUSED = {
    "ill-typed": (T, UNIT),
    "absent field at the end": (CREATED.id("-valid-:M:T"), argument(NONE)),
    "unknown template": (CREATED.id("M:Unknown"), argument()),
    "contract without field": (CREATED.id("-type-:M:T"), argument()),
}


@pytest.mark.parametrize(("template", "value"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_typed_hash(template, value) -> None:
    with pytest.raises(TranslationError):
        contract_hash(CREATED.library, template, value)


def test_hashes_of_keys_do_not_tell_packages_of_one_name_apart() -> None:
    there = identifier("-i-", "module:name")
    for key in (value_of(0), value_of("A")):
        assert older(key)[2] == older(key, there)[2] != older_key_hash("other", TEMPLATE, key)
        assert older(key)[:2] != older(key, there)[:2]
    assert typed("Int64", value_of(0)) == typed("Int64", value_of(0), there)


def test_old_hashes_need_no_package() -> None:
    unknown = identifier("-nowhere-", "M:T")
    assert len({*older(BoolValue(True), unknown), *older(BoolValue(False), unknown)}) == 6
    with pytest.raises(ValueError, match="contract ids"):
        older_key_hash("test", T, argument())
    assert isinstance(CID, ContractId)
