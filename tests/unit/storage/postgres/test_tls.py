"""Each `sslmode` asks for what libpq documents."""

from __future__ import annotations

import ssl

import pytest

from canton.storage.errors import StorageMisfit
from canton.storage.postgres.tls import tls_context


@pytest.mark.parametrize("mode", ["allow", "prefer"])
def test_an_optional_mode_lets_the_server_decide(mode) -> None:
    assert tls_context(mode, None, None, None) is None


@pytest.mark.parametrize(
    ("mode", "verify", "checks_name"),
    [
        ("require", ssl.CERT_NONE, False),
        ("verify-ca", ssl.CERT_REQUIRED, False),
        ("verify-full", ssl.CERT_REQUIRED, True),
    ],
)
def test_a_required_mode_verifies_as_much_as_it_says(mode, verify, checks_name) -> None:
    context = tls_context(mode, None, None, None)
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (verify, checks_name)


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StorageMisfit, match="verify-full"):
        tls_context("sometimes", None, None, None)


def test_a_file_that_cannot_be_used_is_named(tmp_path) -> None:
    root = tmp_path / "root.pem"
    root.write_text("no certificate")
    with pytest.raises(StorageMisfit, match=r"root\.pem"):
        tls_context("verify-ca", str(root), None, None)
