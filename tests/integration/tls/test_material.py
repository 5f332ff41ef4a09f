"""Files that cannot protect an API: one error at start that names the key and the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.cli.main import main
from canton.clock import WallClock
from canton.config.errors import ConfigErrors
from canton.config.values.server import ServerConfig, TlsServerConfig
from canton.nodes.tls.material import api_tls
from integration.tls.authority import Authority

PATH = "canton.mediators.m.admin-api.tls"


def tls(authority: Authority, **changed: object) -> TlsServerConfig:
    server = authority.issue("server")
    values = {"cert_chain": str(server.chain), "private_key": str(server.key), **changed}
    return TlsServerConfig(path=PATH, **values)  # type: ignore[arg-type]


def findings(config: TlsServerConfig) -> list[str]:
    server = ServerConfig("127.0.0.1", 0, 1024, tls=config)
    with pytest.raises(ConfigErrors) as caught:
        api_tls(server, WallClock().now())
    return [str(each) for each in caught.value.findings]


def test_a_missing_file(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    missing = str(tmp_path / "missing.pem")
    expected = (
        f"at '{PATH}.cert-chain-file': '{missing}' cannot be read: No such file or directory."
    )
    assert findings(tls(authority, cert_chain=missing)) == [expected]


def test_files_that_are_no_pem(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    file = tmp_path / "text"
    file.write_text("hello")
    for key, name, what in (
        ("cert_chain", "cert-chain-file", "certificates"),
        ("trust_collection", "trust-collection-file", "certificates"),
        ("private_key", "private-key-file", "unencrypted private key"),
    ):
        (found,) = findings(tls(authority, **{key: str(file)}))
        assert found.startswith(f"at '{PATH}.{name}': '{file}' holds no {what}")


def test_a_key_of_another_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    other = authority.issue("other")
    (found,) = findings(tls(authority, private_key=str(other.key)))
    assert found.startswith(f"at '{PATH}.private-key-file': '{other.key}' is not the key of")


def test_an_expired_certificate_of_the_server_or_of_the_admin_client(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    old = authority.issue("old", valid_s=-5)
    pair = (str(old.chain), str(old.key))
    (found,) = findings(tls(authority, cert_chain=pair[0], private_key=pair[1]))
    assert found.startswith(f"at '{PATH}.cert-chain-file': '{old.chain}' expired at ")
    required = {"client_auth": "require", "trust_collection": str(authority.file)}
    (found,) = findings(tls(authority, admin_client=pair, **required))
    assert found.startswith(f"at '{PATH}.client-auth.admin-client.cert-chain-file': ")


def test_required_client_certificates_need_an_authority(tmp_path: Path) -> None:
    (found,) = findings(tls(Authority(tmp_path), client_auth="require"))
    assert found.startswith(f"at '{PATH}.trust-collection-file': ")


def test_old_versions_of_the_protocol(tmp_path: Path) -> None:
    (found,) = findings(tls(Authority(tmp_path), minimum_protocol_version="TLSv1.1"))
    assert found.startswith(f"at '{PATH}.minimum-server-protocol-version': 'TLSv1.1' is not")


def test_ciphers_that_cannot_be_kept_to(tmp_path: Path) -> None:
    (found,) = findings(tls(Authority(tmp_path), ciphers=("TLS_RSA_WITH_NULL_MD5",)))
    assert found.startswith(f"at '{PATH}.ciphers': TLS_RSA_WITH_NULL_MD5 is none of the ciphers")


def test_text_in_place_of_files_is_not_shown_in_errors(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    own, other = authority.issue("own"), authority.issue("other")
    given = tls(authority, cert_chain=own.chain.read_text(), private_key=other.key.read_text())
    (found,) = findings(given)
    assert "BEGIN" not in found


@pytest.mark.logs("Canton startup encountered problems")
def test_a_process_with_bad_material_ends_with_one_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    authority = Authority(tmp_path)
    chain, key = authority.issue("server").chain, authority.issue("other").key
    file = tmp_path / "m.conf"
    file.write_text(
        f"""canton.mediators.m {{
          storage.type = memory
          admin-api {{
            port = 0, tls {{ cert-chain-file = "{chain}", private-key-file = "{key}" }}
          }}
        }}"""
    )
    assert main(["daemon", "-c", str(file)]) == 1
    shown = capsys.readouterr()
    assert f"{PATH}.private-key-file" in shown.out + shown.err
    assert str(key) in shown.out + shown.err
