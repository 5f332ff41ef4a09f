"""What is kept for some seconds and then forgotten, whoever has used it. Time is handed in."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, each until so many seconds after it was put in; at most `count_max`."""

    def __init__(self, seconds: float, count_max: int) -> None:
        self._seconds = seconds
        self._count_max = count_max
        self._values: dict[K, V] = {}
        self._ends: deque[tuple[float, K, V]] = deque()

    def current(self, now_s: float) -> Mapping[K, V]:
        """What is kept still."""
        while self._ends and self._ends[0][0] <= now_s:
            self._drop_oldest()
        return self._values

    def put(self, key: K, value: V, now_s: float) -> None:
        """Keeps a value from now on; one that is there already keeps its time."""
        if self._values.get(key) is value:
            return
        if len(self._ends) >= self._count_max:
            self._drop_oldest()
        self._values[key] = value
        self._ends.append((now_s + self._seconds, key, value))

    def _drop_oldest(self) -> None:
        _, key, value = self._ends.popleft()
        if self._values.get(key) is value:  # else it was replaced by a newer one
            del self._values[key]
