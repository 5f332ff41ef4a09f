"""The members that the sequencer knows: their short ids and the time from which they get events.

A member is registered when a topology transaction that names it becomes effective, and stays so.
Ids are given in the order of registration, so they are the same on every sequencer.
Source: Canton 3.6 SequencerMemberValidator, SequencerRuntime.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from canton.identifiers import Member
from canton.sequencer.core.rows import AcknowledgementRow, MemberRow
from canton.timestamps import Timestamp


class Membership:
    """Every member that was ever registered, and what it has acknowledged."""

    def __init__(
        self,
        rows: Iterable[MemberRow] = (),
        acknowledgements: Iterable[AcknowledgementRow] = (),
    ) -> None:
        self._acknowledged = {row.member_id: row.time for row in acknowledgements}
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

    def acknowledge(self, member: Member, time: Timestamp) -> AcknowledgementRow | None:
        """Notes the acknowledgement; the row to store, unless the member was further already."""
        member_id = self.id_of(member)
        if self._acknowledged.get(member_id, time - 1) >= time:
            return None
        self._acknowledged[member_id] = time
        return AcknowledgementRow(member_id, time)

    def find(self, member: Member | str) -> MemberRow | None:
        """The member's row, if it was ever registered."""
        return self._rows.get(str(member))

    def set_enabled(self, member: Member, is_enabled: bool) -> None:
        """Lets a registered member use this sequencer, or not any more; see `MemberRow`."""
        row = self._rows[str(member)]
        self._rows[str(member)] = replace(row, enabled=is_enabled)

    def note_pruned(self, member: str, previous: Timestamp) -> None:
        """Notes the time of the member's last event that is not there any more."""
        self._rows[member] = replace(self._rows[member], pruned_previous=previous)

    def acknowledged_by(self, member: Member | str) -> int | None:
        """Up to when a registered member has acknowledged, if it ever did."""
        return self._acknowledged.get(self.id_of(member))

    def rows(self) -> tuple[MemberRow, ...]:
        """Every member, in the order of registration."""
        return tuple(self._rows.values())
