"""Whole configurations, in the shapes that users write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from canton.config.errors import (
    CONFIG_SUBSTITUTION_ERROR,
    GENERIC_CONFIG_ERROR,
    NO_CONFIG_FILES,
    ConfigErrors,
)
from canton.config.hocon.loading import loads
from canton.config.values.engine import BftEngine, ReferenceEngine
from canton.config.values.node import IdentityKind
from canton.config.values.reading import config_of, read
from canton.config.values.root import CantonConfig
from canton.config.values.storage import MemoryStorage, PostgresStorage

ORIGINALS = os.environ.get("PYCANTON_ORIGINAL_CONFS")
SHARED = """
_shared.storage {
  type = postgres
  config.properties {
    serverName = localhost
    serverName = ${?DB_HOST}
    portNumber = "5432"
    user = canton
    password = "hush"
  }
  parameters.max-connections = 8
}
"""
PARTICIPANT = """
canton.participants.participant_a {
  storage = ${_shared.storage}
  storage.config.properties.databaseName = participant
  http-ledger-api.enabled = false
  ledger-api { address = localhost, port = 3050 }
  admin-api { address = localhost, port = 3051 }
  replication.enabled = true
}
"""
SEQUENCER = """
canton.sequencers.sequencer_a {
  storage = ${_shared.storage}
  storage.config.properties.databaseName = sequencer_a
  public-api.port = 3010
  admin-api.port = 3011
  sequencer {
    type = reference
    config.storage = ${_shared.storage}
    config.storage.config.properties.databaseName = driver
  }
}
"""
REMOTE = """
canton.remote-participants.other {
  ledger-api { address = localhost, port = 1, port = ${?OTHER_PORT} }
  admin-api.port = 2
  token = "hush"
}
"""
IN_MEMORY = """
canton {
  parameters { manual-start = yes, timeouts.console.bounded = 5s }
  features.enable-testing-commands = yes
  monitoring.metrics.reporters = [{ type = prometheus, port = 9000 }]
  participants.p {
    admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3
    init.identity { type = auto, identifier { type = explicit, name = other } }
    monitoring.http-health-server.port = 4
  }
  sequencers.s { admin-api.port = 5, public-api.port = 6 }
  sequencers.b { admin-api.port = 8, public-api.port = 9, sequencer.type = BFT }
  mediators.m { admin-api.port = 7, init.identity.type = manual }
}
"""


def config(text: str, **environment: str) -> CantonConfig:
    return config_of(loads(text, environment, "f.conf"))


def test_replicated_participant_on_postgres() -> None:
    read_config = config(SHARED + PARTICIPANT, DB_HOST="db")
    node = read_config.participants["participant_a"]
    assert isinstance(node.node.storage, PostgresStorage)
    assert node.node.storage.same_database() == ("db", 5432, "participant", "canton", "public")
    assert node.node.storage.connections_max == 8
    assert node.node.replication.is_enabled
    assert node.node.replication.eviction_timeout_s == 10
    assert node.ledger_api.server.port == 3050
    assert not node.http_ledger_api.is_enabled
    assert read_config.without_effect == ()


def test_sequencer_has_its_own_database_and_a_shared_order() -> None:
    node = config(SHARED + SEQUENCER).sequencers["sequencer_a"]
    assert isinstance(node.engine, ReferenceEngine)
    assert isinstance(node.engine.storage, PostgresStorage)
    assert node.engine.storage.database == "driver"
    assert isinstance(node.node.storage, PostgresStorage)
    assert node.node.storage.database == "sequencer_a"
    assert not node.node.replication.is_enabled
    assert node.engine.kind == "reference"


def test_nodes_in_memory() -> None:
    read_config = config(IN_MEMORY)
    participant = read_config.participants["p"]
    assert participant.node.storage == MemoryStorage()
    assert not participant.node.replication.is_enabled
    assert participant.node.init.identifier == "other"
    assert participant.node.http_health_server is not None
    assert participant.ledger_api.tracking_timeout_s == 300
    assert isinstance(read_config.sequencers["b"].engine, BftEngine)
    engine = read_config.sequencers["s"].engine
    assert isinstance(engine, ReferenceEngine)
    assert engine.kind == "memory"
    assert engine.block_cut_s == 0.001
    assert read_config.mediators["m"].node.init.kind is IdentityKind.MANUAL
    assert read_config.parameters.is_manual_start
    assert read_config.parameters.console_timeouts.bounded_s == 5
    assert read_config.features.testing_commands
    assert read_config.monitoring.prometheus[0].port == 9000
    assert [node.name for node in read_config.local_nodes()] == ["b", "s", "m", "p"]


def test_remote_node_with_token() -> None:
    node = config(REMOTE, OTHER_PORT="7").remote_participants["other"]
    assert (node.ledger_api.port, node.admin_api.address) == (7, "127.0.0.1")
    assert node.token is not None
    assert node.token.reveal() == "hush"


def test_postgres_without_a_word_on_replication_is_replicated() -> None:
    text = SHARED + PARTICIPANT.replace("replication.enabled = true", "")
    assert config(text).participants["participant_a"].node.replication.is_enabled


def test_masked_text_shows_no_secret() -> None:
    text = SHARED + PARTICIPANT + REMOTE
    masked = config(text).masked_text
    assert "hush" not in masked
    assert 'databaseName = "participant"' in masked


def test_command_line_is_typed_by_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "m.conf"
    file.write_text("canton.mediators.m.admin-api.port = 1")
    read_config = read([file], [("canton.mediators.m.admin-api.port", "5")], {})
    assert read_config.mediators["m"].node.admin_api.port == 5


def test_nothing_given_is_an_error() -> None:
    with pytest.raises(ConfigErrors) as caught:
        read([], [], {})
    assert caught.value.findings[0].code is NO_CONFIG_FILES


def test_undefined_substitution_is_an_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "m.conf"
    file.write_text("canton.mediators.m.admin-api.port = 1\ncanton.x = ${NOPE}")
    with pytest.raises(ConfigErrors) as caught:
        read([file], [], {})
    (finding,) = caught.value.findings
    assert finding.code is CONFIG_SUBSTITUTION_ERROR
    assert str(finding.origin) == f"{file}: 2"


def test_unknown_keys_pass_only_with_both_escapes() -> None:
    text = "canton { mediators.m.admin-api.port = 1, nonsense = 2 }\n"
    with pytest.raises(ConfigErrors) as caught:
        config(text + "canton.parameters.fail-on-unknown-config-keys = no")
    assert caught.value.findings[0].code is GENERIC_CONFIG_ERROR
    read_config = config(
        text + "canton.parameters { fail-on-unknown-config-keys = no, non-standard-config = yes }"
    )
    assert [finding.path for finding in read_config.ignored] == ["canton.nonsense"]


def test_node_that_asks_for_protection_without_effect_has_findings() -> None:
    text = IN_MEMORY + ("canton.participants.p.crypto.private-key-store.encryption { type = kms }")
    read_config = config(text)
    assert [f.path for f in read_config.findings_of("p")] == [
        "canton.participants.p.crypto.private-key-store.encryption"
    ]
    assert read_config.findings_of("m") == ()


@pytest.mark.skipif(ORIGINALS is None, reason="the original's files are not part of the project")
def test_shipped_examples_have_no_findings_but_missing_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for file in sorted(Path(ORIGINALS or "").glob("**/examples/**/*.conf")):
        monkeypatch.chdir(file.parent)
        try:
            read([file], [], {})
        except ConfigErrors as e:
            unknown = [f for f in e.findings if "Unknown key" in f.message]
            assert unknown == [], file
