"""A block as the bytes of its row in the shared table.

The layout is that of the original's `reference` driver: a traced request with the tag `batch`
whose body is the list of the traced requests. The schema is built here at import, since it
belongs to this engine alone.
Source: Canton 3.6 reference driver, TracedBlockOrderingRequest; sequencer sheet 2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from canton.sequencer.core.effects import Block, BlockRequest
from canton.timestamps import TIMESTAMP_MIN, Timestamp

_BATCH: Final = "batch"
_PACKAGE: Final = "com.digitalasset.canton.domain.sequencing.sequencer.reference"


class MalformedBlock(ValueError):
    """A row of the shared table holds no block."""


def _request_type() -> tuple[Any, Any]:
    file = FileDescriptorProto(name="ordering_row.proto", package=_PACKAGE, syntax="proto3")
    request = file.message_type.add(name="TracedBlockOrderingRequest")
    for number, name, kind in (
        (1, "traceparent", FieldDescriptorProto.TYPE_STRING),
        (2, "tag", FieldDescriptorProto.TYPE_STRING),
        (3, "body", FieldDescriptorProto.TYPE_BYTES),
        (4, "ordering_sequencer_id", FieldDescriptorProto.TYPE_STRING),
        (5, "microseconds_since_epoch", FieldDescriptorProto.TYPE_INT64),
    ):
        request.field.add(
            name=name, number=number, type=kind, label=FieldDescriptorProto.LABEL_OPTIONAL
        )
    batch = file.message_type.add(name="TracedBatchedBlockOrderingRequests")
    batch.field.add(
        name="traceparent",
        number=1,
        type=FieldDescriptorProto.TYPE_STRING,
        label=FieldDescriptorProto.LABEL_OPTIONAL,
    )
    batch.field.add(
        name="requests",
        number=2,
        type=FieldDescriptorProto.TYPE_MESSAGE,
        type_name=f".{_PACKAGE}.TracedBlockOrderingRequest",
        label=FieldDescriptorProto.LABEL_REPEATED,
    )
    batch.field.add(
        name="last_topology_timestamp_epoch_micros",
        number=3,
        type=FieldDescriptorProto.TYPE_INT64,
        label=FieldDescriptorProto.LABEL_OPTIONAL,
    )
    pool = DescriptorPool()
    pool.Add(file)
    types = pool.FindFileByName(file.name).message_types_by_name
    return (
        GetMessageClass(types["TracedBlockOrderingRequest"]),
        GetMessageClass(types["TracedBatchedBlockOrderingRequests"]),
    )


_Request, _Batch = _request_type()


def row_bytes(time: Timestamp, requests: Sequence[BlockRequest], sequencer: str) -> bytes:
    """The bytes of a block that `sequencer` cuts at `time`."""
    batch = _Batch(
        requests=[_message(request) for request in requests],
        last_topology_timestamp_epoch_micros=TIMESTAMP_MIN,
    )
    body = batch.SerializeToString(deterministic=True)
    outer = BlockRequest(tag=_BATCH, body=body, time=time, sequencer=sequencer)
    content: bytes = _message(outer).SerializeToString(deterministic=True)
    return content


def block_of(height: int, content: bytes) -> Block:
    """The block that a row holds.

    Raises:
        MalformedBlock: it holds none.
    """
    try:
        outer = _Request.FromString(content)
        if outer.tag != _BATCH:
            raise MalformedBlock(f"block {height} has the tag {outer.tag!r}")
        batch = _Batch.FromString(outer.body)
    except DecodeError as error:
        raise MalformedBlock(f"block {height} cannot be read") from error
    return Block(
        height,
        Timestamp(outer.microseconds_since_epoch),
        tuple(
            BlockRequest(
                tag=request.tag,
                body=request.body,
                time=Timestamp(request.microseconds_since_epoch),
                sequencer=request.ordering_sequencer_id,
                trace=request.traceparent,
            )
            for request in batch.requests
        ),
    )


def _message(request: BlockRequest) -> Any:
    return _Request(
        traceparent=request.trace,
        tag=request.tag,
        body=request.body,
        ordering_sequencer_id=request.sequencer,
        microseconds_since_epoch=request.time,
    )
