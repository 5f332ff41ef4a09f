"""Throughput caps: how much of the ordering one kind of request, and one member, may use.

What counts is what came out of the ordering, from whichever sequencer, within the last seconds.
Below the threshold a member may use its own maximum; above it all active members get equal shares.
Source: Canton 3.6 BlockSequencerThroughputCap.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from canton.identifiers import Member, MemberKind
from canton.protocol.sequencing.submission import RequestKind
from canton.telemetry import catalogue
from canton.telemetry.metric import Metrics
from canton.timestamps import TIMESTAMP_MIN, Timestamp

CAPPED_KINDS: Final = (
    RequestKind.CONFIRMATION_RESPONSE,
    RequestKind.CONFIRMATION_REQUEST,
    RequestKind.COMMITMENT,
    RequestKind.TOPOLOGY_TRANSACTION,
    RequestKind.TIME_PROOF,
)
_KIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Cap:
    """Requests and KiB per second: of all members together, and of each."""

    global_rate: float = 10.0
    global_kib_rate: float = 2000.0
    member_rate: float = 4.0
    member_kib_rate: float = 1000.0


@dataclass(frozen=True, slots=True)
class CapSettings:
    """How caps are computed.

    `is_strict` gives all active members the same share, however little some of them use; otherwise
    what the modest leave over is shared among the greedy. With `is_activation_delayed` nothing is
    refused before a whole period was observed.
    """

    period_s: int = 60
    is_strict: bool = True
    is_activation_delayed: bool = True
    thresholds: tuple[float, ...] = (0.9,)
    update_interval_ms: int = 100


@dataclass(slots=True)
class _Usage:
    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    time: Timestamp
    member: Member
    size: int


class ThroughputCap:
    """The cap on one kind of request. `now` is the sequencer's own time, ever later."""

    def __init__(
        self, kind: RequestKind, cap: Cap, settings: CapSettings, metrics: Metrics, now: Timestamp
    ) -> None:
        self.cap = cap
        self._kind = kind
        self._settings = settings
        self._thresholds = sorted(settings.thresholds, reverse=True)
        self._level = len(self._thresholds)
        self._is_active = not settings.is_activation_delayed
        self._window: deque[_Entry] = deque()
        self._window_size = 0
        self._usage: dict[Member, _Usage] = {}
        self._latest_came_at = now
        self._updated: Timestamp = TIMESTAMP_MIN
        period_s = settings.period_s
        self._global = _Amount(cap.global_rate * period_s, cap.global_kib_rate * _KIB * period_s)
        self._own = _Amount(cap.member_rate * period_s, cap.member_kib_rate * _KIB * period_s)
        self._share = _Amount(cap.member_rate, cap.member_kib_rate * _KIB)
        self._metrics = metrics
        self._shown = _Gauges(kind, metrics)

    def add(self, member: Member, size: int, time: Timestamp, now: Timestamp) -> None:
        """The ordering gave a request of that time, not earlier than those before."""
        self._window.append(_Entry(time, member, size))
        self._window_size += size
        usage = self._usage.setdefault(member, _Usage())
        usage.count += 1
        usage.size += size
        self._latest_came_at = now
        self.advance(now)

    def advance(self, now: Timestamp) -> None:
        """Forgets what is no longer within the period, and computes the shares anew."""
        settings = self._settings
        if not settings.is_strict and now - self._updated <= settings.update_interval_ms * 1000:
            return
        self._updated = now
        self._forget_old(now)
        self._level = self._level_now()
        self._share = self._strict_share() if settings.is_strict else self._lenient_share()
        used = _Amount(len(self._window), self._window_size)
        self._shown.set(used.per(settings.period_s), self._share.per(settings.period_s))

    def _forget_old(self, now: Timestamp) -> None:
        if not self._window:
            return
        since_latest = now - self._latest_came_at
        start = self._window[-1].time + since_latest - self._settings.period_s * 1_000_000
        while self._window and self._window[0].time < start:
            entry = self._window.popleft()
            self._window_size -= entry.size
            usage = self._usage[entry.member]
            usage.count -= 1
            usage.size -= entry.size
            if usage.count == 0:
                del self._usage[entry.member]
            self._is_active = True

    def _level_now(self) -> int:
        """0 is the highest threshold; beyond the last one nothing special holds."""
        used = max(
            len(self._window) / self._global.count if self._global.count else float("inf"),
            self._window_size / self._global.size if self._global.size else float("inf"),
        )
        for level, threshold in enumerate(self._thresholds):
            if used >= threshold:
                return level
        return len(self._thresholds)

    def _strict_share(self) -> _Amount:
        members = 1 + len(self._usage)
        return _Amount(self._global.count / members, self._global.size / members)

    def _lenient_share(self) -> _Amount:
        used = self._usage.values()
        return _Amount(
            fair_share((each.count for each in used), self._global.count, self._own.count),
            fair_share((each.size for each in used), self._global.size, self._own.size),
        )

    def problem(self, member: Member, now: Timestamp) -> str | None:
        """Why the member may not send another request now; None if it may."""
        is_broadcaster = (
            member.kind is MemberKind.SEQUENCER and self._kind is RequestKind.TOPOLOGY_TRANSACTION
        )
        self.advance(now)
        if is_broadcaster or not self._is_active:
            return None
        usage = self._usage.get(member, _Usage())
        found = self._own_problem(usage)
        reason = "per_member"
        if found is None and self._level == 0:
            found, reason = self._share_problem(usage), "global"
        if found is not None:
            self._metrics.instrument(
                catalogue.CAP_REJECTIONS[self._kind.value],
                member=str(member),
                rejection_type=reason,
            ).add()
        return found

    def _own_problem(self, usage: _Usage) -> str | None:
        period = f"over the past {self._settings.period_s} seconds is more than the allowed"
        if usage.count > self._own.count:
            limit = f"{usage.count} transactions {period} {self._own.count:.1f} for the period"
        elif usage.size > self._own.size:
            limit = f"{usage.size} bytes {period} {self._own.size:.1f} for the period"
        else:
            return None
        return (
            "You are experiencing backpressure because your validator is exceeding the rate limits "
            "for a single validator as configured by the synchronizer operators. If you need more "
            "bandwidth, please reach out to the operators. "
            f"The limit enforced is: {limit}"
        )

    def _share_problem(self, usage: _Usage) -> str | None:
        if usage.count > self._share.count:
            unit, share, own = "transactions", self._share.count, usage.count
        elif usage.size > self._share.size:
            unit, share, own = "bytes", self._share.size, usage.size
        else:
            return None
        seconds = f"{self._settings.period_s} seconds"
        return (
            "You are experiencing backpressure because the network is congested and exceeds the "
            "configured global limits on the sequencer. Therefore, the sequencer is allocating the "
            f"same bandwidth of {share:.1f} {unit} over {seconds} to all {len(self._usage)} active "
            "validators until the global usage rate drops again below the enforcement level. "
            "Please wait a few seconds and retry, as your current rate is "
            f"{own} {unit} over {seconds}."
        )


@dataclass(frozen=True, slots=True)
class _Amount:
    """Requests and bytes."""

    count: float
    size: float

    def per(self, seconds: float) -> _Amount:
        return _Amount(self.count / seconds, self.size / seconds)


class _Gauges:
    def __init__(self, kind: RequestKind, metrics: Metrics) -> None:
        self._rate = metrics.instrument(catalogue.CAP_RATE[kind.value])
        self._member_rate = metrics.instrument(catalogue.CAP_MEMBER_RATE[kind.value])
        self._bytes = metrics.instrument(catalogue.CAP_BYTES[kind.value])
        self._member_bytes = metrics.instrument(catalogue.CAP_MEMBER_BYTES[kind.value])

    def set(self, used: _Amount, share: _Amount) -> None:
        self._rate.set(used.count)
        self._bytes.set(used.size)
        self._member_rate.set(share.count)
        self._member_bytes.set(share.size)


def fair_share(usages: Iterable[int], limit: float, default: float) -> float:
    """The most that one may use so that all together stay below the limit.

    Whoever uses less keeps that; what is left is shared equally among the others. `default` where
    all together are below the limit anyway.
    """
    descending = sorted(usages, reverse=True)
    total = sum(descending)
    if total <= limit:
        return default
    # The heaviest users are cut down to the use of the next one, until that is enough.
    heavy, share = 0, default
    for index, use in enumerate(descending):
        rest = total - heavy - use
        if rest + use * (index + 1) <= limit:
            break
        heavy += use
        share = (limit - rest) / (index + 1)
    return share
