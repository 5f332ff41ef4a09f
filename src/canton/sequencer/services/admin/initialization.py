"""SequencerInitializationService: gives a new sequencer the synchronizer that it serves.

Source: Canton 3.6 GrpcSequencerInitializationService; protocol sheet 7.1.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from google.protobuf.message import DecodeError

from canton.crypto.versioned import unwrap_as
from canton.errors import Rejection
from canton.sequencer.initialization import from_genesis
from canton.sequencer.runtime import SequencerRuntime
from canton.sequencer.services.admin.delimited import read_items
from canton.sequencer.services.refusal import invalid
from canton.sequencer.snapshot import OnboardingState, from_onboarding
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.topology.stored import (
    StoredTopologyTransaction,
    read_delimited,
    read_transactions_message,
)
from canton.transport.seam import Call, ServiceTable, table_of
from canton.wire import sequencer_admin_pb2 as admin
from canton.wire import topology_admin_pb2
from canton.wire.sequencing_v30_pb2 import StaticSynchronizerParameters as ParametersMessage

_SCHEMA = 30
ReadRows = Callable[[bytes], list[StoredTopologyTransaction]]


class InitializationService:
    """The calls by which a sequencer begins."""

    def __init__(self, runtime: SequencerRuntime) -> None:
        self._runtime = runtime

    async def from_genesis_v2(self, requests: AsyncIterator[Any], call: Call) -> Any:
        """Begins with the topology that founds a synchronizer, item by item."""
        await self._from_genesis(requests, read_delimited)
        return admin.InitializeSequencerFromGenesisStateV2Response(replicated=False)

    async def from_genesis_v1(self, requests: AsyncIterator[Any], call: Call) -> Any:
        """The same, in one message."""
        await self._from_genesis(requests, read_transactions_message)
        return admin.InitializeSequencerFromGenesisStateResponse(replicated=False)

    async def _from_genesis(self, requests: AsyncIterator[Any], read: ReadRows) -> None:
        content, parameters = bytearray(), None
        async for request in requests:
            content += request.topology_snapshot
            if request.HasField("synchronizer_parameters"):
                parameters = request.synchronizer_parameters
        if parameters is None:
            raise invalid("synchronizer_parameters is not set")
        with_parameters = _parameters(parameters)
        rows = _rows(read, bytes(content))
        await self._runtime.initialize(from_genesis(rows, with_parameters))

    async def from_onboarding_v2(self, requests: AsyncIterator[Any], call: Call) -> Any:
        """Begins with the state of another sequencer, item by item."""
        content = b"".join([request.onboarding_state async for request in requests])
        await self._runtime.initialize(from_onboarding(_state_v2(content)))
        return admin.InitializeSequencerFromOnboardingStateV2Response(replicated=False)

    async def from_onboarding_v1(self, requests: AsyncIterator[Any], call: Call) -> Any:
        """The same, in one message."""
        content = b"".join([request.onboarding_state async for request in requests])
        message = unwrap_as(content, admin.OnboardingStateForSequencer, {_SCHEMA})
        if isinstance(message, Rejection):
            raise invalid(message.cause)
        state = OnboardingState(
            _parameters(message.static_synchronizer_parameters),
            tuple(_items(message.topology_snapshot.items)),
            message.sequencer_snapshot,
        )
        await self._runtime.initialize(from_onboarding(state))
        return admin.InitializeSequencerFromOnboardingStateResponse(replicated=False)

    def table(self) -> ServiceTable:
        """SequencerInitializationService."""
        return table_of(
            admin.DESCRIPTOR.services_by_name["SequencerInitializationService"],
            {
                "InitializeSequencerFromGenesisState": self.from_genesis_v1,
                "InitializeSequencerFromGenesisStateV2": self.from_genesis_v2,
                "InitializeSequencerFromOnboardingState": self.from_onboarding_v1,
                "InitializeSequencerFromOnboardingStateV2": self.from_onboarding_v2,
            },
        )


def _state_v2(content: bytes) -> OnboardingState:
    parameters, snapshot = None, None
    rows: list[StoredTopologyTransaction] = []
    for message in _messages(content):
        if message.HasField("static_synchronizer_parameters"):
            parameters = unwrap_as(
                message.static_synchronizer_parameters, ParametersMessage, {_SCHEMA}
            )
        if message.HasField("sequencer_snapshot"):
            snapshot = message.sequencer_snapshot
        if message.HasField("topology_transaction"):
            item = unwrap_as(
                message.topology_transaction,
                topology_admin_pb2.TopologyTransactions.Item,
                {_SCHEMA},
            )
            if isinstance(item, Rejection):
                raise invalid(item.cause)
            rows.extend(_items([item]))
    if parameters is None or snapshot is None:
        raise invalid("the onboarding state has no parameters or no snapshot")
    if isinstance(parameters, Rejection):
        raise invalid(parameters.cause)
    return OnboardingState(_parameters(parameters), tuple(rows), snapshot)


def _messages(content: bytes) -> Iterator[Any]:
    try:
        for item in read_items(content):
            message = unwrap_as(item, admin.OnboardingStateForSequencerV2, {_SCHEMA})
            if isinstance(message, Rejection):
                raise invalid(message.cause)
            yield message
    except ValueError as error:
        raise invalid(str(error)) from None


def _rows(read: ReadRows, content: bytes) -> list[StoredTopologyTransaction]:
    try:
        return read(content)
    except (ValueError, DecodeError) as error:
        raise invalid(f"the topology snapshot cannot be read: {error}") from None


def _items(items: Sequence[Any]) -> Iterator[StoredTopologyTransaction]:
    try:
        for item in items:
            yield StoredTopologyTransaction.from_proto(item)
    except ValueError as error:
        raise invalid(f"the topology snapshot cannot be read: {error}") from None


def _parameters(message: Any) -> StaticSynchronizerParameters:
    try:
        return StaticSynchronizerParameters.from_proto(message)
    except ValueError as error:
        raise invalid(f"the synchronizer parameters cannot be read: {error}") from None
