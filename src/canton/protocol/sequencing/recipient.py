"""Recipients: members and groups in trees, and which part of a tree a member sees.

A member that stands in a node sees that node and all below it, nothing above. Source: protocol
sheet 2.6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from canton.identifiers import Member
from canton.protocol.reading import rejecting
from canton.wire import sequencing_v30_pb2 as v30

RECIPIENT_LENGTH_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class MediatorGroup:
    """All active mediators of a group: `MGR::0`."""

    index: int

    def __str__(self) -> str:
        return f"MGR::{self.index}"


class Group(Enum):
    """The groups without an index."""

    SEQUENCERS = "SOD::"
    ALL_MEMBERS = "ALL::All"

    def __str__(self) -> str:
        return self.value


Recipient = Member | MediatorGroup | Group
GroupRecipient = MediatorGroup | Group


@lru_cache(maxsize=8192)
def parse_recipient(text: str) -> Recipient:
    """Reads a member or a group; of a group other than a mediator group only the code counts.

    Raises:
        ValueError: the text is neither.
    """
    if len(text) > RECIPIENT_LENGTH_MAX:
        raise ValueError("a recipient is too long")
    code, delimiter, rest = text[:3], text[3:5], text[5:]
    if code not in ("MGR", "SOD", "ALL"):
        return Member.parse(text)
    if delimiter != "::":
        raise ValueError(f"{text!r} is not a recipient")
    match code:
        case "MGR":
            if not rest.isascii() or not rest.isdigit() or int(rest) >= 2**31:
                raise ValueError(f"{rest!r} is not a mediator group")
            return MediatorGroup(int(rest))
        case "SOD":
            return Group.SEQUENCERS
        case _:
            return Group.ALL_MEMBERS


@dataclass(frozen=True, slots=True)
class RecipientsTree:
    """A node of recipients with the trees below it."""

    recipients: frozenset[Recipient]
    children: tuple[RecipientsTree, ...] = ()

    def walk(self) -> Iterator[RecipientsTree]:
        """Every node, the upper ones first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def seen_by(self, names: Collection[Recipient]) -> Iterator[RecipientsTree]:
        """The topmost trees in whose root one of the names stands."""
        if not self.recipients.isdisjoint(names):
            yield self
            return
        for child in self.children:
            yield from child.seen_by(names)

    def to_proto(self) -> v30.RecipientsTree:
        """The message; the recipients of a node are ordered by their text."""
        return v30.RecipientsTree(
            recipients=sorted(map(str, self.recipients)),
            children=[child.to_proto() for child in self.children],
        )

    @staticmethod
    def read(message: v30.RecipientsTree) -> RecipientsTree:
        """Reads a tree, whose depth protobuf has bounded already.

        Raises:
            ValueError: a node is empty or a recipient is malformed.
        """
        if not message.recipients:
            raise ValueError("a recipients tree has a node without recipients")
        return RecipientsTree(
            frozenset(map(parse_recipient, message.recipients)),
            tuple(map(RecipientsTree.read, message.children)),
        )


@dataclass(frozen=True, slots=True)
class Recipients:
    """To whom an envelope goes: one or more trees."""

    trees: tuple[RecipientsTree, ...]

    @staticmethod
    def group(recipients: Iterable[Recipient]) -> Recipients:
        """One group whose members all see each other."""
        return Recipients((RecipientsTree(frozenset(recipients)),))

    @staticmethod
    def groups(groups: Iterable[Iterable[Recipient]]) -> Recipients:
        """Groups that do not see each other, in the order given."""
        return Recipients(tuple(RecipientsTree(frozenset(group)) for group in groups))

    @staticmethod
    def chain(nodes: Iterable[Iterable[Recipient]]) -> Recipients:
        """One tree that is a chain, from its root to its leaf."""
        tree: RecipientsTree | None = None
        for node in reversed(list(nodes)):
            tree = RecipientsTree(frozenset(node), () if tree is None else (tree,))
        assert tree is not None, "recipients are never empty"
        return Recipients((tree,))

    def all(self) -> frozenset[Recipient]:
        """Every recipient, wherever it stands."""
        return frozenset().union(*(node.recipients for tree in self.trees for node in tree.walk()))

    def leaves(self) -> frozenset[Recipient]:
        """The recipients in the leaves: of a view, its own informee participants."""
        nodes = (node for tree in self.trees for node in tree.walk())
        return frozenset().union(*(node.recipients for node in nodes if not node.children))

    def as_single_group(self) -> frozenset[Recipient] | None:
        """The one group, where the recipients are that."""
        if len(self.trees) != 1 or self.trees[0].children:
            return None
        return self.trees[0].recipients

    def seen_by(self, member: Member, groups: Collection[GroupRecipient] = ()) -> Recipients | None:
        """What a member of these groups sees, or None where the envelope is not for it."""
        names: frozenset[Recipient] = frozenset((member, *groups))
        trees = tuple(seen for tree in self.trees for seen in tree.seen_by(names))
        return Recipients(trees) if trees else None

    def to_proto(self) -> v30.Recipients:
        """The message."""
        return v30.Recipients(recipients_tree=[tree.to_proto() for tree in self.trees])

    def to_bytes(self) -> bytes:
        """The bytes of the message, without a wrapper, as the aggregation id hashes them."""
        return self.to_proto().SerializeToString(deterministic=True)

    @staticmethod
    def read(message: v30.Recipients) -> Recipients:
        """Reads recipients.

        Raises:
            ValueError: there are none, or one is malformed.
        """
        if not message.recipients_tree:
            raise ValueError("an envelope has no recipients")
        return Recipients(tuple(map(RecipientsTree.read, message.recipients_tree)))


from_proto = rejecting(Recipients.read)
"""Reads recipients, or rejects them."""
