"""Which annotations are allowed."""

from __future__ import annotations

import pytest

from canton.errors import LedgerError
from canton.ledger_api.user.annotation import checked, is_within_size, merged


@pytest.mark.parametrize("key", ["a", "a.b-c_d", "0", "x" * 63, "dns.name-1/key", f"{'p' * 253}/k"])
def test_a_key_is_a_name_with_an_optional_dns_name(key: str) -> None:
    assert checked({key: "v"}, "f", may_be_empty=False) == {key: "v"}


@pytest.mark.parametrize(
    "key", ["", "-a", "a-", "x" * 64, "a/b/c", "//", "/a", "a_b/c", "a..b/c", f"{'p' * 254}/k", "é"]
)
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(LedgerError, match="INVALID_ARGUMENT"):
        checked({key: "v"}, "f", may_be_empty=False)


def test_an_empty_value_is_for_updates_only() -> None:
    assert checked({"a": ""}, "f", may_be_empty=True) == {"a": ""}
    with pytest.raises(LedgerError, match="value of an annotation is empty for key: 'a'"):
        checked({"a": ""}, "f", may_be_empty=False)


def test_the_size_counts_keys_and_values_in_utf8() -> None:
    exact = {"a": "é" * (128 * 1024 - 1) + "x"}
    assert is_within_size(exact)
    assert not is_within_size({**exact, "b": ""})
    with pytest.raises(LedgerError, match="larger than the limit of 256kb"):
        checked({"a": "x" * 256 * 1024}, "f", may_be_empty=True)


def test_changes_win_and_an_empty_value_removes() -> None:
    assert merged({"a": "1", "b": "2"}, {"b": "", "c": "3", "d": ""}) == {"a": "1", "c": "3"}
