"""Why a package is no valid upgrade of another.

    UpgradeError             the first rule that is broken

Source: Canton 3.6 upgrade checks (LF sheet 3.2).
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from canton.errors import Categories, ErrorCode

NOT_VALID_UPGRADE_PACKAGE: Final = ErrorCode(
    "NOT_VALID_UPGRADE_PACKAGE",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package that is to be vetted is not a valid upgrade of a vetted package of the same name.",
    "Read in the error which rule is broken, and change the newer package.",
)
KNOWN_PACKAGE_VERSION: Final = ErrorCode(
    "KNOWN_PACKAGE_VERSION",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package of the same name and version but of other content is vetted.",
    "Give the newer package a higher version.",
)
DAML_PRIM_NOT_UTILITY_PACKAGE: Final = ErrorCode(
    "DAML_PRIM_NOT_UTILITY_PACKAGE",
    Categories.INVALID_INDEPENDENT_OF_SYSTEM_STATE,
    "A package is called daml-prim or daml-stdlib but defines templates or stored types.",
    "Use the package that comes with the compiler.",
)


class Rule(Enum):
    """The rules of upgrades, by what a package does that breaks them."""

    DECREASING_LF_VERSION = "uses an older version of Daml-LF"
    MISSING_MODULE = "lacks a module"
    MISSING_TEMPLATE = "lacks a template"
    MISSING_DATA_TYPE = "lacks a data type"
    MISSING_CHOICE = "lacks a choice"
    MISSING_IMPLEMENTATION = "lacks an interface instance"
    CHANGED_KEY_TYPE = "changes the type of a key"
    REMOVED_KEY = "removes a key"
    ADDED_KEY = "adds a key"
    CHANGED_CHOICE_RESULT = "changes the result type of a choice"
    CHANGED_ORIGIN = "uses a record for something else"
    CHANGED_VARIETY = "turns a data type into another kind of type"
    RECORD_FIELDS_MISSING = "lacks fields of a record"
    RECORD_FIELDS_CHANGED = "changes the types of fields"
    RECORD_FIELDS_NOT_OPTIONAL = "adds fields that are not optional"
    RECORD_FIELDS_ORDER = "changes the order of fields"
    VARIANT_CONSTRUCTOR_REMOVED = "lacks a constructor of a variant"
    VARIANT_CONSTRUCTOR_CHANGED = "changes the type of a constructor"
    VARIANT_CONSTRUCTORS_ORDER = "changes the order of constructors"
    VARIANT_FIELD_ADDED = "adds a field to a constructor that is not optional"
    ENUM_CONSTRUCTOR_REMOVED = "lacks a constructor of an enum"
    ENUM_CONSTRUCTORS_ORDER = "changes the order of an enum's constructors"
    BECAME_UNSERIALIZABLE = "makes a type unserializable"
    DIFFERENT_PARAMETER_COUNT = "changes the number of type parameters"
    DIFFERENT_PARAMETER_KINDS = "changes the kinds of type parameters"


class UpgradeError(Exception):
    """A package that is no valid upgrade: the rule, and what breaks it."""

    def __init__(self, rule: Rule, subject: str) -> None:
        super().__init__(f"the upgrading package {rule.value}: {subject}")
        self.rule = rule
        self.subject = subject
