"""Field names and type ids put back into the normalised values of nodes, and views computed.

Packages are those of the library; whoever asks sees to it that they are loaded.
Source: Daml-LF sheet 2.2 (Enricher); Ledger API sheet 8.1, 8.2.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from canton.daml_lf.builtins.errors import DamlException, crash
from canton.daml_lf.builtins.running import after_checks, limited
from canton.daml_lf.compiler.encoding import con_type
from canton.daml_lf.language.reference import Identifier
from canton.daml_lf.library.failure import Failures, rejected, unknown
from canton.daml_lf.library.library import Library
from canton.daml_lf.library.template import Choice, Template
from canton.daml_lf.library.translation import COMMAND, TranslationError
from canton.daml_lf.transaction.node import (
    CreateNode,
    ExerciseNode,
    FetchNode,
    KeyWithMaintainers,
    Node,
    QueryByKeyNode,
    Transaction,
)
from canton.daml_lf.value.value import NESTING_MAX, Value

_VIEW_CHECKS_MAX: Final = 500
"""How long computing a view may take: five million steps, about a second."""


def label_argument(library: Library, template_id: Identifier, argument: Value) -> Value:
    """A contract's argument with labels and type ids."""
    return _template(library, template_id).argument.label(argument)


def label_key(library: Library, template_id: Identifier, key: Value) -> Value:
    """A contract's key with labels and type ids."""
    template = _template(library, template_id)
    assert template.key is not None
    return template.key.codec.label(key)


def label_choice_argument(
    library: Library,
    template_id: Identifier,
    interface_id: Identifier | None,
    choice: str,
    argument: Value,
) -> Value:
    """A choice's argument with labels and type ids; the interface's choice if one is given."""
    return _choice(library, template_id, interface_id, choice).argument.label(argument)


def label_choice_result(
    library: Library,
    template_id: Identifier,
    interface_id: Identifier | None,
    choice: str,
    result: Value,
) -> Value:
    """A choice's result with labels and type ids; the interface's choice if one is given."""
    return _choice(library, template_id, interface_id, choice).result.label(result)


def label_node(library: Library, node: Node) -> Node:
    """A node with labels and type ids in all its values."""
    match node:
        case CreateNode():
            argument = label_argument(library, node.template_id, node.argument)
            return replace(node, argument=argument, key=_labelled_key(library, node.key))
        case ExerciseNode():
            choice = _choice(library, node.template_id, node.interface_id, node.choice)
            return replace(
                node,
                argument=choice.argument.label(node.argument),
                result=None if node.result is None else choice.result.label(node.result),
                key=_labelled_key(library, node.key),
            )
        case FetchNode():
            return replace(node, key=_labelled_key(library, node.key))
        case QueryByKeyNode():
            labelled = _labelled_key(library, node.key)
            assert labelled is not None
            return replace(node, key=labelled)
        case _:
            return node


def label_transaction(library: Library, transaction: Transaction) -> Transaction:
    """A transaction with labels and type ids in all its values, as users read it."""
    nodes = {number: label_node(library, node) for number, node in transaction.nodes.items()}
    return Transaction(nodes, transaction.roots)


def _labelled_key(library: Library, key: KeyWithMaintainers | None) -> KeyWithMaintainers | None:
    if key is None:
        return None
    value = label_key(library, key.key.template_id, key.key.value)
    return replace(key, key=replace(key.key, value=value))


def interface_view(
    library: Library, template_id: Identifier, argument: Value, interface_id: Identifier
) -> Value:
    """The view of a contract with labels, as this version of its template computes it.

    Raises:
        InterpretationError: the argument does not fit, the template does not implement the
            interface, or computing the view failed.
    """
    template = library.template(template_id)
    if template is None:
        raise unknown(library, template_id, f"template {template_id}")
    interface = library.interface(interface_id)
    if interface is None:
        raise unknown(library, interface_id, f"interface {interface_id}")
    if interface.instance(template) is None:
        raise rejected(f"unknown interface instance {interface_id} for {template_id}")
    try:
        record = library.translate(template, argument, COMMAND)
    except TranslationError as error:
        raise rejected(str(error)) from error
    with limited(after_checks(_VIEW_CHECKS_MAX)):
        try:
            view = interface.view((con_type(template_id), record))
        except DamlException as error:
            raise Failures(library).unhandled(error) from None
    codec = interface.view_codec
    return codec.label(codec.to_ledger(view, NESTING_MAX))


def _template(library: Library, template_id: Identifier) -> Template:
    found = library.template(template_id)
    if found is None:
        raise crash(f"unknown template {template_id}")
    return found


def _choice(
    library: Library, template_id: Identifier, interface_id: Identifier | None, name: str
) -> Choice:
    if interface_id is None:
        return _template(library, template_id).choices[name]
    interface = library.interface(interface_id)
    if interface is None:
        raise crash(f"unknown interface {interface_id}")
    return interface.choices[name]
