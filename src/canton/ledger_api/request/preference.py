"""Which package a package name stands for: by the caller's wish, or the newest that is vetted.

A version that everyone vets who hosts a party of the commands goes before a newer one that only we
vet. The parties are those that act and those that the arguments name; who else will be informed
shows only in the transaction. Source: ledger API sheet 2.5, 2.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from canton.daml_lf.engine import (
    Command,
    CreateAndExerciseCommand,
    CreateCommand,
    ExerciseByKeyCommand,
    ExerciseCommand,
)
from canton.daml_lf.language.reference import PackageId, PackageName, PackageVersion, version_key
from canton.daml_lf.value.value import PartyValue, Value, children
from canton.identifiers import Member, PartyId
from canton.ledger_api.errors import invalid_argument
from canton.participant.connection import Connected
from canton.participant.ledger import Ledger
from canton.participant.package import PackageDetails, Packages


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
