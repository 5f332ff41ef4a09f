"""Keys, parties, packages and replicas on a live network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from canton.console.failure import CommandFailure


def test_enabled_party_is_found_listed_and_hosted(console: Any) -> None:
    parties = console.participant1.parties
    alice = parties.enable("alice")
    assert alice.identifier == "alice"
    assert alice.namespace == console.participant1.namespace
    assert parties.find("alice") == alice
    assert alice in [each.party for each in parties.hosted()]
    assert alice not in [each.party for each in console.participant2.parties.hosted()]
    (listed,) = console.participant2.parties.list("alice")
    synchronizer = console.sequencer1.synchronizer_id
    assert listed.party == alice
    assert list(listed.participants) == [console.participant1.id]
    assert list(listed.participants[console.participant1.id]) == [synchronizer]


def test_unknown_party_is_not_found_by_name(console: Any) -> None:
    with pytest.raises(CommandFailure, match="no party of participant1 begins with 'nobody'"):
        console.participant1.parties.find("nobody")


def test_generated_keys_are_listed_by_name(console: Any) -> None:
    keys = console.participant1.keys
    assert keys.secret.generate_signing_key("mine", usage=[1]).public_key
    assert keys.secret.generate_encryption_key("sealed").public_key
    for name in ("mine", "sealed"):
        assert len(keys.secret.list(filter_name=name)) == 1
        assert len(keys.public.list(filter_name=name)) == 1


def test_packages_of_the_participant_are_listed(console: Any) -> None:
    packages = console.participant1.packages.list()
    assert all(each.package_id for each in packages)
    assert isinstance(console.participant1.dars.list(), list)


def test_missing_or_broken_dar_is_refused(console: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        console.participant1.dars.upload(str(tmp_path / "no.dar"))
    broken = tmp_path / "broken.dar"
    broken.write_bytes(b"no zip file")
    with pytest.raises(CommandFailure, match=r"^participant1: UploadDar failed"):
        console.participant1.dars.upload(str(broken))
    with pytest.raises(CommandFailure, match=r"^participant1: ValidateDar failed"):
        console.participant1.dars.validate(str(broken))
