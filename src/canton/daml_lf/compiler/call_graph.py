"""Which definitions may call themselves: those count steps, and some of them are loops."""

from __future__ import annotations

from collections.abc import Mapping

from canton.daml_lf.compiler.expression import application_parts, strip
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier


def tail_calls_itself(identifier: Identifier, arity: int, body: ast.Expr) -> bool:
    """Whether the body ends, in some branch, with a call of the function with all arguments."""
    pending = [body]
    while pending:
        expr = strip(pending.pop())
        match expr:
            case ast.Let(_, inner):
                pending.append(inner)
            case ast.Case(_, alternatives):
                pending.extend(alternative.body for alternative in alternatives)
            case ast.App():
                head, arguments = application_parts(expr)
                is_own = isinstance(head, ast.Val) and head.id == identifier
                if is_own and len(arguments) == arity:
                    return True
    return False


def recursive(edges: Mapping[str, set[str]]) -> set[str]:
    """The nodes that lie on a cycle (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: set[str] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in edges:
                    continue
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter(edges[successor])))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    _close(node, stack, on_stack, edges, found)
    return found


def _close(
    node: str,
    stack: list[str],
    on_stack: set[str],
    edges: Mapping[str, set[str]],
    found: set[str],
) -> None:
    component = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        component.append(member)
        if member == node:
            break
    if len(component) > 1 or node in edges[node]:
        found.update(component)
