"""Paths and verbs find their endpoints."""

from __future__ import annotations

import pytest

from canton.json_api.endpoint.routing import Router
from canton.json_api.endpoint.table import ENDPOINTS

ROUTER = Router(ENDPOINTS)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each.verb} {each.path}")
def test_every_endpoint_is_found_by_its_path(endpoint) -> None:
    path = endpoint.path.replace("{", "").replace("}", "")
    route = ROUTER.find(path)
    assert route is not None and route.by_verb[endpoint.verb] is endpoint
    names = [each.name for each in endpoint.parameters if each.place.value == "path"]
    assert route.parameters == {name: name for name in names}


def test_a_path_without_parameters_goes_before_one_with_them() -> None:
    route = ROUTER.find("/v2/parties/participant-id")
    assert route is not None and route.parameters == {}
    route = ROUTER.find("/v2/parties/alice%3A%3A1220%2F")
    assert route is not None and route.parameters == {"party": "alice::1220/"}


@pytest.mark.parametrize("path", ["/", "", "/v2", "/v2/users/a/b/c", "/v2/{x}", "/v2/users/x/y"])
def test_other_paths_lead_nowhere(path: str) -> None:
    assert ROUTER.find(path) is None
