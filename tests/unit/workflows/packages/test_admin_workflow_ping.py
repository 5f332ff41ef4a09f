"""The package of Ping and Bong: valid, byte-stable, and older than the original's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from canton.daml_lf.archive.dar import read_dar
from canton.daml_lf.language.reference import version_key
from canton.daml_lf.tools.dars import check_upgrades
from canton.daml_lf.validation.dar import check_dar
from canton.workflows.packages.admin_workflow_ping import admin_workflow_ping

ORIGINALS = os.environ.get("PYCANTON_ORIGINAL_DARS")

# Nodes that run the same text vet the same package: a change of this id is a new version.
PACKAGE_ID = "10a43fbf4aa2c1af8c99f83dc5ffc0b9b1956f127f9b6027fa6901fced28ca97"


def test_the_package_is_valid_and_has_its_id() -> None:
    assembled = admin_workflow_ping()
    assert assembled.package.id == PACKAGE_ID
    dar = read_dar(assembled.dar_bytes)
    check_dar(dar.main.package_id, dar.decode())


def test_templates_have_the_choices_that_nodes_exercise() -> None:
    choices = {
        f"{module.name}:{name}": set(template.choices)
        for module in admin_workflow_ping().package.modules.values()
        for name, template in module.templates.items()
    }
    assert choices == {
        "Canton.Internal.Ping:Ping": {"Respond", "AbortPing", "Archive"},
        "Canton.Internal.Bong:BongProposal": {"Accept", "AbortBongProposal", "Archive"},
        "Canton.Internal.Bong:Explode": {"ProcessExplode", "AbortExplode", "Archive"},
        "Canton.Internal.Bong:Merge": {"ProcessMerge", "AbortMerge", "Archive"},
        "Canton.Internal.Bong:Collapse": {"ProcessCollapse", "AbortCollapse", "Archive"},
        "Canton.Internal.Bong:Bong": {"Ack", "AbortBong", "Archive"},
    }


@pytest.mark.skipif(ORIGINALS is None, reason="PYCANTON_ORIGINAL_DARS is not set")
def test_the_originals_package_is_an_upgrade_of_ours() -> None:
    (path,) = Path(ORIGINALS or "").rglob("canton-builtin-admin-workflow-ping.dar")
    original = read_dar(path.read_bytes()).main.decode()
    ours = admin_workflow_ping()
    assert original.metadata.name == ours.package.metadata.name
    assert version_key(ours.package.metadata.version) < version_key(original.metadata.version)
    assert "canton-builtin-admin-workflow-ping: 3.3.0, 3.4.0" in check_upgrades(
        {"original": path.read_bytes(), "ours": ours.dar_bytes}
    )
