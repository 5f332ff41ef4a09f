"""What each method requires, row by row. Source: the original's *ServiceAuthorization classes."""

from __future__ import annotations

from typing import Any

import pytest

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
from canton.ledger_api.authorization.rules import RULES
from canton.transport.seam import Method, methods_of
from canton.wire import (
    ledger_admin_pb2,
    ledger_interactive_pb2,
    ledger_service_pb2,
    ledger_testing_pb2,
)

METHODS: dict[str, Method] = {
    method.path: method
    for module in (
        ledger_admin_pb2,
        ledger_interactive_pb2,
        ledger_service_pb2,
        ledger_testing_pb2,
    )
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in methods_of(service).values()
}
BY_NAME = {f"{path.split('.')[-1]}": path for path in METHODS}
PROVIDER = WithinProvider("identity_provider_id")
COMMANDS = {"act_as": ["b", "a"], "read_as": ["a", "c"]}
SUBMISSION: list[Requirement] = [
    ForUser("commands.user_id"),
    ActAs("a"),
    ActAs("b"),
    ReadAs("c"),
]
EVENTS: dict[str, Any] = {"filters_by_party": {"b": {}, "a": {}}}
ANY_EVENTS: dict[str, Any] = {"filters_for_any_party": {}}
FORMAT = {"event_format": {"filters_by_party": {"x": {}}, "filters_for_any_party": {}}}
FORMAT_REQUIRES = [ReadAs("x"), ReadAsAnyParty()]
UPDATES = {
    "include_transactions": {"event_format": {"filters_by_party": {"t": {}}}},
    "include_reassignments": {"filters_for_any_party": {}},
    "include_topology_events": {"include_participant_authorization_events": {"parties": ["p"]}},
}
UPDATES_REQUIRE = [ReadAs("t"), ReadAsAnyParty(), ReadAs("p")]
PREPARED = {"metadata": {"submitter_info": {"act_as": ["b", "a"]}}}
EXECUTION: list[Requirement] = [ForUser("user_id"), ExecuteAs("a"), ExecuteAs("b")]
ADMIN_RIGHT = {"rights": [{"can_act_as": {"party": "a"}}, {"can_read_as_any_party": {}}]}
PARTY_RIGHT = {"rights": [{"can_act_as": {"party": "a"}}, {"identity_provider_admin": {}}]}

TABLE: list[tuple[str, dict[str, Any], list[Requirement]]] = [
    ("CommandService/SubmitAndWait", {"commands": COMMANDS}, SUBMISSION),
    (
        "CommandService/SubmitAndWaitForTransaction",
        {"commands": COMMANDS, "transaction_format": FORMAT},
        [*SUBMISSION, *FORMAT_REQUIRES],
    ),
    ("CommandService/SubmitAndWaitForTransaction", {"commands": COMMANDS}, SUBMISSION),
    (
        "CommandService/SubmitAndWaitForReassignment",
        {"reassignment_commands": {"submitter": "s"}, "event_format": EVENTS},
        [ForUser("reassignment_commands.user_id"), ActAs("s"), ReadAs("a"), ReadAs("b")],
    ),
    (
        "CommandService/SubmitAndWaitForReassignment",
        {},
        [ForUser("reassignment_commands.user_id")],
    ),
    ("CommandSubmissionService/Submit", {"commands": COMMANDS}, SUBMISSION),
    (
        "CommandSubmissionService/SubmitReassignment",
        {"reassignment_commands": {"submitter": "s"}},
        [ForUser("reassignment_commands.user_id"), ActAs("s")],
    ),
    (
        "CommandCompletionService/CompletionStream",
        {"parties": ["b", "a"]},
        [ForUser("user_id", unless_reader=True), ReadAs("a"), ReadAs("b")],
    ),
    ("CommandCompletionService/GetCompletions", {"parties": ["a"]}, [ReadAs("a")]),
    ("CommandCompletionService/GetCompletions", {}, [ReadAsAnyParty()]),
    ("CommandCompletionService/GetCompletionByHash", {}, [ReadAsSomeParty()]),
    (
        "InteractiveSubmissionService/PrepareSubmission",
        {"act_as": ["a"], "read_as": ["b", "a"]},
        [ForUser("user_id"), ReadAs("a"), ReadAs("b")],
    ),
    (
        "InteractiveSubmissionService/ExecuteSubmission",
        {"prepared_transaction": PREPARED},
        EXECUTION,
    ),
    (
        "InteractiveSubmissionService/ExecuteSubmissionAndWait",
        {"prepared_transaction": PREPARED},
        EXECUTION,
    ),
    (
        "InteractiveSubmissionService/ExecuteSubmissionAndWaitForTransaction",
        {"prepared_transaction": PREPARED, "transaction_format": FORMAT},
        [*EXECUTION, *FORMAT_REQUIRES],
    ),
    ("InteractiveSubmissionService/GetPreferredPackages", {}, [Public()]),
    *(
        (f"UpdateService/{name}", {"update_format": UPDATES}, UPDATES_REQUIRE)
        for name in (
            "GetUpdates",
            "GetUpdatesPage",
            "GetUpdateByOffset",
            "GetUpdateById",
            "GetUpdateByHash",
        )
    ),
    (
        "UpdateService/GetUpdates",
        {
            "update_format": {
                "include_topology_events": {"include_participant_authorization_events": {}}
            }
        },
        [ReadAsAnyParty()],
    ),
    ("UpdateService/GetUpdates", {"update_format": {"include_topology_events": {}}}, []),
    ("StateService/GetActiveContracts", {"event_format": EVENTS}, [ReadAs("a"), ReadAs("b")]),
    ("StateService/GetActiveContractsPage", {"event_format": ANY_EVENTS}, [ReadAsAnyParty()]),
    ("StateService/GetConnectedSynchronizers", {}, [Public()]),
    (
        "StateService/GetConnectedSynchronizers",
        {"party": "a"},
        [UserAdminOrOperator(("a",)), PROVIDER],
    ),
    ("StateService/GetLedgerEnd", {}, [Public()]),
    ("StateService/GetLatestPrunedOffsets", {}, [Public()]),
    (
        "EventQueryService/GetEventsByContractId",
        {"event_format": EVENTS},
        [ReadAs("a"), ReadAs("b")],
    ),
    ("ContractService/GetContract", {"querying_parties": ["a"]}, [ReadAs("a")]),
    ("ContractService/GetContract", {}, [ReadAsAnyParty()]),
    ("JoseService/GetJwks", {}, [Public()]),
    *(
        (f"PackageService/{name}", {}, [Public()])
        for name in ("ListPackages", "GetPackage", "GetPackageStatus", "ListVettedPackages")
    ),
    *(
        (f"PackageManagementService/{name}", {}, [Admin()])
        for name in (
            "ListKnownPackages",
            "UploadDarFile",
            "ValidateDarFile",
            "UpdateVettedPackages",
        )
    ),
    ("PartyManagementService/GetParticipantId", {}, [Public()]),
    (
        "PartyManagementService/GetParties",
        {"parties": ["a", "b"]},
        [UserAdminOrOperator(("a", "b")), PROVIDER],
    ),
    ("PartyManagementService/ListKnownParties", {}, [UserAdmin(), PROVIDER]),
    ("PartyManagementService/AllocateParty", {}, [UserAdminOrSelf("user_id"), PROVIDER]),
    ("PartyManagementService/AllocateExternalParty", {}, [UserAdminOrSelf("user_id"), PROVIDER]),
    (
        "PartyManagementService/UpdatePartyDetails",
        {"party_details": {}},
        [UserAdmin(), WithinProvider("party_details.identity_provider_id")],
    ),
    ("PartyManagementService/UpdatePartyDetails", {}, [UserAdmin()]),
    ("PartyManagementService/UpdatePartyIdentityProviderId", {}, [Admin()]),
    ("PartyManagementService/GenerateExternalPartyTopology", {}, [Public()]),
    (
        "PartyManagementAlphaService/ExportPartyAcs",
        {"party_id": "a"},
        [UserAdminOrOperator(("a",))],
    ),
    ("PartyManagementAlphaService/GetAddPartyStatus", {}, [UserAdmin()]),
    (
        "UserManagementService/CreateUser",
        {"user": {"id": "u"}, **PARTY_RIGHT},
        [UserAdmin(), WithinProvider("user.identity_provider_id")],
    ),
    (
        "UserManagementService/CreateUser",
        {"user": {"id": "u"}, **ADMIN_RIGHT},
        [Admin(), WithinProvider("user.identity_provider_id")],
    ),
    ("UserManagementService/GetUser", {}, [SelfOrUserAdmin("user_id"), PROVIDER]),
    (
        "UserManagementService/UpdateUser",
        {"user": {}},
        [UserAdmin(), WithinProvider("user.identity_provider_id")],
    ),
    ("UserManagementService/UpdateUser", {}, [UserAdmin()]),
    ("UserManagementService/DeleteUser", {}, [UserAdmin(), PROVIDER]),
    ("UserManagementService/ListUsers", {}, [UserAdmin(), PROVIDER]),
    ("UserManagementService/GrantUserRights", PARTY_RIGHT, [UserAdmin(), PROVIDER]),
    ("UserManagementService/GrantUserRights", ADMIN_RIGHT, [Admin(), PROVIDER]),
    ("UserManagementService/RevokeUserRights", PARTY_RIGHT, [UserAdmin(), PROVIDER]),
    ("UserManagementService/RevokeUserRights", ADMIN_RIGHT, [Admin(), PROVIDER]),
    ("UserManagementService/ListUserRights", {}, [SelfOrUserAdmin("user_id"), PROVIDER]),
    ("UserManagementService/UpdateUserIdentityProviderId", {}, [Admin()]),
    *(
        (f"IdentityProviderConfigService/{name}", {}, [Admin()])
        for name in (
            "CreateIdentityProviderConfig",
            "GetIdentityProviderConfig",
            "UpdateIdentityProviderConfig",
            "ListIdentityProviderConfigs",
            "DeleteIdentityProviderConfig",
        )
    ),
    ("TimeService/GetTime", {}, [Public()]),
    ("TimeService/SetTime", {}, [Admin()]),
    ("ParticipantPruningService/Prune", {}, [Admin()]),
    ("CommandInspectionService/GetCommandStatus", {}, [Admin()]),
]
_TOLD_APART = {"VersionService/GetLedgerApiVersion", "PartyManagementAlphaService/AddPartyWithAcs"}


@pytest.mark.parametrize(("name", "fields", "required"), TABLE)
def test_a_method_requires_what_the_original_requires(
    name: str, fields: dict[str, Any], required: list[Requirement]
) -> None:
    method = METHODS[BY_NAME[name]]
    rule = RULES[method.path]
    assert rule is not None
    assert list(rule(method.request_type(**fields))) == required


def test_every_method_of_the_schema_has_a_rule_and_a_row() -> None:
    assert set(RULES) == set(METHODS)
    assert {name for name, _, _ in TABLE} | _TOLD_APART == set(BY_NAME)


def test_the_version_alone_is_told_without_a_token() -> None:
    assert [path for path, rule in RULES.items() if rule is None] == [
        BY_NAME["VersionService/GetLedgerApiVersion"]
    ]


@pytest.mark.parametrize(
    ("kind", "needs_participant_admin"),
    [
        ("participant_admin", True),
        ("can_read_as_any_party", True),
        ("can_execute_as_any_party", True),
        ("can_act_as_any_party", True),
        ("can_act_as", False),
        ("can_read_as", False),
        ("can_execute_as", False),
        ("identity_provider_admin", False),
    ],
)
def test_some_rights_only_a_participant_admin_grants(
    kind: str, needs_participant_admin: bool
) -> None:
    rule = RULES[BY_NAME["UserManagementService/GrantUserRights"]]
    assert rule is not None
    request = ledger_admin_pb2.GrantUserRightsRequest(rights=[{kind: {}}])
    assert (Admin() in rule(request)) is needs_participant_admin
    assert set(ledger_admin_pb2.Right.DESCRIPTOR.fields_by_name) >= {kind}
