"""Commands about limits and traffic: what nodes take on, and what members pay for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.group import Group
from canton.console.identifier import logical_of, member_of, text_of
from canton.console.spelling import command
from canton.wire import admin_participant_pb2 as participant
from canton.wire import sequencer_admin_pb2 as sequencer

_RESOURCES: Final = methods_of(participant.DESCRIPTOR.services_by_name["ResourceManagementService"])
_TRAFFIC: Final = methods_of(participant.DESCRIPTOR.services_by_name["TrafficControlService"])
_SEQUENCER: Final = methods_of(
    sequencer.DESCRIPTOR.services_by_name["SequencerAdministrationService"]
)
_LAST_UPDATE: Final = sequencer.TrafficControlStateRequest.RELATIVE_TIMESTAMP_LAST_UPDATE_PER_MEMBER
_APPROXIMATE: Final = sequencer.TrafficControlStateRequest.RELATIVE_TIMESTAMP_LATEST_APPROXIMATE


class Resources(Group):
    """How much a participant takes on at once."""

    @command
    def set_resource_limits(
        self,
        max_inflight_validation_requests: int | None = None,
        max_submission_rate: int | None = None,
        max_submission_burst_factor: float = 0.5,
    ) -> None:
        """Limits requests being validated and commands per second; None is no limit."""
        limits = participant.ResourceLimits(
            max_inflight_validation_requests=max_inflight_validation_requests,
            max_submission_rate=max_submission_rate,
            max_submission_burst_factor=max_submission_burst_factor,
        )
        request = participant.SetResourceLimitsRequest(new_limits=limits)
        self._admin.unary(_RESOURCES["SetResourceLimits"], request)

    @command
    def resource_limits(self) -> Any:
        """The limits in force; a field that is not set is no limit."""
        request = participant.GetResourceLimitsRequest()
        return self._admin.unary(_RESOURCES["GetResourceLimits"], request).current_limits


class ParticipantTraffic(Group):
    """What sending costs a participant."""

    @command
    def traffic_state(self, synchronizer_id: Any) -> Any:
        """What the participant has left on a synchronizer."""
        name = logical_of(text_of(synchronizer_id))
        request = participant.TrafficControlStateRequest(synchronizer_id=name)
        return self._admin.unary(_TRAFFIC["TrafficControlState"], request).traffic_state


class SequencerTraffic(Group):
    """What sending costs members, what is purchased for them, and how fast they may send."""

    @command
    def traffic_state_of_members(self, members: Iterable[Any]) -> Mapping[str, Any]:
        """What members had left after the last event."""
        return self._states(members)

    @command
    def traffic_state_of_members_approximate(self, members: Iterable[Any]) -> Mapping[str, Any]:
        """What members have left now, if they have sent nothing since the last event."""
        return self._states(members, relative_timestamp=_APPROXIMATE)

    @command
    def traffic_state_of_members_at_timestamp(
        self, members: Iterable[Any], timestamp: int
    ) -> Mapping[str, Any]:
        """What members had left at a time, in microseconds."""
        return self._states(members, exact_timestamp=timestamp)

    @command
    def last_traffic_state_update_of_members(self, members: Iterable[Any]) -> Mapping[str, Any]:
        """What members had left after their own last request."""
        return self._states(members, relative_timestamp=_LAST_UPDATE)

    @command
    def traffic_state_of_all_members(self, latest_approximate: bool = False) -> Mapping[str, Any]:
        """What all members had left after the last event, or have now."""
        return (
            self.traffic_state_of_members_approximate([])
            if latest_approximate
            else self._states([])
        )

    def _states(self, members: Iterable[Any], **selector: Any) -> Mapping[str, Any]:
        names = [member_of(member) for member in members]
        request = sequencer.TrafficControlStateRequest(members=names, **selector)
        states = self._admin.unary(_SEQUENCER["TrafficControlState"], request).traffic_states
        return dict(states)

    @command
    def set_traffic_balance(self, member: Any, serial: int, new_balance: int) -> None:
        """Says, as this sequencer, how much has been purchased for a member in all.

        It counts once as many sequencers said the same as must agree.
        """
        request = sequencer.SetTrafficPurchasedRequest(
            member=member_of(member), serial=serial, total_traffic_purchased=new_balance
        )
        self._admin.unary(_SEQUENCER["SetTrafficPurchased"], request)

    @command
    def get_throughput_cap(self, request_type: str) -> Any:
        """The cap on a kind of request, such as `confirmation request`."""
        request = sequencer.GetThroughputCapRequest(type=request_type)
        return self._admin.unary(_SEQUENCER["GetThroughputCap"], request).config

    @command
    def set_throughput_cap(
        self,
        request_type: str,
        global_tps_cap: float,
        global_kbps_cap: float,
        per_client_tps_cap: float,
        per_client_kbps_cap: float,
    ) -> None:
        """Caps a kind of request until the sequencer's next start."""
        config = sequencer.IndividualThroughputCapConfig(
            global_tps_cap=global_tps_cap,
            global_kbps_cap=global_kbps_cap,
            per_client_tps_cap=per_client_tps_cap,
            per_client_kbps_cap=per_client_kbps_cap,
        )
        request = sequencer.SetThroughputCapRequest(type=request_type, config=config)
        self._admin.unary(_SEQUENCER["SetThroughputCap"], request)
