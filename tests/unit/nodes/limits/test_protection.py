"""The words of the configuration name every kind of request."""

from __future__ import annotations

from canton.config.hocon.loading import loads
from canton.config.values.protection import DECLARABLE
from canton.config.values.reading import config_of
from canton.nodes.limits.protection import protection_settings
from canton.protocol.sequencing.submission import RequestKind
from canton.sequencer.protection.breaker import ACKNOWLEDGEMENT
from canton.sequencer.protection.cap import CAPPED_KINDS, Cap


def test_every_kind_of_request_has_a_breaker_and_three_kinds_a_cap() -> None:
    text = """
      canton.sequencers.s {
        admin-api.port = 1, public-api.port = 2
        sequencer { type = reference, config.storage.type = memory }
        sequencer.block.circuit-breaker.messages.top-up.max-failures = 7
        sequencer.block.throughput-cap.enabled = yes
        parameters.max-confirmation-requests-burst-factor = 3
        public-api.override-max-request-size = 1000
        traffic-config.submission-timestamp-in-future-tolerance = 2s
      }
    """
    settings = protection_settings(config_of(loads(text, {})).sequencers["s"])
    assert settings.breakers.keys() == {*(kind.value for kind in RequestKind), ACKNOWLEDGEMENT}
    for kind in (RequestKind.TOP_UP, RequestKind.TOP_UP_MEDIATORS):
        assert settings.breakers[kind.value].failures_max == 7
    assert settings.caps.keys() == {
        RequestKind.CONFIRMATION_REQUEST,
        RequestKind.TOPOLOGY_TRANSACTION,
        RequestKind.CONFIRMATION_RESPONSE,
    }
    assert settings.caps[RequestKind.CONFIRMATION_RESPONSE] == Cap(200.0, 2000.0, 13.0, 1000.0)
    assert (settings.has_caps, settings.burst_factor) == (True, 3.0)
    assert (settings.request_bytes_max, settings.signed_ahead_max) == (1000, 2_000_000)


def test_declared_caps_replace_those_that_are_configured() -> None:
    text = """
      canton.parameters.enable-alpha-state-via-config = yes
      canton.sequencers.s {
        admin-api.port = 1, public-api.port = 2
        sequencer { type = reference, config.storage.type = memory }
        declarative.throughput-cap { %s }
        declarative.remove-caps = %s
      }
    """
    every = ", ".join(f'"{name}" {{ global-tps-cap = 3 }}' for name in DECLARABLE)
    for declared, is_alone, kinds in (
        (every, "no", CAPPED_KINDS),
        (
            '"topology transaction" { global-tps-cap = 3 }',
            "yes",
            (RequestKind.TOPOLOGY_TRANSACTION,),
        ),
    ):
        config = config_of(loads(text % (declared, is_alone), {}))
        settings = protection_settings(config.sequencers["s"])
        assert settings.caps == dict.fromkeys(kinds, Cap(3.0, 2000.0, 4.0, 1000.0))
