"""DAR files: deterministic when written, guarded when read."""

from __future__ import annotations

import io
import zipfile

import pytest

from canton.daml_lf.archive import dar as dars
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.archive.manifest import MANIFEST_NAME, write_manifest
from canton.daml_lf.language.version import V2_1, V2_2
from canton.daml_lf.tools.assembler import assemble

TEXT = "module M { val x: Int64 = 1; }"


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return buffer.getvalue()


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(ArchiveError) as caught:
        dars.read_dar(data, **limits)
    return caught.value.code.id


def test_equal_text_gives_equal_bytes() -> None:
    first = assemble(TEXT, "n", "1.0.0", V2_1)
    second = assemble(f"// a comment\n{TEXT}", "n", "1.0.0", V2_1)
    assert first.dar_bytes == second.dar_bytes


def test_a_dar_is_read_as_written() -> None:
    assembled = assemble(TEXT, "n", "1.0.0", V2_2)
    dar = dars.read_dar(assembled.dar_bytes)
    assert dar == assembled.dar
    assert dar.decode() == {assembled.package.id: assembled.package}
    assert dar.main.data == assembled.archive.data


def test_the_original_bytes_of_archives_are_kept() -> None:
    # The hash is over the payload only: what surrounds it may be spelled in another way.
    archive = assemble(TEXT, "n", "1.0.0", V2_1).archive
    respelled = b"\x08\x00" + archive.data
    data = zipped({MANIFEST_NAME: write_manifest("n", "a", ["a"]), "a": respelled})
    main = dars.read_dar(data).main
    assert main.package_id == archive.package_id
    assert main.data == respelled


def test_damaged_dars_are_refused_with_the_right_code() -> None:
    manifest = write_manifest("n", "a.dalf", ["a.dalf"])
    assert code_of(b"no zip") == "INVALID_ZIP_ENTRY"
    assert code_of(zipped({"x": b""})) == "INVALID_DAR"
    assert code_of(zipped({MANIFEST_NAME: b"Format: other\n"})) == "INVALID_DAR"
    assert code_of(zipped({MANIFEST_NAME: manifest})) == "INVALID_ZIP_ENTRY"
    assert code_of(zipped({MANIFEST_NAME: manifest, "a.dalf": b"\xff"})) == "DAR_PARSE_ERROR"


def test_truncated_dars_are_refused() -> None:
    data = assemble(TEXT, "n", "1.0.0", V2_1).dar_bytes
    for length in range(0, len(data), 7):
        with pytest.raises(ArchiveError):
            dars.read_dar(data[:length])


def test_an_entry_that_grows_to_the_limit_is_a_bomb() -> None:
    data = zipped({"x": bytes(1_000_000)})
    assert len(data) < 10_000
    assert code_of(data, entry_size_max=1_000_000) == "ZIP_BOMB"
    assert code_of(data, entry_size_max=1_000_001) == "INVALID_DAR"
