"""Which contracts a request uses and changes here: hosted, transient, rolled back, divulged."""

from __future__ import annotations

import pytest

from canton.participant.core.activeness import ContractId
from canton.participant.core.validation.contract import ContractsOfRequest, contracts_of
from canton.protocol.view.full_view import FullViewTree
from unit.protocol.conftest import (
    ALICE,
    BOB,
    CAROL,
    World,
    create,
    exercise,
    fetch,
    local_id,
    suffixed_id,
    transaction_of,
)


def of(world: World, *hosted: str) -> ContractsOfRequest:
    tree = world.built.tree
    views = [FullViewTree(tree, position, view) for position, view in tree.views()]
    return contracts_of(views, lambda party: party in hosted)


def used(number: int) -> ContractId:
    return ContractId(suffixed_id(number).hex)


@pytest.fixture
def world() -> World:
    """Alice's exercise archives 200 and makes 1 and, for a moment, 6; below it Bob's archives 201
    and makes 3 of Bob and Carol; a rolled-back view fetches Bob's 202; Bob makes 8."""
    return World()


def created(world: World) -> dict[int, ContractId]:
    """The contracts that stay or go within, by the node that makes them."""
    nodes = world.built.transaction.nodes
    return {number: ContractId(nodes[number].contract_id.hex) for number in (1, 3, 6, 8)}


def test_only_contracts_with_a_stakeholder_here_count(world) -> None:
    made = created(world)
    found = of(world, ALICE)
    assert found.activeness.used == {used(200)}
    assert found.activeness.created == {made[1], made[6]}
    assert found.commit.created == {made[1], made[6]}
    assert [ContractId(each.contract_id.hex) for each in found.created] == [made[1], made[6]]


def test_a_contract_that_comes_and_goes_is_created_and_archived(world) -> None:
    found = of(world, ALICE)
    transient = created(world)[6]
    assert transient in found.commit.created & found.commit.archived
    assert found.commit.archived == {used(200), transient}


def test_what_is_created_or_archived_is_locked_and_what_is_fetched_is_not(world) -> None:
    found = of(world, BOB)
    made = created(world)
    assert found.activeness.used == {used(201), used(202)}
    assert found.activeness.locked == {used(201), made[3], made[8]}
    assert found.commit.archived == {used(201)}


def test_an_observer_has_what_it_will_see_and_nothing_else(world) -> None:
    found = of(world, CAROL)
    assert found.activeness.used == frozenset()
    assert found.commit.created == {created(world)[3]}


def test_who_hosts_nobody_has_nothing(world) -> None:
    found = of(world)
    assert not found.activeness.contract_ids and not found.created


def test_everything_is_the_sum_of_its_parts(world) -> None:
    whole = of(world, ALICE, BOB, CAROL)
    parts = [of(world, party) for party in (ALICE, BOB, CAROL)]
    assert whole.commit.created == frozenset().union(*(each.commit.created for each in parts))
    assert whole.commit.archived == frozenset().union(*(each.commit.archived for each in parts))


def test_a_stakeholder_that_is_not_informed_does_not_check(world) -> None:
    """A non-consuming exercise informs signatories and actors, but not the other stakeholders."""
    world.transaction = transaction_of(
        {
            0: exercise(
                suffixed_id(200),
                {ALICE},
                {ALICE},
                consuming=False,
                stakeholders=frozenset({ALICE, CAROL}),
            )
        },
        0,
    )
    assert of(world, CAROL).activeness.used == frozenset()
    assert of(world, ALICE).activeness.used == {used(200)}
    assert of(world, ALICE).activeness.locked == frozenset()


def test_what_one_root_makes_another_may_archive(world) -> None:
    world.transaction = transaction_of(
        {0: create(local_id(0), ALICE), 1: exercise(local_id(0), {ALICE}, {ALICE})}, 0, 1
    )
    found = of(world, ALICE)
    assert found.activeness.used == frozenset()
    assert found.commit.created == found.commit.archived == found.activeness.locked
    assert len(found.commit.created) == 1


def test_a_fetch_checks_and_locks_nothing(world) -> None:
    world.transaction = transaction_of({0: fetch(suffixed_id(200), {ALICE}, {ALICE})}, 0)
    found = of(world, ALICE)
    assert found.activeness.used == {used(200)} and not found.activeness.locked
