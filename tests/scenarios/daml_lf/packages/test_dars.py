"""Sets of packages: a DAR has what its main package says that it imports, and nothing else.

The combinations that Canton 3.6 (its engine's tests of package validation) holds a DAR to: imports
of the standard library's two packages, which need not be used, and of a stable package.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.archive.stable import stable_archives
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.version import V2_3
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.dar import check_dar


def package(identifier: str, name: str, text: str) -> ast.Package:
    head = f"metadata ( '{name}' : '1.0.0' )"
    return parse_package(f"{head} module M {{ {text} }}", V2_3, PackageId(identifier))


GOOD = 'val text: Text = "";'
ILL_TYPED = "val text: Text = 1;"
IMPORTING = "val text: Text = '-missing-':M:text;"
PRIM = package("-prim-", "daml-prim", GOOD)
STDLIB = package("-stdlib-", "daml-stdlib", GOOD)
EXTRA = package("-extra-", "extra", GOOD)
STABLE = stable_archives()[0].decode()
NEIGHBOURS = [
    (*utilities, *stable)
    for utilities, stable in product([(), (PRIM,), (STDLIB,), (PRIM, STDLIB)], [(), (STABLE,)])
]


@pytest.mark.parametrize(
    "neighbours",
    NEIGHBOURS,
    ids=lambda them: " and ".join(each.metadata.name for each in them) or "nothing else",
)
@pytest.mark.parametrize(
    ("text", "has_extra", "code"),
    [
        pytest.param(GOOD, False, None, id="complete"),
        pytest.param(ILL_TYPED, False, "DAR_VALIDATION_ERROR", id="ill-typed"),
        pytest.param(IMPORTING, False, "DAR_DEPENDENCIES_NOT_VALID", id="one missing"),
        pytest.param(GOOD, True, "DAR_DEPENDENCIES_NOT_VALID", id="one too many"),
        pytest.param(IMPORTING, True, "DAR_DEPENDENCIES_NOT_VALID", id="missing and too many"),
    ],
)
def test_a_dar_is_exactly_what_its_main_package_imports(
    neighbours: tuple[ast.Package, ...], text: str, has_extra: bool, code: str | None
) -> None:
    main = package("-main-", "main", text)
    missing = main.direct_dependencies
    imports = (*missing, *[each.id for each in neighbours])
    main = replace(main, declared_imports=imports)
    extra = (EXTRA,) if has_extra else ()
    packages = {each.id: each for each in (main, *extra, *neighbours)}
    if code is None:
        check_dar(main.id, packages)
        return
    with pytest.raises(ArchiveError) as caught:
        check_dar(main.id, packages)
    assert caught.value.code.id == code
    if code == "DAR_DEPENDENCIES_NOT_VALID":
        assert caught.value.context == {
            "mainPackageId": "-main-",
            "missingDependencies": f"Set({', '.join(missing)})",
            "extraDependencies": f"Set({', '.join(each.id for each in extra)})",
        }
