"""From configuration and admin messages to the settings of a member's sequencer client."""

from __future__ import annotations

from typing import Final

from canton.config.values.node import NodeConfig
from canton.errors import Categories, ErrorCode, LedgerError
from canton.identifiers import UniqueIdentifier, sequencer
from canton.lifecycle.backoff import Backoff
from canton.nodes.foundation import Foundation, Identified
from canton.sequencer_client.core.submission import Amplification
from canton.sequencer_client.seam import Surroundings
from canton.sequencer_client.settings import (
    RESTART,
    ClientSettings,
    LivenessLimits,
    SequencerAlias,
    SequencerConnections,
)
from canton.topology_service.session import MemberParts
from canton.transport.seam import ChannelTls, KeepAlive
from canton.wire import admin_sequencer_pb2 as wire

INVALID_SEQUENCER_CONNECTIONS: Final = ErrorCode(
    "INVALID_SEQUENCER_CONNECTIONS",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "The sequencer connections cannot be used as they are given.",
    "Look at the cause and correct them.",
)


def read_connections(message: wire.SequencerConnections) -> SequencerConnections:
    """The connections that an admin message gives.

    Raises:
        LedgerError: INVALID_SEQUENCER_CONNECTIONS.
    """
    try:
        return SequencerConnections(
            tuple(_alias(each) for each in message.sequencer_connections),
            message.sequencer_trust_threshold or 1,
            message.sequencer_liveness_margin,
            _amplification(message.submission_request_amplification),
            _restart(message),
            liveness_limits=_limits(message),
        )
    except ValueError as error:
        raise LedgerError(INVALID_SEQUENCER_CONNECTIONS, str(error)) from error


def _alias(message: wire.SequencerConnection) -> SequencerAlias:
    grpc = message.grpc
    tls = None
    if grpc.transport_security:
        tls = ChannelTls(grpc.custom_trust_certificates or None)
    expected = None
    if message.HasField("sequencer_id"):
        expected = sequencer(UniqueIdentifier.parse(message.sequencer_id.removeprefix("SEQ::")))
    endpoints = tuple(_endpoint(each) for each in grpc.connections)
    if not endpoints:
        raise ValueError(f"the sequencer connection {message.alias} has no endpoint")
    return SequencerAlias(message.alias, endpoints, tls, expected)


def _endpoint(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition("://")[2].rstrip("/").rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"{text!r} is not an address of the form http://host:port")
    return host, int(port)


def _amplification(message: wire.SubmissionRequestAmplification) -> Amplification:
    return Amplification(max(1, message.factor), message.patience.ToMicroseconds() / 1e6)


def _restart(message: wire.SequencerConnections) -> Backoff:
    delays = message.sequencer_connection_pool_delays
    if not message.HasField("sequencer_connection_pool_delays"):
        return RESTART
    return Backoff(
        max(0.001, delays.min_restart_delay.ToMicroseconds() / 1e6),
        max(0.001, delays.max_restart_delay.ToMicroseconds() / 1e6),
    )


def _limits(message: wire.SequencerConnections) -> LivenessLimits:
    if not message.HasField("subscription_liveness_limits"):
        return LivenessLimits()
    limits = message.subscription_liveness_limits
    return LivenessLimits(
        limits.max_timestamp_delta.ToMicroseconds() / 1e6, limits.max_ordinal_delta
    )


def client_settings(config: NodeConfig) -> ClientSettings:
    """The limits and periods of the node's client."""
    client = config.sequencer_client
    return ClientSettings(
        acknowledgement_interval_s=client.acknowledgement_interval_s,
        event_buffer_count=client.event_inbox_size,
        keep_alive=None
        if client.keep_alive is None
        else KeepAlive(client.keep_alive.time_s, client.keep_alive.timeout_s),
    )


def member_parts(node: Foundation, active: Identified) -> MemberParts:
    """What a session of an active member is made of."""
    process = node.process
    return MemberParts(
        active.member,
        active.storage,
        active.vault,
        process.transport,
        Surroundings(process.clock, process.randomness, node.metrics),
        client_settings(node.config),
    )
