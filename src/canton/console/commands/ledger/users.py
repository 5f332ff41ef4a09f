"""Commands of a participant about users of the Ledger API and their rights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.group import LedgerGroup, LedgerNode
from canton.console.identifier import text_of
from canton.console.spelling import command
from canton.wire import ledger_admin_pb2

_USERS: Final = methods_of(ledger_admin_pb2.DESCRIPTOR.services_by_name["UserManagementService"])
_MASK: Final = (
    "primary_party",
    "is_deactivated",
    "primary_party_authentication",
    "metadata.annotations",
)

User = ledger_admin_pb2.User
Right = ledger_admin_pb2.Right


class UserRights(LedgerGroup):
    """Grant, revoke and list the rights of users."""

    @command
    def grant(
        self,
        id: str,
        act_as: Iterable[Any] = (),
        read_as: Iterable[Any] = (),
        participant_admin: bool = False,
        identity_provider_id: str = "",
        **more: Any,
    ) -> list[Right]:
        """Grants rights and tells all that the user has then.

        Further parameters: `execute_as`, `identity_provider_admin`, `read_as_any_party`,
        `execute_as_any_party`, `act_as_any_party`.
        """
        request = ledger_admin_pb2.GrantUserRightsRequest(
            user_id=id,
            rights=_rights(act_as, read_as, participant_admin, more),
            identity_provider_id=identity_provider_id,
        )
        self._ledger.unary(_USERS["GrantUserRights"], request)
        return self.list(id, identity_provider_id)

    @command
    def revoke(
        self,
        id: str,
        act_as: Iterable[Any] = (),
        read_as: Iterable[Any] = (),
        participant_admin: bool = False,
        identity_provider_id: str = "",
        **more: Any,
    ) -> list[Right]:
        """Revokes rights and tells all that the user has then; parameters as `grant`."""
        request = ledger_admin_pb2.RevokeUserRightsRequest(
            user_id=id,
            rights=_rights(act_as, read_as, participant_admin, more),
            identity_provider_id=identity_provider_id,
        )
        self._ledger.unary(_USERS["RevokeUserRights"], request)
        return self.list(id, identity_provider_id)

    @command
    def list(self, id: str, identity_provider_id: str = "") -> list[Right]:
        """The rights of a user."""
        request = ledger_admin_pb2.ListUserRightsRequest(
            user_id=id, identity_provider_id=identity_provider_id
        )
        return [*self._ledger.unary(_USERS["ListUserRights"], request).rights]


class Users(LedgerGroup):
    """Make, change and remove users of the Ledger API."""

    def __init__(self, node: LedgerNode) -> None:
        super().__init__(node)
        self.rights = UserRights(node)

    @command
    def create(
        self,
        id: str,
        act_as: Iterable[Any] = (),
        primary_party: Any = None,
        read_as: Iterable[Any] = (),
        participant_admin: bool = False,
        annotations: Mapping[str, str] | None = None,
        **more: Any,
    ) -> User:
        """Makes a user.

        Further parameters: `is_deactivated`, `identity_provider_id`,
        `primary_party_authentication`, and those of `rights.grant`.
        """
        user = User(
            id=id,
            primary_party=text_of(primary_party) if primary_party else "",
            is_deactivated=more.pop("is_deactivated", False),
            metadata=ledger_admin_pb2.ObjectMeta(annotations=annotations or {}),
            identity_provider_id=more.pop("identity_provider_id", ""),
            primary_party_authentication=more.pop("primary_party_authentication", False),
        )
        request = ledger_admin_pb2.CreateUserRequest(
            user=user, rights=_rights(act_as, read_as, participant_admin, more)
        )
        created: User = self._ledger.unary(_USERS["CreateUser"], request).user
        return created

    @command
    def update(
        self, id: str, modifier: Callable[[User], User | None], identity_provider_id: str = ""
    ) -> User:
        """Changes a user: `modifier` changes the message that it is given, or returns another.

        Primary party, activity and annotations may change. It fails if the user was changed
        meanwhile.
        """
        found = self.get(id, identity_provider_id)
        before = dict(found.metadata.annotations)
        wanted = modifier(found) or found
        for key in before.keys() - wanted.metadata.annotations.keys():
            wanted.metadata.annotations[key] = ""
        request = ledger_admin_pb2.UpdateUserRequest(user=wanted)
        request.update_mask.paths.extend(_MASK)
        updated: User = self._ledger.unary(_USERS["UpdateUser"], request).user
        return updated

    @command
    def get(self, id: str, identity_provider_id: str = "") -> User:
        """A user."""
        request = ledger_admin_pb2.GetUserRequest(
            user_id=id, identity_provider_id=identity_provider_id
        )
        found: User = self._ledger.unary(_USERS["GetUser"], request).user
        return found

    @command
    def delete(self, id: str, identity_provider_id: str = "") -> None:
        """Removes a user."""
        request = ledger_admin_pb2.DeleteUserRequest(
            user_id=id, identity_provider_id=identity_provider_id
        )
        self._ledger.unary(_USERS["DeleteUser"], request)

    @command
    def update_idp(
        self, id: str, source_identity_provider_id: str, target_identity_provider_id: str
    ) -> None:
        """Moves a user from one identity provider to another."""
        request = ledger_admin_pb2.UpdateUserIdentityProviderIdRequest(
            user_id=id,
            source_identity_provider_id=source_identity_provider_id,
            target_identity_provider_id=target_identity_provider_id,
        )
        self._ledger.unary(_USERS["UpdateUserIdentityProviderId"], request)

    @command
    def list(
        self,
        filter_user: str = "",
        page_token: str = "",
        page_size: int = 100,
        identity_provider_id: str = "",
    ) -> ledger_admin_pb2.ListUsersResponse:
        """A page of users, of those whose id begins with the filter, and the next page's token."""
        request = ledger_admin_pb2.ListUsersRequest(
            page_token=page_token,
            page_size=page_size,
            identity_provider_id=identity_provider_id,
        )
        page = self._ledger.unary(_USERS["ListUsers"], request)
        return ledger_admin_pb2.ListUsersResponse(
            users=[each for each in page.users if each.id.startswith(filter_user)],
            next_page_token=page.next_page_token,
        )


_OF_PARTY: Final = {
    "act_as": "can_act_as",
    "read_as": "can_read_as",
    "execute_as": "can_execute_as",
}
_WITHOUT_PARTY: Final = {
    "participant_admin": "participant_admin",
    "identity_provider_admin": "identity_provider_admin",
    "read_as_any_party": "can_read_as_any_party",
    "execute_as_any_party": "can_execute_as_any_party",
    "act_as_any_party": "can_act_as_any_party",
}


def _rights(
    act_as: Iterable[Any], read_as: Iterable[Any], admin: bool, more: Mapping[str, Any]
) -> list[Right]:
    wanted = {"act_as": act_as, "read_as": read_as, "participant_admin": admin, **more}
    rights = []
    for name, value in wanted.items():
        if name in _OF_PARTY:
            for party in value:
                right = Right()
                getattr(right, _OF_PARTY[name]).party = text_of(party)
                rights.append(right)
        elif name not in _WITHOUT_PARTY:
            raise TypeError(f"there is no parameter {name}")
        elif value:
            right = Right()
            getattr(right, _WITHOUT_PARTY[name]).SetInParent()
            rights.append(right)
    return rights
