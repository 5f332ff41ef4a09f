"""Exceptions that nothing may catch, or that nothing caught: the failures that they become.

Source: Daml-LF sheet 2.4 (prevent catch, uncaught exceptions).
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from canton.daml_lf.builtins.errors import DamlException, InterpretationError, failure_status
from canton.daml_lf.compiler.encoding import EncodedType, identifier_of

_UNHANDLED_CATEGORY: Final = 9


class Messages(Protocol):
    """Where exceptions have their messages."""

    def any_exception_message(self, exception: tuple[EncodedType, Any]) -> str:
        """The message of an exception."""


def unhandled(messages: Messages, exception: DamlException) -> InterpretationError:
    """The failure that an uncaught exception is."""
    name = identifier_of(exception.type_rep).qualified_name
    try:
        message = messages.any_exception_message((exception.type_rep, exception.value))
    except DamlException as inner:
        inner_name = identifier_of(inner.type_rep).qualified_name
        message = f"<Failed to calculate message as {inner_name} was thrown during conversion>"
    return failure_status(f"UNHANDLED_EXCEPTION/{name}", _UNHANDLED_CATEGORY, message, {})
