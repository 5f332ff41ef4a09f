"""Real requests over a small package. Alice on p1 may open Bob's box on p2, which leaves a note of
Bob's that Carol on p3 can read: the request has two views, and the inner one is not for p1 by
itself, so that p1 must find its key in the outer one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import cache
from uuid import UUID

from canton.clock import SimClock
from canton.crypto.signature import sign
from canton.daml_lf.archive.assembly import Assembled
from canton.daml_lf.engine import (
    Command,
    CreateCommand,
    ExerciseCommand,
    Interpreted,
    KeyAnswer,
    Known,
    Library,
    Submission,
    interpret,
)
from canton.daml_lf.language.version import V2_2
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.transaction.node import CreateNode
from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import parse_identifier
from canton.daml_lf.value.value import PartyValue, RecordValue
from canton.errors import Rejection
from canton.identifiers import Member, Offset
from canton.participant.core.message import EventReceived, ReceivedContent
from canton.participant.core.submission import (
    CommandMetadata,
    Randomness,
    RequestPlan,
    plan_request,
    seal_request,
)
from canton.participant.engine.engine import LedgerEngine
from canton.participant.stores.submission import InFlightRow
from canton.participant.submission.command import change_id_of
from canton.participant.update import Completion, encode
from canton.protocol.merkle.node import Leaf
from canton.protocol.message.content import read_content
from canton.protocol.message.signed import ConfirmationResult
from canton.protocol.message.verdict import Approve, Verdict
from canton.protocol.message.view_type import ViewType
from canton.protocol.sequencing.envelope import Envelope
from canton.protocol.sequencing.recipient import Recipients
from canton.protocol.view.contract import StoredContract
from canton.protocol.view.transaction_tree import TransactionTree
from canton.protocol.view.transaction_view import TransactionView
from canton.timestamps import Timestamp
from scenarios.participant.network import START, Network, sealed
from scenarios.participant.shell import Outside

TEXT = """
metadata ( 'boxes' : '1.0.0' )

module Boxes {
  record @serializable Open = {};
  record @serializable Look = {};
  record @serializable Box = { owner: Party, opener: Party, reader: Party };
  record @serializable Note = { owner: Party, reader: Party };

  template (this: Note) = {
    precondition True;
    signatories Cons @Party [Boxes:Note { owner } this] (Nil @Party);
    observers Cons @Party [Boxes:Note { reader } this] (Nil @Party);
  };

  template (this: Box) = {
    precondition True;
    signatories Cons @Party [Boxes:Box { owner } this] (Nil @Party);
    observers Cons @Party [Boxes:Box { opener } this] (Nil @Party);
    choice Open (self) (arg: Boxes:Open): ContractId Boxes:Note
      , controllers Cons @Party [Boxes:Box { opener } this] (Nil @Party)
      , observers Nil @Party
      to create @Boxes:Note (Boxes:Note
        { owner = Boxes:Box { owner } this, reader = Boxes:Box { reader } this });
    choice @nonConsuming Look (self) (arg: Boxes:Look): Unit
      , controllers Cons @Party [Boxes:Box { opener } this] (Nil @Party)
      , observers Nil @Party
      to upure @Unit ();
  };
}
"""


@cache
def boxes() -> Assembled:
    return assemble(TEXT, "boxes", "1.0.0", V2_2)


@cache
def library() -> Library:
    made = Library()
    dar = boxes().dar
    made.add_all(archive.decode() for archive in (dar.main, *dar.dependencies))
    return made


def network() -> Network:
    """Alice is on p1, Bob on p2, Carol on p3; everybody has vetted the package."""
    dar = boxes().dar
    packages = tuple(archive.package_id for archive in (dar.main, *dar.dependencies))
    hosting = {"alice": ["p1"], "bob": ["p2"], "carol": ["p3"]}
    return Network(hosting, packages)


def type_named(name: str):
    return parse_identifier(f"{boxes().dar.main.package_id}:Boxes:{name}")


@dataclass(frozen=True)
class Request:
    """A request of a participant: its plan, its envelopes, its command in flight."""

    sender: str
    plan: RequestPlan
    envelopes: tuple[Envelope, ...]
    row: InFlightRow

    @property
    def created(self) -> dict[str, ContractInstance]:
        """What it creates, by the name of the template."""
        nodes = self.plan.transaction.nodes.values()
        return {n.template_id.name: n for n in nodes if isinstance(n, CreateNode)}


@dataclass
class Boxes:
    """Makes requests and the events that carry them and their verdicts."""

    network: Network = field(default_factory=network)
    library: Library = field(default_factory=library)
    random: random.Random = field(default_factory=lambda: random.Random(7))
    contracts: dict[ContractId, ContractInstance] = field(default_factory=dict)
    keys: dict[bytes, KeyAnswer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = LedgerEngine(self.library)

    def outside(self, name: str) -> Outside:
        """What a participant has before it starts."""
        pair = self.network.participants[name].encryption
        return Outside(
            self.network.member(name),
            self.network.synchronizer,
            self.library,
            {pair.fingerprint: pair},
            clock=SimClock(START),
        )

    def box(self, owner: str = "bob", opener: str = "alice", reader: str = "carol") -> Command:
        fields = (PartyValue(self.network.party(each)) for each in (owner, opener, reader))
        return CreateCommand(type_named("Box"), RecordValue(tuple(fields)))

    def open(self, contract_id: ContractId, choice: str = "Open") -> Command:
        argument = RecordValue(())
        return ExerciseCommand(type_named("Box"), contract_id, choice, argument)

    def request(
        self,
        time: Timestamp,
        *commands: Command,
        command_id: str = "command",
        sender: str = "p1",
        act_as: str = "alice",
        tamper: bool = False,
    ) -> Request:
        """Interprets, plans, signs and seals, all at one time; a tampered one opens in the end."""
        parties = self.network.parties(act_as)
        command = CommandMetadata("user", command_id, "submission", "workflow", parties, Offset(0))
        plan = self.planned(time, commands, command, sender)
        if tamper:
            plan = replace(plan, tree=with_choice(plan.tree, "Open"))
        return self.sealed(plan, time, command, sender)

    def sealed(
        self, plan: RequestPlan, time: Timestamp, command: CommandMetadata, sender: str = "p1"
    ) -> Request:
        """Signs and seals what is planned."""
        node = self.network.participants[sender]
        signature = sign(node.protocol, plan.tree.hash)
        draw = self.random.randbytes
        snapshot = self.network.snapshot(time)
        made = seal_request(plan, signature, snapshot, {}, draw)
        assert not isinstance(made, Rejection), made.cause
        for instance in self._created(plan):
            self.contracts[instance.contract_id] = instance
        return Request(sender, plan, made.envelopes, self._row(plan, command))

    def planned(
        self,
        time: Timestamp,
        commands: tuple[Command, ...],
        command: CommandMetadata,
        sender: str = "p1",
    ) -> RequestPlan:
        return self.planned_for(self.interpreted(time, commands, command, sender), command, sender)

    def interpreted(
        self,
        time: Timestamp,
        commands: tuple[Command, ...],
        command: CommandMetadata,
        sender: str = "p1",
    ) -> Interpreted:
        """What the commands do, by all contracts that were made so far."""
        member = self.network.member(sender)
        seed = self.random.randbytes(32)
        work = Submission(commands, command.act_as, seed, str(member.uid), time, time)
        known = Known(self.library, dict(self.contracts), self.keys, authenticate=lambda *_: True)
        outcome = interpret(work, known)
        assert isinstance(outcome, Interpreted), outcome
        return outcome

    def planned_for(
        self, interpreted: Interpreted, command: CommandMetadata, sender: str = "p1"
    ) -> RequestPlan:
        """The request for an interpretation, as of its ledger time."""
        plan = plan_request(
            interpreted,
            command,
            self.network.snapshot(interpreted.metadata.ledger_time),
            participant=self.network.member(sender),
            engine=self.engine,
            contracts={key: self._stored(each) for key, each in self.contracts.items()},
            random=Randomness(
                str(UUID(bytes=self.random.randbytes(16), version=4)), self.random.randbytes(16)
            ),
        )
        assert isinstance(plan, RequestPlan), plan
        return plan

    def _stored(self, instance: ContractInstance) -> StoredContract:
        stored = StoredContract.from_bytes(self.engine.encode_contract(instance))
        assert isinstance(stored, StoredContract)
        return stored

    def _created(self, plan: RequestPlan) -> list[ContractInstance]:
        return [
            self.engine.decode_contract(new.contract.encoded)
            for _, view in plan.tree.views()
            for new in view.participant.created_core
        ]

    def _row(self, plan: RequestPlan, command: CommandMetadata) -> InFlightRow:
        act_as = tuple(sorted(command.act_as))
        completion = Completion(
            command.command_id, "user", act_as, "submission", 0, "", 0, "", b"", ""
        )
        return InFlightRow(
            change_id_of("user", command.command_id, act_as),
            str(self.network.synchronizer.logical),
            plan.tree.common.uuid,
            plan.tree.hash.multihash,
            plan.max_sequencing_time,
            None,
            "submission",
            encode(completion),
        )

    def sequenced(
        self, request: Request, time: Timestamp, name: str, *, is_receipt: bool = True
    ) -> EventReceived:
        """The event of a request as a participant gets it: its own envelopes, cut for it."""
        member = self.network.member(name)
        contents = []
        for envelope in request.envelopes:
            visible = envelope.recipients.seen_by(member)
            if visible is not None:
                content = read_content(envelope)
                assert not isinstance(content, Rejection), content.cause
                contents.append(ReceivedContent(content, visible))
        is_own = is_receipt and name == request.sender
        message_id = request.row.message_id if is_own else None
        return EventReceived(time, self.network.snapshot(time), contents, message_id)

    def result(
        self,
        time: Timestamp,
        requests: Timestamp,
        request: Request,
        verdict: Verdict | None = None,
        *,
        signer: str | None = None,
    ) -> EventReceived:
        """The event of a verdict, by the mediator unless it is said otherwise."""
        message = ConfirmationResult(
            self.network.synchronizer,
            ViewType.TRANSACTION,
            requests,
            request.plan.tree.hash,
            verdict or Approve(),
        )
        node = self.network.founding.mediator
        if signer is not None:
            node = self.network.participants[signer]
        content, signatures = sealed(node, message)
        received = ReceivedContent(message, Recipients.group([_anyone()]), content, signatures)
        return EventReceived(time, self.network.snapshot(time), [received])

    def tick(self, time: Timestamp) -> EventReceived:
        """An event without content."""
        return EventReceived(time, self.network.snapshot(time))


def _anyone() -> Member:
    return Member.parse("PAR::anyone::1220")


def with_choice(tree: TransactionTree, choice: str) -> TransactionTree:
    """The tree with another choice in the action of its one view."""

    def change(view: TransactionView) -> TransactionView:
        data = view.participant
        action = replace(data.action, choice=choice)  # type: ignore[type-var]
        return replace(view, participant_data=Leaf.of(replace(data, action=action)))

    return replace(tree, root_views=tree.root_views.map(change))
