"""Requests from bodies, paths and queries; bodies that are none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canton.errors import LedgerError
from canton.json_api.endpoint.reading import parse, read_request
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.exchange import Incoming, Unreadable
from canton.wire import ledger_admin_pb2 as wire
from unit.json_api.message.strategies import ANY_TYPES

_BY_NAME = {(each.verb, each.path): each for each in ENDPOINTS}


def read(
    verb: str, path: str, in_path: dict[str, str], body: bytes = b"", **query: list[str]
) -> Any:
    names = {name.replace("_", "-"): texts for name, texts in query.items()}
    incoming = Incoming(verb, path, names, {}, body)
    return read_request(_BY_NAME[verb, path], incoming, in_path, ANY_TYPES)


def test_parameters_set_fields() -> None:
    path = "/v2/parties/{party}"
    found = read("GET", path, {"party": "a"}, parties=["b", "c"], identity_provider_id=["i"])
    assert found == wire.GetPartiesRequest(parties=["a", "b", "c"], identity_provider_id="i")
    page = read("GET", "/v2/users", {}, pageSize=["7"], pageToken=["t"])
    assert page == wire.ListUsersRequest(page_size=7, page_token="t")


def test_an_upload_vets_unless_told_not_to() -> None:
    Vetting = wire.UploadDarFileRequest.VettingChange  # noqa: N806
    found = read("POST", "/v2/dars", {}, b"dar", synchronizerId=["s"])
    assert (found.dar_file, found.synchronizer_id) == (b"dar", "s")
    assert found.vetting_change == Vetting.VETTING_CHANGE_VET_ALL_PACKAGES
    for text, expected in (
        ("true", Vetting.VETTING_CHANGE_VET_ALL_PACKAGES),
        ("false", Vetting.VETTING_CHANGE_DONT_VET_ANY_PACKAGES),
    ):
        assert read("POST", "/v2/dars", {}, vetAllPackages=[text]).vetting_change == expected
    with pytest.raises(Unreadable, match="query parameter vetAllPackages"):
        read("POST", "/v2/dars", {}, vetAllPackages=["maybe"])


def test_the_path_and_the_body_must_speak_of_the_same() -> None:
    path = "/v2/users/{user-id}"
    body = b'{"user": {"id": "ann"}, "updateMask": {"paths": ["is_deactivated"]}}'
    assert read("PATCH", path, {"user-id": "ann"}, body).update_mask.paths == ["is_deactivated"]
    with pytest.raises(LedgerError, match="bob does not match user in body: ann"):
        read("PATCH", path, {"user-id": "bob"}, body)


def test_the_tree_of_a_transaction_is_asked_for_with_all_effects() -> None:
    body = b'{"commands": [], "commandId": "c", "actAs": ["a", "b"]}'
    found = read("POST", "/v2/commands/submit-and-wait-for-transaction-tree", {}, body)
    events = found.transaction_format.event_format
    assert set(events.filters_by_party) == {"a", "b"} and events.verbose
    assert found.commands.command_id == "c"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "truncated"),
        (b"{}x", "trailing characters"),
        (b'{\n "a": 1,\n}', r"line 3, column 1"),
        (b'{"a": 1e999999999}', "too many digits"),
        (b'{"a": 1e-99999999999999999999}', "too many digits"),
        (b'"\xff"', "utf"),
        (b"[" * 100_000, "nested too deeply"),
        (b"NaN", "malformed"),
    ],
)
def test_a_body_that_is_no_json_is_told_so(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"(?i){reason}"):
        parse(body)


@given(st.binary(max_size=20))
def test_no_body_breaks_the_parser(body: bytes) -> None:
    try:
        parse(body)
    except Unreadable as error:
        assert str(error).startswith("Invalid value for: body (")
