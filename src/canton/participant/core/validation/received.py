"""From the envelopes of one sequenced batch to the views that this participant can read.

A request for us has exactly one root hash message, whose readers are we and one mediator group, and
encrypted views. Session keys come in two ways: encrypted to our key in the message itself, or from
the parent view, once that is open. So one question to the vault opens everything.
Source: protocol sheet 2.4, 2.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canton.crypto.encryption import AsymmetricEncrypted, SymmetricKey
from canton.crypto.hash import Hash
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member
from canton.participant.errors import (
    BAD_ROOT_HASH_MESSAGES,
    MALFORMED_PAYLOAD,
    MALFORMED_REQUEST,
)
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.message.content import EnvelopeContent, TopologyTransactionsBroadcast
from canton.protocol.message.encrypted_views import EncryptedViews, open_light_views
from canton.protocol.message.request import RootHashMessage
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.full_view import FullViewTree, full_views
from canton.protocol.view.transaction_tree import LightViewTree
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it arrives here, still encrypted."""

    request_id: Timestamp
    root_hash_message: RootHashMessage
    mediator: MediatorGroup
    views: Sequence[tuple[EncryptedViews, Recipients]]

    @property
    def root_hash(self) -> Hash:
        """The hash that names the transaction."""
        return self.root_hash_message.root_hash


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """What could be read of a request; `problems` makes it malformed, whatever else it holds."""

    received: ReceivedRequest
    views: tuple[FullViewTree, ...]
    topmost: tuple[FullViewTree, ...]
    recipients: Mapping[ViewPosition, Recipients]
    signatures: Mapping[ViewPosition, Signature | None]
    problems: tuple[Rejection, ...]

    @property
    def request_id(self) -> Timestamp:
        """The sequencing time of the request."""
        return self.received.request_id


def receive(
    request_id: Timestamp,
    contents: Sequence[tuple[EnvelopeContent, Recipients]],
    participant: Member,
) -> ReceivedRequest | Rejection | None:
    """The request among the contents of a batch; None where there is none for us.

    A rejection is reported and not answered: without a root hash message of ours there is nobody to
    answer to.
    """
    root_hashes, views = [], []
    for content, recipients in contents:
        if isinstance(content, RootHashMessage):
            root_hashes.append((content, recipients))
        elif isinstance(content, EncryptedViews):
            views.append((content, recipients))
    if not root_hashes and not views:
        return None
    if any(isinstance(content, TopologyTransactionsBroadcast) for content, _ in contents):
        return Rejection(
            MALFORMED_REQUEST, f"the batch of request {request_id} changes the topology as well"
        )
    if len(root_hashes) != 1:
        return Rejection(
            BAD_ROOT_HASH_MESSAGES, f"request {request_id} has {len(root_hashes)} root hashes"
        )
    message, recipients = root_hashes[0]
    group = recipients.as_single_group() or frozenset()
    mediators = [each for each in group if isinstance(each, MediatorGroup)]
    if len(mediators) != 1 or group != {participant, mediators[0]}:
        return Rejection(
            BAD_ROOT_HASH_MESSAGES, f"the root hash of request {request_id} has other readers"
        )
    return ReceivedRequest(
        request_id,
        message,
        mediators[0],
        tuple(each for each in views if each[0].view_type is message.view_type),
    )


def session_keys_to_decrypt(
    request: ReceivedRequest, own_keys: frozenset[Fingerprint]
) -> tuple[AsymmetricEncrypted, ...]:
    """The session keys that the vault can decrypt, one for each message that names our key."""
    wanted = []
    for message, _ in request.views:
        mine = [key for key in message.session_keys if key.encrypted_for in own_keys]
        wanted.extend(mine[:1])
    return tuple(wanted)


def open_request(
    request: ReceivedRequest,
    decrypted: Mapping[AsymmetricEncrypted, bytes | Rejection],
    size_max: int,
) -> OpenedRequest:
    """Opens every message whose key is known, from the outer views to the inner ones.

    `size_max` bounds in bytes what one message may hold when decompressed.
    """
    problems: list[Rejection] = []
    if not request.views:
        view_type = request.root_hash_message.view_type.name
        cause = f"no view of type {view_type} came with the root hash"
        problems.append(Rejection(BAD_ROOT_HASH_MESSAGES, cause))
    light: list[LightViewTree] = []
    recipients: dict[ViewPosition, Recipients] = {}
    signatures: dict[ViewPosition, Signature | None] = {}
    inherited: dict[Hash, bytes] = {}
    pending = list(request.views)
    while True:
        still_closed = []
        for message, readers in pending:
            key = _key_of(message, decrypted, inherited)
            if key is None:
                still_closed.append((message, readers))
                continue
            opened = _open(message, key, size_max)
            if isinstance(opened, Rejection):
                problems.append(opened)
                continue
            for tree in opened:
                light.append(tree)
                recipients[tree.position] = readers
                signatures[tree.position] = message.submitting_participant_signature
                inherited.update((each.view_hash, each.randomness) for each in tree.subview_keys)
        if len(still_closed) == len(pending):
            break
        pending = still_closed
    problems += [
        Rejection(MALFORMED_PAYLOAD, f"no key opens {len(message.view_hashes)} views")
        for message, _ in pending
    ]
    return _assembled(request, light, recipients, signatures, problems)


def _key_of(
    message: EncryptedViews,
    decrypted: Mapping[AsymmetricEncrypted, bytes | Rejection],
    inherited: Mapping[Hash, bytes],
) -> bytes | Rejection | None:
    for encrypted in message.session_keys:
        if encrypted in decrypted:
            return decrypted[encrypted]
    return next((inherited[each] for each in message.view_hashes if each in inherited), None)


def _open(
    message: EncryptedViews, key: bytes | Rejection, size_max: int
) -> tuple[LightViewTree, ...] | Rejection:
    if isinstance(key, Rejection):
        return Rejection(MALFORMED_PAYLOAD, key.cause)
    try:
        session_key = SymmetricKey(key)
    except AssertionError:
        return Rejection(MALFORMED_PAYLOAD, f"a session key has {len(key)} bytes")
    opened = open_light_views(message, session_key, size_max)
    return Rejection(MALFORMED_PAYLOAD, opened.cause) if isinstance(opened, Rejection) else opened


def _assembled(
    request: ReceivedRequest,
    light: Iterable[LightViewTree],
    recipients: Mapping[ViewPosition, Recipients],
    signatures: Mapping[ViewPosition, Signature | None],
    problems: list[Rejection],
) -> OpenedRequest:
    agreeing = []
    for tree in light:
        if tree.root_hash != request.root_hash:
            cause = f"the view {tree.position} has another root hash"
            problems.append(Rejection(BAD_ROOT_HASH_MESSAGES, cause))
        else:
            agreeing.append(tree)
    full = full_views(agreeing)
    problems += [
        Rejection(MALFORMED_REQUEST, f"the view {each.position} lacks subviews")
        for each in full.incomplete
    ]
    problems += [
        Rejection(MALFORMED_REQUEST, f"the view {each.position} came twice")
        for each in full.duplicates
    ]
    return OpenedRequest(request, full.views, full.topmost, recipients, signatures, tuple(problems))
