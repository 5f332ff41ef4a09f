"""What the participant's state machine takes in and gives out.

Inputs come from the event stream, from the answers to earlier questions, and from the ledger.
Effects are performed in order: what is to be stored first, then what is to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canton.crypto.encryption import AsymmetricEncrypted
from canton.crypto.signature import Signature
from canton.daml_lf.engine import Failed, Interpreted
from canton.errors import ErrorCode, Rejection
from canton.participant.core.activeness import CommitSet, ContractId, ContractState, RequestId
from canton.participant.core.validation.conformance import ViewReplay
from canton.participant.stores.submission import InFlightRow
from canton.participant.update import Completion, Update
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.content import EnvelopeContent
from canton.protocol.message.signed import ConfirmationResponses
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.storage.table import Write
from canton.timestamps import Timestamp
from canton.topology.difference import HostingChange
from canton.topology.snapshot.snapshot import TopologySnapshot


@dataclass(frozen=True, slots=True)
class ReceivedContent:
    """What one envelope holds, for whom, and what its signatures sign."""

    content: EnvelopeContent
    recipients: Recipients
    signed_bytes: bytes = b""
    signatures: Sequence[Signature] = ()


@dataclass(frozen=True, slots=True)
class EventReceived:
    """One event of the stream, with the topology as of its time.

    `message_id` makes it a receipt of ours; `refusal` is then the sequencer's reason not to
    sequence. `paid` is what our message has cost. `hosting` is how its topology transactions
    change who hosts which party.
    """

    time: Timestamp
    snapshot: TopologySnapshot
    contents: Sequence[ReceivedContent] = ()
    message_id: str | None = None
    refusal: Rejection | None = None
    traceparent: str = ""
    paid: int = 0
    hosting: HostingChange | None = None


@dataclass(frozen=True, slots=True)
class Decrypted:
    """The vault's answer to `Decrypt`."""

    request_id: RequestId
    keys: Mapping[AsymmetricEncrypted, bytes | Rejection]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The store's answer to `Load`; contracts without a state are unknown."""

    request_id: RequestId
    states: Mapping[ContractId, ContractState]


@dataclass(frozen=True, slots=True)
class InterpretationDone:
    """The engine's answer to `Interpret`, by view."""

    request_id: RequestId
    outcomes: Mapping[ViewPosition, Interpreted | Failed]


@dataclass(frozen=True, slots=True)
class CommitWritten:
    """Says that the changes of a `Persist` are durable."""

    commit: CommitSet


@dataclass(frozen=True, slots=True)
class CommandRegistered:
    """A command is stored as in flight and is about to be sent."""

    row: InFlightRow


Input = EventReceived | Decrypted | Loaded | InterpretationDone | CommitWritten | CommandRegistered


@dataclass(frozen=True, slots=True)
class Decrypt:
    """Asks for the session keys that were encrypted to us."""

    request_id: RequestId
    keys: Sequence[AsymmetricEncrypted]


@dataclass(frozen=True, slots=True)
class Load:
    """Asks for the stored states of contracts."""

    request_id: RequestId
    contract_ids: frozenset[ContractId]


@dataclass(frozen=True, slots=True)
class Interpret:
    """Asks for the interpretation of views."""

    request_id: RequestId
    replays: Mapping[ViewPosition, ViewReplay]


@dataclass(frozen=True, slots=True)
class Persist:
    """To be stored; `commit` is to be confirmed by `CommitWritten` afterwards."""

    writes: Sequence[Write]
    commit: CommitSet | None = None


@dataclass(frozen=True, slots=True)
class Respond:
    """To be signed, stored in the outbox with what else is persisted, and sent."""

    message: ConfirmationResponses
    mediator: MediatorGroup
    max_sequencing_time: Timestamp


@dataclass(frozen=True, slots=True)
class Publish:
    """To become visible on the ledger at the next offset.

    `update` is None for a rejection, `completion` unless the command is ours; `change_id` is that
    of the command.
    """

    record_time: Timestamp
    update: Update | None
    completion: Completion | None
    change_id: bytes


@dataclass(frozen=True, slots=True)
class AwaitTime:
    """An event is needed after this time, or a deadline passes unnoticed on a quiet stream."""

    time: Timestamp


@dataclass(frozen=True, slots=True)
class Report:
    """A fact for the log; an alarm if some member misbehaves."""

    code: ErrorCode
    text: str


Effect = Decrypt | Load | Interpret | Persist | Respond | Publish | AwaitTime | Report
