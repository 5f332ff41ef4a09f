"""A tree against the table: every finding names file, line and path."""

from __future__ import annotations

import pytest

from canton.config.hocon.loading import loads
from canton.config.hocon.tree import ObjectValue
from canton.config.schema.checking import Notes, check
from canton.config.schema.sections import Section, integer_map, texts
from canton.config.schema.table import table

NODE = "participants.p { admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3 }\n"


def checked(text: str, *, is_strict: bool = True) -> tuple[Section, Notes]:
    tree = loads(text, {}, "f.conf")
    assert isinstance(tree, ObjectValue)
    return check(tree, table(), is_strict=is_strict)


def errors(text: str) -> list[tuple[str | None, int, str]]:
    _, notes = checked(text)
    return [(e.path, e.origin.line if e.origin else 0, e.message) for e in notes.errors]


def test_defaults_fill_what_is_not_written() -> None:
    root, notes = checked(NODE)
    node = root.section_map("participants")["p"]
    assert notes.errors == []
    assert node.section("storage").variant == "memory"
    assert node.section("admin-api").text("address") == "127.0.0.1"
    assert node.section("admin-api").integer("port") == 1
    assert node.section("sequencer-client").seconds("acknowledgement-interval") == 60
    assert node.section("admin-api").written == {"port"}


def test_unknown_key_is_named_with_the_nearest_valid_one() -> None:
    assert errors(NODE + "participants.p.admin-api.bort = 5") == [
        ("canton.participants.p.admin-api.bort", 2, "Unknown key. Did you mean 'port'?")
    ]


def test_all_findings_are_collected() -> None:
    text = """
      participants.p.admin-api.port = many
      participants.p.storage.type = floppy
      monitoring.this-is-not-a-key = 1
      sequencers.s { sequencer { config { storage { type = memory } } } }
      mediators = [1]
      remote-mediators.m {}
    """
    found = {path: message for path, _, message in errors(text)}
    assert set(found) == {
        "canton.participants.p.admin-api.port",
        "canton.participants.p.storage",
        "canton.monitoring.this-is-not-a-key",
        "canton.sequencers.s.sequencer",
        "canton.mediators",
        "canton.remote-mediators.m",
    }
    assert found["canton.remote-mediators.m"] == "Key not found: 'admin-api'."
    assert found["canton.participants.p.storage"].startswith("Unknown type 'floppy'")


def test_escape_from_strictness_notes_unknown_keys_as_ignored() -> None:
    _, notes = checked("unknown.key = 1", is_strict=False)
    assert notes.errors == []
    assert [finding.path for finding in notes.ignored] == ["canton.unknown"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http-ledger-api.server.port = 7", ("http-ledger-api", "port")),
        ("http-ledger-api { port = 7, server.port = 8 }", ("http-ledger-api", "port")),
    ],
)
def test_moved_key_is_read_with_a_warning_and_the_new_key_wins(
    old: str, new: tuple[str, str]
) -> None:
    root, notes = checked(f"participants.p {{ {old} }}")
    assert notes.errors == []
    assert root.section_map("participants")["p"].section(new[0]).integer(new[1]) == 7
    assert len(notes.deprecated) == 1


def test_dropped_key_is_accepted_with_a_warning() -> None:
    _, notes = checked("mediators.m.mediator.asynchronous-processing = true")
    assert notes.errors == []
    assert "deprecated" in notes.deprecated[0].message


def test_set_key_without_effect_is_noted_once_per_place() -> None:
    _, notes = checked("parameters.threading.parallelism = 4\n" + NODE)
    paths = [f.path for f in notes.without_effect]
    assert paths.count("canton.parameters.threading.parallelism") == 1


def test_protection_without_effect_is_noted_unless_it_is_off() -> None:
    text = """
      participants.p { traffic-enforcement.enabled = yes, crypto.kms = null }
      participants.q.crypto.provider = jce
      participants.q.crypto.private-key-store.encryption { type = kms }
      remote-mediators.m.admin-api { port = 1, tls { enabled = false } }
    """
    _, notes = checked(text)
    assert notes.errors == []
    assert [finding.path for finding in notes.unprotected] == [
        "canton.participants.p.traffic-enforcement",
        "canton.participants.q.crypto.private-key-store.encryption",
    ]


def test_null_means_absent_where_the_key_is_optional_and_the_default_elsewhere() -> None:
    root, notes = checked("parameters { console.cache-dir = null, manual-start = null }")
    assert notes.errors == []
    assert root.section("parameters").section("console").text_or_none("cache-dir") is None
    assert root.section("parameters").flag("manual-start") is False


def test_object_with_numeric_keys_is_a_list() -> None:
    root, _ = checked('monitoring.metrics.qualifiers { "1" = errors, "0" = debug }')
    assert texts(root.section("monitoring").section("metrics"), "qualifiers") == ("debug", "errors")


def test_quoted_keys_of_maps_keep_dots_and_slashes() -> None:
    root, _ = checked('participants.p.admin-api.limits.active { "a.B/C" = 5 }')
    limits = root.section_map("participants")["p"].section("admin-api").section("limits")
    assert integer_map(limits, "active") == {"a.B/C": 5}
