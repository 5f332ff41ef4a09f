"""Why a package is refused, and where.

    ValidationError          the first thing that is wrong with a package

Source: Canton 3.6 Daml-LF validation errors (LF sheet 3.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier


class Fault(Enum):
    """What may be wrong with a package."""

    NAT_KIND_RIGHT_OF_ARROW = "invalid kind"
    UNKNOWN_TYPE_VARIABLE = "unknown type variable"
    UNKNOWN_VARIABLE = "unknown variable"
    UNKNOWN_DEFINITION = "unknown definition"
    SYNONYM_ARITY = "wrong number of arguments of a type synonym"
    TYPE_ARITY = "wrong number of arguments of a type"
    DUPLICATE_TYPE_PARAMETER = "duplicate type parameter"
    DUPLICATE_FIELD = "duplicate field"
    DUPLICATE_VARIANT_CONSTRUCTOR = "duplicate variant constructor"
    DUPLICATE_ENUM_CONSTRUCTOR = "duplicate enum constructor"
    EMPTY_CONS_FRONT = "nothing in front of a list"
    EXPECTED_RECORD = "expected a record type"
    EXPECTED_VARIANT = "expected a variant type"
    EXPECTED_ENUM = "expected an enum type"
    EXPECTED_STRUCT = "expected a struct type"
    EXPECTED_ANY_TYPE = "expected a type that may be hidden in an Any"
    EXPECTED_EXCEPTION = "expected an exception type"
    EXPECTED_HIGHER_KIND = "expected a type constructor"
    EXPECTED_FUNCTION = "expected a function"
    EXPECTED_POLYMORPHIC = "expected a polymorphic expression"
    EXPECTED_UPDATE = "expected an update"
    EXPECTED_SERIALIZABLE = "expected a serializable type"
    EXPECTED_TEMPLATE_RECORD = "expected a monomorphic record type for a template"
    EXPECTED_EXCEPTION_RECORD = "expected a monomorphic record type for an exception"
    FIELD_MISMATCH = "the fields are not those of the record type"
    UNKNOWN_VARIANT_CONSTRUCTOR = "unknown variant constructor"
    UNKNOWN_ENUM_CONSTRUCTOR = "unknown enum constructor"
    UNKNOWN_FIELD = "unknown field"
    KIND_MISMATCH = "kind mismatch"
    TYPE_MISMATCH = "type mismatch"
    FIELD_TYPE_MISMATCH = "type mismatch of a field"
    PATTERN_MISMATCH = "pattern does not match the type"
    NON_EXHAUSTIVE_PATTERNS = "patterns are not exhaustive"
    EMPTY_CASE = "case without alternatives"
    CLASHING_PATTERN_VARIABLES = "variable used twice in a pattern"
    VIEW_HEAD_NOT_CONSTRUCTOR = "the view type is no data type"
    VIEW_HAS_VARIABLES = "the view type has parameters"
    VIEW_NOT_RECORD = "the view type is no record"
    VIEW_TYPE_MISMATCH = "type mismatch of a view"
    METHOD_TYPE_MISMATCH = "type mismatch of a method"
    IMPORT_CYCLE = "cycle of modules"
    SYNONYM_CYCLE = "cycle of type synonyms"
    ENUM_WITH_PARAMETERS = "enum with type parameters"
    INTERFACE_WITH_PARAMETERS = "interface with type parameters"
    COLLISION = "colliding names"
    DEPENDENCY_VERSION = "dependency on a newer language version"
    MISSING_METHOD = "method is not implemented"
    UNKNOWN_METHOD = "method is not of the interface"
    MISSING_REQUIRED_INSTANCE = "instance of a required interface is missing"
    WRONG_REQUIREMENT = "the interface does not require the other"
    REQUIREMENTS_NOT_CLOSED = "requirements of required interfaces are missing"
    CIRCULAR_REQUIREMENT = "the interface requires itself"
    TOO_COMPLEX = "the package's types are too complex"


@dataclass(frozen=True, slots=True)
class Place:
    """A definition, and which part of it; the source location is the nearest that is known."""

    what: str
    id: Identifier | None
    part: str = ""
    location: ast.Location | None = None

    def __str__(self) -> str:
        named = f"{self.what} {self.id.qualified_name}" if self.id is not None else self.what
        part = f", {self.part}" if self.part else ""
        if self.location is None:
            return f"{named}{part}"
        location = self.location
        line, column = location.start_line + 1, location.start_column + 1
        return f"{named}{part} (module {location.module}, line {line}, column {column})"


class ValidationError(Exception):
    """A package that is not well-formed."""

    def __init__(self, fault: Fault, detail: str, place: Place) -> None:
        super().__init__(
            f"{fault.value}: {detail} in {place}" if detail else f"{fault.value} in {place}"
        )
        self.fault = fault
        self.detail = detail
        self.place = place
