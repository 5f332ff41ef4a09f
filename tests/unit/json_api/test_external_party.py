"""A wallet that speaks JSON only: makes its party, prepares, signs and executes."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from unit.json_api.conftest import PING, Client, simulate
from unit.ledger_api.test_external_parties import synchronizer_of


class Wallet:
    """A key outside of any node."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.fingerprint = ""

    @property
    def public_key(self) -> dict[str, str]:
        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "format": "CRYPTO_KEY_FORMAT_DER_X509_SUBJECT_PUBLIC_KEY_INFO",
            "keyData": base64.b64encode(der).decode(),
            "keySpec": "SIGNING_KEY_SPEC_EC_CURVE25519",
        }

    def sign(self, message: str) -> dict[str, str]:
        return {
            "format": "SIGNATURE_FORMAT_CONCAT",
            "signature": base64.b64encode(self._key.sign(base64.b64decode(message))).decode(),
            "signedBy": self.fingerprint,
            "signingAlgorithmSpec": "SIGNING_ALGORITHM_SPEC_ED25519",
        }


async def allocated(client: Client, wallet: Wallet) -> str:
    """Makes a party of the wallet's key."""
    generate = {"synchronizer": synchronizer_of(client.ledger), "partyHint": "erin"}
    path = "/v2/parties/external/generate-topology"
    made = await client.post(path, {**generate, "publicKey": wallet.public_key})
    wallet.fingerprint = made["publicKeyFingerprint"]
    request = {
        "synchronizer": synchronizer_of(client.ledger),
        "onboardingTransactions": [{"transaction": each} for each in made["topologyTransactions"]],
        "multiHashSignatures": [wallet.sign(made["multiHash"])],
    }
    answer = await client.post("/v2/parties/external/allocate", request)
    assert answer == {"partyId": made["partyId"]}
    return str(made["partyId"])


def test_a_wallet_needs_no_more_than_json() -> None:
    async def scenario(client: Client) -> None:
        wallet = Wallet()
        party = await allocated(client, wallet)
        arguments = {"id": "mine", "initiator": party, "responder": party}
        create = {"CreateCommand": {"templateId": PING, "createArguments": arguments}}
        prepared = await client.post(
            "/v2/interactive-submission/prepare",
            {"userId": "user", "commandId": "c1", "actAs": [party], "commands": [create]},
        )
        assert prepared["hashingSchemeVersion"] == "HASHING_SCHEME_VERSION_V2"
        order: dict[str, Any] = {
            "preparedTransaction": prepared["preparedTransaction"],
            "partySignatures": {
                "signatures": [
                    {
                        "party": party,
                        "signatures": [wallet.sign(prepared["preparedTransactionHash"])],
                    }
                ]
            },
            "deduplicationPeriod": {"Empty": {}},
            "submissionId": "s1",
            "userId": "user",
            "hashingSchemeVersion": prepared["hashingSchemeVersion"],
        }
        path = "/v2/interactive-submission/executeAndWaitForTransaction"
        transaction = (await client.post(path, order))["transaction"]
        (event,) = transaction["events"]
        assert event["CreatedEvent"]["createArgument"] == arguments
        digest = base64.b64decode(prepared["preparedTransactionHash"])
        assert transaction["externalTransactionHash"] == digest.hex()

        forged = Wallet()
        forged.fingerprint = wallet.fingerprint
        signature = forged.sign(prepared["preparedTransactionHash"])
        order["partySignatures"]["signatures"][0]["signatures"] = [signature]
        status, error = await client.refused("POST", path, order)
        assert status == 400, error

    simulate(scenario)


def test_packages_that_parties_agree_on_are_told() -> None:
    async def scenario(client: Client) -> None:
        name = PING.partition(":")[0].removeprefix("#")
        wanted = [{"parties": [client.party], "packageName": name}]
        answer = await client.post(
            "/v2/interactive-submission/preferred-packages",
            {"packageVettingRequirements": wanted},
        )
        (package,) = answer["packageReferences"]
        assert package["packageName"] == name

    simulate(scenario)
