"""The parameters that are fixed."""

from __future__ import annotations

from canton.timestamps import Micros
from canton.topology.parameters.static import StaticSynchronizerParameters
from canton.wire import sequencing_v30_pb2


def test_parameters_survive_their_message() -> None:
    for parameters in (
        StaticSynchronizerParameters(),
        StaticSynchronizerParameters(
            signing_algorithms=(1,), serial=3, topology_change_delay=Micros(0)
        ),
    ):
        content = parameters.to_proto().SerializeToString()
        message = sequencing_v30_pb2.StaticSynchronizerParameters.FromString(content)
        assert StaticSynchronizerParameters.from_proto(message) == parameters
