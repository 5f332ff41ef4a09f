"""The parameters of a synchronizer that its owners may change while it runs.

They travel inside the mapping `SynchronizerParametersState`. Durations are whole microseconds.
Source: Canton 3.6 DynamicSynchronizerParameters; protocol sheet 4.4 and 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from canton.timestamps import Micros, micros
from canton.topology.encoding.time import duration_from_proto, duration_to_proto
from canton.wire import topology_pb2 as wire

_HALF_MINUTE: Final = micros(seconds=30)
_MINUTE: Final = micros(seconds=60)
_TWO_MINUTES: Final = micros(seconds=120)
_SIX_MINUTES: Final = micros(seconds=360)
_TEN_MINUTES: Final = micros(seconds=600)
_DAY: Final = micros(seconds=86_400)
_TWO_DAYS: Final = micros(seconds=172_800)
TIMEOUT_MIN: Final = micros(seconds=1)
TIMEOUT_MAX: Final = micros(seconds=300)
"""The bounds of the two timeouts; owners leave them only with a force flag."""


class OnboardingRestriction(Enum):
    """Which participants may join: anyone or those with a permission; now or not."""

    UNRESTRICTED_OPEN = 1
    UNRESTRICTED_LOCKED = 2
    RESTRICTED_OPEN = 3
    RESTRICTED_LOCKED = 4

    @property
    def is_open(self) -> bool:
        """Whether new participants are let in at all."""
        return self in (self.UNRESTRICTED_OPEN, self.RESTRICTED_OPEN)

    @property
    def is_restricted(self) -> bool:
        """Whether a participant needs a permission of the synchronizer's owners."""
        return self in (self.RESTRICTED_OPEN, self.RESTRICTED_LOCKED)


@dataclass(frozen=True, slots=True)
class TrafficControlParameters:
    """What sending costs. `read_vs_write_scaling_factor` counts per ten thousand."""

    max_base_traffic_amount: int = 204_800
    max_base_traffic_accumulation_duration: Micros = _TEN_MINUTES
    read_vs_write_scaling_factor: int = 200
    set_balance_request_submission_window_size: Micros = _TWO_MINUTES
    enforce_rate_limiting: bool = True
    base_event_cost: int = 0
    free_confirmation_responses: bool = False

    @staticmethod
    def from_proto(message: wire.TrafficControlParameters) -> TrafficControlParameters:
        """Reads the message.

        Raises:
            ValueError: a duration is negative.
        """
        return TrafficControlParameters(
            max_base_traffic_amount=message.max_base_traffic_amount,
            max_base_traffic_accumulation_duration=duration_from_proto(
                message.max_base_traffic_accumulation_duration, "accumulation duration"
            ),
            read_vs_write_scaling_factor=message.read_vs_write_scaling_factor,
            set_balance_request_submission_window_size=duration_from_proto(
                message.set_balance_request_submission_window_size, "submission window"
            ),
            enforce_rate_limiting=message.enforce_rate_limiting,
            base_event_cost=message.base_event_cost,
            free_confirmation_responses=message.free_confirmation_responses,
        )

    def to_proto(self) -> wire.TrafficControlParameters:
        """The message of these parameters."""
        return wire.TrafficControlParameters(
            max_base_traffic_amount=self.max_base_traffic_amount,
            max_base_traffic_accumulation_duration=duration_to_proto(
                self.max_base_traffic_accumulation_duration
            ),
            read_vs_write_scaling_factor=self.read_vs_write_scaling_factor,
            set_balance_request_submission_window_size=duration_to_proto(
                self.set_balance_request_submission_window_size
            ),
            enforce_rate_limiting=self.enforce_rate_limiting,
            base_event_cost=self.base_event_cost or None,
            free_confirmation_responses=self.free_confirmation_responses,
        )


@dataclass(frozen=True, slots=True)
class AcsCommitmentsCatchUp:
    """When a participant that lags with commitments skips intervals."""

    catchup_interval_skip: int = 5
    nr_intervals_to_trigger_catchup: int = 2


_CATCHUP_DEFAULT: Final = AcsCommitmentsCatchUp()


@dataclass(frozen=True, slots=True)
class DynamicSynchronizerParameters:
    """The changeable parameters, with the values that a new synchronizer starts with."""

    confirmation_response_timeout: Micros = _HALF_MINUTE
    mediator_reaction_timeout: Micros = _HALF_MINUTE
    assignment_exclusivity_timeout: Micros = _MINUTE
    ledger_time_record_time_tolerance: Micros = _MINUTE
    preparation_time_record_time_tolerance: Micros = _DAY
    mediator_deduplication_timeout: Micros = _TWO_DAYS
    reconciliation_interval: Micros = _MINUTE
    max_request_size: int = 10 * 1024 * 1024
    onboarding_restriction: OnboardingRestriction = OnboardingRestriction.UNRESTRICTED_OPEN
    confirmation_requests_max_rate: int = 1_000_000
    sequencer_aggregate_submission_timeout: Micros = _SIX_MINUTES
    traffic_control: TrafficControlParameters | None = None
    acs_commitments_catchup: AcsCommitmentsCatchUp | None = _CATCHUP_DEFAULT

    def __post_init__(self) -> None:
        """Raises ValueError where parameters contradict each other."""
        if self.mediator_deduplication_timeout < 2 * self.preparation_time_record_time_tolerance:
            raise ValueError(
                "the mediator deduplication timeout must be at least twice the preparation time"
                " record time tolerance"
            )
        if self.reconciliation_interval <= 0 or self.reconciliation_interval % 1_000_000:
            raise ValueError("the reconciliation interval must be whole seconds, at least one")

    @property
    def decision_timeout(self) -> Micros:
        """How long after its sequencing a request may be undecided."""
        return Micros(self.confirmation_response_timeout + self.mediator_reaction_timeout)

    @property
    def sequencer_topology_timestamp_tolerance(self) -> Micros:
        """How old the topology timestamp of a submission may be."""
        return Micros(2 * self.decision_timeout)

    def values_out_of_bounds(self) -> tuple[str, ...]:
        """The names of timeouts that lie outside their bounds."""
        timeouts = {
            "confirmation response timeout": self.confirmation_response_timeout,
            "mediator reaction timeout": self.mediator_reaction_timeout,
        }
        return tuple(
            name for name, value in timeouts.items() if not TIMEOUT_MIN <= value <= TIMEOUT_MAX
        )

    @staticmethod
    def from_proto(message: wire.DynamicSynchronizerParameters) -> DynamicSynchronizerParameters:
        """Reads the message.

        Raises:
            ValueError: a required field is missing, or a value is out of its range.
        """
        _require(message, _REQUIRED)
        preparation_tolerance = (
            message.preparation_time_record_time_tolerance
            if message.HasField("preparation_time_record_time_tolerance")
            else message.ledger_time_record_time_tolerance
        )
        traffic = message.traffic_control if message.HasField("traffic_control") else None
        catchup = (
            message.acs_commitments_catchup if message.HasField("acs_commitments_catchup") else None
        )
        return DynamicSynchronizerParameters(
            **{
                name: duration_from_proto(getattr(message, name), name)
                for name in _DURATIONS
                if name != "preparation_time_record_time_tolerance"
            },
            preparation_time_record_time_tolerance=duration_from_proto(
                preparation_tolerance, "preparation_time_record_time_tolerance"
            ),
            max_request_size=message.max_request_size,
            onboarding_restriction=OnboardingRestriction(message.onboarding_restriction),
            confirmation_requests_max_rate=(
                message.participant_synchronizer_limits.confirmation_requests_max_rate
            ),
            traffic_control=TrafficControlParameters.from_proto(traffic) if traffic else None,
            acs_commitments_catchup=_catchup_from_proto(catchup) if catchup else None,
        )

    def to_proto(self) -> wire.DynamicSynchronizerParameters:
        """The message of these parameters."""
        catchup = self.acs_commitments_catchup
        return wire.DynamicSynchronizerParameters(
            **{name: duration_to_proto(getattr(self, name)) for name in _DURATIONS},
            max_request_size=self.max_request_size,
            onboarding_restriction=self.onboarding_restriction.value,  # type: ignore[arg-type]
            participant_synchronizer_limits=wire.ParticipantSynchronizerLimits(
                confirmation_requests_max_rate=self.confirmation_requests_max_rate
            ),
            traffic_control=self.traffic_control.to_proto() if self.traffic_control else None,
            acs_commitments_catchup=_catchup_to_proto(catchup) if catchup else None,
        )


_DURATIONS: Final = (
    "confirmation_response_timeout",
    "mediator_reaction_timeout",
    "assignment_exclusivity_timeout",
    "ledger_time_record_time_tolerance",
    "preparation_time_record_time_tolerance",
    "mediator_deduplication_timeout",
    "reconciliation_interval",
    "sequencer_aggregate_submission_timeout",
)
_REQUIRED: Final = (
    *(name for name in _DURATIONS if name != "preparation_time_record_time_tolerance"),
    "participant_synchronizer_limits",
)


def _require(message: wire.DynamicSynchronizerParameters, names: tuple[str, ...]) -> None:
    for name in names:
        if not message.HasField(name):
            raise ValueError(f"{name} is missing")


def _catchup_from_proto(message: wire.AcsCommitmentsCatchUpConfig) -> AcsCommitmentsCatchUp:
    if not message.catchup_interval_skip or not message.nr_intervals_to_trigger_catchup:
        raise ValueError("the catch-up parameters must be positive")
    return AcsCommitmentsCatchUp(
        message.catchup_interval_skip, message.nr_intervals_to_trigger_catchup
    )


def _catchup_to_proto(catchup: AcsCommitmentsCatchUp) -> wire.AcsCommitmentsCatchUpConfig:
    return wire.AcsCommitmentsCatchUpConfig(
        catchup_interval_skip=catchup.catchup_interval_skip,
        nr_intervals_to_trigger_catchup=catchup.nr_intervals_to_trigger_catchup,
    )
