"""What a template says of a contract: argument, signatories, observers, key, hash.

Source: Daml-LF sheet 2.5 (order of computing), 2.7 (typed hash).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from canton.daml_lf.builtins.errors import (
    CONTRACT_ID_IN_CONTRACT_KEY,
    TEMPLATE_PRECONDITION_VIOLATED,
    failed,
)
from canton.daml_lf.builtins.text import from_list
from canton.daml_lf.hashing.contract import typed_contract_hash, typed_key_hash
from canton.daml_lf.library.template import Template
from canton.daml_lf.transaction.node import (
    GlobalKey,
    KeyWithMaintainers,
    Parties,
    SerializationVersion,
)
from canton.daml_lf.value.shown import pretty, pretty_type
from canton.daml_lf.value.value import NESTING_MAX, Value, contract_ids


@dataclass(frozen=True, slots=True)
class ContractInfo:
    """A contract as its template describes it; `record` is the run-time argument."""

    template: Template
    record: Any
    argument: Value
    signatories: Parties
    stakeholders: Parties
    key: KeyWithMaintainers | None

    @property
    def version(self) -> SerializationVersion:
        """The version of nodes about the contract."""
        return SerializationVersion.V1 if self.key is None else SerializationVersion.V2

    @property
    def global_key(self) -> GlobalKey | None:
        """The key without maintainers."""
        return None if self.key is None else self.key.key

    @property
    def observers(self) -> Parties:
        """The stakeholders that are no signatories."""
        return self.stakeholders - self.signatories

    def hash(self) -> bytes:
        """The typed hash."""
        chunks: list[bytes] = []
        self.template.argument.encode(self.record, chunks)
        return typed_contract_hash(self.template.package_name, self.template.identifier, chunks)


def parties_of(parties: Any) -> Parties:
    """The parties of a run-time list."""
    return frozenset(from_list(parties))


def contract_info(template: Template, record: Any) -> ContractInfo:
    """Computes what the template says of a contract; may throw whatever contracts throw.

    Raises:
        InterpretationError: the precondition does not hold, or argument or key cannot be stored.
    """
    if not template.precondition(record):
        argument = template.argument.to_ledger(record, NESTING_MAX)
        shown = template.argument.label(argument, is_whole=True)
        raise failed(
            TEMPLATE_PRECONDITION_VIOLATED,
            "Update failed due to precondition violation when creating"
            f" {pretty_type(template.identifier)} with {pretty(shown, is_verbose=True)}",
        )
    signatories = template.signatories(record)
    observers = template.observers(record)
    key = None
    if template.key is not None:
        key_value = template.key.key(record)
        key = template.key, key_value, template.key.maintainers(key_value)
    signing = parties_of(signatories)
    with_maintainers = None if key is None else key_of(template, key[1], key[2])
    return ContractInfo(
        template,
        record,
        template.argument.to_ledger(record, NESTING_MAX),
        signing,
        signing | parties_of(observers),
        with_maintainers,
    )


def key_of(template: Template, key: Any, maintainers: Any) -> KeyWithMaintainers:
    """A run-time key of a template as nodes have it, with its hash.

    Raises:
        InterpretationError: it contains a contract id, or cannot be stored.
    """
    assert template.key is not None
    value = template.key.codec.to_ledger(key, NESTING_MAX)
    for contract_id in contract_ids(value):
        raise failed(
            CONTRACT_ID_IN_CONTRACT_KEY,
            f"Contract IDs are not supported in contract keys: {contract_id}",
        )
    chunks: list[bytes] = []
    template.key.codec.encode(key, chunks)
    key_hash = typed_key_hash(template.package_name, template.identifier, chunks)
    global_key = GlobalKey(template.identifier, template.package_name, value, key_hash)
    return KeyWithMaintainers(global_key, parties_of(maintainers))
