"""Commands of a participant about identity providers of the Ledger API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from canton.console.endpoint import methods_of
from canton.console.group import LedgerGroup
from canton.console.spelling import command
from canton.wire import ledger_admin_pb2

_PROVIDERS: Final = methods_of(
    ledger_admin_pb2.DESCRIPTOR.services_by_name["IdentityProviderConfigService"]
)

IdentityProviderConfig = ledger_admin_pb2.IdentityProviderConfig


class IdentityProviderConfigs(LedgerGroup):
    """Manage who issues tokens of users besides the default identity provider."""

    @command
    def create(
        self,
        identity_provider_id: str,
        jwks_url: str,
        issuer: str,
        audience: str = "",
        is_deactivated: bool = False,
    ) -> IdentityProviderConfig:
        """Adds an identity provider: its issuer, and where the keys of its tokens are."""
        config = IdentityProviderConfig(
            identity_provider_id=identity_provider_id,
            is_deactivated=is_deactivated,
            issuer=issuer,
            jwks_url=jwks_url,
            audience=audience,
        )
        request = ledger_admin_pb2.CreateIdentityProviderConfigRequest(
            identity_provider_config=config
        )
        response = self._ledger.unary(_PROVIDERS["CreateIdentityProviderConfig"], request)
        created: IdentityProviderConfig = response.identity_provider_config
        return created

    @command
    def update(
        self,
        identity_provider_id: str,
        update_mask: Iterable[str],
        jwks_url: str = "",
        issuer: str = "",
        audience: str = "",
        is_deactivated: bool = False,
    ) -> IdentityProviderConfig:
        """Changes the fields that the mask names: `issuer`, `jwks_url`, `audience`,
        `is_deactivated`.
        """
        request = ledger_admin_pb2.UpdateIdentityProviderConfigRequest(
            identity_provider_config=IdentityProviderConfig(
                identity_provider_id=identity_provider_id,
                is_deactivated=is_deactivated,
                issuer=issuer,
                jwks_url=jwks_url,
                audience=audience,
            )
        )
        request.update_mask.paths.extend(update_mask)
        response = self._ledger.unary(_PROVIDERS["UpdateIdentityProviderConfig"], request)
        updated: IdentityProviderConfig = response.identity_provider_config
        return updated

    @command
    def get(self, identity_provider_id: str) -> IdentityProviderConfig:
        """One identity provider."""
        request = ledger_admin_pb2.GetIdentityProviderConfigRequest(
            identity_provider_id=identity_provider_id
        )
        response = self._ledger.unary(_PROVIDERS["GetIdentityProviderConfig"], request)
        found: IdentityProviderConfig = response.identity_provider_config
        return found

    @command
    def delete(self, identity_provider_id: str) -> None:
        """Removes an identity provider that has neither users nor parties."""
        request = ledger_admin_pb2.DeleteIdentityProviderConfigRequest(
            identity_provider_id=identity_provider_id
        )
        self._ledger.unary(_PROVIDERS["DeleteIdentityProviderConfig"], request)

    @command
    def list(self) -> list[IdentityProviderConfig]:
        """All identity providers."""
        request = ledger_admin_pb2.ListIdentityProviderConfigsRequest()
        response = self._ledger.unary(_PROVIDERS["ListIdentityProviderConfigs"], request)
        return [*response.identity_provider_configs]
