"""What the command line shows of DARs."""

from __future__ import annotations

import json

import pytest

from canton.daml_lf.language.version import V2_2, V2_3
from canton.daml_lf.tools.assembler import assemble, read_text
from canton.daml_lf.tools.dars import (
    check_upgrades,
    inspect_dar,
    inspect_dar_as_json,
    print_lf,
    validate_dar,
)
from canton.errors import LedgerError

TEXT = """
module M {
  record @serializable T = { p: Party };
  record @serializable View = {};
  interface (this: I) = {
    viewtype M:View;
    choice @nonConsuming Look (self) (u: Unit): Unit, controllers Nil @Party to upure @Unit ();
  };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T { p } this] (Nil @Party);
    observers Nil @Party;
    implements M:I { view = M:View {}; };
  };
}
"""
DAR = assemble(TEXT, "name", "1.0.0", V2_2)


def test_inspection_shows_templates_interfaces_and_packages() -> None:
    shown = inspect_dar(DAR.dar_bytes)
    assert shown.startswith(f"main package name 1.0.0 {DAR.package.id} (Daml-LF 2.2)\n")
    assert "  template M:T\n    choice Archive\n    implements M:I\n" in shown
    assert "  interface M:I\n    choice Look (non-consuming)\n" in shown
    assert shown.endswith("bytes\n  and 1 stable packages\n")
    assert "ghc-stdlib-DA-Internal-Template 1.0.0" in inspect_dar(DAR.dar_bytes, show_stable=True)


def test_inspection_for_programs_is_one_object_on_a_line() -> None:
    shown = inspect_dar_as_json(DAR.dar_bytes)
    assert shown.count("\n") == 1
    told = json.loads(shown)
    main, stable = told["packages"]
    assert told["main"] == main["package_id"] == DAR.package.id
    assert (main["name"], main["version"], main["language_version"]) == ("name", "1.0.0", "2.2")
    assert main["templates"] == [
        {
            "name": "M:T",
            "has_key": False,
            "choices": [{"name": "Archive", "is_consuming": True}],
            "implements": ["M:I"],
        }
    ]
    assert [each["name"] for each in main["interfaces"][0]["choices"]] == ["Look"]
    assert main["size"] > 0 and not main["is_stable"] and stable["is_stable"]


def test_validation_says_that_a_dar_is_valid() -> None:
    assert validate_dar(DAR.dar_bytes) == (
        f"name 1.0.0 {DAR.package.id} (Daml-LF 2.2) is valid; packages: 2\n"
    )
    with pytest.raises(LedgerError, match="ALLOWED_LANGUAGE_VERSIONS"):
        validate_dar(DAR.dar_bytes, allowed=(V2_3,))


def test_upgrades_are_checked_between_dars() -> None:
    def version(number: str, fields: str) -> bytes:
        text = f"module M {{ record @serializable R = {{ {fields} }}; }}"
        return assemble(text, "name", number, V2_2).dar_bytes

    first, newer = version("1.9.0", "a: Text"), version("1.10.0", "a: Text, b: Option Text")
    assert check_upgrades({"b": newer, "a": first}) == "name: 1.9.0, 1.10.0\n"
    with pytest.raises(LedgerError, match="NOT_VALID_UPGRADE_PACKAGE"):
        check_upgrades({"a": first, "c": version("1.11.0", "a: Text, b: Text")})
    with pytest.raises(LedgerError, match="broken: Dar zip file is corrupt"):
        check_upgrades({"a": first, "broken": b"no zip"})


def test_packages_and_modules_are_printed() -> None:
    text = print_lf(DAR.dar_bytes)
    assert assemble(text, "ignored", "0", V2_2).package.id == DAR.package.id
    assert print_lf(DAR.dar_bytes, module="M") in text
    by_name = print_lf(DAR.dar_bytes, package="ghc-stdlib-DA-Internal-Template")
    assert "record @serializable Archive" in by_name
    assert print_lf(DAR.dar_bytes, package=DAR.package.id) == text
    with pytest.raises(ValueError, match="no package gone"):
        print_lf(DAR.dar_bytes, package="gone")
    with pytest.raises(ValueError, match="no module N"):
        print_lf(DAR.dar_bytes, module="N")


def test_the_name_of_a_text_with_metadata_is_its_own() -> None:
    assert read_text("module M {}", "n", "1.0", V2_2).metadata.name == "n"
    text = "/* c */ metadata ( 'own' : '2.0' ) module M {}"
    assert read_text(text, "n", "1.0", V2_2).metadata.name == "own"
