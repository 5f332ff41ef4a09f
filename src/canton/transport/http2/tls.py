"""TLS contexts of the standard library from PEM bytes, with HTTP/2 agreed by ALPN."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from canton.transport.http2.ciphers import cipher_choice
from canton.transport.settings import ChannelTls, ServerTls

_HTTP2 = ["h2"]


def server_context(tls: ServerTls) -> ssl.SSLContext:
    """What a server needs to take TLS connections.

    Raises:
        ValueError: its ciphers cannot be chosen so.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    lowest = ssl.TLSVersion.TLSv1_3 if tls.requires_tls_1_3 else ssl.TLSVersion.TLSv1_2
    context.minimum_version = lowest
    if tls.ciphers is not None:
        cipher_choice(tls.ciphers, requires_tls_1_3=tls.requires_tls_1_3).apply(context)
    context.set_alpn_protocols(_HTTP2)
    _load(context, tls.certificate_chain, tls.private_key)
    if tls.client_roots is not None:
        context.load_verify_locations(cadata=tls.client_roots.decode("ascii"))
        required = ssl.CERT_OPTIONAL if tls.client_optional else ssl.CERT_REQUIRED
        context.verify_mode = required
    return context


def channel_context(tls: ChannelTls) -> ssl.SSLContext:
    """What a client needs to make TLS connections."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(_HTTP2)
    if tls.roots is None:
        context.load_default_certs()
    else:
        context.load_verify_locations(cadata=tls.roots.decode("ascii"))
        # Whoever names a server's own certificate trusts it, whoever signed it.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if tls.certificate_chain is not None and tls.private_key is not None:
        _load(context, tls.certificate_chain, tls.private_key)
    return context


def _load(context: ssl.SSLContext, certificate_chain: bytes, private_key: bytes) -> None:
    # The library reads both from files only; ours lives for these two lines, for its owner alone.
    with _private_file(certificate_chain + b"\n" + private_key) as path:
        context.load_cert_chain(path)


@contextmanager
def _private_file(content: bytes) -> Iterator[str]:
    descriptor, path = tempfile.mkstemp()
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        yield path
    finally:
        os.unlink(path)
