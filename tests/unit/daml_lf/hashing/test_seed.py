"""Seeds and discriminators: the published vector, and what they depend on."""

from __future__ import annotations

import base64

from canton.daml_lf.hashing.seed import (
    discriminator,
    node_seed,
    transaction_seed,
    v2_local_part,
)
from canton.timestamps import TIMESTAMP_MIN

ALICE = "alice::1220d466a5d96a3509736c821e25fe81fc8a73f226d92e57e94a65170e58b07fc08e"
BOB = "bob::1220254d06095b407f8c6a378b6fc443a67d3356ab8edfbf1378cb3e44218de32c8a"


def test_the_discriminator_of_a_real_prepared_create() -> None:
    # Origin: the prepared transaction in the original's documentation (protocol sheet 11.5).
    seed = base64.b64decode("Gv8neKcoUyIvsa5vdfjUxwGQLGuJOUeVO3j26YB4vOQ=")
    expected = "4c3409aa2e8f8e22604d58ea6211f667df2bae4abc7984a95d76b3d120b8bd85"
    for parties in ([ALICE, BOB], [BOB, ALICE, BOB]):
        assert discriminator(seed, 1739897973772660, parties).hex() == expected


def test_seeds_differ_by_everything_they_derive_from() -> None:
    seed = bytes(32)
    made = {
        transaction_seed(seed, "p", 0),
        transaction_seed(seed, "q", 0),
        transaction_seed(seed, "p", 1),
        node_seed(seed, 0),
        node_seed(seed, 1),
    }
    assert len(made) == 5 and all(len(each) == 32 for each in made)


def test_a_v2_local_part_begins_with_the_time() -> None:
    seed = bytes(range(32))
    assert v2_local_part(seed, TIMESTAMP_MIN) == bytes(5) + seed[:7]
    later = TIMESTAMP_MIN + 286_981 * 258
    assert v2_local_part(seed, later) == b"\0\0\0\x01\x02" + seed[:7]
