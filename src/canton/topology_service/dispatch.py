"""Which of a node's own authored transactions a synchronizer does not have yet.

Source: Canton 3.6 StoreBasedSynchronizerOutbox, ParticipantTopologyDispatcher; sheet 4.3, 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from canton.identifiers import Member, UniqueIdentifier
from canton.topology.mapping.code import MappingCode
from canton.topology.state.rows import TopologyRows
from canton.topology.stored import StoredTopologyTransaction
from canton.topology.transaction import Operation, SignedTopologyTransaction
from canton.topology_service.client import TopologyClient
from canton.topology_service.destination import LocalDestination
from canton.topology_service.outbox import TopologyOutbox


class AuthorizedDispatch:
    """While entered, hands a synchronizer's outbox what the node authors for itself.

    To be entered once the participant is connected and its topology client has caught up.
    """

    def __init__(
        self, authorized: LocalDestination, client: TopologyClient, outbox: TopologyOutbox
    ) -> None:
        self._authorized = authorized
        self._client = client
        self._outbox = outbox

    def __enter__(self) -> Self:
        self._authorized.listen(self._on_added)
        self._dispatch()
        return self

    def __exit__(self, *_: object) -> None:
        self._authorized.stop_listening(self._on_added)

    def _on_added(self, _added: tuple[SignedTopologyTransaction, ...]) -> None:
        self._dispatch()

    def _dispatch(self) -> None:
        missing = not_dispatched(
            self._authorized.state.rows,
            self._client.state.rows,
            self._client.synchronizer.logical,
        )
        # What is authored already must not be lost for want of room.
        self._outbox.enqueue(missing, is_bounded=False)


def not_dispatched(
    authorized: TopologyRows, target: TopologyRows, synchronizer: UniqueIdentifier
) -> list[SignedTopologyTransaction]:
    """The authored transactions that the synchronizer lacks, in the order they were authored.

    What it has with all these signatures is left out; so is what it has gone beyond by serial, and
    what it has refused before.
    """
    refused = {row.hash for row in target if row.rejection is not None}
    return [
        row.transaction
        for row in _current(authorized)
        if row.mapping.synchronizer_id in (None, synchronizer)
        and row.hash not in refused
        and _adds_to(target, row.transaction)
    ]


def _current(rows: TopologyRows) -> Iterator[StoredTopologyTransaction]:
    return (row for row in rows if row.valid_until is None and row.rejection is None)


def _adds_to(target: TopologyRows, signed: SignedTopologyTransaction) -> bool:
    known = target.latest_of(signed.hash)
    if known is not None:
        return not signed.signers <= known.transaction.signers
    last = target.last_of(signed.transaction.unique_key)
    return last is None or last.transaction.serial < signed.serial


def onboarding_transactions(
    authorized: TopologyRows, member: Member, synchronizer: UniqueIdentifier
) -> list[SignedTopologyTransaction]:
    """What a participant registers to join: its delegations, its keys, its trust certificate."""
    namespace = member.uid.namespace
    rows = [
        *authorized.of_namespace(MappingCode.NAMESPACE_DELEGATION, namespace),
        *authorized.of_uid(MappingCode.OWNER_TO_KEY_MAPPING, member.uid),
        *(
            row
            for row in authorized.of_uid(MappingCode.SYNCHRONIZER_TRUST_CERTIFICATE, member.uid)
            if row.mapping.synchronizer_id == synchronizer
        ),
    ]
    return [row.transaction for row in rows]


def identity_transactions(
    rows: TopologyRows, uid: UniqueIdentifier
) -> list[SignedTopologyTransaction]:
    """The transactions that say who a node is: its delegations and its keys."""
    found = [
        *rows.of_namespace(MappingCode.NAMESPACE_DELEGATION, uid.namespace, Operation.REPLACE),
        *rows.of_uid(MappingCode.OWNER_TO_KEY_MAPPING, uid),
    ]
    return [row.transaction for row in found]
