"""What of a node's own store a synchronizer lacks."""

from __future__ import annotations

from canton.topology.mapping.participant import SynchronizerTrustCertificate, VettedPackages
from canton.topology.state.state import TopologyState
from canton.topology_service.dispatch import (
    AuthorizedDispatch,
    identity_transactions,
    not_dispatched,
    onboarding_transactions,
)
from simulation.virtual_loop import run


def authorized(node, *transactions) -> TopologyState:
    state = TopologyState()
    node.accept(state, *transactions)
    return state


def test_only_what_is_new_and_meant_for_the_synchronizer_is_sent(node) -> None:
    target = node.state("p")
    logical = node.synchronizer.logical
    node.accept(target, node.signed(VettedPackages(node.member("p"), ()), "p"))
    elsewhere = SynchronizerTrustCertificate(node.member("p"), node.uid("other"))
    delegation = node.delegation("p", "k")
    own = authorized(
        node,
        *node.onboarding("p"),
        node.signed(elsewhere, "p"),
        delegation,
        node.signed(VettedPackages(node.member("p"), ()), "p"),
    )
    assert not_dispatched(own.rows, target.rows, logical) == [delegation]
    node.accept(target, delegation)
    assert not_dispatched(own.rows, target.rows, logical) == []


def test_what_was_refused_or_is_outdated_is_not_sent_again(node) -> None:
    target = node.state()
    refused = node.trust_certificate("q")
    assert node.reject(target, refused) is not None
    own = authorized(node, node.root("q"), refused)
    assert not_dispatched(own.rows, target.rows, node.synchronizer.logical) == [node.root("q")]
    node.accept(target, node.root("q"), node.root("q", serial=2, remove=True))
    assert not_dispatched(own.rows, target.rows, node.synchronizer.logical) == []


def test_further_signatures_are_sent(node) -> None:
    target = node.state("p")
    mapping = VettedPackages(node.member("p"), ())
    node.accept(target, node.delegation("p", "k"), node.signed(mapping, "p"))
    own = authorized(
        node, *node.onboarding("p"), node.delegation("p", "k"), node.signed(mapping, "p", "k")
    )
    (missing,) = not_dispatched(own.rows, target.rows, node.synchronizer.logical)
    assert missing.signers == {node.namespace("p"), node.namespace("k")}


def test_identity_and_onboarding(node) -> None:
    own = authorized(
        node,
        *node.onboarding("p"),
        node.signed(SynchronizerTrustCertificate(node.member("p"), node.uid("other")), "p"),
        node.root("q"),
    )
    logical = node.synchronizer.logical
    assert onboarding_transactions(own.rows, node.member("p"), logical) == node.onboarding("p")
    assert identity_transactions(own.rows, node.uid("p")) == node.onboarding("p")[:2]


def test_while_connected_what_is_authored_goes_to_the_outbox(node) -> None:
    async def scenario() -> None:
        client = node.client("p")
        outbox = node.outbox(client)
        own = node.authorized(authorized(node, *node.onboarding("p"), node.delegation("p", "k")))
        with AuthorizedDispatch(own, client, outbox):
            assert not outbox.is_idle
            node.sequence(client, node.delegation("p", "k"))
            assert outbox.is_idle
            await own.submit([node.delegation("p", "k2")], expect_full_authorization=True)
            node.sequence(client, node.delegation("p", "k2"))
            assert outbox.is_idle
        await own.submit([node.delegation("p", "k3")], expect_full_authorization=True)
        assert outbox.is_idle

    run(scenario())
