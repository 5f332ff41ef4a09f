"""What the configuration says of user management reaches the Ledger API of a node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of
from canton.console.failure import CommandFailure

NODE = """
canton.participants.participant1 {
  admin-api.port = 0, http-ledger-api.enabled = no
  ledger-api { port = 0, user-management-service { %s } }
}
"""


@contextmanager
def users_of(settings: str) -> Iterator[Any]:
    config = config_of(loads(NODE % settings, {}))
    with (
        behind(config, starts_nodes=True) as (environment, loop),
        console_scope(config, environment, loop, {"x": "y"}) as names,
    ):
        participant = names["participant1"]
        names["utils"].retry_until_true(lambda: is_served(participant))
        yield participant.ledger_api.users


def is_served(participant: Any) -> bool:
    try:
        participant.ledger_api.state.end()
    except CommandFailure:
        return False
    return True


def test_limits_and_the_additional_admin_are_those_of_the_configuration() -> None:
    settings = "max-users-page-size = 1, max-rights-per-user = 2, additional-admin-user-id = root"
    with users_of(settings) as users:
        first = users.list()
        assert [each.id for each in first.users] == ["participant_admin"]
        second = users.list(page_token=first.next_page_token)
        assert [each.id for each in second.users] == ["root"]
        (right,) = users.rights.list("root")
        assert right.WhichOneof("kind") == "participant_admin"
        with pytest.raises(CommandFailure) as failure:
            users.rights.grant("root", act_as=["a::1", "b::1"])
        assert failure.value.error_code == "TOO_MANY_USER_RIGHTS"


def test_user_management_is_absent_where_it_is_switched_off() -> None:
    with users_of("enabled = no") as users, pytest.raises(CommandFailure, match="UNIMPLEMENTED"):
        users.list()
