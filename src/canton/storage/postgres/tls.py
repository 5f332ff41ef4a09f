"""TLS to the database, by the `sslmode` that operators know from libpq."""

from __future__ import annotations

import ssl
from typing import Final

from canton.storage.errors import StorageMisfit

VERIFIED: Final = ("verify-ca", "verify-full")
REQUIRED: Final = ("require", *VERIFIED)
OPTIONAL: Final = ("allow", "prefer")


def tls_context(
    mode: str, root_certificate: str | None, certificate: str | None, key: str | None
) -> ssl.SSLContext | None:
    """The protection that a mode asks for; None where the server may do without.

    The arguments after the mode are names of files; without `root_certificate` the system's roots
    are trusted.

    Raises:
        StorageMisfit: the mode is unknown, or a file cannot be used.
    """
    if mode in OPTIONAL:
        return None
    if mode not in REQUIRED:
        known = ", ".join((*OPTIONAL, *REQUIRED))
        raise StorageMisfit(f"sslmode = {mode} is not one of disable, {known}")
    try:
        context = ssl.create_default_context(cafile=root_certificate)
        if certificate is not None:
            context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        files = ", ".join(filter(None, (root_certificate, certificate, key)))
        raise StorageMisfit(f"TLS to the database: {files} cannot be used: {error}") from error
    context.check_hostname = mode == "verify-full"
    if mode not in VERIFIED:
        context.verify_mode = ssl.CERT_NONE
    return context
