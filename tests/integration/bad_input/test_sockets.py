"""Bytes that are no calls at the ports of every node: the connection ends, the server does not."""

from __future__ import annotations

import socket
import ssl
import struct

import pytest

from integration.bad_input.network import HTTP_PORTS, LiveNetwork
from integration.processes.probe import http_page

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = struct.pack(">I", 0)[1:] + b"\x04\x00" + struct.pack(">I", 0)
PORTS = [
    ("sequencer1", "sequencer-public-api"),
    ("sequencer1", "admin-api"),
    ("mediator1", "admin-api"),
    ("participant1", "admin-api"),
    ("participant1", "ledger-api"),
]
PAGES = {"health": "/health", "metrics": "/metrics"}


def frame(kind: int, flags: int, stream: int, payload: bytes, length: int | None = None) -> bytes:
    size = len(payload) if length is None else length
    return struct.pack(">I", size)[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


BAD_BYTES = {
    "random bytes": bytes(range(256)) * 8,
    "zeros": bytes(4096),
    "an HTTP/1.1 request": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "half a preface and nothing more": PREFACE[:10] + b"rubbish, rubbish",
    "no settings": PREFACE + frame(0, 0, 1, b"data of no stream"),
    "data of no stream": PREFACE + SETTINGS + frame(0, 0, 1, b"data"),
    "a frame too large": PREFACE + SETTINGS + frame(0, 0, 1, b"x" * 100, length=0xFFFFFF),
    "headers that are none": PREFACE + SETTINGS + frame(1, 4, 1, b"\xff" * 40),
    "an even stream": PREFACE + SETTINGS + frame(1, 4, 2, b"\x82"),
    "settings of a wrong size": PREFACE + SETTINGS + frame(4, 0, 0, b"xxxxx"),
    "a window of nothing": PREFACE + SETTINGS + frame(8, 0, 0, bytes(4)),
    "a ping of a wrong size": PREFACE + SETTINGS + frame(6, 0, 0, b"xxx"),
    "a continuation of nothing": PREFACE + SETTINGS + frame(9, 4, 1, b"\x82"),
    "a stream that depends on itself": PREFACE
    + SETTINGS
    + frame(2, 0, 1, struct.pack(">IB", 1, 1))
    + frame(3, 0, 1, bytes(4)),
}


@pytest.mark.parametrize("port", PORTS, ids="-".join)
@pytest.mark.parametrize("content", BAD_BYTES.values(), ids=BAD_BYTES)
def test_bytes_that_are_no_calls_end_their_connection(
    network: LiveNetwork, port: tuple[str, str], content: bytes
) -> None:
    with network.connect_raw(*port) as connection:
        connection.settimeout(5)
        try:
            connection.sendall(content)
            while connection.recv(65536):
                pass
        except ConnectionError:
            pass


BAD_HTTP = {
    **BAD_BYTES,
    "a head cut short": b"GET /health HTTP/1.1\r\nHost: loc",
    "an endless head": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000,
    "an endless target": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
    "a body": b"POST /health HTTP/1.1\r\nContent-Length: 9\r\n\r\nrubbish",
    "a path to elsewhere": b"GET /../../etc/passwd HTTP/1.1\r\n\r\n",
    "another site": b"GET http://example.org/ HTTP/1.1\r\n\r\n",
    "no request": b"\r\n\r\n",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("content", BAD_HTTP.values(), ids=BAD_HTTP)
def test_what_is_no_request_at_an_http_port_is_refused_and_the_page_stays(
    network: LiveNetwork, page: str, content: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", HTTP_PORTS[page]), 5) as connection:
        connection.settimeout(5)
        answer = b""
        try:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            while received := connection.recv(65536):
                answer += received
        except ConnectionError:
            pass
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501")), answer[:80]
    assert http_page(HTTP_PORTS[page], PAGES[page])[0] == 200


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_a_tls_hello_at_a_port_without_tls_ends_its_connection(
    network: LiveNetwork, port: tuple[str, str]
) -> None:
    context = ssl.create_default_context()
    with network.connect_raw(*port) as connection:
        connection.settimeout(5)
        with pytest.raises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(connection, server_hostname="localhost")


@pytest.mark.parametrize("port", PORTS, ids="-".join)
def test_connections_that_say_nothing_or_leave_in_the_middle_do_no_harm(
    network: LiveNetwork, port: tuple[str, str]
) -> None:
    silent = [network.connect_raw(*port) for _ in range(20)]
    for cut in (3, len(PREFACE), len(PREFACE) + 5):
        with network.connect_raw(*port) as connection:
            connection.sendall((PREFACE + SETTINGS)[:cut])
    network.ping()
    for connection in silent:
        connection.close()
