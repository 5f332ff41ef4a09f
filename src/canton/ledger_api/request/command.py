"""Commands as sent, to what the participant submits: checked in the order that users see.

Source: Canton 3.6 CommandsValidator; ledger API sheet 2.5 to 2.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol
from uuid import UUID

from google.protobuf.duration_pb2 import Duration

from canton.clock import Randomness
from canton.daml_lf.builtins.errors import PACKAGE_NOT_FOUND
from canton.daml_lf.engine import (
    Command,
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
)
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.transaction.coder import ContractCodingError, decode_contract
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.value.coder import ValueCodingError
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import Identifier, TypeReference
from canton.daml_lf.value.ledger_api import (
    InvalidValueError,
    MissingFieldError,
    from_api,
)
from canton.daml_lf.value.value import Value
from canton.errors import LedgerError
from canton.identifiers import Offset
from canton.ledger_api.errors import (
    DISCLOSED_CONTRACTS_CONFLICTING_PAYLOADS,
    NEGATIVE_OFFSET,
    PACKAGE_SELECTION_FAILED,
    invalid_argument,
    invalid_field,
    missing_field,
)
from canton.ledger_api.request import field
from canton.ledger_api.request.preference import parties_in, preferred_packages
from canton.participant.core.deduplication import (
    DEDUPLICATION_MAX,
    DeduplicateByDuration,
    DeduplicateByOffset,
    DeduplicationPeriod,
)
from canton.participant.errors import INVALID_DEDUPLICATION_PERIOD
from canton.participant.ledger import Ledger
from canton.participant.submission.command import CommandSubmission
from canton.timestamps import TIMESTAMP_MAX, Timestamp
from canton.wire import ledger_command_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire


class CommandsReader:
    """Reads commands for a ledger; a submission without an id gets a random one."""

    def __init__(self, ledger: Ledger, randomness: Randomness) -> None:
        self._ledger = ledger
        self._randomness = randomness

    def read(self, message: wire.Commands) -> CommandSubmission:
        """The submission that the commands ask for.

        Raises:
            LedgerError: a field is missing or invalid; the first one in the order below is named.
        """
        workflow_id = field.workflow_id(message.workflow_id)
        user_id = field.user_id(message.user_id)
        command_id = field.ledger_string(message.command_id, "command_id")
        submission_id = field.optional_ledger_string(message.submission_id, "submission_id")
        act_as = field.parties(message.act_as)
        read_as = field.parties(each for each in message.read_as if each not in act_as)
        if not act_as:
            raise missing_field("party or act_as")
        synchronizer = field.synchronizer(message.synchronizer_id)
        if not message.commands:
            raise missing_field("commands")
        commands = tuple(map(_command, message.commands))
        ledger_time = self.ledger_time(message)
        deduplication = deduplication_period(message)
        disclosed = disclosed_contracts(message.disclosed_contracts)
        preference = preferred_packages(
            self._ledger,
            message.package_id_selection_preference,
            act_as | parties_in(commands),
        )
        _check_prefetch(message.prefetch_contract_keys)
        if message.HasField("taps_max_passes") and message.taps_max_passes == 0:
            raise invalid_argument("taps_max_passes must be strictly positive, but got 0.")
        self._check_packages(commands, preference)
        return CommandSubmission(
            user_id=user_id,
            command_id=command_id,
            submission_id=submission_id or self._new_id(),
            act_as=act_as,
            read_as=read_as,
            commands=commands,
            deduplication=deduplication,
            ledger_time=ledger_time,
            workflow_id=workflow_id,
            synchronizer=synchronizer,
            disclosed=disclosed,
            package_preference=preference,
        )

    def _new_id(self) -> str:
        return str(UUID(bytes=self._randomness.bytes(16), version=4))

    def ledger_time(self, message: wire.Commands) -> Timestamp:
        """The present time, or a later one that the commands ask for.

        Raises:
            LedgerError: they ask for two, or for one that is none.
        """
        now = self._ledger.clock.reading()
        has_absolute = message.HasField("min_ledger_time_abs")
        has_relative = message.HasField("min_ledger_time_rel")
        if has_absolute and has_relative:
            raise invalid_argument(
                "min_ledger_time_abs cannot be specified at the same time as min_ledger_time_rel"
            )
        if has_absolute:
            return max(now, field.timestamp(message.min_ledger_time_abs))
        if not has_relative:
            return now
        wanted = now + field.duration(message.min_ledger_time_rel)
        if wanted > TIMESTAMP_MAX:
            raise invalid_argument("Can not represent command ledger time as a Daml timestamp")
        return Timestamp(wanted)

    def _check_packages(
        self, commands: Iterable[Command], preference: Mapping[PackageName, PackageId]
    ) -> None:
        """Every package that is named must be there, lest the engine ask for it."""
        for command in commands:
            reference = _reference(command)
            if isinstance(reference, Identifier):
                self._check_package(reference)
            elif reference.package_name not in preference:
                raise LedgerError(
                    PACKAGE_SELECTION_FAILED,
                    "No synchronizers satisfy the topology requirements for the submitted command: "
                    f"no package with package-name '{reference.package_name}' is vetted",
                )

    def _check_package(self, reference: Identifier) -> None:
        if self._ledger.packages.known(reference.package) is None:
            raise LedgerError(
                PACKAGE_NOT_FOUND,
                f"Couldn't find package {reference.package} while looking for template or "
                f"interface {reference}",
                resources=(("PACKAGE_ID", reference.package),),
            )


def _reference(command: Command) -> TypeReference:
    return command.target if isinstance(command, ExerciseCommand) else command.template


def _command(message: wire.Command) -> Command:
    match message.WhichOneof("command"):
        case "create":
            create = message.create
            return CreateCommand(
                _template(create, create.template_id),
                _record(create, create.create_arguments),
            )
        case "exercise":
            exercise = message.exercise
            return ExerciseCommand(
                _template(exercise, exercise.template_id),
                field.contract_id(exercise.contract_id),
                field.choice_name(exercise.choice, "choice"),
                _argument(exercise, exercise.choice_argument),
            )
        case "exercise_by_key":
            by_key = message.exercise_by_key
            template = _template(by_key, by_key.template_id)
            if not by_key.HasField("contract_key"):
                raise missing_field("contract_key")
            return ExerciseByKeyCommand(
                template,
                _value(by_key.contract_key),
                field.choice_name(by_key.choice, "choice"),
                _argument(by_key, by_key.choice_argument),
            )
        case "create_and_exercise":
            both = message.create_and_exercise
            return CreateAndExerciseCommand(
                _template(both, both.template_id),
                _record(both, both.create_arguments),
                field.choice_name(both.choice, "choice"),
                _argument(both, both.choice_argument),
            )
    raise missing_field("command")


_AnyCommand = (
    wire.CreateCommand
    | wire.ExerciseCommand
    | wire.ExerciseByKeyCommand
    | wire.CreateAndExerciseCommand
)


def _template(message: _AnyCommand, template: value_wire.Identifier) -> TypeReference:
    if not message.HasField("template_id"):
        raise missing_field("template_id")
    return field.type_reference(template)


def _record(
    message: wire.CreateCommand | wire.CreateAndExerciseCommand, record: value_wire.Record
) -> Value:
    if not message.HasField("create_arguments"):
        raise missing_field("create_arguments")
    return _value(value_wire.Value(record=record))


def _argument(
    message: wire.ExerciseCommand | wire.ExerciseByKeyCommand | wire.CreateAndExerciseCommand,
    value: value_wire.Value,
) -> Value:
    if not message.HasField("choice_argument"):
        raise missing_field("value")
    return _value(value)


def _value(message: value_wire.Value) -> Value:
    try:
        return from_api(message)
    except MissingFieldError as error:
        raise missing_field(str(error)) from error
    except InvalidValueError as error:
        raise invalid_argument(str(error)) from error


class Deduplicated(Protocol):
    """A message that says for how long its commands must not have been accepted."""

    deduplication_duration: Duration
    deduplication_offset: int

    def WhichOneof(self, oneof_group: Literal["deduplication_period"], /) -> str | None:  # noqa: N802
        """Which of the two is set."""


def deduplication_period(message: Deduplicated) -> DeduplicationPeriod:
    """The period that a message asks for.

    Raises:
        LedgerError: it is negative or too long.
    """
    match message.WhichOneof("deduplication_period"):
        case "deduplication_duration":
            duration = field.duration(message.deduplication_duration)
            if duration < 0:
                raise invalid_field("deduplication_period", "Duration must be positive")
            if duration > DEDUPLICATION_MAX:
                longest = "PT168H"
                raise LedgerError(
                    INVALID_DEDUPLICATION_PERIOD,
                    f"The submitted command had an invalid deduplication period: the given "
                    f"duration exceeds the maximum deduplication duration of {longest}",
                    {"longest_duration": longest},
                )
            return DeduplicateByDuration(duration)
        case "deduplication_offset":
            offset = message.deduplication_offset
            if offset < 0:
                raise LedgerError(
                    NEGATIVE_OFFSET,
                    f"Offset {offset} in deduplication_period is a negative integer: the "
                    f"deduplication offset has to be a non-negative integer and not {offset}",
                )
            return DeduplicateByOffset(Offset(offset))
    return DeduplicateByDuration(DEDUPLICATION_MAX)


def disclosed_contracts(
    messages: Iterable[wire.DisclosedContract],
) -> dict[ContractId, ContractInstance]:
    """The contracts that a command brings along, by id.

    Raises:
        LedgerError: a blob is missing or malformed or is not what is said beside it, or two of
            the same contract differ.
    """
    found: dict[ContractId, ContractInstance] = {}
    for message in messages:
        contract = _disclosed(message)
        if found.setdefault(contract.contract_id, contract) != contract:
            raise LedgerError(
                DISCLOSED_CONTRACTS_CONFLICTING_PAYLOADS,
                f"two disclosed contracts with the id {contract.contract_id.hex} differ",
            )
    return found


def _disclosed(message: wire.DisclosedContract) -> ContractInstance:
    if not message.created_event_blob:
        raise missing_field("DisclosedContract.createdEventBlob")
    template = None
    if message.HasField("template_id"):
        template = field.type_reference(message.template_id)
    said = None
    if message.contract_id:
        said = field.contract_id(message.contract_id, "DisclosedContract.contract_id")
    field.synchronizer(message.synchronizer_id, "DisclosedContract.synchronizer_id")
    try:
        contract = decode_contract(message.created_event_blob)
    except (ContractCodingError, ValueCodingError) as error:
        raise invalid_argument(
            f"Unable to decode disclosed contract event payload: {error}"
        ) from error
    if said is not None and said != contract.contract_id:
        raise invalid_argument(
            f"Mismatch between DisclosedContract.contract_id ({said.hex}) and contract_id from "
            f"decoded DisclosedContract.created_event_blob ({contract.contract_id.hex})"
        )
    if template is not None and template != contract.template_id:
        raise invalid_argument(
            f"Mismatch between DisclosedContract.template_id ({template}) and template_id from "
            f"decoded DisclosedContract.created_event_blob ({contract.template_id})"
        )
    return contract


def _check_prefetch(messages: Iterable[wire.PrefetchContractKey]) -> None:
    """Keys to load beforehand are checked; loading happens as the engine asks."""
    for message in messages:
        if not message.HasField("template_id"):
            raise missing_field("template_id")
        field.type_reference(message.template_id)
        if not message.HasField("contract_key"):
            raise missing_field("contract_key")
        _value(message.contract_key)
        if message.HasField("limit") and message.limit == 0:
            raise invalid_argument("limit must be a positive integer, but got 0")
