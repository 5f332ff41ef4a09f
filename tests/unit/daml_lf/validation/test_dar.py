"""Whether the packages of a DAR may be loaded."""

from __future__ import annotations

import pytest

from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language import ast
from canton.daml_lf.language.version import V2_1, V2_2, V2_3
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.validation.dar import check_dar

LIBRARY = assemble("module L { val x: Int64 = 1; }", "l", "1.0.0", V2_1)
UNUSED = assemble("module U {}", "u", "1.0.0", V2_1)
MAIN = assemble(f"module M {{ val y: Int64 = '{LIBRARY.package.id}':L:x; }}", "m", "1.0.0", V2_2)
WRONG = assemble('module M { val y: Int64 = ""; }', "m", "1.0.0", V2_2)


def refusal(main: Assembled, *others: Assembled, **options: object) -> ArchiveError | None:
    packages: dict[object, ast.Package] = {
        item.package.id: item.package for item in (main, *others)
    }
    try:
        check_dar(main.package.id, packages, **options)  # type: ignore[arg-type]
    except ArchiveError as error:
        return error
    return None


def test_a_complete_dar_is_accepted() -> None:
    assert refusal(MAIN, LIBRARY) is None


def test_missing_and_extra_packages_are_refused() -> None:
    missing = refusal(MAIN)
    assert missing is not None
    assert missing.code.id == "DAR_DEPENDENCIES_NOT_VALID"
    assert LIBRARY.package.id in missing.context["missingDependencies"]
    extra = refusal(MAIN, LIBRARY, UNUSED)
    assert extra is not None
    assert UNUSED.package.id in extra.context["extraDependencies"]


def test_versions_are_checked_first() -> None:
    error = refusal(MAIN, allowed=(V2_1,))
    assert error is not None
    assert error.code.id == "ALLOWED_LANGUAGE_VERSIONS"
    assert "Expected version in 2.1 but got 2.2" in error.cause


@pytest.mark.parametrize("trusted", [False, True])
def test_each_package_is_checked_unless_trusted(trusted: bool) -> None:
    error = refusal(WRONG, trusted=(WRONG.package.id,) if trusted else (), allowed=(V2_2, V2_3))
    assert (error is None) is trusted
    if error is not None:
        assert error.code.id == "DAR_VALIDATION_ERROR"
        assert (
            "type mismatch: expected Int64, found Text in value M:y"
            in (error.context["validationError"])
        )
