"""Every refusal has an error code that users can look up."""

from __future__ import annotations

from canton.topology.danger import Danger, DangerName
from canton.topology.rejection import CAUSE_LENGTH_MAX, RejectionName, TopologyRejection
from canton.topology_service.errors import error_of_danger, error_of_rejection


def test_every_rejection_and_every_danger_has_a_code() -> None:
    for name in RejectionName:
        error = error_of_rejection(TopologyRejection(name, "because"))
        assert error.cause == "because"
        assert error.code.id.startswith(("TOPOLOGY_", "LSU_"))
    for danger in DangerName:
        assert error_of_danger(Danger(danger, "because")).cause == "because"


def test_the_stored_reason_is_cut() -> None:
    rejection = TopologyRejection(RejectionName.UNKNOWN_MEMBERS, "x" * 1000)
    assert len(rejection.stored_cause) == CAUSE_LENGTH_MAX
