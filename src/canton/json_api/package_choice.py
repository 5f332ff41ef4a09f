"""Which package tells how to read the arguments of commands that name a package by its name.

Source: Canton 3.6 TranscodePackageIdResolver; ledger API sheet 5.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from canton.daml_lf.language.reference import PackageId, PackageName
from canton.errors import LedgerError
from canton.json_api.errors import JSON_API_PACKAGE_SELECTION_FAILED
from canton.json_api.mismatch import Json
from canton.ledger_api.errors import invalid_argument, missing_field
from canton.ledger_api.request.field import package_problem, party
from canton.ledger_api.request.preference import preferred_packages
from canton.participant.ledger import Ledger


class PackageChoice:
    """The packages that names mean in one request; looked for when a name occurs."""

    def __init__(self, ledger: Ledger, body: Json) -> None:
        self._ledger = ledger
        self._body = body
        self._chosen: Mapping[PackageName, PackageId] | None = None

    def __call__(self, reference: str) -> str:
        """The id of the package that `#name` means; an id means itself.

        Raises:
            LedgerError: it is no reference, nobody acts, or no such package is vetted.
        """
        if problem := package_problem(reference):
            raise invalid_argument(
                f"Value does not match the package-id or package-name formats: {problem}"
            )
        if not reference.startswith("#"):
            return reference
        if self._chosen is None:
            self._chosen = self._choose()
        name = PackageName(reference[1:])
        found = self._chosen.get(name)
        if found is None:
            raise LedgerError(
                JSON_API_PACKAGE_SELECTION_FAILED, f"no package with the name {name} is vetted"
            )
        return found

    def _choose(self) -> Mapping[PackageName, PackageId]:
        commands = _commands(self._body)
        parties = _texts(commands, "actAs")
        if not parties:
            raise missing_field("act_as/actAs")
        wanted = _texts(commands, "packageIdSelectionPreference")
        for each in wanted:
            if self._ledger.packages.known(each) is None:
                raise LedgerError(JSON_API_PACKAGE_SELECTION_FAILED, f"Package-id {each} not known")
        return preferred_packages(self._ledger, wanted, frozenset({party(parties[0])}))


def _commands(body: Json) -> dict[str, Json]:
    """Where it says who acts: in the body, or in its `commands`."""
    if not isinstance(body, dict):
        return {}
    inner = body.get("commands")
    return inner if isinstance(inner, dict) else body


def _texts(json: dict[str, Json], name: str) -> list[str]:
    found = json.get(name)
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, str)]
