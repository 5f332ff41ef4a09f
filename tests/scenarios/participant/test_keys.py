"""What is found under keys goes along with a view, so that whoever validates finds the same."""

from __future__ import annotations

from functools import cache

import pytest

from canton.clock import SimClock
from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.engine import CreateCommand, ExerciseCommand, KeyAnswer, Library
from canton.daml_lf.language.version import V2_3
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.transaction.node import QueryByKeyNode, Transaction
from canton.daml_lf.value.identifier import parse_identifier
from canton.daml_lf.value.value import Int64Value, PartyValue, RecordValue
from canton.participant.core.validation.conformance import ViewReplay, compare, replay_of
from canton.participant.engine.interpretation import Interpretation
from canton.protocol.view.full_view import FullViewTree
from canton.storage.memory import MemoryStorage
from scenarios.participant.boxes import Boxes
from scenarios.participant.network import START, Network, after
from unit.daml_lf.textual import TUPLE2

TEXT = """
module K {
  record @serializable K = { owner: Party, number: Int64 };
  record @serializable Seeker = { owner: Party };
  record @serializable Many = { count: Int64 };
  val one: Party -> List Party = \\(p: Party) -> Cons @Party [p] (Nil @Party);

  template (this: K) = {
    precondition True;
    signatories K:one (K:K {owner} this);
    observers Nil @Party;
    key @Party (K:K {owner} this) K:one;
  };

  template (this: Seeker) = {
    precondition True;
    signatories K:one (K:Seeker {owner} this);
    observers Nil @Party;
    choice @nonConsuming Seek (self) (many: K:Many): Unit
      , controllers K:one (K:Seeker {owner} this)
      , observers Nil @Party
      to ubind found: Option (List ($tuple (ContractId K:K) K:K))
          <- query_n_by_key @K:K (K:Many {count} many) (K:Seeker {owner} this)
         in upure @Unit ();
    choice @nonConsuming MakeAndSeek (self) (many: K:Many): Unit
      , controllers K:one (K:Seeker {owner} this)
      , observers Nil @Party
      to ubind new: ContractId K:K
          <- create @K:K (K:K { owner = K:Seeker {owner} this, number = 9 });
            found: Option (List ($tuple (ContractId K:K) K:K))
          <- query_n_by_key @K:K (K:Many {count} many) (K:Seeker {owner} this)
         in upure @Unit ();
  };
}
""".replace("$tuple", TUPLE2)


@cache
def keys() -> Assembled:
    return assemble(TEXT, "keys", "1.0.0", V2_3)


def seekers() -> Boxes:
    """Alice with three contracts under one key, and a seeker."""
    dar = keys().dar
    archives = (dar.main, *dar.dependencies)
    library = Library()
    library.add_all(archive.decode() for archive in archives)
    network = Network({"alice": ["p1"]}, tuple(archive.package_id for archive in archives))
    made = Boxes(network, library)
    for number in range(3):
        made.request(after(1 + number), CreateCommand(named("K"), record(made, number)))
    made.request(after(4), CreateCommand(named("Seeker"), record(made)))
    return made


def record(boxes: Boxes, *numbers: int) -> RecordValue:
    alice = PartyValue(boxes.network.party("alice"))
    return RecordValue((alice, *map(Int64Value, numbers)))


def named(name: str):
    return parse_identifier(f"{keys().dar.main.package_id}:K:{name}")


def found_again(boxes: Boxes, choice: str, count: int) -> list[QueryByKeyNode]:
    """The queries of the action as who validates sees them; it must give the same view."""
    [seeker] = [each for each, c in boxes.contracts.items() if c.template_id == named("Seeker")]
    command = ExerciseCommand(named("Seeker"), seeker, choice, RecordValue((Int64Value(count),)))
    tree = boxes.request(after(10), command).plan.tree
    [(position, view)] = tree.views()
    full = FullViewTree(tree.for_view(position), position, view)
    replay = replay_of(full, boxes.engine)
    assert isinstance(replay, ViewReplay)
    interpretation = Interpretation(boxes.library, boxes.engine, MemoryStorage(), SimClock(START))
    outcome = interpretation.replay(replay)
    snapshot = boxes.network.snapshot(after(10))
    transaction = compare(full, outcome, engine=boxes.engine, snapshot=snapshot)
    assert isinstance(transaction, Transaction), transaction
    return [node for node in transaction.nodes.values() if isinstance(node, QueryByKeyNode)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), ()], ids=str)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("choice", ["Seek", "MakeAndSeek"])
async def test_a_query_finds_the_same_contracts_in_the_same_order(order, count, choice) -> None:
    boxes = seekers()
    keyed = [contract for contract in boxes.contracts.values() if contract.key is not None]
    answer = KeyAnswer(tuple(keyed[i] for i in order), is_complete=True)
    boxes.keys[keyed[0].key.key.hash] = answer
    [query] = found_again(boxes, choice, count)
    of_ledger = [each.contract_id for each in answer.contracts]
    found = list(query.result)[choice == "MakeAndSeek" :]
    assert found == of_ledger[: count - (choice == "MakeAndSeek")]
    assert query.is_exhaustive == (len(query.result) < count)
