"""Which keys act for a namespace."""

from __future__ import annotations

from canton.topology.authorization.graph import (
    DecentralizedGraph,
    DelegationGraph,
    SignedDelegation,
)
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.namespace import (
    CAN_SIGN_ALL,
    CAN_SIGN_ALL_BUT_DELEGATIONS,
    NamespaceDelegation,
    can_sign_only,
)

PARTY = MappingCode.PARTY_TO_PARTICIPANT
DELEGATION = MappingCode.NAMESPACE_DELEGATION


def graph(world, *edges: tuple) -> DelegationGraph:
    """Edges are (signer, target) or (signer, target, restriction); the namespace is `n`."""
    return DelegationGraph(
        world.namespace("n"),
        [
            SignedDelegation(
                NamespaceDelegation(
                    world.namespace("n"),
                    world.key(target).public,
                    restriction[0] if restriction else CAN_SIGN_ALL,
                ),
                frozenset({world.namespace(signer)}),
            )
            for signer, target, *restriction in edges
        ],
    )


def test_without_a_root_certificate_nobody_acts(world) -> None:
    assert not graph(world, ("n", "k")).can_sign({world.namespace("k")}, PARTY)


def test_keys_below_the_root_act(world) -> None:
    chain = graph(world, ("n", "n"), ("n", "k1"), ("k1", "k2"))
    for key in ("n", "k1", "k2"):
        assert chain.can_sign({world.namespace(key)}, PARTY)
    assert not chain.can_sign({world.namespace("k3")}, PARTY)


def test_revoking_a_key_cuts_those_below_it(world) -> None:
    chain = graph(world, ("n", "n"), ("k1", "k2"))
    assert not chain.can_sign({world.namespace("k2")}, PARTY)


def test_a_second_path_keeps_a_key(world) -> None:
    world_graph = DelegationGraph(
        world.namespace("n"),
        [
            SignedDelegation(
                NamespaceDelegation(world.namespace("n"), world.key(target).public),
                frozenset(world.namespace(signer) for signer in signers),
            )
            for target, signers in (("n", ["n"]), ("k", ["gone", "n"]))
        ],
    )
    assert world_graph.can_sign({world.namespace("k")}, PARTY)


def test_cycles_below_the_root_end(world) -> None:
    assert graph(world, ("n", "n"), ("k2", "k1"), ("k1", "k2")).reached() == (
        tuple(graph(world, ("n", "n")).reached()[0]),
    )


def test_restricted_keys_sign_what_they_may_and_delegate_no_further(world) -> None:
    restricted = graph(
        world,
        ("n", "n"),
        ("n", "k", CAN_SIGN_ALL_BUT_DELEGATIONS),
        ("k", "below"),
        ("n", "parties", can_sign_only([PARTY])),
    )
    k, below, parties = (world.namespace(name) for name in ("k", "below", "parties"))
    assert restricted.can_sign({k}, PARTY)
    assert not restricted.can_sign({k}, DELEGATION)
    assert not restricted.can_sign({below}, PARTY)
    assert restricted.can_sign({parties}, PARTY)
    assert not restricted.can_sign({parties}, MappingCode.VETTED_PACKAGES)


def test_levels_count_delegations_and_leave_out_what_hangs_below_a_key(world) -> None:
    chain = graph(world, ("n", "n"), ("n", "k1"), ("k1", "k2"), ("n", "k3"))

    def levels(excluding: str | None = None) -> dict[str, int]:
        (group,) = chain.reached(world.namespace(excluding) if excluding else None)
        names = {world.namespace(name): name for name in ("n", "k1", "k2", "k3")}
        return {names[each.delegation.target.fingerprint]: each.level for each in group}

    assert levels() == {"n": 1, "k1": 2, "k2": 3, "k3": 2}
    assert levels("k1") == {"n": 1, "k3": 2}
    assert levels("n") == {"n": 1}


def test_a_decentralized_namespace_acts_with_enough_owners(world) -> None:
    def owner(name: str) -> DelegationGraph:
        root = NamespaceDelegation(world.namespace(name), world.key(name).public)
        signers = frozenset({world.namespace(name)})
        return DelegationGraph(world.namespace(name), [SignedDelegation(root, signers)])

    two_of_three = DecentralizedGraph(2, tuple(owner(name) for name in "abc"))
    a, b = world.namespace("a"), world.namespace("b")
    assert not two_of_three.can_sign({a}, PARTY)
    assert two_of_three.can_sign({a, b}, PARTY)
    assert {key.fingerprint for key in two_of_three.supporting({a}, PARTY)} == {a}
    assert len(two_of_three.reached()) == 3
