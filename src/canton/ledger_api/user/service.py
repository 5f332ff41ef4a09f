"""UserManagementService: users and rights, as requests and answers say them.

No user may take from itself what it needs to administer users.
Source: ledger API sheet 2.12.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from google.protobuf.message import DecodeError
from google.protobuf.wrappers_pb2 import StringValue

from canton.errors import LedgerError
from canton.ledger_api.authorization.authorizer import caller_of
from canton.ledger_api.errors import invalid_argument, missing_field
from canton.ledger_api.party.records import PartyRecords
from canton.ledger_api.provider.directory import IdentityProviders
from canton.ledger_api.request.field import (
    optional_ledger_string,
    party,
    resource_version,
    user_id,
)
from canton.ledger_api.user.annotation import checked
from canton.ledger_api.user.directory import Users
from canton.ledger_api.user.errors import unknown_parties
from canton.ledger_api.user.update import user_update
from canton.ledger_api.user.value import Right, User, UserId
from canton.participant.stores.user import RightKind
from canton.transport.seam import Call, Handler, ServiceTable, table_of
from canton.wire import ledger_admin_pb2 as wire


class UserManagementService:
    """Answers requests about users."""

    def __init__(self, users: Users, providers: IdentityProviders, parties: PartyRecords) -> None:
        self._users = users
        self._providers = providers
        self._parties = parties

    def table(self) -> ServiceTable:
        """The methods to serve."""
        handlers: dict[str, Handler] = {
            "CreateUser": self.create_user,
            "GetUser": self.get_user,
            "UpdateUser": self.update_user,
            "DeleteUser": self.delete_user,
            "ListUsers": self.list_users,
            "GrantUserRights": self.grant_rights,
            "RevokeUserRights": self.revoke_rights,
            "ListUserRights": self.list_rights,
            "UpdateUserIdentityProviderId": self.update_identity_provider,
        }
        return table_of(wire.DESCRIPTOR.services_by_name["UserManagementService"], handlers)

    async def create_user(self, request: wire.CreateUserRequest, call: Call) -> Any:
        """Makes a user."""
        user = _read_user(request, "id")
        metadata = request.user.metadata
        if metadata.resource_version:
            raise invalid_argument("field user.metadata.resource_version must be not set")
        checked(metadata.annotations, "user.metadata.annotations", may_be_empty=False)
        rights = _read_rights(request.rights)
        self._providers.require(user.identity_provider_id)
        await self._require_parties(rights, user.identity_provider_id, call)
        return wire.CreateUserResponse(user=_user(await self._users.create(user, rights)))

    async def get_user(self, request: wire.GetUserRequest, call: Call) -> Any:
        """One user."""
        found = await self._users.get(*_named(request))
        return wire.GetUserResponse(user=_user(found))

    async def update_user(self, request: wire.UpdateUserRequest, call: Call) -> Any:
        """Changes the fields of a user that the mask names."""
        user = _read_user(request, "user.id")
        if not request.HasField("update_mask"):
            raise missing_field("update_mask")
        metadata = request.user.metadata
        version = resource_version(metadata.resource_version, "user.metadata.resource_version")
        checked(metadata.annotations, "user.metadata.annotations", may_be_empty=True)
        update = user_update(user, request.update_mask.paths, version)
        self._providers.require(user.identity_provider_id)
        if user.is_deactivated and "is_deactivated" in update.fields:
            _require_other(call, user.user_id, "self-deactivate")
        return wire.UpdateUserResponse(user=_user(await self._users.update(update)))

    async def delete_user(self, request: wire.DeleteUserRequest, call: Call) -> Any:
        """Removes a user."""
        name, provider = _named(request)
        _require_other(call, name, "delete itself")
        await self._users.delete(name, provider)
        return wire.DeleteUserResponse()

    async def list_users(self, request: wire.ListUsersRequest, call: Call) -> Any:
        """Users in order of id, a page at a time."""
        after = _read_token(request.page_token)
        if request.page_size < 0:
            raise invalid_argument("Max page size must be non-negative")
        provider = _provider(request.identity_provider_id)
        size_max = self._users.limits.page_size_max
        size = min(request.page_size or size_max, size_max)
        page = await self._users.page(after, size, provider)
        token = _token(page[-1].user_id) if page and len(page) == size else ""
        return wire.ListUsersResponse(users=map(_user, page), next_page_token=token)

    async def grant_rights(self, request: wire.GrantUserRightsRequest, call: Call) -> Any:
        """Adds rights; the answer has the new ones."""
        name, provider = _named(request)
        rights = _read_rights(request.rights)
        await self._require_parties(rights, provider, call)
        new = await self._users.grant(name, rights, provider)
        return wire.GrantUserRightsResponse(newly_granted_rights=map(_right, new))

    async def revoke_rights(self, request: wire.RevokeUserRightsRequest, call: Call) -> Any:
        """Takes rights away; the answer has those that there were."""
        name, provider = _named(request)
        rights = _read_rights(request.rights)
        if Right(RightKind.PARTICIPANT_ADMIN) in rights:
            _require_other(call, name, "remove own admin rights")
        await self._require_parties(rights, provider, call)
        gone = await self._users.revoke(name, rights, provider)
        return wire.RevokeUserRightsResponse(newly_revoked_rights=map(_right, gone))

    async def list_rights(self, request: wire.ListUserRightsRequest, call: Call) -> Any:
        """The rights of a user."""
        rights = await self._users.rights(*_named(request))
        return wire.ListUserRightsResponse(rights=map(_right, rights))

    async def update_identity_provider(
        self, request: wire.UpdateUserIdentityProviderIdRequest, call: Call
    ) -> Any:
        """Moves a user between identity providers."""
        name = UserId(user_id(request.user_id))
        source = _provider(request.source_identity_provider_id, "source_identity_provider_id")
        target = _provider(request.target_identity_provider_id, "target_identity_provider_id")
        self._providers.require(source)
        self._providers.require(target)
        await self._users.move(name, source, target)
        return wire.UpdateUserIdentityProviderIdResponse()

    async def _require_parties(self, rights: Iterable[Right], provider: str, call: Call) -> None:
        """Whoever administers a provider's users gives them rights on the provider's parties only.

        Raises:
            LedgerError: UNKNOWN_RESOURCE.
        """
        if caller_of(call).administers:
            return
        kinds = (RightKind.CAN_ACT_AS, RightKind.CAN_READ_AS)
        parties = {each.party for each in rights if each.kind in kinds}
        unknown = sorted(parties - await self._parties.within(provider, parties))
        if unknown:
            raise unknown_parties(unknown, provider)


def _named(request: Any) -> tuple[UserId, str]:
    return UserId(user_id(request.user_id)), _provider(request.identity_provider_id)


def _require_other(call: Call, name: UserId, what: str) -> None:
    """Keeps a user from locking itself out."""
    if caller_of(call).own_user == name:
        raise invalid_argument(f"Requesting user cannot {what}")


def _provider(text: str, field: str = "identity_provider_id") -> str:
    return optional_ledger_string(text, field)


def _read_user(request: Any, id_field: str) -> User:
    if not request.HasField("user"):
        raise missing_field("user")
    message: wire.User = request.user
    return User(
        UserId(user_id(message.id, id_field)),
        party(message.primary_party) if message.primary_party else None,
        message.is_deactivated,
        message.primary_party_authentication,
        dict(message.metadata.annotations),
        _provider(message.identity_provider_id),
    )


def _user(user: User) -> wire.User:
    return wire.User(
        id=user.user_id,
        primary_party=user.primary_party or "",
        is_deactivated=user.is_deactivated,
        metadata=wire.ObjectMeta(
            resource_version=str(user.resource_version), annotations=user.annotations
        ),
        identity_provider_id=user.identity_provider_id,
        primary_party_authentication=user.primary_party_authentication,
    )


def _read_rights(messages: Iterable[wire.Right]) -> set[Right]:
    return set(map(_read_right, messages))


def _read_right(message: wire.Right) -> Right:
    name = message.WhichOneof("kind")
    if name is None:
        raise invalid_argument(
            "unknown kind of right - check that the Ledger API version of the server is "
            "recent enough"
        )
    kind = RightKind[name.upper()]
    content = getattr(message, name)
    is_of_party = "party" in content.DESCRIPTOR.fields_by_name
    return Right(kind, party(content.party) if is_of_party else "")


def _right(right: Right) -> wire.Right:
    message = wire.Right()
    content = getattr(message, right.kind.name.lower())
    content.SetInParent()
    if right.party:
        content.party = right.party
    return message


def _token(last: str) -> str:
    return base64.urlsafe_b64encode(StringValue(value=last).SerializeToString()).decode()


def _read_token(token: str) -> str:
    if not token:
        return ""
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True)
        return user_id(StringValue.FromString(content).value)
    except (ValueError, DecodeError, LedgerError) as error:
        raise invalid_argument("Invalid page token") from error
