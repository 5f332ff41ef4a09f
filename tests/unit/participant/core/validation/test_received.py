"""From envelopes to views: keys from the vault, keys from above, and what does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canton.crypto.encryption import decrypt_with
from canton.crypto.hash import HashPurpose, digest
from canton.crypto.signature import sign
from canton.errors import Rejection
from canton.participant.core.validation.received import (
    OpenedRequest,
    ReceivedRequest,
    open_request,
    receive,
    session_keys_to_decrypt,
)
from canton.participant.errors import (
    BAD_ROOT_HASH_MESSAGES,
    MALFORMED_PAYLOAD,
    MALFORMED_REQUEST,
)
from canton.protocol.construction.confirmation_request import confirmation_request
from canton.protocol.message.content import read_content
from canton.protocol.message.encrypted_views import EncryptedViews
from canton.protocol.message.request import RootHashMessage
from canton.protocol.message.view_type import ViewType
from canton.timestamps import Timestamp
from unit.protocol.conftest import P1, P2, P3, TIME, World

SIZE_MAX = 1 << 20


@pytest.fixture(scope="module")
def world() -> World:
    """Views nest three deep: root (p1), inner (and p2), innermost (and p3)."""
    return World()


def contents(world: World, member) -> list:
    """What a participant gets of the request, as content and recipients."""
    tree = world.built.tree
    made = confirmation_request(
        tree,
        sign(world.signing_key, tree.hash),
        TIME,
        world.hosts_of,
        world.key_of,
        {},
        world.draw,
    )
    assert not isinstance(made, Rejection)
    seen = [(read_content(e), e.recipients.seen_by(member)) for e in made.envelopes]
    return [(content, recipients) for content, recipients in seen if recipients is not None]


def received(world: World, member, change=list) -> ReceivedRequest:
    found = receive(Timestamp(TIME), change(contents(world, member)), member)
    assert isinstance(found, ReceivedRequest), found
    return found


def opened(world: World, member, change=list, keys_max: int | None = None) -> OpenedRequest:
    request = received(world, member, change)
    pair = world.encryption_keys[member]
    wanted = session_keys_to_decrypt(request, frozenset({pair.fingerprint}))[:keys_max]
    return open_request(request, {key: decrypt_with(pair, key) for key in wanted}, SIZE_MAX)


@pytest.mark.parametrize(("member", "views", "roots"), [(P1, 5, 2), (P2, 4, 3), (P3, 1, 1)])
def test_each_participant_reads_what_is_for_it(world, member, views, roots) -> None:
    found = opened(world, member)
    assert found.problems == ()
    assert (len(found.views), len(found.topmost)) == (views, roots)
    assert {each.tree.hash for each in found.views} == {world.built.tree.hash}
    assert found.recipients.keys() == {each.position for each in found.views}


def test_keys_of_inner_views_come_out_of_outer_views(world) -> None:
    """P1 has a key of its own only for the root views; the rest opens from there."""
    request = received(world, P1)
    own = frozenset({world.encryption_keys[P1].fingerprint})
    messages = [m for m, _ in request.views]
    own_count = sum(any(k.encrypted_for in own for k in m.session_keys) for m in messages)
    assert own_count < len(messages)
    assert len(session_keys_to_decrypt(request, own)) == own_count
    assert len(opened(world, P1).views) == 5


def test_the_order_of_envelopes_does_not_matter(world) -> None:
    turned = opened(world, P1, lambda parts: parts[::-1])
    assert [v.position for v in turned.views] == [v.position for v in opened(world, P1).views]


def test_without_any_key_every_message_is_a_problem(world) -> None:
    found = opened(world, P2, keys_max=0)
    assert found.views == () and found.topmost == ()
    assert {each.code for each in found.problems} == {MALFORMED_PAYLOAD}


def test_a_key_that_the_vault_cannot_decrypt_is_a_problem(world) -> None:
    request = received(world, P3)
    own = frozenset({world.encryption_keys[P3].fingerprint})
    for answer in (Rejection(MALFORMED_PAYLOAD, "no"), b"short"):
        keys = dict.fromkeys(session_keys_to_decrypt(request, own), answer)
        assert [e.code for e in open_request(request, keys, SIZE_MAX).problems] == [
            MALFORMED_PAYLOAD
        ]


def test_what_is_larger_than_allowed_is_a_problem(world) -> None:
    request = received(world, P3)
    pair = world.encryption_keys[P3]
    wanted = session_keys_to_decrypt(request, frozenset({pair.fingerprint}))
    keys = {key: decrypt_with(pair, key) for key in wanted}
    assert [e.code for e in open_request(request, keys, 10).problems] == [MALFORMED_PAYLOAD]


def test_views_of_another_root_hash_are_left_out_and_reported(world) -> None:
    def change(parts: list) -> list:
        other = digest(HashPurpose.MERKLE_TREE_INNER_NODE, b"other")
        return [
            (replace(content, root_hash=other), recipients)
            if isinstance(content, RootHashMessage)
            else (content, recipients)
            for content, recipients in parts
        ]

    found = opened(world, P2, change)
    assert found.views == ()
    assert {each.code for each in found.problems} == {BAD_ROOT_HASH_MESSAGES}


def test_a_view_that_comes_twice_is_reported(world) -> None:
    found = opened(world, P3, lambda parts: [*parts, parts[-1]])
    assert [each.code for each in found.problems] == [MALFORMED_REQUEST]
    assert len(found.views) == 1


def test_a_view_that_lacks_a_subview_is_reported(world) -> None:
    def change(parts: list) -> list:
        views = [part for part in parts if isinstance(part[0], EncryptedViews)]
        deepest = max(views, key=lambda part: _depth(part[1].trees[0]))
        return [part for part in parts if part is not deepest]

    found = opened(world, P1, change)
    assert MALFORMED_REQUEST in {each.code for each in found.problems}
    assert len(found.views) < 5


def _depth(tree) -> int:
    return 1 + max(map(_depth, tree.children), default=0)


def test_views_of_another_kind_are_left_out(world) -> None:
    def change(parts: list) -> list:
        return [
            (replace(content, view_type=ViewType.ASSIGNMENT), recipients)
            if isinstance(content, EncryptedViews)
            else (content, recipients)
            for content, recipients in parts
        ]

    assert received(world, P2, change).views == ()


def test_nothing_for_us_is_no_request(world) -> None:
    assert receive(Timestamp(TIME), [], P1) is None


def test_a_root_hash_for_others_is_not_answered(world) -> None:
    found = receive(Timestamp(TIME), contents(world, P1), P2)
    assert isinstance(found, Rejection) and found.code is BAD_ROOT_HASH_MESSAGES
