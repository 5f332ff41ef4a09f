"""Reading and changing topology on a live network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from canton.console.failure import CommandFailure


def test_state_of_the_synchronizer_names_its_nodes(console: Any) -> None:
    topology, store = console.participant1.topology, console.sequencer1.synchronizer_id
    (sequencers,) = topology.sequencers.list(store)
    assert list(sequencers.item.active) == [console.sequencer1.id]
    (mediators,) = topology.mediators.list(store)
    assert list(mediators.item.active) == [console.mediator1.id]
    assert len(topology.synchronizer_parameters.list(store)) == 1
    trusted = {
        each.item.participant_uid for each in topology.synchronizer_trust_certificates.list(store)
    }
    assert trusted == {console.participant1.id, console.participant2.id}


@pytest.mark.parametrize("kind", ["namespace_delegations", "owner_to_key_mappings"])
def test_own_mappings_are_authorized_and_signed(console: Any, kind: str) -> None:
    mappings = getattr(console.participant1.topology, kind).list()
    assert mappings
    assert all(each.signed_by and each.serial >= 1 for each in mappings)


def test_identity_is_exported_as_it_is_listed(console: Any, tmp_path: Path) -> None:
    transactions = console.participant1.topology.transactions
    identity = transactions.identity_transactions()
    assert len(identity) >= 2
    file = tmp_path / "identity"
    transactions.export_identity_transactions_v2(str(file))
    exported = {row.transaction.hash for row in transactions.read_snapshot(file.read_bytes())}
    assert {each.hash for each in identity} <= exported


def test_temporary_store_takes_transactions_until_it_is_dropped(console: Any) -> None:
    topology = console.participant2.topology
    store = topology.stores.create_temporary_topology_store("mine")
    identity = console.participant1.topology.transactions.identity_transactions()
    topology.transactions.load(identity, store, [1])
    assert len(topology.transactions.list(store)) == len(identity)
    assert "mine" in [each.temporary.name for each in topology.stores.list()]
    topology.stores.drop_temporary_topology_store(store)
    with pytest.raises(CommandFailure, match=r"^participant2: "):
        topology.transactions.list(store)


def test_topology_becomes_idle(console: Any) -> None:
    console.utils.synchronize_topology()
    assert all(node.topology.synchronisation.is_idle() for node in console.nodes.all)
