"""The failures that users meet: of exceptions that nothing caught, and of names that are unknown.

Source: Daml-LF sheet 2.4 (prevent catch, uncaught exceptions), 2.9.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from canton.daml_lf.builtins.errors import (
    COMMAND_PREPROCESSING_FAILED,
    DamlException,
    InterpretationError,
    failure_status,
)
from canton.daml_lf.compiler.artifact import CompiledPackage
from canton.daml_lf.compiler.encoding import EncodedType, identifier_of
from canton.daml_lf.language.reference import Identifier, ModuleName, PackageId

_UNHANDLED_CATEGORY: Final = 9


class Packages(Protocol):
    """Where the tables of loaded packages are found."""

    def compiled(self, package_id: PackageId) -> CompiledPackage:
        """A loaded package's tables."""


class Messages(Protocol):
    """Where exceptions have their messages."""

    def any_exception_message(self, exception: tuple[EncodedType, Any]) -> str:
        """The message of an exception."""


def rejected(text: str) -> InterpretationError:
    """The error for a command that does not fit the packages."""
    return InterpretationError(COMMAND_PREPROCESSING_FAILED, text)


def unknown(
    library: Packages, identifier: Identifier, what: str, sought: str = ""
) -> InterpretationError:
    """The error for a name that its package, which is loaded, does not have.

    `sought` is what was looked for when the name was met.
    """
    sought = sought or what
    if not _has_module(library.compiled(identifier.package), identifier.module):
        what = f"module {identifier.package}:{identifier.module}"
    return rejected(f"unknown {what}" + (f" while looking for {sought}" if sought != what else ""))


def _has_module(package: CompiledPackage, name: ModuleName) -> bool:
    tables = (package.shapes, package.synonyms, package.exports, package.interfaces)
    return any(module == name for table in tables for module, _ in table)


class Failures:
    """Turns exceptions into failures; knows where exceptions have their messages."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def unhandled(self, exception: DamlException) -> InterpretationError:
        """The failure that an uncaught exception is."""
        name = identifier_of(exception.type_rep).qualified_name
        try:
            message = self._messages.any_exception_message((exception.type_rep, exception.value))
        except DamlException as inner:
            inner_name = identifier_of(inner.type_rep).qualified_name
            message = f"<Failed to calculate message as {inner_name} was thrown during conversion>"
        return failure_status(f"UNHANDLED_EXCEPTION/{name}", _UNHANDLED_CATEGORY, message, {})

    # No `f(*arguments)` here: it would go through C and use up its stack.

    def guarded1(self, f: Callable[[Any], Any], a: Any) -> Any:
        """Calls what must not throw to a handler outside."""
        try:
            return f(a)
        except DamlException as error:
            raise self.unhandled(error) from error

    def guarded2(self, f: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
        """As `guarded1` with two arguments."""
        try:
            return f(a, b)
        except DamlException as error:
            raise self.unhandled(error) from error
