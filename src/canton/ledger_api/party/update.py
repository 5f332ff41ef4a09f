"""An update of a party's details, read from a request and held against what there is.

Only annotations change; all else may be named and must be as it is. Source: ledger API sheet 2.11.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from canton.ledger_api.errors import missing_field
from canton.ledger_api.party.errors import invalid_update
from canton.ledger_api.party.records import PartyRecord
from canton.ledger_api.request.field import optional_ledger_string, party, resource_version
from canton.ledger_api.request.update_mask import update_mask
from canton.ledger_api.user.annotation import checked
from canton.wire import ledger_admin_pb2 as wire

_ANNOTATIONS: Final = ("local_metadata", "annotations")
_FIELDS: Final = (
    ("party",),
    ("is_local",),
    ("identity_provider_id",),
    _ANNOTATIONS,
    ("local_metadata", "resource_version"),
)


@dataclass(frozen=True, slots=True)
class PartyUpdate:
    """What a request wants: annotations to merge, and what must be so.

    `is_local` is None where the mask does not name it.
    """

    wanted: PartyRecord
    is_local: bool | None
    expected_version: int | None


def party_update(request: wire.UpdatePartyDetailsRequest) -> PartyUpdate:
    """The update that a request asks for.

    Raises:
        LedgerError: a field is missing or invalid, or the mask is.
    """
    if not request.HasField("party_details"):
        raise missing_field("party_details")
    details = request.party_details
    name, metadata = party(details.party), details.local_metadata
    version = resource_version(metadata.resource_version, "party_details.local_metadata")
    annotations = checked(
        metadata.annotations, "party_details.local_metadata.annotations", may_be_empty=True
    )
    if not request.HasField("update_mask"):
        raise missing_field("update_mask")
    provider = optional_ledger_string(details.identity_provider_id, "identity_provider_id")
    mask = update_mask(request.update_mask.paths, _FIELDS, partial(invalid_update, name))
    is_meant = not mask.isdisjoint({_ANNOTATIONS, _ANNOTATIONS[:1]})
    return PartyUpdate(
        PartyRecord(name, provider, annotations if is_meant else {}),
        details.is_local if ("is_local",) in mask else None,
        version,
    )


def require_fitting(update: PartyUpdate, record: PartyRecord, *, is_local: bool) -> None:
    """Refuses to change what cannot be changed.

    Raises:
        LedgerError: INVALID_PARTY_DETAILS_UPDATE_REQUEST.
    """
    if update.is_local not in (None, is_local):
        reason = "Update request attempted to modify not-modifiable 'is_local' attribute"
        raise invalid_update(record.party, reason)
    if record.identity_provider_id != update.wanted.identity_provider_id:
        reason = "Use UpdatePartyIdentityProviderId to change identity provider IDs"
        raise invalid_update(record.party, reason)
