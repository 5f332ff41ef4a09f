"""The topology state machine: sequenced transactions in, new rows and ended rows out.

The transactions of a batch run one after another, each against the state with the earlier ones
applied. For each: a pending proposal of the same hash and an active transaction of the same hash
give their signatures; then come the mapping checks, the serial, and last the authorization. An
accepted transaction ends the active row of its unique key and the proposals up to its serial, an
accepted proposal its predecessor of the same hash. A refused one is stored with equal times.
The same machine serves a synchronizer's store and a node's own stores.
Source: Canton 3.6 TopologyStateProcessor, TopologyStateWriteThroughCache; protocol sheet 4.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from canton.identifiers import Fingerprint, PhysicalSynchronizerId, UniqueIdentifier
from canton.timestamps import Timestamp
from canton.topology.authorization.graph import (
    DecentralizedGraph,
    DelegationGraph,
    NamespaceGraph,
    SignedDelegation,
)
from canton.topology.authorization.validator import check_authorization
from canton.topology.checks.context import CheckContext
from canton.topology.checks.optional import check_optional
from canton.topology.checks.required import check_required
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
)
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.state.rows import RowChange, TopologyRows
from canton.topology.stored import INITIAL_TOPOLOGY_TIME, StoredTopologyTransaction
from canton.topology.transaction import (
    SERIAL_MAX,
    SignedTopologyTransaction,
    TopologyTransaction,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a transaction: as stored, and why it was refused, if it was."""

    transaction: SignedTopologyTransaction
    rejection: TopologyRejection | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the transaction was not refused."""
        return self.rejection is None


@dataclass(frozen=True, slots=True)
class Application:
    """The outcomes in order, and the row changes in order, for the store."""

    outcomes: tuple[Outcome, ...]
    changes: tuple[RowChange, ...]

    @property
    def first_rejection(self) -> TopologyRejection | None:
        """The first refusal, if any."""
        return next((each.rejection for each in self.outcomes if each.rejection), None)


class TopologyState:
    """The state of one store.

    `synchronizer` and `static_parameters` are given for a synchronizer's state, whose
    transactions must pass the mapping checks; a node's own stores have neither and skip them.
    """

    def __init__(
        self,
        synchronizer: PhysicalSynchronizerId | None = None,
        static_parameters: StaticSynchronizerParameters | None = None,
        rows: Iterable[StoredTopologyTransaction] = (),
    ) -> None:
        self.physical_synchronizer = synchronizer
        self.static_parameters = static_parameters
        self.rows = TopologyRows()
        self._graphs: dict[Fingerprint, DelegationGraph] = {}
        for row in rows:
            self.rows.add(row)

    @property
    def synchronizer(self) -> UniqueIdentifier | None:
        """The logical synchronizer; None for a node's own stores."""
        return self.physical_synchronizer.logical if self.physical_synchronizer else None

    def graph(self, namespace: Fingerprint) -> NamespaceGraph:
        """The keys that act for a namespace now."""
        for row in self.rows.of_namespace(
            MappingCode.DECENTRALIZED_NAMESPACE_DEFINITION, namespace
        ):
            definition = row.mapping
            assert isinstance(definition, DecentralizedNamespaceDefinition)
            return DecentralizedGraph(
                definition.threshold, tuple(map(self._delegations, definition.owners))
            )
        return self._delegations(namespace)

    def _delegations(self, namespace: Fingerprint) -> DelegationGraph:
        graph = self._graphs.get(namespace)
        if graph is None:
            rows = self.rows.of_namespace(MappingCode.NAMESPACE_DELEGATION, namespace)
            graph = DelegationGraph(
                namespace,
                (
                    SignedDelegation(row.mapping, row.transaction.signers)
                    for row in rows
                    if isinstance(row.mapping, NamespaceDelegation)
                ),
            )
            self._graphs[namespace] = graph
        return graph

    def apply(
        self,
        transactions: Iterable[SignedTopologyTransaction],
        sequenced: Timestamp,
        effective: Timestamp,
        *,
        expect_full_authorization: bool = False,
        is_relaxed: bool | None = None,
    ) -> Application:
        """Applies a batch and returns what changed.

        `is_relaxed` defaults to whether the batch founds the synchronizer.
        """
        if is_relaxed is None:
            is_relaxed = sequenced == INITIAL_TOPOLOGY_TIME
        outcomes: list[Outcome] = []
        changes: list[RowChange] = []
        for transaction in transactions:
            outcome = self._decide(
                transaction, effective, expect_full_authorization, is_relaxed=is_relaxed
            )
            outcomes.append(outcome)
            changes.extend(self._store(outcome, sequenced, effective))
        return Application(tuple(outcomes), tuple(changes))

    def validate(
        self, transactions: Iterable[SignedTopologyTransaction], *, expect_full_authorization: bool
    ) -> tuple[Outcome, ...]:
        """What would become of a batch that is about to be sent; the state stays as it is.

        The proposal flags stay as they are, since only sequencing settles them. The optional
        checks are made too.
        """
        effective = Timestamp(self.rows.newest_effective + 1)
        outcomes = []
        changes: list[RowChange] = []
        for transaction in transactions:
            outcome = self._decide(
                transaction, effective, expect_full_authorization, is_final=False
            )
            outcomes.append(outcome)
            changes.extend(self._store(outcome, effective, effective))
        self.rows.undo(changes)
        self._graphs.clear()
        return tuple(outcomes)

    def _decide(
        self,
        transaction: SignedTopologyTransaction,
        effective: Timestamp,
        expect_full_authorization: bool,
        *,
        is_relaxed: bool = False,
        is_final: bool = True,
    ) -> Outcome:
        last = self.rows.last_of(transaction.transaction.unique_key)
        previous = last.transaction.transaction if last else None
        merged = self._with_known_signatures(transaction, last)
        context = CheckContext(
            self.rows,
            effective,
            previous,
            self.physical_synchronizer,
            self.static_parameters,
            is_relaxed,
        )
        rejection = self._check_mapping(context, merged, is_final) or _check_serial(
            previous, merged.transaction
        )
        if rejection is not None:
            return Outcome(transaction, rejection)
        authorized = check_authorization(self, merged, previous, is_relaxed=is_relaxed)
        if isinstance(authorized, TopologyRejection):
            return Outcome(transaction, authorized)
        may_lack = transaction.is_proposal and not expect_full_authorization
        if authorized.missing and not may_lack:
            return Outcome(transaction, _not_fully_authorized())
        if not is_final:
            return Outcome(authorized.transaction)
        return Outcome(authorized.transaction.as_proposal(bool(authorized.missing)))

    def _with_known_signatures(
        self, transaction: SignedTopologyTransaction, last: StoredTopologyTransaction | None
    ) -> SignedTopologyTransaction:
        pending = self.rows.pending(transaction.transaction.unique_key, transaction.hash)
        if pending is not None:
            transaction = transaction.with_signatures(pending.transaction.signatures)
        if last is not None and last.hash == transaction.hash:
            merged = last.transaction.with_signatures(transaction.signatures)
            transaction = replace(merged, is_proposal=last.is_proposal)
        return transaction

    def _check_mapping(
        self, context: CheckContext, transaction: SignedTopologyTransaction, is_final: bool
    ) -> TopologyRejection | None:
        if self.physical_synchronizer is None:
            return None
        rejection = check_required(context, transaction)
        if rejection is None and not is_final:
            return check_optional(context, transaction)
        return rejection

    def _store(
        self, outcome: Outcome, sequenced: Timestamp, effective: Timestamp
    ) -> list[RowChange]:
        signed = outcome.transaction
        changes: list[RowChange] = []
        if outcome.is_accepted:
            ended = self.rows.superseded_by(signed)
            changes.extend(self.rows.end(position, effective) for position in ended)
            if isinstance(signed.mapping, NamespaceDelegation) and not signed.is_proposal:
                self._graphs.pop(signed.mapping.namespace, None)
        rejection = outcome.rejection
        row = StoredTopologyTransaction(
            sequenced,
            effective,
            effective if rejection else None,
            signed,
            rejection.stored_cause if rejection else None,
        )
        changes.append(self.rows.add(row))
        return changes


def _check_serial(
    previous: TopologyTransaction | None, transaction: TopologyTransaction
) -> TopologyRejection | None:
    """Serials go up by one; signatures added to what is active keep the serial."""
    if previous is None or previous.hash == transaction.hash:
        return None
    if previous.serial == SERIAL_MAX:
        return TopologyRejection(
            RejectionName.MAX_SERIAL_REACHED, "Max serial has been reached for the transaction."
        )
    if transaction.serial != previous.serial + 1:
        return TopologyRejection(
            RejectionName.SERIAL_MISMATCH,
            f"The actual serial {transaction.serial} does not match the expected serial"
            f" {previous.serial + 1}",
        )
    return None


def _not_fully_authorized() -> TopologyRejection:
    return TopologyRejection(RejectionName.NOT_FULLY_AUTHORIZED, "Not fully authorized")
