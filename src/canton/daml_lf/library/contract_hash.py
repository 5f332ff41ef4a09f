"""Hashing contracts and keys outside of an interpretation, by their values alone.

Contract ids take their suffix after interpretation, and the hash of a contract covers the ids in
its argument with their suffixes, so whoever puts suffixes on hashes once more.
Source: protocol sheet 2.2, 9.2.
"""

from __future__ import annotations

from canton.daml_lf.hashing.contract import typed_contract_hash, typed_key_hash
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.library import Library
from canton.daml_lf.library.translation import LOCAL, TranslationError
from canton.daml_lf.value.value import NESTING_MAX, Value


def contract_hash(library: Library, template_id: Identifier, argument: Value) -> bytes:
    """The typed hash of a contract with a normalised argument.

    Raises:
        TranslationError: the argument does not fit the template, or there is no such template.
    """
    template = library.template(template_id)
    if template is None:
        raise TranslationError(f"unknown template {template_id}")
    chunks: list[bytes] = []
    template.argument.encode(template.argument.translate(argument, LOCAL, NESTING_MAX), chunks)
    return typed_contract_hash(template.package_name, template_id, chunks)


def key_hash(library: Library, template_id: Identifier, key: Value) -> bytes:
    """The hash of a normalised contract key.

    Raises:
        TranslationError: the key does not fit the template, or it has none.
    """
    template = library.template(template_id)
    if template is None or template.key is None:
        raise TranslationError(f"unknown template with a key {template_id}")
    codec = template.key.codec
    chunks: list[bytes] = []
    codec.encode(codec.translate(key, LOCAL, NESTING_MAX), chunks)
    return typed_key_hash(template.package_name, template_id, chunks)
