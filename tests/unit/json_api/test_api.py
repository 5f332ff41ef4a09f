"""The JSON Ledger API over a participant in a whole synchronizer."""

from __future__ import annotations

import json
from typing import Any

from canton.clock import SeededRandomness
from canton.json_api.api import JsonApi, Limits
from canton.json_api.endpoint.table import DEFINITIONS, ENDPOINTS
from canton.json_api.exchange import Incoming
from canton.transport.seam import Services
from unit.json_api.conftest import PING, Client, loaded, simulate


async def create(client: Client, command_id: str, name: str) -> dict[str, Any]:
    commands = client.commands(command_id, client.ping(name))
    path = "/v2/commands/submit-and-wait-for-transaction"
    answer = await client.post(path, {"commands": commands})
    (event,) = answer["transaction"]["events"]
    created: dict[str, Any] = event["CreatedEvent"]
    return created


def test_a_create_is_answered_with_its_arguments_by_their_types() -> None:
    async def scenario(client: Client) -> None:
        created = await create(client, "c1", "one")
        me = client.party
        assert created["createArgument"] == {"id": "one", "initiator": me, "responder": me}
        package, _, qualified = created["templateId"].partition(":")
        assert qualified == "Canton.Internal.Ping:Ping"
        assert len(package) == 64, "answers name packages by their ids"
        assert created["createdEventBlob"] == "" and created["contractKey"] is None

    simulate(scenario)


def test_a_choice_is_exercised_and_its_tree_has_the_node() -> None:
    async def scenario(client: Client) -> None:
        created = await create(client, "c1", "one")
        commands = client.commands("c2", client.respond(created["contractId"]))
        path = "/v2/commands/submit-and-wait-for-transaction-tree"
        tree = (await client.post(path, commands))["transactionTree"]
        event = tree["eventsById"]["0"]["ExercisedTreeEvent"]["value"]
        assert (event["choice"], event["choiceArgument"], event["exerciseResult"]) == (
            "Respond",
            {},
            {},
        )
        assert event["consuming"] and event["actingParties"] == [client.party]

    simulate(scenario)


def test_active_contracts_are_asked_for_in_the_present_and_the_older_form() -> None:
    async def scenario(client: Client) -> None:
        created = await create(client, "c1", "one")
        end = (await client.get("/v2/state/ledger-end"))["offset"]
        path = "/v2/state/active-contracts"
        present = {"activeAtOffset": end, "eventFormat": client.wildcard()}
        (entry,) = await client.post(path, present)
        active = entry["contractEntry"]["JsActiveContract"]
        assert active["createdEvent"]["contractId"] == created["contractId"]
        assert active["reassignmentCounter"] == 0
        older = {"activeAtOffset": end, "filter": {"filtersByParty": {client.party: {}}}}
        assert len(await client.post(path, older)) == 1
        both = {**present, "filter": {"filtersByParty": {}}}
        status, error = await client.refused("POST", path, both)
        assert (status, error["code"]) == (400, "INVALID_ARGUMENT")
        assert "Both event_format and filter are set" in error["cause"]

    simulate(scenario)


def test_an_open_ended_list_ends_when_nothing_comes_for_a_while() -> None:
    async def scenario(client: Client) -> None:
        await create(client, "c1", "one")
        await create(client, "c2", "two")
        format = {
            "includeTransactions": {
                "eventFormat": client.wildcard(),
                "transactionShape": "TRANSACTION_SHAPE_ACS_DELTA",
            }
        }
        found = await client.post("/v2/updates", {"updateFormat": format})
        ids = [each["update"]["Transaction"]["value"]["commandId"] for each in found]
        assert ids == ["c1", "c2"]
        request = {"parties": [client.party], "userId": "user", "beginExclusive": 0}
        found = await client.post("/v2/commands/completions", request)
        done = [each["completionResponse"]["Completion"]["value"] for each in found]
        assert [each["commandId"] for each in done] == ["c1", "c2"]
        assert done[0]["status"] == {"code": 0, "message": "", "details": []}

    simulate(scenario)


def test_a_list_over_the_nodes_limit_is_refused_unless_less_is_asked_for() -> None:
    async def scenario(client: Client) -> None:
        for number in range(3):
            await create(client, f"c{number}", "name")
        body = {"parties": [client.party], "userId": "user"}
        path = "/v2/commands/completions"
        answer = await client.ask("POST", path, body)
        error = json.loads(answer.body)
        assert answer.status == 413
        assert error["code"] == "JSON_API_MAXIMUM_LIST_ELEMENTS_NUMBER_REACHED"
        assert len(loaded(await client.ask("POST", path, body, limit="2"))) == 2

    simulate(scenario, Limits(list_elements_max=2))


def test_the_trace_of_the_caller_is_that_of_the_transaction() -> None:
    async def scenario(client: Client) -> None:
        traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        body = {"commands": client.commands("c1", client.ping("one"))}
        path = "/v2/commands/submit-and-wait-for-transaction"
        answer = loaded(await client.ask("POST", path, body, {"traceparent": traceparent}))
        shown = answer["transaction"]["traceContext"]["traceparent"]
        assert shown.split("-")[1] == "0af7651916cd43dd8448eb211c80319c"

    simulate(scenario)


def test_what_is_no_request_is_told_in_plain_text_with_its_place() -> None:
    async def scenario(client: Client) -> None:
        path = "/v2/commands/submit-and-wait"

        async def told(body: Any) -> str:
            answer = await client.ask("POST", path, body)
            assert (answer.status, answer.content_type.split(";")[0]) == (400, "text/plain")
            return answer.body.decode()

        assert "line 2, column 2" in await told(b'{"commandId":\n x}')
        assert "Missing required field at 'actAs'" in await told({"commands": [], "commandId": "c"})
        command = {"CreateCommand": {"templateId": "Ping", "createArguments": {}}}
        assert "commands[0].CreateCommand.templateId" in await told(client.commands("c", command))
        assert "expecting a string at 'commandId'" in await told(
            {**client.commands("c"), "commandId": 7}
        )
        assert "nested too deeply" in await told(b"[" * 100_000)

    simulate(scenario)


def test_arguments_that_do_not_fit_are_errors_of_the_ledger() -> None:
    async def scenario(client: Client) -> None:
        path = "/v2/commands/submit-and-wait"

        async def refused(arguments: Any, template: str = PING) -> tuple[int, str, str]:
            command = {"CreateCommand": {"templateId": template, "createArguments": arguments}}
            status, error = await client.refused("POST", path, client.commands("c", command))
            return status, error["code"], error["cause"]

        status, code, cause = await refused({"id": "x"})
        assert (status, code) == (400, "COMMAND_PREPROCESSING_FAILED")
        assert "Missing non-optional fields: initiator, responder" in cause
        whole = {"id": "x", "initiator": client.party, "responder": client.party}
        status, code, cause = await refused({**whole, "more": 1})
        assert (status, code) == (400, "INVALID_ARGUMENT") and "Unexpected fields: more" in cause
        status, code, cause = await refused({**whole, "id": 7})
        assert (status, code) == (400, "INVALID_ARGUMENT")
        assert cause.endswith("at 'commands[0].CreateCommand.createArguments.id'")
        status, code, _ = await refused(whole, "#nothing:M:T")
        assert (status, code) == (400, "JSON_API_PACKAGE_SELECTION_FAILED")
        status, code, _ = await refused(whole, f"{'0' * 64}:M:T")
        assert (status, code) == (404, "TEMPLATES_OR_INTERFACES_NOT_FOUND")

    simulate(scenario)


def test_an_unknown_path_and_a_wrong_verb_are_told_apart() -> None:
    async def scenario(client: Client) -> None:
        assert (await client.ask("GET", "/v2/nothing")).status == 404
        assert (await client.ask("GET", "/v2/commands/submit-and-wait")).status == 405

    simulate(scenario)


def test_what_the_participant_does_not_serve_is_unimplemented() -> None:
    async def scenario(client: Client) -> None:
        nothing = JsonApi(
            Services(), client.ledger.active.ledger, SeededRandomness("nothing"), "3.6.0"
        )
        answer = await nothing.answer(Incoming("GET", "/v2/version"))
        error = json.loads(answer.body)
        assert (answer.status, error["grpcCodeValue"], error["errorCategory"]) == (501, 12, -1)
        assert (await nothing.answer(Incoming("GET", "/readyz"))).status == 503
        assert (await nothing.answer(Incoming("GET", "/livez"))).status == 200

    simulate(scenario)


def test_the_documents_are_served_as_text() -> None:
    async def scenario(client: Client) -> None:
        for name, version in (("openapi", "3.0.3"), ("asyncapi", "2.6.0")):
            answer = await client.ask("GET", f"/docs/{name}")
            assert answer.content_type.startswith("text/plain")
            document = json.loads(answer.body)
            assert document[name] == version and document["info"]["version"] == "3.6.0"

    simulate(scenario)


def test_identity_providers_are_kept() -> None:
    async def scenario(client: Client) -> None:
        config = {
            "identityProviderId": "idp1",
            "isDeactivated": False,
            "issuer": "issuer",
            "jwksUrl": "http://localhost:9/jwks.json",
            "audience": "aud",
        }
        made = await client.post("/v2/idps", {"identityProviderConfig": config})
        assert made["identityProviderConfig"] == config
        assert (await client.get("/v2/idps"))["identityProviderConfigs"] == [config]
        change = {**config, "isDeactivated": True}
        mask = {"paths": ["is_deactivated"]}
        body = {"identityProviderConfig": change, "updateMask": mask}
        changed = loaded(await client.ask("PATCH", "/v2/idps/idp1", body))
        assert changed["identityProviderConfig"] == change
        assert loaded(await client.ask("DELETE", "/v2/idps/idp1")) == {}
        status, _ = await client.refused("GET", "/v2/idps/idp1")
        assert status == 404

    simulate(scenario)


def test_users_are_made_read_and_must_be_those_of_the_path() -> None:
    async def scenario(client: Client) -> None:
        right = {"kind": {"CanActAs": {"value": {"party": client.party}}}}
        user = {"id": "ann", "primaryParty": client.party, "metadata": {"annotations": {"k": "v"}}}
        made = await client.post("/v2/users", {"user": user, "rights": [right]})
        assert made["user"]["metadata"]["annotations"] == {"k": "v"}
        assert (await client.get("/v2/users/ann"))["user"] == made["user"]
        assert (await client.get("/v2/users/ann/rights"))["rights"] == [right]
        grant = {"userId": "ann", "rights": [{"kind": {"ParticipantAdmin": {"value": {}}}}]}
        granted = await client.post("/v2/users/ann/rights", grant)
        assert granted["newlyGrantedRights"] == grant["rights"]
        status, error = await client.refused("POST", "/v2/users/bob/rights", grant)
        assert (status, error["code"]) == (400, "INVALID_ARGUMENT")
        assert loaded(await client.ask("DELETE", "/v2/users/ann")) == {}
        status, error = await client.refused("GET", "/v2/users/ann")
        assert (status, error["code"]) == (404, "USER_NOT_FOUND")

    simulate(scenario)


def test_a_package_is_given_as_octets_with_its_hash() -> None:
    async def scenario(client: Client) -> None:
        for package in (await client.get("/v2/packages"))["packageIds"][:1]:
            answer = await client.ask("GET", f"/v2/packages/{package}")
            assert answer.headers == {"Canton-Package-Hash": package}
            assert answer.content_type == "application/octet-stream" and answer.body
            status = await client.get(f"/v2/packages/{package}/status")
            assert status == {"packageStatus": "PACKAGE_STATUS_REGISTERED"}

    simulate(scenario)


def test_a_parameter_that_cannot_be_read_is_named() -> None:
    async def scenario(client: Client) -> None:
        answer = await client.ask("GET", "/v2/users", pageSize="many")
        assert answer.status == 400
        assert b"query parameter pageSize" in answer.body

    simulate(scenario)


def test_definitions_are_told_if_the_node_serves_them() -> None:
    async def scenario(client: Client) -> None:
        templates = (await client.get("/v2/definitions/templates"))["templates"]
        (ping,) = (each for each in templates if each.endswith(":Canton.Internal.Ping:Ping"))
        found = await client.get(f"/v2/definitions/templates/{ping}")
        assert found["arguments"]["fields"]["initiator"] == {"Party": {}}
        package = await client.get(f"/v2/definitions/packages/{ping.partition(':')[0]}")
        assert ping in package["templateDefs"]
        assert await client.get(f"/v2/definitions/packages/{'0' * 64}") is None

    simulate(scenario, endpoints=(*ENDPOINTS, *DEFINITIONS))

    async def without(client: Client) -> None:
        assert (await client.ask("GET", "/v2/definitions/templates")).status == 404

    simulate(without)
