"""Types of expressions and updates, held to the judgements."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import ast
from canton.daml_lf.language.version import V2_3, V2_DEV
from canton.daml_lf.validation.errors import Fault
from canton.daml_lf.validation.typing.substitution import are_alpha_equal
from scenarios.daml_lf.packages.judgement import Judgement, judge, read_judgements

WELL_TYPED = read_judgements("well_typed.judgements")
DEV_ONLY = WELL_TYPED.pop("hidden in dev only")
ILL_TYPED = read_judgements("ill_typed.judgements")


def rows(groups: dict[str, list[Judgement]]) -> list[object]:
    return [
        pytest.param(case, id=f"{group}: {case.name}")
        for group, cases in groups.items()
        for case in cases
    ]


def holds(case: Judgement, found: ast.Type | Fault) -> bool:
    return not isinstance(found, Fault) and are_alpha_equal(found, case.type)


@pytest.mark.parametrize("case", rows(WELL_TYPED))
def test_an_expression_has_its_type(case: Judgement) -> None:
    assert holds(case, judge(case))


@pytest.mark.parametrize("case", rows(ILL_TYPED))
def test_a_fault_is_found_within_the_expression(case: Judgement) -> None:
    assert judge(case) is case.fault


@pytest.mark.parametrize("case", rows({"hidden": DEV_ONLY}))
def test_only_dev_hides_types_that_are_no_plain_data_types(case: Judgement) -> None:
    assert holds(case, judge(case, V2_DEV))
    assert judge(case, V2_3) is Fault.EXPECTED_ANY_TYPE


@pytest.mark.parametrize(
    "case",
    rows({"hidden": [c for c in ILL_TYPED["hidden"] if c.fault is Fault.EXPECTED_ANY_TYPE]}),
)
def test_even_dev_hides_closed_types_only(case: Judgement) -> None:
    assert judge(case, V2_DEV) is Fault.EXPECTED_ANY_TYPE
