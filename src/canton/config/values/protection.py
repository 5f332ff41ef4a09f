"""What protects a sequencer from too many requests: throughput caps and circuit breakers.

Source: console-config-admin sheet 3.5 (sequencer.block).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.config.schema.sections import Section, numbers

DECLARABLE: Final = (
    "confirmation response",
    "confirmation request",
    "commitment",
    "topology transaction",
    "time proof",
)
"""The names of messages for which caps can be declared."""


@dataclass(frozen=True, slots=True)
class CapConfig:
    """Requests and KiB per second, of all members together and of each."""

    global_rate: float
    global_kib_rate: float
    member_rate: float
    member_kib_rate: float


@dataclass(frozen=True, slots=True)
class CapsConfig:
    """The caps by the key of their messages, and how they are computed.

    `declared` are caps by the name of their messages, in place of those; `has_only_declared` leaves
    all other messages without a cap.
    """

    is_enabled: bool
    by_message: Mapping[str, CapConfig]
    period_s: int
    tick_interval_s: float
    is_strict: bool
    is_activation_delayed: bool
    thresholds: tuple[float, ...]
    update_interval_ms: int
    declared: Mapping[str, CapConfig]
    has_only_declared: bool


@dataclass(frozen=True, slots=True)
class BreakerConfig:
    """When requests are refused because blocks come late, and for how long."""

    allowed_delay_s: float
    failures_max: int
    reset_after_s: float
    reset_factor: float
    reset_after_max_s: float


@dataclass(frozen=True, slots=True)
class ProtectionConfig:
    """Caps; breakers by the key of their messages, none where they are disabled."""

    caps: CapsConfig
    breakers: Mapping[str, BreakerConfig] = field(default_factory=dict)


def protection(section: Section, declarative: Section) -> ProtectionConfig:
    """The protection that a `sequencer.block` section asks for, and a `declarative` one."""
    caps, breakers = section.section("throughput-cap"), section.section("circuit-breaker")
    return ProtectionConfig(
        _caps(caps, declarative),
        _breakers(breakers.section("messages")) if breakers.flag("enabled") else {},
    )


def _caps(section: Section, declarative: Section) -> CapsConfig:
    messages, declared = section.section("messages"), declarative.section_map("throughput-cap")
    return CapsConfig(
        is_enabled=section.flag("enabled"),
        by_message={key: _cap(messages.section(key)) for key in messages.items},
        period_s=section.integer("observation-period-seconds"),
        tick_interval_s=section.seconds("clock-tick-interval"),
        is_strict=section.flag("strict"),
        is_activation_delayed=section.flag("delayed-activation"),
        thresholds=numbers(section, "thresholds"),
        update_interval_ms=section.integer("update-every-ms"),
        declared={name: _cap(each) for name, each in declared.items()},
        has_only_declared=declarative.flag("remove-caps"),
    )


def _cap(section: Section) -> CapConfig:
    return CapConfig(
        global_rate=section.number("global-tps-cap"),
        global_kib_rate=section.number("global-kbps-cap"),
        member_rate=section.number("per-client-tps-cap"),
        member_kib_rate=section.number("per-client-kbps-cap"),
    )


def _breakers(messages: Section) -> Mapping[str, BreakerConfig]:
    return {key: _breaker(messages.section(key)) for key in messages.items}


def _breaker(section: Section) -> BreakerConfig:
    return BreakerConfig(
        allowed_delay_s=section.seconds("allowed-block-delay"),
        failures_max=section.integer("max-failures"),
        reset_after_s=section.seconds("reset-timeout"),
        reset_factor=section.number("exponential-backoff-factor"),
        reset_after_max_s=section.seconds("max-reset-timeout"),
    )
