"""Contracts as they travel in views and are stored, and the ids that commit to them.

The argument and the key stay the bytes they came in: whoever interprets them decodes them with
`canton.daml_lf`. Source: protocol sheet 2.2 (salt, unicum, authentication data).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from canton.crypto.encoding import (
    encode_instant,
    encode_int,
    encode_optional,
    encode_string,
    encode_strings,
)
from canton.crypto.errors import malformed
from canton.crypto.hash import Hash, HashBuilder, HashPurpose
from canton.crypto.salt import Salt, hmac_sha256
from canton.crypto.versioned import parse, unwrap_as, wrap
from canton.daml_lf.language.reference import (
    Identifier,
    PackageName,
    dotted_name,
    module_name,
    package_id,
    package_name,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import Rejection
from canton.identifiers import PartyId, PhysicalSynchronizerId
from canton.protocol.merkle.position import ViewPosition
from canton.protocol.reading import read_party, read_timestamp, rejecting, required
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.timestamps import Timestamp
from canton.wire import lf_transaction_pb2, lf_value_pb2, topology_pb2

LF_HASH_LENGTH: Final = 32
_AUTHENTICATION_VERSION: Final = 30


class ContractIdVersion(Enum):
    """The two bytes in front of a suffix; each goes with a method of hashing the contract."""

    V10 = bytes.fromhex("ca10")
    V11 = bytes.fromhex("ca11")
    V12 = bytes.fromhex("ca12")


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A contract key: its value as bytes, who keeps it, and the hash that names it."""

    value: bytes
    maintainers: frozenset[PartyId]
    hash: bytes


@dataclass(frozen=True, slots=True)
class StoredContract:
    """A contract with all that is needed to use it. `encoded` is what users see as blob."""

    contract_id: ContractId
    package_name: PackageName
    template_id: Identifier
    argument: bytes
    signatories: frozenset[PartyId]
    stakeholders: frozenset[PartyId]
    key: StoredKey | None
    version: str
    created_at: Timestamp
    authentication_data: bytes
    encoded: bytes = field(compare=False, repr=False)

    @staticmethod
    @rejecting
    def from_bytes(encoded: bytes) -> StoredContract:
        """Reads a contract; the argument is not looked into."""
        versioned = required(parse(lf_transaction_pb2.Versioned, encoded))
        message = required(parse(lf_transaction_pb2.FatContractInstance, versioned.payload))
        key = None
        if message.HasField("contract_key_with_maintainers"):
            key = _read_key(message.contract_key_with_maintainers)
        signatories = set(map(read_party, message.non_maintainer_signatories))
        if key is not None:
            signatories |= key.maintainers
        if not signatories:
            raise ValueError("a contract has no signatory")
        observers = frozenset(map(read_party, message.non_signatory_stakeholders))
        return StoredContract(
            contract_id=ContractId.of_bytes(message.contract_id),
            package_name=package_name(message.package_name),
            template_id=read_identifier(message.template_id),
            argument=message.create_arg,
            signatories=frozenset(signatories),
            stakeholders=observers | signatories,
            key=key,
            version=versioned.version,
            created_at=read_timestamp(message.created_at),
            authentication_data=message.authentication_data,
            encoded=encoded,
        )


def _read_key(message: lf_transaction_pb2.KeyWithMaintainers) -> StoredKey:
    if not message.maintainers:
        raise ValueError("a contract key has no maintainer")
    maintainers = frozenset(map(read_party, message.maintainers))
    # The oldest form of a contract has no hash beside its key; no id commits to such a contract.
    key_hash = read_lf_hash(message.hash) if message.hash else b""
    return StoredKey(message.key, maintainers, key_hash)


def read_lf_hash(content: bytes) -> bytes:
    """A hash of the engine: 32 bytes with nothing in front.

    Raises:
        ValueError: it has another length.
    """
    if len(content) != LF_HASH_LENGTH:
        raise ValueError(f"a hash has {len(content)} bytes")
    return content


def read_identifier(message: lf_value_pb2.Identifier) -> Identifier:
    """The name of a template or an interface.

    Raises:
        ValueError: a part is malformed.
    """
    return Identifier(
        package_id(message.package_id),
        module_name(".".join(message.module_name)),
        dotted_name(".".join(message.name)),
    )


def contract_salt(
    *,
    view_salt: Salt,
    create_index: int,
    position: ViewPosition,
    uuid: str,
    synchronizer: PhysicalSynchronizerId,
    mediator_group: int,
) -> Salt:
    """The salt of a new contract: the `create_index`-th creation in the core of a view whose
    participant data has the salt."""
    message = (
        encode_int(create_index)
        + position.encode()
        + encode_string(uuid)
        + encode_string(str(synchronizer))
        + encode_string(str(MediatorGroup(mediator_group)))
    )
    return Salt(hmac_sha256(view_salt.value, message))


def unicum(
    *,
    salt: Salt,
    created_at: Timestamp,
    signatories: frozenset[PartyId],
    stakeholders: frozenset[PartyId],
    key: StoredKey | None,
    contract_hash: bytes,
) -> Hash:
    """The hash in a contract id that commits to the contract; `contract_hash` is the engine's."""
    maintainers = None if key is None else encode_strings(sorted(key.maintainers))
    builder = HashBuilder(HashPurpose.UNICUM).add_raw(salt.value)
    builder.add_raw(encode_instant(created_at))
    builder.add_bytes(encode_strings(sorted(signatories)))
    builder.add_bytes(encode_strings(sorted(stakeholders - signatories)))
    builder.add_optional(None if key is None else key.hash)
    builder.add_bytes(encode_optional(maintainers))
    return builder.add_raw(read_lf_hash(contract_hash)).finish()


def contract_id_suffix(commitment: Hash, version: ContractIdVersion) -> bytes:
    """What is put behind the discriminator: the version and the unicum."""
    return version.value + commitment.multihash


def contract_id_version(contract_id: ContractId) -> ContractIdVersion | Rejection:
    """The version of an id, which tells how to hash its contract."""
    try:
        return ContractIdVersion(contract_id.suffix[:2])
    except ValueError:
        return malformed(f"the contract id {contract_id} has an unknown suffix")


def supports(contract_id: ContractId) -> bool:
    """Whether there are contracts with ids of that form."""
    suffix = contract_id.suffix
    if not contract_id.is_v1:
        return suffix[:1] in (b"\x00", b"\x80")
    version = contract_id_version(contract_id)
    return isinstance(version, ContractIdVersion) and isinstance(Hash.parse(suffix[2:]), Hash)


def authentication_data(salt: Salt) -> bytes:
    """What is stored beside a contract so that anyone can check its id."""
    message = topology_pb2.ContractAuthenticationData(contract_salt=salt.to_proto())
    return wrap(message, _AUTHENTICATION_VERSION)


@rejecting
def read_authentication_data(content: bytes) -> Salt:
    """The salt in a contract's authentication data."""
    kind = topology_pb2.ContractAuthenticationData
    message = required(unwrap_as(content, kind, {_AUTHENTICATION_VERSION}))
    return required(Salt.from_proto(message.contract_salt))


def authenticate(contract: StoredContract, contract_hash: bytes) -> Rejection | None:
    """Why the contract is not the one that its id commits to, or None where it is.

    `contract_hash` is the engine's hash under the method of `contract_id_version`.
    """
    version = contract_id_version(contract.contract_id)
    if isinstance(version, Rejection):
        return version
    salt = read_authentication_data(contract.authentication_data)
    if isinstance(salt, Rejection):
        return salt
    commitment = unicum(
        salt=salt,
        created_at=contract.created_at,
        signatories=contract.signatories,
        stakeholders=contract.stakeholders,
        key=contract.key,
        contract_hash=contract_hash,
    )
    if contract.contract_id.suffix != contract_id_suffix(commitment, version):
        return malformed(f"the contract id {contract.contract_id} does not match its contract")
    return None
