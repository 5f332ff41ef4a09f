"""Whether the parties of a request have signed it themselves, where it says so.

The hash that they signed follows from the view's own interpretation.
Source: protocol sheet 9.1; Canton 3.6 authentication of views.
"""

from __future__ import annotations

from canton.crypto.hash import Hash
from canton.daml_lf.engine import Failed, Interpreted
from canton.errors import Rejection
from canton.participant.core.engine import Engine
from canton.participant.core.external import Binding, missing_signature, prepared_of
from canton.participant.core.validation.conformance import ViewReplay
from canton.participant.errors import MALFORMED_REQUEST
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import HashingScheme
from canton.protocol.view.full_view import FullViewTree
from canton.topology.snapshot.snapshot import TopologySnapshot


def is_externally_signed(view: FullViewTree) -> bool:
    """Whether the submitter of a root view claims that the parties have signed it."""
    submitter = view.tree.submitter
    return submitter is not None and submitter.external_authorization is not None


def external_hash(
    view: FullViewTree,
    replay: ViewReplay,
    outcome: Interpreted | Failed,
    *,
    engine: Engine,
    snapshot: TopologySnapshot,
) -> Hash | Rejection:
    """The hash that the parties have signed, or why they have not signed this view."""
    submitter, common = view.tree.submitter, view.tree.common
    assert submitter is not None
    external = submitter.external_authorization
    assert external is not None
    if isinstance(outcome, Failed):
        return _unsigned(view, f"interpretation failed: {outcome.error.cause}")
    binding = Binding(
        submitter.act_as,
        submitter.command_id,
        common.uuid,
        common.mediator_group,
        str(common.synchronizer),
        external.max_record_time,
    )
    try:
        scheme = HashingScheme(external.hashing_scheme)
        prepared = prepared_of(outcome, replay.contracts, binding, engine)
        hashed = hash_prepared(prepared, scheme)
    except ValueError as error:
        return _unsigned(view, str(error))
    missing = missing_signature(
        hashed, dict(external.signatures), submitter.act_as, snapshot.parties
    )
    return _unsigned(view, missing) if missing is not None else hashed


def _unsigned(view: FullViewTree, cause: str) -> Rejection:
    return Rejection(
        MALFORMED_REQUEST, f"the view {view.position} has no valid external signature: {cause}"
    )
