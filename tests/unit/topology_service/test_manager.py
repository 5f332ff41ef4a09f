"""Authoring changes: serials, keys, proposals, force."""

from __future__ import annotations

import asyncio

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.errors import ErrorCode, LedgerError
from canton.identifiers import UniqueIdentifier
from canton.topology.danger import ForceFlag
from canton.topology.mapping.key import OwnerToKeyMapping
from canton.topology.mapping.namespace import NamespaceDelegation
from canton.topology.mapping.participant import (
    ParticipantPermission,
    SynchronizerTrustCertificate,
    VettedPackage,
    VettedPackages,
)
from canton.topology.transaction import Operation
from canton.topology_service import errors
from canton.topology_service.destination import SynchronizerDestination
from canton.topology_service.manager import Proposal, TopologyManager
from canton.topology_service.store import AUTHORIZED_STORE, TopologyStore, load_state
from simulation.virtual_loop import run

SUBMISSION = ParticipantPermission.SUBMISSION


async def refused(code: ErrorCode, call) -> None:
    with pytest.raises(LedgerError) as error:
        await call
    assert error.value.code is code


def root_of_p(node) -> Proposal:
    return Proposal(NamespaceDelegation(node.namespace("p"), node.key("p").public))


async def with_identity(node) -> TopologyManager:
    manager = node.manager(node.authorized())
    await manager.propose(root_of_p(node))
    auth, protocol, encryption = node.member_keys("p")
    keys = (auth.public, protocol.public, encryption.public)
    await manager.propose(Proposal(OwnerToKeyMapping(node.member("p"), keys)))
    return manager


def test_a_node_authors_its_identity_with_the_right_keys(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        root, keys = (row.transaction for row in manager.destination.state.rows)
        auth, protocol, _ = node.member_keys("p")
        assert root.signers == {node.namespace("p")}
        assert keys.signers == {node.namespace("p"), auth.fingerprint, protocol.fingerprint}
        assert not keys.is_proposal
        loaded = await load_state(node.storage, TopologyStore(AUTHORIZED_STORE))
        assert list(loaded.rows) == list(manager.destination.state.rows)

    run(scenario())


def test_the_serial_is_chosen_or_checked(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        member = node.member("p")
        first = VettedPackages(member, ())
        second = VettedPackages(member, (VettedPackage("a"),))
        await refused(errors.SERIAL_MISMATCH, manager.propose(Proposal(first, serial=2)))
        assert (await manager.propose(Proposal(first, serial=1))).serial == 1
        await refused(errors.MAPPING_ALREADY_EXISTS, manager.propose(Proposal(first)))
        await refused(errors.MAPPING_ALREADY_EXISTS, manager.propose(Proposal(first, serial=2)))
        await refused(errors.SERIAL_MISMATCH, manager.propose(Proposal(second, serial=1)))
        assert (await manager.propose(Proposal(second))).serial == 2
        removal = Proposal(second, Operation.REMOVE)
        assert (await manager.propose(removal)).serial == 3

    run(scenario())


def test_the_key_farthest_from_the_root_signs(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        node.keys.pairs[node.namespace("k")] = node.key("k")
        delegation = NamespaceDelegation(node.namespace("p"), node.key("k").public)
        await manager.propose(Proposal(delegation))
        mapping = VettedPackages(node.member("p"), ())
        signed = await manager.propose(Proposal(mapping))
        assert signed.signers == {node.namespace("k")}
        both = await manager.propose(
            Proposal(mapping, signing_keys=frozenset({node.namespace("p")}))
        )
        assert both.serial == 1
        last = manager.destination.state.rows.last_of(signed.transaction.unique_key)
        assert last is not None
        assert last.transaction.signers == {node.namespace("p"), node.namespace("k")}

    run(scenario())


def test_without_a_fitting_key_nothing_is_signed(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        foreign = SynchronizerTrustCertificate(node.member("q"), node.synchronizer.logical)
        missing = errors.NO_APPROPRIATE_SIGNING_KEY
        await refused(missing, manager.propose(Proposal(foreign)))
        mapping = VettedPackages(node.member("p"), ())
        auth, _, _ = node.member_keys("p")
        wrong = Proposal(mapping, signing_keys=frozenset({auth.fingerprint}))
        await refused(missing, manager.propose(wrong))
        unknown = Proposal(
            mapping,
            signing_keys=frozenset({node.namespace("unknown")}),
            force=frozenset({ForceFlag.ALLOW_UNVALIDATED_SIGNING_KEYS}),
        )
        await refused(errors.SECRET_KEY_NOT_IN_STORE, manager.propose(unknown))

    run(scenario())


def test_other_members_keys_and_packages_need_force(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        alien = [node.root("q"), node.owner_to_keys("q")]
        await refused(errors.ALIEN_MEMBER, manager.add(alien))
        await manager.add(alien, frozenset({ForceFlag.ALIEN_MEMBER}))
        assert len(manager.destination.state.rows) == 4
        await manager.add(alien, frozenset({ForceFlag.ALIEN_MEMBER}))
        assert len(manager.destination.state.rows) == 4

    run(scenario())


def test_a_proposal_is_accepted_by_its_hash(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        await manager.add([node.root("alice")])
        hosting = node.party(node.uid("alice"), [("p", SUBMISSION)])
        proposal = node.signed(hosting, "alice", proposal=True)
        await manager.add([proposal])
        unknown = digest(HashPurpose.CANTON_SCRIPT, b"")
        await refused(errors.TRANSACTION_NOT_FOUND, manager.accept(unknown))
        await manager.accept(proposal.hash)
        last = manager.destination.state.rows.last_of(proposal.transaction.unique_key)
        assert last is not None
        assert not last.is_proposal
        assert last.transaction.signers == {node.namespace("alice"), node.namespace("p")}

    run(scenario())


def test_what_must_be_fully_authorized_is_refused_otherwise(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        hosting = node.party(node.uid("p"), [("p", SUBMISSION), ("q", SUBMISSION)])
        await refused(errors.UNAUTHORIZED, manager.propose(Proposal(hosting)))
        signed = await manager.propose(Proposal(hosting, must_fully_authorize=False))
        assert signed.is_proposal

    run(scenario())


def test_against_a_synchronizer_a_change_is_tried_sent_and_awaited(node) -> None:
    async def scenario() -> None:
        client = node.client("p")
        outbox = node.outbox(client)
        manager = node.manager(SynchronizerDestination(client, outbox, node.clock))
        mapping = VettedPackages(node.member("p"), (VettedPackage("a"),))
        party = UniqueIdentifier("party", node.namespace("p"))
        unknown_host = node.party(party, [("q", SUBMISSION)])
        await refused(
            errors.UNKNOWN_MEMBERS,
            manager.propose(Proposal(unknown_host, must_fully_authorize=False)),
        )
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(outbox.run())
            proposing = tasks.create_task(manager.propose(Proposal(mapping, wait_s=30)))
            await node.clock.sleep(0.1)
            assert len(client.state.rows) == len(node.client("p").state.rows)
            ((signed,),) = node.broadcasts
            applied = node.sequence(client, signed)
            await node.clock.sleep(0.1)
            assert not proposing.done()
            assert await proposing == signed
            assert node.clock.now() >= applied.effective
            sending.cancel()
        assert list(client.approximate_snapshot().members.vetted_packages(node.member("p"))) == [
            "a"
        ]

    run(scenario())


def test_ensuring_a_mapping_twice_authors_it_once(node) -> None:
    async def scenario() -> None:
        manager = await with_identity(node)
        mapping = VettedPackages(node.member("p"), ())
        first = await manager.ensure(mapping)
        assert await manager.ensure(mapping) == first
        await manager.propose(Proposal(mapping, Operation.REMOVE))
        assert (await manager.ensure(mapping)).serial == 3

    run(scenario())


def test_a_guard_may_refuse(node) -> None:
    class Guard:
        async def check(self, signed, flags) -> None:
            raise LedgerError(errors.INTERNAL, "no")

    async def scenario() -> None:
        manager = node.manager(node.authorized(), guard=Guard())
        await refused(errors.INTERNAL, manager.propose(root_of_p(node)))

    run(scenario())
