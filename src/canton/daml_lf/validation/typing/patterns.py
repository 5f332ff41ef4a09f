"""Which patterns a type admits, what they bind, and whether they leave something unmatched.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinCon, BuiltinType
from canton.daml_lf.language.reference import Identifier, Name
from canton.daml_lf.validation.errors import Fault
from canton.daml_lf.validation.typing.scope import Scope
from canton.daml_lf.validation.typing.substitution import substitute

Binders = tuple[tuple[Name, ast.Type], ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """How values of a type are taken apart.

    `labels` are the constructors by the labels of `_label`; a type without any is only matched by
    a default. `payloads` are the types of what variant constructors carry.
    """

    type: ast.Type
    labels: tuple[str, ...]
    id: Identifier | None = None
    payloads: tuple[tuple[Name, ast.Type], ...] = ()
    element: ast.Type | None = None


def matching(scope: Scope, type_: ast.Type) -> Matching:
    """How values of the type are taken apart. Synonyms are not looked through."""
    head, arguments = ast.type_head(type_)
    match head, arguments:
        case ast.TypeCon(identifier), _:
            return _data_matching(scope, type_, identifier, arguments)
        case ast.TypeBuiltin(BuiltinType.UNIT), ():
            return Matching(type_, ("()",))
        case ast.TypeBuiltin(BuiltinType.BOOL), ():
            return Matching(type_, ("True", "False"))
        case ast.TypeBuiltin(BuiltinType.LIST), (element,):
            return Matching(type_, ("Nil", "Cons"), element=element)
        case ast.TypeBuiltin(BuiltinType.OPTIONAL), (element,):
            return Matching(type_, ("None", "Some"), element=element)
        case _:
            return Matching(type_, ())


def _data_matching(
    scope: Scope, type_: ast.Type, identifier: Identifier, arguments: tuple[ast.Type, ...]
) -> Matching:
    data_type = scope.find(scope.world.data_type, identifier)
    match data_type.cons:
        case ast.DataVariant(constructors):
            names = [name for name, _ in data_type.parameters]
            replaced = dict(zip(names, arguments, strict=False))
            payloads = tuple(
                [(name, substitute(replaced, item, scope.spend)) for name, item in constructors]
            )
            labels = tuple([name for name, _ in constructors])
            return Matching(type_, labels, identifier, payloads)
        case ast.DataEnum(constructors):
            return Matching(type_, tuple(constructors), identifier)
        case _:
            return Matching(type_, ())


def pattern_binders(scope: Scope, rule: Matching, pattern: ast.Pattern) -> Binders:
    """The variables that a pattern binds; it must be one of the type's."""
    match pattern:
        case ast.PatternDefault():
            return ()
        case ast.PatternVariant(identifier, con, binder) if rule.payloads and rule.id == identifier:
            for name, payload in rule.payloads:
                if name == con:
                    return ((binder, payload),)
            scope.fail(Fault.UNKNOWN_VARIANT_CONSTRUCTOR, con)
        case ast.PatternEnum(identifier, con) if not rule.payloads and rule.id == identifier:
            if con not in rule.labels:
                scope.fail(Fault.UNKNOWN_ENUM_CONSTRUCTOR, con)
            return ()
        case ast.PatternCons(head, tail) if rule.element is not None and "Cons" in rule.labels:
            if head == tail:
                scope.fail(Fault.CLASHING_PATTERN_VARIABLES, head)
            return ((head, rule.element), (tail, rule.type))
        case ast.PatternSome(binder) if rule.element is not None and "Some" in rule.labels:
            return ((binder, rule.element),)
        case ast.PatternNil() | ast.PatternNone() | ast.PatternCon() if rule.id is None:
            if _label(pattern) in rule.labels:
                return ()
        case _:
            pass
    return scope.fail(
        Fault.PATTERN_MISMATCH, f"{type(pattern).__name__} for {scope.show(rule.type)}"
    )


def check_exhaustive(scope: Scope, rule: Matching, patterns: Sequence[ast.Pattern]) -> None:
    """The patterns must match every value of the type."""
    if any(isinstance(pattern, ast.PatternDefault) for pattern in patterns):
        return
    seen = {_label(pattern) for pattern in patterns}
    missing = [label for label in rule.labels if label not in seen]
    if missing or not rule.labels:
        detail = f"{', '.join(missing) or '_'} of {scope.show(rule.type)}"
        scope.fail(Fault.NON_EXHAUSTIVE_PATTERNS, detail)


_CON_LABELS = {BuiltinCon.UNIT: "()", BuiltinCon.TRUE: "True", BuiltinCon.FALSE: "False"}


def _label(pattern: ast.Pattern) -> str:
    match pattern:
        case ast.PatternVariant(_, con, _) | ast.PatternEnum(_, con):
            return con
        case ast.PatternCon(con):
            return _CON_LABELS[con]
        case ast.PatternNil():
            return "Nil"
        case ast.PatternCons():
            return "Cons"
        case ast.PatternNone():
            return "None"
        case ast.PatternSome():
            return "Some"
        case ast.PatternDefault():
            return "_"
