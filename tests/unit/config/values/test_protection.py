"""Caps and circuit breakers of a sequencer, as configured and as they are by default."""

from __future__ import annotations

import pytest

from canton.config.errors import ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.values.node import SequencerConfig
from canton.config.values.protection import BreakerConfig, CapConfig
from canton.config.values.reading import config_of

KINDS = {
    "confirmation-request",
    "topology",
    "time-proof",
    "commitment",
    "top-up",
    "confirmation-response",
    "verdict",
    "acknowledgement",
    "lsu-sequencing-test",
    "unexpected",
}


def sequencer(block: str = "") -> SequencerConfig:
    ports = "admin-api.port = 1, public-api.port = 2"
    engine = f"sequencer {{ type = reference, config.storage.type = memory, block {{ {block} }} }}"
    config = config_of(loads(f"canton.sequencers.s {{ {ports}, {engine} }}", {}))
    assert not config.unprotected and not config.without_effect
    return config.sequencers["s"]


def test_by_default_late_blocks_keep_requests_out_and_caps_do_not() -> None:
    protection = sequencer().protection
    assert not protection.caps.is_enabled
    assert protection.caps.by_message["topology"] == CapConfig(2.0, 2000.0, 1.0, 1000.0)
    assert protection.breakers.keys() == KINDS
    longest = BreakerConfig(90.0, 60, 30.0, 1.0, 36500 * 86400.0)
    assert protection.breakers["verdict"] == longest
    assert protection.breakers["acknowledgement"].failures_max == 10


def test_what_a_sequencer_takes_is_as_configured() -> None:
    text = """canton.sequencers.s {
      admin-api.port = 1, public-api { port = 2, override-max-request-size = 1000 }
      traffic-config.submission-timestamp-in-future-tolerance = 2s
    }"""
    config = config_of(loads(text, {}))
    assert not config.without_effect
    node = config.sequencers["s"]
    assert node.signed_ahead_max_s == 2
    assert node.public_api.server.message_bytes_max == 1000
    assert node.public_api.request_bytes_max_override == 1000


DECLARED = """canton.sequencers.s {
  admin-api.port = 1, public-api.port = 2
  sequencer { type = reference, config.storage.type = memory }
  declarative {
    throughput-cap { "confirmation request" { global-tps-cap = 3 }, "topology transaction" {} }
    remove-caps = yes
  }
}
"""
ENABLED = "canton.parameters.enable-alpha-state-via-config = yes\n"


def test_declared_caps_are_read_where_declared_state_is_enabled() -> None:
    config = config_of(loads(ENABLED + DECLARED, {}))
    assert not config.unprotected and not config.without_effect
    caps = config.sequencers["s"].protection.caps
    assert caps.has_only_declared
    assert caps.declared == {
        "confirmation request": CapConfig(3.0, 2000.0, 4.0, 1000.0),
        "topology transaction": CapConfig(10.0, 2000.0, 4.0, 1000.0),
    }


def test_declared_caps_that_would_not_hold_are_refused() -> None:
    for text, expected in (
        (DECLARED, "enable-alpha-state-via-config"),
        (ENABLED + DECLARED.replace("topology transaction", "verdict"), "Invalid cap type verdict"),
    ):
        with pytest.raises(ConfigErrors, match=expected):
            config_of(loads(text, {}))


def test_caps_and_breakers_are_as_configured() -> None:
    protection = sequencer("""
      circuit-breaker.enabled = no
      throughput-cap {
        enabled = yes, observation-period-seconds = 5, strict = no, thresholds = [0.5, 1]
        messages.confirmation-request { per-client-tps-cap = 0.5 }
      }
    """).protection
    assert not protection.breakers
    caps = protection.caps
    assert (caps.is_enabled, caps.period_s, caps.is_strict) == (True, 5, False)
    assert caps.thresholds == (0.5, 1)
    assert caps.by_message["confirmation-request"] == CapConfig(10.0, 2000.0, 0.5, 1000.0)
