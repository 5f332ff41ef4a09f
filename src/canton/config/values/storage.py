"""Where a node keeps its state. Source: console-config-admin sheet 3.3 (storage)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigError, ConfigErrors
from canton.config.hocon.tree import ObjectValue, Scalar
from canton.config.schema.sections import Section
from canton.config.secret import Secret

PORT_DEFAULT: Final = 5432
SCHEMA_DEFAULT: Final = "public"
_PREFIX: Final = "jdbc:"


@dataclass(frozen=True, slots=True)
class MemoryStorage:
    """State that ends with the process."""


@dataclass(frozen=True, slots=True)
class PostgresTls:
    """How the database connection is protected: libpq's `sslmode` and files."""

    mode: str
    root_certificate: str | None = None
    certificate: str | None = None
    key: str | None = None

    @property
    def files(self) -> tuple[str | None, str | None, str | None]:
        """The files: of the roots, of the client's certificate and of its key."""
        return self.root_certificate, self.certificate, self.key


@dataclass(frozen=True, slots=True)
class PostgresStorage:
    """A PostgreSQL database, the account, and limits.

    `connections_max` is None where the node chooses. An existing older schema is migrated at start
    only if `migrate_and_start`; an empty database always is.
    """

    host: str
    port: int
    database: str
    user: str | None
    password: Secret | None
    schema: str = SCHEMA_DEFAULT
    tls: PostgresTls | None = None
    connections_max: int | None = None
    connection_timeout_s: float = 5.0
    fail_fast_on_startup: bool = True
    failed_to_fatal_delay_s: float = 300.0
    migrate_and_start: bool = False
    warn_on_slow_query_s: float | None = None

    def same_database(self) -> tuple[str, int, str, str | None, str]:
        """What is equal for two storages exactly if they share their tables."""
        return self.host, self.port, self.database, self.user, self.schema


Storage = MemoryStorage | PostgresStorage


def storage(section: Section) -> Storage:
    """The storage of a `storage { ... }` section.

    Raises:
        ConfigErrors: the kind is not supported, or the database is not named.
    """
    match section.variant:
        case "memory":
            return MemoryStorage()
        case "postgres":
            return _postgres(section)
        case kind:
            raise _wrong(section, f"storage.type = {kind} is not supported: use postgres or memory")


def _postgres(section: Section) -> PostgresStorage:
    config = section.items["config"]
    assert isinstance(config, ObjectValue)
    given = _properties(section, config)
    port_text = given.get("portNumber", str(PORT_DEFAULT))
    if not (database := given.get("databaseName")):
        raise _wrong(section, "the database is not named: set config.properties.databaseName")
    if not port_text.isdecimal() or not 0 < int(port_text) < 65536:
        raise _wrong(section, f"config.properties.portNumber = {port_text} is not a port")
    parameters = section.section("parameters")
    password = given.get("password")
    return PostgresStorage(
        host=given.get("serverName", "localhost"),
        port=int(port_text),
        database=database,
        user=given.get("user"),
        password=None if password is None else Secret(password),
        schema=given.get("currentSchema", SCHEMA_DEFAULT),
        tls=_tls(given),
        connections_max=_connections_max(parameters, given),
        connection_timeout_s=parameters.seconds("connection-timeout"),
        fail_fast_on_startup=parameters.flag("fail-fast-on-startup"),
        failed_to_fatal_delay_s=parameters.seconds("failed-to-fatal-delay"),
        migrate_and_start=parameters.flag("migrate-and-start"),
        warn_on_slow_query_s=parameters.seconds_or_none("warn-on-slow-query"),
    )


def _connections_max(parameters: Section, given: dict[str, str]) -> int | None:
    maximum = parameters.integer_or_none("max-connections")
    threads = given.get("numThreads", "")
    return int(threads) if maximum is None and threads.isdecimal() else maximum


def _tls(given: dict[str, str]) -> PostgresTls | None:
    is_wanted = given.get("ssl", "false").lower() in ("true", "yes", "on")
    mode = given.get("sslmode", "verify-full" if is_wanted else "disable")
    if mode == "disable":
        return None
    return PostgresTls(mode, given.get("sslrootcert"), given.get("sslcert"), given.get("sslkey"))


def _properties(section: Section, config: ObjectValue) -> dict[str, str]:
    """The connection's properties by name; explicit ones win over those of a URL."""
    written = dict(_texts(config))
    properties = config.fields.get("properties")
    if isinstance(properties, ObjectValue):
        written.update(_texts(properties))
    url = written.get("url") or written.get("jdbcUrl")
    return {**_of_url(section, url), **written} if url else written


def _texts(value: ObjectValue) -> Iterator[tuple[str, str]]:
    for key, item in value.fields.items():
        if isinstance(item, Scalar) and item.value is not None:
            yield key, item.text


def _of_url(section: Section, url: str) -> dict[str, str]:
    """The properties of `jdbc:postgresql://host:port/database?user=..&password=..`."""
    try:
        parts = urlsplit(url.removeprefix(_PREFIX))
        port = parts.port
    except ValueError:
        raise _wrong(section, "the url in config is not a URL of one host") from None
    if parts.scheme not in ("postgresql", "postgres") or "," in parts.netloc:
        raise _wrong(section, "the url in config must be jdbc:postgresql://host:port/database")
    found = dict(parse_qsl(parts.query))
    if parts.hostname:
        found["serverName"] = parts.hostname
    if port is not None:
        found["portNumber"] = str(port)
    if parts.username:
        found.setdefault("user", unquote(parts.username))
    if parts.password:
        found.setdefault("password", unquote(parts.password))
    if database := parts.path.removeprefix("/"):
        found["databaseName"] = unquote(database)
    return found


def _wrong(section: Section, message: str) -> ConfigErrors:
    return ConfigErrors(
        [ConfigError(CONFIG_VALIDATION_ERROR, message, section.path, section.origin)]
    )
