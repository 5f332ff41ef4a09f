"""Transactions that external parties sign: from an interpretation to what they sign, and back.

The participant that prepares, the one that submits, and all that validate come to the same hash:
each from its own interpretation. Source: protocol sheet 9.1; ledger API sheet 2.13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from canton.crypto.hash import Hash
from canton.crypto.key import PROTOCOL_ONLY
from canton.crypto.signature import Signature, is_signature_of_bytes
from canton.daml_lf.engine import Interpreted
from canton.daml_lf.transaction.contract import ContractInstance, TimeBounds
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    QueryByKeyNode,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import PackageId
from canton.identifiers import PartyId
from canton.participant.core.engine import Engine
from canton.protocol.prepared.transaction import (
    InputContract,
    PreparedMetadata,
    PreparedTransaction,
)
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp
from canton.topology.snapshot.party import PartyDirectory

SIGNATURES_MAX: Final = 50
"""How many signatures a party may bring."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a transaction is bound to beside its own content."""

    act_as: frozenset[PartyId]
    command_id: str
    transaction_uuid: str
    mediator_group: int
    synchronizer: str
    max_record_time: Timestamp | None = None


def prepared_of(
    interpreted: Interpreted,
    contracts: Mapping[ContractId, ContractInstance],
    binding: Binding,
    engine: Engine,
) -> PreparedTransaction:
    """What is to be signed for an interpreted transaction; `contracts` has those that it uses.

    Raises:
        ValueError: a contract that it uses is not there.
    """
    transaction, metadata = interpreted.transaction, interpreted.metadata
    inputs = []
    for contract_id, packages in sorted(inputs_of(transaction).items(), key=lambda x: x[0].hex):
        contract = contracts.get(contract_id)
        if contract is None:
            raise ValueError(f"the contract {contract_id.hex} is not there")
        create = engine.labelled_input(contract, packages)
        inputs.append(InputContract(create, contract.created_at))
    bounds = metadata.time_bounds
    return PreparedTransaction(
        engine.labelled_transaction(transaction),
        metadata.node_seeds,
        PreparedMetadata(
            act_as=binding.act_as,
            command_id=binding.command_id,
            transaction_uuid=binding.transaction_uuid,
            mediator_group=binding.mediator_group,
            synchronizer=binding.synchronizer,
            preparation_time=metadata.preparation_time,
            inputs=tuple(inputs),
            ledger_time_min=_earliest(bounds),
            ledger_time_max=_latest(bounds),
            max_record_time=binding.max_record_time,
        ),
    )


def inputs_of(transaction: Transaction) -> dict[ContractId, frozenset[PackageId]]:
    """The contracts that a transaction uses and does not create, and by which packages."""
    created = {
        node.contract_id for node in transaction.nodes.values() if isinstance(node, CreateNode)
    }
    used: dict[ContractId, frozenset[PackageId]] = {}
    for node in transaction.nodes.values():
        match node:
            case ExerciseNode() | FetchNode():
                found: Iterable[ContractId] = (node.contract_id,)
            case QueryByKeyNode():
                found = node.result
            case _:
                continue
        for contract_id in found:
            if contract_id not in created:
                packages = used.get(contract_id, frozenset())
                used[contract_id] = packages | {node.template_id.package}
    return used


def _earliest(bounds: TimeBounds) -> Timestamp | None:
    return None if bounds.earliest == TIMESTAMP_MIN else bounds.earliest


def _latest(bounds: TimeBounds) -> Timestamp | None:
    return None if bounds.latest == TIMESTAMP_MAX else bounds.latest


def missing_signature(
    hashed: Hash,
    signatures: Mapping[PartyId, Sequence[Signature]],
    act_as: Iterable[PartyId],
    parties: PartyDirectory,
) -> str | None:
    """Which party has not signed the hash with enough of its keys; None where all have.

    Wrong signatures do no harm beside enough right ones.
    """
    for party in sorted(act_as):
        keys = parties.signing_keys(party)
        if keys is None:
            return f"Could not find party signing keys for {party}."
        given = signatures.get(party, ())
        usable = [key for key in keys.keys if key.may(PROTOCOL_ONLY)]
        if len(given) > len(usable):
            return (
                f"{len(given)} external signatures were provided, which is more than the number of "
                f"registered signing keys ({len(usable)}) with protocol usage for {party}"
            )
        valid = {
            key.fingerprint
            for key in usable
            for signature in given
            if is_signature_of_bytes(key, hashed.raw, signature)
        }
        if len(valid) < keys.threshold:
            return (
                f"Received {len(valid)} valid signatures from distinct keys ({len(given)} given), "
                f"but expected at least {keys.threshold} for {party}"
            )
    return None
