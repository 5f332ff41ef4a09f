"""From the configuration of a sequencer to what protects it from too many requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from canton.config.values.node import SequencerConfig
from canton.config.values.protection import CapConfig
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.errors import Unavailable
from canton.sequencer.protection.breaker import ACKNOWLEDGEMENT, BreakerSettings
from canton.sequencer.protection.cap import Cap, CapSettings
from canton.sequencer.protection.protection import ProtectionSettings
from canton.sequencer.runtime import SequencerRuntime
from canton.timestamps import micros
from canton.transport.settings import MESSAGE_BYTES_MAX

_CAPPED: Final = {
    "confirmation-request": RequestKind.CONFIRMATION_REQUEST,
    "topology": RequestKind.TOPOLOGY_TRANSACTION,
    "confirmation-response": RequestKind.CONFIRMATION_RESPONSE,
}
_BROKEN: Final = {
    **{key: (kind.value,) for key, kind in _CAPPED.items()},
    "time-proof": (RequestKind.TIME_PROOF.value,),
    "commitment": (RequestKind.COMMITMENT.value,),
    "top-up": (RequestKind.TOP_UP.value, RequestKind.TOP_UP_MEDIATORS.value),
    "verdict": (RequestKind.VERDICT.value,),
    "acknowledgement": (ACKNOWLEDGEMENT,),
    "lsu-sequencing-test": (RequestKind.LSU_SEQUENCING_TEST.value,),
    "unexpected": (RequestKind.UNEXPECTED.value,),
}


def protection_settings(config: SequencerConfig) -> ProtectionSettings:
    """The protection of the sequencer; `sequencer.block` names kinds of requests by other words."""
    breakers = {
        kind: BreakerSettings(
            each.allowed_delay_s,
            each.failures_max,
            each.reset_after_s,
            each.reset_factor,
            each.reset_after_max_s,
        )
        for key, each in config.protection.breakers.items()
        for kind in _BROKEN[key]
    }
    caps = config.protection.caps
    by_kind = {
        **({} if caps.has_only_declared else _by_kind(caps.by_message)),
        **{RequestKind(name): _cap(each) for name, each in caps.declared.items()},
    }
    return ProtectionSettings(
        by_kind,
        CapSettings(
            caps.period_s,
            caps.is_strict,
            caps.is_activation_delayed,
            caps.thresholds,
            caps.update_interval_ms,
        ),
        caps.is_enabled,
        breakers,
        config.confirmation_requests_burst_factor,
        caps.tick_interval_s,
        config.public_api.request_bytes_max_override,
        micros(seconds=config.signed_ahead_max_s),
    )


def request_bytes_max(runtime: SequencerRuntime) -> int:
    """How large a message to the public API may be under the synchronizer's parameters.

    It is not less than by default: parameters that allow too little would keep out the request that
    corrects them.
    """
    try:
        parameters = runtime.sequencer.head_snapshot.snapshot.dynamic_parameters
    except Unavailable:
        parameters = None
    return max(MESSAGE_BYTES_MAX, 0 if parameters is None else parameters.max_request_size)


def _by_kind(caps: Mapping[str, CapConfig]) -> dict[RequestKind, Cap]:
    return {_CAPPED[key]: _cap(each) for key, each in caps.items()}


def _cap(config: CapConfig) -> Cap:
    return Cap(
        config.global_rate, config.global_kib_rate, config.member_rate, config.member_kib_rate
    )
