"""The metrics that nodes emit, as a table. Names, types and labels are the original's.

Base labels on every series of a node: `node` and `component` (participant, sequencer, mediator).
Source: operations sheet 2.2.
"""

from __future__ import annotations

from typing import Final

from canton.telemetry.metric import Metric, MetricType, Qualifier

METER, GAUGE, TIMER, HISTOGRAM = MetricType
ERRORS, LATENCY, SATURATION, TRAFFIC, DEBUG = Qualifier

_GRPC: Final = (
    "grpc_service_name",
    "grpc_method_name",
    "grpc_client_type",
    "grpc_server_type",
    "service",
)
_API: Final = ("method", "service", "api")

HEALTH_STATUS: Final = Metric(
    "health_status",
    GAUGE,
    ERRORS,
    "Whether the component is healthy (1) or not (0)",
    ("component",),
)

_HTTP: Final = ("http_verb", "path", "service")
_WEBSOCKET: Final = ("path", "service")
HTTP_REQUESTS: Final = Metric("http.requests", METER, DEBUG, "HTTP requests received", _HTTP)
HTTP_REQUESTS_DURATION: Final = Metric(
    "http.requests", TIMER, DEBUG, "Time to answer an HTTP request", (*_HTTP, "http_status")
)
HTTP_REQUESTS_PAYLOAD: Final = Metric(
    "http.requests.payload.bytes", HISTOGRAM, DEBUG, "Sizes of HTTP requests", _HTTP
)
HTTP_RESPONSES_PAYLOAD: Final = Metric(
    "http.responses.payload.bytes",
    HISTOGRAM,
    DEBUG,
    "Sizes of HTTP answers",
    (*_HTTP, "http_status"),
)
WEBSOCKET_RECEIVED: Final = Metric(
    "http.websocket.messages.received", METER, DEBUG, "Frames received", _WEBSOCKET
)
WEBSOCKET_RECEIVED_BYTES: Final = Metric(
    "http.websocket.messages.received.bytes", HISTOGRAM, DEBUG, "Sizes of frames", _WEBSOCKET
)
WEBSOCKET_SENT: Final = Metric(
    "http.websocket.messages.sent", METER, DEBUG, "Frames sent", _WEBSOCKET
)
WEBSOCKET_SENT_BYTES: Final = Metric(
    "http.websocket.messages.sent.bytes", HISTOGRAM, DEBUG, "Sizes of frames", _WEBSOCKET
)
GRPC_SERVER_DURATION: Final = Metric("grpc.server", TIMER, LATENCY, "Time to answer a call", _GRPC)
GRPC_SERVER_STARTED: Final = Metric("grpc.server.started", METER, TRAFFIC, "Calls begun", _GRPC)
GRPC_SERVER_HANDLED: Final = Metric(
    "grpc.server.handled", METER, TRAFFIC, "Calls ended", (*_GRPC, "grpc_code")
)
GRPC_SERVER_SENT: Final = Metric(
    "grpc.server.messages.sent", METER, TRAFFIC, "Messages sent", _GRPC
)
GRPC_SERVER_RECEIVED: Final = Metric(
    "grpc.server.messages.received", METER, TRAFFIC, "Messages received", _GRPC
)
GRPC_SERVER_SENT_BYTES: Final = Metric(
    "grpc.server.messages.sent.bytes", HISTOGRAM, TRAFFIC, "Sizes of messages sent", _GRPC
)
GRPC_SERVER_RECEIVED_BYTES: Final = Metric(
    "grpc.server.messages.received.bytes", HISTOGRAM, TRAFFIC, "Sizes of messages received", _GRPC
)
GRPC_REQUESTS_ACTIVE: Final = Metric(
    "grpc.server.requests.active", GAUGE, SATURATION, "Calls under way", _API
)
GRPC_REQUESTS_LIMIT: Final = Metric(
    "grpc.server.requests.limit", GAUGE, SATURATION, "Most calls at a time", _API
)
GRPC_REQUESTS_REJECTIONS: Final = Metric(
    "grpc.server.requests.rejections", GAUGE, SATURATION, "Calls refused for the limit", _API
)

_EXECUTORS: Final = ("general", "write")
DB_LOAD, DB_QUEUED, DB_RUNNING, DB_EXECTIME, DB_WAITTIME = (
    {
        executor: Metric(f"db-storage.{executor}.executor.{name}", kind, qualifier, text)
        for executor in _EXECUTORS
    }
    for name, kind, qualifier, text in (
        ("load", GAUGE, SATURATION, "Share of the database connections in use"),
        ("queued", GAUGE, SATURATION, "Database tasks waiting for a connection"),
        ("running", GAUGE, DEBUG, "Database tasks under way"),
        ("exectime", TIMER, DEBUG, "Time a database task takes"),
        ("waittime", TIMER, DEBUG, "Time a database task waits"),
    )
)


CLIENT_DELAY: Final = Metric(
    "sequencer-client.handler.delay", GAUGE, DEBUG, "How far event processing lags, in ms"
)
CLIENT_LAST_SEQUENCING_TIME: Final = Metric(
    "sequencer-client.handler.last-sequencing-time-micros",
    GAUGE,
    DEBUG,
    "Sequencing time of the last event",
)
CLIENT_EVENTS: Final = Metric(
    "sequencer-client.handler.sequencer-events", GAUGE, DEBUG, "Events received"
)
_POOL: Final = "sequencer-client.sequencer-connection-pool"
POOL_TRACKED: Final = Metric(
    f"{_POOL}.tracked-connections", GAUGE, SATURATION, "Connections configured"
)
POOL_VALIDATED: Final = Metric(
    f"{_POOL}.validated-connections", GAUGE, SATURATION, "Connections up and validated"
)
POOL_SUBSCRIPTIONS: Final = Metric(
    f"{_POOL}.active-subscriptions", GAUGE, SATURATION, "Subscriptions under way"
)
POOL_TRUST_THRESHOLD: Final = Metric(
    f"{_POOL}.trust-threshold", GAUGE, SATURATION, "Sequencers that must agree"
)
POOL_SUBSCRIPTION_THRESHOLD: Final = Metric(
    f"{_POOL}.subscription-threshold", GAUGE, SATURATION, "Subscriptions wanted"
)

_SUBMISSIONS: Final = "sequencer-client.submissions"
SUBMISSIONS_IN_FLIGHT: Final = Metric(
    f"{_SUBMISSIONS}.in-flight", GAUGE, DEBUG, "Submissions without an observed outcome"
)
SUBMISSIONS_SENDS: Final = Metric(f"{_SUBMISSIONS}.sends", TIMER, DEBUG, "Time a send call takes")
SUBMISSIONS_SEQUENCING: Final = Metric(
    f"{_SUBMISSIONS}.sequencing", TIMER, LATENCY, "Time from sending to the sequenced outcome"
)
SUBMISSIONS_OVERLOADED: Final = Metric(
    f"{_SUBMISSIONS}.overloaded", GAUGE, ERRORS, "Submissions refused by an overloaded sequencer"
)
SUBMISSIONS_DROPPED: Final = Metric(
    f"{_SUBMISSIONS}.dropped", GAUGE, ERRORS, "Submissions that were not sequenced in time"
)
SUBMISSIONS_AMPLIFIED: Final = Metric(
    f"{_SUBMISSIONS}.amplified-attempts", METER, ERRORS, "Copies sent to further sequencers"
)
SUBMISSIONS_SYNC_ERRORS: Final = Metric(
    f"{_SUBMISSIONS}.attempt-sync-errors", METER, ERRORS, "Send calls that failed"
)
SUBMISSIONS_NO_CONNECTION: Final = Metric(
    f"{_SUBMISSIONS}.no-connection-available", METER, ERRORS, "Sends that found no connection"
)

INFLIGHT_VALIDATIONS: Final = Metric(
    "participant.inflight_validation_requests",
    GAUGE,
    SATURATION,
    "Requests being validated",
    ("participant",),
)
INFLIGHT_VALIDATIONS_MAX: Final = Metric(
    "participant.max_inflight_validation_requests",
    GAUGE,
    DEBUG,
    "Most requests being validated before commands are refused; negative: no limit",
    ("participant",),
)
INDEXER_UPDATES: Final = Metric(
    "participant.api.indexer.updates", GAUGE, TRAFFIC, "Ledger updates indexed"
)
COMMAND_SUBMISSIONS: Final = Metric(
    "participant.api.commands.submissions", TIMER, LATENCY, "Time to accept a command"
)
COMMAND_SUBMISSIONS_RUNNING: Final = Metric(
    "participant.api.commands.submissions_running", GAUGE, SATURATION, "Commands being accepted"
)
COMMAND_FAILED_INTERPRETATIONS: Final = Metric(
    "participant.api.commands.failed_command_interpretations",
    METER,
    ERRORS,
    "Commands whose interpretation failed",
)
COMMAND_PHASE: Final = Metric(
    "participant.phase",
    TIMER,
    LATENCY,
    "Time that commands take from one phase to the next",
    ("synchronizer", "phase"),
)
CONSOLE_NODES_EMITTED: Final = Metric(
    "participant.console.tx-nodes-emitted",
    METER,
    DEBUG,
    "Root nodes of the transactions that `updates.start_measuring` has seen",
    ("measurement",),
)
CONSOLE_NODE_COUNT: Final = Metric(
    "participant.console.tx-node-count",
    HISTOGRAM,
    DEBUG,
    "Root nodes in a transaction that `updates.start_measuring` has seen",
    ("measurement",),
)
CONSOLE_TRANSACTION_SIZE: Final = Metric(
    "participant.console.tx-size",
    HISTOGRAM,
    DEBUG,
    "Bytes of a transaction that `updates.start_measuring` has seen",
    ("measurement",),
)
INDEXER_EVENTS: Final = Metric(
    "participant.api.indexer.events",
    METER,
    DEBUG,
    "Transactions, reassignments, topology changes and rejected commands indexed",
    ("participant_id", "user_id", "event_type", "status"),
)
PRUNING_MAX_EVENT_AGE: Final = Metric(
    "pruning.max-event-age", GAUGE, SATURATION, "Age of the oldest unpruned event, in hours"
)

SEQUENCER_SUBSCRIPTIONS: Final = Metric(
    "sequencer.public-api.subscriptions", GAUGE, TRAFFIC, "Members subscribed"
)
SEQUENCER_PROCESSED: Final = Metric(
    "sequencer.public-api.processed", METER, TRAFFIC, "Submissions received"
)
SEQUENCER_PROCESSED_BYTES: Final = Metric(
    "sequencer.public-api.processed-bytes", METER, TRAFFIC, "Bytes of submissions received"
)
SEQUENCER_TIME_REQUESTS: Final = Metric(
    "sequencer.public-api.time-requests", METER, DEBUG, "Requests for the time"
)
SEQUENCER_HANDSHAKES: Final = Metric(
    "sequencer.public-api.handshakes", METER, DEBUG, "Handshakes", ("member", "status")
)
BLOCK_HEIGHT: Final = Metric("sequencer.block.height", GAUGE, TRAFFIC, "Height of the last block")
BLOCK_DELAY: Final = Metric(
    "sequencer.block.delay", GAUGE, LATENCY, "How far the last block lags, in ms"
)
_BLOCK_EVENTS: Final = ("member", "type")
BLOCK_EVENTS: Final = Metric(
    "sequencer.block.events",
    METER,
    TRAFFIC,
    "Requests in blocks, by sender and type",
    _BLOCK_EVENTS,
)
BLOCK_EVENT_BYTES: Final = Metric(
    "sequencer.block.event-bytes",
    METER,
    TRAFFIC,
    "Bytes of requests in blocks, by sender and type",
    _BLOCK_EVENTS,
)

_CAPPED: Final = (
    "confirmation response",
    "confirmation request",
    "commitment",
    "topology transaction",
    "time proof",
)
CAP_RATE, CAP_MEMBER_RATE, CAP_BYTES, CAP_MEMBER_BYTES = (
    {
        kind: Metric(
            f"sequencer.throughput-cap.{kind.replace(' ', '-')}.{name}", GAUGE, TRAFFIC, text
        )
        for kind in _CAPPED
    }
    for name, text in (
        ("tps", "Requests per second out of the ordering"),
        ("member-tps", "Requests per second that a member may send under congestion"),
        ("bps", "Bytes per second out of the ordering"),
        ("member-bps", "Bytes per second that a member may send under congestion"),
    )
)
CAP_REJECTIONS: Final = {
    kind: Metric(
        f"sequencer.throughput-cap.{kind.replace(' ', '-')}.rejections",
        METER,
        TRAFFIC,
        "Requests refused for a throughput cap",
        ("member", "rejection_type"),
    )
    for kind in _CAPPED
}
_BROKEN: Final = (
    "confirmation response",
    "confirmation request",
    "verdict",
    "commitment",
    "test lsu sequencing",
    "top up",
    "top up med",
    "topology transaction",
    "time proof",
    "unexpected",
    "acknowledgment",
)
BREAKER_STATE, BREAKER_FAILURES, BREAKER_REJECTIONS, BREAKER_MESSAGES = (
    {
        kind: Metric(
            f"sequencer.circuit-breaker.{kind.replace(' ', '-')}.{name}", GAUGE, TRAFFIC, text
        )
        for kind in _BROKEN
    }
    for name, text in (
        ("state", "1 while requests are refused, 0.5 while they are tried, 0 otherwise"),
        ("failures", "Blocks that were processed too late"),
        ("rejections", "Requests refused while blocks are processed too late"),
        ("messages", "Requests received"),
    )
)

_TRAFFIC: Final = ("member", "type", "sequencer")
_WASTED: Final = (*_TRAFFIC, "reason")
TRAFFIC_DELIVERED: Final = Metric(
    "sequencer.traffic-control.event-delivered", GAUGE, TRAFFIC, "Charged events", _TRAFFIC
)
TRAFFIC_DELIVERED_COST: Final = Metric(
    "sequencer.traffic-control.event-delivered-cost",
    METER,
    TRAFFIC,
    "What charged events cost",
    _TRAFFIC,
)
TRAFFIC_WASTED: Final = Metric(
    "sequencer.traffic-control.wasted-traffic-counter",
    GAUGE,
    TRAFFIC,
    "Requests that were paid and not delivered",
    _WASTED,
)
TRAFFIC_WASTED_COST: Final = Metric(
    "sequencer.traffic-control.wasted-traffic",
    METER,
    TRAFFIC,
    "What was paid for requests that were not delivered",
    _WASTED,
)
SEQUENCING_WASTED: Final = Metric(
    "sequencer.traffic-control.wasted-sequencing-counter",
    GAUGE,
    TRAFFIC,
    "Requests that were ordered and could not be paid",
    _WASTED,
)
SEQUENCING_WASTED_BYTES: Final = Metric(
    "sequencer.traffic-control.wasted-sequencing",
    METER,
    TRAFFIC,
    "Bytes of requests that were ordered and could not be paid",
    _WASTED,
)

MEDIATOR_REQUESTS: Final = Metric("mediator.requests", METER, DEBUG, "Confirmation requests")
MEDIATOR_APPROVED: Final = Metric(
    "mediator.approved-requests", METER, DEBUG, "Confirmation requests approved"
)
MEDIATOR_OUTSTANDING: Final = Metric(
    "mediator.outstanding-requests", GAUGE, DEBUG, "Confirmation requests without a verdict"
)
