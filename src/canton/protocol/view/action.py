"""The root action of a view, with what is needed to interpret it again.

Source: protocol sheet 2.3; ActionDescription of schema 31.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from canton.daml_lf.language.reference import (
    Identifier,
    Name,
    PackageId,
    name,
    package_id,
    parse_identifier,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.identifiers import PartyId
from canton.protocol.reading import read_party
from canton.protocol.view.contract import read_lf_hash
from canton.wire import protocol_v30_pb2 as v30
from canton.wire import protocol_v31_pb2 as v31


@dataclass(frozen=True, slots=True)
class CreateAction:
    """The view creates a contract at its root: the first one of its core."""

    contract_id: ContractId
    seed: bytes


@dataclass(frozen=True, slots=True)
class ExerciseAction:
    """The view exercises a choice at its root. `argument` is a versioned value as bytes."""

    contract_id: ContractId
    template_id: Identifier
    interface_id: Identifier | None
    choice: Name
    argument: bytes
    actors: frozenset[PartyId]
    by_key: bool
    seed: bytes
    failed: bool
    package_preference: frozenset[PackageId]


@dataclass(frozen=True, slots=True)
class FetchAction:
    """The view fetches a contract at its root."""

    contract_id: ContractId
    template_id: Identifier
    interface_id: Identifier | None
    actors: frozenset[PartyId]
    by_key: bool

    @property
    def package_preference(self) -> frozenset[PackageId]:
        """The package through which an interface is fetched."""
        return frozenset() if self.interface_id is None else frozenset({self.template_id.package})


Action = CreateAction | ExerciseAction | FetchAction


def action_to_proto(action: Action) -> v31.ActionDescription:
    """The message."""
    kinds = v30.ActionDescription
    match action:
        case CreateAction():
            return v31.ActionDescription(
                create=kinds.CreateActionDescription(
                    contract_id=str(action.contract_id), node_seed=action.seed
                )
            )
        case ExerciseAction():
            return v31.ActionDescription(
                exercise=kinds.ExerciseActionDescription(
                    input_contract_id=str(action.contract_id),
                    choice=action.choice,
                    chosen_value=action.argument,
                    actors=sorted(action.actors),
                    by_key=action.by_key,
                    node_seed=action.seed,
                    failed=action.failed,
                    interface_id=_optional_text(action.interface_id),
                    template_id=str(action.template_id),
                    package_preference=sorted(action.package_preference),
                )
            )
        case FetchAction():
            return v31.ActionDescription(
                fetch=kinds.FetchActionDescription(
                    input_contract_id=str(action.contract_id),
                    actors=sorted(action.actors),
                    by_key=action.by_key,
                    template_id=str(action.template_id),
                    interface_id=_optional_text(action.interface_id),
                )
            )
        case _:
            assert_never(action)


def _optional_text(identifier: Identifier | None) -> str | None:
    return None if identifier is None else str(identifier)


def read_action(message: v31.ActionDescription) -> Action:
    """Reads an action.

    Raises:
        ValueError: it is none, or a field is malformed.
    """
    match message.WhichOneof("description"):
        case "create":
            create = message.create
            return CreateAction(
                ContractId.parse(create.contract_id), read_lf_hash(create.node_seed)
            )
        case "exercise":
            return _read_exercise(message.exercise)
        case "fetch":
            fetch = message.fetch
            interface = None
            if fetch.HasField("interface_id"):
                interface = parse_identifier(fetch.interface_id)
            return FetchAction(
                contract_id=ContractId.parse(fetch.input_contract_id),
                template_id=parse_identifier(fetch.template_id),
                interface_id=interface,
                actors=frozenset(map(read_party, fetch.actors)),
                by_key=fetch.by_key,
            )
        case _:
            raise ValueError("a view has no root action")


def _read_exercise(message: v30.ActionDescription.ExerciseActionDescription) -> ExerciseAction:
    interface = None
    if message.HasField("interface_id"):
        interface = parse_identifier(message.interface_id)
    return ExerciseAction(
        contract_id=ContractId.parse(message.input_contract_id),
        template_id=parse_identifier(message.template_id),
        interface_id=interface,
        choice=name(message.choice),
        argument=message.chosen_value,
        actors=frozenset(map(read_party, message.actors)),
        by_key=message.by_key,
        seed=read_lf_hash(message.node_seed),
        failed=message.failed,
        package_preference=frozenset(map(package_id, message.package_preference)),
    )
