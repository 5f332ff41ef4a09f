"""The tables of a sequencer's own database. The rows come from the core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.sequencer.core.rows import (
    AcknowledgementRow,
    AggregationRow,
    BlockRow,
    ConsumptionRow,
    ContributionRow,
    EventRow,
    MemberRow,
    PurchaseRow,
    RecipientRow,
)
from canton.storage.table import AnyTable, Table


@dataclass(frozen=True, slots=True)
class ConfigurationRow:
    """The synchronizer that this sequencer serves: written once, when it is initialized.

    `genesis_time` is when the founding members are registered; 0 is the only id.
    """

    id: int
    synchronizer: str
    static_parameters: bytes
    first_block: int


@dataclass(frozen=True, slots=True)
class LowerBoundRow:
    """Events up to this time are not there any more; 0 is the only id."""

    id: int
    time: int


MEMBERS: Final = Table("sequencer_member", MemberRow, key=("member",), unique=(("id",),))
EVENTS: Final = Table("sequencer_event", EventRow, key=("time",))
RECIPIENTS: Final = Table(
    "sequencer_recipient", RecipientRow, key=("member_id", "time"), indexes=(("time",),)
)
ACKNOWLEDGEMENTS: Final = Table("sequencer_acknowledgement", AcknowledgementRow, key=("member_id",))
AGGREGATIONS: Final = Table(
    "sequencer_aggregation",
    AggregationRow,
    key=("id",),
    indexes=(("max_sequencing_time",),),
)
CONTRIBUTIONS: Final = Table(
    "sequencer_contribution",
    ContributionRow,
    key=("aggregation_id", "sender"),
    indexes=(("max_sequencing_time",),),
)
CONSUMPTIONS: Final = Table(
    "sequencer_traffic_consumption",
    ConsumptionRow,
    key=("member_id", "time"),
    indexes=(("time",),),
)
PURCHASES: Final = Table("sequencer_traffic_purchase", PurchaseRow, key=("member", "time"))
BLOCKS: Final = Table("sequencer_block", BlockRow, key=("height",))
CONFIGURATION: Final = Table("sequencer_configuration", ConfigurationRow, key=("id",))
LOWER_BOUND: Final = Table("sequencer_lower_bound", LowerBoundRow, key=("id",))

SEQUENCER_TABLES: Final[tuple[AnyTable, ...]] = (
    MEMBERS,
    EVENTS,
    RECIPIENTS,
    ACKNOWLEDGEMENTS,
    AGGREGATIONS,
    CONTRIBUTIONS,
    CONSUMPTIONS,
    PURCHASES,
    BLOCKS,
    CONFIGURATION,
    LOWER_BOUND,
)
