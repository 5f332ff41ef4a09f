"""Records, variants, lists, Any and interface values as Python expressions.

Source: Daml-LF sheet 2.1, 2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from canton.daml_lf.compiler.encoding import con_type
from canton.daml_lf.compiler.expression import Generator, register, strip
from canton.daml_lf.compiler.scope import Scope, literal
from canton.daml_lf.language import ast

_EXPLICIT_FIELDS_MAX: Final = 8
_NESTED_CONS_MAX: Final = 8


def tuple_text(texts: Sequence[str]) -> str:
    """A tuple of the texts."""
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"


def _record(g: Generator, s: Scope, e: ast.RecCon) -> str:
    return tuple_text(g.operands(s, [expr for _, expr in e.fields])) if e.fields else "()"


def _projection(g: Generator, s: Scope, e: ast.RecProj) -> str:
    index, _ = g.context.field_index(e.type.id, e.field)
    return f"{g.value(s, e.record)}[{index}]"


def _update(g: Generator, s: Scope, e: ast.RecUpd) -> str:
    updates: dict[int, int] = {}
    exprs: list[ast.Expr] = []
    record: ast.Expr = e
    count = 0
    while isinstance(record, ast.RecUpd):
        index, count = g.context.field_index(record.type.id, record.field)
        # The outermost update of a field wins, but all are evaluated.
        updates.setdefault(index, len(exprs))
        exprs.append(record.update)
        record = strip(record.record)
    # Evaluated: outermost update first, then inwards, the record last.
    texts = g.operands(s, [record, *reversed(exprs)], atoms=True)
    here, values = texts[0], list(reversed(texts[1:]))
    if count <= _EXPLICIT_FIELDS_MAX:
        parts = [values[updates[i]] if i in updates else f"{here}[{i}]" for i in range(count)]
        return tuple_text(parts)
    parts, start = [], 0
    for index in sorted(updates):
        if index > start:
            parts.append(f"*{here}[{start}:{index}]")
        parts.append(values[updates[index]])
        start = index + 1
    if start < count:
        parts.append(f"*{here}[{start}:]")
    return tuple_text(parts)


def _variant(g: Generator, s: Scope, e: ast.VariantCon) -> str:
    return f"({g.context.rank(e.type.id, e.con)}, {g.value(s, e.argument)})"


def _struct(g: Generator, s: Scope, e: ast.StructCon) -> str:
    texts = g.operands(s, [expr for _, expr in e.fields])
    pairs = zip(e.fields, texts, strict=True)
    return "{" + ", ".join(f"{literal(name)}: {text}" for (name, _), text in pairs) + "}"


def _struct_update(g: Generator, s: Scope, e: ast.StructUpd) -> str:
    struct, update = g.operands(s, [e.struct, e.update])
    return f"{{**{struct}, {literal(e.field)}: {update}}}"


def _cons(g: Generator, s: Scope, e: ast.Cons) -> str:
    texts = g.operands(s, [*e.front, e.tail])
    tail = texts.pop()
    if len(texts) > _NESTED_CONS_MAX:
        return f"cons_many({tuple_text(texts)}, {tail})"
    for text in reversed(texts):
        tail = f"({text}, {tail})"
    return tail


def _to_any(g: Generator, s: Scope, e: ast.ToAny | ast.ToAnyException) -> str:
    return f"({g.context.type_text(e.type)}, {g.value(s, e.value)})"


def _from_any(g: Generator, s: Scope, e: ast.FromAny | ast.FromAnyException) -> str:
    text = g.atom(s, e.value)
    return f"({text}[1:] if {text}[0] == {g.context.type_text(e.type)} else None)"


def _throw(g: Generator, s: Scope, e: ast.Throw) -> str:
    return f"throw({g.context.type_text(e.exception)}, {g.value(s, e.value)})"


def _to_interface(g: Generator, s: Scope, e: ast.ToInterface) -> str:
    g.context.template(e.template)
    return f"({con_type(e.template)!r}, {g.value(s, e.value)})"


def _from_interface(g: Generator, s: Scope, e: ast.FromInterface) -> str:
    return f"{g.context.template(e.template)}.from_interface({g.value(s, e.value)})"


def _unsafe_from_interface(g: Generator, s: Scope, e: ast.UnsafeFromInterface) -> str:
    contract_id, value = g.operands(s, [e.contract_id, e.value])
    return f"{g.context.template(e.template)}.unsafe_from_interface({contract_id}, {value})"


def _from_required(g: Generator, s: Scope, e: ast.FromRequiredInterface) -> str:
    return f"{g.context.interface(e.requiring)}.from_required({g.value(s, e.value)})"


def _unsafe_from_required(g: Generator, s: Scope, e: ast.UnsafeFromRequiredInterface) -> str:
    contract_id, value = g.operands(s, [e.contract_id, e.value])
    required = g.context.interface(e.required)
    requiring = g.context.interface(e.requiring)
    return f"{requiring}.unsafe_from_required({required}, {contract_id}, {value})"


def _call_interface(g: Generator, s: Scope, e: ast.CallInterface) -> str:
    value = g.atom(s, e.value)
    interface = g.context.interface(e.interface)
    return f"{interface}.method({value}[0], {literal(e.method)})({value}[1])"


def _view(g: Generator, s: Scope, e: ast.ViewInterface) -> str:
    return f"{g.context.interface(e.interface)}.view({g.value(s, e.value)})"


def _signatories(g: Generator, s: Scope, e: ast.SignatoryInterface) -> str:
    value = g.atom(s, e.value)
    return f"{g.context.interface(e.interface)}.template({value}[0]).signatories({value}[1])"


def _observers(g: Generator, s: Scope, e: ast.ObserverInterface) -> str:
    value = g.atom(s, e.value)
    return f"{g.context.interface(e.interface)}.template({value}[0]).observers({value}[1])"


def _choice(g: Generator, s: Scope, e: ast.ChoiceController | ast.ChoiceObserver) -> str:
    contract, argument = g.operands(s, [e.contract, e.argument])
    thing = g.context.template_or_interface(e.template)
    is_controller = isinstance(e, ast.ChoiceController)
    function = "choice_controllers" if is_controller else "choice_observers"
    return f"{function}({thing}, {literal(e.choice)}, {contract}, {argument})"


def _experimental(g: Generator, s: Scope, e: ast.Experimental) -> str:
    if e.name == "ANSWER":
        return "experimental_answer"
    return f"error({literal(f'experimental {e.name} not supported.')})"


register(ast.RecCon, _record)
register(ast.RecProj, _projection)
register(ast.RecUpd, _update)
register(ast.VariantCon, _variant)
register(ast.EnumCon, lambda g, s, e: str(g.context.rank(e.id, e.con)))
register(ast.StructCon, _struct)
register(ast.StructProj, lambda g, s, e: f"{g.value(s, e.struct)}[{literal(e.field)}]")
register(ast.StructUpd, _struct_update)
register(ast.Nil, lambda g, s, e: "()")
register(ast.Cons, _cons)
register(ast.NoneCon, lambda g, s, e: "None")
register(ast.SomeCon, lambda g, s, e: f"({g.value(s, e.value)},)")
register(ast.ToAny, _to_any)
register(ast.FromAny, _from_any)
register(ast.TypeRep, lambda g, s, e: g.context.type_text(e.type))
register(ast.ToAnyException, _to_any)
register(ast.FromAnyException, _from_any)
register(ast.Throw, _throw)
register(ast.ToInterface, _to_interface)
register(ast.FromInterface, _from_interface)
register(ast.UnsafeFromInterface, _unsafe_from_interface)
register(ast.ToRequiredInterface, lambda g, s, e: g.value(s, e.value))
register(ast.FromRequiredInterface, _from_required)
register(ast.UnsafeFromRequiredInterface, _unsafe_from_required)
register(ast.CallInterface, _call_interface)
register(ast.InterfaceTemplateTypeRep, lambda g, s, e: f"{g.value(s, e.value)}[0]")
register(ast.SignatoryInterface, _signatories)
register(ast.ObserverInterface, _observers)
register(ast.ViewInterface, _view)
register(ast.ChoiceController, _choice)
register(ast.ChoiceObserver, _choice)
register(ast.Experimental, _experimental)
