"""The prepared submission of the recording: read, hashed and written again as it was."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from canton.crypto.hash import Hash
from canton.ledger_api.submission.prepared_decoding import decode_prepared
from canton.ledger_api.submission.prepared_encoding import encode_prepared
from canton.protocol.prepared.hashing import hash_prepared
from canton.protocol.prepared.transaction import HashingScheme
from canton.wire import ledger_interactive_pb2 as wire

RECORDING = Path(__file__).parents[1] / "golden" / "network" / "ledger-api.jsonl.gz"


@pytest.fixture(scope="module")
def response() -> wire.PrepareSubmissionResponse:
    with gzip.open(RECORDING, "rt") as lines:
        call = next(call for line in lines if (call := json.loads(line))["case"] == "prepare")
    return wire.PrepareSubmissionResponse.FromString(bytes.fromhex(call["responses_hex"][0]))


def test_its_hash_is_the_one_that_was_to_be_signed(response) -> None:
    decoded = decode_prepared(response.prepared_transaction)
    hashed = hash_prepared(decoded.prepared, HashingScheme(response.hashing_scheme_version))
    assert hashed == Hash(response.prepared_transaction_hash)


def test_it_is_written_again_byte_for_byte(response) -> None:
    decoded = decode_prepared(response.prepared_transaction)
    written = encode_prepared(decoded.prepared, {})
    assert written.SerializeToString() == response.prepared_transaction.SerializeToString()
