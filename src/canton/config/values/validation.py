"""What must fit together in a configuration. All findings are reported, not only the first.

Source: console-config-admin sheet 3.1 (cross-field validations), 2.2 (node names).
"""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from canton.config.errors import CONFIG_VALIDATION_ERROR, ConfigError
from canton.config.values.authorization import AuthServiceConfig, KeyKind
from canton.config.values.engine import BftEngine
from canton.config.values.node import NodeConfig
from canton.config.values.protection import DECLARABLE
from canton.config.values.root import CantonConfig
from canton.config.values.storage import MemoryStorage, PostgresStorage

NAME_LENGTH_MAX: Final = 30
_NAME: Final = re.compile(r"[a-zA-Z0-9_-]+\Z")
_NON_STANDARD: Final = "requires canton.parameters.non-standard-config = yes"


def findings(config: CantonConfig) -> list[ConfigError]:
    """Every contradiction in the configuration."""
    return [finding for rule in _RULES for finding in rule(config)]


def _at_least_one_node(config: CantonConfig) -> Iterator[ConfigError]:
    groups = (
        config.participants,
        config.sequencers,
        config.mediators,
        config.remote_participants,
        config.remote_sequencers,
        config.remote_mediators,
    )
    if not any(groups):
        yield _finding("At least one node must be defined in the configuration.")


def _names_are_distinct_identifiers(config: CantonConfig) -> Iterator[ConfigError]:
    seen: set[str] = set()
    for kind, name in _named(config):
        if len(name) > NAME_LENGTH_MAX or not _NAME.match(name):
            yield _finding(
                f"The node name '{name}' must have at most {NAME_LENGTH_MAX} letters, digits, '_' "
                "and '-'.",
                f"canton.{kind}.{name}",
            )
        variable = name.replace("-", "_")
        if keyword.iskeyword(variable):
            yield _finding(
                f"The node name '{name}' is a reserved word of the console.",
                f"canton.{kind}.{name}",
            )
        if variable in seen:
            yield _finding(
                f"The node name '{name}' is used more than once: names must differ over all kinds "
                "of nodes.",
                f"canton.{kind}.{name}",
            )
        seen.add(variable)


def _named(config: CantonConfig) -> Iterator[tuple[str, str]]:
    for kind in ("participants", "sequencers", "mediators"):
        for prefix in ("", "remote_"):
            for name in getattr(config, prefix + kind):
                yield (prefix + kind).replace("_", "-"), name


def _ports_are_set(config: CantonConfig) -> Iterator[ConfigError]:
    for node in config.local_nodes():
        if not node.admin_api.is_port_set:
            yield _no_port(node, "admin-api")
    for sequencer in config.sequencers.values():
        if not sequencer.public_api.server.is_port_set:
            yield _no_port(sequencer.node, "public-api")
    for participant in config.participants.values():
        if not participant.ledger_api.server.is_port_set:
            yield _no_port(participant.node, "ledger-api")
        http = participant.http_ledger_api
        if http.is_enabled and not http.is_port_set:
            path = participant.node.section.path
            yield _no_port(
                participant.node,
                "http-ledger-api",
                f" Set one, or disable the service with {path}.http-ledger-api.enabled = false.",
            )


def _no_port(node: NodeConfig, api: str, hint: str = "") -> ConfigError:
    path = f"{node.section.path}.{api}.port"
    return ConfigError(
        CONFIG_VALIDATION_ERROR, f"{path} is not set.{hint}", path, node.section.origin
    )


def _databases_are_not_shared(config: CantonConfig) -> Iterator[ConfigError]:
    users: dict[tuple[str, int, str, str | None, str], list[NodeConfig]] = defaultdict(list)
    for node in config.local_nodes():
        if isinstance(node.storage, PostgresStorage):
            users[node.storage.same_database()].append(node)
    for (host, port, database, *_), nodes in users.items():
        kinds = {node.section.path.split(".")[1] for node in nodes}
        is_replica_set = (
            len(kinds) == 1
            and kinds <= {"participants", "mediators"}
            and all(node.replication.is_enabled for node in nodes)
        )
        if len(nodes) > 1 and not is_replica_set:
            names = ", ".join(node.name for node in nodes)
            yield _finding(
                f"The nodes {names} use the same database {database} on {host}:{port}; only "
                "replicas of one node may share a database.",
                nodes[0].section.path,
            )


def _replication_needs_postgres(config: CantonConfig) -> Iterator[ConfigError]:
    for node in config.local_nodes():
        if node.replication.is_enabled and isinstance(node.storage, MemoryStorage):
            yield _finding(
                f"Replication of {node.name} requires storage of type postgres.",
                f"{node.section.path}.replication.enabled",
            )


def _non_standard_settings(config: CantonConfig) -> Iterator[ConfigError]:
    if config.parameters.is_non_standard:
        return
    for node in config.local_nodes():
        path = f"{node.section.path}.parameters"
        if node.supports_dev_version:
            yield _finding(f"dev-version-support of {node.name} {_NON_STANDARD}.", path)
        if node.supports_alpha_version:
            yield _finding(f"alpha-version-support of {node.name} {_NON_STANDARD}.", path)
        keys = node.section.section("crypto").section("session-signing-keys")
        if keys.flag("enabled"):
            yield _finding(f"Session signing keys without a KMS: {_NON_STANDARD}.", keys.path)
    for sequencer in config.sequencers.values():
        engine = sequencer.engine
        if isinstance(engine, BftEngine) and engine.settings.items["standalone"] is not None:
            yield _finding(
                f"Standalone mode of {sequencer.name} {_NON_STANDARD}.", engine.settings.path
            )
    for participant in config.participants.values():
        section = participant.node.section
        settings = section.section("parameters").section("engine")
        if settings.items["snapshot-dir"] is not None:
            yield _finding(f"snapshot-dir of {participant.name} {_NON_STANDARD}.", settings.path)
        if settings.flag("enable-additional-consistency-checks"):
            yield _finding(
                f"Consistency checks of {participant.name}: {_NON_STANDARD}.", settings.path
            )
        if section.section("ledger-api").section("admin-token-config").written:
            yield _finding(
                f"ledger-api.admin-token-config of {participant.name} {_NON_STANDARD}.",
                f"{section.path}.ledger-api.admin-token-config",
            )
        if not section.section("parameters").flag("validate-legacy-contracts-v-11"):
            yield _finding(
                f"validate-legacy-contracts-v-11 = false of {participant.name} {_NON_STANDARD}.",
                section.path,
            )


def _orders(config: CantonConfig) -> Iterator[ConfigError]:
    for node in config.local_nodes():
        client = node.sequencer_client
        delays = (
            client.initial_retry_delay_s,
            client.warn_disconnect_delay_s,
            client.retry_delay_max_s,
        )
        if list(delays) != sorted(delays):
            yield _finding(
                "The delays must be in order: initial-connection-retry-delay, "
                "warn-disconnect-delay, max-connection-retry-delay.",
                f"{node.section.path}.sequencer-client",
            )
    for participant in config.participants.values():
        api = participant.ledger_api
        path = f"{participant.node.section.path}.ledger-api"
        if api.updates_page_size_default > api.updates_page_size_max:
            yield _finding("The default page size exceeds the largest.", f"{path}.update-service")
        if api.acs_page_size_default > api.acs_page_size_max:
            yield _finding("The default page size exceeds the largest.", f"{path}.state-service")
        selection = participant.node.section.section("ledger-api").section(
            "topology-aware-package-selection"
        )
        if selection.integer("max-passes-default") > selection.integer("max-passes-limit"):
            yield _finding("max-passes-default exceeds max-passes-limit.", selection.path)


def _schemes_are_allowed(config: CantonConfig) -> Iterator[ConfigError]:
    for node in config.local_nodes():
        crypto = node.section.section("crypto")
        for group in ("signing", "encryption"):
            for what in ("algorithms", "keys"):
                scheme = crypto.section(group).section(what)
                default, allowed = scheme.items["default"], scheme.items["allowed"]
                if default is not None and isinstance(allowed, list) and default not in allowed:
                    yield _finding(f"The default {default} is not allowed.", scheme.path)


def _auth_services(config: CantonConfig) -> Iterator[ConfigError]:
    servers = [node.admin_api for node in config.local_nodes()]
    servers += [each.ledger_api.server for each in config.participants.values()]
    for server in servers:
        targets: set[tuple[str | None, str | None]] = set()
        for service in server.tokens.services:
            if service.kind is not KeyKind.WILDCARD:
                yield from _auth_service(service, targets)


def _auth_service(
    service: AuthServiceConfig, targets: set[tuple[str | None, str | None]]
) -> Iterator[ConfigError]:
    """Checks one auth service; `targets` are those of the API so far."""
    target = service.audience, service.scope
    if service.is_privileged and service.allowed_services:
        yield _finding("An auth service is either privileged or has users.", service.path)
    if service.is_privileged and target == (None, None):
        yield _finding(
            "A privileged auth service needs target-audience or target-scope.", service.path
        )
    if target in targets:
        yield _finding("Auth services must have distinct audiences and scopes.", service.path)
    targets.add(target)
    is_web = service.source.partition("://")[0] in ("http", "https")
    if service.kind is KeyKind.KEY_SET and not is_web:
        yield _finding("The url of a key set begins with http:// or https://.", service.path)


def _admin_tokens_match(config: CantonConfig) -> Iterator[ConfigError]:
    for participant in config.participants.values():
        section = participant.node.section
        tokens = {
            section.section(api).section("admin-token-config").secret_or_none("fixed-admin-token")
            for api in ("admin-api", "ledger-api")
        }
        if len(tokens - {None}) > 1:
            yield _finding("The fixed admin tokens of both APIs must match.", section.path)


def _finding(message: str, path: str | None = None) -> ConfigError:
    return ConfigError(CONFIG_VALIDATION_ERROR, message, path)


def _declared_caps(config: CantonConfig) -> Iterator[ConfigError]:
    for sequencer in config.sequencers.values():
        caps, path = sequencer.protection.caps, f"{sequencer.node.section.path}.declarative"
        has_declared = caps.declared or caps.has_only_declared
        if has_declared and not config.parameters.takes_declared_state:
            yield _finding(
                "Declared throughput caps require "
                "canton.parameters.enable-alpha-state-via-config = yes.",
                path,
            )
        for name in caps.declared:
            if name not in DECLARABLE:
                yield _finding(
                    f"Invalid cap type {name} in declarative config", f"{path}.throughput-cap"
                )


_RULES: Final[tuple[Callable[[CantonConfig], Iterator[ConfigError]], ...]] = (
    _at_least_one_node,
    _names_are_distinct_identifiers,
    _ports_are_set,
    _databases_are_not_shared,
    _replication_needs_postgres,
    _non_standard_settings,
    _orders,
    _schemes_are_allowed,
    _auth_services,
    _admin_tokens_match,
    _declared_caps,
)
