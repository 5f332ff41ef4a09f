"""Running the code of contracts within limits: depth, memory, time.

Calls of generated code do not lie on the C stack, so the recursion limit can be high while they
run.
Source: Daml-LF sheet 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from canton.daml_lf.builtins.application import deadline, start_counting
from canton.daml_lf.builtins.errors import (
    DAML_INTERPRETATION_ERROR,
    DamlException,
    InterpretationError,
    NeedMore,
    crash,
    failed,
)
from canton.daml_lf.language.recursion import recursion_limit

DEPTH_MAX: Final = 1_000_000
"""How deep calls may nest; a million frames take about a quarter of a gigabyte."""


@contextmanager
def limited(is_late: Callable[[], bool]) -> Iterator[None]:
    """What runs inside ends cleanly if it runs away; `is_late` is asked every few thousand steps.

    Raises:
        InterpretationError: calls nest too deep, memory runs full, time is over, or the code met
            what no rule foresees; that must not take the process with it.
    """
    token = deadline.set(is_late)
    start_counting()
    try:
        with recursion_limit(DEPTH_MAX):
            yield
    except RecursionError:
        raise failed(
            DAML_INTERPRETATION_ERROR, f"calls nest deeper than {DEPTH_MAX} levels"
        ) from None
    except MemoryError:
        raise failed(DAML_INTERPRETATION_ERROR, "the memory is exhausted") from None
    except (InterpretationError, DamlException, NeedMore):
        raise
    except Exception as error:
        raise crash(f"unexpected {type(error).__name__}: {error} in {_place(error)}") from error
    finally:
        deadline.reset(token)


def _place(error: Exception) -> str:
    place = error.__traceback__
    assert place is not None
    while place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_name}, line {place.tb_lineno}"


def after_checks(count: int) -> Callable[[], bool]:
    """A deadline without a clock: late when asked for more than the given number of times."""
    asked = 0

    def is_late() -> bool:
        nonlocal asked
        asked += 1
        return asked > count

    return is_late
