"""Ports that are taken are told at the start, whenever it is that their API serves."""

from __future__ import annotations

import socket

import pytest

from canton.config.values.server import ServerConfig
from canton.errors import TransientError
from canton.nodes.ports.listening import check_ports


def server(port: int, address: str = "127.0.0.1") -> ServerConfig:
    return ServerConfig(address, port, message_bytes_max=1)


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_port_where_another_listens_is_named_with_api_and_node(
    family: socket.AddressFamily, address: str
) -> None:
    with socket.socket(family) as other:
        other.bind((address, 0))
        other.listen()
        port = other.getsockname()[1]
        apis = {"admin-api": server(0), "ledger-api": server(port, address)}
        with pytest.raises(TransientError) as refused:
            check_ports("alice", apis)
    sentence = f"the ledger-api of alice cannot listen on {address}:{port}: Address already in use"
    assert sentence in str(refused.value)
    check_ports("alice", apis)


def test_a_connection_that_lingers_is_no_obstacle() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        caller = socket.create_connection(("127.0.0.1", port))
        accepted, _ = listener.accept()
        accepted.close()  # who closes first lingers
        caller.close()
    check_ports("alice", {"ledger-api": server(port)})


def test_an_address_that_is_not_of_this_machine_is_named() -> None:
    with pytest.raises(
        TransientError, match=r"alice cannot listen on 192\.0\.2\.1:1234: Cannot assign"
    ):
        check_ports("alice", {"ledger-api": server(1234, "192.0.2.1")})
