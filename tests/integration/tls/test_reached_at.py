"""Where the process of a node reaches its APIs: at a host that the certificate is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.clock import WallClock
from canton.config.values.server import ServerConfig, TlsServerConfig
from canton.nodes.tls.material import api_tls
from integration.tls.authority import Authority


@pytest.mark.parametrize(
    ("address", "certified", "host", "expected_name"),
    [
        ("127.0.0.1", None, "127.0.0.1", None),
        ("0.0.0.0", None, "127.0.0.1", None),
        ("127.0.0.1", "localhost", "localhost", None),
        ("node.example", "node.example", "node.example", None),
        ("0.0.0.0", "node.example", "127.0.0.1", "node.example"),
    ],
)
def test_host_and_expected_name(
    tmp_path: Path, address: str, certified: str | None, host: str, expected_name: str | None
) -> None:
    made = Authority(tmp_path).issue("server", host=certified)
    config = TlsServerConfig(str(made.chain), str(made.key))
    tls = api_tls(ServerConfig(address, 0, 1024, tls=config), WallClock().now())
    assert tls.host == host
    assert tls.channel is not None
    assert tls.channel.server_name == expected_name


def test_an_api_without_tls_is_reached_at_the_loopback_address() -> None:
    tls = api_tls(ServerConfig("0.0.0.0", 0, 1024), WallClock().now())
    assert (tls.server, tls.host, tls.channel) == (None, "127.0.0.1", None)
