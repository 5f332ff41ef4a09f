"""View participant data: the contracts, keys and action of a view's core.

Source: protocol sheet 2.1, 2.3; ViewParticipantData of schema 31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from canton.crypto.hash import HashPurpose
from canton.crypto.salt import Salt
from canton.crypto.versioned import unwrap_as, wrap
from canton.daml_lf.language.reference import PackageName, package_name
from canton.daml_lf.value.contract_id import ContractId
from canton.identifiers import PartyId
from canton.protocol.reading import read_party, required
from canton.protocol.view.action import (
    Action,
    CreateAction,
    ExerciseAction,
    FetchAction,
    action_to_proto,
    read_action,
)
from canton.protocol.view.contract import StoredContract, read_lf_hash
from canton.protocol.view.rollback import EMPTY, RollbackContext
from canton.wire import protocol_v31_pb2 as v31

_VERSION: Final = 31


@dataclass(frozen=True, slots=True)
class InputContract:
    """A contract that the core uses and neither the core nor a subview created."""

    contract: StoredContract
    consumed: bool


@dataclass(frozen=True, slots=True)
class CreatedContract:
    """A contract that the core creates; `rolled_back` is always false at this version."""

    contract: StoredContract
    consumed_in_core: bool
    rolled_back: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedKey:
    """A key and the contracts that were found under it, in the order they were seen."""

    hash: bytes
    template_id: bytes
    value: bytes
    package_name: PackageName
    maintainers: frozenset[PartyId]
    contract_ids: tuple[ContractId, ...]

    def to_proto(self) -> v31.ViewParticipantData.KeyResolutionWithMaintainers:
        """The message."""
        return v31.ViewParticipantData.KeyResolutionWithMaintainers(
            key=v31.GlobalKey(
                template_id=self.template_id,
                key=self.value,
                package_name=self.package_name,
                hash=self.hash,
            ),
            maintainers=sorted(self.maintainers),
            contract_ids=map(str, self.contract_ids),
        )

    @staticmethod
    def read(message: v31.ViewParticipantData.KeyResolutionWithMaintainers) -> ResolvedKey:
        """Reads a key and what was found under it.

        Raises:
            ValueError: a field is malformed.
        """
        return ResolvedKey(
            hash=read_lf_hash(message.key.hash),
            template_id=message.key.template_id,
            value=message.key.key,
            package_name=package_name(message.key.package_name),
            maintainers=frozenset(map(read_party, message.maintainers)),
            contract_ids=tuple(map(ContractId.parse, message.contract_ids)),
        )


@dataclass(frozen=True, slots=True)
class ViewParticipantData:
    """What the participants of a view need to interpret it again.

    Inputs are in order of their id, created contracts in order of creation, keys in order of their
    hash, so that equal data are equal values.
    """

    purpose: ClassVar[HashPurpose] = HashPurpose.VIEW_PARTICIPANT_DATA

    salt: Salt
    core_inputs: tuple[InputContract, ...]
    created_core: tuple[CreatedContract, ...]
    created_in_subview_archived_in_core: frozenset[ContractId]
    resolved_keys: tuple[ResolvedKey, ...]
    action: Action
    rollback_context: RollbackContext = EMPTY

    def input(self, contract_id: ContractId) -> InputContract | None:
        """The input of that id."""
        found = (each for each in self.core_inputs if each.contract.contract_id == contract_id)
        return next(found, None)

    def to_bytes(self) -> bytes:
        """The wrapped message."""
        message = v31.ViewParticipantData(
            salt=self.salt.to_proto(),
            created_in_subview_archived_in_core=sorted(
                map(str, self.created_in_subview_archived_in_core)
            ),
            resolved_keys=[key.to_proto() for key in self.resolved_keys],
            action_description=action_to_proto(self.action),
        )
        for used in self.core_inputs:
            message.core_inputs.add(contract=used.contract.encoded, consumed=used.consumed)
        for created in self.created_core:
            message.created_core.add(
                contract=created.contract.encoded,
                consumed_in_core=created.consumed_in_core,
                rolled_back=created.rolled_back,
            )
        if self.rollback_context != EMPTY:
            message.rollback_context.CopyFrom(self.rollback_context.to_proto())
        return wrap(message, _VERSION)

    @staticmethod
    def read(content: bytes) -> ViewParticipantData:
        """Reads participant data and checks that it is consistent in itself.

        Raises:
            ValueError: a field is malformed or contradicts another.
        """
        message = required(unwrap_as(content, v31.ViewParticipantData, {_VERSION}))
        inputs = [
            InputContract(required(StoredContract.from_bytes(each.contract)), each.consumed)
            for each in message.core_inputs
        ]
        keys = [ResolvedKey.read(each) for each in message.resolved_keys]
        data = ViewParticipantData(
            salt=required(Salt.from_proto(message.salt)),
            core_inputs=_in_order(inputs),
            created_core=tuple(
                CreatedContract(
                    required(StoredContract.from_bytes(each.contract)),
                    each.consumed_in_core,
                    each.rolled_back,
                )
                for each in message.created_core
            ),
            created_in_subview_archived_in_core=frozenset(
                map(ContractId.parse, message.created_in_subview_archived_in_core)
            ),
            resolved_keys=tuple(sorted(keys, key=lambda key: key.hash)),
            action=read_action(message.action_description),
            rollback_context=RollbackContext.read(message),
        )
        fault = inconsistency(data)
        if fault is not None:
            raise ValueError(fault)
        return data


def _in_order(inputs: list[InputContract]) -> tuple[InputContract, ...]:
    distinct = {each.contract.contract_id: each for each in inputs}
    return tuple(distinct[contract_id] for contract_id in sorted(distinct))


def inconsistency(data: ViewParticipantData) -> str | None:
    """What contradicts itself in the data, or None."""
    created = [each.contract.contract_id for each in data.created_core]
    inputs = {each.contract.contract_id for each in data.core_inputs}
    elsewhere = data.created_in_subview_archived_in_core
    if len(set(created)) != len(created):
        return "a view creates a contract twice"
    if elsewhere & inputs:
        return "a contract created in a subview is also an input"
    if elsewhere & set(created):
        return "a contract created in a subview is also created in the core"
    match data.action:
        case CreateAction(contract_id):
            if not created or created[0] != contract_id:
                return "the contract of the root action is not the first that the view creates"
        case ExerciseAction(contract_id=contract_id) | FetchAction(contract_id=contract_id):
            used = data.input(contract_id)
            if used is None:
                return "the contract of the root action is no input of the view"
            if data.action.by_key and used.contract.key is None:
                return "the root action is by key on a contract without one"
    return None
