"""What docs/sandbox.md tells a developer to type does what it says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from integration.processes.process import ROOT, CantonProcess, until

pytestmark = pytest.mark.processes

PAGE: Final = (ROOT / "docs" / "sandbox.md").read_text()
ANY_PORTS: Final = [
    word
    for api in ("ledger-api", "json-api", "admin-api", "sequencer-public", "sequencer-admin")
    for word in (f"--{api}-port", "0")
]


def block(opening: str) -> str:
    """The example that begins with these words."""
    found = re.search(rf"```{opening}.*?```", PAGE, re.DOTALL)
    assert found is not None, opening
    return found[0].partition("\n")[2].removesuffix("```")


def shell(folder: Path, script: str) -> str:
    done = subprocess.run(
        ["bash", "-euc", script], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_contract_of_the_page_goes_from_its_issue_to_its_second_owner(tmp_path: Path) -> None:
    (tmp_path / "bin").symlink_to(ROOT / "bin")
    (tmp_path / "iou.lf").write_text(block("text iou.lf"))
    package, start = block("sh\nbin/canton lf assemble").rsplit("bin/canton sandbox", 1)
    assert "template Main:Iou" in shell(tmp_path, package)

    words = [*start.split(), *ANY_PORTS, "--mediator-admin-port", "0", "--canton-port-file=ports"]
    sandbox = CantonProcess(tmp_path, "sandbox", ("sandbox", *words), {})
    try:
        sandbox.start()
        until(lambda: "is ready" in sandbox.output, "the sandbox is ready", 60)
        ports: dict[str, Any] = json.loads((tmp_path / "ports").read_text())["sandbox"]
        calls = block(r"sh\npost\(\)").replace("6864", str(ports["jsonApi"]))
        (seen,) = json.loads(shell(tmp_path, calls))
        argument = seen["contractEntry"]["JsActiveContract"]["createdEvent"]["createArgument"]
        assert argument["amount"] == "100.00"
        assert argument["owner"].startswith("bob::")
        assert sandbox.stop() == 143
        assert sandbox.errors == []
    finally:
        sandbox.discard()
