"""Reading the ledger by the console."""

from __future__ import annotations

from typing import Any

from canton.console.commands.ledger.ledger_api import LEDGER_EFFECTS
from canton.wire import ledger_command_pb2, ledger_value_pb2


def test_ping_moves_the_end_and_its_contract_is_gone(console: Any) -> None:
    ledger, party = console.participant1.ledger_api, console.participant1.admin_party
    before = ledger.state.end()
    console.participant1.health.ping(console.participant2)
    console.utils.retry_until_true(lambda: ledger.state.end() >= before + 2)
    transactions = ledger.updates.transactions(
        [party], begin_offset_exclusive=before, transaction_shape=LEDGER_EFFECTS
    )
    created, archived = transactions[:2]
    assert created.events[0].HasField("created")
    assert archived.events[0].HasField("exercised")
    assert [each.offset for each in transactions] == sorted(each.offset for each in transactions)
    assert ledger.state.acs.of_party(party) == []
    assert ledger.state.acs.of_all() == []


def test_reading_stops_after_so_many_transactions(console: Any) -> None:
    console.participant1.health.ping(console.participant2)
    updates = console.participant1.ledger_api.updates
    party = console.participant1.admin_party
    read = updates.transactions([party], completeAfter=1, transaction_shape=LEDGER_EFFECTS)
    assert len(read) == 1


def test_nothing_new_is_read_without_waiting(console: Any) -> None:
    ledger = console.participant1.ledger_api
    end = ledger.state.end()
    assert ledger.updates.transactions([], begin_offset_exclusive=end) == []


def test_allocated_party_is_known_to_both_and_local_to_one(console: Any) -> None:
    party = console.participant1.ledger_api.parties.allocate("carol").party
    (own,) = console.participant1.ledger_api.parties.list("carol")
    assert (own.party, own.is_local) == (party, True)
    console.utils.retry_until_true(lambda: console.participant2.ledger_api.parties.list("carol"))
    (other,) = console.participant2.ledger_api.parties.list("carol")
    assert (other.party, other.is_local) == (party, False)


def test_submitted_command_comes_back_as_its_transaction_and_completes(console: Any) -> None:
    node, ledger = console.participant1, console.participant1.ledger_api
    dave = node.parties.enable("dave")
    (package,) = node.packages.list("canton-builtin-admin-workflow-ping")
    template = ledger_value_pb2.Identifier(
        package_id=package.package_id,
        module_name="Canton.Internal.Ping",
        entity_name="Ping",
    )
    fields = {
        "id": ledger_value_pb2.Value(text="by hand"),
        "initiator": ledger_value_pb2.Value(party=dave),
        "responder": ledger_value_pb2.Value(party=dave),
    }
    arguments = ledger_value_pb2.Record(
        fields=[
            ledger_value_pb2.RecordField(label=label, value=value)
            for label, value in fields.items()
        ]
    )
    create = ledger_command_pb2.Command(
        create=ledger_command_pb2.CreateCommand(template_id=template, create_arguments=arguments)
    )
    before = ledger.state.end()
    transaction = ledger.commands.submit([dave], [create], command_id="mine")
    created = transaction.events[0].created
    assert list(created.signatories) == [dave]
    assert transaction.command_id == "mine"
    (active,) = ledger.state.acs.of_party(dave)
    assert active.contract_id == created.contract_id
    (completion,) = ledger.completions.list(dave, 1, before)
    assert (completion.command_id, completion.update_id) == ("mine", transaction.update_id)
