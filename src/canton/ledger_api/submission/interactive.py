"""InteractiveSubmissionService: transactions that external parties sign.

A participant prepares what the commands do, the parties sign its hash with keys of their own, and
the same or another participant executes it. Source: ledger API sheet 2.13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from canton.clock import Randomness
from canton.crypto.signature import Signature
from canton.daml_lf.engine import Interpreted
from canton.daml_lf.transaction.contract import TimeBounds, TransactionMetadata
from canton.daml_lf.transaction.node import RollbackNode, Transaction
from canton.daml_lf.value.identifier import PackageId
from canton.errors import LedgerError, Rejection
from canton.identifiers import PartyId
from canton.ledger_api.errors import (
    FAILED_TO_EXECUTE_TRANSACTION,
    FAILED_TO_PREPARE_TRANSACTION,
    invalid_argument,
    missing_field,
)
from canton.ledger_api.request import field
from canton.ledger_api.request.command import CommandsReader, deduplication_period
from canton.ledger_api.request.preference import preferred_references
from canton.ledger_api.response.update import time_message
from canton.ledger_api.submission.prepared_decoding import (
    DecodedTransaction,
    decode_prepared,
    without_labels,
)
from canton.ledger_api.submission.prepared_encoding import encode_prepared
from canton.ledger_api.submission.tracker import Tracker, told_as_indefinite
from canton.participant.core.external import (
    SIGNATURES_MAX,
    Binding,
    missing_signature,
    prepared_of,
)
from canton.participant.core.submission import ExternalSubmission
from canton.participant.engine.engine import LedgerEngine
from canton.participant.engine.interpretation import Executed
from canton.participant.ledger import Ledger
from canton.participant.submission.command import CommandSubmission
from canton.participant.submission.router import Routed
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import HashingScheme
from canton.protocol.view.metadata import ExternalAuthorization
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Timestamp
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import crypto_pb2
from canton.wire import ledger_command_pb2 as command_wire
from canton.wire import ledger_interactive_pb2 as wire

MEDIATOR_GROUP: Final = 0
"""Whom a prepared transaction is bound to: as the original chooses."""
_NO_VERBOSE_HASHING: Final = (
    "Verbose hashing is disabled on this participant. Contact the node administrator for more "
    "details."
)

_Execution = (
    wire.ExecuteSubmissionRequest
    | wire.ExecuteSubmissionAndWaitRequest
    | wire.ExecuteSubmissionAndWaitForTransactionRequest
)


@dataclass(frozen=True, slots=True)
class _Order:
    """A transaction to execute."""

    submission: CommandSubmission
    prepared: Routed


class InteractiveSubmissionService:
    """Prepares and executes on one ledger."""

    def __init__(self, ledger: Ledger, randomness: Randomness, tracker: Tracker) -> None:
        self._ledger = ledger
        self._randomness = randomness
        self._tracker = tracker
        self._reader = CommandsReader(ledger, randomness)
        self._engine = LedgerEngine(ledger.packages.library)

    def table(self) -> ServiceTable:
        """The methods to serve."""
        service = wire.DESCRIPTOR.services_by_name["InteractiveSubmissionService"]
        return table_of(
            service,
            {
                "PrepareSubmission": self.prepare_submission,
                "ExecuteSubmission": self.execute_submission,
                "ExecuteSubmissionAndWait": self.execute_submission_and_wait,
                "ExecuteSubmissionAndWaitForTransaction": self.execute_and_wait_for_transaction,
                "GetPreferredPackages": self.get_preferred_packages,
            },
        )

    async def prepare_submission(self, request: wire.PrepareSubmissionRequest, call: Call) -> Any:
        """Interprets commands and gives what the parties are to sign."""
        scheme = HashingScheme.V2
        if request.HasField("hashing_scheme_version"):
            scheme = _scheme(request.hashing_scheme_version)
        submission = self._reader.read(_commands_of(request))
        if len(submission.commands) > 1:
            raise _cannot_prepare("Preparing multiple commands is currently not supported")
        latest = None
        if request.HasField("max_record_time"):
            latest = field.timestamp(request.max_record_time)
        routed = await self._ledger.prepare(submission)
        uuid = str(UUID(bytes=self._randomness.bytes(16), version=4))
        synchronizer = str(routed.connection.synchronizer)
        binding = Binding(
            submission.act_as, submission.command_id, uuid, MEDIATOR_GROUP, synchronizer, latest
        )
        executed = routed.executed
        try:
            prepared = prepared_of(executed.interpreted, executed.contracts, binding, self._engine)
            hashed = hash_prepared(prepared, scheme)
        except ValueError as error:
            raise _cannot_prepare(str(error)) from error
        blobs = {
            key: self._engine.encode_contract(each) for key, each in executed.contracts.items()
        }
        snapshot = routed.connection.session.topology.approximate_snapshot()
        return wire.PrepareSubmissionResponse(
            prepared_transaction=encode_prepared(prepared, blobs),
            prepared_transaction_hash=hashed.raw,
            hashing_scheme_version=f"HASHING_SCHEME_VERSION_V{scheme.value}",
            hashing_details=_NO_VERBOSE_HASHING if request.verbose_hashing else None,
            cost_estimation=wire.CostEstimation(estimation_timestamp=time_message(snapshot.time)),
        )

    async def execute_submission(self, request: wire.ExecuteSubmissionRequest, call: Call) -> Any:
        """Sends a signed transaction; its outcome comes as a completion."""
        order = self._order(request, call)
        with told_as_indefinite():
            await self._ledger.submit(order.submission, order.prepared)
        return wire.ExecuteSubmissionResponse()

    async def execute_submission_and_wait(
        self, request: wire.ExecuteSubmissionAndWaitRequest, call: Call
    ) -> Any:
        """Sends a signed transaction and waits until it is accepted."""
        order = self._order(request, call)
        done = await self._tracker.accepted(order.submission, call, order.prepared)
        return wire.ExecuteSubmissionAndWaitResponse(
            update_id=done.completion.update_id, completion_offset=done.offset
        )

    async def execute_and_wait_for_transaction(
        self, request: wire.ExecuteSubmissionAndWaitForTransactionRequest, call: Call
    ) -> Any:
        """Sends a signed transaction, waits until it is accepted and tells what it did."""
        order = self._order(request, call)
        format = self._tracker.format(request, order.submission)
        done = await self._tracker.accepted(order.submission, call, order.prepared)
        transaction = await self._tracker.transaction(done, format)
        return wire.ExecuteSubmissionAndWaitForTransactionResponse(transaction=transaction)

    async def get_preferred_packages(
        self, request: wire.GetPreferredPackagesRequest, call: Call
    ) -> Any:
        """For each package name the newest version that all participants of its parties vet."""
        if not request.package_vetting_requirements:
            raise missing_field("package_vetting_requirements")
        valid_at = self._ledger.clock.reading()
        if request.HasField("vetting_valid_at"):
            valid_at = field.timestamp(request.vetting_valid_at)
        wanted = {}
        for each in request.package_vetting_requirements:
            if not each.parties:
                raise missing_field("parties")
            if each.package_name in wanted:
                raise invalid_argument(f"duplicate package name {each.package_name}")
            wanted[each.package_name] = field.parties(each.parties)
        synchronizer = field.synchronizer(request.synchronizer_id)
        found = preferred_references(self._ledger, wanted, synchronizer, valid_at)
        return wire.GetPreferredPackagesResponse(
            package_references=found.references, synchronizer_id=found.synchronizer
        )

    def _order(self, request: _Execution, call: Call) -> _Order:
        """What a request asks to execute, if the parties have signed it.

        Raises:
            LedgerError: it is malformed, or they have not.
        """
        submission_id = field.ledger_string(request.submission_id, "submission_id")
        call.correlation_id = submission_id
        user_id = field.user_id(request.user_id)
        scheme = _scheme(request.hashing_scheme_version)
        signatures = _signatures(request.party_signatures)
        if not request.prepared_transaction.HasField("transaction"):
            raise missing_field("transaction")
        if len(request.prepared_transaction.transaction.roots) != 1:
            raise _cannot_execute("Transaction with multiple root nodes are not supported")
        try:
            decoded = decode_prepared(request.prepared_transaction)
            hashed = hash_prepared(decoded.prepared, scheme)
        except ValueError as error:
            raise _cannot_execute(str(error)) from error
        metadata = decoded.prepared.metadata
        command_id = field.ledger_string(metadata.command_id, "command_id")
        connection = self._ledger.connected_to(metadata.synchronizer)
        parties = connection.session.topology.approximate_snapshot().parties
        missing = missing_signature(hashed, signatures, metadata.act_as, parties)
        if missing is not None:
            raise _cannot_execute(missing)
        ledger_time = self._ledger_time(request, decoded)
        interpreted = _interpreted(decoded, ledger_time)
        submission = CommandSubmission(
            user_id=user_id,
            command_id=command_id,
            submission_id=submission_id,
            act_as=metadata.act_as,
            read_as=frozenset(),
            commands=(),
            deduplication=deduplication_period(request),
            ledger_time=ledger_time,
            external=ExternalSubmission(
                ExternalAuthorization.of(signatures, scheme.value, metadata.max_record_time),
                metadata.transaction_uuid,
                metadata.mediator_group,
            ),
        )
        executed = Executed(interpreted, decoded.contracts, frozenset())
        return _Order(submission, Routed(connection, executed))

    def _ledger_time(self, request: _Execution, decoded: DecodedTransaction) -> Timestamp:
        """The ledger time of an execution: as asked for, and within what was signed."""
        commands = command_wire.Commands()
        _copy_ledger_time(request.min_ledger_time, commands)
        wanted = self._reader.ledger_time(commands)
        bounds = _bounds(decoded)
        if not bounds.earliest <= wanted <= bounds.latest:
            wanted = max(bounds.earliest, min(bounds.latest, wanted))
        return wanted


def _commands_of(request: wire.PrepareSubmissionRequest) -> command_wire.Commands:
    """The commands of a preparation as a submission would have them."""
    commands = command_wire.Commands(
        user_id=request.user_id,
        command_id=request.command_id,
        commands=request.commands,
        act_as=request.act_as,
        read_as=request.read_as,
        disclosed_contracts=request.disclosed_contracts,
        synchronizer_id=request.synchronizer_id,
        package_id_selection_preference=request.package_id_selection_preference,
        prefetch_contract_keys=request.prefetch_contract_keys,
    )
    if request.HasField("taps_max_passes"):
        commands.taps_max_passes = request.taps_max_passes
    _copy_ledger_time(request.min_ledger_time, commands)
    return commands


def _copy_ledger_time(message: wire.MinLedgerTime, commands: command_wire.Commands) -> None:
    match message.WhichOneof("time"):
        case "min_ledger_time_abs":
            commands.min_ledger_time_abs.CopyFrom(message.min_ledger_time_abs)
        case "min_ledger_time_rel":
            commands.min_ledger_time_rel.CopyFrom(message.min_ledger_time_rel)


def _interpreted(decoded: DecodedTransaction, ledger_time: Timestamp) -> Interpreted:
    """The transaction as its interpretation gave it, when it was prepared."""
    transaction = without_labels(decoded.prepared.transaction)
    metadata = TransactionMetadata(
        submission_seed=None,
        preparation_time=decoded.prepared.metadata.preparation_time,
        ledger_time=ledger_time,
        used_packages=_packages(transaction),
        time_bounds=_bounds(decoded),
        node_seeds=decoded.prepared.seeds,
        key_inputs={},
        contract_order=tuple(decoded.contracts),
        contract_hashes={},
    )
    return Interpreted(transaction, metadata)


def _packages(transaction: Transaction) -> frozenset[PackageId]:
    nodes = transaction.nodes.values()
    return frozenset(
        package
        for node in nodes
        if not isinstance(node, RollbackNode)
        for package in node.package_ids
    )


def _bounds(decoded: DecodedTransaction) -> TimeBounds:
    metadata = decoded.prepared.metadata
    earliest, latest = metadata.ledger_time_min, metadata.ledger_time_max
    return TimeBounds(
        TIMESTAMP_MIN if earliest is None else earliest,
        TIMESTAMP_MAX if latest is None else latest,
    )


def _scheme(number: int) -> HashingScheme:
    if number == wire.HASHING_SCHEME_VERSION_UNSPECIFIED:
        raise missing_field("hashing_scheme_version")
    try:
        return HashingScheme(number)
    except ValueError:
        raise invalid_argument(
            f"hashing scheme version {number} is not supported on protocol version 35"
        ) from None


def _signatures(message: wire.PartySignatures) -> Mapping[PartyId, tuple[Signature, ...]]:
    if not message.signatures:
        raise missing_field("party_signatures")
    found: dict[PartyId, tuple[Signature, ...]] = {}
    for each in message.signatures:
        party = field.party_field(each.party, "party")
        if party in found:
            raise invalid_argument(f"two entries have signatures of {party}")
        if not each.signatures:
            raise missing_field("signatures")
        if len(each.signatures) > SIGNATURES_MAX:
            raise _cannot_execute(
                "One or more parties provided more than the maximum number of signatures allowed "
                f"({SIGNATURES_MAX})"
            )
        found[party] = tuple(_signature(one.SerializeToString()) for one in each.signatures)
    return found


def _signature(message: bytes) -> Signature:
    # The Ledger API has the fields and numbers of the protocol's own message.
    read = Signature.from_proto(crypto_pb2.Signature.FromString(message))
    if isinstance(read, Rejection):
        raise invalid_argument(read.cause)
    return read


def _cannot_prepare(reason: str) -> LedgerError:
    return LedgerError(
        FAILED_TO_PREPARE_TRANSACTION,
        f"The participant failed to prepare the transaction: {reason}",
    )


def _cannot_execute(reason: str) -> LedgerError:
    return LedgerError(
        FAILED_TO_EXECUTE_TRANSACTION,
        f"The participant failed to execute the transaction: {reason}",
    )
