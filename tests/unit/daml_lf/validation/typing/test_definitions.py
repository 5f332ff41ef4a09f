"""Where the faults of definitions are; which faults there are is in the tables of
`tests/scenarios/daml_lf/packages`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.validation.errors import ValidationError

Check = Callable[..., ValidationError | None]

TEMPLATE = """module M {{
  record @serializable T = {{ p: Party }};
  record @serializable View = {{}};
  interface (this: I) = {{ viewtype M:View; method m: Text; }};
  template (this: T) = {{
    precondition {precondition};
    signatories {signatories};
    observers Nil @Party;
    choice C (self) (arg: Int64): Unit, controllers {controllers} to upure @Unit ();
    implements M:I {{ view = M:View {{}}; method m = {method}; }};
    key @Party (M:T {{ p }} this) (\\(k: Party) -> {maintainers});
  }};
}}"""
GOOD = {
    "precondition": "True",
    "signatories": "Nil @Party",
    "controllers": "Nil @Party",
    "method": '""',
    "maintainers": "Nil @Party",
}


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("precondition", "template M:T, precondition"),
        ("signatories", "template M:T, signatories"),
        ("controllers", "template M:T, choice C"),
        ("method", "template M:T, instance of M:I"),
        ("maintainers", "template M:T, maintainers"),
    ],
)
def test_errors_name_the_part_of_a_template(check: Check, part: str, place: str) -> None:
    assert check(TEMPLATE.format(**GOOD)) is None
    error = check(TEMPLATE.format(**{**GOOD, part: "()"}))
    assert error is not None
    assert str(error.place) == place
