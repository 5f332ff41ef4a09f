"""The codec of records, where labels, upgrades and downgrades happen.

Source: Daml-LF sheet 2.2, 2.9, 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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

    __slots__ = ("elements", "head", "identifier", "labels", "names")

    def __init__(self, identifier: Identifier, names: tuple[str, ...]) -> None:
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
            raise mismatch(str(self.identifier), value)
        check_type_id(self.identifier, value.type_id, how)
        if how.is_strict:
            fields = self._strict_fields(value, how)
        elif value.labels and all(value.labels):
            fields = self._labelled_fields(value)
        else:
            fields = self._positional_fields(value)
        return tuple(
            None if field is None else codec.translate(field, how, room - 1)
            for codec, field in zip(self.elements, fields, strict=True)
        )

    def _strict_fields(self, value: v.RecordValue, how: Translation) -> Sequence[v.Value | None]:
        if any(value.labels):
            raise TranslationError(f"Unexpected label {value.labels[0]} in record value.")
        if not how.allows_trailing_none and value.fields and value.fields[-1] == v.NONE:
            raise TranslationError("Unexpected trailing None in record.")
        for i, extra in enumerate(value.fields[len(self.names) :], len(self.names)):
            if not isinstance(extra, v.OptionalValue):
                raise TranslationError(
                    f"Found non-optional extra field at index {i}, cannot remove for downgrading."
                )
            if extra.value is not None:
                raise TranslationError(
                    f"Found an optional contract field with a value of Some at index {i}, may not"
                    " be dropped during downgrading."
                )
        return self._padded(value.fields, strict=True)

    def _padded(self, fields: Sequence[v.Value], *, strict: bool) -> list[v.Value | None]:
        result: list[v.Value | None] = list(fields[: len(self.names)])
        for i in range(len(result), len(self.names)):
            self._check_optional(i, strict)
            result.append(None)
        return result

    def _check_optional(self, index: int, strict: bool) -> None:
        if isinstance(self.elements[index], OptionalCodec):
            return
        if strict:
            raise TranslationError(
                "Unexpected non-optional extra template field type encountered during upgrading."
            )
        raise TranslationError(
            f'Missing non-optional field "{self.names[index]}", cannot upgrade non-optional fields.'
        )

    def _labelled_fields(self, value: v.RecordValue) -> list[v.Value | None]:
        given: dict[str, v.Value] = {}
        for label, field in zip(value.labels, value.fields, strict=True):
            if label in given:
                raise TranslationError(f"Duplicate label {label} in record")
            given[label] = field
        result: list[v.Value | None] = []
        for i, name in enumerate(self.names):
            field_or_none = given.pop(name, None)
            if field_or_none is None:
                self._check_optional(i, strict=False)
            result.append(field_or_none)
        for label, extra in given.items():
            _check_extra(extra, f' "{label}"', f' ("{label}")')
        return result

    def _positional_fields(self, value: v.RecordValue) -> list[v.Value | None]:
        labels = value.labels or ("",) * len(value.fields)
        for label, name in zip(labels, self.names, strict=False):
            if label and label != name:
                raise TranslationError(
                    f"Mismatching record field label '{label}' (expecting '{name}') for record"
                    f" {self.identifier}"
                )
        count = len(self.names)
        result = self._padded(value.fields, strict=False)
        for label, extra in zip(labels[count:], value.fields[count:], strict=True):
            named = f' "{label}"' if label else ""
            _check_extra(extra, named, f" ({named.strip()})" if label else "")
        return result

    def label(self, value: v.Value) -> v.Value:
        assert isinstance(value, v.RecordValue)
        fields = zip(self.elements, value.fields, strict=False)
        labelled = tuple([codec.label(field) for codec, field in fields])
        return v.RecordValue(labelled, self.names[: len(labelled)], self.identifier)


def _check_extra(extra: v.Value, plain: str, in_brackets: str) -> None:
    if not isinstance(extra, v.OptionalValue):
        raise TranslationError(
            f"Found non-optional extra field{plain}, cannot remove for downgrading."
        )
    if extra.value is not None:
        raise TranslationError(
            f"An optional contract field{in_brackets} with a value of Some may not be dropped"
            " during downgrading."
        )
