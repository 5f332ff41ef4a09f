"""Lists and maps: folds and the sorted maps behind TextMap and GenMap.

A map copies its key and value lists when it changes, which is fast up to tens of thousands of
entries. Keys are found by bisection: natively where all keys are integers or texts, else with the
generic comparison. Source: Daml-LF sheet 2.3.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, Final

from canton.daml_lf.builtins.application import apply2, check, spend, steps
from canton.daml_lf.builtins.comparison import SortedMap, compare
from canton.daml_lf.builtins.text import LfList, from_list, to_list

EMPTY_MAP: Final = SortedMap([], [])
_NATIVE: Final = frozenset({int, str})
_ENTRIES_OF_STEP: Final = 2**6
"""How many entries of a map are copied in the time of a step."""


def foldl(f: Any, accumulated: Any, items: LfList) -> Any:
    """FOLDL."""
    direct = f.__code__.co_argcount == 2
    while items:
        item, items = items
        steps[0] -= 1
        if steps[0] < 0:
            check()
        accumulated = f(accumulated, item) if direct else apply2(f, accumulated, item)
    return accumulated


def foldr(f: Any, accumulated: Any, items: LfList) -> Any:
    """FOLDR: walks from the end."""
    direct = f.__code__.co_argcount == 2
    for item in reversed(from_list(items)):
        steps[0] -= 1
        if steps[0] < 0:
            check()
        accumulated = f(item, accumulated) if direct else apply2(f, item, accumulated)
    return accumulated


def equal_list(f: Any, xs: LfList, ys: LfList) -> bool:
    """EQUAL_LIST: pair by pair, the element of the second list first."""
    while xs and ys:
        x, xs = xs
        y, ys = ys
        steps[0] -= 1
        if steps[0] < 0:
            check()
        if not apply2(f, y, x):
            return False
    return not xs and not ys


def _position(map_: SortedMap, key: Any) -> tuple[int, bool]:
    keys = map_.keys
    if type(key) in _NATIVE:
        position = bisect_left(keys, key)
        return position, position < len(keys) and keys[position] == key
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        difference = compare(keys[middle], key)
        if difference == 0:
            return middle, True
        if difference < 0:
            low = middle + 1
        else:
            high = middle
    return low, False


def _check_comparable(key: Any) -> None:
    if type(key) not in _NATIVE:
        compare(key, key)


def map_insert(key: Any, value: Any, map_: SortedMap) -> SortedMap:
    """TEXTMAP_INSERT and GENMAP_INSERT."""
    _check_comparable(key)
    position, is_present = _position(map_, key)
    spend(len(map_.keys) // _ENTRIES_OF_STEP)
    keys, values = map_.keys, map_.values.copy()
    if is_present:
        values[position] = value
        return SortedMap(keys, values)
    keys = keys.copy()
    keys.insert(position, key)
    values.insert(position, value)
    return SortedMap(keys, values)


def map_lookup(key: Any, map_: SortedMap) -> tuple[Any] | None:
    """TEXTMAP_LOOKUP and GENMAP_LOOKUP."""
    _check_comparable(key)
    position, is_present = _position(map_, key)
    return (map_.values[position],) if is_present else None


def map_delete(key: Any, map_: SortedMap) -> SortedMap:
    """TEXTMAP_DELETE and GENMAP_DELETE."""
    _check_comparable(key)
    position, is_present = _position(map_, key)
    if not is_present:
        return map_
    spend(len(map_.keys) // _ENTRIES_OF_STEP)
    keys, values = map_.keys.copy(), map_.values.copy()
    del keys[position], values[position]
    return SortedMap(keys, values)


def map_keys(map_: SortedMap) -> LfList:
    """GENMAP_KEYS."""
    return to_list(map_.keys)


def map_values(map_: SortedMap) -> LfList:
    """GENMAP_VALUES."""
    return to_list(map_.values)


def map_to_list(map_: SortedMap) -> LfList:
    """TEXTMAP_TO_LIST: structs of key and value."""
    entries = zip(map_.keys, map_.values, strict=True)
    return to_list({"key": key, "value": value} for key, value in entries)


def map_size(map_: SortedMap) -> int:
    """TEXTMAP_SIZE and GENMAP_SIZE."""
    return len(map_.keys)
