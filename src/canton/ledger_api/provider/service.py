"""IdentityProviderConfigService: identity providers, as requests and answers say them.

Source: ledger API sheet 2.12.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from canton.ledger_api.errors import invalid_field, missing_field
from canton.ledger_api.provider.directory import IdentityProviders
from canton.ledger_api.provider.errors import invalid_update
from canton.ledger_api.request.field import ledger_string
from canton.ledger_api.request.update_mask import update_mask
from canton.participant.stores.identity_provider import IdentityProviderRow
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as wire

_ID: Final = "identity_provider_id"
_FIELDS: Final = ((_ID,), ("is_deactivated",), ("issuer",), ("jwks_url",), ("audience",))


class IdentityProviderConfigService:
    """Answers requests about identity providers."""

    def __init__(self, providers: IdentityProviders) -> None:
        self._providers = providers

    def table(self) -> ServiceTable:
        """The methods to serve."""
        handlers: dict[str, Handler] = {
            "CreateIdentityProviderConfig": self.create,
            "GetIdentityProviderConfig": self.get,
            "UpdateIdentityProviderConfig": self.update,
            "ListIdentityProviderConfigs": self.list_all,
            "DeleteIdentityProviderConfig": self.delete,
        }
        return table_of(wire.DESCRIPTOR.services_by_name["IdentityProviderConfigService"], handlers)

    async def create(self, request: wire.CreateIdentityProviderConfigRequest, call: Call) -> Any:
        """Adds an identity provider."""
        wanted = _config(request)
        row = IdentityProviderRow(
            ledger_string(wanted.identity_provider_id, _ID),
            wanted.is_deactivated,
            jwks_url=_url(wanted.jwks_url),
            issuer=_filled(wanted.issuer, "issuer"),
            audience=wanted.audience or None,
        )
        made = await self._providers.create(row)
        return wire.CreateIdentityProviderConfigResponse(identity_provider_config=_message(made))

    async def get(self, request: wire.GetIdentityProviderConfigRequest, call: Call) -> Any:
        """One identity provider."""
        found = self._providers.get(ledger_string(request.identity_provider_id, _ID))
        return wire.GetIdentityProviderConfigResponse(identity_provider_config=_message(found))

    async def update(self, request: wire.UpdateIdentityProviderConfigRequest, call: Call) -> Any:
        """Changes the fields that the mask names; an issuer or URL that is left out stays."""
        wanted = _config(request)
        provider = ledger_string(wanted.identity_provider_id, _ID)
        url = _url(wanted.jwks_url) if wanted.jwks_url else None
        if not request.HasField("update_mask"):
            raise missing_field("update_mask")
        paths = request.update_mask.paths
        mask = update_mask(paths, _FIELDS, partial(invalid_update, provider))
        values = {
            "is_deactivated": wanted.is_deactivated,
            "issuer": wanted.issuer or None,
            "jwks_url": url,
            "audience": wanted.audience or None,
        }
        changes = {
            name: value
            for name, value in values.items()
            if (name,) in mask and (value is not None or name == "audience")
        }
        changed = await self._providers.update(provider, changes)
        return wire.UpdateIdentityProviderConfigResponse(identity_provider_config=_message(changed))

    async def list_all(self, request: wire.ListIdentityProviderConfigsRequest, call: Call) -> Any:
        """All identity providers."""
        return wire.ListIdentityProviderConfigsResponse(
            identity_provider_configs=map(_message, self._providers.all())
        )

    async def delete(self, request: wire.DeleteIdentityProviderConfigRequest, call: Call) -> Any:
        """Removes an identity provider."""
        await self._providers.delete(ledger_string(request.identity_provider_id, _ID))
        return wire.DeleteIdentityProviderConfigResponse()


def _config(
    request: wire.CreateIdentityProviderConfigRequest | wire.UpdateIdentityProviderConfigRequest,
) -> wire.IdentityProviderConfig:
    if not request.HasField("identity_provider_config"):
        raise missing_field("identity_provider_config")
    return request.identity_provider_config


def _filled(text: str, name: str) -> str:
    if not text:
        raise missing_field(name)
    return text


def _url(text: str) -> str:
    """A URL where a key set may be.

    Raises:
        LedgerError: MISSING_FIELD, INVALID_FIELD.
    """
    try:
        parts = urlsplit(_filled(text, "jwks_url"))
        scheme, host = parts.scheme, parts.hostname
    except ValueError as error:
        raise invalid_field("jwks_url", f"Malformed URL: {error}") from error
    if not scheme:
        raise invalid_field("jwks_url", "Malformed URL: URI is not absolute")
    if scheme not in ("http", "https") or not host:
        raise invalid_field("jwks_url", "Malformed URL: it must begin with http:// or https://")
    return text


def _message(row: IdentityProviderRow) -> wire.IdentityProviderConfig:
    return wire.IdentityProviderConfig(
        identity_provider_id=row.identity_provider_id,
        is_deactivated=row.is_deactivated,
        issuer=row.issuer,
        jwks_url=row.jwks_url,
        audience=row.audience or "",
    )
