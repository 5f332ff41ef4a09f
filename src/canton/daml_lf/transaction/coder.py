"""The stored form of contracts (created-event blobs) and of versioned values.

Source: Daml-LF sheet 2.8; Ledger API sheet 8.3; protocol sheet 2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from google.protobuf.message import DecodeError, Message
from google.protobuf.unknown_fields import UnknownFieldSet

from canton.daml_lf.hashing.contract import older_key_hash
from canton.daml_lf.language.reference import (
    Identifier,
    PackageName,
    dotted_name,
    module_name,
    package_id,
    package_name,
)
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    NOBODY,
    GlobalKey,
    KeyWithMaintainers,
    Parties,
    SerializationVersion,
)
from canton.daml_lf.value.coder import PARTY, ValueCodingError, decode_value, encode_value
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.value import Value
from canton.identifiers import PartyId
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp
from canton.wire import lf_transaction_pb2, lf_value_pb2

_HASH_LENGTH: Final = 32


class ContractCodingError(Exception):
    """Bytes that are no contract."""


def encode_versioned_value(value: Value, version: SerializationVersion) -> bytes:
    """A value with the version of its node in front, as action descriptions carry it.

    Raises:
        ValueCodingError: the value has no bytes.
    """
    message = lf_value_pb2.VersionedValue(version=version.value, value=encode_value(value))
    return message.SerializeToString(deterministic=True)


def decode_versioned_value(data: bytes) -> tuple[Value, SerializationVersion]:
    """Reads what `encode_versioned_value` writes.

    Raises:
        ValueCodingError: the bytes are no such value.
    """
    message = lf_value_pb2.VersionedValue()
    try:
        _parse(message, data)
        version = SerializationVersion(message.version)
    except (ContractCodingError, ValueError) as error:
        raise ValueCodingError(str(error)) from error
    return decode_value(message.value), version


def encode_contract(contract: ContractInstance) -> bytes:
    """The blob of a contract.

    Raises:
        ValueCodingError: its argument or key has no bytes.
    """
    message = lf_transaction_pb2.FatContractInstance(
        contract_id=contract.contract_id.data,
        package_name=contract.package_name,
        template_id=encode_identifier(contract.template_id),
        create_arg=encode_value(contract.argument),
        non_signatory_stakeholders=sorted(contract.stakeholders - contract.signatories),
        created_at=contract.created_at,
        authentication_data=contract.authentication_data,
    )
    maintainers = NOBODY
    if contract.key is not None:
        maintainers = contract.key.maintainers
        key = lf_transaction_pb2.KeyWithMaintainers(
            key=encode_value(contract.key.key.value), maintainers=sorted(maintainers)
        )
        if contract.version is not SerializationVersion.V1:
            key.hash = contract.key.key.hash
        message.contract_key_with_maintainers.CopyFrom(key)
    message.non_maintainer_signatories.extend(sorted(contract.signatories - maintainers))
    return lf_transaction_pb2.Versioned(
        version=contract.version.value, payload=message.SerializeToString(deterministic=True)
    ).SerializeToString(deterministic=True)


def decode_contract(data: bytes) -> ContractInstance:
    """Reads the blob of a contract.

    Raises:
        ContractCodingError: the bytes are no contract, or have fields that are not known.
    """
    versioned = lf_transaction_pb2.Versioned()
    message = lf_transaction_pb2.FatContractInstance()
    try:
        _parse(versioned, data)
        version = SerializationVersion(versioned.version)
        _parse(message, versioned.payload)
        return _contract(message, version)
    except (ValueError, ValueCodingError) as error:
        raise ContractCodingError(str(error)) from error


def _contract(
    message: lf_transaction_pb2.FatContractInstance, version: SerializationVersion
) -> ContractInstance:
    template = decode_identifier(message.template_id)
    name = package_name(message.package_name)
    key = None
    if message.HasField("contract_key_with_maintainers"):
        key = _key(message.contract_key_with_maintainers, template, name, version)
    maintainers = NOBODY if key is None else key.maintainers
    others = _ordered(message.non_maintainer_signatories)
    signatories = _disjoint(maintainers, others, "maintainer and nonMaintainerSignatory")
    if not signatories:
        raise ContractCodingError("maintainers or non_maintainer_signatories should be non empty")
    if not TIMESTAMP_MIN <= message.created_at <= TIMESTAMP_MAX:
        raise ContractCodingError("the time of creation is out of range")
    return ContractInstance(
        contract_id=ContractId.of_bytes(message.contract_id),
        package_name=name,
        template_id=template,
        argument=decode_value(message.create_arg),
        signatories=signatories,
        stakeholders=_disjoint(
            signatories,
            _ordered(message.non_signatory_stakeholders),
            "signatory and nonSignatoryStakeholder",
        ),
        key=key,
        version=version,
        created_at=Timestamp(message.created_at),
        authentication_data=message.authentication_data,
    )


def _key(
    message: lf_transaction_pb2.KeyWithMaintainers,
    template: Identifier,
    name: PackageName,
    version: SerializationVersion,
) -> KeyWithMaintainers:
    value = decode_value(message.key)
    if version is SerializationVersion.V1:
        # The validation of the contract refuses it; until then it has to be read.
        if message.hash:
            raise ContractCodingError(f"unexpected hash of a key in version {version.value}")
        key_hash = older_key_hash(name, template, value)
    elif len(message.hash) == _HASH_LENGTH:
        key_hash = message.hash
    else:
        raise ContractCodingError(f"hash should have {_HASH_LENGTH} bytes: {message.hash.hex()}")
    if not message.maintainers:
        raise ContractCodingError("key without maintainers")
    return KeyWithMaintainers(
        GlobalKey(template, name, value, key_hash), _parties(message.maintainers)
    )


def _parties(texts: Sequence[str]) -> Parties:
    for text in texts:
        if not PARTY.fullmatch(text):
            raise ContractCodingError(f"{text[:300]!r} is not a party")
    return frozenset(map(PartyId, texts))


def _ordered(parties: Sequence[str]) -> Parties:
    if any(a >= b for a, b in pairwise(parties)):
        raise ContractCodingError("parties are not strictly ordered")
    return _parties(parties)


def _disjoint(some: Parties, others: Parties, roles: str) -> Parties:
    for party in sorted(some & others):
        raise ContractCodingError(f"party {party} is declared as {roles}")
    return some | others


def _parse(message: Message, data: bytes) -> None:
    try:
        message.ParseFromString(data)
    except DecodeError as error:
        raise ContractCodingError(f"not a {message.DESCRIPTOR.name}: {error}") from error
    if _has_unknown_fields(message):
        raise ContractCodingError(f"unknown fields in {message.DESCRIPTOR.name}")


def _has_unknown_fields(message: Message) -> bool:
    if len(UnknownFieldSet(message)):
        return True
    for descriptor, content in message.ListFields():
        if descriptor.message_type is not None:
            inner = content if descriptor.is_repeated else (content,)
            if any(map(_has_unknown_fields, inner)):
                return True
    return False


def encode_identifier(identifier: Identifier) -> lf_value_pb2.Identifier:
    """The message of a type's name."""
    return lf_value_pb2.Identifier(
        package_id=identifier.package,
        module_name=identifier.module.split("."),
        name=identifier.name.split("."),
    )


def decode_identifier(message: lf_value_pb2.Identifier) -> Identifier:
    """Reads the name of a type.

    Raises:
        ValueError: a part is malformed.
    """
    return Identifier(
        package_id(message.package_id),
        module_name(".".join(message.module_name)),
        dotted_name(".".join(message.name)),
    )
