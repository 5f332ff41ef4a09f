"""Values against types: what is read, and why it is refused.

`COMMAND` holds for commands, `STORED` for contracts (with the newer ids; older contracts may end
with absent fields). Types are textual LF, `*` behind a name is a type of package `values`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.library import identifier
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import (
    NONE,
    UNIT,
    BoolValue,
    DateValue,
    EnumValue,
    GenMapValue,
    Int64Value,
    ListValue,
    NumericValue,
    OptionalValue,
    PartyValue,
    RecordValue,
    TextMapValue,
    TextValue,
    TimestampValue,
    Value,
    VariantValue,
)

PLAIN_ID = ContractId(b"\0" + bytes(32) + b"\0")
LOCAL_V1, LOCAL_V2 = ContractId(b"\0" + bytes(32)), ContractId(b"\1" + bytes(12))
SUFFIXED_V2 = ContractId(b"\1" + bytes(12) + b"\0")
RELATIVE_V2, ABSOLUTE_V2 = SUFFIXED_V2, ContractId(b"\1" + bytes(12) + b"\x80\xff")


def some(value: Value) -> OptionalValue:
    return OptionalValue(value)


def record(*fields: Value, labels: str = "", of: str = "") -> RecordValue:
    """A record; `-` among the labels is a field without one."""
    names = tuple("" if label == "-" else label for label in labels.split())
    return RecordValue(fields, names, name(of))


def name(text: str) -> Identifier | None:
    return identifier("-v-", f"M:{text}") if text else None


def variant(constructor: str, value: Value, of: str = "") -> VariantValue:
    return VariantValue(constructor, value, name(of))


def enum(constructor: str, of: str = "") -> EnumValue:
    return EnumValue(constructor, name(of))


INT, TEXT, PARTY = Int64Value(42), TextValue("42"), PartyValue("42")
ONE, A, B = Int64Value(1), some(TextValue("a")), some(TextValue("b"))
PAIR = record(Int64Value(33), TextValue("a"))

# A type, a value of it for contracts, and another way to write it in commands.
WELL_TYPED: list[tuple[str, Value, Value | None]] = [
    ("Unit", UNIT, None),
    ("Bool", BoolValue(True), None),
    ("Int64", INT, None),
    ("Timestamp", TimestampValue(-14_182_980_000_000), None),
    ("Date", DateValue(-33_165), None),
    ("Text", TextValue("daml"), None),
    ("Numeric 10", NumericValue(Decimal("10.0000000000")), NumericValue(Decimal("10"))),
    ("Party", PartyValue("Alice"), None),
    ("ContractId Unit", PLAIN_ID, None),
    ("List Text", ListValue((TextValue("a"), TextValue("b"))), None),
    ("TextMap Bool", TextMapValue((("0", BoolValue(True)), ("1", BoolValue(False)))), None),
    ("GenMap Int64 Text", GenMapValue(((ONE, TextValue("1")), (INT, TEXT))), None),
    ("Option Text", some(TextValue("text")), None),
    ("M:Pair Int64 Text", PAIR, record(*PAIR.fields, labels="x y")),
    ("M:Either Int64 Text", variant("Right", TextValue("some test")), None),
    ("M:Colour", enum("Blue"), None),
]
EMPTY: list[tuple[str, Value]] = [
    ("List Text", ListValue(())),
    ("Option Text", NONE),
    ("TextMap Text", TextMapValue(())),
    ("GenMap Int64 Text", GenMapValue(())),
]

# Other ways to write the same in commands: type, the same value in contracts, the ways.
SAME_IN_COMMANDS: list[tuple[str, Value, list[Value]]] = [
    (
        "M:Pair Int64 Text",
        PAIR,
        [
            record(*PAIR.fields, labels="x y", of="Pair"),
            record(PAIR.fields[1], PAIR.fields[0], labels="y x", of="Pair"),
            record(*PAIR.fields, labels="x y"),
            PAIR,
        ],
    ),
    (
        "M:Either Text Int64",
        variant("Left", TEXT),
        [variant("Left", TEXT, of="Either"), variant("Left", TEXT)],
    ),
    ("M:Colour", enum("Green"), [enum("Green", of="Colour"), enum("Green")]),
    (
        "M:Wide",
        record(ONE, A, B),
        [record(ONE, A, B, labels="field extra another", of="Wide")]
        + [
            record(ONE, A, B, *more, labels=f"{labels} {last}", of="Wide")
            for labels in (
                "- extra another",
                "field - another",
                "field extra -",
                "- - another",
                "- extra -",
                "- - -",
            )
            for last, more in (("", ()), ("bonus", (NONE,)), ("-", (NONE,)))
        ],
    ),
    (
        "M:Wide",
        record(ONE, NONE, B),
        [
            record(ONE, NONE, B, labels="field extra another", of="Wide"),
            record(ONE, B, NONE, labels="field another extra", of="Wide"),
            record(ONE, B, labels="field another", of="Wide"),
            record(ONE, NONE, B, labels="field bonus another", of="Wide"),
        ],
    ),
    (
        "M:Wide",
        record(ONE),
        [
            record(ONE, labels="field", of="Wide"),
            record(ONE, labels="-", of="Wide"),
            record(ONE, NONE, labels="field bonus", of="Wide"),
        ],
    ),
    ("M:Wide", record(ONE, A), [record(ONE, A, labels="- -", of="Wide")]),
]

REFUSED_IN_COMMANDS: list[tuple[str, Value, str]] = [
    (
        "M:Wide",
        record(ONE, B, labels="field bonus", of="Wide"),
        'An optional contract field ("bonus") with a value of Some may not be dropped during'
        " downgrading.",
    ),
    (
        "M:Wide",
        record(ONE, TEXT, labels="field bonus", of="Wide"),
        'Found non-optional extra field "bonus", cannot remove for downgrading.',
    ),
    (
        "M:Wide",
        record(of="Wide"),
        'Missing non-optional field "field", cannot upgrade non-optional fields.',
    ),
    (
        "M:Four Int64 Text Party Unit",
        record(INT, NONE, some(TEXT), labels="a - b"),
        "Mismatching record field label 'b' (expecting 'c') for record -v-:M:Four",
    ),
    ("M:Four Int64 Text Party Unit", record(), "Missing non-optional field"),
    (
        "M:Four Int64 Text Party Unit",
        record(INT, some(TEXT), some(PARTY), INT, labels="a b c d"),
        'Found non-optional extra field "d", cannot remove for downgrading.',
    ),
    # What comes first is told first: a field of a wrong type before one too many.
    (
        "M:Four Int64 Text Party Unit",
        record(INT, some(PARTY), NONE, INT, labels="a b c d"),
        "mismatching type: Text",
    ),
    ("M:Pair Int64 Text", record(INT, INT, labels="x x"), "Duplicate label x in record"),
    ("M:Pair Int64 Text", record(INT, INT, INT, labels="x x -"), "Duplicate label x in record"),
    ("M:Pair Int64 Text", record(INT, TEXT, of="Wide"), "the type tells us M:Pair"),
]
REFUSED_IN_CONTRACTS: list[tuple[str, Value, str]] = [
    ("M:Four Int64 Text Party Unit", record(), "Unexpected non-optional extra template field type"),
    (
        "M:Four Int64 Text Party Unit",
        record(INT, some(TEXT), some(PARTY), INT),
        "Found non-optional extra field at index 3, cannot remove for downgrading.",
    ),
    (
        "M:Wide",
        record(ONE, NONE, NONE, TEXT),
        "Found non-optional extra field at index 3, cannot remove for downgrading.",
    ),
    ("M:Wide", record(), "Unexpected non-optional extra template field type encountered"),
    ("Numeric 10", NumericValue(Decimal("10.000")), "the type expects scale 10, but the value has"),
    ("GenMap Int64 Text", GenMapValue(((INT, TEXT), (ONE, TEXT))), "non-strictly ordered GenMap"),
    ("GenMap Int64 Text", GenMapValue(((ONE, TEXT), (ONE, TEXT))), "non-strictly ordered GenMap"),
    ("M:Four Int64 Text Party Unit", record(ONE, NONE, A, of="Wide"), "Unexpected type id"),
    (
        "M:Four (M:Four Int64 Text Party Unit) Text Party Unit",
        record(record(ONE, NONE, A, of="Wide"), NONE, A),
        "Unexpected type id -v-:M:Wide in record value.",
    ),
    (
        "M:Two Unit Unit Unit",
        variant("A", UNIT, of="Two"),
        "Unexpected type id -v-:M:Two in variant",
    ),
    (
        "M:Four (M:Two Unit Unit Unit) Text Party Unit",
        record(variant("A", UNIT, of="Two"), NONE, A),
        "Unexpected type id -v-:M:Two in variant value.",
    ),
    ("M:Pick", enum("One", of="Pick"), "Unexpected type id -v-:M:Pick in enum value."),
    (
        "M:Four M:Pick Text Party Unit",
        record(enum("One", of="Pick"), NONE, A),
        "Unexpected type id -v-:M:Pick in enum value.",
    ),
    (
        "M:Four Int64 Text Text Unit",
        record(ONE, NONE, A, labels="- b -"),
        "Unexpected label b in record value.",
    ),
    (
        "M:Four (M:Four Int64 Text Text Unit) Text Text Unit",
        record(record(ONE, NONE, A, labels="- b -"), NONE, A),
        "Unexpected label b in record value.",
    ),
]
# The whole text for a value of another type.
MISMATCHES: list[tuple[str, Value, str]] = [
    ("Int64", UNIT, "Int64 and value: Unit"),
    ("Numeric 10", TEXT, "Numeric 10 and value: Text(42)"),
    ("M:Pick", PARTY, "M:Pick and value: Party(42)"),
    ("M:Pair Int64 (List Text)", INT, "M:Pair Int64 (List Text) and value: Int64(42)"),
    ("M:Two Int64 Text Unit", variant("B", INT), "Text and value: Int64(42)"),
    ("List (Option M:Pick)", enum("One"), "List (Optional M:Pick) and value: Enum(None,One)"),
    (
        "GenMap Text (TextMap (ContractId M:Cell))",
        record(INT),
        "GenMap Text (TextMap (ContractId M:Cell)) and value: Record(None,ImmArray("
        "(None,Int64(42))))",
    ),
    ("TextMap Date", NONE, "TextMap Date and value: Optional(None)"),
    ("ContractId M:Cell", ListValue(()), "ContractId M:Cell and value: List(FrontStack())"),
]
REFUSED: list[tuple[str, Value, str]] = [
    ("M:Four Int64 Text Party Unit", record(INT, some(PARTY)), "mismatching type: Text"),
    ("M:Two Int64 Text Unit", variant("B", INT), "mismatching type: Text"),
    ("M:Two Int64 Text Unit", variant("C", INT), "unknown constructor C in variant -v-:M:Two"),
    ("M:Pick", enum("Third"), "unknown constructor Third in enumeration -v-:M:Pick"),
    ("M:Pair Int64 Text", record(INT, PartyValue("Alice")), "mismatching type: Text"),
    ("Text", TextValue("->\0<-"), "Text contains null character"),
    ("Option Text", some(TextValue("'\1'-'\1'='\0'")), "Text contains null character"),
    ("GenMap Text Int64", GenMapValue(((TextValue("\0"), ONE),)), "Text contains null character"),
    ("TextMap Int64", TextMapValue((("\0", ONE), ("\1", ONE))), "Text contains null character"),
]
ACCEPTED: list[tuple[str, Value]] = [
    ("Text", TextValue("->\1<-")),
    ("Option Text", some(TextValue("'\1'+'\1'='\2'"))),
    ("GenMap Text Int64", GenMapValue(((TextValue("\1"), ONE),))),
    ("TextMap Int64", TextMapValue((("\1", ONE),))),
    ("M:Wide", record(ONE, A, B)),
    ("M:Wide", record(ONE, NONE, B)),
    ("M:Wide", record(ONE)),
]

# Absent fields at the end: of contracts with old ids only.
TRAILING_NONE: list[tuple[str, Value]] = [
    ("M:Wide", record(ONE, NONE)),
    ("M:Wide", record(ONE, NONE, NONE)),
    ("M:Wide", record(ONE, NONE, NONE, NONE)),
    ("M:Four Int64 Text Int64 Unit", record(ONE, A, NONE)),
    ("M:Four Int64 Text Int64 Unit", record(ONE, NONE, NONE)),
    ("M:Four Int64 Text Int64 Unit", record(ONE, NONE, some(ONE), NONE)),
    (
        "M:Four (M:Four Int64 Text Int64 Unit) Text Int64 Unit",
        record(record(ONE, NONE, NONE, NONE), NONE, some(ONE), NONE),
    ),
]

# With type ids and labels, as readers get them.
LABELLED: list[tuple[str, Value, Value]] = [
    *((type_, value, value) for type_, value, _ in WELL_TYPED[:13]),
    ("M:Wide", record(Int64Value(33)), record(Int64Value(33), labels="field", of="Wide")),
    ("M:Wide", record(ONE, A), record(ONE, A, labels="field extra", of="Wide")),
    ("M:Wide", record(ONE, NONE, NONE), record(ONE, labels="field", of="Wide")),
    ("M:Wide", record(ONE, NONE, B), record(ONE, NONE, B, labels="field extra another", of="Wide")),
    ("M:Either Int64 Text", variant("Right", TEXT), variant("Right", TEXT, of="Either")),
    ("M:Colour", enum("Blue"), enum("Blue", of="Colour")),
    (
        "List (Option (M:Pair Int64 M:Colour))",
        ListValue((some(record(ONE, enum("Red"))),)),
        ListValue((some(record(ONE, enum("Red", of="Colour"), labels="x y", of="Pair")),)),
    ),
    (
        "GenMap M:Colour (M:Pair Int64 Int64)",
        GenMapValue(((enum("Red"), record(ONE, ONE)),)),
        GenMapValue(
            ((enum("Red", of="Colour"), record(ONE, ONE, labels="x y", of="Pair")),),
        ),
    ),
]


def with_id(cid: ContractId) -> Iterable[tuple[str, Value]]:
    """Values of every kind with a contract id in them."""
    return [
        ("ContractId Unit", cid),
        ("List (ContractId Unit)", ListValue((cid,))),
        ("TextMap (ContractId Unit)", TextMapValue((("0", cid),))),
        ("GenMap Int64 (ContractId Unit)", GenMapValue(((ONE, cid),))),
        ("GenMap (ContractId Unit) Int64", GenMapValue(((cid, ONE),))),
        ("Option (ContractId Unit)", some(cid)),
        ("M:Reference", record(PARTY, cid)),
        ("M:Either (ContractId Unit) Int64", variant("Left", cid)),
    ]


def chain(length: int) -> Value:
    """A value that nests twice as deep as it is long, and one deeper."""
    value: Value = variant("End", UNIT)
    for number in range(length):
        value = variant("More", record(Int64Value(number), value))
    return value
