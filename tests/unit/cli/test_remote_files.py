"""What `generate remote-config` writes is read again as remote nodes."""

from __future__ import annotations

from pathlib import Path

from canton.cli.remote_files import write_remote_files
from canton.config.hocon.loading import loads
from canton.config.values.reading import config_of, read
from canton.config.values.server import TlsClientConfig

NODES = """
canton {
  participants.p { admin-api.port = 1, ledger-api.port = 2, http-ledger-api.port = 3 }
  sequencers.s { admin-api { address = h, port = 4 }, public-api.port = 5 }
  mediators.m.admin-api.port = 6
}
"""


def test_files_are_read_again_as_remote_nodes(tmp_path: Path) -> None:
    files = write_remote_files(config_of(loads(NODES, {})), tmp_path)
    assert sorted(f.name for f in files) == ["remote-m.conf", "remote-p.conf", "remote-s.conf"]
    remote = read(files, [], {})
    participant = remote.remote_participants["p"]
    assert (participant.admin_api.port, participant.ledger_api.port) == (1, 2)
    sequencer = remote.remote_sequencers["s"]
    assert (sequencer.admin_api.address, sequencer.public_api.port) == ("h", 5)
    assert remote.remote_mediators["m"].admin_api.port == 6


def test_remote_nodes_trust_the_certificate_of_the_api_and_identify_themselves(
    tmp_path: Path,
) -> None:
    for name in ("chain", "key", "roots", "admin"):
        (tmp_path / f"{name}.pem").write_text("-----BEGIN CERTIFICATE-----")
    chain, key, roots, admin = (
        str(tmp_path / f"{name}.pem") for name in ("chain", "key", "roots", "admin")
    )
    text = f"""
      canton.mediators.m.admin-api {{
        port = 1
        tls {{
          cert-chain-file = "{chain}", private-key-file = "{key}", trust-collection-file = "{roots}"
          client-auth {{
            type = require
            admin-client {{ cert-chain-file = "{admin}", private-key-file = "{key}" }}
          }}
        }}
      }}
    """
    remote = read(write_remote_files(config_of(loads(text, {})), tmp_path), [], {})
    assert remote.remote_mediators["m"].admin_api.tls == TlsClientConfig(chain, admin, key)
