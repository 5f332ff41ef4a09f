"""The package of Ping and Bong, assembled from `admin_workflow_ping.lf`.

Source: LF sheet 6.2.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.language.version import V2_2
from canton.daml_lf.tools.assembler import assemble

_NAME = "canton-builtin-admin-workflow-ping"
_VERSION = "3.3.0"


@cache
def admin_workflow_ping() -> Assembled:
    """The DAR of Ping and Bong with the stable packages that it depends on."""
    text = files(__package__).joinpath("admin_workflow_ping.lf").read_text("utf-8")
    return assemble(text, _NAME, _VERSION, V2_2)
