"""Connecting, looking at connections, disconnecting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from canton.console.failure import CommandFailure


def test_connected_synchronizer_is_listed_with_its_ids(console: Any) -> None:
    synchronizers = console.participant1.synchronizers
    (connected,) = synchronizers.list_connected()
    assert connected.synchronizer_alias == "da"
    assert connected.synchronizer_id == console.sequencer1.synchronizer_id
    assert connected.physical_synchronizer_id == console.sequencer1.physical_synchronizer_id
    assert connected.healthy
    assert synchronizers.id_of("da") == connected.synchronizer_id
    assert synchronizers.physical_id_of("da") == connected.physical_synchronizer_id


def test_connection_is_found_by_alias_and_either_id(console: Any) -> None:
    synchronizers = console.participant1.synchronizers
    physical = synchronizers.physical_id_of("da")
    assert all(map(synchronizers.is_connected, ["da", physical, physical.logical]))
    assert not synchronizers.is_connected("other")
    assert synchronizers.active("da")
    assert not synchronizers.active("other")


def test_disconnected_synchronizer_stays_registered_until_reconnected(console: Any) -> None:
    synchronizers = console.participant1.synchronizers
    synchronizers.disconnect("da")
    assert not synchronizers.list_connected()
    (registered,) = synchronizers.list_registered()
    assert not registered.connected
    assert synchronizers.is_registered("da")
    assert synchronizers.reconnect(synchronizerAlias="da")
    assert synchronizers.active("da")
    synchronizers.disconnect_all()
    assert not synchronizers.is_connected("da")
    synchronizers.reconnect_all()
    assert synchronizers.is_connected("da")


def test_every_way_to_connect_again_is_a_reconnect(console: Any) -> None:
    synchronizers = console.participant2.synchronizers
    connection = console.sequencer1.sequencer_connection
    for connect in (
        lambda: synchronizers.connect_local(console.sequencer1, alias="da"),
        lambda: synchronizers.connect_local_bft([console.sequencer1], "da"),
        lambda: synchronizers.connect_bft([connection], "da"),
        lambda: synchronizers.connect("da", f"http://{connection.endpoints[0]}"),
        lambda: synchronizers.connect(console.sequencer1, "da"),
        lambda: synchronizers.connect_multi("da", [connection]),
        lambda: synchronizers.connect_by_config(synchronizers.config("da")),
    ):
        synchronizers.disconnect("da")
        connect()
        assert synchronizers.active("da")
    assert len(synchronizers.list_registered()) == 1


def test_modified_config_is_kept(console: Any) -> None:
    synchronizers = console.participant2.synchronizers
    synchronizers.modify("da", lambda config: replace(config, priority=3))
    assert synchronizers.config("da").priority == 3


def test_unknown_alias_names_node_and_command(console: Any) -> None:
    synchronizers = console.participant1.synchronizers
    with pytest.raises(CommandFailure, match="participant1 knows no synchronizer 'other'"):
        synchronizers.config("other")
    with pytest.raises(CommandFailure, match=r"^participant1: ReconnectSynchronizer failed"):
        synchronizers.reconnect("other")
    with pytest.raises(CommandFailure, match=r"^participant1: GetSynchronizerId failed"):
        synchronizers.id_of("other")
