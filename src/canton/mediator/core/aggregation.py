"""How responses to a request add up to a verdict.

Each view has quorums of confirming parties, and each party a number of participants that must
agree before the party has spoken (its consortium):

    participant --vote--> consortium of a party --approved or rejected--> quorums of the view

- A participant's first vote for a party counts; another one is ignored, and reported if it differs.
- A party has approved once `threshold` of its participants have. It has rejected once as many have
  rejected, or as soon as `threshold` approvals can no longer be reached.
- An approval takes the party's weight off every quorum of the view, and the party out of it; a
  rejection takes the party out. The request is approved when every quorum of every view is at zero,
  and rejected as soon as a quorum can no longer get there.

Source: Canton 3.6 ResponseAggregation; protocol sheet 2.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

from canton.identifiers import Member, PartyId
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.view.common_data import Quorum

Reason = TypeVar("Reason")


class Vote(Enum):
    """What a participant says of a view for a party."""

    APPROVE = 1
    REJECT = 2
    ABSTAIN = 3


@dataclass(frozen=True, slots=True)
class Consortium(Generic[Reason]):
    """The participants that confirm for a party, and what they have said so far."""

    threshold: int
    participants: frozenset[Member]
    votes: tuple[tuple[Member, Vote, Reason | None], ...] = ()

    def vote_of(self, participant: Member) -> Vote | None:
        """What the participant has said."""
        return next((vote for voter, vote, _ in self.votes if voter == participant), None)

    def count(self, vote: Vote) -> int:
        """How many have said so."""
        return sum(each is vote for _, each, _ in self.votes)

    @property
    def is_approved(self) -> bool:
        """Whether the party has approved."""
        return self.count(Vote.APPROVE) >= self.threshold

    @property
    def is_rejected(self) -> bool:
        """Whether the party has rejected, or cannot approve any more."""
        rejections = self.count(Vote.REJECT)
        unavailable = rejections + self.count(Vote.ABSTAIN)
        return rejections >= self.threshold or unavailable + self.threshold > len(self.participants)

    @property
    def latest_rejection(self) -> tuple[Member, Reason] | None:
        """Who rejected last, and why; abstentions do not count."""
        for voter, vote, reason in reversed(self.votes):
            if vote is Vote.REJECT and reason is not None:
                return voter, reason
        return None

    def with_vote(self, voter: Member, vote: Vote, reason: Reason | None) -> Consortium[Reason]:
        """The consortium after a vote; a second vote of the same participant changes nothing."""
        if self.vote_of(voter) is not None:
            return self
        return replace(self, votes=(*self.votes, (voter, vote, reason)))


@dataclass(frozen=True, slots=True)
class RejectionReason(Generic[Reason]):
    """Why parties rejected: what the participant said that made their rejection final."""

    parties: frozenset[PartyId]
    participant: Member
    reason: Reason


@dataclass(frozen=True, slots=True)
class ViewState(Generic[Reason]):
    """How far one view has come. `rejections` has the newest first."""

    quorums: tuple[Quorum, ...]
    consortia: Mapping[PartyId, Consortium[Reason]]
    rejections: tuple[RejectionReason[Reason], ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether every quorum is reached."""
        return all(quorum.threshold == 0 for quorum in self.quorums)

    @property
    def can_be_approved(self) -> bool:
        """Whether every quorum can still be reached."""
        return all(
            quorum.threshold <= sum(weight for _, weight in quorum.weights)
            for quorum in self.quorums
        )

    @property
    def awaited(self) -> frozenset[PartyId]:
        """The parties that still count."""
        return frozenset().union(*(quorum.parties for quorum in self.quorums))


@dataclass(frozen=True, slots=True)
class Approved:
    """Every quorum of every view is reached."""


@dataclass(frozen=True, slots=True)
class Rejected(Generic[Reason]):
    """A quorum cannot be reached any more, for these reasons, newest first."""

    reasons: tuple[RejectionReason[Reason], ...]


@dataclass(frozen=True, slots=True)
class Undecided(Generic[Reason]):
    """The views after the response, and for whom the participant contradicted itself."""

    views: Mapping[ViewPosition, ViewState[Reason]]
    equivocated_for: frozenset[PartyId] = frozenset()


Outcome = Approved | Rejected[Reason] | Undecided[Reason]


@dataclass(frozen=True, slots=True)
class Response(Generic[Reason]):
    """What a participant says of one view for some of the parties that it may speak for."""

    participant: Member
    position: ViewPosition
    parties: frozenset[PartyId]
    vote: Vote
    reason: Reason | None = None

    def __post_init__(self) -> None:
        assert (self.vote is Vote.APPROVE) is (self.reason is None), "only a refusal has a reason"


def progress(
    views: Mapping[ViewPosition, ViewState[Reason]], response: Response[Reason]
) -> Outcome[Reason]:
    """Takes one response into account."""
    view = views[response.position]
    responding = view.awaited & response.parties
    if not responding:
        return Undecided(views)
    equivocated = frozenset(
        party
        for party in responding
        if view.consortia[party].vote_of(response.participant) not in (None, response.vote)
    )
    consortia = dict(view.consortia)
    for party in responding:
        consortia[party] = consortia[party].with_vote(
            response.participant, response.vote, response.reason
        )
    if response.vote is Vote.APPROVE:
        view = _approved(view, consortia, responding)
    else:
        view = _refused(view, consortia, response)
        if not view.can_be_approved:
            return Rejected(view.rejections)
    updated = {**views, response.position: view}
    if all(each.is_approved for each in updated.values()):
        return Approved()
    return Undecided(updated, equivocated)


def _approved(
    view: ViewState[Reason],
    consortia: Mapping[PartyId, Consortium[Reason]],
    responding: frozenset[PartyId],
) -> ViewState[Reason]:
    done = frozenset(party for party in responding if consortia[party].is_approved)
    quorums = tuple(_with_approvals(quorum, done) for quorum in view.quorums)
    return replace(view, consortia=consortia, quorums=quorums)


def _with_approvals(quorum: Quorum, parties: frozenset[PartyId]) -> Quorum:
    reached = sum(weight for party, weight in quorum.weights if party in parties)
    return Quorum(_without(quorum, parties), max(0, quorum.threshold - reached))


def _without(quorum: Quorum, parties: frozenset[PartyId]) -> tuple[tuple[PartyId, int], ...]:
    return tuple(entry for entry in quorum.weights if entry[0] not in parties)


def _refused(
    view: ViewState[Reason],
    consortia: Mapping[PartyId, Consortium[Reason]],
    response: Response[Reason],
) -> ViewState[Reason]:
    final = frozenset(
        party for party in response.parties & consortia.keys() if consortia[party].is_rejected
    )
    if not final:
        return replace(view, consortia=consortia)
    quorums = tuple(Quorum(_without(quorum, final), quorum.threshold) for quorum in view.quorums)
    reasons = tuple(_reasons(view, final, response))
    return ViewState(quorums, consortia, (*reasons, *view.rejections))


def _reasons(
    view: ViewState[Reason], parties: frozenset[PartyId], response: Response[Reason]
) -> Iterable[RejectionReason[Reason]]:
    """Why the parties rejected; an abstention gives way to a rejection that came before it."""
    assert response.reason is not None
    if response.vote is Vote.REJECT:
        yield RejectionReason(parties, response.participant, response.reason)
        return
    earlier = {party: view.consortia[party].latest_rejection for party in sorted(parties)}
    without = frozenset(party for party, rejection in earlier.items() if rejection is None)
    if without:
        yield RejectionReason(without, response.participant, response.reason)
    for party, rejection in earlier.items():
        if rejection is not None:
            yield RejectionReason(frozenset({party}), *rejection)


def unresponsive_parties(views: Mapping[ViewPosition, ViewState[Reason]]) -> tuple[PartyId, ...]:
    """The parties that a request still waits for, sorted so that every mediator says the same."""
    awaited = (view.awaited for view in views.values() if not view.is_approved)
    return tuple(sorted(frozenset().union(*awaited)))
