"""Which contracts a request uses and changes, as far as this participant is concerned.

Only contracts with a stakeholder hosted here are kept: of others (divulged, disclosed) this
participant does not know whether they are active. Those are checked whose hosted stakeholders are
also informed of the view. What a rolled-back view does has no effect, but what it uses must still
be active, and what it creates must not exist. Source: protocol sheet 2.1, 2.7;
UsedAndCreatedContracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from canton.identifiers import PartyId
from canton.participant.core.activeness import ActivenessSet, CommitSet, ContractId
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.full_view import FullViewTree

IsHosted = Callable[[PartyId], bool]


@dataclass(frozen=True, slots=True)
class ContractsOfRequest:
    """What conflict detection must check, what an approval changes, and the new contracts."""

    activeness: ActivenessSet
    commit: CommitSet
    created: tuple[StoredContract, ...]


def contracts_of(views: Iterable[FullViewTree], is_hosted: IsHosted) -> ContractsOfRequest:
    """Gathers over all views of a request, subviews included (each is given once)."""
    used: set[ContractId] = set()
    archived: set[ContractId] = set()
    created: dict[ContractId, StoredContract | None] = {}

    def is_ours(parties: Iterable[PartyId]) -> bool:
        return any(map(is_hosted, parties))

    for each in views:
        data = each.view.participant
        has_effect = not data.rollback_context.is_rolled_back
        for input_ in data.core_inputs:
            stakeholders = input_.contract.stakeholders
            contract_id = ContractId(input_.contract.contract_id.hex)
            if is_ours(stakeholders & each.view.common.informees):
                used.add(contract_id)
            if input_.consumed and has_effect and is_ours(stakeholders):
                archived.add(contract_id)
        for new in data.created_core:
            if not is_ours(new.contract.stakeholders):
                continue
            stays = has_effect and not new.rolled_back
            contract_id = ContractId(new.contract.contract_id.hex)
            created[contract_id] = new.contract if stays else None
            if stays and new.consumed_in_core:
                archived.add(contract_id)
        if has_effect:
            archived |= {ContractId(i.hex) for i in data.created_in_subview_archived_in_core}
    return _gathered(used, archived, created)


def _gathered(
    used: set[ContractId],
    archived: set[ContractId],
    created: Mapping[ContractId, StoredContract | None],
) -> ContractsOfRequest:
    """`created` has None for what was rolled back: it is neither new nor asked for from before."""
    new = {key: contract for key, contract in created.items() if contract is not None}
    from_before = frozenset(used - created.keys())
    consumed = frozenset(archived) & (from_before | new.keys())
    return ContractsOfRequest(
        ActivenessSet(from_before, frozenset(created), (consumed & from_before) | frozenset(new)),
        CommitSet(frozenset(new), consumed),
        tuple(new.values()),
    )
