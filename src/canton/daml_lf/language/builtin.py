"""The built-in types, constructors, literals' enumerations and functions, by their wire numbers.

They are integer enumerations so that hashing them costs nothing. From which version on a builtin
exists is data (`builtin_function_feature`, `builtin_type_feature`).
Source: Canton 3.6 daml_lf2 enumerations (LF sheet 1.4).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from canton.daml_lf.language.version import CONTRACT_KEYS, EXCEPTIONS, UNSTABLE, Feature


class BuiltinType(IntEnum):
    """The built-in type constructors."""

    UNIT = 0
    BOOL = 1
    INT64 = 2
    DATE = 3
    TIMESTAMP = 4
    NUMERIC = 5
    PARTY = 6
    TEXT = 7
    CONTRACT_ID = 8
    OPTIONAL = 9
    LIST = 10
    GENMAP = 11
    ANY = 13
    ANY_EXCEPTION = 14
    TYPE_REP = 15
    ARROW = 16
    UPDATE = 17
    FAILURE_CATEGORY = 18
    TEXTMAP = 19
    BIGNUMERIC = 1002
    ROUNDING_MODE = 1003


class BuiltinCon(IntEnum):
    """The built-in constructors."""

    UNIT = 0
    FALSE = 1
    TRUE = 2


class RoundingMode(IntEnum):
    """How BigNumeric operations round."""

    UP = 0
    DOWN = 1
    CEILING = 2
    FLOOR = 3
    HALF_UP = 4
    HALF_DOWN = 5
    HALF_EVEN = 6
    UNNECESSARY = 7


class FailureCategory(IntEnum):
    """The error categories that a contract may fail with."""

    INVALID_INDEPENDENT_OF_SYSTEM_STATE = 0
    INVALID_GIVEN_CURRENT_SYSTEM_STATE_OTHER = 1

    @property
    def category_number(self) -> int:
        """The number of the error category that clients see."""
        return 8 if self is FailureCategory.INVALID_INDEPENDENT_OF_SYSTEM_STATE else 9


class BuiltinFunction(IntEnum):
    """The built-in functions; the names are also their spelling in textual LF."""

    TRACE = 0
    ERROR = 1
    EQUAL = 2
    LESS_EQ = 3
    LESS = 4
    GREATER_EQ = 5
    GREATER = 6
    ADD_INT64 = 7
    SUB_INT64 = 8
    MUL_INT64 = 9
    DIV_INT64 = 10
    MOD_INT64 = 11
    EXP_INT64 = 12
    ADD_NUMERIC = 13
    SUB_NUMERIC = 14
    MUL_NUMERIC = 15
    DIV_NUMERIC = 16
    ROUND_NUMERIC = 17
    CAST_NUMERIC = 18
    SHIFT_NUMERIC = 19
    INT64_TO_NUMERIC = 20
    NUMERIC_TO_INT64 = 21
    INT64_TO_TEXT = 22
    NUMERIC_TO_TEXT = 23
    TIMESTAMP_TO_TEXT = 25
    DATE_TO_TEXT = 26
    PARTY_TO_TEXT = 27
    TEXT_TO_PARTY = 28
    TEXT_TO_INT64 = 29
    TEXT_TO_NUMERIC = 30
    CONTRACT_ID_TO_TEXT = 31
    SHA256_TEXT = 32
    EXPLODE_TEXT = 33
    APPEND_TEXT = 34
    IMPLODE_TEXT = 35
    CODE_POINTS_TO_TEXT = 36
    TEXT_TO_CODE_POINTS = 37
    DATE_TO_UNIX_DAYS = 38
    UNIX_DAYS_TO_DATE = 39
    TIMESTAMP_TO_UNIX_MICROSECONDS = 40
    UNIX_MICROSECONDS_TO_TIMESTAMP = 41
    COERCE_CONTRACT_ID = 42
    FOLDL = 43
    FOLDR = 44
    EQUAL_LIST = 45
    GENMAP_EMPTY = 52
    GENMAP_INSERT = 53
    GENMAP_LOOKUP = 54
    GENMAP_DELETE = 55
    GENMAP_KEYS = 56
    GENMAP_VALUES = 57
    GENMAP_SIZE = 58
    ANY_EXCEPTION_MESSAGE = 59
    TEXTMAP_EMPTY = 60
    TEXTMAP_INSERT = 61
    TEXTMAP_LOOKUP = 62
    TEXTMAP_DELETE = 63
    TEXTMAP_TO_LIST = 64
    TEXTMAP_SIZE = 65
    FAIL_WITH_STATUS = 66
    KECCAK256_TEXT = 67
    SECP256K1_BOOL = 68
    HEX_TO_TEXT = 69
    TEXT_TO_HEX = 70
    SHA256_HEX = 71
    SECP256K1_WITH_ECDSA_BOOL = 72
    SECP256K1_VALIDATE_KEY = 73
    SCALE_BIGNUMERIC = 2001
    PRECISION_BIGNUMERIC = 2002
    ADD_BIGNUMERIC = 2003
    SUB_BIGNUMERIC = 2004
    MUL_BIGNUMERIC = 2005
    DIV_BIGNUMERIC = 2006
    SHIFT_RIGHT_BIGNUMERIC = 2007
    BIGNUMERIC_TO_NUMERIC = 2008
    NUMERIC_TO_BIGNUMERIC = 2009
    BIGNUMERIC_TO_TEXT = 2010
    TYPE_REP_TYCON_NAME = 3011
    EXTERNAL_CALL = 5001


_FIRST_UNSTABLE_NUMBER: Final = 1000


def builtin_function_feature(function: BuiltinFunction) -> Feature | None:
    """The feature that a version must have to use the function; None where all versions may."""
    if function >= _FIRST_UNSTABLE_NUMBER:
        return UNSTABLE
    return _FUNCTION_FEATURES.get(function)


def builtin_type_feature(builtin: BuiltinType) -> Feature | None:
    """The feature that a version must have to use the type; None where all versions may."""
    return UNSTABLE if builtin >= _FIRST_UNSTABLE_NUMBER else None


_FUNCTION_FEATURES: Final = {
    BuiltinFunction.ANY_EXCEPTION_MESSAGE: EXCEPTIONS,
    BuiltinFunction.SECP256K1_VALIDATE_KEY: CONTRACT_KEYS,
}
