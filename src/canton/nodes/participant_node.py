"""A participant node, one replica of it: passive until it holds the lease, then at work.

An active participant comes up in the order of the contexts in `serve`: what it is made of, its
own workflows, the Ledger API, and then its synchronizers. Source: HA sheet 6.1, 6.5.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from canton.admin_api.api_info import LEDGER_API_NAME
from canton.admin_api.participant.connectivity import ConnectivityService
from canton.admin_api.participant.inspection import inspection_table
from canton.admin_api.participant.package import PackageService
from canton.admin_api.participant.ping import ping_table
from canton.admin_api.participant.pruning import participant_pruning_table
from canton.admin_api.participant.replication import replication_table
from canton.admin_api.participant.resources import resources_table
from canton.admin_api.participant.traffic import traffic_table
from canton.admin_api.status import NotInitialized, ParticipantStatus, participant_status_table
from canton.clock import ManualClock
from canton.config.values.node import ParticipantConfig
from canton.errors import TransientError
from canton.identifiers import MemberKind, UniqueIdentifier
from canton.ledger_api.directories import Directories
from canton.ledger_api.services import LedgerSettings, ledger_services
from canton.ledger_api.submission.tracker import TrackerLimits
from canton.ledger_api.user.value import UserLimits
from canton.lifecycle.aside import in_thread
from canton.lifecycle.supervisor import Supervisor
from canton.nodes.administration import common_status, common_tables, decided, waiting
from canton.nodes.authorization.admin_api import serving_admin_api
from canton.nodes.authorization.ledger_api import ledger_api_authorizer, own_token
from canton.nodes.foundation import Foundation, Identified, foundation, run_while_active, serving
from canton.nodes.members import member_parts, read_connections
from canton.nodes.ports.json_api import load_json_api, serving_json
from canton.nodes.process import VERSION, Process
from canton.participant.active import (
    ActiveParticipant,
    ParticipantLimits,
    ParticipantParts,
    active_participant,
)
from canton.participant.capacity.traffic import traffic_on
from canton.participant.errors import NODE_IS_PASSIVE_REPLICA
from canton.participant.stores.submission import IN_FLIGHT
from canton.participant.synchronizers import Synchronizers
from canton.sequencer.services.public.api_info import api_info_table
from canton.sequencer_client.settings import SequencerConnections
from canton.storage.condition import eq
from canton.transport.health_service import health_table
from canton.transport.reflection_service import reflection_table
from canton.transport.seam import Services, ServiceTable
from canton.wire import admin_participant_pb2
from canton.wire.topology_pb2 import TrafficState
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping
from canton.workflows.ping import PingService, PingSettings

PACKAGES: Final = (
    "canton.nodes",
    "canton.vault",
    "canton.topology_service",
    "canton.sequencer_client",
    "canton.participant.stores",
)
_LOGGER = logging.getLogger(__name__)


class _Participant:
    """A participant node; `active` is there while this replica is active and up."""

    def __init__(self, node: Foundation, config: ParticipantConfig) -> None:
        self.node = node
        self._config = config
        self._active: ActiveParticipant | None = None
        self._ping: PingService | None = None

    def active(self) -> ActiveParticipant:
        """The participant at work.

        Raises:
            CantonError: this replica is passive, or still coming up.
        """
        if self._active is not None:
            return self._active
        self.node.require_identified()
        raise TransientError(NODE_IS_PASSIVE_REPLICA, "the participant is becoming active")

    def tables(self) -> list[ServiceTable]:
        """What a participant serves on its admin API beside the common services."""
        return [
            participant_status_table(self._status),
            ConnectivityService(lambda: self.active().synchronizers).table(),
            PackageService(lambda: self.active().administration).table(),
            inspection_table(self._count_in_flight),
            replication_table(self.node.leadership),
            participant_pruning_table(lambda: self.active().administration),
            resources_table(lambda: self.active().admission),
            traffic_table(self._traffic_on),
            ping_table(self._find_ping),
        ]

    def _find_ping(self) -> PingService:
        self.active()
        assert self._ping is not None
        return self._ping

    async def _status(self) -> ParticipantStatus | NotInitialized:
        await decided(self.node)
        uid = await self.node.known_uid()
        if uid is None:
            return waiting(self.node)
        if self._active is None:
            is_starting = self.node.is_active
            return (
                waiting(self.node) if is_starting else ParticipantStatus(common_status(self.node))
            )
        queues = self._active.administration.topology_queue_sizes
        connected = self._active.synchronizers.connected.values()
        return ParticipantStatus(
            common_status(self.node, queues),
            {each.synchronizer: not each.session.client.health.is_failed for each in connected},
        )

    async def _count_in_flight(self, synchronizer: UniqueIdentifier) -> tuple[int, int]:
        active = self.active()
        of_synchronizer = IN_FLIGHT.query(eq("synchronizer", str(synchronizer)))
        pending = await self.node.storage.read(of_synchronizer)
        transactions = sum(
            each.runtime.in_flight_count
            for each in active.synchronizers.connected.values()
            if each.synchronizer.logical == synchronizer
        )
        return len(pending), transactions

    async def _traffic_on(self, synchronizer: UniqueIdentifier) -> TrafficState:
        connected = self.active().synchronizers.connected.values()
        return await traffic_on(synchronizer, connected, self.node.process.clock)

    async def serve(self, active: Identified) -> None:
        """Is the participant for as long as it is active."""
        process = self.node.process
        workflow = self._config.parameters.admin_workflow
        parts = ParticipantParts(
            member_parts(self.node, active),
            active.topology,
            _decode,
            (admin_workflow_ping().dar_bytes,) if workflow.loads_dar else (),
            process.code_cache,
            in_thread,
            self._config.parameters.event_age_interval_s,
            ParticipantLimits(
                self._config.parameters.unzipped_dar_bytes_max,
                self._config.parameters.warns_if_overloaded_for_s,
            ),
        )
        async with AsyncExitStack() as stack:
            participant = await stack.enter_async_context(active_participant(parts))
            stack.enter_context(self.node.reporting([participant.synchronizers.health]))
            self._ping = await stack.enter_async_context(self._ping_service(participant))
            directories = await self._directories(parts)
            services = self._ledger_api(participant, directories)
            server = self._config.ledger_api.server
            await stack.enter_async_context(serving(self.node, "ledger-api", server, services))
            await stack.enter_async_context(
                serving_json(self.node, self._config, services, participant.ledger)
            )
            self._active = participant
            stack.callback(self._passive)
            if self._config.parameters.connects_on_startup:
                participant.synchronizers.connect_in_background(
                    each.alias
                    for each in participant.synchronizers.registered
                    if not each.is_manual
                )
            while True:
                await self._report_clients(participant.synchronizers)

    async def _report_clients(self, synchronizers: Synchronizers) -> None:
        """Shows the health of the connected sequencer clients, until others are connected."""
        shown = tuple(synchronizers.connected.values())
        components = [c for each in shown for c in each.session.client.health_components]
        with self.node.reporting(components):
            await synchronizers.changed.wait_until(
                lambda: tuple(synchronizers.connected.values()) != shown
            )

    def _ping_service(self, participant: ActiveParticipant) -> PingService:
        workflow = self._config.parameters.admin_workflow
        process = self.node.process
        return PingService(
            participant.ledger,
            participant.ledger.participant.uid.party,
            admin_workflow_ping().archive.package_id,
            process.clock,
            process.randomness,
            PingSettings(
                workflow.bong_level_max,
                workflow.ping_response_timeout_s,
                workflow.bong_duration_max_s,
            ),
        )

    async def _directories(self, parts: ParticipantParts) -> Directories:
        config = self._config.ledger_api
        limits = UserLimits(
            config.users_page_size_max,
            config.rights_per_user_max,
            config.self_allocated_parties_max,
        )
        return await Directories.open(
            parts.member.storage,
            parts.clock,
            limits if config.is_user_management_enabled else None,
            config.additional_admin_user,
        )

    def _ledger_api(self, participant: ActiveParticipant, directories: Directories) -> Services:
        process, ledger, api = self.node.process, participant.ledger, self._config.ledger_api
        authorizer = ledger_api_authorizer(self.node, self._config, ledger, directories)
        services = Services(
            api_info_table(LEDGER_API_NAME),
            health_table(lambda: self.node.health.services),
            *ledger_services(
                ledger,
                participant.administration,
                process.randomness,
                LedgerSettings(
                    VERSION, TrackerLimits(api.commands_in_flight_max, api.tracking_timeout_s)
                ),
                authorizer,
                directories,
                self._static_time(),
            ),
        )
        services.add(reflection_table(services))
        return services

    def _static_time(self) -> ManualClock | None:
        """The clock, if users of the Ledger API are to set it."""
        if not self._config.serves_time:
            return None
        clock = self.node.process.clock
        if isinstance(clock, ManualClock):
            return clock
        _LOGGER.warning("testing-time has no effect without parameters.clock.type = sim-clock")
        return None

    def _passive(self) -> None:
        self._active = None


def _decode(config: bytes) -> tuple[SequencerConnections, bool]:
    """Reads a stored `SynchronizerConnectionConfig`."""
    message = admin_participant_pb2.SynchronizerConnectionConfig.FromString(config)
    return read_connections(message.sequencer_connections), message.manual_connect


@asynccontextmanager
async def participant_node(
    process: Process, config: ParticipantConfig
) -> AsyncIterator[Foundation]:
    """A participant that runs while the context lasts, active or passive."""
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(
            foundation(process, config.node, MemberKind.PARTICIPANT, PACKAGES)
        )
        participant = _Participant(node, config)
        node.services.add_all((*common_tables(node), *participant.tables()))
        await stack.enter_async_context(serving_admin_api(node, own_token(config)))
        tasks = await stack.enter_async_context(Supervisor(config.name, process.clock))
        tasks.spawn("json-api", lambda: load_json_api(config))
        tasks.spawn("node", lambda: run_while_active(node, participant.serve))
        yield node
