"""Archives: the hash is recomputed, the version must be one that runs."""

from __future__ import annotations

import hashlib

import pytest

from canton.daml_lf.archive.envelope import build_archive, read_archive
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.archive.wire import message_field, number_field
from canton.daml_lf.language.version import V2_1, V2_DEV


def wrapped(payload: bytes, *, hashed: str | None = None, extra: bytes = b"") -> bytes:
    digest = hashed or hashlib.sha256(payload).hexdigest()
    return message_field(3, payload) + message_field(4, digest.encode()) + extra


def payload(minor: str, *, field: int = 4, patch: int = 0) -> bytes:
    return message_field(3, minor.encode()) + number_field(5, patch) + message_field(field, b"")


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(ArchiveError) as caught:
        read_archive(data)
    return caught.value.code.id, caught.value.context.get("reason", caught.value.cause)


@pytest.mark.parametrize("version", [V2_1, V2_DEV])
def test_an_archive_is_read_as_built(version: object) -> None:
    assert version in (V2_1, V2_DEV)
    archive = build_archive(b"package", V2_1)
    assert read_archive(archive.data) == archive
    assert archive.package_bytes == b"package"


def test_a_wrong_hash_is_refused() -> None:
    code, reason = refusal(wrapped(payload("1"), hashed="00" * 32))
    assert (code, "hash" in reason) == ("DAR_PARSE_ERROR", True)


def test_unknown_fields_and_hash_functions_are_refused() -> None:
    assert refusal(wrapped(payload("1"), extra=number_field(9, 1)))[0] == "DAR_PARSE_ERROR"
    assert "hash function" in refusal(wrapped(payload("1"), extra=number_field(1, 1)))[1]
    assert "unknown field" in refusal(wrapped(payload("1") + number_field(9, 1)))[1]


@pytest.mark.parametrize("minor", ["6", "15", "17", "dev"])
def test_packages_of_version_1_are_recognised_and_refused(minor: str) -> None:
    code, reason = refusal(wrapped(payload(minor, field=2)))
    assert code == "ALLOWED_LANGUAGE_VERSIONS"
    assert reason.endswith(f"Expected version in 2.1, 2.2, 2.3 but got 1.{minor}")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (payload("99"), "2.99 is not supported"),
        (payload("3-rc1"), "discontinued"),
        (payload("4-rc1"), "another compiler"),
        (payload("99", field=2), "not supported"),
        (payload("1", patch=1), "unknown patch version 1"),
        (message_field(3, b"1"), "unknown or not supported"),
    ],
)
def test_unknown_versions_are_refused_with_a_reason(data: bytes, reason: str) -> None:
    code, found = refusal(wrapped(data))
    assert code == "DAR_PARSE_ERROR"
    assert reason in found
