"""Values of commands and of contracts, read by type: the tables of `value_cases`."""

from __future__ import annotations

import pytest

from canton.daml_lf.compiler.encoding import encode_type
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.library.codec import Codec
from canton.daml_lf.library.translation import (
    COMMAND,
    LOCAL,
    STORED,
    STORED_LEGACY,
    Translation,
    TranslationError,
)
from canton.daml_lf.text.reader import parse_type
from canton.daml_lf.value.value import NESTING_MAX, Value, normalise
from scenarios.daml_lf.contracts import value_cases as cases
from scenarios.daml_lf.contracts.bench import Bench, read_packages

BENCH = Bench(read_packages("values.lf"))
EVERYWHERE = (COMMAND, STORED, STORED_LEGACY, LOCAL)
IN_CONTRACTS = (STORED, STORED_LEGACY, LOCAL)


def codec(type_: str) -> Codec:
    parsed = parse_type(type_, PackageId("-v-"))
    return BENCH.library.types.codec(encode_type(parsed, lambda name: None))


def read(type_: str, value: Value, how: Translation) -> Value:
    """The value as a contract would have it, read and written again."""
    made = codec(type_)
    return made.to_ledger(made.translate(value, how, NESTING_MAX), NESTING_MAX)


def assert_refused(type_: str, value: Value, how: Translation, text: str) -> None:
    with pytest.raises(TranslationError) as caught:
        codec(type_).translate(value, how, NESTING_MAX)
    assert text in str(caught.value)


@pytest.mark.parametrize(("type_", "value", "in_commands"), cases.WELL_TYPED)
def test_values_of_their_type(type_, value, in_commands) -> None:
    for how in EVERYWHERE:
        assert read(type_, value, how) == value
    assert read(type_, in_commands or value, COMMAND) == value


@pytest.mark.parametrize(("type_", "value"), [*cases.EMPTY, *cases.ACCEPTED])
def test_more_values_of_their_type(type_, value) -> None:
    for how in EVERYWHERE:
        assert read(type_, value, how) == value


@pytest.mark.parametrize(("type_", "value", "_"), cases.WELL_TYPED)
def test_no_value_is_of_another_type(type_, value, _) -> None:
    for _, other, _ in cases.WELL_TYPED:
        if other != value:
            for how in EVERYWHERE:
                assert_refused(type_, other, how, "")


@pytest.mark.parametrize(("type_", "value", "ways"), cases.SAME_IN_COMMANDS)
def test_commands_may_write_a_value_in_many_ways(type_, value, ways) -> None:
    for way in ways:
        assert read(type_, way, COMMAND) == value


@pytest.mark.parametrize(("type_", "value", "text"), cases.REFUSED_IN_COMMANDS)
def test_what_commands_may_not_write(type_, value, text) -> None:
    assert_refused(type_, value, COMMAND, text)


@pytest.mark.parametrize(("type_", "value", "text"), cases.REFUSED_IN_CONTRACTS)
def test_what_contracts_may_not_hold(type_, value, text) -> None:
    for how in IN_CONTRACTS:
        assert_refused(type_, value, how, text)


@pytest.mark.parametrize(("type_", "value", "text"), cases.REFUSED)
def test_what_is_refused_everywhere(type_, value, text) -> None:
    for how in EVERYWHERE:
        assert_refused(type_, value, how, text)


@pytest.mark.parametrize(("type_", "value", "text"), cases.MISMATCHES)
def test_what_is_told_of_another_type(type_, value, text) -> None:
    for how in EVERYWHERE:
        with pytest.raises(TranslationError) as caught:
            codec(type_).translate(value, how, NESTING_MAX)
        assert str(caught.value) == f"mismatching type: {text}"
        assert caught.value.reason.startswith(f"Type-checking fails  mismatching type: {text}\n")


@pytest.mark.parametrize(("type_", "value"), cases.TRAILING_NONE)
def test_absent_fields_at_the_end_are_of_old_contracts(type_, value) -> None:
    for how in (STORED, LOCAL):
        assert_refused(type_, value, how, "Unexpected trailing None in record.")
    assert read(type_, value, STORED_LEGACY) == read(type_, value, COMMAND)


def test_values_nest_a_hundred_levels() -> None:
    for how in EVERYWHERE:
        read("M:Chain", cases.chain(49), how)
        assert_refused("M:Chain", cases.chain(50), how, "exceeds maximum nesting level of 100")


@pytest.mark.parametrize(("type_", "value", "labelled"), cases.LABELLED)
def test_labels_and_type_ids_are_put_in_for_readers(type_, value, labelled) -> None:
    assert codec(type_).label(value) == labelled
    assert normalise(labelled) == normalise(value)


IDS = {
    "plain": (cases.PLAIN_ID, "", ""),
    "local (V1)": (
        cases.LOCAL_V1,
        f'Illegal Contract ID "{cases.LOCAL_V1}", non-suffixed V1 Contract IDs are forbidden',
        f"Encountered non-suffixed Contract ID {cases.LOCAL_V1}",
    ),
    "local (V2)": (
        cases.LOCAL_V2,
        f'Illegal Contract ID "{cases.LOCAL_V2}", non-suffixed V2 Contract IDs are forbidden',
        f"Encountered non-suffixed Contract ID {cases.LOCAL_V2}",
    ),
    "absolute (V2)": (cases.ABSOLUTE_V2, "", ""),
}


@pytest.mark.parametrize("name", IDS)
def test_local_ids_name_contracts_of_the_same_transaction_only(name) -> None:
    cid, in_commands, in_contracts = IDS[name]
    for type_, value in cases.with_id(cid):
        assert read(type_, value, LOCAL) == value
        for how in (COMMAND, STORED, STORED_LEGACY):
            text = in_commands if how is COMMAND else in_contracts
            if text:
                assert_refused(type_, value, how, text)
            else:
                assert read(type_, value, how) == value


def test_commands_name_no_relative_ids() -> None:
    for type_, value in cases.with_id(cases.RELATIVE_V2):
        assert_refused(type_, value, COMMAND, "relative Contract IDs are forbidden")
        for how in IN_CONTRACTS:
            assert read(type_, value, how) == value
