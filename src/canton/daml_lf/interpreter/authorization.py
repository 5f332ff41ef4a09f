"""Who must have authorised what. Source: Daml-LF sheet 2.6."""

from __future__ import annotations

from collections.abc import Iterable

from canton.daml_lf.builtins.errors import DAML_AUTHORIZATION_ERROR, InterpretationError, failed
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.transaction.node import NOBODY, NodeId, Parties


def check_create(
    node: NodeId,
    template: Identifier,
    signatories: Parties,
    maintainers: Parties | None,
    given: Parties,
) -> None:
    """A create needs all signatories, of which there is one, among them the maintainers."""
    if not signatories <= given:
        raise _missing(node, template, signatories, given)
    if not signatories:
        raise _failed(node, f"({template}) has no signatories")
    if maintainers is not None and not maintainers <= signatories:
        raise _failed(
            node,
            f"({template}) has maintainers {_joined(maintainers)} which are not a subset of the"
            f" signatories {_set(signatories)}",
        )


def check_fetch(node: NodeId, stakeholders: Parties, given: Parties) -> None:
    """A fetch needs one stakeholder."""
    if stakeholders.isdisjoint(given):
        raise _failed(
            node,
            f"requires one of the stakeholders {_set(stakeholders)} of the fetched contract to be"
            f" an authorizer, but authorizers were {_set(given)}",
        )


def check_exercise(
    node: NodeId,
    template: Identifier,
    controllers: Parties,
    authorizers: Parties | None,
    given: Parties,
) -> None:
    """An exercise needs all controllers and explicit authorizers, and at least one of each."""
    if not controllers:
        raise _failed(node, f"({template}) has no controllers")
    if authorizers is not None and not authorizers:
        raise _failed(node, f"({template}) has no authorizers")
    required = controllers | (authorizers or NOBODY)
    if not required <= given:
        raise _missing(node, template, required, given)


def check_query(node: NodeId, template: Identifier, maintainers: Parties, given: Parties) -> None:
    """A query by key needs all maintainers."""
    if not maintainers <= given:
        raise _failed(
            node,
            f"({template}) requires authorizers {_joined(maintainers)} for lookup by key, but it"
            f" only has {_joined(given)}",
        )


def _missing(
    node: NodeId, template: Identifier, required: Parties, given: Parties
) -> InterpretationError:
    return _failed(
        node,
        f"({template}) requires authorizers {_joined(required)}, but only {_joined(given)} were"
        " given",
    )


def _failed(node: NodeId, text: str) -> InterpretationError:
    return failed(DAML_AUTHORIZATION_ERROR, f"node NodeId({node}) {text}")


def _joined(parties: Iterable[str]) -> str:
    return ",".join(sorted(parties))


def _set(parties: Iterable[str]) -> str:
    return f"Set({', '.join(sorted(parties))})"
