"""The wrapper of versioned messages, under the name that protocol code looks for it.

It lives in `canton.crypto.versioned`, because keys and topology transactions are wrapped too.
"""

from __future__ import annotations

from canton.crypto.versioned import parse, unwrap, unwrap_as, wrap, wrap_bytes

__all__ = ["parse", "unwrap", "unwrap_as", "wrap", "wrap_bytes"]
