"""Identity providers of the Ledger API, and what it keeps of parties.

Source: ledger API sheet 2.11, 2.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.storage.table import Table


@dataclass(frozen=True, slots=True)
class IdentityProviderRow:
    """Who issues tokens of users beside the default identity provider, and where its keys are."""

    identity_provider_id: str
    is_deactivated: bool
    issuer: str
    jwks_url: str
    audience: str | None


@dataclass(frozen=True, slots=True)
class PartyRecordRow:
    """What the participant keeps of a party; the default identity provider is the empty text.

    Annotations are two columns of equal length, keys and values.
    """

    party: str
    identity_provider_id: str
    resource_version: int
    annotation_keys: tuple[str, ...]
    annotation_values: tuple[str, ...]


IDENTITY_PROVIDERS: Final = Table(
    "par_identity_provider", IdentityProviderRow, key=("identity_provider_id",)
)
PARTY_RECORDS: Final = Table("par_party_record", PartyRecordRow, key=("party",))
TABLES: Final = (IDENTITY_PROVIDERS, PARTY_RECORDS)
