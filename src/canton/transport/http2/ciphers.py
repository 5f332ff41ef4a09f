"""Which ciphers a TLS server agrees to, from their IANA names as configurations have them.

The standard library takes OpenSSL's names, up to TLS 1.2 only: the three ciphers of TLS 1.3 come
together or, by leaving that version out, not at all. HTTP/2 forbids all that is not listed here
(RFC 9113, 9.2.2).
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TLS_1_2: Final = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": "ECDHE-ECDSA-AES128-GCM-SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": "ECDHE-ECDSA-AES256-GCM-SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": "ECDHE-ECDSA-CHACHA20-POLY1305",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": "ECDHE-RSA-AES128-GCM-SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": "ECDHE-RSA-AES256-GCM-SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256": "ECDHE-RSA-CHACHA20-POLY1305",
}
TLS_1_3: Final = (
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
)


@dataclass(frozen=True, slots=True)
class CipherChoice:
    """What to tell the library: ciphers of TLS 1.2 by its names, and whether TLS 1.3 is offered."""

    tls_1_2: tuple[str, ...]
    allows_tls_1_3: bool

    def apply(self, context: ssl.SSLContext) -> None:
        """Restricts a server's context, whose lowest version is set."""
        if self.tls_1_2:
            context.set_ciphers(":".join(self.tls_1_2))
        else:
            context.minimum_version = ssl.TLSVersion.TLSv1_3
        if not self.allows_tls_1_3:
            context.maximum_version = ssl.TLSVersion.TLSv1_2


def cipher_choice(names: Sequence[str], *, requires_tls_1_3: bool) -> CipherChoice:
    """The choice that agrees to these ciphers and to no other.

    Raises:
        ValueError: there is none; the message says why.
    """
    unknown = [name for name in names if name not in TLS_1_2 and name not in TLS_1_3]
    if unknown:
        known = ", ".join((*TLS_1_3, *TLS_1_2))
        raise ValueError(f"{', '.join(unknown)} is none of the ciphers of HTTP/2: {known}")
    newer = [name for name in TLS_1_3 if name in names]
    older = () if requires_tls_1_3 else tuple(TLS_1_2[name] for name in names if name in TLS_1_2)
    if 0 < len(newer) < len(TLS_1_3):
        missing = ", ".join(name for name in TLS_1_3 if name not in names)
        raise ValueError(
            f"the ciphers of TLS 1.3 come together: name {missing} too, or none of the three"
        )
    if not newer and not older:
        raise ValueError("none of the ciphers is of a TLS version that is allowed")
    return CipherChoice(older, bool(newer))
