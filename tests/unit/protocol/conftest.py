"""A small world for the protocol's tests: three participants, their parties and keys, an engine
that stands in for the real one, and a transaction whose views nest three deep."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from canton.crypto.key import PROTOCOL_ONLY, EncryptionKeySpec, SigningKeySpec
from canton.crypto.key_pair import EncryptionKeyPair, SigningKeyPair
from canton.crypto.salt import Salt
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    NodeId,
    RollbackNode,
    SerializationVersion,
    Transaction,
)
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import PackageId, PackageName
from canton.daml_lf.value.value import ListValue, TextValue, Value
from canton.identifiers import (
    Fingerprint,
    Member,
    PartyId,
    PhysicalSynchronizerId,
    UniqueIdentifier,
    participant,
)
from canton.protocol.construction.tree_builder import BuiltTree, Submission, build_tree
from canton.protocol.construction.view_builder import ViewContext
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.metadata import (
    DeduplicationOffset,
    ParticipantMetadata,
    SubmitterMetadata,
)
from canton.timestamps import Timestamp
from canton.wire import lf_transaction_pb2, lf_value_pb2

NAMESPACE = Fingerprint("1220" + "ab" * 32)
SYNCHRONIZER = PhysicalSynchronizerId(UniqueIdentifier("sync", NAMESPACE), 35, 0)
TEMPLATE = Identifier(PackageId("f00d"), "Main", "Asset")  # type: ignore[arg-type]
NAME = PackageName("assets")
UUID = "01234567-89ab-cdef-0123-456789abcdef"
VERSION = SerializationVersion.V1
TIME = Timestamp(1_700_000_000_000_000)


def uid(name: str) -> UniqueIdentifier:
    return UniqueIdentifier(name, NAMESPACE)


ALICE, BOB, CAROL = (uid(name).party for name in ("alice", "bob", "carol"))
P1, P2, P3 = (participant(uid(name)) for name in ("p1", "p2", "p3"))
HOSTS = {
    ALICE: frozenset({P1}),
    BOB: frozenset({P2}),
    CAROL: frozenset({P3}),
    uid("p1").party: frozenset({P1}),
    uid("p2").party: frozenset({P2}),
    uid("p3").party: frozenset({P3}),
}


def hosts_of(party: PartyId) -> frozenset[Member]:
    return HOSTS.get(party, frozenset())


class StandInEngine:
    """Encodes what it must by `repr`, which is enough to tell values apart."""

    def encode_value(self, value: Value, version: SerializationVersion) -> bytes:
        return f"{version.value}:{value!r}".encode()

    def encode_identifier(self, identifier: Identifier) -> bytes:
        return _identifier(identifier).SerializeToString()

    def encode_contract(self, contract: ContractInstance) -> bytes:
        maintainers = contract.key.maintainers if contract.key else frozenset()
        message = lf_transaction_pb2.FatContractInstance(
            contract_id=contract.contract_id.data,
            package_name=contract.package_name,
            template_id=_identifier(contract.template_id),
            create_arg=repr(contract.argument).encode(),
            non_maintainer_signatories=sorted(contract.signatories - maintainers),
            non_signatory_stakeholders=sorted(contract.stakeholders - contract.signatories),
            created_at=contract.created_at,
            authentication_data=contract.authentication_data,
        )
        if contract.key:
            message.contract_key_with_maintainers.key = repr(contract.key.key.value).encode()
            message.contract_key_with_maintainers.maintainers.extend(sorted(maintainers))
            message.contract_key_with_maintainers.hash = contract.key.key.hash
        return lf_transaction_pb2.Versioned(
            version=contract.version.value, payload=message.SerializeToString()
        ).SerializeToString()

    def hash_contract(self, node: CreateNode, version: object) -> bytes:
        return hashlib.sha256(repr((node.template_id, node.argument)).encode()).digest()


def _identifier(identifier: Identifier) -> lf_value_pb2.Identifier:
    return lf_value_pb2.Identifier(
        package_id=identifier.package,
        module_name=identifier.module.split("."),
        name=identifier.name.split("."),
    )


ENGINE = StandInEngine()


def local_id(number: int) -> ContractId:
    return ContractId.local(bytes([number]) * 32)


def suffixed_id(number: int) -> ContractId:
    return local_id(number).with_suffix(bytes.fromhex("ca121220") + bytes([number]) * 32)


def create(
    contract_id: ContractId,
    *signatories: PartyId,
    argument: Value | None = None,
    observers: frozenset[PartyId] = frozenset(),
    key=None,
) -> CreateNode:
    parties = frozenset(signatories)
    value = argument or TextValue(str(contract_id))
    return CreateNode(
        contract_id, NAME, TEMPLATE, value, parties, parties | observers, key, VERSION
    )


def exercise(
    contract_id: ContractId,
    signatories: set[PartyId],
    actors: set[PartyId],
    children: tuple[int, ...] = (),
    consuming: bool = True,
    **changes,
) -> ExerciseNode:
    fields = {
        "contract_id": contract_id,
        "package_name": NAME,
        "template_id": TEMPLATE,
        "interface_id": None,
        "choice": "Do",
        "consuming": consuming,
        "acting_parties": frozenset(actors),
        "argument": TextValue("argument"),
        "signatories": frozenset(signatories),
        "stakeholders": frozenset(signatories),
        "choice_observers": frozenset(),
        "choice_authorizers": None,
        "children": tuple(map(NodeId, children)),
        "result": TextValue("result"),
        "key": None,
        "by_key": False,
        "version": VERSION,
    }
    return ExerciseNode(**(fields | changes))


def fetch(
    contract_id: ContractId, signatories: set[PartyId], actors: set[PartyId], **changes
) -> FetchNode:
    fields = {
        "contract_id": contract_id,
        "package_name": NAME,
        "template_id": TEMPLATE,
        "acting_parties": frozenset(actors),
        "signatories": frozenset(signatories),
        "stakeholders": frozenset(signatories),
        "key": None,
        "by_key": False,
        "interface_id": None,
        "version": VERSION,
    }
    return FetchNode(**(fields | changes))


def transaction_of(nodes: dict, *roots: int) -> Transaction:
    return Transaction(
        {NodeId(number): node for number, node in nodes.items()}, tuple(map(NodeId, roots))
    )


def seeds_of(transaction: Transaction) -> dict[NodeId, bytes]:
    return {
        number: bytes([number]) * 32
        for number, node in transaction.nodes.items()
        if isinstance(node, CreateNode | ExerciseNode)
    }


def nested_transaction() -> Transaction:
    """Alice's exercise brings in Bob, whose create brings in Carol; later nodes use both; a
    rollback holds a view of Bob's; a second root stands alone."""
    return transaction_of(
        {
            0: exercise(suffixed_id(200), {ALICE}, {ALICE}, (1, 2, 4, 6, 7)),
            1: create(local_id(1), ALICE),
            2: exercise(suffixed_id(201), {BOB}, {ALICE}, (3,)),
            3: create(local_id(3), BOB, CAROL),
            4: RollbackNode((NodeId(5),)),
            5: fetch(suffixed_id(202), {BOB}, {ALICE}),
            6: create(local_id(6), ALICE, argument=ListValue((local_id(1), local_id(3)))),
            7: exercise(local_id(6), {ALICE}, {ALICE}),
            8: create(local_id(8), BOB),
        },
        0,
        8,
    )


@dataclass
class World:
    """Everything that the tests share."""

    engine: StandInEngine = ENGINE
    hosts_of: Callable[[PartyId], frozenset[Member]] = hosts_of
    transaction: Transaction = field(default_factory=nested_transaction)
    signing_key: SigningKeyPair = field(
        default_factory=lambda: SigningKeyPair.generate(
            SigningKeySpec.EC_CURVE25519, PROTOCOL_ONLY, bytes(range(32))
        )
    )
    encryption_keys: dict[Member, EncryptionKeyPair] = field(
        default_factory=lambda: {
            member: EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, bytes([n]) * 64)
            for n, member in enumerate((P1, P2, P3))
        }
    )
    random: random.Random = field(default_factory=lambda: random.Random(1))

    def draw(self, count: int) -> bytes:
        return self.random.randbytes(count)

    def key_of(self, member: Member):
        return self.encryption_keys[member].public

    @property
    def context(self) -> ViewContext:
        contracts = {
            suffixed_id(number): stored(number, party)
            for number, party in ((200, ALICE), (201, BOB), (202, BOB))
        }
        return ViewContext(SYNCHRONIZER, 0, UUID, TIME, self.engine, contracts)

    @property
    def submission(self) -> Submission:
        submitter = SubmitterMetadata(
            salt=Salt(bytes(32)),
            act_as=frozenset({ALICE}),
            user_id="user",
            command_id="command",
            submitting_participant=P1.uid,
            submission_id="submission",
            deduplication_period=DeduplicationOffset(0),
            max_sequencing_time=Timestamp(TIME + 60_000_000),
        )
        metadata = ParticipantMetadata(Salt(bytes(32)), TIME, TIME, "workflow")
        return Submission(
            self.transaction, seeds_of(self.transaction), submitter, metadata, bytes(range(16))
        )

    @property
    def built(self) -> BuiltTree:
        result = build_tree(self.submission, self.context, self.hosts_of)
        assert isinstance(result, BuiltTree), result
        return result


def stored(number: int, party: PartyId) -> StoredContract:
    node = create(suffixed_id(number), party)
    contract = StoredContract.from_bytes(
        ENGINE.encode_contract(ContractInstance.of_node(node, TIME, b"data"))
    )
    assert isinstance(contract, StoredContract), contract
    return contract


@pytest.fixture
def world() -> World:
    """A fresh world."""
    return World()
