"""The engine against the recorded network: every root action gives the very same view again.

This needs the original's ping package, which is not part of this repository: the variable
PYCANTON_ORIGINAL_DARS names the folder that has it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from canton.daml_lf.engine import (
    Interpreted,
    Known,
    Library,
    Replay,
    ReplayCreate,
    ReplayExercise,
    interpret,
)
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.transaction.coder import (
    decode_contract,
    decode_versioned_value,
    encode_contract,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    map_transaction_contract_ids,
)
from canton.protocol.view.action import CreateAction, ExerciseAction
from canton.protocol.view.contract import StoredContract, authenticate
from canton.protocol.view.full_view import full_views


@dataclass(frozen=True)
class Case:
    """A view with its subviews, and what its root action is."""

    metadata: object
    replay: Replay
    inputs: dict
    created: dict
    consumed: set


def stored(contract: ContractInstance, blob: bytes) -> StoredContract:
    return StoredContract.from_bytes(blob)


def cases(recording):
    by_event = defaultdict(list)
    for view in recording.views:
        by_event[view.received.member, view.received.event.timestamp].append(view.light)
    for lights in by_event.values():
        for full in full_views(lights).views:
            yield case_of(full)


def case_of(full) -> Case:
    views = [view for _, view in full.view.walk(full.position)]
    inputs, created, consumed = {}, {}, set()
    for view in views:
        data = view.participant
        for used in data.core_inputs:
            inputs[used.contract.contract_id] = decode_contract(used.contract.encoded)
            if used.consumed:
                consumed.add(used.contract.contract_id)
        for made in data.created_core:
            created[made.contract.contract_id] = decode_contract(made.contract.encoded)
    root = full.view.participant
    action = root.action
    metadata = full.tree.participant
    if isinstance(action, CreateAction):
        node = created[action.contract_id]
        command = ReplayCreate(node.template_id, node.argument)
        authorizers = node.signatories
    else:
        assert isinstance(action, ExerciseAction)
        argument, _ = decode_versioned_value(action.argument)
        command = ReplayExercise(
            action.template_id, action.interface_id, action.contract_id, action.choice, argument
        )
        authorizers = action.actors
    replay = Replay(
        command,
        frozenset(authorizers),
        action.seed,
        metadata.preparation_time,
        metadata.ledger_time,
        must_fail=getattr(action, "failed", False),
    )
    return Case(metadata, replay, inputs, created, consumed)


def known_of(library: Library, case: Case) -> Known:
    def is_authentic(contract: ContractInstance, hashed: bytes) -> bool:
        return authenticate(StoredContract.from_bytes(encode_contract(contract)), hashed) is None

    outer = {cid: c for cid, c in case.inputs.items() if cid not in case.created}
    return Known(library, outer, authenticate=is_authentic)


def test_every_root_action_gives_the_contracts_of_its_view_again(recording, library) -> None:
    actions = 0
    for case in cases(recording):
        outcome = interpret(case.replay, known_of(library, case))
        assert isinstance(outcome, Interpreted), outcome
        suffixed = {cid.prefix: cid for cid in case.created}
        transaction = map_transaction_contract_ids(
            outcome.transaction, lambda cid, s=suffixed: s.get(cid.data, cid)
        )
        creates = [n for _, n in transaction.pre_order() if isinstance(n, CreateNode)]
        assert {n.contract_id for n in creates} == set(case.created)
        for node in creates:
            recorded = case.created[node.contract_id]
            assert recorded.to_node() == node
            blob = encode_contract(recorded)
            hashed = contract_hash(library, node.template_id, node.argument)
            assert authenticate(StoredContract.from_bytes(blob), hashed) is None
        exercises = [n for _, n in transaction.pre_order() if isinstance(n, ExerciseNode)]
        archived = {n.contract_id for n in exercises if n.consuming}
        assert case.consumed <= archived
        actions += len(creates) + len(exercises)
    assert actions > 100


def test_every_contract_is_written_as_it_was_received(recording) -> None:
    count = 0
    for view in recording.views:
        data = view.light.view.participant
        for blob in [c.contract.encoded for c in (*data.created_core, *data.core_inputs)]:
            assert encode_contract(decode_contract(blob)) == blob
            count += 1
    assert count > 50
