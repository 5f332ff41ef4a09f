"""Equality and order of run-time values, without recursion.

Structure alone decides, as the type checker guarantees equal types on both sides. Functions cannot
be compared; contract ids with equal prefix only if both have a suffix, or neither.
Source: Daml-LF sheet 2.3 (generic comparison).
"""

from __future__ import annotations

from typing import Any, Final

from canton.daml_lf.builtins.application import spend
from canton.daml_lf.builtins.big_numeric import BigNumeric
from canton.daml_lf.builtins.errors import (
    CONTRACT_ID_COMPARABILITY,
    NON_COMPARABLE_VALUES,
    InterpretationError,
    failed,
)
from canton.daml_lf.value.contract_id import ContractId

_SIMPLE: Final = frozenset({int, str, bool})
_PAIRS_BETWEEN_STEPS: Final = 1_000
"""Values may share parts, so that a small one takes without end to compare."""


class SortedMap:
    """A TextMap or a GenMap: keys in order and their values; never changed in place."""

    __slots__ = ("keys", "values")

    def __init__(self, keys: list[Any], values: list[Any]) -> None:
        self.keys = keys
        self.values = values

    def interleaved(self) -> list[Any]:
        """Key, value, key, value: what is compared."""
        return [part for entry in zip(self.keys, self.values, strict=True) for part in entry]


def equal(x: Any, y: Any) -> bool:
    """Whether two values are equal.

    Raises:
        InterpretationError: a function or an incomparable contract id was reached.
    """
    if type(x) in _SIMPLE:
        return bool(x == y)
    pending = [(x, y)]
    left = _PAIRS_BETWEEN_STEPS
    while pending:
        left -= 1
        if not left:
            left = _PAIRS_BETWEEN_STEPS
            spend(left)
        x, y = pending.pop()
        kind = type(x)
        if kind in _SIMPLE:
            if x != y:
                return False
        elif kind is tuple:
            if type(y) is not tuple or len(x) != len(y):
                return False
            pending.extend(zip(reversed(x), reversed(y), strict=True))
        elif not _equal_other(x, y, pending):
            return False
    return True


def _equal_other(x: Any, y: Any, pending: list[tuple[Any, Any]]) -> bool:
    if x is None or y is None:
        return x is y
    if isinstance(x, ContractId):
        return x == y or _are_different_ids(x, y)
    if isinstance(x, SortedMap):
        if len(x.keys) != len(y.keys):
            # The original walks both in step, so a difference, or a function, in front decides.
            left, right = x.interleaved(), y.interleaved()
            shorter = min(len(left), len(right))
            return equal(tuple(left[:shorter]), tuple(right[:shorter])) and False
        pending.extend(zip(reversed(x.interleaved()), reversed(y.interleaved()), strict=True))
        return True
    if isinstance(x, dict):
        pending.extend((x[name], y[name]) for name in sorted(x, reverse=True))
        return True
    if isinstance(x, BigNumeric):
        return x.difference(y) == 0
    raise _not_comparable()


def compare(x: Any, y: Any) -> int:
    """Negative, zero or positive as the first value is smaller, equal or greater.

    Raises:
        InterpretationError: a function or an incomparable contract id was reached.
    """
    pending = [(x, y)]
    left = _PAIRS_BETWEEN_STEPS
    while pending:
        left -= 1
        if not left:
            left = _PAIRS_BETWEEN_STEPS
            spend(left)
        x, y = pending.pop()
        kind = type(x)
        if kind in _SIMPLE:
            if x != y:
                return -1 if x < y else 1
        elif kind is tuple and type(y) is tuple:
            # Lists are pairs ended by (); only types differ in length else, and order naturally.
            if len(x) != len(y):
                return -1 if x < y else 1
            pending.extend(zip(reversed(x), reversed(y), strict=True))
        else:
            difference = _compare_other(x, y, pending)
            if difference:
                return difference
    return 0


def _compare_other(x: Any, y: Any, pending: list[tuple[Any, Any]]) -> int:
    if x is None or y is None:
        return (x is not None) - (y is not None)
    if isinstance(x, ContractId):
        return _compare_ids(x, y)
    if isinstance(x, SortedMap):
        left, right = x.interleaved(), y.interleaved()
        shorter = min(len(left), len(right))
        pending.append((len(left), len(right)))
        pending.extend(zip(reversed(left[:shorter]), reversed(right[:shorter]), strict=True))
        return 0
    if isinstance(x, dict):
        pending.extend((x[name], y[name]) for name in sorted(x, reverse=True))
        return 0
    if isinstance(x, BigNumeric):
        return x.difference(y)
    raise _not_comparable()


def _not_comparable() -> InterpretationError:
    return failed(NON_COMPARABLE_VALUES, "functions are not comparable")


def _are_different_ids(x: ContractId, y: ContractId) -> bool:
    if x.data[0] != y.data[0] or x.prefix != y.prefix:
        return False
    if x.is_local:
        raise _conflict(y)
    if y.is_local or not (x.is_absolute and y.is_absolute):
        raise _conflict(x)
    return False


def _compare_ids(x: ContractId, y: ContractId) -> int:
    if x == y:
        return 0
    if x.data[0] == y.data[0] and x.prefix == y.prefix:
        _are_different_ids(x, y)
    return -1 if x.data < y.data else 1


def _conflict(global_id: ContractId) -> InterpretationError:
    return failed(
        CONTRACT_ID_COMPARABILITY,
        f"The global contract ID {global_id} conflicts with a local contract ID",
        ("CONTRACT_ID", global_id.hex),
    )


def less(x: Any, y: Any) -> bool:
    """LESS."""
    if type(x) in _SIMPLE:
        return bool(x < y)
    return compare(x, y) < 0


def less_or_equal(x: Any, y: Any) -> bool:
    """LESS_EQ."""
    if type(x) in _SIMPLE:
        return bool(x <= y)
    return compare(x, y) <= 0


def greater(x: Any, y: Any) -> bool:
    """GREATER."""
    if type(x) in _SIMPLE:
        return bool(x > y)
    return compare(x, y) > 0


def greater_or_equal(x: Any, y: Any) -> bool:
    """GREATER_EQ."""
    if type(x) in _SIMPLE:
        return bool(x >= y)
    return compare(x, y) >= 0
