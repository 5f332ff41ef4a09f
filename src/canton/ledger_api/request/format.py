"""What a reader asks for: formats and filters. Source: ledger API sheet 2.4, 8.1 (5, 6, 7, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.library import Library
from canton.daml_lf.value.identifier import NamedReference
from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.errors import (
    NO_INTERFACE_FOR_PACKAGE_NAME,
    NO_TEMPLATES_FOR_PACKAGE_NAME,
    PACKAGE_NAMES_NOT_FOUND,
    invalid_argument,
    invalid_field,
    missing_field,
)
from canton.ledger_api.request.field import party, party_field, type_reference
from canton.participant.package import Packages
from canton.wire import ledger_event_pb2 as wire
from canton.wire import ledger_value_pb2 as value_wire

TypeName = tuple[str, str]
"""A package name and `Module:Entity`: all versions of a type."""


@dataclass(frozen=True, slots=True)
class InterfaceWish:
    """What is wanted of contracts that implement an interface."""

    has_view: bool
    has_blob: bool


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """What one party, or any, wants to see; filters are alternatives.

    `wildcard_blob` is None without a wildcard, else whether blobs are wanted.
    """

    wildcard_blob: bool | None = None
    template_blobs: Mapping[TypeName, bool] = field(default_factory=dict)
    interfaces: Mapping[TypeName, InterfaceWish] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventFormat:
    """Whose events, of which types, in how much detail."""

    by_party: Mapping[PartyId, PartyFilter]
    any_party: PartyFilter | None = None
    is_verbose: bool = False

    @property
    def filters(self) -> list[PartyFilter]:
        """Every filter, whoever's it is."""
        others = [] if self.any_party is None else [self.any_party]
        return [*self.by_party.values(), *others]

    def names_any(self, parties: Iterable[str]) -> bool:
        """Whether one of the parties is asked for; with any-party, whether there is one."""
        if self.any_party is not None:
            return any(True for _ in parties)
        return any(each in self.by_party for each in parties)


class Shape(Enum):
    """Which events of a transaction are shown, and in which form."""

    ACS_DELTA = "acs delta"
    LEDGER_EFFECTS = "ledger effects"


@dataclass(frozen=True, slots=True)
class TransactionFormat:
    """How transactions are shown."""

    events: EventFormat
    shape: Shape


@dataclass(frozen=True, slots=True)
class UpdateFormat:
    """Which kinds of update are shown; a kind that is None is not.

    `topology_parties` limits the parties whose hosting is shown; empty means all.
    """

    transactions: TransactionFormat | None = None
    reassignments: EventFormat | None = None
    topology_parties: frozenset[PartyId] | None = None


WILDCARD: Final = PartyFilter(wildcard_blob=False)


def update_format(message: wire.UpdateFormat) -> UpdateFormat:
    """Reads a format of updates; errors as `event_format`, and MISSING_FIELD."""
    transactions = reassignments = topology = None
    if message.HasField("include_transactions"):
        transactions = transaction_format(message.include_transactions)
    if message.HasField("include_reassignments"):
        reassignments = event_format(message.include_reassignments)
    if message.HasField("include_topology_events"):
        include = message.include_topology_events
        if include.HasField("include_participant_authorization_events"):
            parties = include.include_participant_authorization_events.parties
            topology = frozenset(party_field(each, "parties") for each in parties)
    return UpdateFormat(transactions, reassignments, topology)


def transaction_format(message: wire.TransactionFormat) -> TransactionFormat:
    """Reads a format of transactions; errors as `event_format`, and MISSING_FIELD."""
    match message.transaction_shape:
        case wire.TRANSACTION_SHAPE_ACS_DELTA:
            shape = Shape.ACS_DELTA
        case wire.TRANSACTION_SHAPE_LEDGER_EFFECTS:
            shape = Shape.LEDGER_EFFECTS
        case wire.TRANSACTION_SHAPE_UNSPECIFIED:
            raise missing_field("transaction_shape")
        case other:
            raise invalid_argument(f"transaction_shape is defined with invalid value {other}")
    if not message.HasField("event_format"):
        raise missing_field("event_format")
    return TransactionFormat(event_format(message.event_format), shape)


def event_format(message: wire.EventFormat) -> EventFormat:
    """Reads whose events of which types are wanted.

    Raises:
        LedgerError: there is no filter, a party is malformed, or a type is not named by package
            name.
    """
    has_any = message.HasField("filters_for_any_party")
    if not message.filters_by_party and not has_any:
        raise invalid_argument(
            "filtersByParty and filtersForAnyParty cannot be empty simultaneously"
        )
    by_party = {
        party(text): _party_filter(filters) for text, filters in message.filters_by_party.items()
    }
    any_party = _party_filter(message.filters_for_any_party) if has_any else None
    return EventFormat(by_party, any_party, message.verbose)


def _party_filter(message: wire.Filters) -> PartyFilter:
    wildcard: bool | None = None
    templates: dict[TypeName, bool] = {}
    interfaces: dict[TypeName, InterfaceWish] = {}
    given = [each for each in message.cumulative if each.WhichOneof("identifier_filter")]
    if not given:
        return WILDCARD
    for each in given:
        match each.WhichOneof("identifier_filter"):
            case "wildcard_filter":
                blob = each.wildcard_filter.include_created_event_blob
                wildcard = bool(wildcard) or blob
            case "template_filter":
                template = each.template_filter
                name = _type_name(template, "template_id", template.template_id, "templateId")
                blob = template.include_created_event_blob
                templates[name] = templates.get(name, False) or blob
            case "interface_filter":
                asked = each.interface_filter
                name = _type_name(asked, "interface_id", asked.interface_id, "interfaceId")
                old = interfaces.get(name, InterfaceWish(False, False))
                interfaces[name] = InterfaceWish(
                    old.has_view or asked.include_interface_view,
                    old.has_blob or asked.include_created_event_blob,
                )
    return PartyFilter(wildcard, templates, interfaces)


def _type_name(
    message: wire.TemplateFilter | wire.InterfaceFilter,
    presence: str,
    identifier: value_wire.Identifier,
    shown: str,
) -> TypeName:
    if not message.HasField(presence):
        raise missing_field(shown)
    reference = type_reference(identifier)
    if not isinstance(reference, NamedReference):
        raise invalid_field(
            "packageId",
            f"Received an identifier with package ID {reference.package}, "
            "but expected a package name.",
        )
    return reference.package_name, f"{reference.module}:{reference.name}"


def check_known(events: EventFormat, packages: Packages) -> None:
    """Checks that the types that filters name exist in some version.

    Raises:
        LedgerError: a package name is unknown, or no version of it has the type.
    """
    templates = {name for each in events.filters for name in each.template_blobs}
    interfaces = {name for each in events.filters for name in each.interfaces}
    known = {each.name for each in packages.details()}
    unknown = sorted({name for name, _ in templates | interfaces if name not in known})
    if unknown:
        raise LedgerError(
            PACKAGE_NAMES_NOT_FOUND,
            "The following package names do not match upgradable packages uploaded on this "
            f"participant: [{', '.join(unknown)}].",
        )
    missing = sorted(each for each in templates if not _versions(packages, each, is_template=True))
    if missing:
        raise LedgerError(
            NO_TEMPLATES_FOR_PACKAGE_NAME,
            "The following package-name/template qualified-name pairs do not reference any "
            f"template-id uploaded on this participant: [{_pairs(missing)}].",
        )
    missing = sorted(
        each for each in interfaces if not _versions(packages, each, is_template=False)
    )
    if missing:
        raise LedgerError(
            NO_INTERFACE_FOR_PACKAGE_NAME,
            "The following package-name/interface qualified-name pairs do not reference any "
            f"interface-id uploaded on this participant: [{_pairs(missing)}].",
        )


def _pairs(names: Iterable[TypeName]) -> str:
    return ", ".join(f"({package},{name})" for package, name in names)


def _versions(packages: Packages, name: TypeName, *, is_template: bool) -> bool:
    library: Library = packages.library
    module, _, entity = name[1].partition(":")
    for each in packages.details():
        if each.name == name[0]:
            identifier = Identifier(each.package_id, module, entity)  # type: ignore[arg-type]
            found = library.template(identifier) if is_template else library.interface(identifier)
            if found is not None:
                return True
    return False
