"""A network of memory nodes in one process whose participant and admin APIs ask for tokens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from canton.cli.hosting import behind
from canton.cli.scope import console_scope
from canton.clock import WallClock
from canton.config.values.reading import read
from canton.transport.seam import Method, RpcChannel, methods_of
from canton.wire import ledger_admin_pb2, ledger_service_pb2
from unit.ledger_api.authorization.tokens import RSA_KEY, PrivateKey, key_set, token

SECRET: Final = "pyjama"
ADMIN_SECRET: Final = "nightgown"
AUDIENCE: Final = "https://participant.example"
R = TypeVar("R")


def service(name: str, module: Any = ledger_service_pb2) -> Any:
    return methods_of(module.DESCRIPTOR.services_by_name[name])


USERS: Final = service("UserManagementService", ledger_admin_pb2)
STATE: Final = service("StateService")
UPDATES: Final = service("UpdateService")
COMMANDS: Final = service("CommandService")
VERSION: Final = service("VersionService")["GetLedgerApiVersion"]
END: Final = STATE["GetLedgerEnd"]


class Issuer:
    """Publishes keys over HTTP; what it publishes may change."""

    def __init__(self) -> None:
        self.keys: tuple[dict[str, str], ...] = ()
        self.asked = 0
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked += 1
                content = key_set(*issuer.keys)
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys"

    @contextmanager
    def serving(self) -> Iterator[None]:
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


@dataclass(slots=True)
class Protected:
    """The network: calls with tokens, and the console of its own process."""

    environment: Any
    loop: asyncio.AbstractEventLoop
    console: dict[str, Any]
    issuer: Issuer
    folder: Path
    parties: dict[str, str] = field(default_factory=dict)

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    @asynccontextmanager
    async def channel(self, node: str, api: str) -> AsyncIterator[RpcChannel]:
        settings = self.environment.address(node, api)
        async with self.environment.transport.channel(settings) as channel:
            yield channel

    def call(
        self,
        method: Method,
        request: Any = None,
        token: str | None = None,
        *,
        node: str = "participant1",
        api: str = "ledger-api",
    ) -> Any:
        """One call; with what follows `Bearer`, if anything."""
        metadata = () if token is None else (("authorization", f"Bearer {token}"),)

        async def ask() -> Any:
            async with self.channel(node, api) as channel:
                asked = method.request_type() if request is None else request
                return await channel.unary(method, asked, metadata=metadata, timeout_s=15)

        return self.run(ask())

    def user(self, name: str, *rights: dict[str, Any], provider: str = "") -> str:
        """Makes a user and gives a token of it."""
        request = ledger_admin_pb2.CreateUserRequest(
            user={"id": name, "identity_provider_id": provider}, rights=rights
        )
        self.call(USERS["CreateUser"], request, signed("participant_admin"))
        return signed(name)


def signed(user: str, key: PrivateKey = SECRET, *, kid: str | None = None, **payload: Any) -> str:
    """A token of a user that holds for some minutes."""
    header = {} if kid is None else {"kid": kid}
    basic = {"sub": user, "aud": AUDIENCE, "exp": seconds(240)}
    return token({**basic, **payload}, key, **header)


def seconds(later: int) -> int:
    """The time in so many seconds, as tokens say it."""
    return WallClock().now() // 1_000_000 + later


def certificate(folder: Path) -> Path:
    """A certificate of the RSA key in a file."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(RSA_KEY.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(RSA_KEY, hashes.SHA256())
    )
    file = folder / "issuer.crt"
    file.write_bytes(built.public_bytes(Encoding.PEM))
    return file


def network_conf(folder: Path, issuer: Issuer) -> str:
    admin = f"""admin-api {{
        port = 0
        auth-services = [
          {{ type = unsafe-jwt-hmac-256, secret = {ADMIN_SECRET}, target-audience = admins
             privileged = yes, access-level = admin }}
          {{ type = unsafe-jwt-hmac-256, secret = {ADMIN_SECRET}, target-audience = operators
             users = [{{
               user-id = monitor
               allowed-services = [com.digitalasset.canton.connection.v30.ApiInfoService]
             }}] }}
        ]
        admin-token-config.admin-claim = yes
      }}"""
    ledger = f"""ledger-api {{
        port = 0
        auth-services = [
          {{ type = unsafe-jwt-hmac-256, secret = {SECRET}, target-audience = "{AUDIENCE}" }}
          {{ type = jwt-rs-256-crt, certificate = "{certificate(folder)}", target-scope = ours }}
          {{ type = jwt-jwks, url = "{issuer.url}", target-audience = published }}
          {{ type = unsafe-jwt-hmac-256, secret = root, target-audience = privileged
             privileged = yes }}
        ]
        party-management-service.max-self-allocated-parties = 1
      }}"""
    common = f"storage.type = memory, {admin}"
    return f"""canton {{
      sequencers.sequencer1 {{ {common}, public-api.port = 0, sequencer.type = BFT }}
      mediators.mediator1 {{ {common} }}
      participants.participant1 {{ {common}, {ledger}, http-ledger-api.port = 0 }}
      participants.participant2 {{
        storage.type = memory, admin-api.port = 0, ledger-api.port = 0
        http-ledger-api.enabled = no
      }}
    }}"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Protected]:
    folder = tmp_path_factory.mktemp("tokens")
    issuer = Issuer()
    file = folder / "network.conf"
    file.write_text(network_conf(folder, issuer))
    config = read([file], [], {})
    with (
        issuer.serving(),
        behind(config, starts_nodes=True) as (environment, loop),
        console_scope(config, environment, loop, {}) as console,
    ):
        console["bootstrap"].synchronizer_local()
        for name in ("participant1", "participant2"):
            console[name].health.wait_for_initialized()
            console[name].synchronizers.connect_local(console["sequencer1"], alias="da")
        protected = Protected(environment, loop, console, issuer, folder)
        for name in ("alice", "bob"):
            protected.parties[name] = console["participant1"].parties.enable(name)
        yield protected
