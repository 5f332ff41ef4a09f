"""A package's name means the version that the gRPC Ledger API would take, or the one wished for."""

from __future__ import annotations

import json
from typing import Any

from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.tools.assembler import assemble
from unit.json_api.conftest import Client, simulate


def version(number: str, fields: str) -> Assembled:
    """A version of a package with one template of these fields."""
    text = f"""module M {{
      record @serializable T = {{ owner: Party {fields} }};
      template (this: T) = {{
        precondition True; signatories Cons @Party [M:T {{owner}} this] (Nil @Party);
        observers Nil @Party;
      }};
    }}"""
    return assemble(text, "choice", number, LanguageVersion(2, 2))


ONE = version("1.0.0", "")
TWO = version("2.0.0", ", note: Option Text")


async def created(client: Client, **more: Any) -> tuple[int, Any]:
    """Creates a contract with a note by the package's name: the status and what came of it."""
    arguments = {"owner": client.party, "note": "hello"}
    command = {"CreateCommand": {"templateId": "#choice:M:T", "createArguments": arguments}}
    commands = {**client.commands(f"c{len(more)}", command), **more}
    path = "/v2/commands/submit-and-wait-for-transaction"
    answer = await client.ask("POST", path, {"commands": commands})
    if answer.status != 200:
        return answer.status, json.loads(answer.body)
    (event,) = json.loads(answer.body)["transaction"]["events"]
    return 200, event["CreatedEvent"]


def test_a_name_means_the_newest_version_unless_another_is_wished_for() -> None:
    async def scenario(client: Client) -> None:
        for dar in (ONE, TWO):
            assert (await client.ask("POST", "/v2/dars", dar.dar_bytes)).status == 200
        status, found = await created(client)
        assert (status, found["createArgument"]["note"]) == (200, "hello")
        assert found["templateId"] == f"{TWO.archive.package_id}:M:T"

        wish = [ONE.archive.package_id]
        status, error = await created(client, packageIdSelectionPreference=wish)
        assert (status, error["code"]) == (400, "INVALID_ARGUMENT")
        assert "Unexpected fields: note" in error["cause"], "the older version has no note"

        status, error = await created(client, packageIdSelectionPreference=["0" * 64])
        assert (status, error["code"]) == (400, "JSON_API_PACKAGE_SELECTION_FAILED")

        status, error = await created(client, actAs=["!"])
        assert (status, error["code"]) == (400, "INVALID_ARGUMENT")

        status, error = await created(client, actAs=[])
        assert (status, error["code"]) == (400, "MISSING_FIELD")
        assert "act_as/actAs" in error["cause"]

    simulate(scenario)
