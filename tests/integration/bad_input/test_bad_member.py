"""A member of the synchronizer forges messages: the others raise an alarm, and go on.

Participant 1 sends what its node never would, with good signatures over its requests, made from the
envelopes of a ping that was sequenced before. Participant 2 and the mediator are honest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.errors import Rejection
from canton.protocol.message.content import (
    TopologyTransactionsBroadcast,
    envelope_to_sign,
    read_content,
    unsigned_envelope,
)
from canton.protocol.message.encrypted_views import EncryptedViews
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import (
    ConfirmationResponse,
    ConfirmationResponses,
    ConfirmationResult,
    SetTrafficPurchased,
    SignedMessage,
)
from canton.protocol.message.verdict import APPROVE
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.envelope import Envelope, signed_message_hash
from canton.protocol.sequencing.event import Deliver, SequencedEvent
from canton.protocol.sequencing.recipient import Group, MediatorGroup, Recipients
from canton.timestamps import Timestamp
from integration.bad_input.member import BadMember
from integration.bad_input.network import LiveNetwork

pytestmark = pytest.mark.logs("^WARN")
"""Of errors there are none: the fixture `network` sees to that."""

MEDIATORS = MediatorGroup(0)
SIZE_MAX = 10_000_000
OTHER_HASH = digest(HashPurpose.MERKLE_TREE_INNER_NODE, b"another root")


@dataclass
class Forger:
    """Participant 1, with the parts of a good request and what came of it."""

    me: BadMember
    bob: BadMember
    time: Timestamp
    informees: InformeeMessage
    root: RootHashMessage
    views: EncryptedViews
    responses: ConfirmationResponses
    result: ConfirmationResult

    @property
    def both(self) -> Recipients:
        return Recipients.group([self.bob.member, MEDIATORS])

    @property
    def to_bob(self) -> Recipients:
        return Recipients.group([self.bob.member])

    @property
    def to_mediators(self) -> Recipients:
        return Recipients.group([MEDIATORS])

    def signed(
        self, message: SignedMessage, recipients: Recipients, signer: BadMember | None = None
    ) -> Envelope:
        """The message in its envelope, signed by participant 1 or by another."""
        envelope = envelope_to_sign(message, recipients)
        signature = (signer or self.me).sign(signed_message_hash(envelope.content))
        return envelope.with_signature(signature)

    def request(
        self,
        informees: InformeeMessage | None = None,
        root: RootHashMessage | None = None,
        views: EncryptedViews | None = None,
    ) -> list[Envelope]:
        """A whole request, parts of it replaced."""
        return [
            unsigned_envelope(informees or self.informees, self.to_mediators),
            unsigned_envelope(root or self.root, self.both),
            unsigned_envelope(views or self.views, self.to_bob),
        ]


def _messages(events: list[SequencedEvent]) -> list[tuple[Timestamp, object]]:
    found: list[tuple[Timestamp, object]] = []
    for event in events:
        if isinstance(event, Deliver):
            envelopes = event.batch.opened(SIZE_MAX)
            assert not isinstance(envelopes, Rejection)
            found += [(event.timestamp, read_content(each)) for each in envelopes]
    return found


@pytest.fixture
def forger(network: LiveNetwork) -> Forger:
    """The last request of a ping, as the mediator and participant 2 received it."""
    me, bob, mediator = (
        BadMember(network, name).log_in() for name in ("participant1", "participant2", "mediator1")
    )
    network.ping()
    own_key = me.sign(OTHER_HASH).signed_by
    at_bob, at_mediator = _messages(bob.events()), _messages(mediator.events())
    genuine = [(time, each) for time, each in at_mediator if isinstance(each, InformeeMessage)]
    for time, informees in reversed(genuine):
        if informees.submitting_participant_signature.signed_by != own_key:
            continue
        there = [each for at, each in at_bob if at == time]
        results = [
            e for _, e in at_bob if isinstance(e, ConfirmationResult) and e.request_id == time
        ]
        answers = [
            each
            for _, each in at_mediator
            if isinstance(each, ConfirmationResponses)
            if each.request_id == time
        ]
        views = [each for each in there if isinstance(each, EncryptedViews)]
        roots = [each for each in there if isinstance(each, RootHashMessage)]
        if results and answers and views and roots:
            network.alerts.records.clear()
            return Forger(me, bob, time, informees, roots[0], views[0], answers[0], results[0])
    raise AssertionError("no ping was sequenced")


def _responses(forger: Forger, **changes: object) -> ConfirmationResponses:
    return replace(forger.responses, **changes)  # type: ignore[arg-type]


def _everybody(forger: Forger) -> tuple[ConfirmationResponse, ...]:
    parties = frozenset(
        p for _, view in forger.informees.tree.views() for p in view.common.informees
    )
    return tuple(
        ConfirmationResponse(APPROVE, parties, position)
        for position, _ in forger.informees.tree.views()
    )


def _stranger(forger: Forger) -> Recipients:
    return Recipients.groups([[forger.me.member, MEDIATORS], [forger.bob.member]])


Forge = Callable[[Forger], list[Envelope]]
REQUESTS: dict[str, Forge] = {
    "a request sequenced before": lambda f: f.request(),
    "no informees": lambda f: f.request()[1:],
    "no root hash": lambda f: [f.request()[0], f.request()[2]],
    "no views": lambda f: f.request()[:2],
    "root hash alone": lambda f: [f.request()[1]],
    "root hash twice": lambda f: [*f.request(), f.request()[1]],
    "informees twice": lambda f: [f.request()[0], *f.request()],
    "two different root hashes": lambda f: [
        *f.request(),
        f.request(root=replace(f.root, root_hash=OTHER_HASH))[1],
    ],
    "another root hash": lambda f: f.request(root=replace(f.root, root_hash=OTHER_HASH)),
    "another view type": lambda f: f.request(
        root=replace(f.root, view_type=next(t for t in ViewType if t is not f.root.view_type))
    ),
    "another topology time": lambda f: f.request(
        root=replace(f.root, submission_topology_time=Timestamp(1))
    ),
    "a topology time to come": lambda f: f.request(
        root=replace(f.root, submission_topology_time=Timestamp(f.time + 10**15))
    ),
    "another submitter's signature": lambda f: f.request(
        replace(f.informees, submitting_participant_signature=f.bob.sign(f.root.root_hash))
    ),
    "garbage for views": lambda f: f.request(views=replace(f.views, ciphertext=b"garbage")),
    "no ciphertext": lambda f: f.request(views=replace(f.views, ciphertext=b"")),
    "a flipped bit in the views": lambda f: f.request(
        views=replace(
            f.views, ciphertext=f.views.ciphertext[:-1] + bytes([f.views.ciphertext[-1] ^ 1])
        )
    ),
    "other view hashes": lambda f: f.request(
        views=replace(f.views, view_hashes=(OTHER_HASH,) * len(f.views.view_hashes))
    ),
    "too few view hashes": lambda f: f.request(views=replace(f.views, view_hashes=())),
    "garbage for session keys": lambda f: f.request(
        views=replace(
            f.views,
            session_keys=tuple(replace(k, ciphertext=b"\x00" * 80) for k in f.views.session_keys),
        )
    ),
    "no session keys": lambda f: f.request(views=replace(f.views, session_keys=())),
    "views without signature": lambda f: f.request(
        views=replace(f.views, submitting_participant_signature=None)
    ),
    "views alone": lambda f: [f.request()[2]],
    "views to the mediator": lambda f: [unsigned_envelope(f.views, f.both)],
    "views to the submitter": lambda f: [
        *f.request()[:2],
        unsigned_envelope(f.views, Recipients.group([f.me.member])),
    ],
    "root hash to groups of others": lambda f: [
        f.request()[0],
        unsigned_envelope(f.root, _stranger(f)),
        f.request()[2],
    ],
    "informees to a participant": lambda f: [
        unsigned_envelope(f.informees, f.both),
        *f.request()[1:],
    ],
}
OTHERS: dict[str, Forge] = {
    "garbage to all": lambda f: [Envelope(b"garbage", f.both)],
    "one byte to all": lambda f: [Envelope(b"\x00", f.both)],
    "a signature over garbage": lambda f: [
        Envelope(b"garbage", f.both).with_signature(f.me.sign(OTHER_HASH))
    ],
    "a broadcast of garbage": lambda f: [
        unsigned_envelope(
            TopologyTransactionsBroadcast(f.root.synchronizer, (b"", b"garbage")),
            Recipients.group([Group.ALL_MEMBERS]),
        )
    ],
    "a broadcast to one member": lambda f: [
        unsigned_envelope(TopologyTransactionsBroadcast(f.root.synchronizer, ()), f.to_bob)
    ],
    "responses of another": lambda f: [
        f.signed(_responses(f, sender=f.bob.member.uid), f.to_mediators)
    ],
    "responses for all parties": lambda f: [
        f.signed(_responses(f, sender=f.me.member.uid, responses=_everybody(f)), f.to_mediators)
    ],
    "responses to another root": lambda f: [
        f.signed(_responses(f, sender=f.me.member.uid, root_hash=OTHER_HASH), f.to_mediators)
    ],
    "responses to no request": lambda f: [
        f.signed(
            _responses(f, sender=f.me.member.uid, request_id=Timestamp(f.time + 1)),
            f.to_mediators,
        )
    ],
    "responses to a request to come": lambda f: [
        f.signed(
            _responses(f, sender=f.me.member.uid, request_id=Timestamp(f.time + 10**15)),
            f.to_mediators,
        )
    ],
    "responses to a participant": lambda f: [f.signed(f.responses, f.to_bob)],
    "a verdict": lambda f: [f.signed(f.result, f.to_bob)],
    "a verdict on no request": lambda f: [
        f.signed(replace(f.result, request_id=Timestamp(f.time + 1)), f.to_bob)
    ],
    "a verdict on a request to come": lambda f: [
        f.signed(replace(f.result, request_id=Timestamp(f.time + 10**15)), f.to_bob)
    ],
    "a verdict to a mediator": lambda f: [f.signed(f.result, f.to_mediators)],
    "responses given before": lambda f: [
        f.signed(_responses(f, sender=f.me.member.uid), f.to_mediators)
    ],
    "a verdict and responses and a request": lambda f: [
        *f.request(),
        f.signed(f.result, f.to_bob),
        f.signed(f.responses, f.to_mediators),
    ],
    "traffic for itself": lambda f: [
        f.signed(
            SetTrafficPurchased(f.me.member, 1, 10**9, f.root.synchronizer),
            Recipients.group([Group.SEQUENCERS, f.me.member]),
        )
    ],
}


QUIET = {
    # Nobody reads them there, as the original ignores them.
    "a broadcast to one member",
    "responses to a participant",
    "a verdict to a mediator",
}
"""What leaves no warning."""
AS_LATE_AS_THEY_COME = "responses given before"
"""After the verdict they are nothing special; after the deadline, one second here, a warning."""


@pytest.mark.parametrize("case", [*REQUESTS, *OTHERS])
def test_forged_messages_raise_alarms_and_stop_nobody(forger: Forger, case: str) -> None:
    forger.me.send(*(REQUESTS | OTHERS)[case](forger))
    forger.me.network.ping()
    warnings = forger.me.network.alerts.warnings
    assert case == AS_LATE_AS_THEY_COME or bool(warnings) is (case not in QUIET)
    assert all(re.match(r"[A-Z_]+: ", each) for each in warnings), "each names its code"
