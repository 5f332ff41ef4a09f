"""Verdicts: of a participant on a view, of the mediator on a request.

Source: protocol sheet 2.7, 2.8; LocalVerdict, Verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from google.protobuf.empty_pb2 import Empty

from canton.identifiers import Member, MemberKind, PartyId, UniqueIdentifier, participant
from canton.protocol.reading import read_party
from canton.protocol.status import Status
from canton.wire import protocol_v30_pb2 as v30


class VerdictCode(IntEnum):
    """What a participant says of a view."""

    LOCAL_APPROVE = 1
    LOCAL_REJECT = 2
    LOCAL_MALFORMED = 3
    LOCAL_ABSTAIN = 4


@dataclass(frozen=True, slots=True)
class LocalVerdict:
    """A participant's verdict on a view; all but an approval have a reason."""

    code: VerdictCode
    reason: Status | None = None

    @property
    def is_approval(self) -> bool:
        """Whether the participant approves."""
        return self.code is VerdictCode.LOCAL_APPROVE

    @property
    def is_malformed(self) -> bool:
        """Whether the participant calls the request malformed."""
        return self.code is VerdictCode.LOCAL_MALFORMED

    def to_proto(self) -> v30.LocalVerdict:
        """The message. An approval has the status OK for its reason."""
        message = v30.LocalVerdict(code=f"VERDICT_CODE_{self.code.name}")
        message.reason.CopyFrom((self.reason or _OK).to_proto())
        return message

    @staticmethod
    def read(message: v30.LocalVerdict) -> LocalVerdict:
        """Reads a verdict.

        Raises:
            ValueError: the code is unknown, or a reason is missing.
        """
        code = VerdictCode(int(message.code))
        if not message.HasField("reason"):
            raise ValueError("a local verdict has no reason")
        reason = Status.from_proto(message.reason)
        if code is VerdictCode.LOCAL_APPROVE:
            if reason.code != _OK.code:
                raise ValueError("an approval has a reason")
            return APPROVE
        if reason.code == _OK.code:
            raise ValueError("a rejection has the status OK for its reason")
        return LocalVerdict(code, reason)


_OK = Status(0, "")
APPROVE = LocalVerdict(VerdictCode.LOCAL_APPROVE)


@dataclass(frozen=True, slots=True)
class RejectionReason:
    """Why a participant rejects on behalf of parties."""

    parties: frozenset[PartyId]
    verdict: LocalVerdict
    participant: UniqueIdentifier | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """The mediator approves: every quorum of every view was reached."""


@dataclass(frozen=True, slots=True)
class ParticipantReject:
    """The mediator rejects because a quorum cannot be reached any more."""

    reasons: tuple[RejectionReason, ...]


@dataclass(frozen=True, slots=True)
class MediatorReject:
    """The mediator rejects for a reason of its own."""

    reason: Status
    is_malformed: bool = False


Verdict = Approve | ParticipantReject | MediatorReject
"""The mediator's verdict on a request."""


def verdict_to_proto(verdict: Verdict) -> v30.Verdict:
    """The message."""
    match verdict:
        case Approve():
            return v30.Verdict(approve=Empty())
        case ParticipantReject(reasons):
            message = v30.Verdict(participant_reject=v30.ParticipantReject())
            for reason in reasons:
                message.participant_reject.reasons.add(
                    parties=sorted(reason.parties),
                    reject=reason.verdict.to_proto(),
                    participant_id=_participant_text(reason.participant),
                )
            return message
        case MediatorReject(reason, is_malformed):
            reject = v30.MediatorReject(reason=reason.to_proto(), is_malformed=is_malformed)
            return v30.Verdict(mediator_reject=reject)


def read_verdict(message: v30.Verdict) -> Verdict:
    """Reads a verdict.

    Raises:
        ValueError: it is none, or a reason is malformed or missing.
    """
    match message.WhichOneof("some_verdict"):
        case "approve":
            return Approve()
        case "participant_reject":
            return ParticipantReject(tuple(_read_reasons(message.participant_reject.reasons)))
        case "mediator_reject":
            reject = message.mediator_reject
            return MediatorReject(Status.from_proto(reject.reason), reject.is_malformed)
        case _:
            raise ValueError("a result has no verdict")


def _read_reasons(messages: Iterable[v30.RejectionReason]) -> Iterable[RejectionReason]:
    found = [
        RejectionReason(
            frozenset(map(read_party, each.parties)),
            LocalVerdict.read(each.reject),
            _read_participant(each.participant_id),
        )
        for each in messages
    ]
    if not found:
        raise ValueError("a participant rejection has no reason")
    if any(each.verdict.is_approval for each in found):
        raise ValueError("a participant rejection has an approval for its reason")
    return found


def _participant_text(uid: UniqueIdentifier | None) -> str:
    return "" if uid is None else str(participant(uid))


def _read_participant(text: str) -> UniqueIdentifier | None:
    if not text:
        return None
    member = Member.parse(text)
    if member.kind is not MemberKind.PARTICIPANT:
        raise ValueError("a rejection names a member that is no participant")
    return member.uid
