"""Which version of a package a command uses, between participants that vet different ones."""

from __future__ import annotations

import asyncio

import pytest

from canton.daml_lf.engine import CreateCommand
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.language.version import V2_2
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.value.identifier import parse_reference
from canton.daml_lf.value.value import ListValue, PartyValue, RecordValue
from canton.errors import LedgerError
from canton.identifiers import PartyId
from canton.ledger_api.request.preference import parties_in, preferred_packages
from simulation.deployment.participant import AtWork, first_start
from simulation.deployment.synchronizer import Synchronizer
from simulation.virtual_loop import run

NAME = PackageName("token")
VERSIONS = ("1.0.0", "1.2.0", "1.10.0")


def dar(version: str) -> bytes:
    text = f"metadata ( 'token' : '{version}' ) module M {{ record @serializable R = {{}}; }}"
    return assemble(text, "token", version, V2_2).dar_bytes


async def upload(active: AtWork, *versions: str) -> list[PackageId]:
    return [await active.participant.administration.upload(dar(each)) for each in versions]


def test_the_newest_version_that_all_hosts_vet_is_used() -> None:
    async def scenario() -> None:
        world = Synchronizer(participants=("alice", "bob"))
        async with world.running():
            alice, bob = [await world.active(name) for name in world.participants]
            await asyncio.gather(first_start(alice), first_start(bob))
            old, middle, newest = await upload(alice, *VERSIONS)
            await upload(bob, *VERSIONS[:2])
            await asyncio.sleep(1)
            ledger = alice.ledger

            def chosen(*parties: PartyId, wanted: tuple[str, ...] = ()) -> PackageId | None:
                return preferred_packages(ledger, wanted, frozenset(parties)).get(NAME)

            assert chosen(alice.party) == newest
            assert chosen(alice.party, bob.party) == middle
            assert chosen(alice.party, bob.party, wanted=(old,)) == old
            for wanted in (("00",), (old, middle)):
                with pytest.raises(LedgerError) as error:
                    chosen(alice.party, wanted=wanted)
                assert error.value.code.id == "INVALID_ARGUMENT"
        assert world.errors == []

    run(scenario(), 0)


def test_parties_are_found_wherever_arguments_name_them() -> None:
    inner = ListValue((PartyValue("a"), RecordValue((PartyValue("b"),))))
    command = CreateCommand(parse_reference("#p:M:T"), RecordValue((inner, PartyValue("c"))))
    assert parties_in([command]) == {"a", "b", "c"}
