"""Packages from and to text."""

from __future__ import annotations

from pathlib import Path

import pytest

from canton.cli.main import main

TEXT = """
metadata ( 'demo' : '1.0.0' )

module Demo {
  record @serializable R = { p: Party };
  template (this : R) = {
    precondition True;
    signatories Cons @Party [Demo:R {p} this] (Nil @Party);
    observers Nil @Party;
  };
}
"""


def test_assembled_text_is_inspected_validated_and_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "demo.daml-lf"
    source.write_text(TEXT)
    dar = tmp_path / "demo.dar"
    words = ["--lf-version", "2.1", "-o", str(dar)]
    assert main(["lf", "assemble", str(source), *words]) == 0
    assert main(["dar", "inspect", str(dar)]) == 0
    assert main(["dar", "inspect", "--json", str(dar)]) == 0
    assert main(["dar", "validate", str(dar)]) == 0
    assert main(["lf", "print", str(dar)]) == 0
    out = capsys.readouterr().out
    assert "template Demo:R" in out
    assert "main package demo 1.0.0 " in out
    assert '"name": "demo", "version": "1.0.0"' in out
    assert "is valid" in out
    assert "module Demo" in out


def test_a_text_without_metadata_is_named_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, dar = tmp_path / "demo.lf", str(tmp_path / "out.dar")
    source.write_text(TEXT.partition(")")[2])
    words = ["--lf-version", "2.2", "--name", "mine", "--version", "2.0.1", "-o", dar]
    assert main(["lf", "assemble", str(source), *words]) == 0
    assert main(["dar", "inspect", dar]) == 0
    assert "main package mine 2.0.1 " in capsys.readouterr().out


def failure(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command that must fail says on standard error."""
    assert main(list(words)) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_an_error_names_the_file_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, gone = tmp_path / "no.dar", tmp_path / "gone.dar"
    file.write_bytes(b"no zip")
    for command in ("dar inspect", "dar validate", "dar upgrade-check", "lf print"):
        words = command.split()
        shown = failure(capsys, *words, str(file))
        assert str(file) in shown
        assert "INVALID_ZIP_ENTRY" in shown
        assert "Dar zip file is corrupt\n  name: File is not a zip file" in shown
        assert failure(capsys, *words, str(gone)) == f"Error: {gone}: No such file or directory\n"
        assert failure(capsys, *words, str(tmp_path)) == f"Error: {tmp_path}: Is a directory\n"
    file.write_bytes(b"\xff")
    assert failure(capsys, "lf", "assemble", str(file)) == f"Error: {file}: not a text in UTF-8\n"


def test_wrong_text_is_not_assembled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "wrong.lf"
    source.write_text('module M { val x: Int64 = ""; }')
    shown = failure(capsys, "lf", "assemble", str(source))
    assert "expected Int64, found Text in value M:x" in shown
    assert not source.with_suffix(".dar").exists()
    assert main(["lf", "assemble", str(source), "--unchecked"]) == 0
    assert "DAR_VALIDATION_ERROR" in (
        failure_after_output(capsys, "dar", "validate", str(source.with_suffix(".dar")))
    )
    source.write_text("module M {\n  val x: Int64 = ;\n}")
    shown = failure(capsys, "lf", "assemble", str(source))
    assert shown.startswith(f"Error: {source}: expected an expression")
    assert "line 2" in shown


def failure_after_output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """As `failure`, where something was written before."""
    capsys.readouterr()
    return failure(capsys, *words)


def test_one_bad_file_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "demo.lf"
    source.write_text(TEXT)
    assert main(["lf", "assemble", str(source)]) == 0
    capsys.readouterr()
    good = str(source.with_suffix(".dar"))
    assert main(["dar", "validate", good, str(tmp_path / "gone.dar"), good]) == 1
    captured = capsys.readouterr()
    assert captured.out.count("is valid") == 2
    assert captured.err.count("No such file") == 1


def test_2_dev_is_valid_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "demo.lf"
    source.write_text(TEXT)
    assert main(["lf", "assemble", str(source), "--lf-version", "2.dev"]) == 0
    dar = str(source.with_suffix(".dar"))
    assert main(["dar", "validate", "--dev", dar]) == 0
    assert "ALLOWED_LANGUAGE_VERSIONS" in failure_after_output(capsys, "dar", "validate", dar)


def test_a_package_or_a_module_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "demo.lf"
    source.write_text(TEXT)
    assert main(["lf", "assemble", str(source)]) == 0
    dar = str(source.with_suffix(".dar"))
    assert main(["lf", "print", dar, "Demo"]) == 0
    assert "metadata" not in capsys.readouterr().out
    assert main(["lf", "print", dar, "--all"]) == 0
    assert capsys.readouterr().out.count("metadata (") == 2
    assert main(["lf", "print", dar, "--package", "ghc-stdlib-DA-Internal-Template"]) == 0
    assert "record @serializable Archive" in capsys.readouterr().out
    assert "no module Gone" in failure(capsys, "lf", "print", dar, "Gone")


def test_upgrade_check_accepts_what_may_follow_and_names_what_may_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    versions = {
        "1.0.0": TEXT,
        "1.1.0": TEXT.replace("p: Party", "p: Party, note: Option Text"),
        "1.2.0": TEXT.replace("p: Party", "p: Party, note: Option Text, count: Int64"),
    }
    dars = []
    for version, text in versions.items():
        source = tmp_path / f"{version}.lf"
        source.write_text(text.replace("1.0.0", version))
        dars.append(str(tmp_path / f"{version}.dar"))
        assert main(["lf", "assemble", str(source), "-o", dars[-1]]) == 0
    assert main(["dar", "upgrade-check", *dars[:2]]) == 0
    assert main(["dar", "upgrade-check", *dars]) == 1
    assert "optional" in capsys.readouterr().err
