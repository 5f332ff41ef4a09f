"""The process's own tokens: they rotate, and each holds for a limited time."""

from __future__ import annotations

import asyncio

from canton.clock import SeededRandomness, SimClock
from canton.config.secret import Secret
from canton.ledger_api.authorization.admin_token import AdminTokens, AdminTokenWay
from canton.ledger_api.user.value import Right
from canton.participant.stores.user import RightKind
from canton.timestamps import micros
from simulation.virtual_loop import run

LIFETIME_S = 300.0


def tokens(fixed: Secret | None = None) -> AdminTokens:
    lifetime = micros(seconds=LIFETIME_S)
    return AdminTokens(SeededRandomness("tokens"), SimClock(), lifetime, fixed)


def test_a_token_is_given_for_half_its_life_and_holds_till_the_end_of_it() -> None:
    async def main() -> None:
        own = tokens()
        first = own.current().reveal()
        await asyncio.sleep(LIFETIME_S / 2)
        assert own.current().reveal() == first
        await asyncio.sleep(1)
        second = own.current().reveal()
        assert second != first
        assert len(second) == 128
        assert own.holds(first)
        assert own.holds(second)
        await asyncio.sleep(LIFETIME_S / 2 - 1)
        assert not own.holds(first)
        assert own.holds(second)

    run(main(), 0)


def test_no_token_holds_for_ever_but_a_fixed_one() -> None:
    async def main() -> None:
        own = tokens(Secret("fixed"))
        first = own.current().reveal()
        await asyncio.sleep(2 * LIFETIME_S)
        assert not own.holds(first)
        assert own.holds("fixed")
        assert not own.holds("")
        assert not own.holds("fixe")
        assert not own.holds("\udcff")
        assert not tokens().holds("fixed")

    run(main(), 0)


def test_a_token_of_the_process_stands_for_its_rights_and_others_for_nothing() -> None:
    async def main() -> None:
        own, rights = tokens(), [Right(RightKind.CAN_ACT_AS, "admin::1")]
        way = AdminTokenWay(own, rights)
        accepted = await way.accept(own.current().reveal(), "any")
        assert accepted is not None
        assert accepted.rights == frozenset(rights)
        assert not accepted.is_from_user
        assert await way.accept("other", "any") is None
        assert await way.accept(None, "any") is None

    run(main(), 0)
