"""SequencerAdministrationService and the pruning service: what the operator of a sequencer calls.

Source: Canton 3.6 GrpcSequencerAdministrationService, GrpcSequencerPruningAdministrationService.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from canton.crypto.versioned import wrap
from canton.identifiers import Member, MemberKind, UniqueIdentifier
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.protection.cap import Cap
from canton.sequencer.protection.protection import capped_kind
from canton.sequencer.pruning import prune, safe_pruning_time
from canton.sequencer.runtime import Sequencer, SequencerRuntime
from canton.sequencer.services.admin.delimited import delimited
from canton.sequencer.services.admin.traffic import TrafficService
from canton.sequencer.services.public.initial_topology import admitted_at
from canton.sequencer.services.public.public_api import PublicApi
from canton.sequencer.services.refusal import failed_precondition, invalid
from canton.sequencer.snapshot import OnboardingState, onboarding_state, pruning_status
from canton.storage.storage import Storage
from canton.timestamps import Timestamp
from canton.topology.encoding.time import timestamp_from_proto
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_admin_pb2 as admin
from canton.wire import topology_admin_pb2

_SCHEMA: Final = 30
_CHUNK_BYTES: Final = 1024 * 1024


class AdministrationService:
    """The operator's calls."""

    def __init__(
        self,
        runtime: SequencerRuntime,
        public: PublicApi,
        storage: Storage,
        *,
        enable_testing: bool = False,
    ) -> None:
        self._runtime = runtime
        self._public = public
        self._storage = storage
        self._enable_testing = enable_testing

    async def pruning_status(self, request: Any, call: Call) -> Any:
        """Who has acknowledged what."""
        sequencer = self._runtime.sequencer
        status = pruning_status(sequencer, sequencer.time)
        bound = await sequencer.events.lower_bound()
        if bound is not None:
            status.earliest_event_timestamp = bound
        return admin.PruningStatusResponse(pruning_status=status)

    async def snapshot(self, request: Any, call: Call) -> Any:
        """The state at the last block, if that is not before the time asked for."""
        sequencer = self._runtime.sequencer
        time = timestamp_from_proto(request.timestamp)
        if time > sequencer.loop.feed.head:
            reason = f"the last event is of {sequencer.loop.feed.head}, which is before {time}"
            return admin.SnapshotResponse(failure=admin.SnapshotResponse.Failure(reason=reason))
        state = await onboarding_state(sequencer)
        success = admin.SnapshotResponse.VersionedSuccess(snapshot=wrap(state.snapshot, _SCHEMA))
        return admin.SnapshotResponse(versioned_success=success)

    async def onboarding_state_v2(self, request: Any, call: Call) -> AsyncIterator[Any]:
        """Streams what a later sequencer begins with, item by item."""
        state = await self._onboarding_state(request)
        head = admin.OnboardingStateForSequencerV2(
            static_synchronizer_parameters=wrap(state.parameters.to_proto(), _SCHEMA),
            sequencer_snapshot=state.snapshot,
        )
        chunk = bytearray(delimited(wrap(head, _SCHEMA)))
        for row in state.topology:
            item = admin.OnboardingStateForSequencerV2(
                topology_transaction=wrap(row.to_proto(), _SCHEMA)
            )
            chunk += delimited(wrap(item, _SCHEMA))
            if len(chunk) >= _CHUNK_BYTES:
                yield admin.OnboardingStateV2Response(onboarding_state_for_sequencer=bytes(chunk))
                chunk.clear()
        yield admin.OnboardingStateV2Response(onboarding_state_for_sequencer=bytes(chunk))

    async def onboarding_state_v1(self, request: Any, call: Call) -> AsyncIterator[Any]:
        """The same, in one message."""
        state = await self._onboarding_state(request)
        message = admin.OnboardingStateForSequencer(
            topology_snapshot=topology_admin_pb2.TopologyTransactions(
                items=[row.to_proto() for row in state.topology]
            ),
            static_synchronizer_parameters=state.parameters.to_proto(),
            sequencer_snapshot=state.snapshot,
        )
        content = wrap(message, _SCHEMA)
        for start in range(0, len(content), _CHUNK_BYTES):
            part = content[start : start + _CHUNK_BYTES]
            yield admin.OnboardingStateResponse(onboarding_state_for_sequencer=part)

    async def _onboarding_state(self, request: Any) -> OnboardingState:
        """The state once it includes that the sequencer was admitted, or the time asked for."""
        sequencer = self._runtime.sequencer
        reference = _reference(sequencer, request)
        while sequencer.loop.feed.head < reference:
            # An empty block shows nothing by itself, but a topology change becomes effective.
            await sequencer.loop.changed.wait()
        return await onboarding_state(sequencer)

    async def disable_member(self, request: Any, call: Call) -> Any:
        """Shuts a member out of this sequencer, and lets pruning go on without it."""
        member = _member(request.member)
        sequencer = self._runtime.sequencer
        if sequencer.loop.membership.find(member) is None:
            raise failed_precondition(f"{member} is not registered")
        await sequencer.loop.writer.stored(sequencer.loop.block.last_time)
        await sequencer.blocks.set_enabled(str(member), False)
        sequencer.loop.membership.set_enabled(member, False)
        self._public.disconnect(member)
        return admin.DisableMemberResponse()

    async def generate_authentication_token(self, request: Any, call: Call) -> Any:
        """A token of a member without its proof, for troubleshooting."""
        if not self._enable_testing:
            raise failed_precondition(
                "This endpoint requires the 'canton.features.enable-testing-commands = yes' "
                "config flag"
            )
        token = self._public.authentication.issue_unproven(_member(request.member))
        response = admin.GenerateAuthenticationTokenResponse(token=token.value)
        response.expires_at.FromMicroseconds(token.expires_at)
        return response

    async def get_throughput_cap(self, request: Any, call: Call) -> Any:
        """The cap on a kind of request, if there is one."""
        cap = self._runtime.sequencer.protection.caps.get(_capped(request.type))
        config = (
            None
            if cap is None
            else admin.IndividualThroughputCapConfig(
                global_tps_cap=cap.global_rate,
                global_kbps_cap=cap.global_kib_rate,
                per_client_tps_cap=cap.member_rate,
                per_client_kbps_cap=cap.member_kib_rate,
            )
        )
        return admin.GetThroughputCapResponse(config=config)

    async def set_throughput_cap(self, request: Any, call: Call) -> Any:
        """Puts another cap on a kind of request, until the next start; without one it keeps its."""
        kind, new = _capped(request.type), request.config
        if request.HasField("config"):
            rates = (new.global_tps_cap, new.global_kbps_cap)
            own = (new.per_client_tps_cap, new.per_client_kbps_cap)
            if min(*rates, *own) < 0:
                raise invalid("a throughput cap must not be negative")
            self._runtime.sequencer.protection.change_cap(kind, Cap(*rates, *own))
        return admin.SetThroughputCapResponse()

    async def prune(self, request: Any, call: Call) -> Any:
        """Removes events that nobody needs any more."""
        time = timestamp_from_proto(request.timestamp)
        details = await prune(self._runtime.sequencer, self._storage, time)
        return admin.PruneResponse(details=details)

    @property
    def safe_pruning_time(self) -> Timestamp:
        """Up to where pruning is safe at present."""
        return safe_pruning_time(self._runtime.sequencer)

    def tables(self) -> tuple[ServiceTable, ...]:
        """SequencerAdministrationService and SequencerPruningAdministrationService."""
        services = admin.DESCRIPTOR.services_by_name
        return (
            table_of(
                services["SequencerAdministrationService"],
                {
                    "PruningStatus": self.pruning_status,
                    "GetThroughputCap": self.get_throughput_cap,
                    "SetThroughputCap": self.set_throughput_cap,
                    "Snapshot": self.snapshot,
                    "OnboardingState": self.onboarding_state_v1,
                    "OnboardingStateV2": self.onboarding_state_v2,
                    "DisableMember": self.disable_member,
                    "GenerateAuthenticationToken": self.generate_authentication_token,
                },
            ),
            TrafficService(self._runtime).table(),
            table_of(services["SequencerPruningAdministrationService"], {"Prune": self.prune}),
        )


def _reference(sequencer: Sequencer, request: Any) -> Timestamp:
    if request.WhichOneof("request") == "timestamp":
        return timestamp_from_proto(request.timestamp)
    try:
        uid = UniqueIdentifier.parse(request.sequencer_uid)
    except ValueError as error:
        raise invalid(str(error)) from None
    admitted = admitted_at(sequencer.topology.state.rows, Member(MemberKind.SEQUENCER, uid))
    if admitted is None:
        raise failed_precondition(f"the synchronizer does not know the sequencer {uid}")
    return admitted


def _capped(name: str) -> RequestKind:
    try:
        return capped_kind(name)
    except ValueError as error:
        raise invalid(str(error)) from None


def _member(text: str) -> Member:
    try:
        return Member.parse(text)
    except ValueError as error:
        raise invalid(str(error)) from None
