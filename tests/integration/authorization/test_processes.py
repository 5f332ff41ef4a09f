"""Protected nodes as processes of their own: what they refuse to start with, and what to answer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration.authorization.conftest import AUDIENCE, SECRET, signed
from integration.processes.process import CantonProcess, free_port, until

pytestmark = pytest.mark.processes
START_S = 30.0


@pytest.fixture
def process(tmp_path: Path) -> Iterator[CantonProcess]:
    made = CantonProcess(tmp_path, "daemon", ["daemon", "--config=node.conf"], {})
    yield made
    made.discard()


def participant(ledger_api: str, http_port: int) -> str:
    return f"""canton.participants.alice {{
      storage.type = memory
      admin-api.port = {free_port()}
      http-ledger-api.port = {http_port}
      ledger-api {{ port = {free_port()}, auth-services = [{ledger_api}] }}
    }}
    """


def test_a_process_with_a_secret_serves_whoever_has_a_token(process: CantonProcess) -> None:
    port = free_port()
    services = (
        f'{{ type = unsafe-jwt-hmac-256, secret = {SECRET}, target-audience = "{AUDIENCE}" }}'
    )
    (process.folder / "node.conf").write_text(participant(services, port))
    process.start()

    def status(token: str | None) -> int | None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        url = f"http://127.0.0.1:{port}/v2/users"
        request = urllib.request.Request(url, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    until(lambda: status(None), "the JSON Ledger API answers", START_S)
    assert status(None) == 401
    assert status(signed("participant_admin", "guess")) == 401
    good = signed("participant_admin")
    assert status(good) == 200
    assert status(signed("nobody")) == 403
    logged = process.log + process.output
    assert "its signature does not verify" in logged
    assert SECRET not in logged
    assert good not in logged
    assert good.rpartition(".")[2] not in logged
    assert process.errors == []


def test_a_process_whose_certificate_cannot_be_used_does_not_start(process: CantonProcess) -> None:
    (process.folder / "bad.crt").write_text("no certificate")
    services = '{ type = jwt-rs-256-crt, certificate = "bad.crt", target-audience = a }'
    (process.folder / "node.conf").write_text(participant(services, free_port()))
    process.start()
    assert process.wait(START_S) == 1
    assert "bad.crt cannot verify tokens: it is not an X.509 certificate" in process.output
    assert "ledger-api.auth-services.0.certificate" in process.output
    assert "Traceback" not in process.output
