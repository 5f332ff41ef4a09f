"""All endpoints. What a participant does not serve behind one is answered as unimplemented.

Source: ledger API sheet 5.1 and its companion; Canton 3.6 V2Routes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from google.protobuf.descriptor import FileDescriptor

from canton.json_api.definition.template import (
    all_templates,
    package_definition,
    template_definition,
)
from canton.json_api.endpoint.endpoint import (
    BytesAnswer,
    BytesBody,
    DefinitionAnswer,
    Endpoint,
    JsonAnswer,
    JsonBody,
    NoAnswer,
    Parameter,
    ParameterKind,
    Place,
    Streaming,
)
from canton.json_api.endpoint.legacy import (
    active_contracts_request,
    ask_for_effects,
    tree_answer,
    updates_request,
)
from canton.transport.seam import Method, methods_of
from canton.wire import ledger_admin_pb2, ledger_interactive_pb2, ledger_service_pb2

_VETTING: Final = ledger_admin_pb2.UploadDarFileRequest.VettingChange


def _method(file: FileDescriptor, name: str) -> Method:
    service, _, method = name.partition(".")
    return methods_of(file.services_by_name[service])[method]


def _ledger(name: str) -> Method:
    return _method(ledger_service_pb2.DESCRIPTOR, name)


def _admin(name: str) -> Method:
    return _method(ledger_admin_pb2.DESCRIPTOR, name)


def _interactive(name: str) -> Method:
    return _method(ledger_interactive_pb2.DESCRIPTOR, f"InteractiveSubmissionService.{name}")


def _path(name: str, field: str = "", *, must_match: str = "") -> Parameter:
    return Parameter(name, Place.PATH, field, must_match=must_match)


def _query(
    name: str, field: str, kind: ParameterKind = ParameterKind.TEXT, **more: Any
) -> Parameter:
    return Parameter(name, Place.QUERY, field, kind, **more)


def _get(path: str, method: Method, *parameters: Parameter, **more: Any) -> Endpoint:
    return Endpoint("GET", path, method, parameters=parameters, **more)


def _post(path: str, method: Method, *parameters: Parameter, **more: Any) -> Endpoint:
    more.setdefault("body", JsonBody())
    return Endpoint("POST", path, method, parameters=parameters, **more)


def _patch(path: str, method: Method, *parameters: Parameter) -> Endpoint:
    return Endpoint("PATCH", path, method, JsonBody(), parameters)


def _delete(path: str, method: Method, *parameters: Parameter) -> Endpoint:
    return Endpoint("DELETE", path, method, parameters=parameters)


_IN_COMMANDS: Final = JsonBody(field="commands")
_ENDLESS: Final = Streaming(lambda request: True)
_PROVIDER: Final = _query("identity-provider-id", "identity_provider_id")
_PAGE: Final = (
    _query("pageSize", "page_size", ParameterKind.INT32),
    _query("pageToken", "page_token"),
)
_COMMANDS: Final = (
    _post(
        "/v2/commands/submit-and-wait", _ledger("CommandService.SubmitAndWait"), body=_IN_COMMANDS
    ),
    _post(
        "/v2/commands/submit-and-wait-for-transaction",
        _ledger("CommandService.SubmitAndWaitForTransaction"),
    ),
    _post(
        "/v2/commands/submit-and-wait-for-reassignment",
        _ledger("CommandService.SubmitAndWaitForReassignment"),
    ),
    _post(
        "/v2/commands/submit-and-wait-for-transaction-tree",
        _ledger("CommandService.SubmitAndWaitForTransaction"),
        body=_IN_COMMANDS,
        finish=ask_for_effects,
        answer=JsonAnswer(tree_answer),
        is_deprecated=True,
    ),
    _post(
        "/v2/commands/async/submit", _ledger("CommandSubmissionService.Submit"), body=_IN_COMMANDS
    ),
    _post(
        "/v2/commands/async/submit-reassignment",
        _ledger("CommandSubmissionService.SubmitReassignment"),
    ),
    _post(
        "/v2/commands/completions",
        _ledger("CommandCompletionService.CompletionStream"),
        streaming=_ENDLESS,
    ),
    _post(
        "/v2/commands/command-completions",
        _ledger("CommandCompletionService.GetCompletions"),
        streaming=_ENDLESS,
    ),
    _post(
        "/v2/commands/completion-by-hash",
        _ledger("CommandCompletionService.GetCompletionByHash"),
    ),
)
_READING: Final = (
    _post("/v2/events/events-by-contract-id", _ledger("EventQueryService.GetEventsByContractId")),
    _post("/v2/contracts/contract-by-id", _ledger("ContractService.GetContract")),
    _post(
        "/v2/state/active-contracts",
        _ledger("StateService.GetActiveContracts"),
        body=JsonBody(rewrite=active_contracts_request),
        streaming=Streaming(),
    ),
    _get(
        "/v2/state/active-contracts-page",
        _ledger("StateService.GetActiveContractsPage"),
        body=JsonBody(),
        is_deprecated=True,
    ),
    _post("/v2/state/active-contracts-page", _ledger("StateService.GetActiveContractsPage")),
    _get(
        "/v2/state/connected-synchronizers",
        _ledger("StateService.GetConnectedSynchronizers"),
        _query("party", "party"),
        _query("participantId", "participant_id"),
        _query("identityProviderId", "identity_provider_id"),
    ),
    _get("/v2/state/ledger-end", _ledger("StateService.GetLedgerEnd")),
    _get("/v2/state/latest-pruned-offsets", _ledger("StateService.GetLatestPrunedOffsets")),
    _post(
        "/v2/updates",
        _ledger("UpdateService.GetUpdates"),
        body=JsonBody(rewrite=updates_request),
        streaming=Streaming(lambda request: not request.HasField("end_inclusive")),
    ),
    _post("/v2/updates/update-by-offset", _ledger("UpdateService.GetUpdateByOffset")),
    _post("/v2/updates/update-by-id", _ledger("UpdateService.GetUpdateById")),
    _post("/v2/updates/update-by-hash", _ledger("UpdateService.GetUpdateByHash")),
    _post("/v2/updates/get-updates-page", _ledger("UpdateService.GetUpdatesPage")),
    _get("/v2/version", _ledger("VersionService.GetLedgerApiVersion")),
    _get(
        "/v2/jose/jwks/synchronizer/{synchronizer}/party/{party}",
        _ledger("JoseService.GetJwks"),
        _path("synchronizer", "synchronizer_id"),
        _path("party", "party_id"),
    ),
)
_UPLOAD: Final = (
    _query(
        "vetAllPackages",
        "vetting_change",
        ParameterKind.FLAG,
        constants={
            True: _VETTING.VETTING_CHANGE_VET_ALL_PACKAGES,
            False: _VETTING.VETTING_CHANGE_DONT_VET_ANY_PACKAGES,
            None: _VETTING.VETTING_CHANGE_VET_ALL_PACKAGES,
        },
    ),
    _query("synchronizerId", "synchronizer_id"),
)
_DAR: Final = BytesBody("dar_file")
_PACKAGES: Final = (
    _post(
        "/v2/dars/validate",
        _admin("PackageManagementService.ValidateDarFile"),
        _query("synchronizerId", "synchronizer_id"),
        body=_DAR,
        answer=NoAnswer(),
    ),
    _post("/v2/dars", _admin("PackageManagementService.UploadDarFile"), *_UPLOAD, body=_DAR),
    _get("/v2/packages", _ledger("PackageService.ListPackages")),
    _post("/v2/packages", _admin("PackageManagementService.UploadDarFile"), *_UPLOAD, body=_DAR),
    _get(
        "/v2/packages/{package-id}",
        _ledger("PackageService.GetPackage"),
        _path("package-id", "package_id"),
        answer=BytesAnswer("archive_payload", "Canton-Package-Hash", "hash"),
    ),
    _get(
        "/v2/packages/{package-id}/status",
        _ledger("PackageService.GetPackageStatus"),
        _path("package-id", "package_id"),
    ),
    _post("/v2/package-vetting/list", _ledger("PackageService.ListVettedPackages")),
    _post("/v2/package-vetting/update", _admin("PackageManagementService.UpdateVettedPackages")),
)
_PARTIES: Final = (
    _get(
        "/v2/parties",
        _admin("PartyManagementService.ListKnownParties"),
        _PROVIDER,
        _query("filter-party", "filter_party"),
        *_PAGE,
    ),
    _post("/v2/parties", _admin("PartyManagementService.AllocateParty")),
    _post("/v2/parties/external/allocate", _admin("PartyManagementService.AllocateExternalParty")),
    _post(
        "/v2/parties/external/generate-topology",
        _admin("PartyManagementService.GenerateExternalPartyTopology"),
    ),
    _get("/v2/parties/participant-id", _admin("PartyManagementService.GetParticipantId")),
    _get(
        "/v2/parties/{party}",
        _admin("PartyManagementService.GetParties"),
        _path("party", "parties"),
        _PROVIDER,
        _query("parties", "parties", ParameterKind.TEXTS),
    ),
    _patch(
        "/v2/parties/{party}",
        _admin("PartyManagementService.UpdatePartyDetails"),
        _path("party", must_match="party_details.party"),
    ),
)
_USER: Final = _path("user-id", "user_id")
_USER_IN_BODY: Final = _path("user-id", must_match="user_id")
_USERS: Final = (
    _get("/v2/users", _admin("UserManagementService.ListUsers"), *_PAGE),
    _post("/v2/users", _admin("UserManagementService.CreateUser")),
    _get("/v2/users/{user-id}", _admin("UserManagementService.GetUser"), _USER, _PROVIDER),
    _delete("/v2/users/{user-id}", _admin("UserManagementService.DeleteUser"), _USER),
    _patch(
        "/v2/users/{user-id}",
        _admin("UserManagementService.UpdateUser"),
        _path("user-id", must_match="user.id"),
    ),
    _get("/v2/authenticated-user", _admin("UserManagementService.GetUser"), _PROVIDER),
    _get("/v2/users/{user-id}/rights", _admin("UserManagementService.ListUserRights"), _USER),
    _post(
        "/v2/users/{user-id}/rights",
        _admin("UserManagementService.GrantUserRights"),
        _USER_IN_BODY,
    ),
    _patch(
        "/v2/users/{user-id}/rights",
        _admin("UserManagementService.RevokeUserRights"),
        _USER_IN_BODY,
    ),
    _patch(
        "/v2/users/{user-id}/identity-provider-id",
        _admin("UserManagementService.UpdateUserIdentityProviderId"),
        _USER_IN_BODY,
    ),
)
_IDP: Final = _path("idp-id", "identity_provider_id")
_IDENTITY_PROVIDERS: Final = (
    _get("/v2/idps", _admin("IdentityProviderConfigService.ListIdentityProviderConfigs")),
    _post("/v2/idps", _admin("IdentityProviderConfigService.CreateIdentityProviderConfig")),
    _get(
        "/v2/idps/{idp-id}",
        _admin("IdentityProviderConfigService.GetIdentityProviderConfig"),
        _IDP,
    ),
    _delete(
        "/v2/idps/{idp-id}",
        _admin("IdentityProviderConfigService.DeleteIdentityProviderConfig"),
        _IDP,
    ),
    _patch(
        "/v2/idps/{idp-id}",
        _admin("IdentityProviderConfigService.UpdateIdentityProviderConfig"),
        _path("idp-id", must_match="identity_provider_config.identity_provider_id"),
    ),
)
_EXTERNAL_SIGNING: Final = (
    _post("/v2/interactive-submission/prepare", _interactive("PrepareSubmission")),
    _post("/v2/interactive-submission/execute", _interactive("ExecuteSubmission")),
    _post("/v2/interactive-submission/executeAndWait", _interactive("ExecuteSubmissionAndWait")),
    _post(
        "/v2/interactive-submission/executeAndWaitForTransaction",
        _interactive("ExecuteSubmissionAndWaitForTransaction"),
    ),
    _post("/v2/interactive-submission/preferred-packages", _interactive("GetPreferredPackages")),
)
ENDPOINTS: Final[Sequence[Endpoint]] = (
    *_COMMANDS,
    *_READING,
    *_PACKAGES,
    *_PARTIES,
    *_USERS,
    *_IDENTITY_PROVIDERS,
    *_EXTERNAL_SIGNING,
)
_MAY_SEE_PACKAGES: Final = _ledger("PackageService.ListPackages")
DEFINITIONS: Final[Sequence[Endpoint]] = (
    _get(
        "/v2/definitions/packages/{package-signature}",
        _MAY_SEE_PACKAGES,
        _path("package-signature"),
        answer=DefinitionAnswer(package_definition, "package-signature"),
    ),
    _get(
        "/v2/definitions/templates",
        _MAY_SEE_PACKAGES,
        answer=DefinitionAnswer(all_templates),
    ),
    _get(
        "/v2/definitions/templates/{template-id}",
        _MAY_SEE_PACKAGES,
        _path("template-id"),
        answer=DefinitionAnswer(template_definition, "template-id"),
    ),
)
"""What `daml-definitions-service-enabled` adds."""
