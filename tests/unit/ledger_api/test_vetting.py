"""Which packages a participant accepts, as users of its Ledger API change it."""

from __future__ import annotations

from typing import Any

import pytest

from canton.daml_lf.language.version import V2_2
from canton.daml_lf.tools.assembler import assemble
from canton.errors import LedgerError
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_value_pb2 as value_wire
from unit.ledger_api.conftest import Api, simulate

Change = admin_wire.VettedPackagesChange
Reference = admin_wire.VettedPackagesRef


def dar(version: str) -> bytes:
    text = f"metadata ( 'token' : '{version}' ) module M {{ record @serializable R = {{}}; }}"
    return assemble(text, "token", version, V2_2).dar_bytes


async def upload(api: Api, *versions: str) -> list[str]:
    """Stores packages without accepting any."""
    administration = api.active.participant.administration
    return [await administration.upload(dar(each), vets=False) for each in versions]


async def update(api: Api, *changes: admin_wire.VettedPackagesChange, **fields: Any) -> Any:
    request = admin_wire.UpdateVettedPackagesRequest(changes=changes, **fields)
    return await api.call("PackageManagementService/UpdateVettedPackages", request)


def vet(*packages: admin_wire.VettedPackagesRef) -> admin_wire.VettedPackagesChange:
    return Change(vet=Change.Vet(packages=packages))


def unvet(*packages: admin_wire.VettedPackagesRef) -> admin_wire.VettedPackagesChange:
    return Change(unvet=Change.Unvet(packages=packages))


def tokens(packages: value_wire.VettedPackages) -> set[str]:
    """The versions of the package of these tests that are accepted."""
    return {each.package_version for each in packages.packages if each.package_name == "token"}


async def in_force(api: Api) -> set[str]:
    mapping = api.active.participant.administration
    (connection,) = api.active.ledger.connected.values()
    snapshot = connection.session.topology.head_snapshot()
    known = snapshot.members.vetted_packages(mapping.participant)
    details = [mapping.packages.known(each) for each in known]
    return {each.version for each in details if each is not None and each.name == "token"}


async def refusal(api: Api, *changes: admin_wire.VettedPackagesChange, **fields: Any) -> str:
    with pytest.raises(LedgerError) as error:
        await update(api, *changes, **fields)
    return error.value.code.id


def test_a_package_is_accepted_and_no_longer_by_id_or_by_name_and_version() -> None:
    async def scenario(api: Api) -> None:
        (one, _) = await upload(api, "1.0.0", "2.0.0")
        two = Reference(package_name="token", package_version="2.0.0")
        answer = await update(api, vet(Reference(package_id=one), two))
        assert tokens(answer.past_vetted_packages) == set()
        assert tokens(answer.new_vetted_packages) == await in_force(api) == {"1.0.0", "2.0.0"}
        serials = [answer.past_vetted_packages, answer.new_vetted_packages]
        assert serials[1].topology_serial == serials[0].topology_serial + 1
        answer = await update(api, unvet(two))
        assert tokens(answer.new_vetted_packages) == await in_force(api) == {"1.0.0"}

    simulate(scenario)


def test_the_last_change_of_a_package_counts_and_one_that_changes_nothing_leaves_the_serial() -> (
    None
):
    async def scenario(api: Api) -> None:
        (one,) = await upload(api, "1.0.0")
        before = await update(api)
        answer = await update(api, vet(Reference(package_id=one)), unvet(Reference(package_id=one)))
        assert answer.new_vetted_packages == before.new_vetted_packages
        assert await in_force(api) == set()

    simulate(scenario)


def test_a_rehearsal_tells_what_would_be_and_changes_nothing() -> None:
    async def scenario(api: Api) -> None:
        (one,) = await upload(api, "1.0.0")
        answer = await update(api, vet(Reference(package_id=one)), dry_run=True)
        assert tokens(answer.new_vetted_packages) == {"1.0.0"}
        assert await in_force(api) == set()

    simulate(scenario)


def test_a_period_is_kept_and_an_empty_one_refused() -> None:
    async def scenario(api: Api) -> None:
        (one,) = await upload(api, "1.0.0")
        package = Change.Vet(packages=[Reference(package_id=one)])
        package.new_valid_from_inclusive.FromSeconds(1)
        package.new_valid_until_exclusive.FromSeconds(2)
        answer = await update(api, Change(vet=package))
        found = {each.package_id: each for each in answer.new_vetted_packages.packages}
        assert found[one].valid_from_inclusive.seconds == 1
        assert found[one].valid_until_exclusive.seconds == 2
        package.new_valid_until_exclusive.FromSeconds(1)
        assert await refusal(api, Change(vet=package)) == "INVALID_ARGUMENT"

    simulate(scenario)


def test_a_change_is_made_only_to_the_serial_that_the_caller_saw() -> None:
    async def scenario(api: Api) -> None:
        (one,) = await upload(api, "1.0.0")
        seen = (await update(api)).new_vetted_packages.topology_serial
        change = vet(Reference(package_id=one))
        for prior in (seen - 1, seen + 1):
            serial = value_wire.PriorTopologySerial(prior=prior)
            code = await refusal(api, change, expected_topology_serial=serial)
            assert code == "TOPOLOGY_SERIAL_MISMATCH"
        nothing = value_wire.PriorTopologySerial()
        nothing.no_prior.SetInParent()
        code = await refusal(api, change, expected_topology_serial=nothing)
        assert code == "TOPOLOGY_SERIAL_MISMATCH"
        serial = value_wire.PriorTopologySerial(prior=seen)
        await update(api, change, expected_topology_serial=serial)
        assert await in_force(api) == {"1.0.0"}

    simulate(scenario)


def test_a_reference_names_exactly_one_package_of_the_participant() -> None:
    async def scenario(api: Api) -> None:
        await upload(api, "1.0.0", "2.0.0")
        codes = {
            "UNRESOLVED_VETTING_REFERENCE": Reference(package_name="coin"),
            "AMBIGUOUS_VETTING_REFERENCE": Reference(package_name="token"),
            "INVALID_ARGUMENT": Reference(),
        }
        for code, reference in codes.items():
            assert await refusal(api, vet(reference)) == code
        assert await refusal(api, Change()) == "MISSING_FIELD"
        assert await in_force(api) == set()

    simulate(scenario)
