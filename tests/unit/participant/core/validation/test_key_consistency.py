"""Root views that agree or disagree about keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.daml_lf.transaction.node import Transaction
from canton.errors import Rejection
from canton.participant.core.validation.key_consistency import check_keys
from canton.participant.errors import MODEL_CONFORMANCE
from canton.protocol.merkle.node import Leaf
from canton.protocol.view.full_view import FullViewTree
from canton.protocol.view.participant_data import ResolvedKey
from scenarios.daml_lf.contracts.nodes import Nodes
from scenarios.participant.boxes import Boxes
from scenarios.participant.network import after

# What root views do, and whether they agree: see the words of the engine's scenarios.
CASES = {
    "more is known later": (("look k = 1 2; look k = 1 2 !",), True),
    "another order": (("look k = 1 2 3; look k = 2 3",), False),
    "more than all": (("look k = 1 2 !; look k = 1 2 3",), False),
    "more than all, in two views": (("look k = 1 2 !", "look k = 1 2 3"), False),
    "another key": (("look l = 1 2 3; look l = 2 3",), True),
    "created in a view before": (("look k = 1; create 2 k", "look k = 2 1"), True),
    "archived in a view before": (("consume* 1 k", "look k = 1"), False),
    "created twice": (("create 1 k", "create 1 k"), False),
}


def views(*maintainers: str) -> list[FullViewTree]:
    """A view for each maintainer of key k; its other parts do not count."""
    boxes = Boxes()
    tree = boxes.request(after(1), boxes.box(), sender="p2", act_as="bob").plan.tree
    [(position, view)] = tree.views()
    made = []
    for party in maintainers:
        key = ResolvedKey(b"k", b"", b"", "p", boxes.network.parties(party), ())
        data = Leaf.of(replace(view.participant, resolved_keys=(key,)))
        full = FullViewTree(tree.for_view(position), position, view)
        made.append(replace(full, view=replace(view, participant_data=data)))
    return made


def transactions(texts) -> list[Transaction]:
    return [Nodes().read(text) for text in texts]


@pytest.mark.parametrize("is_hosted", [True, False])
@pytest.mark.parametrize("case", CASES)
async def test_root_views_agree_about_keys_of_which_a_maintainer_is_here(case, is_hosted) -> None:
    texts, agree = CASES[case]
    found = check_keys(views("alice"), transactions(texts), lambda _: is_hosted)
    if agree or not is_hosted:
        assert found is None
    else:
        assert isinstance(found, Rejection) and found.code is MODEL_CONFORMANCE


async def test_a_key_has_the_same_maintainers_everywhere() -> None:
    assert check_keys(views("alice", "alice"), [], lambda _: False) is None
    assert check_keys(views("alice", "bob"), [], lambda _: False) is not None
