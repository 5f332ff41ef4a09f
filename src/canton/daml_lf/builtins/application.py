"""Applying functions whose arity is not known where they are called, and counting steps.

Everything here avoids calling Python functions from C (no `f(*args)`), because only calls from
Python to Python leave the C stack alone; depth is then bounded by the recursion limit only.
Source: Daml-LF sheet 2.1, 4.3.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextvars import ContextVar
from mmap import PAGESIZE
from types import FunctionType
from typing import Any, Final, NamedTuple

from canton.daml_lf.builtins.errors import (
    DAML_INTERPRETATION_ERROR,
    INTERPRETATION_TIME_EXCEEDED,
    failed,
)

# Run-time values are of no one Python type: this module and the generated code are the decoders
# for which `Any` is allowed.
Function = Any

STEPS_BETWEEN_CHECKS: Final = 10_000

steps: Final = [STEPS_BETWEEN_CHECKS]
"""Counted down by generated code on entry of what may recurse; below zero calls `check`."""


def _never() -> bool:
    return False


deadline: Final[ContextVar[Callable[[], bool]]] = ContextVar("deadline", default=_never)


BLOCKS_MAX: Final = 30_000_000
"""How many objects interpretation may keep alive: some two gigabytes."""

RESIDENT_MAX: Final = 2**31
"""How many bytes the process may grow by: few objects may be large ones."""


class Memory(NamedTuple):
    """What the process has in use: objects, and resident bytes (0 where no system tells)."""

    blocks: int
    resident: int


def _memory() -> Memory:
    try:
        with open("/proc/self/statm", "rb") as pages:
            resident = int(pages.read().split()[1]) * PAGESIZE
    except OSError:
        resident = 0
    return Memory(sys.getallocatedblocks(), resident)


_at_start: Final[list[Memory | None]] = [None]
"""As of the first check: looking takes time, and most commands end before it."""


def start_counting() -> None:
    """Begins to count steps and objects anew."""
    steps[0] = STEPS_BETWEEN_CHECKS
    _at_start[0] = None


def check() -> None:
    """Asks whether the time is over or memory runs full.

    Raises:
        InterpretationError: it is so.
    """
    steps[0] = STEPS_BETWEEN_CHECKS
    if deadline.get()():
        raise failed(INTERPRETATION_TIME_EXCEEDED, "Time exceeds limit. Interpretation aborted")
    now, start = _memory(), _at_start[0]
    if start is None:
        _at_start[0] = now
    elif now.blocks - start.blocks > BLOCKS_MAX or now.resident - start.resident > RESIDENT_MAX:
        raise failed(DAML_INTERPRETATION_ERROR, "the memory is exhausted")


def spend(count: int) -> None:
    """Counts the steps of a builtin whose work grows with its arguments; errors as `check`."""
    steps[0] -= count
    if steps[0] < 0:
        check()


class _NoCode:
    """What a partial application shows where functions show their code: an arity of none."""

    co_argcount: Final = -1


class PartialApplication:
    """A function with some of its arguments."""

    __slots__ = ("arguments", "function", "missing")
    __code__: Final = _NoCode

    def __init__(self, function: FunctionType, arguments: tuple[Any, ...]) -> None:
        self.function = function
        self.arguments = arguments
        self.missing = function.__code__.co_argcount - len(arguments)


def partial(function: Function, *arguments: Any) -> PartialApplication:
    """A known function with fewer arguments than it takes."""
    return PartialApplication(function, arguments)


def apply1(f: Function, a: Any) -> Any:
    """Any function applied to one argument."""
    arity = f.__code__.co_argcount
    if arity == 1:
        return f(a)
    if arity > 1:
        return PartialApplication(f, (a,))
    if f.missing == 1:
        return call(f.function, (*f.arguments, a))
    return PartialApplication(f.function, (*f.arguments, a))


def apply2(f: Function, a: Any, b: Any) -> Any:
    """Any function applied to two arguments."""
    arity = f.__code__.co_argcount
    if arity == 2:
        return f(a, b)
    if arity == 1:
        return apply1(f(a), b)
    return apply_all(f, (a, b))


def apply3(f: Function, a: Any, b: Any, c: Any) -> Any:
    """Any function applied to three arguments."""
    arity = f.__code__.co_argcount
    if arity == 3:
        return f(a, b, c)
    return apply_all(f, (a, b, c))


def apply_all(f: Function, arguments: tuple[Any, ...]) -> Any:
    """Any function applied to any number of arguments, at least one."""
    while True:
        arity = f.__code__.co_argcount
        if arity < 0:
            arguments = f.arguments + arguments
            f = f.function
            arity = f.__code__.co_argcount
        count = len(arguments)
        if count == arity:
            return call(f, arguments)
        if count < arity:
            return PartialApplication(f, arguments)
        f = call(f, arguments[:arity])
        arguments = arguments[arity:]


def _call_source(arity_max: int) -> str:
    lines = ["def call(f, t):", " n = len(t)"]
    for arity in range(1, arity_max + 1):
        names = [f"a{i}" for i in range(arity)]
        target = ", ".join(names) + ","
        lines += [f" if n == {arity}:", f"  {target} = t", f"  return f({', '.join(names)})"]
    lines.append(" return f(*t)")
    return "\n".join(lines)


def _make_call() -> Callable[[Function, tuple[Any, ...]], Any]:
    # Functions of more parameters are called through C; chains of such calls are not deep.
    namespace: dict[str, Any] = {}
    exec(_call_source(24), namespace)
    made: Callable[[Function, tuple[Any, ...]], Any] = namespace["call"]
    return made


call: Final = _make_call()
"""A function of known arity applied to exactly its arguments, without the C stack."""
