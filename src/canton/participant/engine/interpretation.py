"""Runs the engine for the participant: answers what it needs from stores and disclosed contracts.

The engine is pure and answers `Need` where something is missing; it is then run again from the
start with what was loaded. Source: Daml-LF sheet 2.9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.clock import Clock
from canton.daml_lf.builtins.errors import CONTRACT_NOT_FOUND, InterpretationError
from canton.daml_lf.engine import (
    Failed,
    Interpreted,
    KeyAnswer,
    Known,
    Library,
    Need,
    Outcome,
    Replay,
    Submission,
    Work,
    interpret,
)
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.value.contract_id import ContractId
from canton.errors import InvariantViolation
from canton.identifiers import PartyId
from canton.participant.core.activeness import ContractState
from canton.participant.core.engine import Engine
from canton.participant.core.validation.conformance import ViewReplay
from canton.participant.stores.contract import ACTIVENESS, CONTRACTS
from canton.protocol.view.contract import StoredContract, authenticate, supports
from canton.storage.condition import eq, one_of
from canton.storage.storage import Storage

ROUNDS_MAX: Final = 1000
INTERPRETATION_S_MAX: Final = 60.0


def authenticator(engine: Engine) -> Callable[[ContractInstance, bytes], bool]:
    """Whether a contract is the one that its id commits to."""

    def check(contract: ContractInstance, contract_hash: bytes) -> bool:
        stored = StoredContract.from_bytes(engine.encode_contract(contract))
        return isinstance(stored, StoredContract) and authenticate(stored, contract_hash) is None

    return check


@dataclass(frozen=True, slots=True)
class Executed:
    """Interpreted commands with the contracts that were used.

    `homes` are the synchronizers (logical ids) of those that are active here.
    """

    interpreted: Interpreted
    contracts: Mapping[ContractId, ContractInstance]
    homes: frozenset[str]


@dataclass(slots=True)
class _Found:
    """What was found in the stores while commands are interpreted again and again.

    `readers` see the contracts of which they are stakeholders, and those that are disclosed.
    """

    disclosed: Mapping[ContractId, ContractInstance]
    readers: frozenset[PartyId]
    contracts: dict[ContractId, ContractInstance | None]
    homes: dict[ContractId, str] = field(default_factory=dict)
    keys: dict[bytes, KeyAnswer] = field(default_factory=dict)


class Interpretation:
    """The engine with the participant's packages and contracts."""

    def __init__(self, library: Library, engine: Engine, storage: Storage, clock: Clock) -> None:
        self._library = library
        self._engine = engine
        self._storage = storage
        self._clock = clock

    async def submission(
        self,
        work: Submission,
        disclosed: Mapping[ContractId, ContractInstance],
        readers: frozenset[PartyId],
    ) -> Executed:
        """Interprets commands with what readers see; also gives the contracts that were used.

        Raises:
            LedgerError: the commands failed, by their own fault or because something is missing.
        """
        found = _Found(disclosed, readers, dict(disclosed))
        for _ in range(ROUNDS_MAX):
            outcome = self._run(work, found.contracts, found.keys)
            match outcome:
                case Interpreted():
                    return _executed(outcome, found)
                case Failed(error):
                    raise error
                case Need(missing, packages, wanted):
                    if packages or not (wanted or missing - found.contracts.keys()):
                        raise InvariantViolation(f"the engine needs {packages or missing}")
                    await self._find_contracts(missing, found)
                    for need in wanted:
                        await self._find_key(need.key.hash, found)
        raise InvariantViolation("the engine needs contracts without end")

    def replay(self, replay: ViewReplay) -> Interpreted | Failed:
        """Interprets the root action of a view with the contracts that the view brings."""
        work = replay.work
        preference = self._by_name(replay.package_preference)
        work = Replay(
            work.command,
            work.authorizers,
            work.seed,
            work.preparation_time,
            work.ledger_time,
            preference,
            work.must_fail,
        )
        contracts: dict[ContractId, ContractInstance | None] = dict(replay.contracts)
        keys = {key: KeyAnswer(found, is_complete=True) for key, found in replay.found.items()}
        while isinstance(outcome := self._run(work, contracts, keys), Need) and outcome.keys:
            keys |= {need.key.hash: KeyAnswer((), is_complete=True) for need in outcome.keys}
        if isinstance(outcome, Need):
            text = f"the view lacks {outcome.contracts or outcome.packages}"
            return Failed(InterpretationError(CONTRACT_NOT_FOUND, text))
        return outcome

    def _run(
        self,
        work: Work,
        contracts: Mapping[ContractId, ContractInstance | None],
        keys: Mapping[bytes, KeyAnswer],
    ) -> Outcome:
        deadline_s = self._clock.monotonic_s() + INTERPRETATION_S_MAX
        known = Known(
            self._library,
            contracts,
            keys,
            authenticate=authenticator(self._engine),
            supports=supports,
            is_late=lambda: self._clock.monotonic_s() > deadline_s,
        )
        return interpret(work, known)

    def _by_name(self, packages: Iterable[PackageId]) -> dict[PackageName, PackageId]:
        loaded = (each for each in packages if each in self._library)
        return {self._library.package_name(each): each for each in loaded}

    async def _find_contracts(self, contract_ids: frozenset[ContractId], found: _Found) -> None:
        """Finds active contracts that the readers see; what is not known otherwise is None then."""
        texts = sorted(each.hex for each in contract_ids)
        states = await self._storage.read(
            ACTIVENESS.query(one_of("contract_id", texts), eq("state", ContractState.ACTIVE.value))
        )
        # No snapshot of both is needed: a contract is stored with its first state and never
        # changes, and one that is pruned in between was archived.
        homes = {row.contract_id: row.synchronizer for row in states}
        rows = await self._storage.read(CONTRACTS.get(*sorted(homes))) if homes else []
        for contract_id in contract_ids:
            found.contracts.setdefault(contract_id, None)
        for row in rows:
            instance = self._engine.decode_contract(row.instance)
            if not instance.stakeholders.isdisjoint(found.readers):
                found.contracts[instance.contract_id] = instance
                found.homes[instance.contract_id] = homes[row.contract_id]

    async def _find_key(self, key_hash: bytes, found: _Found) -> None:
        """Finds the contracts that have a key: those that are disclosed, then the newest first."""
        first = [
            contract
            for contract in found.disclosed.values()
            if contract.key is not None and contract.key.key.hash == key_hash
        ]
        rows = await self._storage.read(
            CONTRACTS.query(eq("key_hash", key_hash), order=("created_at",), descending=True)
        )
        listed = (ContractId.parse(row.contract_id) for row in rows)
        ids = [each for each in listed if each not in found.disclosed]
        await self._find_contracts(frozenset(ids), found)
        active = [found.contracts[each] for each in ids if each in found.homes]
        contracts = [each for each in (*first, *active) if each is not None]
        found.keys[key_hash] = KeyAnswer(tuple(contracts), is_complete=True)


def _executed(interpreted: Interpreted, found: _Found) -> Executed:
    used = {key: value for key, value in found.contracts.items() if value is not None}
    return Executed(interpreted, used, frozenset(found.homes.values()))
