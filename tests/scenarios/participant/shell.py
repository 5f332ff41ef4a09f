"""A shell without a network: performs the core's effects in order, on memory storage.

Answers to questions may be held back and given in another order; the process may be cut after any
effect and restored from its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from canton.clock import SimClock
from canton.crypto.encryption import AsymmetricEncrypted, decrypt_with
from canton.crypto.key_pair import EncryptionKeyPair
from canton.daml_lf.engine import Library
from canton.errors import Rejection
from canton.identifiers import Fingerprint, Member, Offset, PhysicalSynchronizerId
from canton.participant.core.activeness import ContractId, ContractState
from canton.participant.core.message import (
    CommitWritten,
    Decrypt,
    Decrypted,
    Effect,
    Input,
    Interpret,
    InterpretationDone,
    Load,
    Loaded,
    Persist,
    Publish,
    Report,
    Respond,
)
from canton.participant.core.processor import Identity, SynchronizerCore
from canton.participant.engine.engine import LedgerEngine
from canton.participant.engine.interpretation import Interpretation
from canton.participant.ledger_writer import LedgerWriter
from canton.participant.stores.contract import ACTIVENESS
from canton.participant.stores.hosting import HOSTING
from canton.participant.stores.request import CURSORS, REQUESTS, CursorRow
from canton.participant.stores.submission import IN_FLIGHT
from canton.storage.memory import MemoryStorage
from canton.storage.table import Write
from canton.timestamps import Timestamp


@dataclass
class Outside:
    """What survives a crash: the storage, the keys, the packages."""

    member: Member
    synchronizer: PhysicalSynchronizerId
    library: Library
    keys: dict[Fingerprint, EncryptionKeyPair]
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    clock: SimClock = field(default_factory=lambda: SimClock(Timestamp(1_700_000_000_000_000)))

    @property
    def synchronizer_text(self) -> str:
        return str(self.synchronizer.logical)

    async def states(self) -> dict[ContractId, ContractState]:
        rows = await self.storage.read(ACTIVENESS.query())
        return {ContractId(row.contract_id): ContractState(row.state) for row in rows}


class Shell:
    """One life of the process."""

    def __init__(self, outside: Outside, core: SynchronizerCore, ledger: LedgerWriter) -> None:
        self.outside = outside
        self.core = core
        self.ledger = ledger
        self.engine = LedgerEngine(outside.library)
        self._interpretation = Interpretation(
            outside.library, self.engine, outside.storage, outside.clock
        )
        self.effects: list[Effect] = []
        self.published: list[tuple[Offset, Publish]] = []
        self.held: list[Effect] = []
        self.hold: Callable[[Effect], bool] = lambda _: False
        self._writes: list[Write] = []
        self._publications: list[Publish] = []
        self._commits: list = []

    @staticmethod
    async def start(outside: Outside) -> Shell:
        """The core as the rows restore it."""
        cursors, requests, in_flight, hosting = await outside.storage.read_all(
            CURSORS.query(), REQUESTS.query(), IN_FLIGHT.query(), HOSTING.query()
        )
        core = SynchronizerCore(
            Identity(outside.member, outside.synchronizer, frozenset(outside.keys)),
            LedgerEngine(outside.library),
            cursor=Timestamp(cursors[0].event_time) if cursors else None,
            requests=requests,
            in_flight=in_flight,
            hosting=hosting,
        )
        ledger = await LedgerWriter.open(outside.storage, outside.clock)
        return Shell(outside, core, ledger)

    async def feed(self, *inputs: Input) -> None:
        """Feeds inputs with all answers that are not held back, then writes, as one turn."""
        pending = list(inputs)
        while pending:
            for effect in self.core.handle(pending.pop(0)):
                self.effects.append(effect)
                if self.hold(effect):
                    self.held.append(effect)
                    continue
                answer = await self.perform(effect)
                if answer is not None:
                    pending.append(answer)
        await self._finish()

    async def release(self, *kinds: type) -> None:
        """Gives the answers that were held back, of these kinds or of all."""
        wanted = [each for each in self.held if not kinds or isinstance(each, kinds)]
        self.held = [each for each in self.held if each not in wanted]
        for effect in wanted:
            answer = await self.perform(effect)
            if answer is not None:
                await self.feed(answer)

    async def perform(self, effect: Effect) -> Input | None:
        match effect:
            case Decrypt(request_id, keys):
                return Decrypted(request_id, {key: self._decrypted(key) for key in keys})
            case Load(request_id, contract_ids):
                stored = await self.outside.states()
                wanted = {each: stored[each] for each in contract_ids if each in stored}
                return Loaded(request_id, wanted)
            case Interpret(request_id, replays):
                outcomes = {
                    position: self._interpretation.replay(replay)
                    for position, replay in replays.items()
                }
                return InterpretationDone(request_id, outcomes)
            case Persist(writes, commit):
                self._writes += writes
                if commit is not None:
                    self._commits.append(commit)
            case Publish():
                self._publications.append(effect)
            case _:
                pass
        return None

    def _decrypted(self, key: AsymmetricEncrypted) -> bytes | Rejection:
        return decrypt_with(self.outside.keys[key.encrypted_for], key)

    async def _finish(self) -> None:
        cursor = CursorRow(self.outside.synchronizer_text, self.core.cursor)
        writes = [*self._writes, CURSORS.upsert(cursor)]
        for publish in self._publications:
            placed, _ = self.ledger.place(publish)
            writes += placed
            self.published.append((self.ledger.last, publish))
        commits, self._commits = self._commits, []
        self._writes, self._publications = [], []
        await self.outside.storage.write(*writes)
        for commit in commits:
            self.core.handle(CommitWritten(commit))

    def of(self, kind: type) -> list:
        """The effects of one kind so far."""
        return [each for each in self.effects if isinstance(each, kind)]

    @property
    def reports(self) -> list[Report]:
        return self.of(Report)

    @property
    def responses(self) -> list[Respond]:
        return self.of(Respond)


def verdicts_of(responses: Iterable[Respond]) -> list[list]:
    """The codes of the verdicts in each response."""
    return [[each.verdict.code for each in one.message.responses] for one in responses]
