"""Users by the console, over gRPC against a participant in this process."""

from __future__ import annotations

from typing import Any

import pytest

from canton.console.failure import CommandFailure


def kinds(rights: Any) -> list[str]:
    return [each.WhichOneof("kind") for each in rights]


def test_user_lives_through_all_commands(console: Any) -> None:
    users = console.participant1.ledger_api.users
    party = console.participant1.admin_party
    made = users.create(
        "alice", act_as=[party], primary_party=party, annotations={"a": "1", "b": "2"}
    )
    assert users.get("alice") == made
    assert [each.id for each in users.list().users] == ["alice", "participant_admin"]
    assert [each.id for each in users.list("part").users] == ["participant_admin"]

    def change(user: Any) -> None:
        user.is_deactivated = True
        del user.metadata.annotations["a"]

    changed = users.update("alice", change)
    assert (changed.is_deactivated, changed.metadata.resource_version) == (True, "1")
    assert dict(changed.metadata.annotations) == {"b": "2"}
    granted = users.rights.grant("alice", read_as=[party], readAsAnyParty=True)
    assert kinds(granted) == ["can_act_as", "can_read_as", "can_read_as_any_party"]
    assert kinds(users.rights.revoke("alice", act_as=[party], read_as=[party])) == [
        "can_read_as_any_party"
    ]
    users.delete("alice")
    with pytest.raises(CommandFailure) as failure:
        users.get("alice")
    assert failure.value.error_code == "USER_NOT_FOUND"


def test_unknown_right_is_refused(console: Any) -> None:
    with pytest.raises(TypeError):
        console.participant1.ledger_api.users.rights.grant("participant_admin", flies=True)
