"""Damage to packages: to their bytes, or to the fields of the messages that they are made of.

Damaged bytes are mostly no messages any more. Damaged fields keep every length right, so that what
is wrong with them is found by those who know what fields mean.
"""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from canton.daml_lf.archive.wire import WireError, message_field, read_varint, varint

Field = list[Any]
"""What stands in front of a field, and its number, its eight bytes, or its content: bytes or
fields."""


def damaged_bytes(random: Random, data: bytes) -> bytes:
    """Bits and bytes changed, cut out or doubled, up to three times."""
    result = bytearray(data)
    for _ in range(random.randint(1, 3)):
        if not result:
            break
        position = random.randrange(len(result))
        match random.randrange(5):
            case 0:
                result[position] ^= 1 << random.randrange(8)
            case 1:
                result[position] = random.randrange(256)
            case 2:
                del result[position : position + random.randint(1, 9)]
            case 3:
                result[position:position] = result[position : position + random.randint(1, 9)]
            case _:
                result[position] = (result[position] + 1) % 256
    return bytes(result)


def damaged_fields(random: Random, fields: list[Field]) -> bytes:
    """Numbers changed, fields left out, doubled or put in each other's place, up to three times."""
    fields = deepcopy(fields)
    for _ in range(random.randint(1, 3)):
        places = list(_places(fields))
        siblings, index = random.choice(places)
        field = siblings[index]
        match random.randrange(6):
            case 0:
                del siblings[index]
            case 1:
                siblings.insert(index, deepcopy(field))
            case 2 | 3:
                others, other = random.choice(places)
                source = deepcopy(others[other])
                is_alike = field[0] & 7 == source[0] & 7
                siblings[index] = [field[0], source[1]] if is_alike else source
            case _:
                if isinstance(field[1], int):
                    field[1] = random.choice([field[1] ^ 1, field[1] + 1, random.randrange(30)])
                elif isinstance(field[1], bytes):
                    field[1] = damaged_bytes(random, field[1])
                else:
                    random.shuffle(field[1])
    return _written(fields)


def _places(fields: list[Field]) -> Any:
    for index, field in enumerate(fields):
        yield fields, index
        if isinstance(field[1], list):
            yield from _places(field[1])


def fields_of(data: bytes) -> list[Field]:
    """The fields of a message; content that could be a message is taken for one.

    Raises:
        WireError: the bytes are no message.
    """
    fields: list[Field] = []
    position = 0
    while position < len(data):
        tag, position = read_varint(data, position)
        match tag & 7:
            case 0:
                number, position = read_varint(data, position)
                fields.append([tag, number])
            case 1:
                fields.append([tag, data[position : position + 8]])
                position += 8
                if position > len(data):
                    raise WireError("cut off")
            case 2:
                length, position = read_varint(data, position)
                content = data[position : position + length]
                position += length
                if position > len(data):
                    raise WireError("cut off")
                fields.append([tag, _content(content)])
            case _:
                raise WireError("no message")
    return fields


def _content(content: bytes) -> bytes | list[Field]:
    try:
        return fields_of(content)
    except WireError:
        return content


def _written(fields: list[Field]) -> bytes:
    parts = []
    for tag, content in fields:
        if isinstance(content, int):
            parts.append(varint(tag) + varint(content))
        elif tag & 7 == 1:
            parts.append(varint(tag) + content)
        else:
            inner = _written(content) if isinstance(content, list) else content
            parts.append(message_field(tag >> 3, inner))
    return b"".join(parts)
