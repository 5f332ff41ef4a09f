"""A participant confirms for an external party what the party has signed, and nothing else.

Erin has a key of her own and p2 only confirms for her; p1 submits what she signs, or would like to.
p1 may run what software it likes, so p2 must refuse all that she has not signed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from canton.crypto.key import PROTOCOL_ONLY
from canton.crypto.key_pair import SigningKeyPair
from canton.crypto.signature import sign_bytes
from canton.daml_lf.engine import Interpreted
from canton.identifiers import Offset
from canton.participant.core.external import Binding, prepared_of
from canton.participant.core.submission import CommandMetadata, ExternalSubmission
from canton.participant.errors import ALARM
from canton.protocol.message.verdict import VerdictCode
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import HashingScheme
from canton.protocol.view.metadata import ExternalAuthorization
from canton.timestamps import Timestamp
from scenarios.participant.boxes import Boxes, network
from scenarios.participant.network import GROUP, Network, after
from scenarios.participant.shell import Shell, verdicts_of
from scenarios.sequencer.founding import key

T = after(10)
YES, NO, BAD = (
    VerdictCode.LOCAL_APPROVE,
    VerdictCode.LOCAL_REJECT,
    VerdictCode.LOCAL_MALFORMED,
)
ERIN, MALLORY = key("erin", PROTOCOL_ONLY), key("mallory", PROTOCOL_ONLY)
SCHEMES = pytest.mark.parametrize("scheme", HashingScheme, ids=lambda scheme: scheme.name)


@pytest.fixture
def wallet() -> Wallet:
    plain = network()
    hosting = {**plain.hosting, "erin": ["p2"]}
    return Wallet(Boxes(Network(hosting, plain.packages, external={"erin": ERIN})))


@dataclass(frozen=True)
class Order:
    """What p1 sends: an interpretation, and what it says of it."""

    interpreted: Interpreted
    command: CommandMetadata

    @property
    def external(self) -> ExternalSubmission:
        assert self.command.external is not None
        return self.command.external


@dataclass
class Wallet:
    """Signs for Erin that a box of hers is created."""

    boxes: Boxes

    def order(
        self,
        *,
        scheme: HashingScheme = HashingScheme.V3,
        pair: SigningKeyPair = ERIN,
        owner: str = "erin",
        until: Timestamp | None = None,
        uuid: str = "1b7f6f0c-29bf-4c22-9e0c-3b9a3f1d5a01",
        command_id: str = "command",
    ) -> Order:
        made, act_as = self.boxes, self.boxes.network.parties(owner)
        command = CommandMetadata("user", command_id, "submission", "", act_as, Offset(0))
        interpreted = made.interpreted(T, (made.box(owner),), command)
        synchronizer = str(made.network.synchronizer)
        binding = Binding(act_as, command_id, uuid, GROUP.index, synchronizer, until)
        hashed = hash_prepared(prepared_of(interpreted, {}, binding, made.engine), scheme)
        signatures = {self.boxes.network.party("erin"): (sign_bytes(pair, hashed.raw),)}
        authorization = ExternalAuthorization.of(signatures, scheme.value, until)
        external = ExternalSubmission(authorization, uuid, GROUP.index)
        return Order(interpreted, replace(command, external=external))

    async def answer(self, order: Order, time: Timestamp = T) -> Shell:
        """p2 after p1 has sent the order."""
        made = self.boxes
        plan = made.planned_for(order.interpreted, order.command)
        request = made.sealed(plan, T, order.command)
        shell = await Shell.start(made.outside("p2"))
        await shell.feed(made.sequenced(request, time, "p2"))
        return shell


def claiming(order: Order, authorization: ExternalAuthorization) -> Order:
    external = replace(order.external, authorization=authorization)
    return replace(order, command=replace(order.command, external=external))


@SCHEMES
async def test_what_the_party_has_signed_is_confirmed(wallet, scheme) -> None:
    shell = await wallet.answer(wallet.order(scheme=scheme, until=after(20)))
    assert verdicts_of(shell.responses) == [[YES]]
    assert shell.reports == []


def _no_claim(wallet: Wallet, order: Order) -> Order:
    return replace(order, command=replace(order.command, external=None))


def _no_signature(wallet: Wallet, order: Order) -> Order:
    authorization = replace(order.external.authorization, signatures=())
    return claiming(order, authorization)


def _signature_as_somebody_else(wallet: Wallet, order: Order) -> Order:
    [(_, signatures)] = order.external.authorization.signatures
    alice = wallet.boxes.network.party("alice")
    return claiming(order, replace(order.external.authorization, signatures=((alice, signatures),)))


def _other_key(wallet: Wallet, order: Order) -> Order:
    return wallet.order(pair=MALLORY)


def _other_key_in_her_name(wallet: Wallet, order: Order) -> Order:
    [(erin, [forged])] = wallet.order(pair=MALLORY).external.authorization.signatures
    named = replace(forged, signed_by=ERIN.fingerprint)
    return claiming(order, replace(order.external.authorization, signatures=((erin, (named,)),)))


def _more_signatures_than_keys(wallet: Wallet, order: Order) -> Order:
    [(erin, [signature])] = order.external.authorization.signatures
    twice = replace(order.external.authorization, signatures=((erin, (signature, signature)),))
    return claiming(order, twice)


def _signed_for_another_transaction(wallet: Wallet, order: Order) -> Order:
    # The same commands with another seed make another contract.
    return claiming(order, wallet.order().external.authorization)


def _again_as_another_command(wallet: Wallet, order: Order) -> Order:
    return replace(order, command=replace(order.command, command_id="again"))


def _again_with_another_uuid(wallet: Wallet, order: Order) -> Order:
    # The mediator would not know it again.
    other = replace(order.external, transaction_uuid="1b7f6f0c-29bf-4c22-9e0c-3b9a3f1d5a02")
    return replace(order, command=replace(order.command, external=other))


def _again_at_a_later_time(wallet: Wallet, order: Order) -> Order:
    interpreted = order.interpreted
    later = replace(interpreted.metadata, preparation_time=Timestamp(T + 1))
    return replace(order, interpreted=replace(interpreted, metadata=later))


def _for_others_too(wallet: Wallet, order: Order) -> Order:
    more = order.command.act_as | wallet.boxes.network.parties("alice")
    return replace(order, command=replace(order.command, act_as=more))


def _for_longer(wallet: Wallet, order: Order) -> Order:
    return claiming(order, replace(order.external.authorization, max_record_time=after(30)))


def _by_the_other_scheme(wallet: Wallet, order: Order) -> Order:
    other = replace(order.external.authorization, hashing_scheme=HashingScheme.V2.value)
    return claiming(order, other)


@pytest.mark.parametrize(
    "alter",
    [
        _no_claim,
        _no_signature,
        _signature_as_somebody_else,
        _other_key,
        _other_key_in_her_name,
        _more_signatures_than_keys,
        _signed_for_another_transaction,
        _again_as_another_command,
        _again_with_another_uuid,
        _again_at_a_later_time,
        _for_others_too,
        _for_longer,
        _by_the_other_scheme,
    ],
)
async def test_what_the_party_has_not_signed_so_is_malformed(
    wallet, alter: Callable[[Wallet, Order], Order]
) -> None:
    shell = await wallet.answer(alter(wallet, wallet.order(until=after(20))))
    assert verdicts_of(shell.responses) == [[BAD]]
    assert ALARM in {each.code for each in shell.reports}


@pytest.mark.parametrize(("time", "verdict"), [(after(20), YES), (after(21), NO)])
async def test_what_is_signed_until_a_time_is_not_confirmed_after_it(
    wallet, time: Timestamp, verdict: VerdictCode
) -> None:
    shell = await wallet.answer(wallet.order(until=after(20)), time)
    assert verdicts_of(shell.responses) == [[verdict]]
