"""Which contracts a request uses and changes, as far as this participant is concerned.

Only contracts with a stakeholder hosted here are checked and kept: of others (divulged, disclosed)
this participant does not know whether they are active. What a rolled-back view does has no effect,
but what it uses must still be active. Source: protocol sheet 2.1, 2.7; UsedAndCreatedContracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    created: dict[ContractId, StoredContract] = {}
    ours: dict[ContractId, bool] = {}

    def note(contract: StoredContract) -> ContractId:
        contract_id = ContractId(contract.contract_id.hex)
        if contract_id not in ours:
            ours[contract_id] = any(map(is_hosted, contract.stakeholders))
        return contract_id

    for each in views:
        data = each.view.participant
        has_effect = not data.rollback_context.is_rolled_back
        for input_ in data.core_inputs:
            contract_id = note(input_.contract)
            used.add(contract_id)
            if input_.consumed and has_effect:
                archived.add(contract_id)
        for new in data.created_core:
            contract_id = note(new.contract)
            if has_effect and not new.rolled_back:
                created[contract_id] = new.contract
                if new.consumed_in_core:
                    archived.add(contract_id)
        if has_effect:
            archived |= {ContractId(i.hex) for i in data.created_in_subview_archived_in_core}
    used -= created.keys()
    here = frozenset(contract_id for contract_id, is_ours in ours.items() if is_ours)
    new_here = here & created.keys()
    changed = new_here | (here & archived)
    return ContractsOfRequest(
        ActivenessSet(here & used, new_here, changed & (used | new_here)),
        CommitSet(new_here, here & archived & (used | new_here)),
        tuple(created[contract_id] for contract_id in created if contract_id in here),
    )
