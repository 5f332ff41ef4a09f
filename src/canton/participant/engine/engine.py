"""The Daml engine as the participant's cores see it: pure functions over the loaded packages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from google.protobuf.timestamp_pb2 import Timestamp as TimestampMessage

from canton.daml_lf.engine import Library
from canton.daml_lf.hashing.contract import (
    legacy_contract_hash,
    upgrade_friendly_contract_hash,
)
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.library.labels import label_argument, label_key, label_transaction
from canton.daml_lf.library.translation import TranslationError
from canton.daml_lf.transaction.coder import (
    ContractCodingError,
    decode_contract,
    decode_versioned_value,
    encode_contract,
    encode_identifier,
    encode_versioned_value,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.coder import ValueCodingError
from canton.daml_lf.value.identifier import Identifier, PackageId
from canton.daml_lf.value.ledger_api import identifier_to_api, record_to_api, to_api
from canton.daml_lf.value.value import RecordValue, Value
from canton.protocol.view.contract import ContractIdVersion
from canton.timestamps import Timestamp
from canton.wire import ledger_event_pb2 as api

_MICROS_PER_SECOND: Final = 1_000_000


class LedgerEngine:
    """Values and contracts to bytes and back, contract hashes, and events as users see them."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def encode_value(self, value: Value, version: SerializationVersion) -> bytes:
        """The bytes of a versioned value."""
        return encode_versioned_value(value, version)

    def decode_value(self, content: bytes) -> Value:
        """The value that versioned bytes hold.

        Raises:
            ValueError: the bytes are malformed.
        """
        try:
            return decode_versioned_value(content)[0]
        except (ValueCodingError, ContractCodingError) as error:
            raise ValueError(str(error)) from error

    def encode_identifier(self, identifier: Identifier) -> bytes:
        """The bytes of an identifier message."""
        return encode_identifier(identifier).SerializeToString()

    def encode_contract(self, contract: ContractInstance) -> bytes:
        """The bytes of a contract as stored."""
        return encode_contract(contract)

    def decode_contract(self, content: bytes) -> ContractInstance:
        """The contract that bytes as stored hold.

        Raises:
            ValueError: the bytes are malformed.
        """
        try:
            return decode_contract(content)
        except (ValueCodingError, ContractCodingError) as error:
            raise ValueError(str(error)) from error

    def hash_contract(self, node: CreateNode, version: ContractIdVersion) -> bytes:
        """The 32-byte hash of a contract under the method of the id version."""
        match version:
            case ContractIdVersion.V12:
                return contract_hash(self.library, node.template_id, node.argument)
            case ContractIdVersion.V11:
                return upgrade_friendly_contract_hash(
                    node.package_name, node.template_id, node.argument
                )
            case ContractIdVersion.V10:
                return legacy_contract_hash(node.package_name, node.template_id, node.argument)

    def instance_of(self, node: CreateNode, encoded: bytes) -> ContractInstance:
        """The contract of a create node as it was stored."""
        return self.decode_contract(encoded)

    def created_event(self, contract: ContractInstance, encoded: bytes) -> bytes:
        """The serialized `CreatedEvent`, verbose, with blob, without offset and witnesses."""
        event = api.CreatedEvent(
            contract_id=contract.contract_id.hex,
            template_id=identifier_to_api(contract.template_id),
            create_arguments=record_to_api(
                self._labelled_argument(contract.template_id, contract.argument), is_verbose=True
            ),
            created_event_blob=encoded,
            signatories=sorted(contract.signatories),
            observers=sorted(contract.stakeholders - contract.signatories),
            created_at=_timestamp(contract.created_at),
            package_name=contract.package_name,
            representative_package_id=contract.template_id.package,
        )
        if contract.key is not None:
            key = self._labelled_key(contract.template_id, contract.key.key.value)
            event.contract_key.CopyFrom(to_api(key, is_verbose=True))
            event.contract_key_hash = contract.key.key.hash
        return event.SerializeToString()

    def exercised_event(
        self, node: ExerciseNode, node_id: int, last_descendant_node_id: int
    ) -> bytes:
        """The serialized `ExercisedEvent`, verbose, without offset and witnesses."""
        argument, result = self._labelled_choice(node)
        event = api.ExercisedEvent(
            node_id=node_id,
            contract_id=node.contract_id.hex,
            template_id=identifier_to_api(node.template_id),
            choice=node.choice,
            choice_argument=to_api(argument, is_verbose=True),
            acting_parties=sorted(node.acting_parties),
            consuming=node.consuming,
            last_descendant_node_id=last_descendant_node_id,
            package_name=node.package_name,
        )
        if node.interface_id is not None:
            event.interface_id.CopyFrom(identifier_to_api(node.interface_id))
        if result is not None:
            event.exercise_result.CopyFrom(to_api(result, is_verbose=True))
        return event.SerializeToString()

    def labelled_transaction(self, transaction: Transaction) -> Transaction:
        """The transaction with labels and type ids in all its values."""
        return label_transaction(self.library, transaction)

    def labelled_input(
        self, contract: ContractInstance, packages: frozenset[PackageId]
    ) -> CreateNode:
        """The node that created a contract, with labels and type ids as these packages have them.

        Raises:
            ValueError: they differ.
        """
        target, *others = (
            contract.template_id._replace(package=package) for package in sorted(packages)
        )
        hashed = contract_hash(self.library, target, contract.argument)
        if any(contract_hash(self.library, each, contract.argument) != hashed for each in others):
            raise ValueError(
                f"{contract.contract_id.hex} is not the same by all of {', '.join(packages)}"
            )
        node = contract.to_node()
        key = node.key
        if key is not None:
            value = label_key(self.library, target, key.key.value)
            key = replace(key, key=replace(key.key, value=value))
        argument = label_argument(self.library, target, node.argument)
        return replace(node, argument=argument, key=key)

    def _labelled_argument(self, template_id: Identifier, argument: Value) -> RecordValue:
        """The argument with labels and type ids; as it is where the package is not loaded."""
        template = self.library.template(template_id)
        labelled = argument if template is None else _labelled(template.argument, argument)
        assert isinstance(labelled, RecordValue), "the argument of a contract is a record"
        return labelled

    def _labelled_key(self, template_id: Identifier, key: Value) -> Value:
        template = self.library.template(template_id)
        if template is None or template.key is None:
            return key
        return _labelled(template.key.codec, key)

    def _labelled_choice(self, node: ExerciseNode) -> tuple[Value, Value | None]:
        template = self.library.template(node.template_id)
        choices = template.choices if template is not None else {}
        if node.interface_id is not None:
            interface = self.library.interface(node.interface_id)
            choices = interface.choices if interface is not None else choices
        choice = choices.get(node.choice)
        if choice is None:
            return node.argument, node.result
        result = None if node.result is None else _labelled(choice.result, node.result)
        return _labelled(choice.argument, node.argument), result


def _labelled(codec: object, value: Value) -> Value:
    try:
        labelled: Value = codec.label(value)  # type: ignore[attr-defined]
    except TranslationError:
        # A value of another version of the type: shown without labels rather than not at all.
        return value
    return labelled


def _timestamp(time: Timestamp) -> TimestampMessage:
    seconds, micros = divmod(time, _MICROS_PER_SECOND)
    return TimestampMessage(seconds=seconds, nanos=micros * 1000)
