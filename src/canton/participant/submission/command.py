"""A command of an application, with all that it says about it. Source: ledger API sheet 2.5."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from canton.crypto.encoding import encode_string, encode_strings
from canton.daml_lf.engine import Command
from canton.daml_lf.language.reference import PackageId, PackageName
from canton.daml_lf.transaction.contract import ContractInstance
from canton.daml_lf.value.contract_id import ContractId
from canton.identifiers import PartyId
from canton.participant.core.deduplication import DeduplicationPeriod
from canton.participant.core.submission import ExternalSubmission
from canton.timestamps import Timestamp

_CHANGE_ID_TAG: Final = bytes([0x01, 0x06])


@dataclass(frozen=True, slots=True)
class CommandSubmission:
    """Commands of an application with all that it says about them.

    `synchronizer` is the logical id that the application prescribes, if it does. With `external`
    the parties themselves have signed the transaction.
    """

    user_id: str
    command_id: str
    submission_id: str
    act_as: frozenset[PartyId]
    read_as: frozenset[PartyId]
    commands: tuple[Command, ...]
    deduplication: DeduplicationPeriod
    ledger_time: Timestamp
    workflow_id: str = ""
    synchronizer: str | None = None
    disclosed: Mapping[ContractId, ContractInstance] = field(default_factory=dict)
    package_preference: Mapping[PackageName, PackageId] = field(default_factory=dict)
    external: ExternalSubmission | None = None

    @property
    def change_id(self) -> bytes:
        """The hash that names the change."""
        return change_id_of(self.user_id, self.command_id, self.act_as)

    @property
    def change_text(self) -> str:
        """The change as errors show it."""
        parties = ", ".join(sorted(self.act_as))
        return f"ChangeId({self.user_id},{self.command_id},Set({parties}))"


def change_id_of(user_id: str, command_id: str, act_as: Iterable[str]) -> bytes:
    """The hash that names a change. Source: protocol sheet 9.2."""
    content = encode_string(user_id) + encode_string(command_id) + encode_strings(sorted(act_as))
    return hashlib.sha256(_CHANGE_ID_TAG + content).digest()
