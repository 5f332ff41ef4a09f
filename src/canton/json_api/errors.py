"""The error codes of the JSON Ledger API. Source: Canton 3.6 JsonApiErrors."""

from __future__ import annotations

from typing import Final

from canton.errors import Categories, ErrorCode

JSON_API_PACKAGE_SELECTION_FAILED: Final = ErrorCode(
    "JSON_API_PACKAGE_SELECTION_FAILED",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER,
    "No package can be found that tells how to read the arguments of a command.",
    "Upload the package; see to it that whoever acts has it vetted.",
)
MAXIMUM_LIST_ELEMENTS: Final = ErrorCode(
    "JSON_API_MAXIMUM_LIST_ELEMENTS_NUMBER_REACHED",
    Categories.CONTENTION_ON_SHARED_RESOURCES,
    "A list has more elements than the node gives in one answer.",
    "Follow the stream by a websocket, ask for less with `limit`, or raise"
    " `websocket-config.http-list-max-elements-limit`.",
)
TEMPLATES_OR_INTERFACES_NOT_FOUND: Final = ErrorCode(
    "TEMPLATES_OR_INTERFACES_NOT_FOUND",
    Categories.INVALID_GIVEN_CURRENT_SYSTEM_STATE_RESOURCE_MISSING,
    "No uploaded package has a template or an interface of that name.",
    "Upload the package, or correct the name.",
)
