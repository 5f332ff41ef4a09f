"""Types of builtins, and the bound of types that grow.

The types of all forms of expressions are in `tests/scenarios/daml_lf/packages`.
"""

from __future__ import annotations

import pytest

from canton.daml_lf.language.builtin import BuiltinFunction
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.text.reader import SELF_PACKAGE, parse_package
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.typing.builtins import type_of_builtin
from canton.daml_lf.validation.typing.scope import Scope
from canton.daml_lf.validation.world import World


def test_every_builtin_has_a_closed_type() -> None:
    name = Identifier(SELF_PACKAGE, ModuleName("M"), DottedName("test"))
    scope = Scope(World({}), V2_DEV, Place("value", name))
    for function in BuiltinFunction:
        scope.check_type(type_of_builtin(function))


def test_types_that_grow_without_bound_are_refused() -> None:
    # Each synonym doubles the type: forty of them are more than any machine holds.
    type_ = "Text"
    for _ in range(40):
        type_ = f"(||M:D {type_}||)"
    text = f"module M {{ synonym D (a: *) = <l: a, r: a>; val x: {type_} = 1; }}"
    package = parse_package(f"metadata ( 'n' : '1.0.0' ) {text}", V2_DEV)
    with pytest.raises(ValidationError) as caught:
        check_package(World({package.id: package}), package)
    assert caught.value.fault is Fault.TOO_COMPLEX
