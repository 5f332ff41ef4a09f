"""The recorded calls about users, asked again in their order: the same answers and refusals."""

from __future__ import annotations

import base64
import re

from canton.errors import CantonError
from canton.wire import ledger_admin_pb2
from simulation.virtual_loop import run
from unit.ledger_api.conftest import participant_api

_TEXT = re.compile(r"([A-Z_]+)\(\d+,[^)]*\): (.*)", re.DOTALL)
_SERVICE = "UserManagementService/"


def user_calls(recording):
    """Method, request, and answer (or code and cause) of the recorded calls in order."""
    list(recording.messages("GetUpdates", "request"))
    opened, requests, answers = {}, {}, {}
    for entry in recording._entries:
        call = entry["call"]
        if _SERVICE in entry.get("method", ""):
            opened[call] = entry["method"].rpartition("/")[2]
        elif call not in opened:
            continue
        elif "b64" in entry:
            kept = requests if entry["dir"] == "request" else answers
            kept[call] = base64.b64decode(entry["b64"])
        elif entry.get("details"):
            match = _TEXT.fullmatch(entry["details"])
            assert match is not None
            answers[call] = match[1], match[2]
    return [(name, requests[call], answers[call]) for call, name in opened.items()]


def comparable(message):
    """The message without an order of its rights: the original tells them as they come."""
    for field in message.DESCRIPTOR.fields:
        if field.name.endswith("rights"):
            getattr(message, field.name).sort(key=lambda each: each.SerializeToString())
    return message


def test_recorded_users_live_here_too(recording) -> None:
    async def scenario() -> None:
        different = []
        calls = user_calls(recording)
        async with participant_api() as api:
            for name, content, expected in calls:
                method, _ = api.handlers[_SERVICE + name]
                request = method.request_type.FromString(content)
                if isinstance(expected, bytes):
                    kind = getattr(ledger_admin_pb2, f"{name}Response")
                    expected = comparable(kind.FromString(expected))
                try:
                    found = comparable(await api.call(_SERVICE + name, request))
                except CantonError as error:
                    found = error.code.id, error.cause
                if found != expected:
                    different.append((name, expected, found))
        assert len(calls) >= 15
        assert different == []

    run(scenario(), 0)
