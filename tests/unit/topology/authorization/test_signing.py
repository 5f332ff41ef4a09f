"""Which of its keys a node signs with."""

from __future__ import annotations

from canton.topology.authorization.requirement import Authorizers
from canton.topology.authorization.signing import find_signing_keys
from canton.topology.mapping.namespace import CAN_SIGN_ALL_BUT_DELEGATIONS
from canton.topology.mapping.participant import ParticipantPermission, VettedPackages
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters


def keys(world, state, signed, *own: str, **options) -> set[str]:
    names = {world.namespace(name): name for name in own}
    found = find_signing_keys(state, signed.transaction, None, names.keys() | set(), **options)
    return {names.get(key, key) for key in found.keys}


def test_the_farthest_key_that_may_sign_is_preferred(world) -> None:
    state = world.state("p")
    world.accept(
        state,
        world.delegation("p", "k1"),
        world.delegation("p", "k2", "k1", restriction=CAN_SIGN_ALL_BUT_DELEGATIONS),
    )
    vetting = world.signed(VettedPackages(world.member("p"), ()), "p")
    assert keys(world, state, vetting, "p", "k1", "k2") == {"k2"}
    assert keys(world, state, vetting, "p", "k1") == {"k1"}
    assert keys(world, state, vetting, "p", "stranger") == {"p"}
    assert keys(world, state, vetting, "p", "k1", "k2", find_all=True) == {"p", "k1", "k2"}
    delegation = world.delegation("p", "new")
    assert keys(world, state, delegation, "p", "k1", "k2") == {"k1"}
    # A key is not vouched for by itself or by what hangs below it.
    assert keys(world, state, world.delegation("p", "k1", serial=2), "p", "k1", "k2") == {"p"}


def test_for_a_decentralized_namespace_each_owners_key_is_found(world) -> None:
    state = world.state()
    mapping = SynchronizerParametersState(
        world.synchronizer.logical, DynamicSynchronizerParameters(max_request_size=1)
    )
    change = world.by_owners(mapping, serial=2)
    assert keys(world, state, change, "owner1") == {"owner1"}
    assert keys(world, state, change, "owner1", "owner2") == {"owner1", "owner2"}


def test_a_root_certificate_is_signed_by_its_own_key(world) -> None:
    state = world.state()
    found = find_signing_keys(state, world.root("new").transaction, None, set())
    assert found.keys == {world.namespace("new")}


def test_whom_to_sign_for_can_be_limited(world) -> None:
    state = world.state("p")
    world.accept(state, world.root("alice"))
    hosting = world.party(world.uid("alice"), [("p", ParticipantPermission.SUBMISSION)])
    signed = world.signed(hosting, "p")
    own = {world.namespace("p"), world.namespace("alice")}
    found = find_signing_keys(
        state, signed.transaction, None, own, namespaces=[world.namespace("p")]
    )
    assert found.keys == {world.namespace("p")}
    assert found.concerned == Authorizers(frozenset({world.namespace("p")}))
