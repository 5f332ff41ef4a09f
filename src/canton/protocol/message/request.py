"""The two messages of a confirmation request beside its views: for the mediator, and root hashes.

Source: protocol sheet 2.4; InformeeMessage, RootHashMessage.
"""

from __future__ import annotations

from dataclasses import dataclass

from canton.crypto.hash import Hash
from canton.crypto.signature import Signature
from canton.identifiers import PhysicalSynchronizerId
from canton.protocol.message.view_type import ViewType, read_view_type
from canton.protocol.reading import read_hash, read_timestamp, required
from canton.protocol.view.transaction_tree import TransactionTree, read_informee_tree
from canton.timestamps import Timestamp
from canton.wire import protocol_v30_pb2 as v30


@dataclass(frozen=True, slots=True)
class InformeeMessage:
    """What the mediator learns: who confirms which view, signed by the submitting participant."""

    tree: TransactionTree
    submitting_participant_signature: Signature
    """Over the root hash."""

    def to_proto(self) -> v30.InformeeMessage:
        """The message."""
        return v30.InformeeMessage(
            full_informee_tree=v30.FullInformeeTree(tree=self.tree.to_proto()),
            submitting_participant_signature=self.submitting_participant_signature.to_proto(),
        )

    @staticmethod
    def read(message: v30.InformeeMessage) -> InformeeMessage:
        """Reads the message.

        Raises:
            ValueError: a part is malformed or shows what it must not.
        """
        return InformeeMessage(
            read_informee_tree(message.full_informee_tree),
            required(Signature.from_proto(message.submitting_participant_signature)),
        )


@dataclass(frozen=True, slots=True)
class RootHashMessage:
    """The root hash that mediator and participants must both have received."""

    root_hash: Hash
    synchronizer: PhysicalSynchronizerId
    view_type: ViewType
    submission_topology_time: Timestamp
    payload: bytes = b""

    def to_proto(self) -> v30.RootHashMessage:
        """The message."""
        return v30.RootHashMessage(
            root_hash=self.root_hash.multihash,
            physical_synchronizer_id=str(self.synchronizer),
            view_type=f"VIEW_TYPE_{self.view_type.name}",
            submission_topology_time=self.submission_topology_time,
            payload=self.payload,
        )

    @staticmethod
    def read(message: v30.RootHashMessage) -> RootHashMessage:
        """Reads the message.

        Raises:
            ValueError: a field is malformed.
        """
        return RootHashMessage(
            read_hash(message.root_hash),
            PhysicalSynchronizerId.parse(message.physical_synchronizer_id),
            read_view_type(int(message.view_type)),
            read_timestamp(message.submission_topology_time),
            message.payload,
        )
