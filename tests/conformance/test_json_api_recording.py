"""What the original said over gRPC goes through our JSON and comes back the same."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, Final

import msgspec

from canton.json_api.endpoint.endpoint import JsonAnswer, JsonBody
from canton.json_api.endpoint.table import ENDPOINTS
from canton.json_api.message.codec import codec_of
from unit.json_api.message.strategies import ANY_TYPES

RECORDED: Final = Path(__file__).parents[1] / "golden" / "network" / "ledger-api.jsonl.gz"
BY_METHOD: Final = {each.method.path.lstrip("/"): each for each in ENDPOINTS}


def comes_back(message: Any) -> bool:
    codec = codec_of(message.DESCRIPTOR)
    text = msgspec.json.encode(codec.encode(message, ANY_TYPES))
    return bool(codec.decode(msgspec.json.decode(text), ANY_TYPES) == message)


def test_recorded_requests_and_responses_come_back_from_their_json() -> None:
    compared = 0
    for line in gzip.decompress(RECORDED.read_bytes()).splitlines():
        row = json.loads(line)
        endpoint = BY_METHOD.get(row["method"])
        if endpoint is None:
            continue
        if isinstance(endpoint.body, JsonBody):
            request = endpoint.method.request_type.FromString(bytes.fromhex(row["request_hex"]))
            assert comes_back(request), row["case"]
            compared += 1
        for content in row["responses_hex"]:
            if isinstance(endpoint.answer, JsonAnswer):
                response = endpoint.method.response_type.FromString(bytes.fromhex(content))
                assert comes_back(response), row["case"]
                compared += 1
    assert compared == 129
