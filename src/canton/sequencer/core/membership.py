"""The members that the sequencer knows: their short ids and the time from which they get events.

A member is registered when a topology transaction that names it becomes effective, and stays so.
Ids are given in the order of registration, so they are the same on every sequencer.
Source: Canton 3.6 SequencerMemberValidator, SequencerRuntime.
"""

from __future__ import annotations

from collections.abc import Iterable

from canton.identifiers import Member
from canton.sequencer.core.rows import MemberRow
from canton.timestamps import Timestamp


class Membership:
    """Every member that was ever registered."""

    def __init__(self, rows: Iterable[MemberRow] = ()) -> None:
        self._rows: dict[str, MemberRow] = {row.member: row for row in rows}
        self._next_id = 1 + max((row.id for row in self._rows.values()), default=0)

    def register(self, members: Iterable[Member], at: Timestamp) -> tuple[MemberRow, ...]:
        """Adds the members that are not there yet; returns only those, in order of their names."""
        added = []
        for name in sorted({str(member) for member in members} - self._rows.keys()):
            row = MemberRow(name, self._next_id, at)
            self._next_id += 1
            self._rows[name] = row
            added.append(row)
        return tuple(added)

    def is_registered(self, member: Member | str, at: Timestamp) -> bool:
        """Whether the member was registered at that time or before."""
        row = self._rows.get(str(member))
        return row is not None and row.registered_at <= at

    def id_of(self, member: Member | str) -> int:
        """The short id of a registered member."""
        return self._rows[str(member)].id

    def rows(self) -> tuple[MemberRow, ...]:
        """Every member, in the order of registration."""
        return tuple(self._rows.values())
