"""Phase 1: from an interpreted command to the confirmation request.

Pure: the random bytes are parameters, the root hash is signed between the two halves. What cannot
be sent is found out before anything is stored. Source: protocol sheet 2.4, 2.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canton.crypto.salt import Salt
from canton.crypto.signature import Signature
from canton.daml_lf.engine import Interpreted
from canton.daml_lf.transaction.node import Transaction
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import Rejection
from canton.identifiers import Member, Offset, PartyId
from canton.participant.core.engine import Engine
from canton.participant.core.validation.conformance import hosts_of
from canton.participant.errors import (
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    SYNCHRONIZER_WITHOUT_MEDIATOR,
)
from canton.protocol.construction.confirmation_request import (
    ConfirmationRequest,
    confirmation_request,
)
from canton.protocol.construction.session_key import Draw, SessionKeys
from canton.protocol.construction.tree_builder import Submission as TreeSubmission
from canton.protocol.construction.tree_builder import build_tree
from canton.protocol.construction.view_builder import ViewContext
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.metadata import (
    DeduplicationOffset,
    ExternalAuthorization,
    ParticipantMetadata,
    SubmitterMetadata,
)
from canton.protocol.view.transaction_tree import TransactionTree
from canton.timestamps import Timestamp, plus
from canton.topology.snapshot.snapshot import TopologySnapshot

SESSION_KEY_KEPT_S: Final = 10.0
SESSION_KEYS_MAX: Final = 10_000
"""How long and how many session keys are used again, by sender and receiver.

Source: Canton 3.6 SessionEncryptionKeyCacheConfig.
"""

_NO_SALT = Salt(bytes(32))
"""The tree builder replaces it by the one that the seed gives."""


@dataclass(frozen=True, slots=True)
class ExternalSubmission:
    """That the parties have signed the transaction, and what it was bound to for that."""

    authorization: ExternalAuthorization
    transaction_uuid: str
    mediator_group: int


@dataclass(frozen=True, slots=True)
class CommandMetadata:
    """What a submission says of itself besides its commands."""

    user_id: str
    command_id: str
    submission_id: str
    workflow_id: str
    act_as: frozenset[PartyId]
    deduplication_offset: Offset
    external: ExternalSubmission | None = None


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """A request ready to be signed and sent, and until when it must be sequenced."""

    tree: TransactionTree
    transaction: Transaction
    max_sequencing_time: Timestamp
    snapshot_time: Timestamp


@dataclass(frozen=True, slots=True)
class Randomness:
    """The random parts of a request: a UUID and the 16 bytes from which its salts derive."""

    uuid: str
    salt_seed: bytes


def plan_request(
    interpreted: Interpreted,
    command: CommandMetadata,
    snapshot: TopologySnapshot,
    *,
    participant: Member,
    engine: Engine,
    contracts: Mapping[ContractId, StoredContract],
    random: Randomness,
) -> RequestPlan | Rejection:
    """The tree of the request, for a synchronizer that can carry the transaction.

    `contracts` are those that the transaction uses.
    """
    metadata, external = interpreted.metadata, command.external
    parameters = snapshot.dynamic_parameters
    mediator_group = _mediator_of(external, snapshot, metadata.preparation_time)
    if mediator_group is None or parameters is None:
        wanted = "" if external is None else f" in group {external.mediator_group}, as was signed"
        cause = f"the synchronizer has no active mediator{wanted}"
        return Rejection(SYNCHRONIZER_WITHOUT_MEDIATOR, cause)
    max_sequencing_time = plus(metadata.ledger_time, parameters.ledger_time_record_time_tolerance)
    if external is not None and external.authorization.max_record_time is not None:
        max_sequencing_time = min(max_sequencing_time, external.authorization.max_record_time)
    submitter = SubmitterMetadata(
        salt=_NO_SALT,
        act_as=command.act_as,
        user_id=command.user_id,
        command_id=command.command_id,
        submitting_participant=participant.uid,
        submission_id=command.submission_id or None,
        deduplication_period=DeduplicationOffset(command.deduplication_offset),
        max_sequencing_time=max_sequencing_time,
        external_authorization=None if external is None else external.authorization,
    )
    submission = TreeSubmission(
        interpreted.transaction,
        metadata.node_seeds,
        submitter,
        ParticipantMetadata(
            _NO_SALT, metadata.ledger_time, metadata.preparation_time, command.workflow_id or None
        ),
        random.salt_seed,
    )
    context = ViewContext(
        snapshot.physical_synchronizer,
        mediator_group,
        random.uuid if external is None else external.transaction_uuid,
        metadata.ledger_time,
        engine,
        contracts,
    )
    built = build_tree(submission, context, hosts_of(snapshot))
    if isinstance(built, Rejection):
        return Rejection(NO_SYNCHRONIZER_FOR_SUBMISSION, built.cause)
    return RequestPlan(built.tree, built.transaction, max_sequencing_time, snapshot.time)


def _mediator_of(
    external: ExternalSubmission | None, snapshot: TopologySnapshot, preparation_time: Timestamp
) -> int | None:
    """The group that the parties have signed, or else any; None where it is not active."""
    if external is None:
        return choose_mediator(snapshot, preparation_time)
    group = external.mediator_group
    return group if group in _active_groups(snapshot) else None


def choose_mediator(snapshot: TopologySnapshot, preparation_time: Timestamp) -> int | None:
    """The mediator group that is to decide a transaction; None where no group is active."""
    groups = _active_groups(snapshot)
    return groups[preparation_time % len(groups)] if groups else None


def _active_groups(snapshot: TopologySnapshot) -> list[int]:
    return [each.group for each in snapshot.mediator_groups() if each.active]


def seal_request(
    plan: RequestPlan,
    signature: Signature,
    snapshot: TopologySnapshot,
    kept_keys: SessionKeys,
    draw: Draw,
) -> ConfirmationRequest | Rejection:
    """The envelopes of a planned request, whose root hash is signed by now."""
    return confirmation_request(
        plan.tree,
        signature,
        plan.snapshot_time,
        hosts_of(snapshot),
        snapshot.members.encryption_key,
        kept_keys,
        draw,
    )
