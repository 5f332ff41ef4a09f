"""The confirmation request: what each member finds in it, and what it does not find."""

from __future__ import annotations

from collections import Counter

from canton.crypto.encryption import SymmetricKey, decrypt_with
from canton.crypto.key import EncryptionKeySpec
from canton.crypto.key_pair import EncryptionKeyPair
from canton.crypto.signature import sign
from canton.errors import Rejection
from canton.identifiers import Member, UniqueIdentifier, participant
from canton.protocol.construction.confirmation_request import (
    ConfirmationRequest,
    confirmation_request,
)
from canton.protocol.construction.session_key import session_keys
from canton.protocol.construction.view_recipients import plan_views
from canton.protocol.merkle.node import Leaf
from canton.protocol.message.content import read_content
from canton.protocol.message.encrypted_views import EncryptedViews, open_light_views
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.sequencing.recipient import MediatorGroup, Recipients
from canton.protocol.view.full_view import full_views
from canton.timestamps import Timestamp

SIZE_MAX = 1_000_000


def request_of(world, kept=None) -> ConfirmationRequest:
    tree = world.built.tree
    request = confirmation_request(
        tree,
        sign(world.signing_key, tree.hash),
        Timestamp(1),
        world.hosts_of,
        world.key_of,
        kept or {},
        world.draw,
    )
    assert isinstance(request, ConfirmationRequest), request
    return request


def contents_for(request: ConfirmationRequest, member: Member):
    """What a member reads, each with the recipients that it sees."""
    for envelope in request.batch().seen_by(member).opened(SIZE_MAX):
        content = read_content(envelope)
        assert not isinstance(content, Rejection)
        yield envelope, content


def received_views(world, request: ConfirmationRequest, member: Member):
    """The light views that a member can open, by its own key and by keys from views above."""
    pair = world.encryption_keys[member]
    keys, lights = {}, []
    messages = [
        each for _, each in contents_for(request, member) if isinstance(each, EncryptedViews)
    ]
    for message in messages:
        encrypted = message.session_key_for(pair.fingerprint)
        randomness = keys.get(message.view_hashes[0])
        if encrypted is not None:
            randomness = decrypt_with(pair, encrypted)
        assert isinstance(randomness, bytes)
        opened = open_light_views(message, SymmetricKey(randomness), SIZE_MAX)
        assert not isinstance(opened, Rejection)
        for light in opened:
            keys |= {key.view_hash: key.randomness for key in light.subview_keys}
        lights += opened
    return lights


def members(world) -> list[Member]:
    return sorted(world.encryption_keys)


def test_every_participant_puts_together_the_views_of_its_parties_and_all_below(world) -> None:
    request, tree = request_of(world), world.built.tree
    p1, p2, p3 = members(world)
    expected = {p1: 5, p2: 4, p3: 1}
    for member, count in expected.items():
        full = full_views(received_views(world, request, member))
        assert not full.incomplete and not full.duplicates
        assert len(full.views) == count
        views = dict(tree.views())
        for each in full.views:
            assert each.view == views[each.position]
            assert each.tree.hash == tree.hash
    assert [
        len(each.position.path) for each in full_views(received_views(world, request, p2)).topmost
    ] == [2, 2, 1]


def test_only_root_views_carry_the_signature_and_show_the_submitter(world) -> None:
    request = request_of(world)
    for _, content in contents_for(request, members(world)[0]):
        if isinstance(content, EncryptedViews):
            [light, *_] = open_light_views(content, request_key(world, request, content), SIZE_MAX)
            has_signature = content.submitting_participant_signature is not None
            assert has_signature == light.position.is_root
            assert (light.tree.submitter is not None) == light.position.is_root


def request_key(world, request, content) -> SymmetricKey:
    return next(
        key.key for key in request.session_keys.values() if key.encrypted == content.session_keys
    )


def test_the_mediator_sees_common_data_only(world) -> None:
    request = request_of(world)
    [envelope, root_hash, *views] = request.envelopes
    message = read_content(envelope)
    assert isinstance(message, InformeeMessage)
    assert envelope.recipients == Recipients.group([MediatorGroup(0)])
    assert message.tree.hash == world.built.tree.hash
    assert message.tree == world.built.tree.for_mediator()
    assert not any(isinstance(view.participant_data, Leaf) for _, view in message.tree.views())
    content = read_content(root_hash)
    assert isinstance(content, RootHashMessage) and content.root_hash == world.built.tree.hash
    assert all(len(tree.recipients) == 2 for tree in root_hash.recipients.trees)
    assert len(views) == 4


def test_views_with_equal_recipients_share_an_envelope(world) -> None:
    counts = Counter()
    for envelope in request_of(world).envelopes[2:]:
        content = read_content(envelope)
        assert isinstance(content, EncryptedViews)
        counts[len(content.view_hashes)] += 1
    assert counts == {1: 3, 2: 1}


def test_kept_session_keys_are_used_again_until_a_key_of_a_participant_changes(world) -> None:
    views = plan_views(world.built.tree, world.hosts_of)
    first = session_keys(views, world.key_of, {}, world.draw)
    assert session_keys(views, world.key_of, first, world.draw) == first
    _, p2, _ = members(world)
    world.encryption_keys[p2] = EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, b"\x77" * 64)
    second = session_keys(views, world.key_of, first, world.draw)
    renewed = {recipients for recipients in first if first[recipients] != second[recipients]}
    # The first root view is Alice's alone; the views below are p2's, and the innermost, which is
    # p2's and p3's, has the key of the view above wrapped anew.
    assert renewed == {view.recipients for view in views if p2 in view.recipients.all()}
    assert len(renewed) == 3


def test_a_view_below_a_renewed_one_gets_a_new_key_too(world) -> None:
    views = plan_views(world.built.tree, world.hosts_of)
    first = session_keys(views, world.key_of, {}, world.draw)
    p1, _, p3 = members(world)
    world.encryption_keys[p1] = EncryptionKeyPair.generate(EncryptionKeySpec.EC_P256, b"\x77" * 64)
    second = session_keys(views, world.key_of, first, world.draw)
    [innermost] = [view for view in views if p3 in view.participants]
    assert second[innermost.recipients] != first[innermost.recipients]


def test_an_informee_without_a_host_or_a_participant_without_a_key_is_rejected(world) -> None:
    tree = world.built.tree
    assert isinstance(plan_views(tree, lambda party: frozenset()), Rejection)
    views = plan_views(tree, world.hosts_of)
    assert isinstance(session_keys(views, lambda member: None, {}, world.draw), Rejection)


def test_a_stranger_sees_nothing(world) -> None:
    stranger = participant(UniqueIdentifier.parse("stranger::" + "ab" * 34))
    assert request_of(world).batch().seen_by(stranger).envelopes == ()
