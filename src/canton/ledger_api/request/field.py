"""Single fields of requests: what they may hold. Source: ledger API sheet 2.15."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp as TimestampMessage

from canton.daml_lf.value.contract_id import ContractId
from canton.daml_lf.value.identifier import TypeReference, parse_reference
from canton.errors import LedgerError
from canton.identifiers import Offset, PartyId, UniqueIdentifier
from canton.ledger_api.errors import (
    NEGATIVE_OFFSET,
    NON_POSITIVE_OFFSET,
    OFFSET_AFTER_LEDGER_END,
    invalid_argument,
    invalid_field,
    missing_field,
)
from canton.timestamps import TIMESTAMP_MAX, TIMESTAMP_MIN, Micros, Timestamp
from canton.wire import ledger_value_pb2 as wire

_USER_ID: Final = r"[a-zA-Z0-9@^$.!`\-#+'~_|:\(\)]{1,128}"
_NAME: Final = re.compile(r"[A-Za-z$_][A-Za-z0-9$_]*")
_NAME_LENGTH_MAX: Final = 1000
_MICROS_PER_SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of text: how messages call it, a character that it may not have, its longest."""

    title: str
    not_allowed: re.Pattern[str]
    length_max: int

    def problem(self, text: str) -> str | None:
        """What is wrong with a text."""
        if not text:
            return f"{self.title} is empty"
        if len(text) > self.length_max:
            return f"{self.title} is too long (max: {self.length_max})"
        found = self.not_allowed.search(text)
        if found is None:
            return None
        return f'non expected character 0x{ord(found[0]):x} in {self.title} "{text}"'


_INT64_MAX: Final = 2**63 - 1
_PARTY: Final = _Kind("Daml-LF Party", re.compile(r"[^A-Za-z0-9:\-_ ]"), 255)
_LEDGER_STRING: Final = _Kind("Daml-LF Ledger String", re.compile(r"[^A-Za-z0-9._:\-#/ ]"), 255)
_PACKAGE_ID: Final = _Kind("Daml-LF Package ID", re.compile(r"[^A-Za-z0-9\-_ ]"), 64)
_PACKAGE_NAME: Final = _Kind("Daml-LF Package Name", re.compile(r"[^A-Za-z0-9\-_]"), 255)


def party(text: str) -> PartyId:
    """A party named in a list.

    Raises:
        LedgerError: INVALID_ARGUMENT.
    """
    if problem := _PARTY.problem(text):
        raise invalid_argument(problem)
    return PartyId(text)


def parties(texts: Iterable[str]) -> frozenset[PartyId]:
    """Parties named in a list; errors as `party`."""
    return frozenset(map(party, texts))


def party_field(text: str, name: str) -> PartyId:
    """A party in a field of its own.

    Raises:
        LedgerError: INVALID_FIELD.
    """
    if problem := _PARTY.problem(text):
        raise invalid_field(name, problem)
    return PartyId(text)


def ledger_string(text: str, name: str) -> str:
    """A text such as a command id, not empty.

    Raises:
        LedgerError: MISSING_FIELD, INVALID_FIELD.
    """
    if not text:
        raise missing_field(name)
    if problem := _LEDGER_STRING.problem(text):
        raise invalid_field(name, problem)
    return text


def user_id(text: str, name: str = "user_id") -> str:
    """A user id, not empty; errors as `ledger_string`."""
    if not text:
        raise missing_field(name)
    if not re.fullmatch(_USER_ID, text):
        raise invalid_field(name, f'User ID "{text}" does not match regex "{_USER_ID}"')
    return text


def choice_name(text: str, name: str) -> str:
    """A choice's name, not empty; errors as `ledger_string`."""
    if not text:
        raise missing_field(name)
    if len(text) > _NAME_LENGTH_MAX or not _NAME.fullmatch(text):
        raise invalid_field(name, f'"{text[:80]}" is not a Daml-LF Name')
    return text


def workflow_id(text: str) -> str:
    """A workflow id or nothing.

    Raises:
        LedgerError: INVALID_ARGUMENT.
    """
    if text and (problem := _LEDGER_STRING.problem(text)):
        raise invalid_argument(problem)
    return text


def optional_ledger_string(text: str, name: str) -> str:
    """A text such as a submission id, or nothing; errors as `ledger_string`."""
    return ledger_string(text, name) if text else ""


def resource_version(text: str, name: str) -> int | None:
    """The version that what is changed must still have, if the request names one.

    Raises:
        LedgerError: INVALID_FIELD.
    """
    if not text:
        return None
    if re.fullmatch(r"[+-]?[0-9]{1,19}", text) and -_INT64_MAX <= int(text) <= _INT64_MAX:
        return int(text)
    raise invalid_field(name, "Invalid resource version number")


def contract_id(text: str, name: str = "contract_id") -> ContractId:
    """A contract id; errors as `ledger_string`."""
    if not text:
        raise missing_field(name)
    try:
        return ContractId.parse(text)
    except ValueError as error:
        raise invalid_field(name, f'cannot parse ContractId "{text}"') from error


def synchronizer(text: str, name: str = "synchronizer_id") -> str | None:
    """The logical id of a synchronizer, or None if nothing is given.

    Raises:
        LedgerError: INVALID_FIELD.
    """
    if not text:
        return None
    if "::" not in text:
        reason = f"Invalid unique identifier `{text}` with missing namespace."
        raise invalid_field(name, reason)
    try:
        return str(UniqueIdentifier.parse(text))
    except ValueError as error:
        raise invalid_field(name, str(error)) from error


def package_problem(reference: str) -> str | None:
    """What no package can have as its id, or as its `#name`; None if there is nothing."""
    kind = _PACKAGE_NAME if reference.startswith("#") else _PACKAGE_ID
    return kind.problem(reference.removeprefix("#"))


def type_reference(message: wire.Identifier) -> TypeReference:
    """How a command or filter names a type.

    Raises:
        LedgerError: MISSING_FIELD, INVALID_FIELD.
    """
    if not message.module_name:
        raise missing_field("module_name")
    if not message.entity_name:
        raise missing_field("entity_name")
    package = message.package_id
    if problem := package_problem(package):
        raise invalid_field("package reference", problem)
    text = f"{message.package_id}:{message.module_name}:{message.entity_name}"
    try:
        return parse_reference(text)
    except ValueError as error:
        raise invalid_field("module_name or entity_name", str(error)) from error


def non_negative_offset(value: int, name: str) -> Offset:
    """An offset or 0 for the beginning.

    Raises:
        LedgerError: NEGATIVE_OFFSET.
    """
    if value < 0:
        raise LedgerError(
            NEGATIVE_OFFSET,
            f"Offset {value} in {name} is a negative integer: "
            f"the offset in {name} field has to be a non-negative integer (>=0)",
        )
    return Offset(value)


def positive_offset(value: int, name: str, what: str = "a positive integer (>0)") -> Offset:
    """An offset.

    Raises:
        LedgerError: NON_POSITIVE_OFFSET.
    """
    if value <= 0:
        raise LedgerError(
            NON_POSITIVE_OFFSET,
            f"Offset {value} in {name} is not a positive integer: the offset has to be {what}",
        )
    return Offset(value)


def not_after_end(offset: Offset, end: Offset, what: str) -> None:
    """Checks that an offset exists already.

    Raises:
        LedgerError: OFFSET_AFTER_LEDGER_END.
    """
    if offset > end:
        raise LedgerError(
            OFFSET_AFTER_LEDGER_END, f"{what} offset ({offset}) is after ledger end ({end})"
        )


def page_size(value: int | None, default: int, limit: int) -> int:
    """How many elements a page may have.

    Raises:
        LedgerError: INVALID_ARGUMENT.
    """
    if value is None:
        return default
    if value <= 0:
        raise invalid_argument(f"Requested page size must be positive, but got {value}")
    if value > limit:
        raise invalid_argument(f"Requested page size must not exceed {limit}, but got {value}")
    return value


def timestamp(message: TimestampMessage) -> Timestamp:
    """A point in time, cut to whole microseconds.

    Raises:
        LedgerError: INVALID_ARGUMENT.
    """
    value = message.seconds * _MICROS_PER_SECOND + message.nanos // 1000
    if not TIMESTAMP_MIN <= value <= TIMESTAMP_MAX:
        raise invalid_argument(f"Can not represent command ledger time {value} as a Daml timestamp")
    return Timestamp(value)


def duration(message: Duration) -> Micros:
    """A duration, negative or not, cut to whole microseconds."""
    return Micros(message.seconds * _MICROS_PER_SECOND + message.nanos // 1000)
