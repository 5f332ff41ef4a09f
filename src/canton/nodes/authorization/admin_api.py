"""The admin API of a node, behind a guard if its configuration asks for tokens."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from canton.admin_api.authorization import admin_guard, guarding
from canton.config.values.authorization import AdminTokenConfig
from canton.ledger_api.authorization.authentication import Authentication
from canton.nodes.authorization.doors import Door, admin_tokens, key_sets, own_rights, token_clock
from canton.nodes.foundation import Foundation, serving
from canton.transport.seam import RpcServer
from canton.transport.services import Wrapper


def serving_admin_api(
    node: Foundation, token: AdminTokenConfig | None = None
) -> AbstractAsyncContextManager[RpcServer]:
    """The node's admin API. `token` is how the process calls its node, if not as this API says.

    Raises:
        ConfigErrors: files of its configuration cannot be used.
    """
    config, process = node.config.admin_api, node.process
    node.admin_tokens = admin_tokens(process, token or config.tokens.admin_token)
    if config.tokens.services:
        node.services.wrap(_guard(Door(config.tokens, token_clock(process), node.admin_tokens)))
    return serving(node, "admin-api", config, node.services)


def _guard(door: Door) -> Wrapper:
    """What stands before each call.

    The original reads the highest lifetime of tokens and never applies it here; we do where it is
    written.
    """
    if not door.config.is_lifetime_written:
        door = replace(door, config=replace(door.config, lifetime_max_s=None))
    rights = own_rights(door.config.admin_token)
    ways = door.ways(rights, key_sets(door.config.key_sets, door.clock))
    return guarding(admin_guard(Authentication(ways, None)))
