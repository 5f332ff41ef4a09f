"""The contracts of Ping and Bong as read from events, and the commands on them.

Fields are read by position, so that a contract of any version of the package is understood.
Source: the package `admin_workflow_ping.lf` beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from canton.daml_lf.engine import CreateCommand, ExerciseCommand
from canton.daml_lf.language.reference import (
    Identifier,
    PackageId,
    dotted_name,
    module_name,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.ledger_api import (
    contract_id_from_api,
    identifier_from_api,
    record_from_api,
)
from canton.daml_lf.value.value import (
    Int64Value,
    ListValue,
    PartyValue,
    RecordValue,
    TextValue,
    TimestampValue,
    Value,
)
from canton.identifiers import PartyId
from canton.timestamps import Timestamp
from canton.wire import ledger_event_pb2 as wire

PACKAGE_NAME: Final = "canton-builtin-admin-workflow-ping"
_PING: Final = "Canton.Internal.Ping"
_BONG: Final = "Canton.Internal.Bong"


@dataclass(frozen=True, slots=True)
class Ping:
    """One party asks another for an answer."""

    id: str
    initiator: PartyId
    responder: PartyId


@dataclass(frozen=True, slots=True)
class BongProposal:
    """Validators join one by one; the last one starts the tree."""

    id: str
    initiator: PartyId
    candidates: tuple[PartyId, ...]
    validators: tuple[PartyId, ...]
    responders: tuple[PartyId, ...]
    levels: int
    timeout: Timestamp


@dataclass(frozen=True, slots=True)
class Bong:
    """The tree is collapsed: the initiator acknowledges the responder that won."""

    id: str
    initiator: PartyId
    validators: tuple[PartyId, ...]
    responder: PartyId
    observers: tuple[PartyId, ...]
    timeout: Timestamp


@dataclass(frozen=True, slots=True)
class Explode:
    """A node of the growing tree; `path` spells the way from the root with L and R."""

    id: str
    initiator: PartyId
    validators: tuple[PartyId, ...]
    responders: tuple[PartyId, ...]
    path: str
    levels: int
    timeout: Timestamp


@dataclass(frozen=True, slots=True)
class Merge:
    """What an exploded node leaves: it waits for its two collapsed children."""

    id: str
    initiator: PartyId
    validators: tuple[PartyId, ...]
    responders: tuple[PartyId, ...]
    path: str
    timeout: Timestamp


@dataclass(frozen=True, slots=True)
class Collapse:
    """A child that is done; two of the same path are merged."""

    id: str
    initiator: PartyId
    validators: tuple[PartyId, ...]
    responders: tuple[PartyId, ...]
    path: str
    timeout: Timestamp


Content = Ping | BongProposal | Bong | Explode | Merge | Collapse

_CONTENTS: Final[dict[str, type[Content]]] = {
    f"{_PING}:Ping": Ping,
    f"{_BONG}:BongProposal": BongProposal,
    f"{_BONG}:Bong": Bong,
    f"{_BONG}:Explode": Explode,
    f"{_BONG}:Merge": Merge,
    f"{_BONG}:Collapse": Collapse,
}
_ABORTS: Final[dict[type[Content], str]] = {
    Ping: "AbortPing",
    BongProposal: "AbortBongProposal",
    Bong: "AbortBong",
    Explode: "AbortExplode",
    Merge: "AbortMerge",
    Collapse: "AbortCollapse",
}


@dataclass(frozen=True, slots=True)
class WorkflowContract:
    """A contract with its content."""

    contract_id: ContractId
    template: Identifier
    content: Content
    workflow_id: str

    def exercise(self, choice: str, *arguments: Value) -> ExerciseCommand:
        """The command that exercises a choice."""
        return ExerciseCommand(self.template, self.contract_id, choice, RecordValue(arguments))

    def abort(self, party: PartyId) -> ExerciseCommand:
        """The command by which any stakeholder archives the contract."""
        return self.exercise(_ABORTS[type(self.content)], PartyValue(party))


def read_contract(created: bytes, workflow_id: str) -> WorkflowContract | None:
    """The contract of a serialized created event; None if it is of another template.

    Raises:
        ValueError: the content is not what the package says.
    """
    event = wire.CreatedEvent.FromString(created)
    template = identifier_from_api(event.template_id)
    kind = _CONTENTS.get(template.qualified_name)
    if kind is None:
        return None
    fields = record_from_api(event.create_arguments).fields
    try:
        content = kind(*map(_plain, fields))
    except TypeError as error:
        raise ValueError(f"{template} has {len(fields)} fields") from error
    return WorkflowContract(contract_id_from_api(event.contract_id), template, content, workflow_id)


def _plain(value: Value) -> Any:
    match value:
        case TextValue(text) | PartyValue(text):
            return text
        case Int64Value(number) | TimestampValue(number):
            return number
        case ListValue(elements):
            return tuple(map(_plain, elements))
    raise ValueError(f"unexpected value {value}")


def create(package: PackageId, content: Ping | BongProposal) -> CreateCommand:
    """The command that creates a ping or a proposal in a version of the package."""
    if isinstance(content, Ping):
        values: tuple[Value, ...] = (
            TextValue(content.id),
            PartyValue(content.initiator),
            PartyValue(content.responder),
        )
        return CreateCommand(_identifier(package, _PING, "Ping"), RecordValue(values))
    values = (
        TextValue(content.id),
        PartyValue(content.initiator),
        _parties(content.candidates),
        _parties(content.validators),
        _parties(content.responders),
        Int64Value(content.levels),
        TimestampValue(content.timeout),
    )
    return CreateCommand(_identifier(package, _BONG, "BongProposal"), RecordValue(values))


def _identifier(package: PackageId, module: str, name: str) -> Identifier:
    return Identifier(package, module_name(module), dotted_name(name))


def _parties(parties: tuple[PartyId, ...]) -> ListValue:
    return ListValue(tuple(map(PartyValue, parties)))
