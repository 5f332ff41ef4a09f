"""Commands of a participant that speak the Ledger API."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from canton.console.commands.ledger.identity_providers import IdentityProviderConfigs
from canton.console.commands.ledger.static_time import StaticTime
from canton.console.commands.ledger.users import Users
from canton.console.endpoint import methods_of
from canton.console.group import Group, LedgerGroup, LedgerNode
from canton.console.identifier import logical_of, text_of
from canton.console.measurement import Measurement, Throughput
from canton.console.spelling import Duration, command, seconds_of
from canton.wire import (
    ledger_admin_pb2,
    ledger_command_pb2,
    ledger_event_pb2,
    ledger_service_pb2,
)

_SERVICES: Final = ledger_service_pb2.DESCRIPTOR.services_by_name
_COMMANDS: Final = methods_of(_SERVICES["CommandService"])
_SUBMISSION: Final = methods_of(_SERVICES["CommandSubmissionService"])
_UPDATES: Final = methods_of(_SERVICES["UpdateService"])
_STATE: Final = methods_of(_SERVICES["StateService"])
_COMPLETIONS: Final = methods_of(_SERVICES["CommandCompletionService"])
_PARTIES: Final = methods_of(ledger_admin_pb2.DESCRIPTOR.services_by_name["PartyManagementService"])

ACS_DELTA: Final = ledger_event_pb2.TRANSACTION_SHAPE_ACS_DELTA
LEDGER_EFFECTS: Final = ledger_event_pb2.TRANSACTION_SHAPE_LEDGER_EFFECTS


def event_format(
    parties: Iterable[Any], *, verbose: bool = True, blobs: bool = False
) -> ledger_event_pb2.EventFormat:
    """Everything that the parties may see; without parties, that anybody may see."""
    wildcard = ledger_event_pb2.WildcardFilter(include_created_event_blob=blobs)
    filters = ledger_event_pb2.Filters(
        cumulative=[ledger_event_pb2.CumulativeFilter(wildcard_filter=wildcard)]
    )
    names = [text_of(party) for party in parties]
    if not names:
        return ledger_event_pb2.EventFormat(filters_for_any_party=filters, verbose=verbose)
    return ledger_event_pb2.EventFormat(
        filters_by_party=dict.fromkeys(names, filters), verbose=verbose
    )


class Commands(LedgerGroup):
    """Submit commands."""

    @command
    def submit(
        self,
        act_as: Sequence[Any],
        commands: Sequence[ledger_command_pb2.Command],
        synchronizer_id: Any = None,
        workflow_id: str = "",
        command_id: str = "",
        opt_timeout: Duration | None = None,
        **more: Any,
    ) -> ledger_event_pb2.Transaction:
        """Submits commands and waits for their transaction.

        Further parameters: `submission_id`, `read_as`, `disclosed_contracts`, `user_id`,
        `user_package_selection_preference`, `transaction_shape`.
        """
        shape = more.pop("transaction_shape", ACS_DELTA)
        ledger_effects = ledger_event_pb2.TransactionFormat(
            event_format=event_format([*act_as, *more.get("read_as", ())]),
            transaction_shape=shape,
        )
        request = ledger_service_pb2.SubmitAndWaitForTransactionRequest(
            commands=self._commands(
                act_as, commands, synchronizer_id, workflow_id, command_id, more
            ),
            transaction_format=ledger_effects,
        )
        default_s = self._runner.timeouts.ledger_command_s
        timeout_s = default_s if opt_timeout is None else seconds_of(opt_timeout)
        response = self._ledger.unary(_COMMANDS["SubmitAndWaitForTransaction"], request, timeout_s)
        transaction: ledger_event_pb2.Transaction = response.transaction
        return transaction

    @command
    def submit_async(
        self,
        act_as: Sequence[Any],
        commands: Sequence[ledger_command_pb2.Command],
        synchronizer_id: Any = None,
        workflow_id: str = "",
        command_id: str = "",
        **more: Any,
    ) -> None:
        """Submits commands; their outcome comes with the completions."""
        request = ledger_service_pb2.SubmitRequest(
            commands=self._commands(
                act_as, commands, synchronizer_id, workflow_id, command_id, more
            )
        )
        self._ledger.unary(_SUBMISSION["Submit"], request)

    def _commands(
        self,
        act_as: Sequence[Any],
        commands: Sequence[ledger_command_pb2.Command],
        synchronizer_id: Any,
        workflow_id: str,
        command_id: str,
        more: Mapping[str, Any],
    ) -> ledger_command_pb2.Commands:
        preference = more.get("user_package_selection_preference", ())
        return ledger_command_pb2.Commands(
            workflow_id=workflow_id,
            user_id=more.get("user_id", self._user),
            command_id=command_id or str(uuid.uuid4()),
            commands=commands,
            act_as=[text_of(party) for party in act_as],
            read_as=[text_of(party) for party in more.get("read_as", ())],
            submission_id=more.get("submission_id", ""),
            disclosed_contracts=more.get("disclosed_contracts", ()),
            synchronizer_id=logical_of(text_of(synchronizer_id)) if synchronizer_id else "",
            package_id_selection_preference=preference,
        )


class Updates(LedgerGroup):
    """Read updates."""

    @command
    def transactions(
        self,
        party_ids: Iterable[Any],
        complete_after: int | None = None,
        begin_offset_exclusive: int = 0,
        end_offset_inclusive: int | None = None,
        verbose: bool = True,
        timeout: Duration | None = None,
        transaction_shape: int = ACS_DELTA,
        include_created_event_blob: bool = False,
    ) -> list[ledger_event_pb2.Transaction]:
        """Transactions in order: until so many have come, or up to an offset (the end by default).

        Without parties: everything that this participant may see.
        """
        if complete_after is None and end_offset_inclusive is None:
            end_offset_inclusive = self._participant.ledger_api.state.end()
            if end_offset_inclusive == begin_offset_exclusive:
                return []
        format_ = ledger_event_pb2.UpdateFormat(
            include_transactions=ledger_event_pb2.TransactionFormat(
                event_format=event_format(
                    party_ids, verbose=verbose, blobs=include_created_event_blob
                ),
                transaction_shape=transaction_shape,  # type: ignore[arg-type]
            )
        )
        request = ledger_service_pb2.GetUpdatesRequest(
            begin_exclusive=begin_offset_exclusive,
            end_inclusive=end_offset_inclusive,
            update_format=format_,
        )
        wanted = complete_after

        def is_complete(responses: list[Any]) -> bool:
            return wanted is not None and _transaction_count(responses) >= wanted

        responses = self._ledger.stream(
            _UPDATES["GetUpdates"],
            request,
            timeout_s=None if timeout is None else seconds_of(timeout),
            until=is_complete,
        )
        return [each.transaction for each in responses if each.HasField("transaction")]

    @command
    def start_measuring(
        self,
        parties: Iterable[Any],
        metric_name: str,
        on_update: Callable[[ledger_event_pb2.Transaction], None] = lambda transaction: None,
    ) -> Measurement:
        """Counts the transactions from now on in this process's metrics, until it is closed.

        The metrics are `participant.console.tx-nodes-emitted`, `tx-node-count` and `tx-size`, with
        the name as label `measurement`. Without parties: all that this participant may see.
        """
        format_ = ledger_event_pb2.UpdateFormat(
            include_transactions=ledger_event_pb2.TransactionFormat(
                event_format=event_format(parties), transaction_shape=LEDGER_EFFECTS
            )
        )
        request = ledger_service_pb2.GetUpdatesRequest(
            begin_exclusive=self._participant.ledger_api.state.end(), update_format=format_
        )
        metrics = self._runner.metrics_of(self._participant.name)
        throughput = Throughput(metrics, metric_name, on_update)
        return Measurement(self._ledger.follow(_UPDATES["GetUpdates"], request, throughput.count))


def _transaction_count(responses: Iterable[Any]) -> int:
    return sum(each.HasField("transaction") for each in responses)


class ActiveContracts(LedgerGroup):
    """Read active contracts."""

    @command
    def of_party(self, party: Any, limit: int = 1000, verbose: bool = True) -> list[Any]:
        """The active contracts of which the party is a stakeholder."""
        return self._read([party], limit, verbose)

    @command
    def of_all(self, limit: int = 1000, verbose: bool = True) -> list[Any]:
        """The active contracts of all parties of this participant."""
        return self._read([], limit, verbose)

    def _read(self, parties: Sequence[Any], limit: int, verbose: bool) -> list[Any]:
        request = ledger_service_pb2.GetActiveContractsRequest(
            active_at_offset=self._participant.ledger_api.state.end(),
            event_format=event_format(parties, verbose=verbose),
        )
        responses = self._ledger.stream(
            _STATE["GetActiveContracts"], request, until=lambda all_: len(all_) >= limit
        )
        contracts = [each for each in responses if each.HasField("active_contract")]
        return [each.active_contract.created_event for each in contracts]


class State(LedgerGroup):
    """Read the state of the ledger."""

    def __init__(self, node: LedgerNode) -> None:
        super().__init__(node)
        self.acs = ActiveContracts(node)

    @command
    def end(self) -> int:
        """The offset of the last update."""
        request = ledger_service_pb2.GetLedgerEndRequest()
        return int(self._ledger.unary(_STATE["GetLedgerEnd"], request).offset)


class Completions(LedgerGroup):
    """Read completions."""

    @command
    def list(
        self,
        party_id: Any,
        at_least_num_completions: int,
        begin_offset_exclusive: int = 0,
        user_id: str = "",
        timeout: Duration | None = None,
    ) -> list[ledger_command_pb2.Completion]:
        """Completions from an offset on, until so many have come."""
        request = ledger_service_pb2.CompletionStreamRequest(
            user_id=user_id or self._user,
            parties=[text_of(party_id)],
            begin_exclusive=begin_offset_exclusive,
        )
        responses = self._ledger.stream(
            _COMPLETIONS["CompletionStream"],
            request,
            timeout_s=None if timeout is None else seconds_of(timeout),
            until=lambda all_: (
                sum(each.HasField("completion") for each in all_) >= at_least_num_completions
            ),
        )
        return [each.completion for each in responses if each.HasField("completion")]


class LedgerParties(LedgerGroup):
    """Parties as the Ledger API tells of them."""

    @command
    def allocate(
        self, party: str, synchronizer_id: Any = None, user_id: str = ""
    ) -> ledger_admin_pb2.PartyDetails:
        """Makes a party of this participant, of the name or one that begins so."""
        request = ledger_admin_pb2.AllocatePartyRequest(
            party_id_hint=party,
            synchronizer_id=logical_of(text_of(synchronizer_id)) if synchronizer_id else "",
            user_id=user_id,
        )
        response = self._ledger.unary(_PARTIES["AllocateParty"], request)
        details: ledger_admin_pb2.PartyDetails = response.party_details
        return details

    @command
    def update_idp(
        self, party: Any, source_identity_provider_id: str, target_identity_provider_id: str
    ) -> None:
        """Moves a party from one identity provider to another."""
        request = ledger_admin_pb2.UpdatePartyIdentityProviderIdRequest(
            party=text_of(party),
            source_identity_provider_id=source_identity_provider_id,
            target_identity_provider_id=target_identity_provider_id,
        )
        self._ledger.unary(_PARTIES["UpdatePartyIdentityProviderId"], request)

    @command
    def list(self, filter_party: str = "") -> list[ledger_admin_pb2.PartyDetails]:
        """The parties that this participant knows and whether they are its own."""
        request = ledger_admin_pb2.ListKnownPartiesRequest(filter_party=filter_party)
        return list(self._ledger.unary(_PARTIES["ListKnownParties"], request).party_details)


class LedgerApi(Group):
    """Speak the Ledger API of a participant."""

    def __init__(self, node: LedgerNode) -> None:
        super().__init__(node)
        self.commands = Commands(node)
        self.updates = Updates(node)
        self.state = State(node)
        self.completions = Completions(node)
        self.parties = LedgerParties(node)
        self.users = Users(node)
        self.identity_provider_config = IdentityProviderConfigs(node)
        self.time = StaticTime(node)
