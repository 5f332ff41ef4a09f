"""The ciphers of a configuration as the library takes them."""

from __future__ import annotations

import ssl

import pytest

from canton.transport.http2.ciphers import TLS_1_2, TLS_1_3, CipherChoice, cipher_choice

RSA_256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"


def test_every_cipher_is_one_of_the_library() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cipher_choice([*TLS_1_2, *TLS_1_3], requires_tls_1_3=False).apply(context)
    offered = {cipher["name"] for cipher in context.get_ciphers()}
    assert offered == {*TLS_1_2.values(), *TLS_1_3}


@pytest.mark.parametrize(
    ("names", "requires_tls_1_3", "choice"),
    [
        ([RSA_256], False, CipherChoice(("ECDHE-RSA-AES256-GCM-SHA384",), False)),
        ([RSA_256, *TLS_1_3], False, CipherChoice(("ECDHE-RSA-AES256-GCM-SHA384",), True)),
        ([RSA_256, *TLS_1_3], True, CipherChoice((), True)),
        (TLS_1_3, False, CipherChoice((), True)),
    ],
)
def test_versions_without_a_cipher_are_not_offered(
    names: list[str], requires_tls_1_3: bool, choice: CipherChoice
) -> None:
    assert cipher_choice(names, requires_tls_1_3=requires_tls_1_3) == choice


@pytest.mark.parametrize(
    ("names", "requires_tls_1_3", "reason"),
    [
        (["TLS_RSA_WITH_AES_128_CBC_SHA"], False, "TLS_RSA_WITH_AES_128_CBC_SHA is none of"),
        (TLS_1_3[:2], False, "name TLS_CHACHA20_POLY1305_SHA256 too"),
        ([RSA_256], True, "of a TLS version that is allowed"),
        ([], False, "of a TLS version that is allowed"),
    ],
)
def test_what_cannot_be_kept_to_is_refused(
    names: list[str], requires_tls_1_3: bool, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        cipher_choice(names, requires_tls_1_3=requires_tls_1_3)
