"""Reading definitions, modules and packages of textual Daml-LF.

The parts of a template or an interface may come in any order. Source: LF sheet 6.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from canton.daml_lf.language import ast, reference
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import DottedName, Identifier, ModuleName, Name, PackageId
from canton.daml_lf.language.references import package_ids_of
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS
from canton.daml_lf.language.version import PACKAGE_IMPORTS, LanguageVersion
from canton.daml_lf.text.expression_reader import read_atom, read_expression
from canton.daml_lf.text.lexer import TokenKind
from canton.daml_lf.text.type_reader import (
    SyntaxStream,
    read_kind,
    read_type,
    read_type_argument,
    read_type_binders,
    read_typed_name,
)

SELF_PACKAGE: Final = PackageId("-self-")
"""Stands for the package being read, until its archive gives it an id."""

_NO_IMPORTS_REASON: Final = "assembled from text for a version without explicit imports"
_T = TypeVar("_T")


def parse_package(
    source: str, version: LanguageVersion, package: PackageId = SELF_PACKAGE
) -> ast.Package:
    """Reads `metadata (...)` and the modules after it.

    Raises:
        TextError: the text is not of the grammar, or defines a name twice.
    """
    return _whole(source, package, lambda stream: _package(stream, version))


def parse_modules(source: str, package: PackageId = SELF_PACKAGE) -> tuple[ast.Module, ...]:
    """Reads modules without metadata; errors as `parse_package`."""
    return _whole(source, package, _modules)


def parse_expression(source: str, package: PackageId = SELF_PACKAGE) -> ast.Expr:
    """Reads one expression; errors as `parse_package`."""
    return _whole(source, package, read_expression)


def parse_expressions(source: str, package: PackageId = SELF_PACKAGE) -> tuple[ast.Expr, ...]:
    """Reads expressions side by side; errors as `parse_package`."""
    return _whole(source, package, _expressions)


def parse_type(source: str, package: PackageId = SELF_PACKAGE) -> ast.Type:
    """Reads one type; errors as `parse_package`."""
    return _whole(source, package, read_type)


def parse_kind(source: str) -> ast.Kind:
    """Reads one kind; errors as `parse_package`."""
    return _whole(source, SELF_PACKAGE, read_kind)


def build_package(
    package: PackageId,
    version: LanguageVersion,
    metadata: ast.PackageMetadata,
    modules: tuple[ast.Module, ...],
) -> ast.Package:
    """The package of these modules, with the dependencies that they mention."""
    mentioned = package_ids_of(modules) - {package}
    imported = tuple(sorted(mentioned - STABLE_PACKAGE_IDS))
    has_imports = version.has(PACKAGE_IMPORTS)
    return ast.Package(
        id=package,
        language_version=version,
        metadata=metadata,
        modules={module.name: module for module in modules},
        direct_dependencies=frozenset(mentioned),
        declared_imports=imported if has_imports else None,
        no_imports_reason="" if has_imports else _NO_IMPORTS_REASON,
    )


def _whole(source: str, package: PackageId, read: Callable[[SyntaxStream], _T]) -> _T:
    stream = SyntaxStream(source, package)
    with room_for_deep_trees():
        result = read(stream)
    if stream.current.kind is not TokenKind.END:
        raise stream.expected("the end of the text")
    return result


def _expressions(stream: SyntaxStream) -> tuple[ast.Expr, ...]:
    expressions: list[ast.Expr] = []
    while stream.current.kind is not TokenKind.END:
        expressions.append(read_atom(stream))
    return tuple(expressions)


def _package(stream: SyntaxStream, version: LanguageVersion) -> ast.Package:
    stream.word("metadata")
    stream.symbol("(")
    name = stream.checked(reference.package_name, "package name")
    stream.symbol(":")
    package_version = stream.checked(reference.package_version, "package version")
    upgraded = None
    if stream.take_word("upgrades"):
        upgraded = stream.checked(reference.package_id, "package id")
    stream.symbol(")")
    metadata = ast.PackageMetadata(name, package_version, upgraded)
    return build_package(stream.package, version, metadata, _modules(stream))


def _modules(stream: SyntaxStream) -> tuple[ast.Module, ...]:
    modules: dict[ModuleName, ast.Module] = {}
    while stream.is_word("module"):
        stream.next()
        name = stream.module_name()
        if name in modules:
            raise stream.error(f"module {name} is defined twice")
        modules[name] = _module(stream, name)
    return tuple(modules.values())


def _module(stream: SyntaxStream, name: ModuleName) -> ast.Module:
    module = ast.Module(name, {}, {}, {}, {}, {}, {})
    stream.symbol("{")
    while not stream.take_symbol("}"):
        token = stream.current
        reader = _DEFINITIONS.get(token.text) if token.kind is TokenKind.WORD else None
        if reader is None:
            raise stream.expected("a definition")
        stream.next()
        reader(stream, module)
        stream.symbol(";")
    return module


def _add(
    stream: SyntaxStream,
    definitions: object,
    name: DottedName | Name | Identifier,
    definition: object,
) -> None:
    # The module's maps are dictionaries while it is being built, and read-only to all others.
    assert isinstance(definitions, dict)
    if name in definitions:
        raise stream.error(f"{name} is defined twice")
    definitions[name] = definition


# --- types and values ----------------------------------------------------------------------------


def _tags(stream: SyntaxStream, allowed: str) -> bool:
    tagged = False
    while stream.is_symbol("@"):
        stream.next()
        stream.word(allowed)
        tagged = True
    return tagged


def _synonym(stream: SyntaxStream, module: ast.Module) -> None:
    name = stream.dotted_name()
    parameters = read_type_binders(stream)
    stream.symbol("=")
    _add(stream, module.synonyms, name, ast.TypeSynonym(parameters, read_type(stream)))


def _record(stream: SyntaxStream, module: ast.Module) -> None:
    serializable = _tags(stream, "serializable")
    name = stream.dotted_name()
    parameters = read_type_binders(stream)
    stream.symbol("=")
    stream.symbol("{")
    fields: list[tuple[Name, ast.Type]] = []
    while not stream.is_symbol("}"):
        if fields:
            stream.symbol(",")
        fields.append(read_typed_name(stream))
    stream.symbol("}")
    cons = ast.DataRecord(tuple(fields))
    _add(stream, module.data_types, name, ast.DataType(serializable, parameters, cons))


def _variant(stream: SyntaxStream, module: ast.Module) -> None:
    serializable = _tags(stream, "serializable")
    name = stream.dotted_name()
    parameters = read_type_binders(stream)
    stream.symbol("=")
    constructors: list[tuple[Name, ast.Type]] = []
    while not stream.is_symbol(";"):
        if constructors:
            stream.symbol("|")
        constructors.append(read_typed_name(stream))
    cons = ast.DataVariant(tuple(constructors))
    _add(stream, module.data_types, name, ast.DataType(serializable, parameters, cons))


def _enum(stream: SyntaxStream, module: ast.Module) -> None:
    serializable = _tags(stream, "serializable")
    name = stream.dotted_name()
    stream.symbol("=")
    constructors: list[Name] = []
    while not stream.is_symbol(";"):
        if constructors:
            stream.symbol("|")
        constructors.append(stream.name())
    cons = ast.DataEnum(tuple(constructors))
    _add(stream, module.data_types, name, ast.DataType(serializable, (), cons))


def _value(stream: SyntaxStream, module: ast.Module) -> None:
    name = stream.dotted_name()
    stream.symbol(":")
    type_ = read_type(stream)
    stream.symbol("=")
    _add(stream, module.values, name, ast.Value(type_, read_expression(stream)))


def _exception(stream: SyntaxStream, module: ast.Module) -> None:
    name = stream.dotted_name()
    stream.symbol("=")
    stream.symbol("{")
    stream.word("message")
    message = read_expression(stream)
    stream.symbol("}")
    _add(stream, module.exceptions, name, ast.ExceptionDef(message))


# --- templates and interfaces --------------------------------------------------------------------


def _parameter(stream: SyntaxStream) -> tuple[Name, DottedName]:
    stream.symbol("(")
    parameter = stream.name()
    stream.symbol(":")
    name = stream.dotted_name()
    stream.symbol(")")
    stream.symbol("=")
    stream.symbol("{")
    return parameter, name


def _template(stream: SyntaxStream, module: ast.Module) -> None:
    parameter, name = _parameter(stream)
    parts: dict[str, ast.Expr] = {}
    choices: dict[Name, ast.Choice] = {}
    implements: dict[Identifier, ast.InterfaceInstance] = {}
    key: ast.TemplateKey | None = None
    while not stream.take_symbol("}"):
        if stream.take_word("choice"):
            choice = _choice(stream)
            _add(stream, choices, choice.name, choice)
        elif stream.take_word("implements"):
            instance = _instance(stream)
            _add(stream, implements, instance.interface, instance)
        elif key is None and stream.take_word("key"):
            type_ = read_type_argument(stream)
            key = ast.TemplateKey(type_, read_atom(stream), read_atom(stream))
        else:
            word = stream.current.text
            if word not in ("precondition", "signatories", "observers") or word in parts:
                raise stream.expected("a part of a template")
            stream.word(word)
            parts[word] = read_expression(stream)
        stream.symbol(";")
    for part in ("precondition", "signatories", "observers"):
        if part not in parts:
            raise stream.error(f"template {name} has no {part}")
    template = ast.Template(
        parameter=parameter,
        precondition=parts["precondition"],
        signatories=parts["signatories"],
        observers=parts["observers"],
        choices=choices,
        key=key,
        implements=implements,
    )
    _add(stream, module.templates, name, template)


def _choice(stream: SyntaxStream) -> ast.Choice:
    non_consuming = _tags(stream, "nonConsuming")
    name = stream.name()
    stream.symbol("(")
    self_binder = stream.name()
    stream.symbol(")")
    stream.symbol("(")
    argument_binder, argument_type = read_typed_name(stream)
    stream.symbol(")")
    stream.symbol(":")
    result_type = read_type(stream)
    stream.symbol(",")
    stream.word("controllers")
    controllers = read_expression(stream)
    optional: dict[str, ast.Expr] = {}
    while stream.take_symbol(","):
        word = stream.current.text
        if word not in ("observers", "authorizers") or word in optional:
            raise stream.expected("'observers' or 'authorizers'")
        stream.word(word)
        optional[word] = read_expression(stream)
    stream.word("to")
    return ast.Choice(
        name=name,
        consuming=not non_consuming,
        controllers=controllers,
        observers=optional.get("observers"),
        authorizers=optional.get("authorizers"),
        self_binder=self_binder,
        argument_binder=argument_binder,
        argument_type=argument_type,
        result_type=result_type,
        body=read_expression(stream),
    )


def _instance(stream: SyntaxStream) -> ast.InterfaceInstance:
    interface = stream.identifier()
    stream.symbol("{")
    view: ast.Expr | None = None
    methods: dict[Name, ast.Expr] = {}
    while not stream.take_symbol("}"):
        if view is None and stream.take_word("view"):
            stream.symbol("=")
            view = read_expression(stream)
        else:
            stream.word("method")
            name = stream.name()
            stream.symbol("=")
            _add(stream, methods, name, read_expression(stream))
        stream.symbol(";")
    if view is None:
        raise stream.error(f"the instance of {interface.qualified_name} has no view")
    return ast.InterfaceInstance(interface, methods, view)


def _interface(stream: SyntaxStream, module: ast.Module) -> None:
    parameter, name = _parameter(stream)
    view: ast.Type | None = None
    requires: dict[Identifier, None] = {}
    methods: dict[Name, ast.Type] = {}
    choices: dict[Name, ast.Choice] = {}
    while not stream.take_symbol("}"):
        if stream.take_word("choice"):
            choice = _choice(stream)
            _add(stream, choices, choice.name, choice)
        elif stream.take_word("requires"):
            _add(stream, requires, stream.identifier(), None)
        elif stream.take_word("method"):
            method, type_ = read_typed_name(stream)
            _add(stream, methods, method, type_)
        elif view is None and stream.take_word("viewtype"):
            view = read_type(stream)
        else:
            raise stream.expected("a part of an interface")
        stream.symbol(";")
    if view is None:
        raise stream.error(f"interface {name} has no viewtype")
    interface = ast.Interface(parameter, view, tuple(requires), methods, choices)
    _add(stream, module.data_types, name, ast.DataType(False, (), ast.DataInterface()))
    _add(stream, module.interfaces, name, interface)


_DEFINITIONS: Final[dict[str, Callable[[SyntaxStream, ast.Module], None]]] = {
    "synonym": _synonym,
    "record": _record,
    "variant": _variant,
    "enum": _enum,
    "val": _value,
    "exception": _exception,
    "template": _template,
    "interface": _interface,
}
