"""How a sequencer begins: from the founding topology of a synchronizer.

Nothing here performs writes; the store writes the whole beginning in one transaction.
Source: Canton 3.6 SequencerNode.initializeSequencerFromGenesisState.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import PhysicalSynchronizerId
from canton.sequencer.core.membership import Membership
from canton.sequencer.core.rows import (
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    MemberRow,
    PurchaseRow,
)
from canton.sequencer.ordering.ordering import FIRST_HEIGHT
from canton.sequencer.stores.tables import (
    ACKNOWLEDGEMENTS,
    AGGREGATIONS,
    CONSUMPTIONS,
    CONTRIBUTIONS,
    LOWER_BOUND,
    PURCHASES,
    ConfigurationRow,
    LowerBoundRow,
)
from canton.sequencer.topology_view import members_named
from canton.storage.table import Write
from canton.topology.mapping.synchronizer import SequencerSynchronizerState
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.state.rows import RowChange
from canton.topology.state.state import TopologyState
from canton.topology.stored import INITIAL_TOPOLOGY_TIME, StoredTopologyTransaction

INVALID_INITIAL_STATE = ErrorCode(
    "SEQUENCER_INITIALIZATION_STATE_INVALID",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The state that a sequencer is to begin with is not consistent in itself.",
    "Take the state from the bootstrap of the synchronizer, or from a running sequencer.",
)
ALREADY_INITIALIZED = ErrorCode(
    "SEQUENCER_ALREADY_INITIALIZED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "The sequencer serves a synchronizer already.",
    "A sequencer serves one synchronizer for its whole life; use another node.",
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """All that is written when a sequencer is initialized."""

    synchronizer: PhysicalSynchronizerId
    configuration: ConfigurationRow
    members: tuple[MemberRow, ...]
    block: BlockRow
    topology: tuple[RowChange, ...]
    acknowledgements: tuple[AcknowledgementRow, ...] = ()
    aggregations: tuple[AggregationRow, ...] = ()
    contributions: tuple[ContributionRow, ...] = ()
    consumptions: tuple[ConsumptionRow, ...] = ()
    purchases: tuple[PurchaseRow, ...] = ()
    lower_bound: LowerBoundRow | None = None


def from_genesis(
    rows: Sequence[StoredTopologyTransaction], parameters: StaticSynchronizerParameters
) -> Beginning:
    """The beginning of a new synchronizer.

    Raises:
        LedgerError: SEQUENCER_INITIALIZATION_STATE_INVALID.
    """
    synchronizer = synchronizer_of(rows, parameters)
    state = TopologyState(synchronizer, parameters)
    application = state.apply(
        [row.transaction for row in rows], INITIAL_TOPOLOGY_TIME, INITIAL_TOPOLOGY_TIME
    )
    rejection = application.first_rejection
    if rejection is not None:
        raise _invalid(f"the topology refuses a transaction: {rejection}")
    membership = Membership()
    accepted = (outcome.transaction for outcome in application.outcomes)
    members = membership.register(members_named(accepted), INITIAL_TOPOLOGY_TIME)
    return Beginning(
        synchronizer,
        configuration_of(synchronizer, parameters, FIRST_HEIGHT),
        members,
        BlockRow(FIRST_HEIGHT - 1, INITIAL_TOPOLOGY_TIME, None, None),
        application.changes,
    )


def more_writes(beginning: Beginning) -> list[Write]:
    """What a sequencer that joins later writes beside members, block and topology."""
    writes: list[Write] = []
    if beginning.acknowledgements:
        writes.append(ACKNOWLEDGEMENTS.insert(*beginning.acknowledgements))
    if beginning.aggregations:
        writes.append(AGGREGATIONS.insert(*beginning.aggregations))
        writes.append(CONTRIBUTIONS.insert(*beginning.contributions))
    writes.extend(
        write
        for write in (
            CONSUMPTIONS.insert(*beginning.consumptions),
            PURCHASES.insert(*beginning.purchases),
        )
        if write.rows
    )
    if beginning.lower_bound is not None:
        writes.append(LOWER_BOUND.insert(beginning.lower_bound))
    return writes


def configuration_of(
    synchronizer: PhysicalSynchronizerId,
    parameters: StaticSynchronizerParameters,
    first_block: int,
) -> ConfigurationRow:
    """The row that says what this sequencer serves, from which block on."""
    serialized = parameters.to_proto().SerializeToString(deterministic=True)
    return ConfigurationRow(0, str(synchronizer), serialized, first_block)


def synchronizer_of(
    rows: Sequence[StoredTopologyTransaction], parameters: StaticSynchronizerParameters
) -> PhysicalSynchronizerId:
    """The one synchronizer that the rows are about.

    Raises:
        LedgerError: SEQUENCER_INITIALIZATION_STATE_INVALID.
    """
    found = {
        row.mapping.synchronizer_id
        for row in rows
        if isinstance(row.mapping, SequencerSynchronizerState)
    }
    if len(found) != 1:
        raise _invalid(f"the sequencers of one synchronizer are expected, not of {len(found)}")
    return PhysicalSynchronizerId(found.pop(), parameters.protocol_version, parameters.serial)


def _invalid(cause: str) -> LedgerError:
    return LedgerError(INVALID_INITIAL_STATE, cause)
