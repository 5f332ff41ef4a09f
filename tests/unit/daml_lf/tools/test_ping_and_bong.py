"""Ping and Bong run: our package does what the original's does, action for action."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from canton.daml_lf.archive.dar import read_dar
from canton.daml_lf.engine import CreateCommand, ExerciseCommand, Failed
from canton.daml_lf.language import ast
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, FetchNode
from canton.daml_lf.value.value import TimestampValue, VariantValue
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping

ORIGINALS = os.environ.get("PYCANTON_ORIGINAL_DARS")
PING, BONG = "Canton.Internal.Ping:", "Canton.Internal.Bong:"
TIMEOUT = TimestampValue(7)


class Play:
    """One package on a ledger of its own; `story` tells what happened, without ids."""

    def __init__(self, lf: Any, main: ast.Package, packages: list[ast.Package]) -> None:
        self.lf = lf
        self.main = main
        self.ledger = lf.ledger(lf.library(*packages), time=1_000)
        self.story: list[str] = []

    def run(self, command: Any, *parties: str) -> Any:
        result = self.ledger.commit(command, act_as=set(parties))
        nodes = [node for _, node in result.transaction.pre_order()]
        self.story += [told(node) for node in nodes]
        return result.transaction.nodes[result.transaction.roots[0]]

    def create(self, template: str, fields: tuple[Any, ...], *parties: str) -> Any:
        identifier = self.ledger.id(template, self.main)
        node = self.run(CreateCommand(identifier, self.lf.value(fields)), *parties)
        return node.contract_id

    def command(self, template: str, cid: Any, choice: str, fields: tuple[Any, ...]) -> Any:
        identifier = self.ledger.id(template, self.main)
        return ExerciseCommand(identifier, cid, choice, self.lf.value(fields))

    def exercise(
        self, template: str, cid: Any, choice: str, fields: tuple[Any, ...], *parties: str
    ) -> Any:
        return self.run(self.command(template, cid, choice, fields), *parties).result


def told(node: Any) -> str:
    """What a node does and for whom."""
    name = node.template_id.name
    match node:
        case CreateNode():
            return f"create {name} for {sorted(node.signatories)}/{sorted(node.stakeholders)}"
        case ExerciseNode():
            return f"exercise {name} {node.choice} by {sorted(node.acting_parties)}"
        case FetchNode():
            return f"fetch {name} by {sorted(node.acting_parties)}"
    raise AssertionError(node)


def play_ping(play: Play) -> list[str]:
    ping = play.create(f"{PING}Ping", ("id", "'a", "'b"), "a")
    play.exercise(f"{PING}Ping", ping, "Respond", (), "b")
    ping = play.create(f"{PING}Ping", ("id", "'a", "'b"), "a")
    play.exercise(f"{PING}Ping", ping, "AbortPing", ("'a",), "a")
    ping = play.create(f"{PING}Ping", ("id", "'a", "'b"), "a")
    play.exercise(f"{PING}Ping", ping, "Archive", (), "a")
    return play.story


def play_bong(play: Play, levels: int) -> list[str]:
    """Two validators join, the tree grows to its depth and shrinks to a Bong."""
    proposal = play.create(
        f"{BONG}BongProposal",
        ("id", "'i", ["'v", "'w"], [], ["'r", "'s"], levels, TIMEOUT),
        "i",
    )
    again = play.exercise(f"{BONG}BongProposal", proposal, "Accept", ("'v",), "v")
    assert again.constructor == "Left"
    root = play.exercise(f"{BONG}BongProposal", again.value, "Accept", ("'w",), "w")
    assert root.constructor == "Right"
    final = collapse(play, root.value)
    assert final.constructor == "Left"
    play.exercise(f"{BONG}Bong", final.value, "Ack", (), "i")
    return play.story


def collapse(play: Play, explode: Any) -> VariantValue:
    """Explodes a node of the tree, both children first, and merges what is left of them."""
    grown = play.exercise(f"{BONG}Explode", explode, "ProcessExplode", ("'r",), "r")
    merge, children = grown.fields
    left, right = children.value.fields
    if children.constructor == "Left":
        left, right = (collapse(play, child).value for child in (left, right))
    arguments = ("'s", left, right)
    return play.exercise(f"{BONG}Merge", merge, "ProcessMerge", arguments, "s")


def ours(lf: Any) -> Play:
    package = admin_workflow_ping().package
    return Play(lf, package, [package])


def test_a_ping_is_answered_or_aborted(lf: Any) -> None:
    assert play_ping(ours(lf)) == [
        "create Ping for ['a']/['a', 'b']",
        "exercise Ping Respond by ['b']",
        "create Ping for ['a']/['a', 'b']",
        "exercise Ping AbortPing by ['a']",
        "create Ping for ['a']/['a', 'b']",
        "exercise Ping Archive by ['a']",
    ]


def test_a_bong_of_one_level_is_one_merge(lf: Any) -> None:
    everybody = "['i', 'r', 's', 'v', 'w']"
    assert play_bong(ours(lf), 1)[4:] == [
        f"create Explode for ['i', 'v', 'w']/{everybody}",
        "exercise Explode ProcessExplode by ['r']",
        f"create Merge for ['i', 'v', 'w']/{everybody}",
        f"create Collapse for ['i', 'v', 'w']/{everybody}",
        f"create Collapse for ['i', 'v', 'w']/{everybody}",
        "exercise Merge ProcessMerge by ['s']",
        "fetch Collapse by ['i', 's', 'v', 'w']",
        "fetch Collapse by ['i', 's', 'v', 'w']",
        "exercise Collapse ProcessCollapse by ['s']",
        "exercise Collapse ProcessCollapse by ['s']",
        f"create Bong for ['i', 's']/{everybody}",
        "exercise Bong Ack by ['i']",
    ]


@pytest.mark.parametrize("levels", [2, 3])
def test_a_tree_has_one_merge_for_each_explode(lf: Any, levels: int) -> None:
    story = play_bong(ours(lf), levels)
    merges = [line for line in story if "ProcessMerge" in line]
    explodes = [line for line in story if "ProcessExplode" in line]
    assert len(merges) == len(explodes) == 2**levels - 1
    assert len([line for line in story if "create Bong " in line]) == 1


def test_only_candidates_accept_and_proposals_have_some(lf: Any) -> None:
    play = ours(lf)
    fields = ("id", "'i", ["'v"], [], ["'r"], 1, TIMEOUT)
    proposal = play.create(f"{BONG}BongProposal", fields, "i")
    command = play.command(f"{BONG}BongProposal", proposal, "Accept", ("'r",))
    refused = play.ledger.run(command, act_as={"r"})
    assert isinstance(refused, Failed)
    assert "Assertion failed" in str(refused.error)
    for candidates in ([], ["'v", "'v"]):
        template = play.ledger.id(f"{BONG}BongProposal", play.main)
        wrong = lf.value(("id", "'i", candidates, [], ["'r"], 1, TIMEOUT))
        result = play.ledger.run(CreateCommand(template, wrong), act_as={"i"})
        assert isinstance(result, Failed)


@pytest.mark.skipif(ORIGINALS is None, reason="PYCANTON_ORIGINAL_DARS is not set")
def test_the_originals_package_tells_the_same_story(lf: Any) -> None:
    (path,) = Path(ORIGINALS or "").rglob("canton-builtin-admin-workflow-ping.dar")
    dar = read_dar(path.read_bytes())
    packages = dar.decode()
    main = packages[dar.main.package_id]

    def original() -> Play:
        return Play(lf, main, list(packages.values()))

    assert play_ping(original()) == play_ping(ours(lf))
    assert play_bong(original(), 2) == play_bong(ours(lf), 2)
