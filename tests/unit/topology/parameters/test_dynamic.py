"""The parameters that may change."""

from __future__ import annotations

import pytest

from canton.timestamps import Micros, micros
from canton.topology.parameters.dynamic import (
    AcsCommitmentsCatchUp,
    DynamicSynchronizerParameters,
    OnboardingRestriction,
    TrafficControlParameters,
)
from canton.wire import topology_pb2

EVERYTHING_CHANGED = DynamicSynchronizerParameters(
    confirmation_response_timeout=Micros(1_500_001),
    mediator_reaction_timeout=Micros(2),
    assignment_exclusivity_timeout=Micros(0),
    ledger_time_record_time_tolerance=Micros(3),
    preparation_time_record_time_tolerance=Micros(4),
    mediator_deduplication_timeout=Micros(8),
    reconciliation_interval=micros(seconds=5),
    max_request_size=6,
    onboarding_restriction=OnboardingRestriction.RESTRICTED_LOCKED,
    confirmation_requests_max_rate=7,
    sequencer_aggregate_submission_timeout=Micros(9),
    traffic_control=TrafficControlParameters(base_event_cost=5, free_confirmation_responses=True),
    acs_commitments_catchup=AcsCommitmentsCatchUp(3, 4),
)


@pytest.mark.parametrize(
    "parameters",
    [
        DynamicSynchronizerParameters(),
        EVERYTHING_CHANGED,
        DynamicSynchronizerParameters(acs_commitments_catchup=None),
    ],
)
def test_parameters_survive_their_message(parameters) -> None:
    content = parameters.to_proto().SerializeToString()
    message = topology_pb2.DynamicSynchronizerParameters.FromString(content)
    assert DynamicSynchronizerParameters.from_proto(message) == parameters


def test_a_missing_field_is_refused() -> None:
    message = DynamicSynchronizerParameters().to_proto()
    message.ClearField("mediator_reaction_timeout")
    with pytest.raises(ValueError, match="mediator_reaction_timeout"):
        DynamicSynchronizerParameters.from_proto(message)


def test_a_missing_preparation_tolerance_is_that_of_the_ledger_time() -> None:
    message = DynamicSynchronizerParameters().to_proto()
    message.ClearField("preparation_time_record_time_tolerance")
    read = DynamicSynchronizerParameters.from_proto(message)
    assert read.preparation_time_record_time_tolerance == micros(seconds=60)


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match="deduplication"):
        DynamicSynchronizerParameters(mediator_deduplication_timeout=micros(seconds=3600))
    with pytest.raises(ValueError, match="whole seconds"):
        DynamicSynchronizerParameters(reconciliation_interval=Micros(1))


def test_values_out_of_bounds_are_named() -> None:
    assert DynamicSynchronizerParameters().values_out_of_bounds() == ()
    assert EVERYTHING_CHANGED.values_out_of_bounds() == ("mediator reaction timeout",)


def test_derived_times() -> None:
    parameters = DynamicSynchronizerParameters()
    assert parameters.decision_timeout == micros(seconds=60)
    assert parameters.sequencer_topology_timestamp_tolerance == micros(seconds=120)
