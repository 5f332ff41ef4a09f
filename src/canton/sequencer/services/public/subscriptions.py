"""The open subscriptions: so many per member, and ended from here when they must end.

A member that subscribes once too often loses its oldest subscription, which frees what a lost
connection has left behind. Source: Canton 3.6 SubscriptionPool.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from canton.identifiers import Member

SUBSCRIPTIONS_PER_MEMBER_MAX = 5


@dataclass(eq=False)
class Subscription:
    """One open subscription; `end_reason` is set when it must end."""

    member: Member
    end_reason: str | None = None


class SubscriptionPool:
    """All open subscriptions. `wake` is called when one must end, so that it looks."""

    def __init__(
        self, wake: Callable[[], None], per_member_max: int = SUBSCRIPTIONS_PER_MEMBER_MAX
    ) -> None:
        self._wake = wake
        self._per_member_max = per_member_max
        self._open: dict[Member, deque[Subscription]] = {}

    @property
    def members(self) -> tuple[Member, ...]:
        """Who has a subscription at present."""
        return tuple(self._open)

    @contextmanager
    def subscribed(self, member: Member) -> Iterator[Subscription]:
        """A subscription that is open while the body runs."""
        subscription = Subscription(member)
        of_member = self._open.setdefault(member, deque())
        of_member.append(subscription)
        if len(of_member) > self._per_member_max:
            of_member[0].end_reason = "Too many subscriptions of the same member"
            of_member.popleft()
            self._wake()
        try:
            yield subscription
        finally:
            if subscription in of_member:
                of_member.remove(subscription)
            if not of_member and self._open.get(member) is of_member:
                del self._open[member]

    def end(self, member: Member, reason: str) -> None:
        """Ends all subscriptions of the member."""
        for subscription in self._open.pop(member, ()):
            subscription.end_reason = reason
        self._wake()
