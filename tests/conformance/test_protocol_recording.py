"""Requests, events, trees, views, responses and verdicts of the recorded network.

Whatever the recording shows by its hash is computed again, whatever it shows signed is verified
against the topology of its time, and whatever we would write is compared with what was written.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

from canton.crypto.encoding import encode_string, encode_strings
from canton.crypto.key import PROTOCOL_ONLY
from canton.crypto.signature import check_signature
from canton.daml_lf.transaction.coder import (
    decode_contract,
    decode_versioned_value,
    encode_contract,
    encode_identifier,
    encode_versioned_value,
)
from canton.daml_lf.transaction.node import CreateNode, ExerciseNode, NodeId, Transaction
from canton.daml_lf.value.coder import encode_value
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import Rejection
from canton.identifiers import Member, MemberKind, PartyId, participant
from canton.protocol.construction.tree_builder import rebuild_view
from canton.protocol.construction.view_builder import ViewContext
from canton.protocol.construction.view_recipients import plan_views, root_hash_recipients
from canton.protocol.merkle.node import Leaf
from canton.protocol.message.content import (
    SignedAcsCommitment,
    TopologyTransactionsBroadcast,
    commitment_hash,
    unsigned_content,
)
from canton.protocol.message.encrypted_views import EncryptedViews, open_views
from canton.protocol.message.request import InformeeMessage, RootHashMessage
from canton.protocol.message.signed import (
    ConfirmationResponses,
    ConfirmationResult,
    signed_content,
)
from canton.protocol.message.verdict import Approve
from canton.protocol.sequencing.envelope import signed_message_hash
from canton.protocol.sequencing.recipient import Group, MediatorGroup, Recipients
from canton.protocol.sequencing.submission import RequestKind
from canton.protocol.view.action import CreateAction, ExerciseAction
from canton.protocol.view.common_data import Quorum
from canton.protocol.view.contract import (
    ContractIdVersion,
    StoredContract,
    authenticate,
    contract_id_version,
    contract_salt,
    read_authentication_data,
)
from canton.protocol.view.full_view import full_views
from canton.wire import ledger_service_pb2, lf_value_pb2

REQUEST_SIZE_MAX = 10_485_760


def checked(value):
    assert not isinstance(value, Rejection), value.cause
    return value


def hosts_at(recording, time):
    snapshot = recording.topology(time)

    def hosts_of(party: PartyId) -> frozenset[Member]:
        return frozenset(snapshot.parties.info(party).participants)

    return hosts_of


def signing_key(recording, member, time, fingerprint):
    keys = recording.topology(time).members.keys(member).signing_keys
    [key] = [each for each in keys if each.fingerprint == fingerprint]
    return key


def of_kind(recording, kind):
    """Each event with an envelope whose content is of that kind, and that content."""
    for received in recording.events:
        for envelope, content in zip(received.envelopes, received.contents, strict=True):
            if isinstance(content, kind):
                yield received, envelope, content


# --- requests and events -------------------------------------------------------------------------


def test_every_request_and_event_is_written_as_it_was_received(recording) -> None:
    for sent in recording.requests:
        assert sent.request.to_bytes() == sent.signed.content
        assert sent.signed.to_bytes() == sent.bytes
    for received in recording.events:
        assert received.event.to_bytes() == received.signed.content
        assert received.signed.to_bytes() == received.bytes


def test_the_kind_of_every_request_is_what_it_holds(recording) -> None:
    kinds = Counter(sent.request.kind for sent in recording.requests)
    assert kinds == {
        RequestKind.CONFIRMATION_RESPONSE: 54,
        RequestKind.CONFIRMATION_REQUEST: 31,
        RequestKind.VERDICT: 31,
        RequestKind.TOPOLOGY_TRANSACTION: 15,
        RequestKind.COMMITMENT: 3,
        RequestKind.TIME_PROOF: 1,
    }


def test_the_events_of_every_member_form_a_chain(recording) -> None:
    by_call = defaultdict(list)
    for received in recording.events:
        by_call[received.call].append(received.event)
    for events in by_call.values():
        for previous, event in pairwise(events):
            assert event.previous_timestamp == previous.timestamp
    assert len(by_call) == 5


def test_what_two_sequencers_deliver_to_one_member_is_the_same(recording) -> None:
    contents = defaultdict(set)
    for received in recording.events:
        key = (received.member, received.event.timestamp)
        contents[key].add(received.signed.content)
    assert all(len(versions) == 1 for versions in contents.values())


def groups_of(member: Member, snapshot) -> set:
    groups = {Group.ALL_MEMBERS}
    if member.kind is MemberKind.MEDIATOR:
        groups |= {
            MediatorGroup(group.group)
            for group in snapshot.mediator_groups()
            if member in group.active
        }
    return groups


def test_every_member_receives_its_part_of_what_was_sent(recording) -> None:
    sent = {each.request.message_id: each.request for each in recording.requests}
    receipts = {
        received.event.timestamp: sent[received.event.message_id]
        for received in recording.events
        if received.event.message_id in sent
    }
    count = 0
    for received in recording.events:
        request = receipts.get(received.event.timestamp)
        if request is None or request.aggregation_rule is not None:
            continue
        snapshot = recording.topology(received.event.timestamp)
        groups = groups_of(received.member, snapshot)
        assert request.batch.seen_by(received.member, groups) == received.event.batch
        count += 1
    assert count == 275


def test_every_signed_envelope_verifies_against_the_topology_of_its_sequencing(recording) -> None:
    count = 0
    for received in recording.events:
        for envelope, content in zip(received.envelopes, received.contents, strict=True):
            for signature in envelope.signatures:
                if isinstance(content, ConfirmationResponses):
                    senders = [participant(content.sender)]
                else:
                    [group] = recording.topology(received.event.timestamp).mediator_groups()
                    senders = group.active
                verified = [
                    sender
                    for sender in senders
                    if check_signature(
                        signing_key(
                            recording, sender, received.event.timestamp, signature.signed_by
                        ),
                        signed_message_hash(envelope.content),
                        signature,
                        PROTOCOL_ONLY,
                    )
                    is None
                ]
                assert len(verified) == 1
                count += 1
    assert count == 123


def test_every_content_is_written_as_it_was_received(recording) -> None:
    kinds = Counter()
    for received in recording.events:
        for envelope, content in zip(received.envelopes, received.contents, strict=True):
            write = signed_content if envelope.signatures else unsigned_content
            assert write(content) == envelope.content
            kinds[type(content)] += 1
    assert kinds == {
        RootHashMessage: 100,
        EncryptedViews: 69,
        ConfirmationResult: 69,
        TopologyTransactionsBroadcast: 63,
        ConfirmationResponses: 54,
        InformeeMessage: 31,
        SignedAcsCommitment: 6,
    }


def test_every_acs_commitment_is_signed_over_its_content(recording) -> None:
    count = 0
    for _, _, content in of_kind(recording, SignedAcsCommitment):
        commitment = content.commitment
        assert commitment.to_bytes() == content.evidence
        assert commitment_hash(commitment) == content.hash
        [signature] = content.signatures
        sender = participant(commitment.sender)
        key = signing_key(recording, sender, commitment.to_inclusive, signature.signed_by)
        assert check_signature(key, content.hash, signature, PROTOCOL_ONLY) is None
        count += 1
    assert count == 6


# --- mediator requests ---------------------------------------------------------------------------


def test_every_mediator_request_is_signed_over_its_root_hash(recording) -> None:
    trees = list(of_kind(recording, InformeeMessage))
    assert len(trees) == 31
    for received, envelope, message in trees:
        [root_hash] = [each for each in received.contents if isinstance(each, RootHashMessage)]
        assert message.tree.hash == root_hash.root_hash
        submitter = participant(message.tree.submitter.submitting_participant)
        signature = message.submitting_participant_signature
        time = received.event.timestamp
        key = signing_key(recording, submitter, time, signature.signed_by)
        assert check_signature(key, message.tree.hash, signature, PROTOCOL_ONLY) is None
        assert envelope.recipients == Recipients.group([MediatorGroup(0)])


def test_root_hash_messages_go_to_each_informee_participant_with_the_mediator(recording) -> None:
    for received, _, message in of_kind(recording, InformeeMessage):
        hosts_of = hosts_at(recording, received.event.timestamp)
        informees = set().union(*(view.common.informees for _, view in message.tree.views()))
        participants = frozenset().union(*map(hosts_of, informees))
        [envelope] = [
            envelope
            for envelope, content in zip(received.envelopes, received.contents, strict=True)
            if isinstance(content, RootHashMessage)
        ]
        expected = root_hash_recipients(participants, message.tree.common.mediator_group)
        assert set(envelope.recipients.trees) == set(expected.trees)


def test_results_and_responses_name_the_root_hash_and_the_time_of_their_request(recording) -> None:
    root_hashes = {
        received.event.timestamp: message.tree.hash
        for received, _, message in of_kind(recording, InformeeMessage)
    }
    verdicts = Counter()
    for _, _, response in of_kind(recording, ConfirmationResponses):
        assert root_hashes[response.request_id] == response.root_hash
    for _, _, result in of_kind(recording, ConfirmationResult):
        assert root_hashes[result.request_id] == result.root_hash
        verdicts[type(result.verdict)] += 1
    assert sum(verdicts.values()) == 69
    assert verdicts[Approve] == 51


# --- views ---------------------------------------------------------------------------------------


def test_every_view_decrypts_and_is_written_as_it_was_received(recording) -> None:
    assert len(recording.views) == 71
    for _, _, message in of_kind(recording, EncryptedViews):
        key = recording.session_key(message)
        contents = checked(open_views(message, key, REQUEST_SIZE_MAX))
        written = {view.content for view in recording.views if view.message is message}
        assert written == set(contents)


def test_every_leaf_is_written_with_the_same_value(recording) -> None:
    exact = Counter()
    for view in recording.views:
        tree = view.light.tree
        leaves = (
            tree.submitter_metadata,
            tree.common_metadata,
            tree.participant_metadata,
            view.light.view.common_data,
            view.light.view.participant_data,
        )
        for leaf in leaves:
            assert isinstance(leaf, Leaf)
            again = type(leaf.data).read(leaf.data.to_bytes())
            assert again == leaf.data
            exact[type(leaf.data).__name__, leaf.data.to_bytes() == leaf.evidence] += 1
    # Inputs are written in order of their id here, in order of a hash map by the original.
    assert exact["ViewParticipantData", False] == 12
    assert sum(count for (_, same), count in exact.items() if same) == 5 * 71 - 12


def test_the_views_of_a_request_fit_the_tree_that_the_mediator_received(recording) -> None:
    trees = {
        received.event.timestamp: message.tree
        for received, _, message in of_kind(recording, InformeeMessage)
    }
    for view in recording.views:
        tree = trees[view.received.event.timestamp]
        assert view.light.tree.hash == tree.hash
        seen_by_mediator = dict(tree.views())[view.light.position]
        assert seen_by_mediator.hash == view.light.view.hash
        assert seen_by_mediator.common == view.light.view.common


def test_the_recipients_of_every_view_are_the_hosts_of_its_informees(recording) -> None:
    for view in recording.views:
        hosts_of = hosts_at(recording, view.received.event.timestamp)
        tree = view.light.tree
        [planned] = checked(plan_views(tree, hosts_of))
        assert planned.recipients == view.envelope.recipients
        assert {each.encrypted_for for each in view.message.session_keys} == {
            recording.topology(view.received.event.timestamp)
            .members.encryption_key(member)
            .fingerprint
            for member in planned.participants
        }


def test_root_hashes_are_the_update_ids_that_the_ledger_api_shows(recording) -> None:
    ids = set()
    for call in recording.ledger_calls:
        if call["method"].endswith("UpdateService/GetUpdates"):
            for content in call["responses_hex"]:
                response = ledger_service_pb2.GetUpdatesResponse.FromString(bytes.fromhex(content))
                if response.HasField("transaction"):
                    ids.add(response.transaction.update_id)
    roots = {view.light.tree.hash.hex() for view in recording.views}
    assert len(ids) == 25
    assert ids <= roots


def test_quorums_of_root_nodes_need_signatories_actors_and_the_submitting_participant(
    recording,
) -> None:
    count = 0
    for view in recording.views:
        participant_data = view.light.view.participant
        admin_party = view.light.tree.submitter.submitting_participant.party
        match participant_data.action:
            case CreateAction():
                confirming = participant_data.created_core[0].contract.signatories
            case ExerciseAction(contract_id=contract_id, actors=actors):
                used = participant_data.input(contract_id)
                confirming = used.contract.signatories | actors
        expected = Quorum.of_all(confirming | {admin_party})
        assert view.light.view.common.quorums[0] == expected
        count += 1
    assert count == 71


def test_full_views_come_out_of_light_ones(recording) -> None:
    by_event = defaultdict(list)
    for view in recording.views:
        by_event[view.received.member, view.received.event.timestamp].append(view.light)
    for lights in by_event.values():
        full = full_views(lights)
        assert not full.incomplete and not full.duplicates
        assert [each.position for each in full.views] == sorted(each.position for each in lights)


# --- contracts -----------------------------------------------------------------------------------


def created_contracts(recording):
    """Every contract that a view creates, once, with the view and its place in the core."""
    seen = set()
    for view in recording.views:
        for index, created in enumerate(view.light.view.participant.created_core):
            if created.contract.contract_id not in seen:
                seen.add(created.contract.contract_id)
                yield view.light, index, created.contract


def test_every_contract_salt_is_derived_from_its_place(recording) -> None:
    contracts = list(created_contracts(recording))
    assert len(contracts) == 37
    for light, index, contract in contracts:
        common = light.tree.common
        salt = contract_salt(
            view_salt=light.view.participant.salt,
            create_index=index,
            position=light.position,
            uuid=common.uuid,
            synchronizer=common.synchronizer,
            mediator_group=common.mediator_group,
        )
        assert read_authentication_data(contract.authentication_data) == salt
        assert contract.created_at == light.tree.participant.ledger_time


def test_every_root_create_has_the_discriminator_of_its_seed(recording) -> None:
    count = 0
    for light, index, contract in created_contracts(recording):
        action = light.view.participant.action
        if not isinstance(action, CreateAction) or index:
            continue
        time = light.tree.participant.preparation_time.to_bytes(8, signed=True)
        message = time + encode_strings(sorted(contract.stakeholders))
        expected = hmac.new(action.seed, message, hashlib.sha256).digest()
        assert contract.contract_id.discriminator == expected
        count += 1
    assert count == 11


PING_FIELDS = ("id", "initiator", "responder")


def normal_form_hash(contract: StoredContract | CreateNode) -> bytes:
    """The hash of a Ping under the method of V12 ids, written out by hand for its three fields."""
    argument = contract.argument
    content = argument if isinstance(argument, bytes) else encode_value(argument)
    value = lf_value_pb2.Value.FromString(content)
    template = contract.template_id
    name = encode_strings(template.module.split(".")) + encode_strings(template.name.split("."))
    body = bytes([8]) + name
    for label, element in zip(PING_FIELDS, value.record.fields, strict=True):
        match element.value.WhichOneof("sum"):
            case "text":
                encoded = bytes([2]) + encode_string(element.value.text)
            case "party":
                encoded = bytes([4]) + encode_string(element.value.party)
        body += encode_string(label) + encoded
    content = bytes([3, 5]) + encode_string(contract.package_name) + name + body + b"\xff"
    return hashlib.sha256(content).digest()


def test_every_ping_contract_has_the_id_that_commits_to_it(recording) -> None:
    count = 0
    for _, _, contract in created_contracts(recording):
        assert contract_id_version(contract.contract_id) is ContractIdVersion.V12
        if contract.template_id.name != "Ping":
            continue
        assert authenticate(contract, normal_form_hash(contract)) is None
        other = replace(contract, signatories=contract.stakeholders)
        if other.signatories != contract.signatories:
            assert isinstance(authenticate(other, normal_form_hash(contract)), Rejection)
        count += 1
    assert count == 10


# --- coding and building -------------------------------------------------------------------------


def test_every_contract_and_every_argument_is_coded_as_the_original_codes_it(recording) -> None:
    counts = Counter()
    for view in recording.views:
        data = view.light.view.participant
        for each in (*data.core_inputs, *data.created_core):
            assert encode_contract(decode_contract(each.contract.encoded)) == each.contract.encoded
            counts["contracts"] += 1
        if isinstance(data.action, ExerciseAction):
            value, version = decode_versioned_value(data.action.argument)
            assert encode_versioned_value(value, version) == data.action.argument
            counts["arguments"] += 1
    assert counts == {"contracts": 185, "arguments": 55}


class HandWrittenEngine:
    """The coder, and the one contract hash that is written out by hand here."""

    encode_contract = staticmethod(encode_contract)
    encode_value = staticmethod(encode_versioned_value)

    def encode_identifier(self, identifier) -> bytes:
        return encode_identifier(identifier).SerializeToString()

    def hash_contract(self, node: CreateNode, version: ContractIdVersion) -> bytes:
        assert version is ContractIdVersion.V12
        return normal_form_hash(node)


def root_transaction(data) -> Transaction | None:
    """The transaction of a view whose action has no consequences, and creates a Ping if any."""
    match data.action:
        case CreateAction():
            [created] = data.created_core
            if created.contract.template_id.name != "Ping":
                return None
            node = decode_contract(created.contract.encoded).to_node()
            node = replace(node, contract_id=ContractId(node.contract_id.prefix))
        case ExerciseAction() if not data.created_core and len(data.core_inputs) == 1:
            action, used = data.action, decode_contract(data.core_inputs[0].contract.encoded)
            argument, version = decode_versioned_value(action.argument)
            node = ExerciseNode(
                contract_id=action.contract_id,
                package_name=used.package_name,
                template_id=action.template_id,
                interface_id=action.interface_id,
                choice=action.choice,
                consuming=data.core_inputs[0].consumed,
                acting_parties=action.actors,
                argument=argument,
                signatories=used.signatories,
                stakeholders=used.stakeholders,
                choice_observers=frozenset(),
                choice_authorizers=None,
                children=(),
                result=argument,
                key=None,
                by_key=action.by_key,
                version=version,
            )
        case _:
            return None
    return Transaction({NodeId(0): node}, (NodeId(0),))


def test_views_without_consequences_rebuild_to_what_was_received(recording) -> None:
    counts = Counter()
    for view in recording.views:
        light = view.light
        data = light.view.participant
        transaction = root_transaction(data)
        if transaction is None:
            continue
        common = light.tree.common
        context = ViewContext(
            common.synchronizer,
            common.mediator_group,
            common.uuid,
            light.tree.participant.ledger_time,
            HandWrittenEngine(),
            {each.contract.contract_id: each.contract for each in data.core_inputs},
        )
        rebuilt = checked(
            rebuild_view(
                transaction,
                {NodeId(0): data.action.seed},
                light.view,
                light.position,
                context,
                hosts_at(recording, view.received.event.timestamp),
                light.tree.submitter.submitting_participant.party,
            )
        )
        assert rebuilt.view == light.view
        assert rebuilt.view.hash == light.view.hash
        counts[type(data.action).__name__] += 1
    assert counts == {"CreateAction": 13, "ExerciseAction": 13}
