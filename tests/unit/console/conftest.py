"""One network of nodes in this process, in memory, with its console; made once for a module."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of

NETWORK = """
canton {
  sequencers.sequencer1 { public-api.port = 0, admin-api.port = 0 }
  mediators.mediator1.admin-api.port = 0
  participants.participant1 {
    admin-api.port = 0, ledger-api.port = 0, http-ledger-api.enabled = no
    parameters.admin-workflow.bong-test-max-level = 3
  }
  participants.participant2 {
    admin-api.port = 0, ledger-api.port = 0, http-ledger-api.enabled = no
    parameters.admin-workflow.bong-test-max-level = 3
  }
}
"""


@pytest.fixture(scope="module")
def fresh() -> Iterator[Any]:
    """The console of nodes that have an id each, and no synchronizer yet."""
    config = config_of(loads(NETWORK, {}))
    with (
        behind(config, starts_nodes=True) as (environment, loop),
        console_scope(config, environment, loop, {"x": "y"}) as names,
    ):
        yield SimpleNamespace(**names)


@pytest.fixture(scope="module")
def console(fresh: Any) -> Any:
    """The console of a synchronizer `local`, with both participants connected as `da`."""
    fresh.bootstrap.synchronizer(
        "local",
        [fresh.sequencer1],
        [fresh.mediator1],
        static_synchronizer_parameters=fresh.StaticSynchronizerParameters.defaults(
            topology_change_delay=0
        ),
    )
    fresh.participants.all.synchronizers.connect_local(fresh.sequencer1, "da")
    return fresh
