"""The parameters of a synchronizer that are fixed when it is made.

Sets of keys, algorithms and formats are kept as the numbers of the wire's enums, in the order
received. Source: Canton 3.6 StaticSynchronizerParameters; protocol sheet 4.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canton.timestamps import Micros, micros
from canton.topology.encoding.time import duration_from_proto, duration_to_proto
from canton.wire import crypto_pb2 as crypto_wire
from canton.wire import sequencing_v30_pb2 as wire

PROTOCOL_VERSION_DEFAULT: Final = 35
TOPOLOGY_CHANGE_DELAY_DEFAULT: Final = micros(milliseconds=250)


@dataclass(frozen=True, slots=True)
class StaticSynchronizerParameters:
    """The fixed parameters, with the values of a new synchronizer."""

    signing_algorithms: tuple[int, ...] = (1, 2, 3)
    signing_key_specs: tuple[int, ...] = (1, 2, 3, 4)
    encryption_algorithms: tuple[int, ...] = (1, 2)
    encryption_key_specs: tuple[int, ...] = (1, 2)
    symmetric_key_schemes: tuple[int, ...] = (1,)
    hash_algorithms: tuple[int, ...] = (1,)
    crypto_key_formats: tuple[int, ...] = (3, 4, 5)
    signature_formats: tuple[int, ...] = (2, 3)
    protocol_version: int = PROTOCOL_VERSION_DEFAULT
    serial: int = 0
    enable_transparency_checks: bool = False
    topology_change_delay: Micros = TOPOLOGY_CHANGE_DELAY_DEFAULT

    @staticmethod
    def from_proto(message: wire.StaticSynchronizerParameters) -> StaticSynchronizerParameters:
        """Reads the message; a missing topology change delay means none.

        Raises:
            ValueError: the delay is negative.
        """
        return StaticSynchronizerParameters(
            signing_algorithms=tuple(message.required_signing_specs.algorithms),
            signing_key_specs=tuple(message.required_signing_specs.keys),
            encryption_algorithms=tuple(message.required_encryption_specs.algorithms),
            encryption_key_specs=tuple(message.required_encryption_specs.keys),
            symmetric_key_schemes=tuple(message.required_symmetric_key_schemes),
            hash_algorithms=tuple(message.required_hash_algorithms),
            crypto_key_formats=tuple(message.required_crypto_key_formats),
            signature_formats=tuple(message.required_signature_formats),
            protocol_version=message.protocol_version,
            serial=message.serial,
            enable_transparency_checks=message.enable_transparency_checks,
            topology_change_delay=duration_from_proto(
                message.topology_change_delay, "topology change delay"
            ),
        )

    def to_proto(self) -> wire.StaticSynchronizerParameters:
        """The message of these parameters."""
        return wire.StaticSynchronizerParameters(
            required_signing_specs=crypto_wire.RequiredSigningSpecs(
                algorithms=self.signing_algorithms,  # type: ignore[arg-type]
                keys=self.signing_key_specs,  # type: ignore[arg-type]
            ),
            required_encryption_specs=crypto_wire.RequiredEncryptionSpecs(
                algorithms=self.encryption_algorithms,  # type: ignore[arg-type]
                keys=self.encryption_key_specs,  # type: ignore[arg-type]
            ),
            required_symmetric_key_schemes=self.symmetric_key_schemes,  # type: ignore[arg-type]
            required_hash_algorithms=self.hash_algorithms,  # type: ignore[arg-type]
            required_crypto_key_formats=self.crypto_key_formats,  # type: ignore[arg-type]
            required_signature_formats=self.signature_formats,  # type: ignore[arg-type]
            protocol_version=self.protocol_version,
            serial=self.serial,
            enable_transparency_checks=self.enable_transparency_checks,
            topology_change_delay=duration_to_proto(self.topology_change_delay),
        )
