"""The forms in which a database is named."""

from __future__ import annotations

import pytest

from canton.config.errors import ConfigErrors
from canton.config.hocon.loading import loads
from canton.config.schema.checking import check
from canton.config.schema.table import table
from canton.config.secret import Secret
from canton.config.values.storage import MemoryStorage, PostgresStorage, PostgresTls, storage


def read(text: str) -> MemoryStorage | PostgresStorage:
    root, notes = check(loads(f"mediators.m.storage {{ {text} }}", {}), table())
    assert notes.errors == []
    return storage(root.section_map("mediators")["m"].section("storage"))


def test_storage_of_properties() -> None:
    text = """
      type = postgres
      config {
        dataSourceClass = ignored
        properties {
          serverName = db, portNumber = "5433", databaseName = p, user = u, password = "s"
          currentSchema = other, ssl = true, sslmode = verify-ca, sslrootcert = ca.crt
        }
      }
      parameters { max-connections = 8, connection-timeout = 3s, fail-fast-on-startup = no }
      parameters { failed-to-fatal-delay = 1m, migrate-and-start = yes }
    """
    assert read(text) == PostgresStorage(
        host="db",
        port=5433,
        database="p",
        user="u",
        password=Secret("s"),
        schema="other",
        tls=PostgresTls("verify-ca", "ca.crt"),
        connections_max=8,
        connection_timeout_s=3,
        fail_fast_on_startup=False,
        failed_to_fatal_delay_s=60,
        migrate_and_start=True,
    )


@pytest.mark.parametrize("key", ["url", "jdbcUrl", "properties.url"])
def test_storage_of_a_url(key: str) -> None:
    url = "jdbc:postgresql://db:5433/p?user=u&password=s%21"
    kept = read(f'type = postgres, config {{ {key} = "{url}", numThreads = 4 }}')
    assert isinstance(kept, PostgresStorage)
    assert kept.same_database() == ("db", 5433, "p", "u", "public")
    assert kept.password == Secret("s!")
    assert kept.connections_max == 4


def test_memory_is_the_default_form() -> None:
    assert read("type = memory") == MemoryStorage()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("type = h2", "h2 is not supported"),
        ("type = postgres, config {}", "databaseName"),
        ("type = postgres, config { databaseName = x, portNumber = none }", "not a port"),
        ('type = postgres, config.url = "jdbc:oracle:x"', "jdbc:postgresql"),
        ('type = postgres, config.url = "jdbc:postgresql://a,b/x"', "jdbc:postgresql"),
    ],
)
def test_storage_that_cannot_be_used_is_refused(text: str, words: str) -> None:
    with pytest.raises(ConfigErrors, match=words):
        read(text)


def test_password_does_not_show() -> None:
    kept = read("type = postgres, config.properties { databaseName = x, password = hush }")
    assert "hush" not in repr(kept)
