"""What asking whether the ledger time is before another says, and what it leaves of the bounds.

The rows are the original's, without those whose time lies outside the bounds: interpretation
begins without bounds, and they never come to exclude the ledger time.
"""

from __future__ import annotations

import pytest

from canton.daml_lf.engine import Known, Library
from canton.daml_lf.interpreter.builder import Scope, TransactionBuilder
from canton.daml_lf.interpreter.contract_access import ContractAccess
from canton.daml_lf.interpreter.machine import Machine
from canton.daml_lf.transaction.contract import TimeBounds
from canton.daml_lf.transaction.state import ContractState
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp

T0 = 1_000_000
T1, T2, T3 = T0 + 1, T0 + 2, T0 + 3
MIN, MAX = TIMESTAMP_MIN, TIMESTAMP_MAX
ROWS = [
    # now, the other time, bounds before: the answer, bounds after
    # The ledger time is after the other.
    (T2, T0, (T1, T2), False, (T1, T2)),
    (T0, MIN, (T0, T1), False, (T0, T1)),
    (T1, T0, (T0, T1), False, (T0, T1)),
    (T0, MIN, (MIN, T0), False, (MIN, T0)),
    (T2, T1, (T0, T2), False, (T1, T2)),
    (T1, T0, (T1, T1), False, (T1, T1)),
    (T0, MIN, (T0, T0), False, (T0, T0)),
    # They are the same.
    (T0, T0, (T0, T1), False, (T0, T1)),
    (MIN, MIN, (MIN, T0), False, (MIN, T0)),
    (T1, T1, (T0, T1), False, (T1, T1)),
    (T0, T0, (T0, T0), False, (T0, T0)),
    (MIN, MIN, (MIN, MIN), False, (MIN, MIN)),
    # The ledger time is before the other.
    (T0, T1, (T0, T1), True, (T0, T0)),
    (T0, T2, (T0, T1), True, (T0, T1)),
    (T0, T3, (T0, T1), True, (T0, T1)),
    (T0, MAX, (T0, T1), True, (T0, T1)),
    (T0, T1, (T0, T0), True, (T0, T0)),
    (T0, T2, (T0, T0), True, (T0, T0)),
]


@pytest.mark.parametrize(("now", "other", "before", "answer", "after"), ROWS)
def test_the_answer_holds_within_the_bounds_that_are_left(
    now: int, other: int, before: tuple[int, int], answer: bool, after: tuple[int, int]
) -> None:
    library, state = Library(), ContractState()
    machine = Machine(
        library,
        TransactionBuilder(Scope(frozenset(), None), state),
        ContractAccess(Known(library, {}, {}), state, {}),
        preparation_time=Timestamp(now),
        ledger_time=Timestamp(now),
    )
    machine.time_bounds = TimeBounds(*map(Timestamp, before))
    assert machine.ledger_time_less_than(other) is answer
    assert machine.time_bounds == TimeBounds(*map(Timestamp, after))
