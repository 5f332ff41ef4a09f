"""View decomposition: where views start, who is informed, who confirms, how rollbacks count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    NodeId,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import TextValue
from canton.identifiers import Fingerprint, PartyId, UniqueIdentifier, participant
from canton.protocol.construction.decomposition import (
    CoreNode,
    ViewDecomposition,
    decompose,
)
from canton.protocol.view.common_data import Quorum
from canton.protocol.view.rollback import RollbackContext


def admin_party(name: str) -> PartyId:
    return UniqueIdentifier(name, Fingerprint("1220" + "ab" * 32)).party


ALICE, BOB, CAROL, ADMIN = map(admin_party, ("alice", "bob", "carol", "p1"))


def outline(view: ViewDecomposition):
    """The node numbers of a view: its core flat, each subview as a list."""
    return [each.node_id if isinstance(each, CoreNode) else outline(each) for each in view.nodes]


def test_a_node_that_brings_in_a_participant_starts_a_view(world) -> None:
    views = decompose(world.transaction, {}, world.hosts_of, ADMIN)
    assert [outline(view) for view in views] == [[0, 1, [2, [3]], [5], 6, 7], [8]]


def test_a_view_informs_its_core_and_not_its_subviews(world) -> None:
    root, other = decompose(world.transaction, {}, world.hosts_of, ADMIN)
    [inner, rolled_back] = root.subviews
    assert root.informees == {ALICE, ADMIN}
    assert inner.informees == {ALICE, BOB}
    assert inner.subviews[0].informees == {BOB, CAROL}
    assert rolled_back.informees == {ALICE, BOB}
    assert other.informees == {BOB, ADMIN}


def test_every_confirming_party_of_a_node_must_confirm_and_the_submitter_at_the_roots(
    world,
) -> None:
    root, _ = decompose(world.transaction, {}, world.hosts_of, ADMIN)
    assert root.quorums == (Quorum.of_all({ALICE, ADMIN}), Quorum.of_all({ALICE}))
    assert root.subviews[0].quorums == (Quorum.of_all({ALICE, BOB}),)


def test_without_a_submitting_party_the_root_needs_its_own_parties_only(world) -> None:
    root, _ = decompose(world.transaction, {}, world.hosts_of)
    assert root.quorums == (Quorum.of_all({ALICE}),)


def test_rollback_nodes_are_counted_and_start_no_view(world) -> None:
    root, other = decompose(world.transaction, {}, world.hosts_of, ADMIN)
    assert root.subviews[1].root.rollback == RollbackContext((1,), 1)
    after = {each.node_id: each.rollback for each in root.tail if isinstance(each, CoreNode)}
    assert after[NodeId(1)] == RollbackContext((), 1)
    assert after[NodeId(6)] == RollbackContext((), 2)
    assert other.root.rollback == RollbackContext((), 2)


PARTIES = [ALICE, BOB, CAROL]
HOSTS = {
    ALICE: frozenset({participant(UniqueIdentifier.parse(ADMIN))}),
    BOB: frozenset({participant(UniqueIdentifier.parse(BOB))}),
    CAROL: frozenset(
        {participant(UniqueIdentifier.parse(BOB)), participant(UniqueIdentifier.parse(CAROL))}
    ),
}


@st.composite
def transactions(draw) -> Transaction:
    nodes = {}

    def node(depth: int) -> NodeId:
        number = NodeId(len(nodes))
        nodes[number] = None
        parties = draw(st.frozensets(st.sampled_from(PARTIES), min_size=1))
        kind = draw(
            st.sampled_from(["create", "exercise", "rollback"] if depth < 4 else ["create"])
        )
        children = (
            ()
            if kind == "create"
            else tuple(node(depth + 1) for _ in range(draw(st.integers(0, 3))))
        )
        contract_id = ContractId.local(bytes([number % 256]) * 32)
        text, version = TextValue(""), SerializationVersion.V1
        if kind == "rollback":
            nodes[number] = RollbackNode(children)
        elif kind == "create":
            nodes[number] = CreateNode(
                contract_id, "n", ("p", "M", "T"), text, parties, parties, None, version
            )
        else:
            nodes[number] = ExerciseNode(
                contract_id,
                "n",
                ("p", "M", "T"),
                None,
                "C",
                True,
                parties,
                text,
                parties,
                parties,
                frozenset(),
                None,
                children,
                text,
                None,
                False,
                version,
            )
        return number

    roots = tuple(node(0) for _ in range(draw(st.integers(1, 3))))
    return Transaction(nodes, roots)


def all_views(view: ViewDecomposition):
    yield view
    for subview in view.subviews:
        yield from all_views(subview)


@given(transactions())
def test_every_action_node_is_in_one_core_whose_participants_see_it(transaction) -> None:
    views = [
        each for root in decompose(transaction, {}, HOSTS.__getitem__) for each in all_views(root)
    ]
    cores = [each.node_id for view in views for each in view.nodes if isinstance(each, CoreNode)]
    actions = [n for n, node in transaction.pre_order() if not isinstance(node, RollbackNode)]
    assert cores == sorted(cores) or sorted(cores) == sorted(actions)
    assert sorted(cores) == sorted(actions)
    for view in views:
        reached = frozenset().union(*map(HOSTS.__getitem__, view.root.node.informees))
        for each in view.tail:
            node = each.root.node if isinstance(each, ViewDecomposition) else each.node
            needed = frozenset().union(*map(HOSTS.__getitem__, node.informees))
            assert (needed <= reached) == isinstance(each, CoreNode)
        assert frozenset().union(*map(HOSTS.__getitem__, view.informees)) == reached
