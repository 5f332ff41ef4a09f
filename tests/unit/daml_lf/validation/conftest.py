"""Checking a text: the fault that is found in it, or None."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canton.daml_lf.language.version import V2_DEV, LanguageVersion
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

Check = Callable[..., ValidationError | None]


@pytest.fixture(scope="session")
def check() -> Check:
    def run(text: str, version: LanguageVersion = V2_DEV) -> ValidationError | None:
        package = parse_package(f"metadata ( 'n' : '1.0.0' )\n{text}", version)
        try:
            check_package(World({package.id: package}), package)
        except ValidationError as error:
            return error
        return None

    return run
