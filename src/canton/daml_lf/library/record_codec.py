"""The codec of records, where labels, upgrades and downgrades happen.

Source: Daml-LF sheet 2.2, 2.9, 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from canton.daml_lf.builtins.application import spend
from canton.daml_lf.hashing.encoding import qualified_name_bytes, string_bytes
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.codec import Chunks, Codec, check_room
from canton.daml_lf.library.data_codec import (
    OptionalCodec,
    check_type_id,
)
from canton.daml_lf.library.translation import Translation, TranslationError, mismatch
from canton.daml_lf.value import value as v


class RecordCodec:
    """A record; `elements` are filled in after it is made, as types may contain themselves."""

    __slots__ = ("elements", "head", "identifier", "labels", "names", "type_text")

    def __init__(self, type_text: str, identifier: Identifier, names: tuple[str, ...]) -> None:
        self.type_text = type_text
        self.identifier = identifier
        self.names = names
        self.labels = [string_bytes(name) for name in names]
        self.head = b"\x08" + qualified_name_bytes(identifier)
        self.elements: list[Codec] = []

    def _present(self, x: Any) -> int:
        # Only an Optional is None at run time, so trailing None are trailing absent fields.
        count = len(x)
        while count and x[count - 1] is None:
            count -= 1
        return count

    def to_ledger(self, x: Any, room: int) -> v.Value:
        check_room(room)
        room -= 1
        spend(1)
        fields = zip(self.elements, x[: self._present(x)], strict=False)
        return v.RecordValue(tuple([codec.to_ledger(field, room) for codec, field in fields]))

    def encode(self, x: Any, out: Chunks) -> None:
        out.append(self.head)
        for i in range(self._present(x)):
            out.append(self.labels[i])
            self.elements[i].encode(x[i], out)
        out.append(b"\xff")

    def translate(self, value: v.Value, how: Translation, room: int) -> Any:
        how.check_room(room)
        if type(value) is not v.RecordValue:
            raise mismatch(self.type_text, value)
        check_type_id("record", self.identifier, value, how)
        if how.is_strict:
            return self._translate_strictly(value, how, room - 1)
        labelled = _labelled(value)
        if labelled is None:
            fields, extra = self._by_position(value)
        else:
            fields, extra = self._by_label(labelled)
        record = self._translated(fields, how, room - 1)
        for label, field in extra:
            _check_extra(label, field)
        return record

    def _translated(
        self, fields: Sequence[v.Value | None], how: Translation, room: int
    ) -> tuple[Any, ...]:
        return tuple(
            None if field is None else codec.translate(field, how, room)
            for codec, field in zip(self.elements, fields, strict=False)
        )

    # --- stored contracts: no labels, up- and downgraded by position --------------------------

    def _translate_strictly(self, value: v.RecordValue, how: Translation, room: int) -> Any:
        if any(value.labels):
            label = next(filter(None, value.labels))
            raise TranslationError(f"Unexpected label {label} in record value.", value)
        if not how.allows_trailing_none and value.fields and value.fields[-1] == v.NONE:
            raise TranslationError("Unexpected trailing None in record.", value)
        count = len(self.names)
        record = self._translated(value.fields, how, room)
        for i, extra in enumerate(value.fields[count:], count):
            if not isinstance(extra, v.OptionalValue):
                raise TranslationError(
                    f"Found non-optional extra field at index {i}, cannot remove for downgrading.",
                    value,
                    self.type_text,
                )
            if extra.value is not None:
                raise TranslationError(
                    f"Found an optional contract field with a value of Some at index {i}, may not"
                    " be dropped during downgrading.",
                    value,
                    self.type_text,
                )
        missing = self.elements[len(record) :]
        if not all(isinstance(element, OptionalCodec) for element in missing):
            raise TranslationError(
                "Unexpected non-optional extra template field type encountered during upgrading.",
                value,
                self.type_text,
            )
        return record + (None,) * len(missing)

    # --- commands: by labels where all are there, else by position ----------------------------

    def _check_optional(self, index: int) -> None:
        if not isinstance(self.elements[index], OptionalCodec):
            raise TranslationError(
                f'Missing non-optional field "{self.names[index]}", cannot upgrade non-optional'
                " fields."
            )

    def _by_label(
        self, given: dict[str, v.Value]
    ) -> tuple[list[v.Value | None], list[tuple[str, v.Value]]]:
        result: list[v.Value | None] = []
        for i, name in enumerate(self.names):
            field = given.pop(name, None)
            if field is None:
                self._check_optional(i)
            result.append(field)
        return result, list(given.items())

    def _by_position(
        self, value: v.RecordValue
    ) -> tuple[list[v.Value | None], list[tuple[str, v.Value]]]:
        labels = value.labels or ("",) * len(value.fields)
        result: list[v.Value | None] = []
        for i, name in enumerate(self.names):
            if i >= len(value.fields):
                self._check_optional(i)
                result.append(None)
                continue
            if labels[i] and labels[i] != name:
                raise TranslationError(
                    f"Mismatching record field label '{labels[i]}' (expecting '{name}') for record"
                    f" {self.identifier}"
                )
            result.append(value.fields[i])
        count = len(self.names)
        return result, list(zip(labels[count:], value.fields[count:], strict=True))

    def label(self, value: v.Value, is_whole: bool = False) -> v.Value:
        assert isinstance(value, v.RecordValue)
        fields = zip(self.elements, _without_trailing_none(value.fields), strict=False)
        labelled = tuple([codec.label(field, is_whole) for codec, field in fields])
        if is_whole:
            labelled += (v.NONE,) * (len(self.names) - len(labelled))
        return v.RecordValue(labelled, self.names[: len(labelled)], self.identifier)


def _without_trailing_none(fields: tuple[v.Value, ...]) -> tuple[v.Value, ...]:
    """The fields as the normal form has them; those of old contracts may go on with absent ones."""
    count = len(fields)
    while count and fields[count - 1] == v.NONE:
        count -= 1
    return fields[:count]


def _labelled(value: v.RecordValue) -> dict[str, v.Value] | None:
    """The fields by their labels, if all have one."""
    given: dict[str, v.Value] = {}
    for label, field in zip(value.labels, value.fields, strict=bool(value.labels)):
        if not label:
            return None
        if label in given:
            raise TranslationError(f"Duplicate label {label} in record")
        given[label] = field
    return given if value.labels or not value.fields else None


def _check_extra(label: str, extra: v.Value) -> None:
    """An extra field may be dropped if it is absent."""
    if not isinstance(extra, v.OptionalValue):
        named = f' "{label}"' if label else ""
        raise TranslationError(
            f"Found non-optional extra field{named}, cannot remove for downgrading."
        )
    if extra.value is not None:
        named = f' ("{label}")' if label else ""
        raise TranslationError(
            f"An optional contract field{named} with a value of Some may not be dropped during"
            " downgrading."
        )
