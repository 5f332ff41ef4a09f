"""Where the JSON of a message differs from what its descriptor says.

By the descriptor an object has every field under its name in camel case, and a `oneof` is one
member, an object of one constructor around `value`. The original writes some messages by hand,
most of them named `Js...`. Source: ledger API sheet 5.3; Canton 3.6 JsSchema, JsCommandService.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Mirror:
    """What is different about a message; fields go by their names in the schema.

    title: the name of its schema.
    required: what a request must have.
    nullable: texts that may be null; they are written as null when empty.
    names: fields that are called otherwise.
    hex: bytes written in hex.
    json_texts: texts that are JSON themselves.
    tags: constructors of the oneof that are called otherwise.
    bare: members of the oneof whose constructor has no `value` inside.
    empty_tag: the constructor for a oneof in which nothing is set; None if something must be.
    choice_title: the name of the oneof's schema.
    is_flat: whether the message is written as its oneof alone.
    """

    title: str = ""
    required: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    hex: frozenset[str] = frozenset()
    json_texts: frozenset[str] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    empty_tag: str | None = "Empty"
    choice_title: str = ""
    is_flat: bool = False


def _required(title: str, *names: str) -> Mirror:
    return Mirror(title, required=frozenset(names))


def _flat(**tags: str) -> Mirror:
    """A message that is its oneof, the constructors of which have no `value` inside."""
    return Mirror(tags=tags, bare=frozenset(tags), empty_tag=None, is_flat=True)


_EXECUTE: Final = (
    "prepared_transaction",
    "party_signatures",
    "submission_id",
    "hashing_scheme_version",
)
_COMMANDS: Final = Mirror(
    "JsCommands",
    required=frozenset(("commands", "command_id", "act_as")),
    nullable=frozenset(
        ("user_id", "workflow_id", "submission_id", "synchronizer_id", "deduplication_period")
    ),
)
_TRANSACTION: Final = Mirror(
    "JsTransaction", hex=frozenset(("external_transaction_hash", "transaction_hash"))
)
_REASSIGNMENT_EVENT: Final = Mirror(
    "JsReassignmentEvent",
    tags={"unassigned": "JsUnassignedEvent", "assigned": "JsAssignmentEvent"},
    bare=frozenset(("assigned",)),
    empty_tag=None,
    is_flat=True,
)
_ACTIVE_CONTRACTS: Final = Mirror(
    "JsGetActiveContractsResponse",
    tags={
        "active_contract": "JsActiveContract",
        "incomplete_unassigned": "JsIncompleteUnassigned",
        "incomplete_assigned": "JsIncompleteAssigned",
    },
    bare=frozenset(("active_contract", "incomplete_unassigned", "incomplete_assigned")),
    empty_tag="JsEmpty",
    choice_title="JsContractEntry",
)
_LEDGER: Final = {
    "Commands": _COMMANDS,
    "Command": _flat(
        create="CreateCommand",
        exercise="ExerciseCommand",
        exercise_by_key="ExerciseByKeyCommand",
        create_and_exercise="CreateAndExerciseCommand",
    ),
    "CreateCommand": _required("", "template_id", "create_arguments"),
    "ExerciseCommand": _required("", "template_id", "contract_id", "choice", "choice_argument"),
    "ExerciseByKeyCommand": _required(
        "", "template_id", "contract_key", "choice", "choice_argument"
    ),
    "CreateAndExerciseCommand": _required(
        "", "template_id", "create_arguments", "choice", "choice_argument"
    ),
    "PrefetchContractKey": _required("", "template_id", "contract_key"),
    "SubmitAndWaitForTransactionRequest": _required(
        "JsSubmitAndWaitForTransactionRequest", "commands"
    ),
    "Event": _flat(created="CreatedEvent", archived="ArchivedEvent", exercised="ExercisedEvent"),
    "CreatedEvent": Mirror(names={"create_arguments": "createArgument"}),
    "InterfaceView": Mirror("JsInterfaceView", nullable=frozenset(("implementation_package_id",))),
    "Transaction": _TRANSACTION,
    "ReassignmentEvent": _REASSIGNMENT_EVENT,
    "GetActiveContractsResponse": _ACTIVE_CONTRACTS,
    "GetJwksResponse": Mirror(json_texts=frozenset(("keys",))),
    "Created": Mirror("JsCreated"),
    "Archived": Mirror("JsArchived"),
    "ActiveContract": Mirror("JsActiveContract"),
    "IncompleteUnassigned": Mirror("JsIncompleteUnassigned"),
    "IncompleteAssigned": Mirror("JsIncompleteAssigned"),
    "AssignedEvent": Mirror("JsAssignedEvent"),
    "Reassignment": Mirror("JsReassignment"),
    "TopologyTransaction": Mirror("JsTopologyTransaction"),
    "TopologyEvent": Mirror(choice_title="TopologyEventEvent"),
    "GetActiveContractsPageResponse": Mirror("JsGetActiveContractsPageResponse"),
    "GetEventsByContractIdResponse": Mirror("JsGetEventsByContractIdResponse"),
    "GetUpdateResponse": Mirror("JsGetUpdateResponse", empty_tag=None),
    "GetUpdatesResponse": Mirror("JsGetUpdatesResponse", empty_tag=None),
    "GetUpdatesPageResponse": Mirror("JsGetUpdatesPageResponse"),
    "SubmitAndWaitForTransactionResponse": Mirror("JsSubmitAndWaitForTransactionResponse"),
    "SubmitAndWaitForReassignmentResponse": Mirror("JsSubmitAndWaitForReassignmentResponse"),
}
_INTERACTIVE: Final = {
    "PrepareSubmissionRequest": _required(
        "JsPrepareSubmissionRequest", "command_id", "commands", "act_as"
    ),
    "PrepareSubmissionResponse": Mirror("JsPrepareSubmissionResponse"),
    "ExecuteSubmissionRequest": _required("JsExecuteSubmissionRequest", *_EXECUTE),
    "ExecuteSubmissionAndWaitRequest": _required("JsExecuteSubmissionAndWaitRequest", *_EXECUTE),
    "ExecuteSubmissionAndWaitForTransactionRequest": _required(
        "JsExecuteSubmissionAndWaitForTransactionRequest", *_EXECUTE
    ),
    "ExecuteSubmissionAndWaitForTransactionResponse": Mirror(
        "JsExecuteSubmissionAndWaitForTransactionResponse"
    ),
}
_PLAIN: Final = Mirror()
MIRRORS: Final[Mapping[str, Mirror]] = {
    **{f"com.daml.ledger.api.v2.{name}": mirror for name, mirror in _LEDGER.items()},
    **{
        f"com.daml.ledger.api.v2.interactive.{name}": mirror
        for name, mirror in _INTERACTIVE.items()
    },
}


def mirror_of(full_name: str) -> Mirror:
    """What is different about a message; mostly nothing."""
    return MIRRORS.get(full_name, _PLAIN)
