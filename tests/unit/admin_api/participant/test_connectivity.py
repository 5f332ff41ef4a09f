"""Synchronizers over the admin API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from canton.admin_api.participant.connectivity import ConnectivityService
from canton.errors import LedgerError, TransientError
from canton.identifiers import PhysicalSynchronizerId
from canton.participant.errors import NODE_IS_PASSIVE_REPLICA, UNKNOWN_INFORMEES
from canton.participant.synchronizers import SYNCHRONIZER_UNKNOWN, Registration
from canton.sequencer_client.core.validation import Validation
from canton.sequencer_client.settings import SequencerConnections
from canton.transport.seam import RpcError
from canton.wire import admin_participant_pb2 as wire
from canton.wire import admin_sequencer_pb2

PHYSICAL = PhysicalSynchronizerId.parse("sync::1220ab::35-0")
AWAY = TransientError(NODE_IS_PASSIVE_REPLICA, "nobody is there")
REFUSED = LedgerError(UNKNOWN_INFORMEES, "refused")
ALL = admin_sequencer_pb2.SEQUENCER_CONNECTION_VALIDATION_ALL
ACTIVE = admin_sequencer_pb2.SEQUENCER_CONNECTION_VALIDATION_ACTIVE


@dataclass
class Link:
    synchronizer: PhysicalSynchronizerId


class Known:
    """Synchronizers in the hand; `failure` is what connecting raises."""

    def __init__(self) -> None:
        self.by_alias: dict[str, Registration] = {}
        self.connected: dict[str, Link] = {}
        self.trying: list[str] = []
        self.validations: list[Validation] = []
        self.failure: Exception | None = None

    @property
    def registered(self) -> list[Registration]:
        return list(self.by_alias.values())

    def registration(self, alias: str) -> Registration:
        if alias not in self.by_alias:
            raise LedgerError(SYNCHRONIZER_UNKNOWN, alias)
        return self.by_alias[alias]

    async def register(self, config: bytes, alias: str, validation: Validation) -> Registration:
        self.validations.append(validation)
        is_manual = wire.SynchronizerConnectionConfig.FromString(config).manual_connect
        self.by_alias[alias] = Registration(
            alias, config, SequencerConnections.__new__(SequencerConnections), is_manual
        )
        return self.by_alias[alias]

    async def modify(self, config: bytes, alias: str, validation: Validation) -> None:
        self.validations.append(validation)
        self.by_alias[alias] = replace(self.registration(alias), config=config)

    async def connect(self, alias: str) -> Link:
        if self.failure is not None:
            raise self.failure
        self.by_alias[alias] = replace(self.by_alias[alias], physical_id=PHYSICAL)
        self.connected[alias] = Link(PHYSICAL)
        return self.connected[alias]

    def connect_in_background(self, aliases: Iterable[str]) -> None:
        self.trying.extend(aliases)

    async def disconnect(self, alias: str) -> None:
        self.connected.pop(alias, None)


def config(alias: str, *, manual: bool = False) -> wire.SynchronizerConnectionConfig:
    return wire.SynchronizerConnectionConfig(synchronizer_alias=alias, manual_connect=manual)


async def test_a_connected_synchronizer_is_listed_until_it_is_disconnected(operator) -> None:
    known = Known()
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        request = wire.ConnectSynchronizerRequest(
            config=config("one"), sequencer_connection_validation=ALL
        )
        assert (await caller.call("ConnectSynchronizer", request)).connected_successfully
        listing = wire.ListConnectedSynchronizersRequest()
        (one,) = (await caller.call("ListConnectedSynchronizers", listing)).connected_synchronizers
        assert (one.synchronizer_alias, one.physical_synchronizer_id, one.healthy) == (
            "one",
            str(PHYSICAL),
            True,
        )
        identity = await caller.call(
            "GetSynchronizerId", wire.GetSynchronizerIdRequest(synchronizer_alias="one")
        )
        assert identity.synchronizer_id == str(PHYSICAL.logical)
        await caller.call(
            "DisconnectSynchronizer", wire.DisconnectSynchronizerRequest(synchronizer_alias="one")
        )
        listed = await caller.call("ListConnectedSynchronizers", listing)
    assert not listed.connected_synchronizers


async def test_a_registered_synchronizer_is_known_and_not_connected(operator) -> None:
    known = Known()
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        await caller.call(
            "RegisterSynchronizer",
            wire.RegisterSynchronizerRequest(
                config=config("one"), sequencer_connection_validation=ALL
            ),
        )
        changed = config("one", manual=True)
        modification = wire.ModifySynchronizerRequest(
            new_config=changed, sequencer_connection_validation=ACTIVE
        )
        await caller.call("ModifySynchronizer", modification)
        listing = wire.ListRegisteredSynchronizersRequest()
        (result,) = (await caller.call("ListRegisteredSynchronizers", listing)).results
    assert (result.config, result.connected) == (changed, False)
    assert known.validations == [Validation.ALL, Validation.ACTIVE]
    assert not result.HasField("physical_synchronizer_id")


async def test_a_retried_reconnect_goes_on_in_the_background(operator) -> None:
    known = Known()
    await known.register(config("one").SerializeToString(), "one", Validation.ALL)
    known.failure = AWAY
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        retried = wire.ReconnectSynchronizerRequest(synchronizer_alias="one", retry=True)
        response = await caller.call("ReconnectSynchronizer", retried)
        with pytest.raises(RpcError, match="nobody is there"):
            await caller.call(
                "ReconnectSynchronizer", wire.ReconnectSynchronizerRequest(synchronizer_alias="one")
            )
    assert not response.connected_successfully
    assert known.trying == ["one"]


async def test_reconnecting_to_all_leaves_out_manual_ones_and_may_ignore_failures(operator) -> None:
    known = Known()
    for alias, manual in (("one", False), ("two", True)):
        await known.register(
            config(alias, manual=manual).SerializeToString(), alias, Validation.ALL
        )
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        known.failure = REFUSED
        ignoring = wire.ReconnectSynchronizersRequest(ignore_failures=True)
        await caller.call("ReconnectSynchronizers", ignoring)
        with pytest.raises(RpcError, match="refused"):
            await caller.call("ReconnectSynchronizers", wire.ReconnectSynchronizersRequest())
        known.failure = None
        await caller.call("ReconnectSynchronizers", ignoring)
        assert list(known.connected) == ["one"]
        await caller.call("DisconnectAllSynchronizers", wire.DisconnectAllSynchronizersRequest())
    assert not known.connected


async def test_an_alias_that_is_missing_or_unknown_is_refused(operator) -> None:
    known = Known()
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        with pytest.raises(RpcError, match="alias is missing"):
            await caller.call("ConnectSynchronizer", wire.ConnectSynchronizerRequest())
        with pytest.raises(RpcError) as error:
            await caller.call(
                "ReconnectSynchronizer", wire.ReconnectSynchronizerRequest(synchronizer_alias="x")
            )
    assert error.value.code_id == "SYNC_SERVICE_UNKNOWN_SYNCHRONIZER"


async def test_how_far_sequencers_are_validated_must_be_said(operator) -> None:
    known = Known()
    async with operator(ConnectivityService(lambda: known).table()) as caller:
        for name, request in (
            ("ConnectSynchronizer", wire.ConnectSynchronizerRequest(config=config("one"))),
            ("RegisterSynchronizer", wire.RegisterSynchronizerRequest(config=config("one"))),
            ("ModifySynchronizer", wire.ModifySynchronizerRequest(new_config=config("one"))),
        ):
            with pytest.raises(RpcError, match="PROTO_DESERIALIZATION_FAILURE"):
                await caller.call(name, request)
    assert not known.registered
