"""Holds the ledger of both replicas against what was acknowledged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found; all is well if every number but `acknowledged` and `updates` is 0."""

    acknowledged: int
    updates: int
    lost: int
    duplicated: int
    different: int

    @property
    def is_ok(self) -> bool:
        """Whether nothing is lost, nothing done twice, and both replicas tell the same."""
        return not (self.lost or self.duplicated or self.different)


def compare(acknowledged: Iterable[str], first: Sequence[Any], second: Sequence[Any]) -> Comparison:
    """Compares the updates of two replicas; each acknowledged ping has one create, one archive."""
    ids = list(acknowledged)
    created, archived = _pings(first)
    lost = sum(created[each] < 1 or archived[each] < 1 for each in ids)
    duplicated = sum(count > 1 for counts in (created, archived) for count in counts.values())
    return Comparison(len(ids), len(first), lost, duplicated, _difference(first, second))


def _pings(updates: Sequence[Any]) -> tuple[Counter[str], Counter[str]]:
    """How often each ping was created and archived, by its id."""
    created: Counter[str] = Counter()
    archived: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for update in updates:
        for event in update.events:
            match event.WhichOneof("event"):
                case "created" if event.created.template_id.entity_name == "Ping":
                    ping_id = event.created.create_arguments.fields[0].value.text
                    ids[event.created.contract_id] = ping_id
                    created[ping_id] += 1
                case "archived" if event.archived.contract_id in ids:
                    archived[ids[event.archived.contract_id]] += 1
                case _:
                    pass
    return created, archived


def _difference(first: Sequence[Any], second: Sequence[Any]) -> int:
    """How many updates are not the same, at the same offset, on both replicas."""
    mine = {each.offset: _content(each) for each in first}
    other = {each.offset: _content(each) for each in second}
    return sum(mine.get(offset) != other.get(offset) for offset in mine.keys() | other.keys())


def _content(update: Any) -> bytes:
    content: bytes = update.SerializeToString(deterministic=True)
    return content
