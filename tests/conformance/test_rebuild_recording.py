"""Model conformance against the recorded network: every view that was received comes out of our
own interpretation of its root action, equal by value and by hash.

This needs the original's ping package, which is not part of this repository: the variable
PYCANTON_ORIGINAL_DARS names the folder that has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from canton.daml_lf.engine import (
    Interpreted,
    Known,
    Library,
    Replay,
    ReplayCreate,
    ReplayExercise,
    interpret,
)
from canton.daml_lf.library.contract_hash import contract_hash
from canton.daml_lf.transaction.coder import (
    decode_contract,
    decode_versioned_value,
    encode_contract,
    encode_identifier,
    encode_versioned_value,
)
from canton.daml_lf.transaction.node import CreateNode
from canton.protocol.construction.confirmation_request import (
    ConfirmationRequest,
    confirmation_request,
)
from canton.protocol.construction.tree_builder import RebuiltView, rebuild_view
from canton.protocol.construction.view_builder import ViewContext
from canton.protocol.merkle.sequence import MerkleSequence
from canton.protocol.message.content import read_content
from canton.protocol.message.request import InformeeMessage
from canton.protocol.view.action import CreateAction
from canton.protocol.view.contract import ContractIdVersion
from canton.protocol.view.full_view import full_views


class LibraryEngine:
    """The engine's bytes and hashes, with the packages at hand."""

    encode_contract = staticmethod(encode_contract)
    encode_value = staticmethod(encode_versioned_value)

    def __init__(self, library: Library) -> None:
        self._library = library

    def encode_identifier(self, identifier) -> bytes:
        return encode_identifier(identifier).SerializeToString()

    def hash_contract(self, node: CreateNode, version: ContractIdVersion) -> bytes:
        assert version is ContractIdVersion.V12
        return contract_hash(self._library, node.template_id, node.argument)


def full_views_of(recording):
    """Every full view of every participant, with the topology of its time."""
    by_event = defaultdict(list)
    for view in recording.views:
        by_event[view.received.member, view.received.event.timestamp].append(view.light)
    for (_, time), lights in by_event.items():
        for full in full_views(lights).views:
            yield full, recording.topology(time)


def interpreted(full, library: Library) -> Interpreted:
    data = full.view.participant
    metadata = full.tree.participant
    inputs = {
        used.contract.contract_id: decode_contract(used.contract.encoded)
        for _, view in full.view.walk(full.position)
        for used in view.participant.core_inputs
    }
    if isinstance(data.action, CreateAction):
        node = decode_contract(data.created_core[0].contract.encoded)
        command, authorizers = ReplayCreate(node.template_id, node.argument), node.signatories
    else:
        action = data.action
        argument, _ = decode_versioned_value(action.argument)
        command = ReplayExercise(
            action.template_id, action.interface_id, action.contract_id, action.choice, argument
        )
        authorizers = action.actors
    replay = Replay(
        command,
        frozenset(authorizers),
        data.action.seed,
        metadata.preparation_time,
        metadata.ledger_time,
    )
    known = Known(library, inputs, authenticate=lambda contract, hashed: True)
    outcome = interpret(replay, known)
    assert isinstance(outcome, Interpreted), outcome
    return outcome


def rebuilt(full, topology, library: Library) -> RebuiltView:
    outcome = interpreted(full, library)
    common = full.tree.common
    context = ViewContext(
        common.synchronizer,
        common.mediator_group,
        common.uuid,
        full.tree.participant.ledger_time,
        LibraryEngine(library),
        {
            used.contract.contract_id: used.contract
            for _, view in full.view.walk(full.position)
            for used in view.participant.core_inputs
        },
    )
    submitter = full.tree.submitter.submitting_participant.party if full.is_root else None
    result = rebuild_view(
        outcome.transaction,
        outcome.metadata.node_seeds,
        full.view,
        full.position,
        context,
        lambda party: frozenset(topology.parties.info(party).participants),
        submitter,
    )
    assert isinstance(result, RebuiltView), result
    return result


def test_every_view_comes_out_of_our_own_interpretation(recording, library) -> None:
    counts = Counter()
    for full, topology in full_views_of(recording):
        result = rebuilt(full, topology, library)
        assert result.view == full.view
        counts[result.view.hash == full.view.hash] += 1
    # Where a view has several inputs the original wrote them in the order of a hash map.
    assert counts == {True: 59, False: 12}


def test_a_request_built_anew_has_the_recorded_recipients_and_mediator_tree(
    recording, library
) -> None:
    count = 0
    for full, topology in full_views_of(recording):
        if full.tree.root_views.root.hash != MerkleSequence.of([full.view]).root.hash:
            continue  # A transaction with more root views than this participant has seen.
        signature = next(
            content.submitting_participant_signature
            for received in recording.events
            for content in received.contents
            if isinstance(content, InformeeMessage) and content.tree.hash == full.tree.hash
        )
        request = confirmation_request(
            full.tree,
            signature,
            0,
            lambda party, at=topology: frozenset(at.parties.info(party).participants),
            topology.members.encryption_key,
            {},
            bytes,
        )
        assert isinstance(request, ConfirmationRequest)
        recorded = next(
            received
            for received in recording.events
            for content in received.contents
            if isinstance(content, InformeeMessage) and content.tree.hash == full.tree.hash
        )
        assert request.envelopes[0].content == recorded.envelopes[0].content
        assert isinstance(read_content(request.envelopes[0]), InformeeMessage)
        sent = {
            envelope.recipients
            for view in recording.views
            if view.light.tree.hash == full.tree.hash
            for envelope in [view.envelope]
        }
        assert sent == {envelope.recipients for envelope in request.envelopes[2:]}
        count += 1
    assert count == 67
