"""Encrypted views: several light trees with equal recipients under one session key.

Source: protocol sheet 2.4; EncryptedMultipleViewsMessage of schema 31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.crypto.encryption import AsymmetricEncrypted, SymmetricKey
from canton.crypto.errors import malformed
from canton.crypto.hash import Hash
from canton.crypto.signature import Signature
from canton.crypto.versioned import parse
from canton.errors import Rejection
from canton.identifiers import Fingerprint, PhysicalSynchronizerId
from canton.protocol.message.view_type import ViewType, read_view_type
from canton.protocol.reading import read_hash, required
from canton.protocol.sequencing.compression import compress, decompress
from canton.protocol.view.transaction_tree import LightViewTree
from canton.wire import protocol_v31_pb2 as v31

_AES_128_GCM: Final = 1


@dataclass(frozen=True, slots=True)
class EncryptedViews:
    """Views that only the holders of the session key can read."""

    ciphertext: bytes
    view_hashes: tuple[Hash, ...]
    session_keys: tuple[AsymmetricEncrypted, ...]
    """The session key, once for each informee participant."""
    synchronizer: PhysicalSynchronizerId
    view_type: ViewType
    submitting_participant_signature: Signature | None = None
    """Over the root hash, where a view among them is a root view."""

    def session_key_for(self, fingerprint: Fingerprint) -> AsymmetricEncrypted | None:
        """The session key as it was encrypted to a key."""
        found = (each for each in self.session_keys if each.encrypted_for == fingerprint)
        return next(found, None)

    def to_proto(self) -> v31.EncryptedMultipleViewsMessage:
        """The message."""
        message = v31.EncryptedMultipleViewsMessage(
            compressed_view_trees=self.ciphertext,
            view_hashes=[view_hash.multihash for view_hash in self.view_hashes],
            encryption_scheme="SYMMETRIC_KEY_SCHEME_AES128GCM",
            session_key_lookup=[key.to_proto() for key in self.session_keys],
            physical_synchronizer_id=str(self.synchronizer),
            view_type=f"VIEW_TYPE_{self.view_type.name}",
        )
        if self.submitting_participant_signature is not None:
            message.submitting_participant_signature.CopyFrom(
                self.submitting_participant_signature.to_proto()
            )
        return message

    @staticmethod
    def read(message: v31.EncryptedMultipleViewsMessage) -> EncryptedViews:
        """Reads the message.

        Raises:
            ValueError: a field is malformed, or there is no view or no session key.
        """
        if message.encryption_scheme != _AES_128_GCM:
            raise ValueError(f"unknown encryption scheme {message.encryption_scheme}")
        if not message.view_hashes or not message.session_key_lookup:
            raise ValueError("an encrypted views message has no view or no session key")
        signature = None
        if message.HasField("submitting_participant_signature"):
            signature = required(Signature.from_proto(message.submitting_participant_signature))
        return EncryptedViews(
            ciphertext=message.compressed_view_trees,
            view_hashes=tuple(map(read_hash, message.view_hashes)),
            session_keys=tuple(
                required(AsymmetricEncrypted.from_proto(each))
                for each in message.session_key_lookup
            ),
            synchronizer=PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            view_type=read_view_type(int(message.view_type)),
            submitting_participant_signature=signature,
        )


def seal_views(trees: list[bytes], key: SymmetricKey, iv: bytes) -> bytes:
    """The ciphertext of wrapped light trees; `iv` is 12 random bytes."""
    kind = v31.EncryptedMultipleViewsMessage.UncompressedViewTrees
    return key.encrypt(compress(kind(view_trees=trees).SerializeToString()), iv)


def open_views(
    message: EncryptedViews, key: SymmetricKey, size_max: int
) -> tuple[bytes, ...] | Rejection:
    """The wrapped trees in a message, of at most `size_max` bytes together."""
    compressed = key.decrypt(message.ciphertext)
    if isinstance(compressed, Rejection):
        return compressed
    content = decompress(compressed, size_max)
    if isinstance(content, Rejection):
        return content
    trees = parse(v31.EncryptedMultipleViewsMessage.UncompressedViewTrees, content)
    if isinstance(trees, Rejection):
        return trees
    if len(trees.view_trees) != len(message.view_hashes):
        return malformed("an encrypted views message holds not as many views as hashes")
    return tuple(trees.view_trees)


def open_light_views(
    message: EncryptedViews, key: SymmetricKey, size_max: int
) -> tuple[LightViewTree, ...] | Rejection:
    """The light trees in a message, each of which must have the hash that the message claims."""
    contents = open_views(message, key, size_max)
    if isinstance(contents, Rejection):
        return contents
    trees = []
    for content, view_hash in zip(contents, message.view_hashes, strict=True):
        tree = LightViewTree.from_bytes(content)
        if isinstance(tree, Rejection):
            return tree
        if tree.view.hash != view_hash:
            return malformed("a decrypted view has another hash than its message claims")
        trees.append(tree)
    return tuple(trees)
