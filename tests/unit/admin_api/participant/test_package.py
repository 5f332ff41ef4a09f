"""DARs and packages over the admin API."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from canton.admin_api.participant.package import PackageService
from canton.clock import SimClock
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_1
from canton.daml_lf.tools.assembler import assemble
from canton.participant.package import Packages
from canton.storage.memory import MemoryStorage
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire

TEXT = """
module Demo {
  record @serializable R = { p: Party };
  template (this : R) = {
    precondition True;
    signatories Cons @Party [Demo:R {p} this] (Nil @Party);
    observers Nil @Party;
  };
}
"""


@cache
def dar(name: str = "demo") -> bytes:
    return assemble(TEXT, name, "1.0.0", V2_1).dar_bytes


class Vetting:
    """Remembers what is vetted."""

    def __init__(self) -> None:
        self.vetted: set[PackageId] = set()
        self.waits: list[bool] = []

    async def vet(
        self,
        package_ids: Iterable[PackageId],
        synchronizer: str | None = None,
        *,
        waits: bool = True,
    ) -> None:
        self.vetted.update(package_ids)
        self.waits.append(waits)

    async def unvet(
        self, package_ids: Iterable[PackageId], synchronizer: str | None = None
    ) -> None:
        self.vetted.difference_update(package_ids)


class Administration:
    """Packages, and what of them is vetted."""

    def __init__(self) -> None:
        self.packages = Packages(MemoryStorage(), SimClock())
        self.vetting = Vetting()


def upload(*contents: bytes, vets: bool = True, expected: str | None = None):
    data = wire.UploadDarRequest.UploadDarData
    return wire.UploadDarRequest(
        dars=[
            data(bytes=each, description="a demo", expected_main_package_id=expected)
            for each in contents
        ],
        vet_all_packages=vets,
        synchronize_vetting=True,
    )


async def test_an_uploaded_dar_is_vetted_listed_and_given_back(operator) -> None:
    administration = Administration()
    async with operator(PackageService(lambda: administration).table()) as caller:
        (main,) = (await caller.call("UploadDar", upload(dar()))).dar_ids
        assert main in administration.vetting.vetted
        assert administration.vetting.waits == [True]
        (listed,) = (await caller.call("ListDars", wire.ListDarsRequest(filter_name="de"))).dars
        assert (listed.main, listed.name, listed.description) == (main, "demo", "a demo")
        got = await caller.call("GetDar", wire.GetDarRequest(main_package_id=main))
        assert got.payload == dar()
        contents = await caller.call(
            "GetDarContents", wire.GetDarContentsRequest(main_package_id=main)
        )
        assert {each.package_id for each in contents.packages} == administration.vetting.vetted
        await caller.call("UnvetDar", wire.UnvetDarRequest(main_package_id=main))
        assert main not in administration.vetting.vetted
        await caller.call("VetDar", wire.VetDarRequest(main_package_id=main))
        assert main in administration.vetting.vetted


async def test_an_upload_without_vetting_vets_nothing(operator) -> None:
    administration = Administration()
    async with operator(PackageService(lambda: administration).table()) as caller:
        await caller.call("UploadDar", upload(dar(), vets=False))
    assert not administration.vetting.vetted


async def test_one_unsound_dar_keeps_all_from_being_stored(operator) -> None:
    administration = Administration()
    async with operator(PackageService(lambda: administration).table()) as caller:
        with pytest.raises(RpcError):
            await caller.call("UploadDar", upload(dar(), b"no zip"))
        with pytest.raises(RpcError) as error:
            await caller.call("UploadDar", upload(dar(), expected="1234"))
        assert error.value.code_id == "MAIN_PACKAGE_IN_DAR_DOES_NOT_MATCH_EXPECTED"
        validated = await caller.call("ValidateDar", wire.ValidateDarRequest(data=dar()))
        assert validated.main_package_id
        assert not (await caller.call("ListDars", wire.ListDarsRequest())).dars


async def test_packages_tell_their_modules_and_their_dars(operator) -> None:
    administration = Administration()
    async with operator(PackageService(lambda: administration).table()) as caller:
        (main,) = (await caller.call("UploadDar", upload(dar()))).dar_ids
        contents = await caller.call(
            "GetPackageContents", wire.GetPackageContentsRequest(package_id=main)
        )
        assert "Demo" in [each.name for each in contents.modules]
        assert (contents.description.name, contents.language_version) == ("demo", "2.1")
        references = await caller.call(
            "GetPackageReferences", wire.GetPackageReferencesRequest(package_id=main)
        )
        assert [each.main for each in references.dars] == [main]
        named = wire.ListPackagesRequest(filter_name="demo")
        (package,) = (await caller.call("ListPackages", named)).package_descriptions
        assert package.package_id == main
        assert package.size > 0


async def test_what_was_uploaded_stays(operator) -> None:
    administration = Administration()
    async with operator(PackageService(lambda: administration).table()) as caller:
        (main,) = (await caller.call("UploadDar", upload(dar()))).dar_ids
        with pytest.raises(RpcError) as removal:
            await caller.call("RemoveDar", wire.RemoveDarRequest(main_package_id=main))
        with pytest.raises(RpcError) as unknown:
            await caller.call("RemovePackage", wire.RemovePackageRequest(package_id="1234"))
    assert removal.value.code_id == "PACKAGE_OR_DAR_REMOVAL_ERROR"
    assert unknown.value.code_id == "PACKAGE_NOT_FOUND"


async def test_a_stored_dar_uploaded_again_after_a_restart_changes_nothing() -> None:
    storage = MemoryStorage()
    before = Packages(storage, SimClock())
    main = await before.upload(dar())
    stored = storage.image()
    after_restart = Packages(storage, SimClock())
    await after_restart.load()
    assert await after_restart.upload(dar()) == main
    assert storage.image() == stored
    assert after_restart.details() == before.details()
