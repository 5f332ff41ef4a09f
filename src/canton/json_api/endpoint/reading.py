"""Requests read from what comes in by an endpoint.

Source: Canton 3.6 Endpoints (what is an error of the ledger and what is not even a request).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from canton.errors import LedgerError
from canton.json_api.daml.table import ValueTypes
from canton.json_api.endpoint.endpoint import (
    BytesBody,
    Endpoint,
    JsonBody,
    Parameter,
    ParameterKind,
    Place,
)
from canton.json_api.exchange import Incoming, Unreadable
from canton.json_api.message.codec import codec_of
from canton.json_api.mismatch import Json, Mismatch
from canton.ledger_api.errors import INVALID_ARGUMENT, invalid_argument

_DIGITS_MAX: Final = 400
_INT32: Final = range(-(2**31), 2**31)
_FLAGS: Final = {"true": True, "false": False}


def _number(text: str) -> Decimal:
    """A number that is not whole. Its exponent is bounded, as are texts that are made of it."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # so does the library call an exponent that it cannot hold
        number = None
    if number is None or abs(number.adjusted()) > _DIGITS_MAX:
        raise ValueError("a number has too many digits")
    return number


_DECODER: Final = msgspec.json.Decoder(float_hook=_number)


def parse(body: bytes | str) -> Json:
    """The JSON of a body.

    Raises:
        Unreadable: it is none; the text says at which line and column.
    """
    try:
        return _DECODER.decode(body)
    except msgspec.DecodeError as error:
        raise Unreadable("body", _with_place(str(error), body)) from None
    except RecursionError:
        raise Unreadable("body", "JSON is nested too deeply") from None
    except ValueError as error:
        raise Unreadable("body", str(error)) from None


def _with_place(message: str, body: bytes | str) -> str:
    """The parser's message with line and column instead of a number of bytes."""
    front, found, rest = message.partition(" (byte ")
    if not found:
        return message
    content = body.encode() if isinstance(body, str) else body
    before = content[: int(rest.rstrip(")"))]
    line = before.count(b"\n") + 1
    column = len(before) - (before.rfind(b"\n") + 1) + 1
    return f"{front} (line {line}, column {column})"


def read_body(endpoint: Endpoint, json: Json, types: ValueTypes) -> Any:
    """The request of a body in JSON; parameters are not set yet.

    Raises:
        Unreadable: it is not of the request's form.
        LedgerError: it is, and is wrong.
    """
    assert isinstance(endpoint.body, JsonBody)
    field = endpoint.body.field
    try:
        if endpoint.body.rewrite is not None:
            json = endpoint.body.rewrite(json)
        if field is None:
            return codec_of(endpoint.method.descriptor.input_type).decode(json, types)
        inner = endpoint.method.descriptor.input_type.fields_by_name[field].message_type
        assert inner is not None
        content: dict[str, Any] = {field: codec_of(inner).decode(json, types)}
        return endpoint.method.request_type(**content)
    except Mismatch as mismatch:
        raise _refusal(mismatch) from None


def _refusal(mismatch: Mismatch) -> Exception:
    if mismatch.code is None:
        return Unreadable("body", str(mismatch))
    if mismatch.code is INVALID_ARGUMENT:
        return invalid_argument(str(mismatch))
    return LedgerError(mismatch.code, str(mismatch))


def read_request(
    endpoint: Endpoint, incoming: Incoming, in_path: Mapping[str, str], types: ValueTypes
) -> Any:
    """The request that comes in.

    Raises:
        Unreadable: a part of it is not of its form.
        LedgerError: a part is wrong, or the path and the body contradict each other.
    """
    match endpoint.body:
        case None:
            request: Any = endpoint.method.request_type()
        case BytesBody(field):
            content: dict[str, Any] = {field: incoming.body}
            request = endpoint.method.request_type(**content)
        case JsonBody():
            request = read_body(endpoint, parse(incoming.body), types)
    for each in endpoint.parameters:
        if each.must_match:
            _check_match(request, each, in_path[each.name])
        elif not each.field:
            continue
        elif each.place is Place.PATH:
            _set(request, each, in_path[each.name])
        else:
            _set_query(request, each, incoming)
    if endpoint.finish is not None:
        endpoint.finish(request)
    return request


def _check_match(request: Any, parameter: Parameter, given: str) -> None:
    found = request
    for step in parameter.must_match.split("."):
        found = getattr(found, step)
    if found != given:
        noun = parameter.name.removesuffix("-id")
        raise invalid_argument(f"{given} does not match {noun} in body: {found}")


def _set_query(request: Any, parameter: Parameter, incoming: Incoming) -> None:
    texts = incoming.query.get(parameter.name, ())
    if parameter.kind is ParameterKind.TEXTS:
        getattr(request, parameter.field).extend(texts)
        return
    if not texts and None not in parameter.constants:
        return
    value = query_value(parameter.name, parameter.kind, texts[0]) if texts else None
    _set(request, parameter, parameter.constants.get(value, value))


def _set(request: Any, parameter: Parameter, value: Any) -> None:
    field = request.DESCRIPTOR.fields_by_name[parameter.field]
    if field.is_repeated:
        getattr(request, parameter.field).append(value)
    else:
        setattr(request, parameter.field, value)


def query_value(
    name: str, kind: ParameterKind, text: str, allowed: range = _INT32
) -> str | int | bool:
    """The value of a parameter in the query.

    Raises:
        Unreadable: the text is none.
    """
    match kind:
        case ParameterKind.INT32:
            try:
                number = int(text)
            except ValueError:
                number = None
            if number is None or number not in allowed:
                raise Unreadable(f"query parameter {name}", f"'{text[:60]}' is no such integer")
            return number
        case ParameterKind.FLAG:
            if text not in _FLAGS:
                raise Unreadable(f"query parameter {name}", f"'{text[:60]}' is no boolean")
            return _FLAGS[text]
        case _:
            return text
