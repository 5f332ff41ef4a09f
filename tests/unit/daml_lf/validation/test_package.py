"""The checks of a whole package: names, cycles, versions of dependencies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_1, V2_2, V2_3
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.cycles import find_cycle
from canton.daml_lf.validation.errors import Fault, ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

Check = Callable[..., ValidationError | None]


@pytest.mark.parametrize(
    "text",
    [
        "module M { record R = {}; record r = {}; }",
        "module M { record R = {}; synonym R = Text; }",
        "module M { record R = { a: Text, A: Text }; }",
        "module M { variant V = A: Unit | a: Unit; }",
        "module M { enum E = A | a; }",
        "module M.N {} module M { record N = {}; }",
        "module m {} module M {}",
        "module M { variant V = A: Unit; enum V.A = B; }",
        "module M { variant V = A: Unit; record v.A = {}; }",
        "module M { record R.A = {}; record R = { A: Unit }; }",
        "module M { enum R.C = X; record R = {}; template (this: R) = { precondition True; "
        "signatories Nil @Party; observers Nil @Party; choice C (self) (a: Unit): Unit, "
        "controllers Nil @Party to upure @Unit (); }; }",
    ],
)
def test_names_that_differ_in_case_only_collide(check: Check, text: str) -> None:
    error = check(text)
    assert error is not None
    assert error.fault is Fault.COLLISION


@pytest.mark.parametrize(
    "text",
    [
        "module M { variant V = A: M:V.A; record V.A = {}; }",
        'module M { record R = { x: Text }; val R: Text = ""; }',
        "module M { record A = {}; } module N { record A = {}; }",
    ],
)
def test_constructors_may_share_the_name_of_their_record(check: Check, text: str) -> None:
    assert check(text) is None


def test_modules_may_not_import_each_other_in_a_cycle(check: Check) -> None:
    error = check(
        "module A { val x: Text = B:x; } module B { val x: Text = C:x; } "
        "module C { val x: Text = A:x; }"
    )
    assert error is not None
    assert error.fault is Fault.IMPORT_CYCLE
    assert set(error.detail.split(" -> ")) == {"A", "B", "C"}


def test_values_may_be_recursive_within_a_module(check: Check) -> None:
    assert check("module A { val x: Text = A:y; val y: Text = A:x; }") is None


def test_synonyms_may_not_be_cyclic(check: Check) -> None:
    error = check("module A { synonym S = List ||A:T||; synonym T = Option ||A:S||; }")
    assert error is not None
    assert error.fault is Fault.SYNONYM_CYCLE


def test_cycles_are_found_on_any_path() -> None:
    assert find_cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) in (["b", "c"], ["c", "b"])
    assert find_cycle({"a": {"a"}}) == ["a"]
    assert find_cycle({"a": {"elsewhere"}}) == []


def test_dependencies_may_not_be_of_a_newer_version() -> None:
    library = parse_package(
        "metadata ( 'l' : '1.0.0' ) module L { val x: Text = \"\"; }", V2_2, PackageId("lib")
    )
    text = "metadata ( 'n' : '1.0.0' ) module M { val y: Text = 'lib':L:x; }"
    for version, is_accepted in ((V2_1, False), (V2_2, True), (V2_3, True)):
        package = parse_package(text, version)
        world = World({library.id: library, package.id: package})
        if is_accepted:
            check_package(world, package)
        else:
            with pytest.raises(ValidationError) as caught:
                check_package(world, package)
            assert caught.value.fault is Fault.DEPENDENCY_VERSION


def test_dependencies_must_exist() -> None:
    package = parse_package(
        "metadata ( 'n' : '1.0.0' ) module M { val y: Text = 'gone':L:x; }", V2_2
    )
    with pytest.raises(ValidationError, match="package gone"):
        check_package(World({package.id: package}), package)


def test_an_error_says_where(check: Check) -> None:
    error = check("module M { val x: Text -> Bool = \\(t: Text) -> loc(M, x, 7, 4, 7, 9) (f t); }")
    assert str(error) == "unknown variable: f in value M:x (module M, line 8, column 5)"
