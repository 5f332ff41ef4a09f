"""The ping service: the participant tries the whole transaction protocol through its own ledger.

A ping is a contract that the responder archives; its initiator measures how long that takes. A bong
is a ping among many: the validators sign a proposal, the responders race to explode it into a tree
of contracts and to collapse that again, and the initiator acknowledges what is left.
Source: Canton 3.6 PingService.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self
from uuid import UUID

from canton.clock import Clock, Randomness
from canton.daml_lf.engine import ExerciseCommand
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.value.value import PartyValue
from canton.identifiers import Offset, PartyId
from canton.lifecycle.backoff import Backoff
from canton.lifecycle.queue import Signal
from canton.lifecycle.supervisor import Supervisor
from canton.participant.stores.update import ActiveContractRow
from canton.participant.update import EventKind, TransactionUpdate, UpdateAt
from canton.timestamps import Timestamp
from canton.workflows.contract import (
    PACKAGE_NAME,
    Bong,
    BongProposal,
    Collapse,
    Explode,
    Merge,
    Ping,
    WorkflowContract,
    create,
    read_contract,
)
from canton.workflows.submitting import CommandDoor, Job, Submitter

_LOGGER = logging.getLogger(__name__)
USER_ID: Final = "PingService"
_RESTART: Final = Backoff(first_s=1.0, limit_s=5.0)
_MICROS: Final = 1_000_000
_BONG_KEY: Final = "parameters.admin-workflow.bong-test-max-level"
_CLEANUP_S: Final = 5.0
_CLEANUP_AGAIN_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class PingSettings:
    """Limits of the workflow; `levels_max` bounds the depth of bongs that are taken part in."""

    levels_max: int = 10
    response_s: float = 30.0
    bong_s_max: float = 900.0


@dataclass(frozen=True, slots=True)
class PingOrder:
    """Whom to ping and how: `levels` above 0 makes it a bong among targets and validators."""

    targets: tuple[PartyId, ...]
    validators: tuple[PartyId, ...]
    timeout_s: float
    levels: int = 0
    synchronizer: str | None = None
    workflow_id: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PingSuccess:
    """How long it took, and who answered."""

    duration_ms: int
    responder: str


@dataclass(frozen=True, slots=True)
class PingFailure:
    """Why there was no answer in time."""

    reason: str


class PingLedger(CommandDoor, Protocol):
    """What the service needs of the ledger; `Ledger` is one."""

    @property
    def end(self) -> Offset:
        """The last offset."""

    def updates(
        self, begin_exclusive: Offset, end_inclusive: Offset | None = None
    ) -> AsyncIterator[list[UpdateAt]]:
        """Updates in order, for ever."""

    def active_contracts(self, at: Offset) -> AsyncIterator[list[ActiveContractRow]]:
        """The contracts that are active at an offset."""


@dataclass(eq=False, slots=True)
class _Request:
    """A ping of ours under way."""

    started_s: float
    timeout_s: float
    answer: asyncio.Future[PingSuccess | PingFailure]
    is_observed: bool = False


@dataclass(eq=False, slots=True)
class _Seen:
    """An active contract; it is cleaned up once `cleanup_at_s` (monotonic) has passed."""

    contract: WorkflowContract
    expires_s: float
    cleanup_at_s: float


class PingService:
    """Answers pings and sends them, from `async with` to its end.

    `package` is the version of the package that own pings are created in.
    """

    def __init__(
        self,
        ledger: PingLedger,
        party: PartyId,
        package: PackageId,
        clock: Clock,
        randomness: Randomness,
        settings: PingSettings | None = None,
    ) -> None:
        self._ledger = ledger
        self._party = party
        self._package = package
        self._clock = clock
        self._randomness = randomness
        self._settings = settings or PingSettings()
        self._submitter = Submitter(USER_ID, party, ledger, clock, randomness)
        self._supervisor = Supervisor("ping", clock)
        self._requests: dict[str, _Request] = {}
        self._active: dict[str, _Seen] = {}
        self._merges: dict[tuple[str, str], tuple[WorkflowContract, WorkflowContract | None]] = {}
        self._position: Offset | None = None
        self._changed = Signal()

    async def __aenter__(self) -> Self:
        await self._supervisor.__aenter__()
        self._supervisor.spawn("follow", self._follow, restart=_RESTART)
        self._supervisor.spawn("clean up", self._clean_up)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for request in self._requests.values():
            if not request.answer.done():
                request.answer.set_result(PingFailure("the participant stops or turns passive"))
        await self._supervisor.__aexit__(kind, error, trace)

    # --- sending -----------------------------------------------------------------------------

    async def ping(self, order: PingOrder) -> PingSuccess | PingFailure:
        """Pings, and waits for the answer or the timeout."""
        ping_id = order.id or str(UUID(bytes=self._randomness.bytes(16), version=4))
        if order.levels > self._settings.levels_max:
            limit = self._settings.levels_max
            return PingFailure(f"Max level {order.levels} exceeds supported max level {limit}")
        if self._settings.levels_max == 0 and not _is_simple(order):
            return PingFailure(f"Bongs are switched off here: raise {_BONG_KEY} above 0")
        if not order.targets:
            return PingFailure("No target parties specified for ping")
        if ping_id in self._requests:
            return PingFailure(f"Duplicate ping request {ping_id}")
        answer: asyncio.Future[PingSuccess | PingFailure] = (
            asyncio.get_running_loop().create_future()
        )
        request = _Request(self._clock.monotonic_s(), order.timeout_s, answer)
        self._requests[ping_id] = request
        try:
            self._supervisor.spawn(f"send {ping_id}", lambda: self._send(order, ping_id, request))
            async with asyncio.timeout(order.timeout_s):
                return await answer
        except TimeoutError:
            if request.is_observed:
                return PingFailure("Timeout: the ping was created, but nobody answered in time")
            return PingFailure("Timeout: the ping could not be created in time")
        finally:
            del self._requests[ping_id]

    async def _send(self, order: PingOrder, ping_id: str, request: _Request) -> None:
        job = Job(
            ping_id,
            "ping" if _is_simple(order) else "bong-proposal",
            create(self._package, self._content(order, ping_id)),
            order.workflow_id,
            order.synchronizer,
        )
        problem = await self._submitter.submit(job, order.timeout_s)
        if problem is not None and not request.answer.done():
            request.answer.set_result(PingFailure(f"Failed ping id={ping_id}: {problem}"))

    def _content(self, order: PingOrder, ping_id: str) -> Ping | BongProposal:
        if _is_simple(order):
            return Ping(ping_id, self._party, order.targets[0])
        return BongProposal(
            ping_id,
            self._party,
            tuple(dict.fromkeys(order.validators)) or (self._party,),
            (),
            tuple(dict.fromkeys(order.targets)),
            order.levels,
            Timestamp(self._clock.now() + round(order.timeout_s * _MICROS)),
        )

    # --- following the ledger ----------------------------------------------------------------

    async def _follow(self) -> None:
        if self._position is None:
            end = self._ledger.end
            async for rows in self._ledger.active_contracts(end):
                for row in rows:
                    if row.package_name == PACKAGE_NAME and self._party in row.stakeholders:
                        self._on_created(row.event, row.workflow_id)
            self._position = end
        async for updates in self._ledger.updates(self._position):
            for each in updates:
                if isinstance(each.update, TransactionUpdate):
                    self._on_transaction(each.update)
                self._position = each.offset

    def _on_transaction(self, update: TransactionUpdate) -> None:
        ours = [
            event
            for event in update.events
            if event.package_name == PACKAGE_NAME
            and self._party in event.stakeholders
            and event.changes_activeness
        ]
        for event in ours:
            if event.kind is EventKind.EXERCISED:
                self._on_archived(event.contract_id)
        for event in ours:
            if event.kind is EventKind.CREATED:
                self._on_created(event.event, update.workflow_id)

    def _on_archived(self, contract_id: str) -> None:
        seen = self._active.pop(contract_id, None)
        if seen is None:
            return
        match seen.contract.content:
            case Ping(ping_id, _, responder):
                self._answered(ping_id, responder)
            case Bong() as bong:
                self._answered(bong.id, bong.responder)
            case Merge() as merge:
                self._merges.pop((merge.id, merge.path), None)
            case _:
                pass

    def _answered(self, ping_id: str, responder: str) -> None:
        request = self._requests.get(ping_id)
        if request is not None and not request.answer.done():
            elapsed_ms = round((self._clock.monotonic_s() - request.started_s) * 1000)
            request.answer.set_result(PingSuccess(elapsed_ms, responder))

    def _on_created(self, event: bytes, workflow_id: str) -> None:
        try:
            contract = read_contract(event, workflow_id)
        except ValueError as error:
            _LOGGER.warning("a contract of the ping package is not understood: %s", error)
            return
        if contract is None:
            return
        request = self._requests.get(contract.content.id)
        if request is not None:
            request.is_observed = True
        now_s = self._clock.monotonic_s()
        expires_s = now_s + self._lifetime_s(contract, request)
        seen = _Seen(contract, expires_s, max(now_s, expires_s) + _CLEANUP_S)
        self._active[contract.contract_id.hex] = seen
        self._changed.notify()
        if expires_s > now_s:
            self._react(seen)
        else:
            seen.cleanup_at_s = now_s

    def _lifetime_s(self, contract: WorkflowContract, request: _Request | None) -> float:
        if isinstance(contract.content, Ping):
            return self._settings.response_s if request is None else request.timeout_s
        remaining_s = (contract.content.timeout - self._clock.now()) / _MICROS
        return min(remaining_s, self._settings.bong_s_max)

    # --- reacting ----------------------------------------------------------------------------

    def _react(self, seen: _Seen) -> None:
        contract = seen.contract
        match contract.content:
            case Ping(responder=responder):
                if responder == self._party:
                    self._exercise(seen, "ping-response", contract.exercise("Respond"))
            case BongProposal() as proposal:
                if proposal.levels >= self._settings.levels_max:
                    seen.cleanup_at_s = self._clock.monotonic_s()
                elif proposal.candidates[:1] == (self._party,):
                    command = contract.exercise("Accept", PartyValue(self._party))
                    self._exercise(seen, "bong-proposal-accept", command)
            case Explode() as explode:
                if explode.levels >= self._settings.levels_max:
                    seen.cleanup_at_s = self._clock.monotonic_s()
                elif self._party in explode.responders:
                    command = contract.exercise("ProcessExplode", PartyValue(self._party))
                    self._exercise(seen, f"explode{explode.path}", command)
            case Merge() if self._settings.levels_max <= 0:
                seen.cleanup_at_s = self._clock.monotonic_s()
            case Merge() as merge:
                self._merges[merge.id, merge.path] = (contract, None)
            case Collapse() as collapse:
                if self._party in collapse.responders:
                    self._collapse(seen, collapse)
            case Bong() as bong:
                if bong.initiator == self._party:
                    self._exercise(seen, "bong-response", contract.exercise("Ack"))

    def _collapse(self, seen: _Seen, collapse: Collapse) -> None:
        """Merges the second of two children with the first."""
        index = (collapse.id, collapse.path)
        found = self._merges.get(index)
        if found is None:
            return
        merge, first = found
        if first is None:
            self._merges[index] = (merge, seen.contract)
            return
        del self._merges[index]
        command = merge.exercise(
            "ProcessMerge",
            PartyValue(self._party),
            first.contract_id,
            seen.contract.contract_id,
        )
        self._exercise(seen, f"collapse-{collapse.path}", command)

    def _exercise(self, seen: _Seen, action: str, command: ExerciseCommand) -> None:
        job = Job(seen.contract.content.id, action, command, seen.contract.workflow_id)
        timeout_s = seen.expires_s - self._clock.monotonic_s()
        self._supervisor.spawn(action, lambda: self._submit_in_background(job, timeout_s))

    async def _submit_in_background(self, job: Job, timeout_s: float) -> None:
        problem = await self._submitter.submit(job, timeout_s)
        if problem is not None:
            # A lost race among responders is the rule in a bong.
            _LOGGER.info("%s of %s did not succeed: %s", job.action, job.id, problem)

    # --- cleaning up -------------------------------------------------------------------------

    async def _clean_up(self) -> None:
        """Archives contracts that nobody has dealt with in time."""
        while True:
            await self._changed.wait_until(lambda: bool(self._active))
            first_s = min(each.cleanup_at_s for each in self._active.values())
            await self._until(first_s)
            now_s = self._clock.monotonic_s()
            for seen in self._active.values():
                if seen.cleanup_at_s <= now_s:
                    seen.cleanup_at_s = now_s + _CLEANUP_AGAIN_S
                    self._abort(seen.contract)

    async def _until(self, time_s: float) -> None:
        """Returns at that time, or when there is a contract to look at."""
        remaining_s = time_s - self._clock.monotonic_s()
        if remaining_s <= 0:
            return
        try:
            async with asyncio.timeout(remaining_s):
                await self._changed.wait()
        except TimeoutError:
            pass

    def _abort(self, contract: WorkflowContract) -> None:
        job = Job(
            contract.content.id,
            f"vacuum-{type(contract.content).__name__}",
            contract.abort(self._party),
            contract.workflow_id,
        )
        timeout_s = self._settings.response_s
        self._supervisor.spawn(job.action, lambda: self._submit_in_background(job, timeout_s))


def _is_simple(order: PingOrder) -> bool:
    return not order.validators and len(set(order.targets)) == 1 and order.levels == 0
