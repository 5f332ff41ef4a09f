"""A bong over three participants, every node in a process of its own: nested views with several
signatories and different informees go through the whole protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from integration.processes.process import CantonProcess, free_port

pytestmark = pytest.mark.processes

PARTICIPANTS: Final = ("one", "two", "three")
RUN_S_MAX: Final = 60.0
SCRIPT: Final = """
for node in nodes.remote:
    node.health.wait_for_running()
bootstrap.synchronizer("bong", [s], [m], [s])
for each in (one, two, three):
    each.health.wait_for_initialized()
    each.synchronizers.connect_local(s, alias="bong")
print("bong took", one.testing.bong([one, two, three], [one, two, three], levels=2, timeout=40))
for each in (one, two, three):
    open_contracts = each.ledger_api.state.acs.of_party(each)
    print(each.name, "is left with", len(open_contracts))
"""


def _configurations() -> tuple[dict[str, str], str]:
    """What the process of each node reads, and what leads a console to all of them."""
    ports = {name: (free_port(), free_port()) for name in ("s", "m", *PARTICIPANTS)}

    def api(name: str, kind: str, api_name: str) -> str:
        admin, other = ports[name]
        apis = f"admin-api {{ address = localhost, port = {admin} }}"
        if api_name:
            apis += f"\n{api_name} {{ address = localhost, port = {other} }}"
        return f"canton.{kind}.{name} {{ {apis} }}"

    local = {"s": api("s", "sequencers", "public-api"), "m": api("m", "mediators", "")}
    remote = [api("s", "remote-sequencers", "public-api"), api("m", "remote-mediators", "")]
    for name in PARTICIPANTS:
        local[name] = "\n".join(
            (
                api(name, "participants", "ledger-api"),
                f"canton.participants.{name} {{ http-ledger-api.enabled = false",
                "parameters.admin-workflow.bong-test-max-level = 4 }",
            )
        )
        remote.append(api(name, "remote-participants", "ledger-api"))
    return local, "\n".join(remote)


@pytest.fixture
def console(tmp_path: Path) -> Iterator[CantonProcess]:
    """A console that reaches five running processes, not started."""
    local, remote = _configurations()
    (tmp_path / "remote.conf").write_text(remote)
    (tmp_path / "bong.py").write_text(SCRIPT)
    with ExitStack() as stack:
        for name, text in local.items():
            (tmp_path / f"{name}.conf").write_text(text)
            node = CantonProcess(tmp_path, name, ["daemon", f"--config={name}.conf"], {})
            stack.callback(node.discard)
            node.start()
        script = CantonProcess(tmp_path, "console", ["run", "-c", "remote.conf", "bong.py"], {})
        stack.callback(script.discard)
        yield script


def test_a_bong_of_level_two_over_three_participants_leaves_nothing(console: CantonProcess) -> None:
    console.start()
    assert console.wait(RUN_S_MAX) == 0, console.output
    assert "bong took" in console.output
    for name in PARTICIPANTS:
        assert f"{name} is left with 0" in console.output
