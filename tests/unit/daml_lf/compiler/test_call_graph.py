"""Cycles of the call graph, against reachability."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canton.daml_lf.compiler.call_graph import recursive

NODES = [f"f{i}" for i in range(7)]
GRAPHS = st.fixed_dictionaries(
    {node: st.sets(st.sampled_from([*NODES, "elsewhere"]), max_size=3) for node in NODES}
)


def reaches(graph, start, goal) -> bool:
    seen, pending = set(), list(graph[start])
    while pending:
        node = pending.pop()
        if node == goal:
            return True
        if node in graph and node not in seen:
            seen.add(node)
            pending.extend(graph[node])
    return False


@given(GRAPHS)
def test_a_definition_is_recursive_if_it_reaches_itself(graph) -> None:
    assert recursive(graph) == {node for node in graph if reaches(graph, node, node)}


def test_a_long_chain_needs_no_depth() -> None:
    chain = {f"f{i}": {f"f{i + 1}"} for i in range(50_000)}
    assert recursive(chain) == set()
    chain["f50000"] = {"f0"}
    assert len(recursive(chain)) == 50_001
