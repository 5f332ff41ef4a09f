"""Which package a package name stands for: by the caller's wish, or the newest that is vetted.

Source: ledger API sheet 2.5, 2.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from canton.daml_lf.language.reference import PackageId, PackageName, PackageVersion, version_key
from canton.ledger_api.errors import invalid_argument
from canton.participant.ledger import Ledger
from canton.participant.package import PackageDetails, Packages


def preferred_packages(ledger: Ledger, wanted: Iterable[str]) -> Mapping[PackageName, PackageId]:
    """The package for every name: the wanted one, or the newest vetted on every synchronizer.

    While nothing is connected, what is uploaded counts.

    Raises:
        LedgerError: a wanted package is unknown, or two have the same name.
    """
    chosen = _newest(_usable(ledger))
    chosen.update(_wanted(ledger.packages, wanted))
    return chosen


def _usable(ledger: Ledger) -> list[PackageDetails]:
    known = ledger.packages.details()
    if not ledger.connected:
        return known
    vetted = [
        each.session.topology.approximate_snapshot().members.vetted_packages(ledger.participant)
        for each in ledger.connected.values()
    ]
    return [each for each in known if any(each.package_id in some for some in vetted)]


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
