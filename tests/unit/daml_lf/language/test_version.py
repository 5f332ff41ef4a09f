"""Which version has which feature."""

from __future__ import annotations

import pytest

from canton.daml_lf.language import version
from canton.daml_lf.language.builtin import (
    BuiltinFunction,
    BuiltinType,
    builtin_function_feature,
    builtin_type_feature,
)
from canton.daml_lf.language.version import V2_1, V2_2, V2_3, V2_DEV


@pytest.mark.parametrize(
    ("feature", "versions"),
    [
        (version.EXCEPTIONS, [V2_1, V2_2, V2_3, V2_DEV]),
        (version.UNSAFE_FROM_INTERFACE, [V2_1]),
        (version.FLAT_ARCHIVE, [V2_2, V2_3, V2_DEV]),
        (version.CONTRACT_KEYS, [V2_3, V2_DEV]),
        (version.UNSTABLE, [V2_DEV]),
        (version.CHOICE_FUNCTIONS, []),
    ],
)
def test_a_feature_has_a_range_of_versions(
    feature: version.Feature, versions: list[version.LanguageVersion]
) -> None:
    assert [item for item in version.ALL_VERSIONS if item.has(feature)] == versions


def test_dev_is_the_last_version() -> None:
    assert max(version.ALL_VERSIONS) == V2_DEV
    assert V2_DEV.is_dev and str(V2_DEV) == "2.dev"


def test_versions_read_what_they_print() -> None:
    for item in version.ALL_VERSIONS:
        assert version.parse_language_version(str(item)) == item
    for wrong in ("1.17", "1.1", "2", "14", "version", "2.1.11"):
        with pytest.raises(ValueError, match=r"supported: 2\.1"):
            version.parse_language_version(wrong)


def test_builtins_beyond_a_thousand_are_unstable() -> None:
    assert builtin_function_feature(BuiltinFunction.EXTERNAL_CALL) is version.UNSTABLE
    assert builtin_function_feature(BuiltinFunction.ADD_INT64) is None
    assert builtin_type_feature(BuiltinType.BIGNUMERIC) is version.UNSTABLE
