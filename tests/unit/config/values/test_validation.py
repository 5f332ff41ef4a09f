"""What must fit together."""

from __future__ import annotations

import pytest

from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of

P = "canton.participants.p { admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3 }\n"
POSTGRES = "storage { type = postgres, config.properties { databaseName = d, user = u } }"


def findings(text: str) -> list[str]:
    try:
        config_of(loads(text, {}))
    except ConfigErrors as e:
        assert {f.code for f in e.findings} == {CONFIG_VALIDATION_ERROR}
        return [str(f) for f in e.findings]
    return []


def test_whole_configuration_has_no_findings() -> None:
    assert findings(P) == []


def test_at_least_one_node_is_needed() -> None:
    (finding,) = findings("canton.features.enable-testing-commands = yes")
    assert "At least one node" in finding


def test_ports_must_be_set_and_all_are_named() -> None:
    found = findings("canton { participants.p {}, sequencers.s {}, mediators.m {} }")
    assert len(found) == 6
    assert any("canton.participants.p.http-ledger-api.enabled = false" in f for f in found)
    assert findings(P.replace("http-ledger-api.port = 3", "http-ledger-api.enabled = no")) == []


def test_port_zero_is_a_set_port() -> None:
    assert findings(P.replace("= 2", "= 0")) == []


def test_names_are_distinct_over_all_kinds() -> None:
    (finding,) = findings(P + "canton.mediators.p.admin-api.port = 4")
    assert "more than once" in finding


@pytest.mark.parametrize("name", ["x" * 31, '"a.b"', '"ä"', "class"])
def test_names_must_be_usable_in_the_console(name: str) -> None:
    assert findings(f"canton.mediators.{name}.admin-api.port = 4") != []


def test_two_nodes_may_share_a_database_only_as_replicas() -> None:
    first = P + f"canton.participants.p {{ {POSTGRES} }}\n"
    second = first.replace("participants.p", "participants.q")
    assert findings(first + second) == []
    assert findings(first + second + "canton.participants.q.replication.enabled = no") != []
    mediator = f"canton.mediators.m {{ admin-api.port = 5, {POSTGRES} }}"
    (finding,) = findings(first + mediator)
    assert "same database d" in finding


def test_replication_needs_postgres() -> None:
    (finding,) = findings(P + "canton.participants.p.replication.enabled = yes")
    assert "requires storage of type postgres" in finding


@pytest.mark.parametrize(
    "setting",
    [
        "parameters.dev-version-support = yes",
        "parameters.alpha-version-support = yes",
        "parameters.engine.snapshot-dir = x",
        "ledger-api.admin-token-config.admin-claim = yes",
        "parameters.engine.enable-additional-consistency-checks = yes",
        "parameters.validate-legacy-contracts-v-11 = no",
    ],
)
def test_risky_settings_need_the_non_standard_flag(setting: str) -> None:
    text = P + f"canton.participants.p.{setting}\n"
    (finding,) = findings(text)
    assert "non-standard-config = yes" in finding
    assert findings(text + "canton.parameters.non-standard-config = yes") == []


def test_retry_delays_must_be_in_order() -> None:
    (finding,) = findings(P + "canton.participants.p.sequencer-client.warn-disconnect-delay = 1m")
    assert "in order" in finding


def test_default_page_size_may_not_exceed_the_largest() -> None:
    (finding,) = findings(P + "canton.participants.p.ledger-api.state-service.max-acs-page-size=5")
    assert "page size" in finding


def test_default_scheme_must_be_allowed() -> None:
    text = "canton.participants.p.crypto.signing.keys { default = ec-p-256, allowed = [ec-p-384] }"
    (finding,) = findings(P + text)
    assert "ec-p-256 is not allowed" in finding


def test_unsupported_engine_is_refused() -> None:
    text = (
        "canton.sequencers.s { admin-api.port = 1, public-api.port = 2, sequencer.type = database }"
    )
    (finding,) = findings(text)
    assert "use reference or BFT" in finding


def test_fixed_admin_tokens_must_match() -> None:
    key = "admin-token-config.fixed-admin-token"
    text = f"""{P}
      canton.parameters.non-standard-config = yes
      canton.participants.p {{ admin-api.{key} = one, ledger-api.{key} = two }}
    """
    (finding,) = findings(text)
    assert "must match" in finding
    assert findings(text.replace("two", "one")) == []


def test_passes_of_package_selection_are_bounded() -> None:
    path = "canton.participants.p.ledger-api.topology-aware-package-selection"
    (finding,) = findings(P + f"{path}.max-passes-default = 9")
    assert "max-passes-limit" in finding
