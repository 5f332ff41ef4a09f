"""Contracts under keys: which ones a submitter finds, and that a view takes along what was found,
so that whoever validates finds the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from canton.clock import SimClock
from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.builtins.errors import CONTRACT_NOT_FOUND
from canton.daml_lf.engine import (
    CreateCommand,
    ExerciseCommand,
    KeyAnswer,
    Library,
    Submission,
)
from canton.daml_lf.language.version import V2_3
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import QueryByKeyNode, Transaction
from canton.daml_lf.value.identifier import parse_identifier
from canton.daml_lf.value.value import Int64Value, PartyValue, RecordValue
from canton.errors import LedgerError
from canton.participant.core.activeness import ContractState
from canton.participant.core.validation.conformance import ViewReplay, compare, replay_of
from canton.participant.engine.interpretation import Interpretation
from canton.participant.stores.contract import (
    ACTIVENESS,
    CONTRACTS,
    ActivenessRow,
    ContractRow,
)
from canton.protocol.view.full_view import FullViewTree
from canton.storage.memory import MemoryStorage
from canton.storage.storage import Storage
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
    network = Network(
        {"alice": ["p1"], "bob": ["p1"]}, tuple(archive.package_id for archive in archives)
    )
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


# --- what a submitter finds ----------------------------------------------------------------------


async def store(boxes: Boxes, contracts: Iterable[ContractInstance]) -> Storage:
    """A participant's store in which contracts are active."""
    storage = MemoryStorage()
    writes = []
    for contract in contracts:
        key_hash = b"" if contract.key is None else contract.key.key.hash
        text, encoded = contract.contract_id.hex, boxes.engine.encode_contract(contract)
        writes.append(CONTRACTS.insert(ContractRow(text, key_hash, contract.created_at, encoded)))
        active = ContractState.ACTIVE.value
        writes.append(ACTIVENESS.insert(ActivenessRow("synchronizer", text, active, 0, 0)))
    await storage.write(*writes)
    return storage


# The numbers of the contracts that are disclosed, and of those that are found, in order.
DISCLOSED = {"none": ((), (2, 1, 0)), "one": ((0,), (0, 2, 1)), "two": ((1, 0), (1, 0, 2))}


@pytest.mark.parametrize("case", DISCLOSED)
async def test_disclosed_contracts_come_first_and_others_newest_first(case) -> None:
    disclosed, found = DISCLOSED[case]
    boxes = seekers()
    keyed = [contract for contract in boxes.contracts.values() if contract.key is not None]
    storage = await store(boxes, boxes.contracts.values())
    interpretation = Interpretation(boxes.library, boxes.engine, storage, SimClock(START))
    work = seeking(boxes)
    shown = {keyed[i].contract_id: keyed[i] for i in disclosed}
    executed = await interpretation.submission(work, shown, work.act_as)
    nodes = executed.interpreted.transaction.nodes.values()
    [query] = [node for node in nodes if isinstance(node, QueryByKeyNode)]
    assert query.result == tuple(keyed[i].contract_id for i in found)


def seeking(boxes: Boxes) -> Submission:
    [seeker] = [each for each, c in boxes.contracts.items() if c.template_id == named("Seeker")]
    command = ExerciseCommand(named("Seeker"), seeker, "Seek", RecordValue((Int64Value(9),)))
    alice = boxes.network.parties("alice")
    return Submission((command,), alice, bytes(32), "p1", after(10), after(10))


@pytest.mark.parametrize(("reader", "sees"), [("alice", True), ("bob", False)])
async def test_nobody_finds_contracts_of_others(reader, sees) -> None:
    boxes = seekers()
    storage = await store(boxes, boxes.contracts.values())
    interpretation = Interpretation(boxes.library, boxes.engine, storage, SimClock(START))
    work, readers = seeking(boxes), boxes.network.parties(reader)
    if sees:
        assert await interpretation.submission(work, {}, readers)
        return
    with pytest.raises(LedgerError) as caught:
        await interpretation.submission(work, {}, readers)
    assert caught.value.code is CONTRACT_NOT_FOUND
    # Shown the seeker, it still finds none of the contracts under the key.
    [seeker] = [c for c in boxes.contracts.values() if c.template_id == named("Seeker")]
    executed = await interpretation.submission(work, {seeker.contract_id: seeker}, readers)
    assert set(executed.contracts) == {seeker.contract_id}
