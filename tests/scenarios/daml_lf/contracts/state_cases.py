"""What becomes of contracts and keys, step by step: the original's scenarios as a table.

`steps` drive the state as the interpreter does, `nodes` are a transaction that is walked; both come
to the same end. Contracts are numbers, keys are letters.

    create 1 k     contract 1 comes into being, with key k
    archive 1      it is archived
    id 1 k         it is used by its id; the ledger says that it has key k
    look k 3 ...   the first three contracts of k: after `?` what the ledger answers, part by part,
                   `.` when it has no more; after `=` what is found, `!` if there is no more
    try, end, undo a scope begins, ends well, is rolled back

In `nodes`, `fetch`, `fetch*`, `use`, `consume`, `consume*` and `look` are nodes (with `*` by key),
and `undo( ... )` is a rollback node.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Steps, nodes, and where they end: `undoing` is the end where rollbacks may undo effects."""

    steps: str
    nodes: str
    end: str
    undoing: str = ""


def _with_and_without_key(cases: dict[str, Case]) -> dict[str, Case]:
    made = {}
    for name, case in cases.items():
        for suffix, key in (("", ""), (" (key)", " k")):
            made[name + suffix] = Case(
                case.steps.replace(" K", key),
                case.nodes.replace(" K", key),
                case.end.replace("LOCAL", "local k=1" if key else "ok"),
                case.undoing.replace("LOCAL", "local k=1" if key else "ok"),
            )
    return made


def _first(count: int) -> str:
    return " ".join(map(str, range(1, count + 1)))


def _last(first: int, count: int) -> str:
    return " ".join(map(str, range(first, max(first - count, 0), -1)))


SCOPES = {
    "nothing": Case("", "", ""),
    "a scope begins": Case("try", "", ""),
    "a scope ends": Case("try; end", "", ""),
    "a scope is undone": Case("try; undo", "undo( )", ""),
}

CREATES = {
    "create": Case("create 1", "create 1", ""),
    "the same id with another key": Case(
        "create 1 k; create 1 l", "create 1 k; create 1 l", "duplicate 1"
    ),
    "in a scope that ends": Case("try; create 1; end", "create 1", ""),
    "in a scope that is undone": Case("try; create 1; undo", "undo( create 1 )", "effect", "ok"),
    "undone, then another with its key": Case(
        "try; create 1 k; undo; create 2 k",
        "undo( create 1 k ); create 2 k",
        "effect",
        "local k=2",
    ),
    **_with_and_without_key(
        {
            "the same id twice": Case(
                "create 1 K; create 1 K", "create 1 K; create 1 K", "duplicate 1"
            )
        }
    ),
    "two": Case("create 1; create 2", "create 1; create 2", ""),
    "two with one key": Case("create 1 k; create 2 k", "create 1 k; create 2 k", "local k=2 1"),
}

ARCHIVES = {
    **_with_and_without_key(
        {
            "create, archive": Case(
                "create 1 K; archive 1", "create 1 K; consume 1 K", "consumed 1; LOCAL"
            ),
            "create, archive, create again": Case(
                "create 1 K; archive 1; create 1 K",
                "create 1 K; consume 1 K; create 1 K",
                "duplicate 1",
            ),
            "create, archive in a scope that ends": Case(
                "create 1 K; try; archive 1; end", "", "consumed 1; LOCAL"
            ),
            "create, archive in a scope that is undone": Case(
                "create 1 K; try; archive 1; undo",
                "create 1 K; undo( consume 1 K )",
                "effect",
                "LOCAL",
            ),
            "create, archive in a scope that ends, create again": Case(
                "create 1 K; try; archive 1; end; create 1 K", "", "duplicate 1"
            ),
            "create, archive in a scope that is undone, create again": Case(
                "create 1 K; try; archive 1; undo; create 1 K",
                "create 1 K; undo( consume 1 K ); create 1 K",
                "effect",
                "duplicate 1",
            ),
            "create and archive in a scope that ends": Case(
                "try; create 1 K; archive 1; end", "", "consumed 1; LOCAL"
            ),
            "create and archive in a scope that is undone": Case(
                "try; create 1 K; archive 1; undo",
                "undo( create 1 K; consume 1 K )",
                "effect",
                "ok",
            ),
        }
    ),
    "archive twice": Case(
        "create 1; archive 1; archive 1", "create 1; consume 1; consume 1", "consumed by 1"
    ),
    "archive, undo, archive": Case(
        "create 1; try; archive 1; undo; archive 1",
        "create 1; undo( consume 1 ); consume 1",
        "effect",
        "consumed 1",
    ),
}

BY_ID = {
    **_with_and_without_key(
        {
            "by id": Case("id 1 K", "fetch 1 K", "inputs 1"),
            "create, by id": Case("create 1 K; id 1", "create 1 K; fetch 1 K", "LOCAL"),
            "by id, create": Case("id 1 K; create 1 K", "fetch 1 K; create 1 K", "duplicate 1"),
            "by id in a scope that ends": Case("try; id 1 K; end", "fetch 1 K", "inputs 1"),
            "by id in a scope that is undone": Case(
                "try; id 1 K; undo", "undo( fetch 1 K )", "inputs 1"
            ),
            "by id, archive": Case("id 1 K; archive 1", "consume 1 K", "inputs 1; consumed 1"),
            "create, archive, by id": Case(
                "create 1 K; archive 1; id 1", "create 1 K; consume 1 K; fetch 1 K", "consumed by 1"
            ),
            "create, archive in a scope that ends, by id": Case(
                "create 1 K; try; archive 1; end; id 1", "", "consumed by 1"
            ),
            "create, archive in a scope that is undone, by id": Case(
                "create 1 K; try; archive 1; undo; id 1",
                "create 1 K; undo( consume 1 K ); fetch 1 K",
                "effect",
                "LOCAL",
            ),
            "create and archive in a scope that is undone, by id": Case(
                "try; create 1 K; archive 1; undo; id 1",
                "undo( create 1 K; consume 1 K ); fetch 1 K",
                "effect",
                "ok",
            ),
        }
    ),
    "by id twice, asked once": Case("id 1 k; id 1", "fetch 1 k; fetch 1 k", "inputs 1"),
    "what was read stays read when it is undone": Case(
        "try; id 1 k; undo; id 1", "undo( fetch 1 k ); fetch 1 k", "inputs 1"
    ),
    "by id, archive, by id": Case(
        "id 1 k; archive 1; id 1", "consume 1 k; fetch 1 k", "consumed by 0"
    ),
}

BY_KEY = {
    "one": Case("look k 2 ? 1. = 1!", "look k = 1!", "inputs 1; keys k=1!"),
    **{
        f"{n} of them": Case(
            f"look k {n + 1} ? {_first(n)}. = {_first(n)}!",
            f"look k = {_first(n)}!",
            f"inputs {_first(n)}; keys k={_first(n)}!",
        )
        for n in range(1, 11)
    },
    "none": Case("look k 3 ? . = !", "look k = !", "keys k=!"),
    "in two parts": Case(
        "look k 6 ? 1 2 3 / 4 5. = 1 2 3 4 5!",
        "look k = 1 2 3 4 5!",
        "inputs 1 2 3 4 5; keys k=1 2 3 4 5!",
    ),
    "the same within a part and in the next": Case(
        "look k 3 ? 1 1 / 1 2 / . = 1 2!", "look k = 1 2!", "inputs 1 2; keys k=1 2!"
    ),
    "the same across parts": Case(
        "look k 3 ? 1 / 1 2 / . = 1 2!", "look k = 1 2!", "inputs 1 2; keys k=1 2!"
    ),
    "a node has a contract twice": Case("", "look k = 1 1 2", "inconsistent k"),
    "twice, asked once": Case(
        "look k 4 ? 1 2 3. = 1 2 3!; look k 2 = 1 2",
        "look k = 1 2 3!; look k = 1 2",
        "inputs 1 2 3; keys k=1 2 3!",
    ),
    "what was found stays found when it is undone": Case(
        "try; look k 2 ? 1. = 1!; undo; look k 1 = 1",
        "undo( look k = 1! ); look k = 1",
        "inputs 1; keys k=1!",
    ),
    "another order the second time": Case("", "look k = 1 2!; look k = 2 1!", "inconsistent k"),
    "once two, then all": Case(
        "look k 2 ? 1 2 = 1 2; look k 3 ? . = 1 2!",
        "look k = 1 2; look k = 1 2!",
        "inputs 1 2; keys k=1 2!",
    ),
    "once all, then two": Case("", "look k = 1 2!; look k = 1 2", "inputs 1 2; keys k=1 2!"),
    **{
        f"four local, {n} wanted": Case(
            "create 1 k; create 2 k; create 3 k; create 4 k;"
            + (f"look k {n} = {_last(4, n)}" if n <= 4 else f"look k {n} ? . = 4 3 2 1!"),
            f"create 1 k; create 2 k; create 3 k; create 4 k; look k = {_last(4, n)}"
            + ("" if n <= 4 else "!"),
            "local k=4 3 2 1" + ("" if n <= 4 else "; keys k=!"),
        )
        for n in range(1, 11)
    },
    "by key, create with that id": Case(
        "look k 1 ? 1. = 1; create 1 k", "look k = 1!; create 1 k", "duplicate 1"
    ),
    "the ledger names a local contract": Case("create 1 k; look k 2 ? 1. = 1", "", "duplicate 1"),
    "the ledger names an archived local contract": Case(
        "create 1 k; archive 1; look k 1 ? 1 = 1", "", "duplicate 1"
    ),
    "a node names an archived local contract": Case(
        "", "create 1 k; consume 1 k; look k = 1!", "inconsistent k"
    ),
    "by key, archive": Case(
        "look k 2 ? 1. = 1!; archive 1",
        "look k = 1!; consume 1 k",
        "inputs 1; keys k=1!; consumed 1",
    ),
    "by key in a scope that ends": Case(
        "try; look k 2 ? 1. = 1!; end", "look k = 1!", "inputs 1; keys k=1!"
    ),
    "by key in a scope that is undone": Case(
        "try; look k 2 ? 1. = 1!; undo", "undo( look k = 1! )", "inputs 1; keys k=1!"
    ),
    "by id, then by key": Case(
        "id 1 k; look k 2 ? 1. = 1!", "fetch 1 k; look k = 1!", "inputs 1; keys k=1!"
    ),
    "by key, then by id": Case(
        "look k 2 ? 1. = 1!; id 1", "look k = 1!; fetch 1 k", "inputs 1; keys k=1!"
    ),
    "by id what was not found by key": Case(
        "look k 2 ? 1. = 1!; id 2 k", "look k = 1!; fetch 2 k", "inconsistent k"
    ),
    "not by key what was found by id": Case(
        "id 1 k; look k 2 ? 2. = 2!", "fetch 1 k; look k = 2!", "inconsistent k"
    ),
    "by id, then none by key": Case(
        "id 1 k; look k 1 ? . = !", "fetch 1 k; look k = !", "inconsistent k"
    ),
    "none by key, then by id": Case(
        "look k 1 ? . = !; id 1 k", "look k = !; fetch 1 k", "inconsistent k"
    ),
    "archived by id, then found by key": Case("", "consume 1 k; look k = 1", "inconsistent k"),
}


def _archived_between() -> dict[str, Case]:
    creates = "; ".join(f"create {n} k" for n in range(1, 11))
    newest_first, order = list(range(10, 0, -1)), [10, 8, 7, 3, 6, 1, 9, 4, 2, 5]
    made = {}
    for count in range(11):
        gone = order[:count]
        for wanted in (1, 3, 5, 10):
            before = newest_first[:wanted]
            after = [each for each in before if each not in gone]
            if not after:
                continue
            first, second = (" ".join(map(str, found)) for found in (before, after))
            made[f"{wanted} of ten, {count} archived, {len(after)} of the rest"] = Case(
                f"{creates}; look k {wanted} = {first}"
                + "".join(f"; archive {n}" for n in gone)
                + f"; look k {len(after)} = {second}",
                f"{creates}; look k = {first}"
                + "".join(f"; consume {n} k" for n in gone)
                + f"; look k = {second}",
                "local k=10 9 8 7 6 5 4 3 2 1"
                + (f"; consumed {' '.join(map(str, sorted(gone)))}" if gone else ""),
            )
    return made


ARCHIVED_BETWEEN = _archived_between()

KEY_INPUTS = {
    "a create": Case("", "create 0 k", "local k=0"),
    "fetches": Case("", "fetch 0 k; fetch* 1 l", "inputs 0 1; keys l=1"),
    "exercises": Case(
        "",
        "use 0 k; consume 1 l; use* 2 m; consume* 3 n",
        "inputs 0 1 2 3; keys m=2, n=3; consumed 1 3",
    ),
    "a query that finds nothing": Case("", "look k = !", "keys k=!"),
    "a query that finds one": Case("", "look k = 0", "inputs 0; keys k=0"),
    "a fetch and a create of one id": Case("", "fetch 0 k; create 0 l", "duplicate 0"),
    "a query and a create of one id": Case("", "look k = 0; create 0 l", "duplicate 0"),
    "a consuming exercise and a create of one id": Case(
        "", "consume 0 l; create 0 m", "duplicate 0"
    ),
    "an exercise and a create of one id": Case("", "use 0 l; create 0 m", "duplicate 0"),
    "two creates with an archive between": Case(
        "", "create 0 k; consume 0 k; create 1 k", "local k=1 0; consumed 0"
    ),
    "two creates, one undone": Case("", "undo( create 0 k ); create 1 k", "effect", "local k=1"),
    "nothing found behind a create": Case("", "create 0 k; look k = !", "inconsistent k"),
    "found, then not": Case("", "look k = 0; look k = !", "inconsistent k"),
    "found in what was undone, then not": Case(
        "", "undo( look k = 0 ); look k = !", "inconsistent k"
    ),
    "found another": Case("", "look k = 0; look k = 1", "inconsistent k"),
    "two creates under one key": Case("", "create 0 k; create 1 k", "local k=1 0"),
    "found, then another created": Case(
        "", "look k = 0; create 1 k", "inputs 0; keys k=0; local k=1"
    ),
    "found in what was undone, then another created": Case(
        "", "undo( look k = 0 ); create 1 k", "inputs 0; keys k=0; local k=1"
    ),
    "an archive undone, then another created": Case(
        "", "create 0 k; undo( consume* 0 k ); create 1 k", "effect", "local k=1 0"
    ),
    "all undone": Case(
        "",
        "undo( create 0 k; use 1 l; fetch 2 m; look n = ! )",
        "effect",
        "inputs 1 2; keys n=!",
    ),
    "the first that found nothing": Case(
        "",
        "undo( create 0 k; look l = ! ); look k = !; create 1 l",
        "effect",
        "keys k=!, l=!; local l=1",
    ),
}

ORDERS = {
    "nothing": ("", ""),
    "creates, newest first": ("create 1; create 2; create 3", "3 2 1"),
    "fetches without key, by id": ("fetch 3; fetch 1; fetch 2", "1 2 3"),
    "all kinds": ("create 1 k; fetch 2; look l = 3", "1 2 3"),
    "with and without key": ("fetch 1; look k = 2 3; fetch 4", "1 4 2 3"),
    "as the query found them": ("look k = 3 1 2", "3 1 2"),
    "as each of two queries found them": ("look k = 2 1; look l = 4 3", "2 1 4 3"),
    "without key before key": ("fetch 3; fetch 1; fetch 5; look k = 4", "1 3 5 4"),
    "local before inputs": ("fetch 1; create 2; look k = 3", "2 1 3"),
    "by key before by id": ("fetch 1 k; look k = 2", "2 1"),
    "nothing found": ("fetch 1; look k = !", "1"),
    "by id, then by key": ("fetch 1 k; look k = 1", "1"),
}
