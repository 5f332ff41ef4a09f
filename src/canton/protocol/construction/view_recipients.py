"""Who receives a view: the participants of the views above it and its own, as one chain.

Source: protocol sheet 2.4; Witnesses.toRecipients.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canton.crypto.errors import malformed
from canton.errors import Rejection
from canton.identifiers import Member, PartyId
from canton.protocol.construction.decomposition import HostsOf
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.transaction_tree import TransactionTree
from canton.protocol.view.transaction_view import TransactionView


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A view with those who receive it."""

    position: ViewPosition
    view: TransactionView
    recipients: Recipients
    participants: frozenset[Member]
    """The view's own informee participants: the leaf of the recipients."""


def informee_participants(
    informees: Iterable[PartyId], hosts_of: HostsOf
) -> frozenset[Member] | Rejection:
    """The participants that host the informees, each of whom must have one."""
    found: set[Member] = set()
    for party in informees:
        hosts = hosts_of(party)
        if not hosts:
            return malformed(f"no active participant hosts the informee {party}")
        found |= hosts
    return frozenset(found) if found else malformed("a view has no informees")


def view_recipients(
    informees_by_position: Iterable[tuple[ViewPosition, frozenset[PartyId]]], hosts_of: HostsOf
) -> dict[ViewPosition, tuple[frozenset[Member], ...]] | Rejection:
    """For each view, given in pre-order, the chain of participants from the root view to it."""
    chains: dict[ViewPosition, tuple[frozenset[Member], ...]] = {}
    for position, informees in informees_by_position:
        own = informee_participants(informees, hosts_of)
        if isinstance(own, Rejection):
            return own
        chains[position] = (*chains.get(position.parent, ()), own)
    return chains


def plan_views(tree: TransactionTree, hosts_of: HostsOf) -> tuple[PlannedView, ...] | Rejection:
    """The views of a full tree in pre-order, with their recipients."""
    views = list(tree.views())
    chains = view_recipients(((at, view.common.informees) for at, view in views), hosts_of)
    if isinstance(chains, Rejection):
        return chains
    return tuple(
        PlannedView(at, view, Recipients.chain(chains[at]), chains[at][-1]) for at, view in views
    )


def root_hash_recipients(participants: Iterable[Member], mediator_group: int) -> Recipients:
    """One group of participant and mediator for each participant, who do not see each other."""
    mediators = MediatorGroup(mediator_group)
    return Recipients.groups((member, mediators) for member in sorted(participants))
