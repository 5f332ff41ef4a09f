"""Participant data: bytes and back for every action, and data that contradict themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.daml_lf.language.reference import Name
from canton.protocol.view.action import CreateAction, ExerciseAction, FetchAction
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.participant_data import (
    CreatedContract,
    InputContract,
    ResolvedKey,
    ViewParticipantData,
    inconsistency,
)
from canton.protocol.view.rollback import RollbackContext


def root_data(world) -> ViewParticipantData:
    _, view = next(iter(world.built.tree.views()))
    return view.participant


def contract_of(data: ViewParticipantData) -> StoredContract:
    return data.core_inputs[0].contract


def variants(data: ViewParticipantData):
    used = contract_of(data)
    exercise = data.action
    assert isinstance(exercise, ExerciseAction)
    interface = replace(
        exercise,
        interface_id=used.template_id,
        package_preference=frozenset({used.template_id.package}),
        failed=True,
    )
    fetch = FetchAction(
        used.contract_id, used.template_id, used.template_id, used.signatories, False
    )
    key = ResolvedKey(
        bytes(32), b"t", b"v", used.package_name, used.signatories, (used.contract_id,)
    )
    create = CreateAction(data.created_core[0].contract.contract_id, bytes(32))
    yield data
    yield replace(data, action=interface)
    yield replace(data, action=fetch)
    yield replace(data, action=create)
    yield replace(data, resolved_keys=(key, replace(key, hash=b"\x01" * 32)))
    yield replace(data, rollback_context=RollbackContext((1, 2), 3))
    yield replace(data, rollback_context=RollbackContext((), 2))


def test_every_form_reads_back(world) -> None:
    for data in variants(root_data(world)):
        assert ViewParticipantData.read(data.to_bytes()) == data


def test_inputs_are_read_in_order_of_their_id_whatever_order_they_came_in(world) -> None:
    data = root_data(world)
    inputs = (*data.core_inputs, InputContract(data.created_core[0].contract, False))
    both = replace(data, created_core=(), core_inputs=inputs)
    swapped = replace(both, core_inputs=both.core_inputs[::-1])
    assert ViewParticipantData.read(both.to_bytes()) == ViewParticipantData.read(swapped.to_bytes())


@pytest.mark.parametrize("number", range(6))
def test_data_that_contradict_themselves_are_rejected(world, number: int) -> None:
    data = root_data(world)
    used, [first, *_] = data.core_inputs[0], data.created_core
    wrong = [
        replace(data, created_core=(first, first)),
        replace(data, created_in_subview_archived_in_core=frozenset({used.contract.contract_id})),
        replace(data, created_in_subview_archived_in_core=frozenset({first.contract.contract_id})),
        replace(data, action=CreateAction(used.contract.contract_id, bytes(32))),
        replace(data, core_inputs=()),
        replace(data, action=replace(data.action, by_key=True)),
    ][number]
    assert inconsistency(data) is None
    assert inconsistency(wrong) is not None
    with pytest.raises(ValueError):
        ViewParticipantData.read(wrong.to_bytes())


def test_malformed_fields_are_rejected(world) -> None:
    data = root_data(world)
    for wrong in (
        replace(data, rollback_context=RollbackContext((0,), 1)),
        replace(data, rollback_context=RollbackContext((), 0)),
        replace(data, action=replace(data.action, seed=b"short")),
        replace(data, action=replace(data.action, choice=Name("not a name"))),
        replace(data, action=replace(data.action, actors=frozenset({"nobody"}))),
        replace(
            data,
            created_core=(CreatedContract(replace(contract_of(data), encoded=b"\xff"), False),),
        ),
    ):
        with pytest.raises(ValueError):
            ViewParticipantData.read(wrong.to_bytes())
