"""Limits on what one transaction may contain; in production there are none.

Source: Daml-LF sheet 2.9 (limits).
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import Final

from canton.daml_lf.builtins.errors import (
    INTERPRETATION_DEV_ERROR,
    InterpretationError,
    failed,
)
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.transaction.node import Parties


@dataclass(frozen=True, slots=True)
class Limits:
    """How many there may be at most, or None where there is no limit.

    Input contracts are counted over the transaction, the others per contract or per exercise.
    """

    signatories: int | None = None
    observers: int | None = None
    controllers: int | None = None
    choice_observers: int | None = None
    choice_authorizers: int | None = None
    input_contracts: int | None = None

    def check_contract(
        self, template: Identifier, signatories: Parties, observers: Parties
    ) -> None:
        """Fails where a contract has too many stakeholders."""
        what = f"Create Fetch or exercise a Contract of type {template} with"
        _check(signatories, self.signatories, f"{what} {{}} signatories")
        _check(observers, self.observers, f"{what} {{}} observers")

    def check_choice(
        self,
        choice: str,
        controllers: Parties,
        observers: Parties,
        authorizers: Parties | None,
    ) -> None:
        """Fails where an exercise concerns too many parties."""
        what = f"Exercise the choice {choice} with"
        _check(controllers, self.controllers, f"{what} {{}} controllers")
        _check(observers, self.choice_observers, f"{what} {{}} observers")
        if authorizers is not None:
            _check(authorizers, self.choice_authorizers, f"{what} {{}} authorizers")

    def check_inputs(self, count: int) -> None:
        """Fails where a transaction uses too many contracts of the ledger."""
        if self.input_contracts is not None and count > self.input_contracts:
            raise _exceeded(
                f"Transaction exceeds maximum input contract number of {self.input_contracts}"
            )


UNLIMITED: Final = Limits()


def _check(parties: Sized, limit: int | None, text: str) -> None:
    if limit is not None and len(parties) > limit:
        raise _exceeded(f"{text.format(len(parties))} but the limit is {limit}")


def _exceeded(text: str) -> InterpretationError:
    return failed(INTERPRETATION_DEV_ERROR, text, ("DEV_ERROR_TYPE", "Limit"))
