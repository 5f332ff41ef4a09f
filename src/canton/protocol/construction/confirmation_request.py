"""The confirmation request: the batch that asks a transaction to be confirmed.

In order: the mediator's message, the root hash, the encrypted views, one envelope for each group
of recipients. Source: protocol sheet 2.4; TransactionConfirmationRequestFactory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canton.crypto.encryption import GCM_IV_LENGTH
from canton.crypto.signature import Signature
from canton.errors import Rejection
from canton.protocol.construction.decomposition import HostsOf
from canton.protocol.construction.session_key import (
    Draw,
    KeyOf,
    SessionKey,
    SessionKeys,
    session_keys,
)
from canton.protocol.construction.view_recipients import (
    PlannedView,
    plan_views,
    root_hash_recipients,
)
from canton.protocol.message.content import unsigned_envelope
from canton.protocol.message.encrypted_views import EncryptedViews, seal_views
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.envelope import Batch, Envelope
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.transaction_tree import LightViewTree, SubviewKey, TransactionTree
from canton.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class ConfirmationRequest:
    """The envelopes, and the session keys for the sender to keep."""

    envelopes: tuple[Envelope, ...]
    session_keys: SessionKeys

    def batch(self) -> Batch:
        """The batch to submit."""
        return Batch.of(self.envelopes)


def confirmation_request(
    tree: TransactionTree,
    root_hash_signature: Signature,
    submission_topology_time: Timestamp,
    hosts_of: HostsOf,
    key_of: KeyOf,
    kept_keys: SessionKeys,
    draw: Draw,
) -> ConfirmationRequest | Rejection:
    """The request for a full tree, whose root hash the submitting participant has signed."""
    views = plan_views(tree, hosts_of)
    if isinstance(views, Rejection):
        return views
    keys = session_keys(views, key_of, kept_keys, draw)
    if isinstance(keys, Rejection):
        return keys
    common = tree.common
    group = common.mediator_group
    participants = frozenset().union(*(planned.participants for planned in views))
    informee_message = InformeeMessage(tree.for_mediator(), root_hash_signature)
    root_hash = RootHashMessage(
        tree.hash, common.synchronizer, ViewType.TRANSACTION, submission_topology_time
    )
    envelopes = (
        unsigned_envelope(informee_message, Recipients.group((MediatorGroup(group),))),
        unsigned_envelope(root_hash, root_hash_recipients(participants, group)),
        *view_envelopes(tree, views, keys, root_hash_signature, draw),
    )
    return ConfirmationRequest(envelopes, keys)


def view_envelopes(
    tree: TransactionTree,
    views: tuple[PlannedView, ...],
    keys: Mapping[Recipients, SessionKey],
    root_hash_signature: Signature,
    draw: Draw,
) -> tuple[Envelope, ...]:
    """The encrypted views, grouped by recipients in the order these first occur."""
    by_hash = {planned.view.hash: planned for planned in views}
    groups: dict[Recipients, list[LightViewTree]] = {}
    for planned in views:
        subviews = [by_hash[subview.hash] for subview, _ in planned.view.subviews.shown()]
        subview_keys = tuple(
            SubviewKey(subview.view.hash, keys[subview.recipients].randomness)
            for subview in subviews
        )
        light = LightViewTree.of(tree, planned.position, subview_keys)
        groups.setdefault(planned.recipients, []).append(light)
    return tuple(
        unsigned_envelope(
            _encrypted(lights, keys[recipients], root_hash_signature, draw(GCM_IV_LENGTH)),
            recipients,
        )
        for recipients, lights in groups.items()
    )


def _encrypted(
    lights: list[LightViewTree], key: SessionKey, root_hash_signature: Signature, iv: bytes
) -> EncryptedViews:
    # Recipients of equal depth belong to views of equal depth: all are root views, or none is.
    is_root = lights[0].position.is_root
    return EncryptedViews(
        ciphertext=seal_views([light.to_bytes() for light in lights], key.key, iv),
        view_hashes=tuple(light.view.hash for light in lights),
        session_keys=key.encrypted,
        synchronizer=lights[0].tree.common.synchronizer,
        view_type=ViewType.TRANSACTION,
        submitting_participant_signature=root_hash_signature if is_root else None,
    )
