"""Servers and clients, with TLS."""

from __future__ import annotations

from pathlib import Path

from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of
from canton.config.values.server import (
    CallLimitsConfig,
    KeepAlive,
    TlsClientConfig,
    TlsServerConfig,
)


def certificates(folder: Path) -> dict[str, str]:
    names = {}
    for name in ("chain", "key", "roots", "admin"):
        file = folder / f"{name}.pem"
        file.write_text("-----BEGIN CERTIFICATE-----")
        names[name] = str(file)
    return names


def test_mutual_tls_of_an_admin_api(tmp_path: Path) -> None:
    files = certificates(tmp_path)
    text = f"""
      canton.mediators.m.admin-api {{
        port = 1
        tls {{
          cert-chain-file = "{files["chain"]}", private-key-file = "{files["key"]}"
          trust-collection-file = "{files["roots"]}"
          client-auth {{
            type = require
            admin-client.cert-chain-file = "{files["admin"]}"
            admin-client.private-key-file = "{files["key"]}"
          }}
          minimum-server-protocol-version = TLSv1.3
        }}
      }}
    """
    config = config_of(loads(text, {}))
    assert config.mediators["m"].node.admin_api.tls == TlsServerConfig(
        cert_chain=files["chain"],
        private_key=files["key"],
        trust_collection=files["roots"],
        client_auth="require",
        admin_client=(files["admin"], files["key"]),
        minimum_protocol_version="TLSv1.3",
    )


def test_tls_of_a_public_api_asks_clients_for_no_certificate(tmp_path: Path) -> None:
    files = certificates(tmp_path)
    text = f"""
      canton.sequencers.s {{
        admin-api.port = 1
        public-api {{
          port = 2
          tls {{ cert-chain-file = "{files["chain"]}", private-key-file = "{files["key"]}" }}
        }}
      }}
    """
    tls = config_of(loads(text, {})).sequencers["s"].public_api.server.tls
    assert tls is not None
    assert tls.client_auth == "none"


def test_client_trusts_files_and_shows_its_certificate_unless_disabled(tmp_path: Path) -> None:
    files = certificates(tmp_path)
    client = f'cert-chain-file = "{files["chain"]}", private-key-file = "{files["key"]}"'
    text = f"""
      canton.remote-participants.p {{
        admin-api {{
          port = 1, tls {{ trust-collection-file = "{files["roots"]}", client-cert {{ {client} }} }}
        }}
        ledger-api {{ port = 2, tls.enabled = no }}
      }}
    """
    remote = config_of(loads(text, {})).remote_participants["p"]
    assert remote.admin_api.tls == TlsClientConfig(files["roots"], files["chain"], files["key"])
    assert remote.ledger_api.tls is None
    assert remote.admin_api.keep_alive == KeepAlive(40, 15)


def test_keep_alive_of_the_ledger_api_differs_from_that_of_the_others() -> None:
    ports = "admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3"
    text = f"canton.participants.p {{ {ports} }}"
    participant = config_of(loads(text, {})).participants["p"]
    assert participant.node.admin_api.keep_alive == KeepAlive(40, 20, 20)
    assert participant.ledger_api.server.keep_alive == KeepAlive(600, 20, 10)


def test_streams_are_limited_only_where_the_configuration_says_so() -> None:
    text = 'canton.mediators.m.admin-api { port = 1, limits.active { "a.B/C" = 3 } }'
    config = config_of(loads(text, {}))
    limits = config.mediators["m"].node.admin_api.call_limits
    assert limits == CallLimitsConfig({"a.B/C": 3}, False, 10)
    assert not config.unprotected
