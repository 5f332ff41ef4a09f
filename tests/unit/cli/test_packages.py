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
    assert main(["lf", "assemble", str(source), "-o", str(dar), "--lf-version", "2.1"]) == 0
    assert main(["dar", "inspect", str(dar)]) == 0
    assert main(["dar", "validate", str(dar)]) == 0
    assert main(["lf", "print", str(dar)]) == 0
    out = capsys.readouterr().out
    assert "template Demo:R" in out
    assert "is valid" in out
    assert "module Demo" in out


def test_unreadable_package_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "no.dar"
    file.write_bytes(b"no zip")
    assert main(["dar", "inspect", str(file)]) == 1
    assert "Error:" in capsys.readouterr().err


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
