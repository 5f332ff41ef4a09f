"""Which package a package name stands for: by the caller's wish, or the newest that is vetted.

A version that everyone vets who hosts a party of the commands goes before a newer one that only we
vet. The parties are those that act and those that the arguments name; who else will be informed
shows only in the transaction. Source: ledger API sheet 2.5, 2.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from canton.daml_lf.engine import (
    Command,
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
)
from canton.daml_lf.language.reference import PackageId, PackageName, PackageVersion, version_key
from canton.daml_lf.value.value import PartyValue, Value, children
from canton.errors import LedgerError
from canton.identifiers import Member, PartyId
from canton.ledger_api.errors import NO_PREFERRED_PACKAGES_FOUND, invalid_argument
from canton.participant.connection import Connected
from canton.participant.core.validation.conformance import vetted_at
from canton.participant.ledger import Ledger
from canton.participant.package import PackageDetails, Packages
from canton.timestamps import Timestamp
from canton.wire import ledger_value_pb2 as value_wire


def preferred_packages(
    ledger: Ledger, wanted: Iterable[str], parties: frozenset[PartyId]
) -> Mapping[PackageName, PackageId]:
    """The package for every name that has one.

    While nothing is connected, what is uploaded counts as vetted.

    Raises:
        LedgerError: a wanted package is unknown, or two have the same name.
    """
    known = ledger.packages.details()
    chosen = _newest(_vetted_here(ledger, known))
    for connected in ledger.connected.values():
        hosts = connected.session.topology.approximate_snapshot().parties.participants_of(parties)
        if hosts - {ledger.participant}:
            common = _vetted_by_all(connected, hosts | {ledger.participant})
            chosen.update(_newest(each for each in known if each.package_id in common))
    chosen.update(_wanted(ledger.packages, wanted))
    return chosen


def parties_in(commands: Iterable[Command]) -> frozenset[PartyId]:
    """The parties that the arguments of commands name."""
    return frozenset(
        PartyId(party)
        for command in commands
        for value in _values(command)
        for party in _parties(value)
    )


def _values(command: Command) -> tuple[Value, ...]:
    match command:
        case CreateCommand(_, argument):
            return (argument,)
        case ExerciseCommand(_, _, _, argument):
            return (argument,)
        case ExerciseByKeyCommand(_, key, _, argument):
            return (key, argument)
        case CreateAndExerciseCommand(_, argument, _, choice_argument):
            return (argument, choice_argument)


def _parties(value: Value) -> Iterator[str]:
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, PartyValue):
            yield here.value
        pending.extend(children(here))


def _vetted_here(ledger: Ledger, known: list[PackageDetails]) -> list[PackageDetails]:
    if not ledger.connected:
        return known
    own = frozenset({ledger.participant})
    vetted = [_vetted_by_all(each, own) for each in ledger.connected.values()]
    return [each for each in known if any(each.package_id in some for some in vetted)]


def _vetted_by_all(connected: Connected, members: frozenset[Member]) -> frozenset[str]:
    directory = connected.session.topology.approximate_snapshot().members
    vetted = [frozenset(directory.vetted_packages(each)) for each in members]
    return frozenset.intersection(*vetted)


def _newest(known: Iterable[PackageDetails]) -> dict[PackageName, PackageId]:
    ordered = sorted(known, key=lambda each: version_key(PackageVersion(each.version)))
    return {each.name: each.package_id for each in ordered}


def _wanted(packages: Packages, wanted: Iterable[str]) -> dict[PackageName, PackageId]:
    chosen: dict[PackageName, PackageId] = {}
    for text in wanted:
        details = packages.known(text)
        if details is None:
            raise invalid_argument(f"user-specified pkg id ({text}) could not be found")
        if details.name in chosen:
            raise invalid_argument(
                f"duplicate preference for package-name {details.name}: "
                f"{chosen[details.name]} vs {text}"
            )
        chosen[details.name] = details.package_id
    return chosen


@dataclass(frozen=True, slots=True)
class PreferredReferences:
    """The packages that are preferred on a synchronizer (its logical id)."""

    references: list[value_wire.PackageReference]
    synchronizer: str


def preferred_references(
    ledger: Ledger,
    wanted: Mapping[str, frozenset[PartyId]],
    synchronizer: str | None,
    valid_at: Timestamp,
) -> PreferredReferences:
    """The newest version of each wanted package that all participants of its parties have vetted.

    `wanted` gives the parties for each package name; the first synchronizer that has all counts.

    Raises:
        LedgerError: NO_PREFERRED_PACKAGES_FOUND.
    """
    reasons = []
    for connected in ledger.connected.values():
        name = str(connected.synchronizer.logical)
        if synchronizer is not None and synchronizer != name:
            continue
        found, missing = _references_on(connected, ledger.packages.details(), wanted, valid_at)
        if not missing:
            return PreferredReferences(found, name)
        reasons.append(f"{name}: {', '.join(missing)}")
    reason = "; ".join(reasons) or f"not connected to {synchronizer or 'any synchronizer'}"
    raise LedgerError(
        NO_PREFERRED_PACKAGES_FOUND, f"Failed to compute package preferences. Reason: {reason}"
    )


def _references_on(
    connected: Connected,
    known: Iterable[PackageDetails],
    wanted: Mapping[str, frozenset[PartyId]],
    valid_at: Timestamp,
) -> tuple[list[value_wire.PackageReference], list[str]]:
    """The references, and the names for which there is none."""
    snapshot = connected.session.topology.approximate_snapshot()
    by_name: dict[str, list[PackageDetails]] = {}
    for each in sorted(known, key=lambda each: version_key(PackageVersion(each.version))):
        by_name.setdefault(each.name, []).append(each)
    found, missing = [], []
    for name, parties in wanted.items():
        hosts = snapshot.parties.participants_of(parties)
        vetted = [vetted_at(snapshot, each, valid_at) for each in hosts]
        usable = [
            each
            for each in by_name.get(name, ())
            if vetted and all(each.package_id in one for one in vetted)
        ]
        if not usable or snapshot.parties.unhosted(parties):
            missing.append(f"no package {name} for {', '.join(sorted(parties))}")
            continue
        newest = usable[-1]
        found.append(
            value_wire.PackageReference(
                package_id=newest.package_id,
                package_name=newest.name,
                package_version=newest.version,
            )
        )
    return found, missing
