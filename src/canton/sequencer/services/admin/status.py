"""SequencerStatusService: what the console's `health.status` shows of a sequencer.

Source: Canton 3.6 GrpcSequencerStatusService; HA sheet 7.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from canton.identifiers import MemberKind
from canton.sequencer.runtime import Sequencer, SequencerRuntime
from canton.sequencer.services.public.public_api import PublicApi
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import admin_health_pb2 as health
from canton.wire import admin_sequencer_pb2 as status

Response = status.SequencerStatusResponse


class StatusService:
    """Answers for the sequencer; the node fills in what is common to all nodes."""

    def __init__(
        self,
        runtime: SequencerRuntime,
        public: PublicApi,
        common_status: Callable[[], health.Status],
        not_initialized: Callable[[], health.NotInitialized],
    ) -> None:
        self._runtime = runtime
        self._public = public
        self._common_status = common_status
        self._not_initialized = not_initialized

    async def sequencer_status(self, request: Any, call: Call) -> Any:
        """The status, or what the sequencer waits for."""
        if not self._runtime.is_initialized:
            return Response(not_initialized=self._not_initialized())
        return Response(status=self._status(self._runtime.sequencer))

    def _status(self, sequencer: Sequencer) -> Any:
        members = self._public.subscriptions.members
        ordering = sequencer.ordering.health
        return Response.SequencerStatusResponseStatus(
            common_status=self._common_status(),
            connected_participants=[
                Response.ConnectedParticipant(uid=str(member.uid))
                for member in members
                if member.kind is MemberKind.PARTICIPANT
            ],
            connected_mediators=[
                Response.ConnectedMediator(uid=str(member.uid))
                for member in members
                if member.kind is MemberKind.MEDIATOR
            ],
            sequencer=status.SequencerHealthStatus(
                active=not ordering.is_failed, details=ordering.state.description or None
            ),
            physical_synchronizer_id=str(sequencer.synchronizer),
            admin=status.SequencerAdminStatus(accepts_admin_changes=True),
            protocol_version=sequencer.synchronizer.protocol_version,
        )

    def table(self) -> ServiceTable:
        """SequencerStatusService."""
        service = status.DESCRIPTOR.services_by_name["SequencerStatusService"]
        return table_of(service, {"SequencerStatus": self.sequencer_status})
