"""A sandbox is ready by itself: its synchronizers stand, its participants are on them, its DARs
are accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.tools.assembler import assemble
from integration.processes.process import CantonProcess, free_port, until

pytestmark = pytest.mark.processes

READY: Final = "Canton sandbox is ready."
READY_WITHIN_S: Final = 60.0
NODES: Final = {
    "participants": ("sandbox", "pebblebox", "sidebox"),
    "sequencers": ("sequencer1", "sequencer2"),
    "mediators": ("mediator1", "mediator2"),
}
OUTER_API: Final = {"participants": "ledger-api", "sequencers": "public-api"}
MODULE: Final = "module Things { record @serializable Thing = { owner: Party }; }"
SCRIPT: Final = """
def connections(participant):
    return sorted(each.synchronizer_alias for each in participant.synchronizers.list_connected())

for each in (sandbox, pebblebox, sidebox):
    print(each.name, "is connected to", connections(each))
    for connected in each.synchronizers.list_connected():
        vetted = each.topology.vetted_packages.list(store=connected.physical_synchronizer_id)
        names = {package.package_id for found in vetted for package in found.item.packages}
        print(each.name, "accepts it on", connected.synchronizer_alias, props["package"] in names)
sandbox.health.ping(pebblebox)
print("both are on the first")
sandbox.synchronizers.disconnect("synchronizer-1")
sandbox.health.ping(pebblebox)
sandbox.health.ping(sidebox)
print("all are on the second")
"""


LATER_SCRIPT: Final = """
from datetime import timedelta

began = sandbox.ledger_api.time.get()
sandbox.health.ping(sandbox)
assert sandbox.ledger_api.time.get() == began
later = began + timedelta(days=400)
sandbox.ledger_api.time.set(began, later)
sandbox.health.ping(sandbox)
updates = sandbox.ledger_api.updates.transactions([sandbox], completeAfter=4, timeout="10s")
print("effective on", [str(each.effective_at.ToDatetime()) for each in updates])
try:
    sandbox.ledger_api.time.set(began, later)
except Exception as error:
    print("refused:", error)
"""


def apis(ports: dict[str, tuple[int, int]], prefix: str = "") -> str:
    """Where the nodes listen; with the prefix `remote-`, where a console finds them."""
    lines = []
    for kind, names in NODES.items():
        for name in names:
            apis = ["admin-api", *([OUTER_API[kind]] if kind in OUTER_API else [])]
            for api, port in zip(apis, ports[name], strict=False):
                value = f"{{ address = localhost, port = {port} }}"
                lines.append(f"canton.{prefix}{kind}.{name}.{api} {value}")
            if kind == "participants" and not prefix:
                json_api = f"canton.participants.{name}.http-ledger-api"
                lines.append(f"{json_api}.port = {free_port()}")
    return "\n".join(lines)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., CantonProcess]]:
    """Starts `canton` with these words in a folder that has the ports of a larger sandbox."""
    ports = {name: (free_port(), free_port()) for names in NODES.values() for name in names}
    (tmp_path / "ports.conf").write_text(apis(ports))
    (tmp_path / "remote.conf").write_text(apis(ports, "remote-"))
    with ExitStack() as stack:

        def start(name: str, *words: str) -> CantonProcess:
            process = CantonProcess(tmp_path, name, words, {})
            stack.callback(process.discard)
            process.start()
            return process

        yield start


def test_the_larger_sandbox_is_ready_on_both_synchronizers(
    run: Callable[..., CantonProcess], tmp_path: Path
) -> None:
    made = assemble(MODULE, "things", "1.0.0", LanguageVersion(2, 2))
    (tmp_path / "things.dar").write_bytes(made.dar_bytes)
    (tmp_path / "script.py").write_text(SCRIPT)
    words = ("--multi-sync", "--dar=things.dar", "--config=ports.conf")
    sandbox = run("sandbox", "sandbox", *words)
    until(lambda: READY in sandbox.output, "the sandbox is ready", READY_WITHIN_S)

    package = f"-Dpackage={made.archive.package_id}"
    script = run("console", "run", "--config=remote.conf", package, "script.py")
    assert script.wait(READY_WITHIN_S) == 0, script.output
    told = script.output.splitlines()
    assert "sandbox is connected to ['synchronizer-1', 'synchronizer-2']" in told
    assert "sidebox is connected to ['synchronizer-2']" in told
    assert sum("accepts it on" in line and line.endswith("True") for line in told) == 5
    assert "all are on the second" in told
    assert sandbox.stop() == 143
    assert sandbox.errors == []


def test_static_time_passes_when_it_is_set_and_only_then(
    run: Callable[..., CantonProcess], tmp_path: Path
) -> None:
    (tmp_path / "later.py").write_text(LATER_SCRIPT)
    sandbox = run("sandbox", "sandbox", "--static-time", "--config=ports.conf", "--multi-sync")
    until(lambda: READY in sandbox.output, "the sandbox is ready", READY_WITHIN_S)
    script = run("console", "run", "--config=remote.conf", "later.py")
    assert script.wait(READY_WITHIN_S) == 0, script.output
    first, second = "1970-01-01 00:00:00", "1971-02-05 00:00:00"
    assert f"effective on ['{first}', '{first}', '{second}', '{second}']" in script.output
    assert "refused: " in script.output and "current_time mismatch" in script.output
    assert sandbox.stop() == 143
    assert sandbox.errors == []
