"""The names that generated code relies on. Names are part of the cache's format."""

from __future__ import annotations

from typing import Any, Final

from canton.daml_lf.builtins import (
    application,
    arithmetic_error,
    big_numeric,
    collection,
    comparison,
    crypto,
    numeric,
    text,
)
from canton.daml_lf.builtins.errors import (
    EXTERNAL_CALL_EXECUTION_FAILED,
    EXTERNAL_CALL_PREPARATION_FAILED,
    INTERPRETATION_USER_ERROR,
    DamlException,
    failed,
    failure_status,
)
from canton.daml_lf.compiler.builtin_call import TABLE
from canton.daml_lf.compiler.encoding import CON, EncodedType
from canton.daml_lf.library.template import choice_controllers, choice_observers


def identity(x: Any) -> Any:
    """COERCE_CONTRACT_ID and the conversions of dates and times to numbers."""
    return x


def trace(message: str, value: Any) -> Any:
    """TRACE: whoever wants the messages sets `trace_sink`."""
    if trace_sink:
        trace_sink[-1].append(message)
    return value


trace_sink: Final[list[list[str]]] = []
"""Where TRACE writes: the last list, if any. Tests of evaluation order use it."""


def error(message: str) -> Any:
    """ERROR."""
    raise failed(INTERPRETATION_USER_ERROR, f"User abort: {message}", ("EXCEPTION_TEXT", message))


def throw(type_rep: EncodedType, value: Any) -> Any:
    """Throws an exception."""
    raise DamlException(type_rep, value)


def fail_with_status(error_id: str, category: int, message: str, metadata: Any) -> Any:
    """FAIL_WITH_STATUS."""
    entries = dict(zip(metadata.keys, metadata.values, strict=True))
    raise failure_status(error_id, category, message, entries)


def cons_many(front: tuple[Any, ...], tail: Any) -> Any:
    """Elements in front of a list."""
    for item in reversed(front):
        tail = (item, tail)
    return tail


def experimental_answer(_: Any) -> int:
    """The only experiment there is."""
    return 42


def type_rep_tycon_name(type_rep: EncodedType) -> tuple[str] | None:
    """TYPE_REP_TYCON_NAME."""
    if type_rep[0] == CON:
        return (":".join(type_rep[1:]),)
    return None


def external_call(extension: str, function: str, config: str, payload: str) -> Any:
    """EXTERNAL_CALL: there are no extensions here, so what is well formed fails too."""

    def run(machine: Any) -> Any:
        named = f"(extensionId={extension}, functionId={function})"
        if text.is_hex(config) and text.is_hex(payload):
            code, reason = EXTERNAL_CALL_EXECUTION_FAILED, "External calls not supported"
            told = f"External call execution failed {named}: call failed: {reason}"
        else:
            code = EXTERNAL_CALL_PREPARATION_FAILED
            reason = "Invalid external call config or input: expected canonical lowercase hex"
            told = f"External call preparation failed {named}: {reason}"
        raise failed(
            code,
            told,
            ("EXTERNAL_CALL_EXTENSION_ID", extension),
            ("EXTERNAL_CALL_FUNCTION_ID", function),
            ("EXCEPTION_TEXT", reason),
        )

    return run


def _builtins() -> dict[str, Any]:
    modules = (
        application,
        arithmetic_error,
        big_numeric,
        collection,
        comparison,
        crypto,
        numeric,
        text,
    )
    names = {name for name, _ in TABLE.values()}
    found = {
        name: getattr(module, name) for module in modules for name in names if hasattr(module, name)
    }
    own = (
        identity,
        trace,
        error,
        throw,
        fail_with_status,
        cons_many,
        experimental_answer,
        choice_controllers,
        choice_observers,
        type_rep_tycon_name,
        external_call,
    )
    return found | {f.__name__: f for f in own}


RUNTIME: Final[dict[str, Any]] = {
    **_builtins(),
    "apply1": application.apply1,
    "apply2": application.apply2,
    "apply3": application.apply3,
    "apply_all": application.apply_all,
    "partial": application.partial,
    "steps": application.steps,
    "check": application.check,
}
"""What every package finds in its globals, besides `any_exception_message` of its library."""
