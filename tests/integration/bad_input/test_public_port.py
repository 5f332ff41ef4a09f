"""Whatever comes to the public port of a sequencer is refused with its code, and nothing stops."""

from __future__ import annotations

import pytest

from canton.errors import GrpcStatus
from canton.wire import sequencer_api_pb2 as api
from integration.bad_input.network import LiveNetwork, service

PORT = ("sequencer1", "sequencer-public-api")
CONNECT = service(api, "SequencerConnectService")


@pytest.mark.parametrize(
    ("versions", "minimum", "release"),
    [((34,), 34, "3.6.0"), ((35, 36), 36, "3.6.0"), ((), 35, "3.6.0"), ((35,), 35, "")],
)
def test_a_handshake_of_another_version_is_refused(
    network: LiveNetwork, versions: tuple[int, ...], minimum: int, release: str
) -> None:
    request = api.SequencerConnect.HandshakeRequest(
        client_protocol_versions=versions, minimum_protocol_version=minimum, client_version=release
    )
    error = network.refusal(*PORT, CONNECT["Handshake"], request)
    assert error.status is GrpcStatus.INVALID_ARGUMENT
