"""Checks of the mappings about namespaces."""

from __future__ import annotations

from canton.identifiers import Fingerprint
from canton.topology.authorization.validator import is_root_certificate
from canton.topology.checks.context import CheckContext
from canton.topology.mapping.code import MappingCode
from canton.topology.mapping.namespace import (
    DecentralizedNamespaceDefinition,
    NamespaceDelegation,
    decentralized_namespace,
)
from canton.topology.rejection import RejectionName, TopologyRejection
from canton.topology.transaction import Operation


def check_namespace_delegation(
    context: CheckContext, mapping: NamespaceDelegation
) -> TopologyRejection | None:
    """No decentralized namespace has the name, and the key was not revoked before."""
    clashing = context.state.of_namespace(
        MappingCode.DECENTRALIZED_NAMESPACE_DEFINITION, mapping.namespace
    )
    if any(True for _ in clashing):
        return _in_use(mapping.namespace)
    was_revoked = context.previous is not None and context.previous.operation is Operation.REMOVE
    if was_revoked and not context.is_relaxed:
        return TopologyRejection(
            RejectionName.NAMESPACE_HAS_BEEN_REVOKED,
            f"The namespace {mapping.namespace} has previously been revoked.",
        )
    return None


def check_decentralized_namespace(
    context: CheckContext, mapping: DecentralizedNamespaceDefinition
) -> TopologyRejection | None:
    """The first name comes from the owners, no key has it, and owners have root certificates."""
    if context.previous is None and mapping.namespace != decentralized_namespace(mapping.owners):
        return _invalid(
            f"The decentralized namespace {mapping.namespace} is not derived from the owners"
            f" {', '.join(mapping.owners)}"
        )
    state = context.state
    delegations = state.of_namespace(MappingCode.NAMESPACE_DELEGATION, mapping.namespace)
    if any(True for _ in delegations):
        return _in_use(mapping.namespace)
    without_root = [
        owner
        for owner in mapping.owners
        if not any(
            is_root_certificate(row.transaction)
            for row in state.of_namespace(MappingCode.NAMESPACE_DELEGATION, owner)
        )
    ]
    if without_root:
        return _invalid(f"No root certificate found for {', '.join(without_root)}")
    return None


def _in_use(namespace: Fingerprint) -> TopologyRejection:
    return TopologyRejection(
        RejectionName.NAMESPACE_ALREADY_IN_USE,
        f"The namespace {namespace} is already used by another entity.",
    )


def _invalid(cause: str) -> TopologyRejection:
    return TopologyRejection(RejectionName.INVALID_TOPOLOGY_MAPPING, f"Invalid mapping: {cause}")
