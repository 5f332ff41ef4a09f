"""All services of the public port, put together for one sequencer.

The node serves `tables` on its public server beside gRPC health, and hands `disconnect` to its
administration.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from canton.clock import Clock, Randomness
from canton.errors import TransientError
from canton.identifiers import Member
from canton.sequencer.runtime import SequencerRuntime
from canton.sequencer.services.public.api_info import api_info_table
from canton.sequencer.services.public.authentication import MemberAuthentication
from canton.sequencer.services.public.connect import ConnectService
from canton.sequencer.services.public.member_service import (
    ACKNOWLEDGEMENTS_CONFLATED,
    MemberService,
)
from canton.sequencer.services.public.subscriptions import (
    SUBSCRIPTIONS_PER_MEMBER_MAX,
    SubscriptionPool,
)
from canton.sequencer.services.public.tokens import TokenSettings, TokenStore
from canton.timestamps import Micros
from canton.transport.seam import ServiceTable


@dataclass(frozen=True, slots=True)
class PublicApiSettings:
    """The limits of the public API."""

    tokens: TokenSettings = field(default_factory=TokenSettings)
    subscriptions_per_member_max: int = SUBSCRIPTIONS_PER_MEMBER_MAX
    acknowledgements_conflated: Micros | None = ACKNOWLEDGEMENTS_CONFLATED
    """Of a member's acknowledgements within this time only the first is ordered; None orders all.
    """


class PublicApi:
    """The public services of one sequencer."""

    def __init__(
        self,
        runtime: SequencerRuntime,
        clock: Clock,
        randomness: Randomness,
        settings: PublicApiSettings | None = None,
    ) -> None:
        settings = settings or PublicApiSettings()
        self._runtime = runtime
        self.subscriptions = SubscriptionPool(self._wake, settings.subscriptions_per_member_max)
        self.authentication = MemberAuthentication(
            runtime, TokenStore(settings.tokens), clock, randomness, self._end
        )
        self._connect = ConnectService(runtime)
        self._members = MemberService(
            runtime,
            self.authentication,
            self.subscriptions,
            clock,
            settings.acknowledgements_conflated,
        )

    @property
    def tables(self) -> tuple[ServiceTable, ...]:
        """The tables to serve on the public port."""
        return (
            api_info_table(),
            self._connect.table(),
            self.authentication.table(),
            self._members.table(),
        )

    def disconnect(self, member: Member) -> None:
        """Revokes the member's tokens and ends its subscriptions."""
        self.authentication.revoke(member)

    def _end(self, member: Member) -> None:
        self.subscriptions.end(member, "Member access was revoked.")

    def _wake(self) -> None:
        try:
            self._runtime.sequencer.loop.feed.wake()
        except TransientError:
            # Not running, so nobody subscribes.
            return
