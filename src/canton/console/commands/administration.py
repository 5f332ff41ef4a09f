"""Commands about keys, parties, packages and replication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from canton.console.endpoint import methods_of
from canton.console.failure import CommandFailure
from canton.console.group import Group, LedgerNode, Node
from canton.console.identifier import PartyId, text_of
from canton.console.spelling import Duration, command
from canton.wire import admin_participant_pb2 as participant
from canton.wire import crypto_pb2, ledger_admin_pb2, topology_admin_pb2, vault_admin_pb2

_VAULT: Final = methods_of(vault_admin_pb2.DESCRIPTOR.services_by_name["VaultService"])
_AGGREGATION: Final = methods_of(
    topology_admin_pb2.DESCRIPTOR.services_by_name["TopologyAggregationService"]
)
_PACKAGES: Final = methods_of(participant.DESCRIPTOR.services_by_name["PackageService"])
_REPLICATION: Final = methods_of(
    participant.DESCRIPTOR.services_by_name["ParticipantReplicationService"]
)
_PARTIES: Final = methods_of(ledger_admin_pb2.DESCRIPTOR.services_by_name["PartyManagementService"])
LIMIT_DEFAULT: Final = 1000


class PublicKeys(Group):
    """Public keys that a node knows."""

    @command
    def list(self, filter_fingerprint: str = "", filter_name: str = "") -> list[Any]:
        """The public keys with their names."""
        filters = vault_admin_pb2.ListKeysFilters(fingerprint=filter_fingerprint, name=filter_name)
        request = vault_admin_pb2.ListPublicKeysRequest(filters=filters)
        return list(self._admin.unary(_VAULT["ListPublicKeys"], request).public_keys_v30)

    @command
    def upload(self, key: bytes, name: str = "") -> str:
        """Makes a public key known to the node; returns its fingerprint."""
        request = vault_admin_pb2.ImportPublicKeyRequest(public_key=key, name=name)
        return str(self._admin.unary(_VAULT["ImportPublicKey"], request).fingerprint)


class SecretKeys(Group):
    """Private keys of a node."""

    @command
    def list(self, filter_fingerprint: str = "", filter_name: str = "") -> list[Any]:
        """The keys whose private half the node has; private bytes are not shown."""
        filters = vault_admin_pb2.ListKeysFilters(fingerprint=filter_fingerprint, name=filter_name)
        request = vault_admin_pb2.ListMyKeysRequest(filters=filters)
        return list(self._admin.unary(_VAULT["ListMyKeys"], request).private_keys_metadata)

    @command
    def generate_signing_key(
        self, name: str = "", usage: Iterable[int] = (), key_spec: int = 1
    ) -> crypto_pb2.SigningPublicKey:
        """Makes a signing key for the given usages."""
        request = vault_admin_pb2.GenerateSigningKeyRequest(
            name=name,
            usage_v30=list(usage),  # type: ignore[arg-type]
            key_spec=key_spec,  # type: ignore[arg-type]
        )
        key: crypto_pb2.SigningPublicKey = self._admin.unary(
            _VAULT["GenerateSigningKey"], request
        ).v30
        return key

    @command
    def generate_encryption_key(
        self, name: str = "", key_spec: int = 1
    ) -> crypto_pb2.EncryptionPublicKey:
        """Makes an encryption key."""
        request = vault_admin_pb2.GenerateEncryptionKeyRequest(
            name=name,
            key_spec=key_spec,  # type: ignore[arg-type]
        )
        key: crypto_pb2.EncryptionPublicKey = self._admin.unary(
            _VAULT["GenerateEncryptionKey"], request
        ).public_key
        return key

    @command
    def download(self, fingerprint: str, protocol_version: int = 35, password: str = "") -> bytes:
        """Exports a key pair: private bytes leave the node."""
        request = vault_admin_pb2.ExportKeyPairRequest(
            fingerprint=fingerprint, protocol_version=protocol_version, password=password
        )
        return bytes(self._admin.unary(_VAULT["ExportKeyPair"], request).key_pair)

    @command
    def upload(self, key_pair: bytes, name: str = "", password: str = "") -> None:
        """Imports an exported key pair."""
        request = vault_admin_pb2.ImportKeyPairRequest(
            key_pair=key_pair, name=name, password=password
        )
        self._admin.unary(_VAULT["ImportKeyPair"], request)

    @command
    def delete(self, fingerprint: str) -> None:
        """Forgets a private key for good."""
        request = vault_admin_pb2.DeleteKeyPairRequest(fingerprint=fingerprint)
        self._admin.unary(_VAULT["DeleteKeyPair"], request)


class Keys(Group):
    """Keys of a node."""

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.public = PublicKeys(node)
        self.secret = SecretKeys(node)


@dataclass(frozen=True, slots=True)
class PartyResult:
    """A party and where it is hosted: participant to synchronizer to permission."""

    party: PartyId
    participants: dict[str, dict[str, int]]


class Parties(Group):
    """Parties as the topology knows them."""

    @command
    def list(
        self,
        filter_party: str = "",
        filter_participant: str = "",
        synchronizer_ids: Iterable[Any] = (),
        limit: int = LIMIT_DEFAULT,
    ) -> list[PartyResult]:
        """The parties that are hosted somewhere on the node's synchronizers."""
        request = topology_admin_pb2.ListPartiesRequest(
            limit=limit,
            synchronizer_ids=[text_of(each) for each in synchronizer_ids],
            filter_party=filter_party,
            filter_participant=text_of(filter_participant) if filter_participant else "",
        )
        response = self._admin.unary(_AGGREGATION["ListParties"], request)
        return [
            PartyResult(
                PartyId(each.party),
                {
                    host.participant_uid: {
                        at.synchronizer_id: at.permission for at in host.synchronizers
                    }
                    for host in each.participants
                },
            )
            for each in response.results
        ]


class ParticipantParties(Parties):
    """Parties of a participant."""

    def __init__(self, node: LedgerNode) -> None:
        super().__init__(node)
        self._participant = node

    @command
    def hosted(self, filter_party: str = "", limit: int = LIMIT_DEFAULT) -> list[PartyResult]:
        """The parties hosted by this participant."""
        return self.list(filter_party, filter_participant=self._node.id, limit=limit)

    @command
    def find(self, filter_party: str) -> PartyId:
        """The one party whose id begins like this.

        Raises:
            CommandFailure: there is none.
        """
        found = self.list(filter_party, limit=1)
        if not found:
            raise CommandFailure(f"no party of {self._node.name} begins with {filter_party!r}")
        return found[0].party

    @command
    def enable(self, name: str, synchronizer: str | None = None) -> PartyId:
        """Makes a party of this participant and waits until it may be used."""
        synchronizer_id = (
            self._participant.synchronizers.id_of(synchronizer) if synchronizer else ""
        )
        request = ledger_admin_pb2.AllocatePartyRequest(
            party_id_hint=name, synchronizer_id=synchronizer_id
        )
        response = self._participant.ledger_endpoint.unary(_PARTIES["AllocateParty"], request)
        return PartyId(response.party_details.party)


class Dars(Group):
    """DARs of a participant."""

    @command
    def upload(
        self,
        path: str,
        description: str = "",
        synchronizer_id: Any = None,
        vet_all_packages: bool = True,
        synchronize_vetting: bool = True,
        expected_main_package_id: str = "",
    ) -> str:
        """Uploads a DAR and, unless told otherwise, vets its packages; returns the main one's id.

        Raises:
            FileNotFoundError: there is no such file.
        """
        dar = participant.UploadDarRequest.UploadDarData(
            bytes=Path(path).read_bytes(),
            description=description or Path(path).stem,
            expected_main_package_id=expected_main_package_id or None,
        )
        request = participant.UploadDarRequest(
            dars=[dar],
            vet_all_packages=vet_all_packages,
            synchronize_vetting=synchronize_vetting,
            synchronizer_id=text_of(synchronizer_id) if synchronizer_id else None,
        )
        return str(self._admin.unary(_PACKAGES["UploadDar"], request).dar_ids[0])

    @command
    def validate(self, path: str) -> str:
        """Checks a DAR as an upload would, and keeps nothing; returns the main package's id."""
        content = Path(path).read_bytes()
        request = participant.ValidateDarRequest(data=content, filename=Path(path).name)
        return str(self._admin.unary(_PACKAGES["ValidateDar"], request).main_package_id)

    @command
    def list(self, limit: int = LIMIT_DEFAULT, filter_name: str = "") -> list[Any]:
        """The DARs that were uploaded."""
        request = participant.ListDarsRequest(limit=limit, filter_name=filter_name)
        return list(self._admin.unary(_PACKAGES["ListDars"], request).dars)

    @command
    def download(self, main_package_id: str, directory: str = ".") -> str:
        """Writes an uploaded DAR into a directory; returns its path."""
        request = participant.GetDarRequest(main_package_id=main_package_id)
        response = self._admin.unary(_PACKAGES["GetDar"], request)
        name = response.data.name or main_package_id
        target = Path(directory) / f"{name}.dar"
        target.write_bytes(response.payload)
        return str(target)


class Packages(Group):
    """Packages of a participant."""

    @command
    def list(self, filter_name: str = "", limit: int = LIMIT_DEFAULT) -> list[Any]:
        """The packages that came with the uploaded DARs."""
        request = participant.ListPackagesRequest(limit=limit, filter_name=filter_name)
        return list(self._admin.unary(_PACKAGES["ListPackages"], request).package_descriptions)


class Replication(Group):
    """Active and passive replicas of a participant."""

    @command
    def set_passive(self, timeout: Duration | None = None) -> None:
        """Makes the active replica passive, so that another one becomes active."""
        del timeout
        self._admin.unary(_REPLICATION["SetPassive"], participant.SetPassiveRequest())
