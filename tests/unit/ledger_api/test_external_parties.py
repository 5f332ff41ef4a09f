"""A party with a key of its own: it is allocated, signs what it submits, and nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from canton.errors import CantonError, LedgerError
from canton.ledger_api.party.management import hash_to_sign
from canton.ledger_api.submission.prepared_decoding import decode_prepared
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import HashingScheme
from canton.topology.transaction import TopologyTransaction
from canton.wire import ledger_admin_pb2 as admin_wire
from canton.wire import ledger_interactive_pb2 as wire
from canton.wire import ledger_service_pb2 as service_wire
from canton.wire import ledger_value_pb2 as value_wire
from unit.ledger_api.conftest import EFFECTS, Api, simulate, transactions, wildcard

V2 = wire.HASHING_SCHEME_VERSION_V2
V3 = wire.HASHING_SCHEME_VERSION_V3


class Wallet:
    """A key pair, outside of any node, that says yes to everything."""

    def __init__(self) -> None:
        self._key = ed25519.Ed25519PrivateKey.generate()
        self.party = ""
        self.fingerprint = ""

    @property
    def public_key(self) -> value_wire.SigningPublicKey:
        return value_wire.SigningPublicKey(
            format=value_wire.CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO,
            key_data=self._key.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            ),
            key_spec=value_wire.SIGNING_KEY_SPEC_EC_CURVE25519,
        )

    def sign(self, message: bytes) -> value_wire.Signature:
        return value_wire.Signature(
            format=value_wire.SIGNATURE_FORMAT_CONCAT,
            signature=self._key.sign(message),
            signed_by=self.fingerprint,
            signing_algorithm_spec=value_wire.SIGNING_ALGORITHM_SPEC_ED25519,
        )


class EcWallet(Wallet):
    """The same with a key on a NIST curve, as hardware often has."""

    def __init__(self) -> None:
        super().__init__()
        self._ec = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> value_wire.SigningPublicKey:
        return value_wire.SigningPublicKey(
            format=value_wire.CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO,
            key_data=self._ec.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            ),
            key_spec=value_wire.SIGNING_KEY_SPEC_EC_P256,
        )

    def sign(self, message: bytes) -> value_wire.Signature:
        return value_wire.Signature(
            format=value_wire.SIGNATURE_FORMAT_DER,
            signature=self._ec.sign(message, ec.ECDSA(SHA256())),
            signed_by=self.fingerprint,
            signing_algorithm_spec=value_wire.SIGNING_ALGORITHM_SPEC_EC_DSA_SHA_256,
        )


def synchronizer_of(api: Api) -> str:
    (connected,) = api.active.ledger.connected.values()
    return str(connected.synchronizer.logical)


async def allocate(api: Api, wallet: Wallet, hint: str = "erin") -> None:
    """Has the participant make a party with the wallet's key."""
    generate = admin_wire.GenerateExternalPartyTopologyRequest(
        synchronizer=synchronizer_of(api), party_hint=hint, public_key=wallet.public_key
    )
    made = await api.call("PartyManagementService/GenerateExternalPartyTopology", generate)
    wallet.party, wallet.fingerprint = made.party_id, made.public_key_fingerprint
    (content,) = made.topology_transactions
    assert hash_to_sign([TopologyTransaction.parse(content)]).multihash == made.multi_hash
    request = admin_wire.AllocateExternalPartyRequest(
        synchronizer=synchronizer_of(api),
        onboarding_transactions=[
            admin_wire.AllocateExternalPartyRequest.SignedTransaction(transaction=content)
        ],
        multi_hash_signatures=[wallet.sign(made.multi_hash)],
    )
    answer = await api.call("PartyManagementService/AllocateExternalParty", request)
    assert answer.party_id == wallet.party


async def prepare(
    api: Api, wallet: Wallet, command: Any, command_id: str = "c", **more: Any
) -> Any:
    request = wire.PrepareSubmissionRequest(
        user_id="user", command_id=command_id, act_as=[wallet.party], commands=[command], **more
    )
    return await api.call("InteractiveSubmissionService/PrepareSubmission", request)


def order(wallet: Wallet, prepared: Any, *signatures: value_wire.Signature) -> Any:
    given = signatures or [wallet.sign(prepared.prepared_transaction_hash)]
    return wire.ExecuteSubmissionAndWaitForTransactionRequest(
        prepared_transaction=prepared.prepared_transaction,
        party_signatures=wire.PartySignatures(
            signatures=[wire.SinglePartySignatures(party=wallet.party, signatures=given)]
        ),
        submission_id="s",
        user_id="user",
        hashing_scheme_version=prepared.hashing_scheme_version,
        transaction_format=transactions(wildcard(wallet.party), EFFECTS),
    )


async def execute(api: Api, request: Any) -> Any:
    path = "InteractiveSubmissionService/ExecuteSubmissionAndWaitForTransaction"
    return (await api.call(path, request)).transaction


def ping_of(api: Api, wallet: Wallet, name: str) -> Any:
    command = api.ping(name, wallet.party)
    command.create.create_arguments.fields[1].value.party = wallet.party
    return command


@pytest.mark.parametrize("scheme", [V2, V3], ids=["V2", "V3"])
@pytest.mark.parametrize("kind", [Wallet, EcWallet], ids=["ed25519", "p256"])
def test_what_the_party_has_signed_is_done(scheme: int, kind: Callable[[], Wallet]) -> None:
    async def scenario(api: Api) -> None:
        wallet = kind()
        await allocate(api, wallet)
        prepared = await prepare(
            api, wallet, ping_of(api, wallet, "mine"), hashing_scheme_version=scheme
        )
        created = await execute(api, order(wallet, prepared))
        assert created.external_transaction_hash == prepared.prepared_transaction_hash
        (event,) = created.events
        respond = api.respond(event.created.contract_id)
        again = await prepare(api, wallet, respond, "c2", hashing_scheme_version=scheme)
        (used,) = again.prepared_transaction.metadata.input_contracts
        assert used.v1.contract_id == event.created.contract_id
        assert used.event_blob
        archived = await execute(api, order(wallet, again))
        assert archived.events[0].exercised.consuming

    simulate(scenario)


def test_the_participant_cannot_submit_for_the_party() -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        commands = api.commands("c", ping_of(api, wallet, "stolen"))
        commands.act_as[:] = [wallet.party]
        request = service_wire.SubmitAndWaitRequest(commands=commands)
        with pytest.raises(LedgerError) as error:
            await api.call("CommandService/SubmitAndWait", request)
        assert error.value.code.id == "UNKNOWN_SUBMITTERS"

    simulate(scenario)


def _other_key(wallet: Wallet, request: Any) -> None:
    thief = Wallet()
    thief.fingerprint = wallet.fingerprint
    message = request.party_signatures.signatures[0]
    message.signatures[0].CopyFrom(thief.sign(b"\0" * 32))


def _other_argument(wallet: Wallet, request: Any) -> None:
    create = request.prepared_transaction.transaction.nodes[0].v1.create
    create.argument.record.fields[0].value.text = "altered"


def _other_time(wallet: Wallet, request: Any) -> None:
    request.prepared_transaction.metadata.preparation_time += 1


def _other_command_id(wallet: Wallet, request: Any) -> None:
    request.prepared_transaction.metadata.submitter_info.command_id = "again"


def _other_scheme(wallet: Wallet, request: Any) -> None:
    request.hashing_scheme_version = V3


def _no_signature(wallet: Wallet, request: Any) -> None:
    request.party_signatures.signatures[0].party = "nobody::" + wallet.fingerprint


def _two_roots(wallet: Wallet, request: Any) -> None:
    request.prepared_transaction.transaction.roots.append("0")


def _no_seed(wallet: Wallet, request: Any) -> None:
    del request.prepared_transaction.transaction.node_seeds[:]


@pytest.mark.parametrize(
    "alter",
    [
        _other_key,
        _other_argument,
        _other_time,
        _other_command_id,
        _other_scheme,
        _no_signature,
        _two_roots,
        _no_seed,
    ],
)
def test_what_the_party_has_not_signed_so_is_refused(alter: Callable[[Wallet, Any], None]) -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        request = order(wallet, await prepare(api, wallet, ping_of(api, wallet, "mine")))
        alter(wallet, request)
        with pytest.raises(LedgerError) as error:
            await execute(api, request)
        assert error.value.code.id == "FAILED_TO_EXECUTE_TRANSACTION"

    simulate(scenario)


def _uuid(metadata: wire.Metadata) -> None:
    metadata.transaction_uuid = "no uuid"


def _nobody(metadata: wire.Metadata) -> None:
    del metadata.submitter_info.act_as[:]


def _mediator(metadata: wire.Metadata) -> None:
    metadata.mediator_group = 7


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (_uuid, "FAILED_TO_EXECUTE_TRANSACTION"),
        (_nobody, "FAILED_TO_EXECUTE_TRANSACTION"),
        (_mediator, "SYNCHRONIZER_WITHOUT_MEDIATOR"),
    ],
)
def test_what_nobody_could_read_or_decide_is_not_sent_though_the_party_has_signed_it(
    alter: Callable[[wire.Metadata], None], code: str
) -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        prepared = await prepare(api, wallet, ping_of(api, wallet, "mine"))
        signed = decode_prepared(prepared.prepared_transaction).prepared
        alter(prepared.prepared_transaction.metadata)
        with suppress(ValueError):  # what cannot be read is refused whatever is signed
            signed = decode_prepared(prepared.prepared_transaction).prepared
        signature = wallet.sign(hash_prepared(signed, HashingScheme.V2).raw)
        with pytest.raises(LedgerError) as error:
            await execute(api, order(wallet, prepared, signature))
        assert error.value.code.id == code

    simulate(scenario)


def test_a_signed_transaction_is_done_once() -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        request = order(wallet, await prepare(api, wallet, ping_of(api, wallet, "once")))
        await execute(api, request)
        with pytest.raises(CantonError) as error:
            await execute(api, request)
        assert error.value.code.id == "DUPLICATE_COMMAND"

    simulate(scenario)


def test_several_commands_cannot_be_prepared() -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        both = [ping_of(api, wallet, name) for name in ("one", "two")]
        request = wire.PrepareSubmissionRequest(
            user_id="user", command_id="c", act_as=[wallet.party], commands=both
        )
        with pytest.raises(LedgerError) as error:
            await api.call("InteractiveSubmissionService/PrepareSubmission", request)
        assert error.value.code.id == "FAILED_TO_PREPARE_TRANSACTION"

    simulate(scenario)


def test_preferred_packages_are_those_that_all_hosts_vet() -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        await allocate(api, wallet)
        name = "canton-builtin-admin-workflow-ping"

        def wanted(party: str) -> Any:
            requirement = wire.PackageVettingRequirement(parties=[party], package_name=name)
            return wire.GetPreferredPackagesRequest(package_vetting_requirements=[requirement])

        path = "InteractiveSubmissionService/GetPreferredPackages"
        found = await api.call(path, wanted(wallet.party))
        assert [each.package_name for each in found.package_references] == [name]
        assert found.synchronizer_id == synchronizer_of(api)
        with pytest.raises(LedgerError) as error:
            await api.call(path, wanted("nobody::" + wallet.fingerprint))
        assert error.value.code.id == "NO_PREFERRED_PACKAGES_FOUND"

    simulate(scenario)


def test_a_key_that_signs_too_little_makes_no_party() -> None:
    async def scenario(api: Api) -> None:
        wallet = Wallet()
        generate = admin_wire.GenerateExternalPartyTopologyRequest(
            synchronizer=synchronizer_of(api), party_hint="erin", public_key=wallet.public_key
        )
        made = await api.call("PartyManagementService/GenerateExternalPartyTopology", generate)
        wallet.fingerprint = made.public_key_fingerprint
        request = admin_wire.AllocateExternalPartyRequest(
            synchronizer=synchronizer_of(api),
            onboarding_transactions=[
                admin_wire.AllocateExternalPartyRequest.SignedTransaction(
                    transaction=made.topology_transactions[0]
                )
            ],
            multi_hash_signatures=[wallet.sign(b"\0" * 34)],
        )
        with pytest.raises(CantonError):
            await api.call("PartyManagementService/AllocateExternalParty", request)

    simulate(scenario)
