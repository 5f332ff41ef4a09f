"""Whether the root views of a request agree about contract keys.

Each view by itself is right if interpretation gives it again; what one root view found under a key
must also go together with what the others found. Only keys count of which a maintainer is hosted
here. Source: protocol sheet 2.7 step 7; Canton 3.6 NextGenInternalConsistencyChecker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from canton.daml_lf.transaction.node import Transaction
from canton.daml_lf.transaction.state import (
    AlreadyConsumed,
    ContractState,
    DuplicateContract,
    InconsistentKey,
)
from canton.daml_lf.transaction.visit import EffectfulRollback, visit
from canton.errors import Rejection
from canton.identifiers import PartyId
from canton.participant.errors import MODEL_CONFORMANCE
from canton.protocol.view.full_view import FullViewTree


def check_keys(
    views: Iterable[FullViewTree],
    transactions: Iterable[Transaction],
    is_hosted: Callable[[PartyId], bool],
) -> Rejection | None:
    """The rejection if root views, whose transactions are given in order, contradict each other."""
    maintainers: dict[bytes, frozenset[PartyId]] = {}
    for view in views:
        for key in view.view.participant.resolved_keys:
            if maintainers.setdefault(key.hash, key.maintainers) != key.maintainers:
                return Rejection(MODEL_CONFORMANCE, "a key has different maintainers")
    hosted = {key_hash for key_hash, parties in maintainers.items() if any(map(is_hosted, parties))}
    state = ContractState()
    try:
        for transaction in transactions:
            visit(
                state,
                transaction,
                lambda node: node.key is not None and node.key.key.hash in hosted,
            )
    except InconsistentKey as error:
        found = f"the contracts under key {error.key.hash.hex()} contradict each other"
        return Rejection(MODEL_CONFORMANCE, found)
    except (AlreadyConsumed, DuplicateContract, EffectfulRollback):
        return Rejection(MODEL_CONFORMANCE, "contracts with keys are created or archived twice")
    return None
