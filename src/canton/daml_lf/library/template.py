"""Templates and interfaces as running code sees them: functions, types, who implements what.

Source: Daml-LF sheet 2.2 (interface values), 2.5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from canton.daml_lf.builtins.errors import (
    CONTRACT_DOES_NOT_IMPLEMENT_REQUIRING_INTERFACE,
    WRONGLY_TYPED_CONTRACT,
    InterpretationError,
    crash,
    failed,
)
from canton.daml_lf.compiler.encoding import EncodedType, con_type, identifier_of
from canton.daml_lf.language.reference import Identifier, PackageName
from canton.daml_lf.library.codec import Codec
from canton.daml_lf.library.failure import Failures, Messages
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.shown import pretty_type

Function = Callable[..., Any]


class Templates(Messages, Protocol):
    """Where templates are found by their encoded name."""

    def template_of(self, encoded: EncodedType) -> Template:
        """The template."""

    def translated(self, source: Template, target: Template, record: Any) -> Any:
        """A template's record as another version of it has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A choice: `observers` and `authorizers` are None where there are none."""

    name: str
    consuming: bool
    controllers: Function
    observers: Function | None
    authorizers: Function | None
    body: Function
    argument: Codec
    result: Codec


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A key: from the contract's record to the key, from the key to the maintainers."""

    codec: Codec
    key: Function
    maintainers: Function


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """How a template implements an interface."""

    view: Function
    methods: Mapping[str, Function]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A template of a loaded package."""

    identifier: Identifier
    package_name: PackageName
    argument: Codec
    precondition: Function
    signatories: Function
    observers: Function
    choices: Mapping[str, Choice]
    key: Key | None
    instances: Mapping[Identifier, Instance]
    library: Templates
    fetch_by_key: Function
    query_by_key: Function

    def from_interface(self, value: tuple[EncodedType, Any]) -> tuple[Any] | None:
        """An interface's value as this template's record, if it is one, in any version."""
        encoded, record = value
        if encoded == con_type(self.identifier):
            return (record,)
        other = self.library.template_of(encoded)
        if (
            other.identifier.qualified_name != self.identifier.qualified_name
            or other.package_name != self.package_name
        ):
            return None
        return (self.library.translated(other, self, record),)

    def unsafe_from_interface(self, contract_id: ContractId, value: tuple[EncodedType, Any]) -> Any:
        """As `from_interface` of exactly this version, or the failure of the transaction."""
        encoded, record = value
        if encoded == con_type(self.identifier):
            return record
        raise wrongly_typed(contract_id, self.identifier, identifier_of(encoded))


@dataclass(frozen=True, slots=True, eq=False)
class Interface:
    """An interface of a loaded package."""

    identifier: Identifier
    package_name: PackageName
    view_codec: Codec
    requires: frozenset[Identifier]
    choices: Mapping[str, Choice]
    library: Templates

    def instance(self, template: Template) -> Instance | None:
        """How the template implements the interface, if it does."""
        return template.instances.get(self.identifier)

    def template(self, encoded: EncodedType) -> Template:
        """The template of an interface's value."""
        return self.library.template_of(encoded)

    def _implemented(self, encoded: EncodedType) -> Instance:
        found = self.template(encoded).instances.get(self.identifier)
        if found is None:
            raise crash(f"{identifier_of(encoded)} does not implement {self.identifier}")
        return found

    def method(self, encoded: EncodedType, name: str) -> Function:
        """The template's method as a function of its record."""
        return self._implemented(encoded).methods[name]

    def view(self, value: tuple[EncodedType, Any]) -> Any:
        """The view of an interface's value; it must be one that the ledger could hold."""
        encoded, record = value
        result = self._implemented(encoded).view(record)
        self.view_codec.to_ledger(result, 100)
        return result

    def from_required(self, value: tuple[EncodedType, Any]) -> tuple[Any] | None:
        """A value of a required interface as this interface's, if the template implements it."""
        return (value,) if self.instance(self.template(value[0])) is not None else None

    def unsafe_from_required(
        self, required: Interface, contract_id: ContractId, value: tuple[EncodedType, Any]
    ) -> Any:
        """As `from_required`, or the failure of the transaction."""
        template = self.template(value[0])
        if self.instance(template) is not None:
            return value
        raise failed(
            CONTRACT_DOES_NOT_IMPLEMENT_REQUIRING_INTERFACE,
            f"Update failed due to contract {contract_id} not implementing the requiring"
            " interface\nExpected contract to implement interface"
            f" {pretty_type(self.identifier)} requirring the interface"
            f" {pretty_type(required.identifier)} but contract has type"
            f" {pretty_type(template.identifier)}",
            ("CONTRACT_ID", contract_id.hex),
            ("TEMPLATE_ID", str(template.identifier)),
            ("INTERFACE_ID", str(required.identifier)),
            ("INTERFACE_ID", str(self.identifier)),
        )


def choice_controllers(
    thing: Template | Interface, choice: str, contract: Any, argument: Any
) -> Any:
    """The list of who would control the choice."""
    controllers = thing.choices[choice].controllers
    return Failures(thing.library).guarded2(controllers, contract, argument)


def choice_observers(thing: Template | Interface, choice: str, contract: Any, argument: Any) -> Any:
    """The list of who would observe the choice."""
    observers = thing.choices[choice].observers
    if observers is None:
        return ()
    return Failures(thing.library).guarded2(observers, contract, argument)


def wrongly_typed(
    contract_id: ContractId, expected: Identifier, actual: Identifier
) -> InterpretationError:
    """The error for a contract used as another template's."""
    return failed(
        WRONGLY_TYPED_CONTRACT,
        f"Update failed due to wrongly typed contract id {contract_id}\nExpected contract of type"
        f" {pretty_type(expected)} but got {pretty_type(actual)}",
        ("CONTRACT_ID", contract_id.hex),
        ("TEMPLATE_ID", str(expected)),
        ("TEMPLATE_ID", str(actual)),
    )
