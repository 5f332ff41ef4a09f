"""From commands to what the machine runs: names resolved, arguments translated by type.

All commands are translated before the first is run. Source: Daml-LF sheet 2.9.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from canton.daml_lf.builtins.errors import (
    PACKAGE_NOT_FOUND,
    InterpretationError,
    NeedMore,
)
from canton.daml_lf.interpreter.machine import Machine
from canton.daml_lf.interpreter.work import (
    Command,
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
    ReplayCommand,
    ReplayCreate,
    ReplayExercise,
    ReplayExerciseByKey,
    ReplayFetch,
)
from canton.daml_lf.library.codec import Codec
from canton.daml_lf.library.failure import rejected, unknown
from canton.daml_lf.library.library import Library
from canton.daml_lf.library.template import Choice, Interface, Key, Template
from canton.daml_lf.library.translation import (
    COMMAND,
    TranslationError,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import (
    Identifier,
    NamedReference,
    PackageId,
    PackageName,
    TypeReference,
)
from canton.daml_lf.value.shown import pretty
from canton.daml_lf.value.value import NESTING_MAX, Value, contract_ids

_ID_SHOWN: Final = 10
_PACKAGE_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Action:
    """A command ready to run; `trace` is how a failure's trace names it."""

    run: Callable[[Machine], Any]
    trace: str


class CommandReader:
    """Reads commands against the loaded packages.

    Its methods raise:
        InterpretationError: a name is unknown, or an argument does not fit its type.
        NeedMore: a package is not loaded.
    """

    def __init__(self, library: Library, preference: Mapping[PackageName, PackageId]) -> None:
        self._library = library
        self._preference = preference

    # --- names -------------------------------------------------------------------------------

    def resolve(self, reference: TypeReference, kind: str) -> Identifier:
        """The identifier that a reference stands for; its package is loaded."""
        if isinstance(reference, NamedReference):
            package_id = self._preference.get(reference.package_name)
            if package_id is None:
                name = reference.package_name
                raise InterpretationError(
                    PACKAGE_NOT_FOUND,
                    f"Couldn't find package #{name} while looking for {kind} {reference}",
                    resources=(("PACKAGE_NAME", name),),
                )
            reference = reference.in_package(package_id)
        if reference.package not in self._library:
            raise NeedMore(packages=frozenset({reference.package}))
        return reference

    def template(self, reference: TypeReference, sought: str = "") -> Template:
        """The template that a reference stands for; `sought` is what is looked for in it."""
        identifier = self.resolve(reference, "template")
        found = self._library.template(identifier)
        if found is None:
            raise unknown(self._library, identifier, f"template {identifier}", sought)
        return found

    def interface(self, reference: TypeReference, sought: str = "") -> Interface:
        """The interface that a reference stands for; `sought` is what is looked for in it."""
        identifier = self.resolve(reference, "interface")
        found = self._library.interface(identifier)
        if found is None:
            raise unknown(self._library, identifier, f"interface {identifier}", sought)
        return found

    def _template_choice(self, reference: TypeReference, name: str) -> tuple[Template, Choice]:
        identifier = self.resolve(reference, "template")
        sought = f"choice {name} in template {identifier}"
        template = self.template(identifier, sought)
        return template, self._choice(template, name, sought)

    def _interface_choice(self, reference: TypeReference, name: str) -> tuple[Interface, Choice]:
        identifier = self.resolve(reference, "interface")
        sought = f"choice {name} in interface {identifier}"
        interface = self.interface(identifier, sought)
        return interface, self._choice(interface, name, sought)

    def _choice(self, owner: Template | Interface, name: str, sought: str) -> Choice:
        found = owner.choices.get(name)
        if found is None:
            raise rejected(f"unknown {sought}")
        return found

    def _key(self, reference: TypeReference) -> tuple[Template, Key]:
        identifier = self.resolve(reference, "template")
        sought = f"template without contract key {identifier}."
        template = self.template(identifier, sought)
        if template.key is None:
            raise rejected(f"unknown {sought}")
        return template, template.key

    # --- values ------------------------------------------------------------------------------

    def value(self, codec: Codec, value: Value) -> Any:
        """A value of a type."""
        try:
            return codec.translate(value, COMMAND, NESTING_MAX)
        except TranslationError as error:
            raise rejected(str(error)) from error

    def contract_id(self, contract_id: ContractId) -> ContractId:
        """A contract id of an allowed form."""
        try:
            COMMAND.check_contract_id(contract_id)
        except TranslationError as error:
            raise rejected(str(error)) from error
        return contract_id

    # --- actions -----------------------------------------------------------------------------

    def create(self, reference: TypeReference, argument: Value) -> Action:
        """A create."""
        template = self.template(reference)
        record = self.value(template.argument, argument)
        return Action(
            lambda machine: machine.create(template, record),
            f"in create command {shown_type(template.identifier)}.",
        )

    def exercise(
        self, reference: TypeReference, contract_id: ContractId, choice: str, argument: Value
    ) -> Action:
        """An exercise on a template or an interface, whichever the reference is."""
        identifier = self.resolve(reference, "template or interface")
        if self._library.template(identifier) is not None:
            return self.exercise_template(identifier, contract_id, choice, argument)
        if self._library.interface(identifier) is not None:
            return self.exercise_interface(identifier, contract_id, choice, argument)
        raise unknown(self._library, identifier, f"template or interface {identifier}")

    def exercise_template(
        self, identifier: Identifier, contract_id: ContractId, choice: str, argument: Value
    ) -> Action:
        """An exercise on a template."""
        template, found = self._template_choice(identifier, choice)
        target = self.contract_id(contract_id)
        chosen = self.value(found.argument, argument)
        return Action(
            lambda machine: machine.exercise(template, choice, target, chosen),
            _exercise_trace(identifier, choice, contract_id),
        )

    def exercise_interface(
        self, identifier: Identifier, contract_id: ContractId, choice: str, argument: Value
    ) -> Action:
        """An exercise on an interface."""
        interface, found = self._interface_choice(identifier, choice)
        target = self.contract_id(contract_id)
        chosen = self.value(found.argument, argument)
        return Action(
            lambda machine: machine.exercise_interface(interface, choice, target, chosen),
            _exercise_trace(identifier, choice, contract_id),
        )

    def exercise_by_key(
        self, reference: TypeReference, key: Value, choice: str, argument: Value
    ) -> Action:
        """An exercise on the contract with a key."""
        template, found = self._template_choice(reference, choice)
        _, with_key = self._key(reference)
        chosen = self.value(found.argument, argument)
        key_value = self.value(with_key.codec, key)
        return Action(
            lambda machine: machine.exercise_by_key(template, choice, key_value, chosen),
            f"in exercise-by-key command {shown_type(template.identifier)}:{choice}"
            f" on key {_shown_key(with_key, key_value)}.",
        )

    def create_and_exercise(self, command: CreateAndExerciseCommand) -> Action:
        """A create and an exercise on what it created."""
        identifier = self.resolve(command.template, "template")
        shapes = self._library.compiled(identifier.package).shapes
        if (identifier.module, identifier.name) not in shapes:
            raise unknown(
                self._library, identifier, f"definition {identifier}", f"data type {identifier}"
            )
        template, choice = self._template_choice(identifier, command.choice)
        record = self.value(template.argument, command.argument)
        chosen = self.value(choice.argument, command.choice_argument)

        def run(machine: Machine) -> Any:
            created = machine.create(template, record)
            return machine.exercise(template, choice.name, created, chosen)

        return Action(
            run,
            f"in create-and-exercise command {shown_type(template.identifier)}:{choice.name}.",
        )

    def fetch(
        self, template_id: Identifier, interface_id: Identifier | None, contract_id: ContractId
    ) -> Action:
        """A fetch, through an interface if given."""
        target = self.contract_id(contract_id)
        shown = contract_id.hex[:_ID_SHOWN]
        if interface_id is None:
            template = self.template(template_id)
            return Action(
                lambda machine: machine.fetch(template, target),
                f"in fetch command {shown_type(template_id)} on contract {shown}.",
            )
        instance = f"interface instance {interface_id} for {template_id}"
        if interface_id not in self.template(template_id, instance).instances:
            raise rejected(f"unknown {instance}")
        interface = self.interface(interface_id)
        return Action(
            lambda machine: machine.fetch_interface(interface, target),
            f"in fetch-by-interface command {shown_type(interface_id)} on contract {shown}.",
        )

    def fetch_by_key(self, template_id: Identifier, key: Value) -> Action:
        """A fetch by key."""
        template, with_key = self._key(template_id)
        key_value = self.value(with_key.codec, key)
        return Action(
            lambda machine: machine.fetch_by_key(template, key_value),
            f"in fetch-by-key command {shown_type(template_id)} on key"
            f" {_shown_key(with_key, key_value)}.",
        )


def _exercise_trace(identifier: Identifier, choice: str, contract_id: ContractId) -> str:
    shown = contract_id.hex[:_ID_SHOWN]
    return f"in exercise command {shown_type(identifier)}:{choice} on contract {shown}."


def _shown_key(key: Key, value: Any) -> str:
    return pretty(key.codec.label(key.codec.to_ledger(value, NESTING_MAX), is_whole=True))


def shown_type(identifier: Identifier) -> str:
    """A type as traces show it: the package cut short."""
    return f"{identifier.package[:_PACKAGE_SHOWN]}:{identifier.qualified_name}"


def read_commands(reader: CommandReader, commands: Sequence[Command]) -> list[Action]:
    """Commands ready to run; raises what the reader raises."""
    actions = [read_command(reader, command) for command in commands]
    for command in commands:
        if isinstance(command, ExerciseByKeyCommand):
            for contract_id in contract_ids(command.key):
                raise rejected(f"Contract IDs are not supported in contract keys: {contract_id}")
    return actions


def read_command(reader: CommandReader, command: Command) -> Action:
    """A command ready to run; raises what the reader raises."""
    match command:
        case CreateCommand(template, argument):
            return reader.create(template, argument)
        case ExerciseCommand(target, contract_id, choice, argument):
            return reader.exercise(target, contract_id, choice, argument)
        case ExerciseByKeyCommand(template, key, choice, argument):
            return reader.exercise_by_key(template, key, choice, argument)
        case CreateAndExerciseCommand():
            return reader.create_and_exercise(command)


def read_replay(reader: CommandReader, command: ReplayCommand) -> Action:
    """A root action ready to run; raises what the reader raises."""
    match command:
        case ReplayCreate(template, argument):
            return reader.create(template, argument)
        case ReplayExercise(template, interface, contract_id, choice, argument):
            if interface is None:
                return reader.exercise_template(template, contract_id, choice, argument)
            reader.resolve(template, "template")
            return reader.exercise_interface(interface, contract_id, choice, argument)
        case ReplayExerciseByKey(template, key, choice, argument):
            return reader.exercise_by_key(template, key, choice, argument)
        case ReplayFetch(template, interface, contract_id):
            return reader.fetch(template, interface, contract_id)
        case _:
            return reader.fetch_by_key(command.template_id, command.key)
