"""How generated code calls builtin functions: name, arity, and the forms written in line.

The names on the right are those that `runtime` binds. Source: Daml-LF sheet 2.3, 4.2.
"""

from __future__ import annotations

from typing import Final

from canton.daml_lf.language.builtin import BuiltinFunction as B

TABLE: Final[dict[B, tuple[str, int]]] = {
    B.TRACE: ("trace", 2),
    B.ERROR: ("error", 1),
    B.EQUAL: ("equal", 2),
    B.LESS_EQ: ("less_or_equal", 2),
    B.LESS: ("less", 2),
    B.GREATER_EQ: ("greater_or_equal", 2),
    B.GREATER: ("greater", 2),
    B.ADD_INT64: ("add_int64", 2),
    B.SUB_INT64: ("sub_int64", 2),
    B.MUL_INT64: ("mul_int64", 2),
    B.DIV_INT64: ("div_int64", 2),
    B.MOD_INT64: ("mod_int64", 2),
    B.EXP_INT64: ("exp_int64", 2),
    B.ADD_NUMERIC: ("add_numeric", 2),
    B.SUB_NUMERIC: ("sub_numeric", 2),
    B.MUL_NUMERIC: ("mul_numeric", 3),
    B.DIV_NUMERIC: ("div_numeric", 3),
    B.ROUND_NUMERIC: ("round_numeric", 2),
    B.CAST_NUMERIC: ("cast_numeric", 2),
    B.SHIFT_NUMERIC: ("shift_numeric", 2),
    B.INT64_TO_NUMERIC: ("int64_to_numeric", 2),
    B.NUMERIC_TO_INT64: ("numeric_to_int64", 1),
    B.INT64_TO_TEXT: ("int64_to_text", 1),
    B.NUMERIC_TO_TEXT: ("numeric_to_text", 1),
    B.TIMESTAMP_TO_TEXT: ("timestamp_to_text", 1),
    B.DATE_TO_TEXT: ("date_to_text", 1),
    B.PARTY_TO_TEXT: ("party_to_text", 1),
    B.TEXT_TO_PARTY: ("text_to_party", 1),
    B.TEXT_TO_INT64: ("text_to_int64", 1),
    B.TEXT_TO_NUMERIC: ("text_to_numeric", 2),
    B.CONTRACT_ID_TO_TEXT: ("contract_id_to_text", 1),
    B.SHA256_TEXT: ("sha256_text", 1),
    B.EXPLODE_TEXT: ("explode_text", 1),
    B.APPEND_TEXT: ("append_text", 2),
    B.IMPLODE_TEXT: ("implode_text", 1),
    B.CODE_POINTS_TO_TEXT: ("code_points_to_text", 1),
    B.TEXT_TO_CODE_POINTS: ("text_to_code_points", 1),
    B.DATE_TO_UNIX_DAYS: ("identity", 1),
    B.UNIX_DAYS_TO_DATE: ("unix_days_to_date", 1),
    B.TIMESTAMP_TO_UNIX_MICROSECONDS: ("identity", 1),
    B.UNIX_MICROSECONDS_TO_TIMESTAMP: ("unix_microseconds_to_timestamp", 1),
    B.COERCE_CONTRACT_ID: ("identity", 1),
    B.FOLDL: ("foldl", 3),
    B.FOLDR: ("foldr", 3),
    B.EQUAL_LIST: ("equal_list", 3),
    B.GENMAP_EMPTY: ("EMPTY_MAP", 0),
    B.GENMAP_INSERT: ("map_insert", 3),
    B.GENMAP_LOOKUP: ("map_lookup", 2),
    B.GENMAP_DELETE: ("map_delete", 2),
    B.GENMAP_KEYS: ("map_keys", 1),
    B.GENMAP_VALUES: ("map_values", 1),
    B.GENMAP_SIZE: ("map_size", 1),
    B.ANY_EXCEPTION_MESSAGE: ("any_exception_message", 1),
    B.TEXTMAP_EMPTY: ("EMPTY_MAP", 0),
    B.TEXTMAP_INSERT: ("map_insert", 3),
    B.TEXTMAP_LOOKUP: ("map_lookup", 2),
    B.TEXTMAP_DELETE: ("map_delete", 2),
    B.TEXTMAP_TO_LIST: ("map_to_list", 1),
    B.TEXTMAP_SIZE: ("map_size", 1),
    B.FAIL_WITH_STATUS: ("fail_with_status", 4),
    B.KECCAK256_TEXT: ("keccak256_text", 1),
    B.SECP256K1_BOOL: ("secp256k1_bool", 3),
    B.HEX_TO_TEXT: ("hex_to_text", 1),
    B.TEXT_TO_HEX: ("text_to_hex", 1),
    B.SHA256_HEX: ("sha256_hex", 1),
    B.SECP256K1_WITH_ECDSA_BOOL: ("secp256k1_with_ecdsa_bool", 3),
    B.SECP256K1_VALIDATE_KEY: ("secp256k1_validate_key", 1),
    B.SCALE_BIGNUMERIC: ("scale_bignumeric", 1),
    B.PRECISION_BIGNUMERIC: ("precision_bignumeric", 1),
    B.ADD_BIGNUMERIC: ("add_bignumeric", 2),
    B.SUB_BIGNUMERIC: ("sub_bignumeric", 2),
    B.MUL_BIGNUMERIC: ("mul_bignumeric", 2),
    B.DIV_BIGNUMERIC: ("div_bignumeric", 4),
    B.SHIFT_RIGHT_BIGNUMERIC: ("shift_right_bignumeric", 2),
    B.BIGNUMERIC_TO_NUMERIC: ("bignumeric_to_numeric", 2),
    B.NUMERIC_TO_BIGNUMERIC: ("numeric_to_bignumeric", 1),
    B.BIGNUMERIC_TO_TEXT: ("bignumeric_to_text", 1),
    B.TYPE_REP_TYCON_NAME: ("type_rep_tycon_name", 1),
    B.EXTERNAL_CALL: ("external_call", 4),
}

_CHECKED: Final = {B.ADD_INT64: "+", B.SUB_INT64: "-", B.MUL_INT64: "*"}
_RANGE_TEXT: Final = "-0x8000000000000000 <= "
_RANGE_END: Final = " <= 0x7FFFFFFFFFFFFFFF"
_COMPARED: Final = {
    B.EQUAL: "==",
    B.LESS: "<",
    B.LESS_EQ: "<=",
    B.GREATER: ">",
    B.GREATER_EQ: ">=",
}


def needs_atoms(function: B) -> bool:
    """Whether the in-line form names its operands more than once."""
    return function in _CHECKED


def call_text(function: B, texts: list[str], fresh: str) -> str:
    """The call with exactly as many arguments as the function takes.

    `fresh` is a free name that the form may use.
    """
    operator = _CHECKED.get(function)
    name, _ = TABLE[function]
    if operator is not None:
        x, y = texts
        return (
            f"({fresh} if {_RANGE_TEXT}({fresh} := {x} {operator} {y}){_RANGE_END}"
            f" else {name}({x}, {y}))"
        )
    operator = _COMPARED.get(function)
    if operator is not None and any(map(_is_plain_literal, texts)):
        # One side is an Int64 or a Text, hence so is the other: Python compares them natively.
        return f"({texts[0]} {operator} {texts[1]})"
    if name == "identity":
        return texts[0]
    return f"{name}({', '.join(texts)})"


def _is_plain_literal(text: str) -> bool:
    return text[0] in "'\"" or text.lstrip("-").isdigit()
