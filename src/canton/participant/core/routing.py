"""Which of the connected synchronizers a transaction goes to.

Contracts do not leave their synchronizer, so the contracts that a transaction uses decide; without
any, it is the first on which everybody who is informed is hosted and has vetted the packages.
Source: protocol sheet 2.5; ledger API sheet on transaction routing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from canton.daml_lf.engine import Interpreted
from canton.daml_lf.transaction.node import RollbackNode, Transaction, children_of
from canton.daml_lf.value.identifier import PackageId
from canton.errors import Rejection
from canton.identifiers import Member, PartyId
from canton.participant.core.validation.conformance import vetted_at
from canton.participant.errors import (
    AUTOMATIC_REASSIGNMENT_FAILED,
    INVALID_PRESCRIBED_SYNCHRONIZER_ID,
    NO_SYNCHRONIZER_FOR_SUBMISSION,
    NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS,
    UNKNOWN_INFORMEES,
    UNKNOWN_SUBMITTERS,
)
from canton.topology.snapshot.snapshot import TopologySnapshot


def cannot_submit(
    snapshot: TopologySnapshot, participant: Member, act_as: Iterable[PartyId]
) -> Rejection | None:
    """Why the participant may not submit for these parties, or None where it may."""
    missing = snapshot.parties.cannot_submit(participant, act_as)
    if missing:
        names = ", ".join(sorted(missing))
        return Rejection(
            UNKNOWN_SUBMITTERS, f"the participant may not submit for {names} on the synchronizer"
        )
    return None


def choose_synchronizer(
    candidates: Mapping[str, TopologySnapshot],
    homes: AbstractSet[str],
    interpreted: Interpreted,
    prescribed: str | None = None,
) -> str | Rejection:
    """The synchronizer to use, among those where the submitters may submit, best first.

    `homes` are the synchronizers of the contracts that the transaction uses; one that the command
    prescribes is the only candidate.
    """
    misplaced = _misplaced(candidates, homes, prescribed)
    if misplaced is not None:
        return misplaced
    problems = {}
    for name in homes or candidates:
        problem = cannot_carry(interpreted, candidates[name])
        if problem is None:
            return name
        problems[name] = problem
    if len(problems) == 1:
        return next(iter(problems.values()))
    reasons = "; ".join(f"{name}: {problem.cause}" for name, problem in problems.items())
    return Rejection(NO_SYNCHRONIZER_FOR_SUBMISSION, reasons)


def _misplaced(
    candidates: Mapping[str, TopologySnapshot], homes: AbstractSet[str], prescribed: str | None
) -> Rejection | None:
    """Why no candidate has all the contracts."""
    elsewhere = ", ".join(sorted(homes - candidates.keys()))
    if elsewhere and prescribed is not None:
        return Rejection(
            INVALID_PRESCRIBED_SYNCHRONIZER_ID,
            f"The needed input contracts are not on {prescribed}, but on {elsewhere}",
        )
    if elsewhere:
        return Rejection(
            NOT_CONNECTED_TO_ALL_CONTRACT_SYNCHRONIZERS,
            f"The contracts that are used are on {elsewhere}, to which this participant is not "
            "connected, or where it may not submit for the parties",
        )
    if len(homes) > 1:
        return Rejection(
            AUTOMATIC_REASSIGNMENT_FAILED,
            f"The contracts that are used are on several synchronizers: {', '.join(sorted(homes))}",
        )
    return None


def cannot_carry(interpreted: Interpreted, snapshot: TopologySnapshot) -> Rejection | None:
    """Who or what is missing on a synchronizer, or None where it can take the transaction."""
    actions = [
        node
        for node in interpreted.transaction.nodes.values()
        if not isinstance(node, RollbackNode)
    ]
    informees = frozenset().union(*(node.informees for node in actions))
    unhosted = snapshot.parties.unhosted(informees)
    if unhosted:
        return Rejection(UNKNOWN_INFORMEES, f"no participant hosts {', '.join(sorted(unhosted))}")
    ledger_time = interpreted.metadata.ledger_time
    used = _packages_by_party(interpreted.transaction)
    needed: dict[Member, set[PackageId]] = {}
    for party, packages in used.items():
        for participant in snapshot.parties.participants_of([party]):
            needed.setdefault(participant, set()).update(packages)
    for participant, packages in sorted(needed.items(), key=lambda item: str(item[0])):
        missing = packages - vetted_at(snapshot, participant, ledger_time)
        if missing:
            return Rejection(
                NO_SYNCHRONIZER_FOR_SUBMISSION,
                f"{participant.uid} has not vetted {', '.join(sorted(missing))}",
            )
    return None


def _packages_by_party(transaction: Transaction) -> dict[PartyId, set[PackageId]]:
    """What each party needs to follow all that it sees: its own nodes and everything below them."""
    used: dict[PartyId, set[PackageId]] = {}
    pending = [(root, frozenset[PartyId]()) for root in transaction.roots]
    while pending:
        node_id, above = pending.pop()
        node = transaction.nodes[node_id]
        seen_by = above
        if not isinstance(node, RollbackNode):
            seen_by = above | node.informees
            for party in seen_by:
                used.setdefault(party, set()).update(node.package_ids)
        pending += [(child, seen_by) for child in children_of(node)]
    return used
