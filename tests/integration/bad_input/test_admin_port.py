"""Whatever comes to the admin APIs is refused with its code, and nothing stops."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from canton.crypto.hash import HashPurpose, digest
from canton.errors import GrpcStatus
from canton.identifiers import MemberKind
from canton.topology.mapping.synchronizer import SynchronizerParametersState
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.wire import (
    admin_participant_pb2,
    admin_sequencer_pb2,
    mediator_admin_pb2,
    topology_admin_pb2,
)
from integration.bad_input.network import LiveNetwork, service
from integration.processes.process import until
from scenarios.sequencer.founding import Node

pytestmark = pytest.mark.logs("^WARN")
"""Of errors there are none: the fixture `network` sees to that."""

PARTICIPANT = ("participant1", "admin-api")
MEDIATOR_PORT = ("mediator1", "admin-api")
SET_CONNECTION = service(mediator_admin_pb2, "SequencerConnectionService")["SetConnection"]
ALL = admin_sequencer_pb2.SEQUENCER_CONNECTION_VALIDATION_ALL
DISABLED = admin_sequencer_pb2.SEQUENCER_CONNECTION_VALIDATION_DISABLED
WRITE = service(topology_admin_pb2, "TopologyManagerWriteService")
READ = service(topology_admin_pb2, "TopologyManagerReadService")
IDENTITY = service(topology_admin_pb2, "IdentityInitializationService")
PACKAGES = service(admin_participant_pb2, "PackageService")
MEDIATOR = service(mediator_admin_pb2, "MediatorInitializationService")


def _zip(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


def _bomb() -> bytes:
    """A zip whose main grows to more than a gigabyte, made without holding that."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("META-INF/MANIFEST.MF", _MANIFEST)
        with archive.open("main.dalf", "w") as main:
            for _ in range(1100):
                main.write(bytes(1024**2))
    return content.getvalue()


_MANIFEST = b"Manifest-Version: 1.0\nMain-Dalf: main.dalf\nDalfs: main.dalf\nFormat: daml-lf\n"
NO_DARS = {
    "empty": b"",
    "garbage": b"garbage" * 100,
    "a zip of nothing": _zip(),
    "a zip without manifest": _zip(**{"main.dalf": b"x"}),
    "a manifest without main": _zip(**{"META-INF/MANIFEST.MF": b"Format: daml-lf\n"}),
    "a main that is missing": _zip(**{"META-INF/MANIFEST.MF": _MANIFEST}),
    "a main that is garbage": _zip(**{"META-INF/MANIFEST.MF": _MANIFEST, "main.dalf": b"\xff" * 9}),
    "a main that is empty": _zip(**{"META-INF/MANIFEST.MF": _MANIFEST, "main.dalf": b""}),
    "a zip bomb": _bomb,
    "a zip cut short": _zip(**{"META-INF/MANIFEST.MF": _MANIFEST, "main.dalf": b"x" * 500})[:200],
}

CODES = {
    "empty": "INVALID_ZIP_ENTRY",
    "garbage": "INVALID_ZIP_ENTRY",
    "a zip of nothing": "INVALID_DAR",
    "a zip without manifest": "INVALID_DAR",
    "a manifest without main": "INVALID_DAR",
    "a main that is missing": "INVALID_ZIP_ENTRY",
    "a main that is garbage": "DAR_PARSE_ERROR",
    "a main that is empty": "DAR_PARSE_ERROR",
    "a zip bomb": "ZIP_BOMB",
    "a zip cut short": "INVALID_ZIP_ENTRY",
}


@pytest.mark.parametrize("case", NO_DARS)
def test_what_is_no_package_is_refused(network: LiveNetwork, case: str) -> None:
    case_content = NO_DARS[case]
    content = case_content() if callable(case_content) else case_content
    upload = admin_participant_pb2.UploadDarRequest()
    upload.dars.add(bytes=content)
    validate = admin_participant_pb2.ValidateDarRequest(data=content, filename="bad.dar")
    for method, request in (("UploadDar", upload), ("ValidateDar", validate)):
        error = network.refusal(*PARTICIPANT, PACKAGES[method], request)
        assert error.status is GrpcStatus.INVALID_ARGUMENT
        assert error.code_id == CODES[case]


def test_a_package_that_is_not_there_is_not_found(network: LiveNetwork) -> None:
    request = admin_participant_pb2.GetDarRequest(main_package_id="ab" * 32)
    error = network.refusal(*PARTICIPANT, PACKAGES["GetDar"], request)
    assert error.status is GrpcStatus.NOT_FOUND


@pytest.mark.parametrize("node", ["participant1", "sequencer1", "mediator1"])
def test_a_node_keeps_the_name_it_has(network: LiveNetwork, node: str) -> None:
    request = topology_admin_pb2.InitIdRequest(identifier="another")
    error = network.refusal(node, "admin-api", IDENTITY["InitId"], request)
    assert error.status is GrpcStatus.FAILED_PRECONDITION
    assert error.code_id == "NODE_DOES_NOT_AWAIT_ITS_ID"


def test_a_mediator_keeps_its_synchronizer(network: LiveNetwork) -> None:
    other = f"other::{network.synchronizer.logical.namespace}::35-0"
    for text in (other, "nonsense", ""):
        request = mediator_admin_pb2.InitializeMediatorRequest(physical_synchronizer_id=text)
        error = network.refusal("mediator1", "admin-api", MEDIATOR["InitializeMediator"], request)
        assert error.status in (GrpcStatus.INVALID_ARGUMENT, GrpcStatus.FAILED_PRECONDITION)


@pytest.mark.logs("waiting for other sequencer connections")
def test_connections_to_what_is_no_sequencer_are_refused_or_outlived(
    shared_network: LiveNetwork,
) -> None:
    network = shared_network

    def to_port(node: str, api: str) -> admin_sequencer_pb2.SequencerConnections:
        address = f"http://127.0.0.1:{network.settings(node, api).port}"
        grpc = admin_sequencer_pb2.SequencerConnection.Grpc(connections=[address])
        return admin_sequencer_pb2.SequencerConnections(
            sequencer_connections=[admin_sequencer_pb2.SequencerConnection(alias="s", grpc=grpc)],
            sequencer_trust_threshold=1,
        )

    def change(connections: admin_sequencer_pb2.SequencerConnections, validation: int) -> Any:
        return mediator_admin_pb2.SetConnectionRequest(
            sequencer_connections=connections,
            sequencer_connection_validation=validation,  # type: ignore[arg-type]
        )

    wrong = to_port("participant1", "ledger-api")
    right = to_port("sequencer1", "sequencer-public-api")
    with network.unharmed(lambda error: "waiting for other sequencer connections" in error):
        refusal = network.refusal(*MEDIATOR_PORT, SET_CONNECTION, change(wrong, ALL))
        assert refusal.code_id == "SYNC_SERVICE_BAD_CONNECTIVITY"
        network.ping()
        network.call(*MEDIATOR_PORT, SET_CONNECTION, change(wrong, DISABLED))
        until(lambda: bool(network.alerts.errors), "the mediator says that it cannot connect")
        assert network.console["mediator1"].health.is_running()
        network.call(*MEDIATOR_PORT, SET_CONNECTION, change(right, ALL))


@pytest.mark.parametrize("store", ["authorized", "synchronizer"])
def test_topology_transactions_that_are_none_are_refused(network: LiveNetwork, store: str) -> None:
    for content in (b"", b"garbage", b"\x08\x1e\x12\x00"):
        request = topology_admin_pb2.AddTransactionsRequest()
        request.transactions.add(transaction=content)
        if store == "authorized":
            request.store.authorized.SetInParent()
        else:
            request.store.synchronizer.physical_id = str(network.synchronizer)
        error = network.refusal(*PARTICIPANT, WRITE["AddTransactions"], request)
        assert error.status is GrpcStatus.INVALID_ARGUMENT


def test_a_store_that_is_not_there_is_refused(network: LiveNetwork) -> None:
    write = topology_admin_pb2.AddTransactionsRequest()
    read = topology_admin_pb2.ListAllRequest()
    for store in (write.store, read.base_query.store):
        store.temporary.name = "nowhere"
    for method, request in ((WRITE["AddTransactions"], write), (READ["ListAll"], read)):
        error = network.refusal(*PARTICIPANT, method, request)
        assert error.status in (GrpcStatus.INVALID_ARGUMENT, GrpcStatus.NOT_FOUND)
        assert error.code_id


def test_an_authorization_without_key_or_mapping_is_refused(network: LiveNetwork) -> None:
    empty = topology_admin_pb2.AuthorizeRequest()
    unknown = topology_admin_pb2.AuthorizeRequest(
        transaction_hash=digest(HashPurpose.TOPOLOGY_TRANSACTION_SIGNATURE, b"x").multihash.hex()
    )
    alien = topology_admin_pb2.AuthorizeRequest(signed_by=["1220" + "ab" * 32])
    alien.proposal.change = 1
    other = network.identity("participant2")[0]
    alien.proposal.v30.synchronizer_trust_certificate.participant_uid = str(other.uid)
    alien.proposal.v30.synchronizer_trust_certificate.synchronizer_id = str(
        network.synchronizer.logical
    )
    for request in (empty, unknown, alien):
        request.store.authorized.SetInParent()
        error = network.refusal(*PARTICIPANT, WRITE["Authorize"], request)
        assert error.status in (
            GrpcStatus.INVALID_ARGUMENT,
            GrpcStatus.NOT_FOUND,
            GrpcStatus.FAILED_PRECONDITION,
        )


@pytest.mark.parametrize("case", ["another signature", "a flipped bit", "no signature", "alien"])
def test_topology_transactions_that_are_not_well_signed_are_refused(
    network: LiveNetwork, case: str
) -> None:
    evil = Node("evil", MemberKind.PARTICIPANT)
    root, keys = (one.to_proto() for one in evil.identity())
    alien = evil.signed_topology(
        SynchronizerParametersState(network.synchronizer.logical, DynamicSynchronizerParameters())
    ).to_proto()
    match case:
        case "another signature":
            root.signatures[0].CopyFrom(keys.signatures[0])
        case "a flipped bit":
            value = root.signatures[0].signature
            root.signatures[0].signature = value[:-1] + bytes([value[-1] ^ 1])
        case "no signature":
            root.ClearField("signatures")
        case _:
            root = alien
    request = topology_admin_pb2.AddTransactionsRequest(transactions=[root])
    request.store.synchronizer.physical_id = str(network.synchronizer)
    error = network.refusal(*PARTICIPANT, WRITE["AddTransactions"], request)
    assert error.status in (GrpcStatus.INVALID_ARGUMENT, GrpcStatus.FAILED_PRECONDITION)
    # Of a suspicious signature the log says more than the answer.
    assert error.code_id or "Please contact the operator" in error.message
