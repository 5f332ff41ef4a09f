"""The types of the built-in functions, written in textual Daml-LF.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinFunction, BuiltinType
from canton.daml_lf.text.reader import parse_type

_COMPARISON: Final = "forall (a: *). a -> a -> Bool"
_INT64: Final = "Int64 -> Int64 -> Int64"
_NUMERIC: Final = "forall (a: nat). Numeric a -> Numeric a -> Numeric a"
_NUMERIC_3: Final = (
    "forall (a: nat) (b: nat) (c: nat). Numeric c -> Numeric a -> Numeric b -> Numeric c"
)
_NUMERIC_2: Final = "forall (a: nat) (b: nat). Numeric b -> Numeric a -> Numeric b"
_BIGNUMERIC: Final = "BigNumeric -> BigNumeric -> BigNumeric"
_TEXT: Final = "Text -> Text"
_SIGNATURE: Final = "Text -> Text -> Text -> Bool"

_TYPES: Final = {
    "TRACE": "forall (a: *). Text -> a -> a",
    "ERROR": "forall (a: *). Text -> a",
    "EQUAL": _COMPARISON,
    "LESS_EQ": _COMPARISON,
    "LESS": _COMPARISON,
    "GREATER_EQ": _COMPARISON,
    "GREATER": _COMPARISON,
    "ADD_INT64": _INT64,
    "SUB_INT64": _INT64,
    "MUL_INT64": _INT64,
    "DIV_INT64": _INT64,
    "MOD_INT64": _INT64,
    "EXP_INT64": _INT64,
    "ADD_NUMERIC": _NUMERIC,
    "SUB_NUMERIC": _NUMERIC,
    "MUL_NUMERIC": _NUMERIC_3,
    "DIV_NUMERIC": _NUMERIC_3,
    "ROUND_NUMERIC": "forall (a: nat). Int64 -> Numeric a -> Numeric a",
    "CAST_NUMERIC": _NUMERIC_2,
    "SHIFT_NUMERIC": _NUMERIC_2,
    "INT64_TO_NUMERIC": "forall (a: nat). Numeric a -> Int64 -> Numeric a",
    "NUMERIC_TO_INT64": "forall (a: nat). Numeric a -> Int64",
    "INT64_TO_TEXT": "Int64 -> Text",
    "NUMERIC_TO_TEXT": "forall (a: nat). Numeric a -> Text",
    "TIMESTAMP_TO_TEXT": "Timestamp -> Text",
    "DATE_TO_TEXT": "Date -> Text",
    "PARTY_TO_TEXT": "Party -> Text",
    "TEXT_TO_PARTY": "Text -> Option Party",
    "TEXT_TO_INT64": "Text -> Option Int64",
    "TEXT_TO_NUMERIC": "forall (a: nat). Numeric a -> Text -> Option (Numeric a)",
    "CONTRACT_ID_TO_TEXT": "forall (a: *). ContractId a -> Option Text",
    "SHA256_TEXT": _TEXT,
    "EXPLODE_TEXT": "Text -> List Text",
    "APPEND_TEXT": "Text -> Text -> Text",
    "IMPLODE_TEXT": "List Text -> Text",
    "CODE_POINTS_TO_TEXT": "List Int64 -> Text",
    "TEXT_TO_CODE_POINTS": "Text -> List Int64",
    "DATE_TO_UNIX_DAYS": "Date -> Int64",
    "UNIX_DAYS_TO_DATE": "Int64 -> Date",
    "TIMESTAMP_TO_UNIX_MICROSECONDS": "Timestamp -> Int64",
    "UNIX_MICROSECONDS_TO_TIMESTAMP": "Int64 -> Timestamp",
    "COERCE_CONTRACT_ID": "forall (a: *) (b: *). ContractId a -> ContractId b",
    "FOLDL": "forall (a: *) (b: *). (b -> a -> b) -> b -> List a -> b",
    "FOLDR": "forall (a: *) (b: *). (a -> b -> b) -> b -> List a -> b",
    "EQUAL_LIST": "forall (a: *). (a -> a -> Bool) -> List a -> List a -> Bool",
    "GENMAP_EMPTY": "forall (a: *) (b: *). GenMap a b",
    "GENMAP_INSERT": "forall (a: *) (b: *). a -> b -> GenMap a b -> GenMap a b",
    "GENMAP_LOOKUP": "forall (a: *) (b: *). a -> GenMap a b -> Option b",
    "GENMAP_DELETE": "forall (a: *) (b: *). a -> GenMap a b -> GenMap a b",
    "GENMAP_KEYS": "forall (a: *) (b: *). GenMap a b -> List a",
    "GENMAP_VALUES": "forall (a: *) (b: *). GenMap a b -> List b",
    "GENMAP_SIZE": "forall (a: *) (b: *). GenMap a b -> Int64",
    "ANY_EXCEPTION_MESSAGE": "AnyException -> Text",
    "TEXTMAP_EMPTY": "forall (a: *). TextMap a",
    "TEXTMAP_INSERT": "forall (a: *). Text -> a -> TextMap a -> TextMap a",
    "TEXTMAP_LOOKUP": "forall (a: *). Text -> TextMap a -> Option a",
    "TEXTMAP_DELETE": "forall (a: *). Text -> TextMap a -> TextMap a",
    "TEXTMAP_TO_LIST": "forall (a: *). TextMap a -> List <key: Text, value: a>",
    "TEXTMAP_SIZE": "forall (a: *). TextMap a -> Int64",
    "FAIL_WITH_STATUS": "forall (a: *). Text -> FailureCategory -> Text -> TextMap Text -> a",
    "KECCAK256_TEXT": _TEXT,
    "SECP256K1_BOOL": _SIGNATURE,
    "HEX_TO_TEXT": _TEXT,
    "TEXT_TO_HEX": _TEXT,
    "SHA256_HEX": _TEXT,
    "SECP256K1_WITH_ECDSA_BOOL": _SIGNATURE,
    "SECP256K1_VALIDATE_KEY": "Text -> Bool",
    "SCALE_BIGNUMERIC": "BigNumeric -> Int64",
    "PRECISION_BIGNUMERIC": "BigNumeric -> Int64",
    "ADD_BIGNUMERIC": _BIGNUMERIC,
    "SUB_BIGNUMERIC": _BIGNUMERIC,
    "MUL_BIGNUMERIC": _BIGNUMERIC,
    "DIV_BIGNUMERIC": "Int64 -> RoundingMode -> BigNumeric -> BigNumeric -> BigNumeric",
    "SHIFT_RIGHT_BIGNUMERIC": "Int64 -> BigNumeric -> BigNumeric",
    "BIGNUMERIC_TO_NUMERIC": "forall (a: nat). Numeric a -> BigNumeric -> Numeric a",
    "NUMERIC_TO_BIGNUMERIC": "forall (a: nat). Numeric a -> BigNumeric",
    "BIGNUMERIC_TO_TEXT": "BigNumeric -> Text",
    "TYPE_REP_TYCON_NAME": "TypeRep -> Option Text",
    "EXTERNAL_CALL": "Text -> Text -> Text -> Text -> Update Text",
}


@cache
def type_of_builtin(function: BuiltinFunction) -> ast.Type:
    """The type of a built-in function."""
    return parse_type(_TYPES[function.name])


_STAR_TO_STAR: Final = ast.KindArrow(ast.STAR, ast.STAR)
_BUILTIN_KINDS: Final[dict[BuiltinType, ast.Kind]] = {
    BuiltinType.NUMERIC: ast.KindArrow(ast.NAT, ast.STAR),
    BuiltinType.LIST: _STAR_TO_STAR,
    BuiltinType.UPDATE: _STAR_TO_STAR,
    BuiltinType.CONTRACT_ID: _STAR_TO_STAR,
    BuiltinType.OPTIONAL: _STAR_TO_STAR,
    BuiltinType.TEXTMAP: _STAR_TO_STAR,
    BuiltinType.ARROW: ast.KindArrow(ast.STAR, _STAR_TO_STAR),
    BuiltinType.GENMAP: ast.KindArrow(ast.STAR, _STAR_TO_STAR),
}


def kind_of_builtin(builtin: BuiltinType) -> ast.Kind:
    """The kind of a built-in type constructor."""
    return _BUILTIN_KINDS.get(builtin, ast.STAR)


def type_of_literal(literal: ast.Literal) -> ast.Type:
    """The type of a literal."""
    match literal:
        case ast.Int64Lit():
            return ast.INT64
        case ast.NumericLit():
            return ast.numeric_of(ast.TypeNat(literal.scale))
        case ast.TextLit():
            return ast.TEXT
        case ast.TimestampLit():
            return ast.TIMESTAMP
        case ast.DateLit():
            return ast.DATE
        case ast.RoundingModeLit():
            return ast.ROUNDING_MODE
        case ast.FailureCategoryLit():
            return ast.FAILURE_CATEGORY
