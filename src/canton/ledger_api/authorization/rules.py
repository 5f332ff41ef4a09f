"""What each method of the Ledger API requires, as one table. Source: ledger API sheet 4.3.

A rule reads the request only as far as the requirement goes; whether the request makes sense is its
handler's business. A method without a rule is not served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from canton.ledger_api.authorization.requirement import (
    ActAs,
    Admin,
    ExecuteAs,
    ForUser,
    Public,
    ReadAs,
    ReadAsAnyParty,
    ReadAsSomeParty,
    Requirement,
    SelfOrUserAdmin,
    UserAdmin,
    UserAdminOrOperator,
    UserAdminOrSelf,
    WithinProvider,
)

Rule = Callable[[Any], Iterable[Requirement]]

_PROVIDER: Final = "identity_provider_id"
_RIGHTS_OF_ADMINS: Final = frozenset(
    {
        "participant_admin",
        "can_read_as_any_party",
        "can_execute_as_any_party",
        "can_act_as_any_party",
    }
)
"""Only an administrator of the participant grants these, or takes them away."""


def _always(*requirements: Requirement) -> Rule:
    return lambda _: requirements


# ---- what is read


def _read_as(parties: Iterable[str]) -> Iterator[Requirement]:
    return map(ReadAs, sorted(parties))


def _read_as_or_any(parties: Iterable[str]) -> list[Requirement]:
    """Without parties it is about all."""
    return list(_read_as(parties)) or [ReadAsAnyParty()]


def _event_format(request: Any, field: str = "event_format") -> Iterator[Requirement]:
    if not request.HasField(field):
        return
    wanted = getattr(request, field)
    yield from _read_as(wanted.filters_by_party)
    if wanted.HasField("filters_for_any_party"):
        yield ReadAsAnyParty()


def _transaction_format(request: Any, field: str = "transaction_format") -> Iterator[Requirement]:
    if request.HasField(field):
        yield from _event_format(getattr(request, field))


def _update_format(request: Any) -> Iterator[Requirement]:
    wanted = request.update_format
    yield from _transaction_format(wanted, "include_transactions")
    yield from _event_format(wanted, "include_reassignments")
    topology = wanted.include_topology_events
    if topology.HasField("include_participant_authorization_events"):
        yield from _read_as_or_any(topology.include_participant_authorization_events.parties)


# ---- what is submitted


def _submission(request: Any) -> Iterator[Requirement]:
    commands = request.commands
    yield ForUser("commands.user_id")
    yield from map(ActAs, sorted(commands.act_as))
    yield from _read_as(set(commands.read_as) - set(commands.act_as))


def _submission_for_transaction(request: Any) -> Iterator[Requirement]:
    yield from _submission(request)
    yield from _transaction_format(request)


def _reassignment(request: Any) -> Iterator[Requirement]:
    yield ForUser("reassignment_commands.user_id")
    if request.HasField("reassignment_commands"):
        yield ActAs(request.reassignment_commands.submitter)


def _reassignment_with_events(request: Any) -> Iterator[Requirement]:
    yield from _reassignment(request)
    yield from _event_format(request)


def _preparation(request: Any) -> Iterator[Requirement]:
    yield ForUser("user_id")
    yield from _read_as({*request.act_as, *request.read_as})


def _execution(request: Any) -> Iterator[Requirement]:
    submitters = request.prepared_transaction.metadata.submitter_info
    yield ForUser("user_id")
    yield from map(ExecuteAs, sorted(submitters.act_as))


def _execution_for_transaction(request: Any) -> Iterator[Requirement]:
    yield from _execution(request)
    yield from _transaction_format(request)


def _completions_of_user(request: Any) -> Iterator[Requirement]:
    yield ForUser("user_id", unless_reader=True)
    yield from _read_as(request.parties)


# ---- what is administered


def _users_of_provider(field: str = _PROVIDER) -> Rule:
    return _always(UserAdmin(), WithinProvider(field))


def _rights(field: str = _PROVIDER) -> Rule:
    def rule(request: Any) -> tuple[Requirement, ...]:
        kinds = {right.WhichOneof("kind") for right in request.rights}
        grants_much = not kinds.isdisjoint(_RIGHTS_OF_ADMINS)
        return (Admin() if grants_much else UserAdmin(), WithinProvider(field))

    return rule


def _named(message: str) -> Rule:
    """A change of what a part of the request describes, if it is there."""

    def rule(request: Any) -> tuple[Requirement, ...]:
        if not request.HasField(message):
            return (UserAdmin(),)
        return (UserAdmin(), WithinProvider(f"{message}.{_PROVIDER}"))

    return rule


def _connected_synchronizers(request: Any) -> tuple[Requirement, ...]:
    if not request.party:
        return (Public(),)
    return (UserAdminOrOperator((request.party,)), WithinProvider(_PROVIDER))


_OPEN: Final[Rule | None] = None
_PUBLIC: Final = _always(Public())
_ADMIN: Final = _always(Admin())
_OWN_USER: Final = _always(SelfOrUserAdmin("user_id"), WithinProvider(_PROVIDER))
_ALLOCATION: Final = _always(UserAdminOrSelf("user_id"), WithinProvider(_PROVIDER))

_RULES_BY_SERVICE: Final[Mapping[str, Mapping[str, Rule | None]]] = {
    "VersionService": {"GetLedgerApiVersion": _OPEN},
    "CommandService": {
        "SubmitAndWait": _submission,
        "SubmitAndWaitForTransaction": _submission_for_transaction,
        "SubmitAndWaitForReassignment": _reassignment_with_events,
    },
    "CommandSubmissionService": {
        "Submit": _submission,
        "SubmitReassignment": _reassignment,
    },
    "CommandCompletionService": {
        "CompletionStream": _completions_of_user,
        "GetCompletions": lambda request: _read_as_or_any(request.parties),
        "GetCompletionByHash": _always(ReadAsSomeParty()),
    },
    "interactive.InteractiveSubmissionService": {
        "PrepareSubmission": _preparation,
        "ExecuteSubmission": _execution,
        "ExecuteSubmissionAndWait": _execution,
        "ExecuteSubmissionAndWaitForTransaction": _execution_for_transaction,
        "GetPreferredPackages": _PUBLIC,
    },
    "UpdateService": {
        "GetUpdates": _update_format,
        "GetUpdatesPage": _update_format,
        "GetUpdateByOffset": _update_format,
        "GetUpdateById": _update_format,
        "GetUpdateByHash": _update_format,
    },
    "StateService": {
        "GetActiveContracts": _event_format,
        "GetActiveContractsPage": _event_format,
        "GetConnectedSynchronizers": _connected_synchronizers,
        "GetLedgerEnd": _PUBLIC,
        "GetLatestPrunedOffsets": _PUBLIC,
    },
    "EventQueryService": {"GetEventsByContractId": _event_format},
    "testing.TimeService": {"GetTime": _PUBLIC, "SetTime": _ADMIN},
    "ContractService": {
        "GetContract": lambda request: _read_as_or_any(request.querying_parties),
    },
    "JoseService": {"GetJwks": _PUBLIC},
    "PackageService": {
        "ListPackages": _PUBLIC,
        "GetPackage": _PUBLIC,
        "GetPackageStatus": _PUBLIC,
        "ListVettedPackages": _PUBLIC,
    },
    "admin.PackageManagementService": {
        "ListKnownPackages": _ADMIN,
        "UploadDarFile": _ADMIN,
        "ValidateDarFile": _ADMIN,
        "UpdateVettedPackages": _ADMIN,
    },
    "admin.PartyManagementService": {
        "GetParticipantId": _PUBLIC,
        "GetParties": lambda request: (
            UserAdminOrOperator(tuple(request.parties)),
            WithinProvider(_PROVIDER),
        ),
        "ListKnownParties": _users_of_provider(),
        "AllocateParty": _ALLOCATION,
        "AllocateExternalParty": _ALLOCATION,
        "UpdatePartyDetails": _named("party_details"),
        "UpdatePartyIdentityProviderId": _ADMIN,
        "GenerateExternalPartyTopology": _PUBLIC,
    },
    "admin.PartyManagementAlphaService": {
        "ExportPartyAcs": lambda request: (UserAdminOrOperator((request.party_id,)),),
        # The original lets anybody do this; its request is a stream that names nobody at first.
        "AddPartyWithAcs": _ADMIN,
        "GetAddPartyStatus": _always(UserAdmin()),
    },
    "admin.UserManagementService": {
        "CreateUser": _rights(f"user.{_PROVIDER}"),
        "GetUser": _OWN_USER,
        "UpdateUser": _named("user"),
        "DeleteUser": _users_of_provider(),
        "ListUsers": _users_of_provider(),
        "GrantUserRights": _rights(),
        "RevokeUserRights": _rights(),
        "ListUserRights": _OWN_USER,
        "UpdateUserIdentityProviderId": _ADMIN,
    },
    "admin.IdentityProviderConfigService": {
        "CreateIdentityProviderConfig": _ADMIN,
        "GetIdentityProviderConfig": _ADMIN,
        "UpdateIdentityProviderConfig": _ADMIN,
        "ListIdentityProviderConfigs": _ADMIN,
        "DeleteIdentityProviderConfig": _ADMIN,
    },
    "admin.ParticipantPruningService": {"Prune": _ADMIN},
    "admin.CommandInspectionService": {"GetCommandStatus": _ADMIN},
}

RULES: Final[Mapping[str, Rule | None]] = {
    f"/com.daml.ledger.api.v2.{service}/{method}": rule
    for service, methods in _RULES_BY_SERVICE.items()
    for method, rule in methods.items()
}
"""The rules by path; None is for what anybody may call, even without a token."""
