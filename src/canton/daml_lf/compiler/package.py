"""Compiling a package to Python source, definition by definition, and the tables around it.

Definitions become functions `f<n>`; lazy values the slot `c<n>` and the function `i<n>`; the parts
of templates, interfaces and exceptions functions `q<n>`. Python compiles each of them when it is
first used, as most of a package never is. Source: Daml-LF sheet 4.1, 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from canton.daml_lf.compiler import data_expression, update
from canton.daml_lf.compiler.artifact import (
    ChoiceTable,
    CompiledPackage,
    DataShape,
    InstanceTable,
    InterfaceTable,
    KeyTable,
    TemplateTable,
)
from canton.daml_lf.compiler.call_graph import recursive, tail_calls_itself
from canton.daml_lf.compiler.context import Context, Reference
from canton.daml_lf.compiler.encoding import encode_type
from canton.daml_lf.compiler.expression import MACHINE, TICK, Generator, lambda_parts, strip
from canton.daml_lf.compiler.scope import Loop, Scope, Source
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, Name, PackageId

assert data_expression and update  # Both register their kinds of expressions.


@dataclass(slots=True)
class _Writer:
    """Writes definitions; `chunks` has the lines of each, by the name that stands for it."""

    context: Context
    generator: Generator
    chunks: dict[str, list[str]] = field(default_factory=dict)
    edges: dict[str, set[str]] = field(default_factory=dict)
    ticks: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def _open(self, name: str) -> Source:
        lines: list[str] = []
        self.chunks[name] = lines
        return Source(name, lines, [])

    def entry(self, parameters: Iterable[Name | None], expr: ast.Expr, *, run: bool = False) -> str:
        """A function of its own for a part of a template, interface or exception."""
        name = f"q{len(self.chunks)}"
        source = self._open(name)
        texts = [source.fresh("x") for _ in parameters]
        bound: dict[str, str] = {
            p: t for p, t in zip(parameters, texts, strict=True) if p is not None
        }
        if run:
            texts.append(MACHINE)
        source.lines.append(f"def {name}({', '.join(texts)}):")
        scope = Scope(source, 1, bound, has_machine=run)
        self.generator.into(scope, expr, None, run=run)
        source.lines += source.moved
        return name

    def value(self, reference: Reference, identifier: Identifier, body: ast.Expr) -> None:
        """A value definition."""
        self.context.mentioned = self.edges[reference.name] = set()
        if reference.arity:
            self._function(reference, identifier, body)
        else:
            self._lazy(reference, body)
        self.context.mentioned = set()

    def _function(self, reference: Reference, identifier: Identifier, body: ast.Expr) -> None:
        names, inner = lambda_parts(body)
        source = self._open(reference.name)
        texts = tuple(source.fresh("x") for _ in names)
        source.lines.append(f"def {reference.name}({', '.join(texts)}):")
        scope = Scope(source, 1, dict(zip(names, texts, strict=True)))
        if tail_calls_itself(identifier, len(names), inner):
            scope.emit("while True:")
            loop = Loop(reference.name, texts)
            scope = Scope(source, 2, scope.names, loop=loop, captures=True)
        self._place_of_tick(reference, scope)
        self.generator.into(scope, inner, None)
        source.lines += source.moved

    def _lazy(self, reference: Reference, body: ast.Expr) -> None:
        number = reference.name
        source = self._open(f"i{number}")
        lines = source.lines
        lines += [f"c{number} = None", f"d{number} = False", f"def i{number}():"]
        lines += [f" global c{number}, d{number}", f" if d{number}: return c{number}"]
        scope = Scope(source, 1, {})
        self._place_of_tick(reference, scope)
        self.generator.into(scope, body, f"r{number}")
        lines += [f" c{number} = r{number}", f" d{number} = True", f" return r{number}"]
        lines += source.moved

    def _place_of_tick(self, reference: Reference, scope: Scope) -> None:
        source = scope.source
        self.ticks[reference.name] = source.prefix, len(source.lines), scope.indent
        scope.emit("")

    def tick_recursive(self) -> None:
        """Lets the definitions that may call themselves count steps."""
        for name in recursive(self.edges):
            chunk, place, indent = self.ticks[name]
            self.chunks[chunk][place] = " " * indent + TICK


def compile_package(
    package: ast.Package, dependencies: Mapping[PackageId, CompiledPackage]
) -> CompiledPackage:
    """Compiles a package, given its direct dependencies compiled.

    The package must be valid: the compiler relies on types and on names being there.
    """
    context = Context(package, dependencies, _references(package), {})
    context.shapes = _shapes(context)
    writer = _Writer(context, Generator(context))
    for (module, name), value in _definitions(package, "values"):
        identifier = Identifier(package.id, module, name)
        writer.value(context.values[module, name], identifier, value.body)
    writer.tick_recursive()
    templates = {
        key: _template(writer, template) for key, template in _definitions(package, "templates")
    }
    interfaces = {
        key: _interface(writer, interface) for key, interface in _definitions(package, "interfaces")
    }
    exceptions = {
        key: writer.entry((), exception.message)
        for key, exception in _definitions(package, "exceptions")
    }
    for key, _ in _definitions(package, "synonyms"):
        context.synonym(Identifier(package.id, *key))
    return CompiledPackage(
        package_id=package.id,
        name=package.metadata.name,
        version=package.metadata.version,
        language_version=str(package.language_version),
        dependencies=tuple(sorted(package.direct_dependencies)),
        exports={key: (ref.name, ref.arity) for key, ref in context.values.items()},
        value_imports=tuple(
            (ref.name, ref.arity, *identifier)
            for identifier, ref in context.imported_values.items()
        ),
        thing_imports=tuple(
            (name, kind, *identifier)
            for (kind, identifier), name in context.imported_things.items()
        ),
        shapes=context.shapes,
        synonyms=dict(context.synonyms),
        templates=templates,
        interfaces=interfaces,
        exceptions=exceptions,
        chunks={name: "\n".join(lines) for name, lines in writer.chunks.items()},
    )


def _definitions(package: ast.Package, kind: str):  # type: ignore[no-untyped-def]
    return chain.from_iterable(
        (((module.name, name), definition) for name, definition in getattr(module, kind).items())
        for module in package.modules.values()
    )


def _references(package: ast.Package) -> dict[tuple[str, str], Reference]:
    references = {}
    for number, (key, value) in enumerate(_definitions(package, "values")):
        arity = len(lambda_parts(value.body)[0])
        name = f"f{number}" if arity else str(number)
        references[key] = Reference(name, arity, is_own=True)
    return references


def _shapes(context: Context) -> dict[tuple[str, str], DataShape]:
    return {
        key: _shape(context, data_type)
        for key, data_type in _definitions(context.package, "data_types")
    }


def _shape(context: Context, data_type: ast.DataType) -> DataShape:
    match data_type.cons:
        case ast.DataRecord(members):
            kind = "record"
        case ast.DataVariant(members):
            kind = "variant"
        case ast.DataEnum(constructors):
            return DataShape("enum", data_type.serializable, (), tuple(constructors), ())
        case _:
            return DataShape("interface", False, (), (), ())
    names = tuple(name for name, _ in members)
    types = tuple(encode_type(type_, context.synonym) for _, type_ in members)
    parameters = tuple(name for name, _ in data_type.parameters)
    return DataShape(kind, data_type.serializable, parameters, names, types)


def _choices(
    writer: _Writer, this: Name, choices: Mapping[Name, ast.Choice]
) -> dict[str, ChoiceTable]:
    return {name: _choice(writer, this, choice) for name, choice in choices.items()}


def _choice(writer: _Writer, this: Name, choice: ast.Choice) -> ChoiceTable:
    parameters = (this, choice.argument_binder)

    def optional(expr: ast.Expr | None) -> str | None:
        if expr is None or isinstance(strip(expr), ast.Nil):
            return None
        return writer.entry(parameters, expr)

    encode = writer.context.encode
    authorizers = choice.authorizers
    return ChoiceTable(
        choice.consuming,
        writer.entry(parameters, choice.controllers),
        optional(choice.observers),
        None if authorizers is None else writer.entry(parameters, authorizers),
        writer.entry((*parameters, choice.self_binder), choice.body, run=True),
        encode(choice.argument_type),
        encode(choice.result_type),
    )


def _template(writer: _Writer, template: ast.Template) -> TemplateTable:
    this = template.parameter
    key = template.key
    return TemplateTable(
        writer.entry((this,), template.precondition),
        writer.entry((this,), template.signatories),
        writer.entry((this,), template.observers),
        _choices(writer, this, template.choices),
        None if key is None else _key(writer, this, key),
        {
            (interface.package, interface.module, interface.name): InstanceTable(
                writer.entry((this,), instance.view),
                {name: writer.entry((this,), e) for name, e in instance.methods.items()},
            )
            for interface, instance in template.implements.items()
        },
    )


def _key(writer: _Writer, this: Name, key: ast.TemplateKey) -> KeyTable:
    body = writer.entry((this,), key.body)
    # The maintainers are a function of the key, evaluated and then applied.
    argument = Name("key")
    maintainers = ast.apply(key.maintainers, [ast.Var(argument)])
    return KeyTable(writer.context.encode(key.type), body, writer.entry((argument,), maintainers))


def _interface(writer: _Writer, interface: ast.Interface) -> InterfaceTable:
    return InterfaceTable(
        writer.context.encode(interface.view),
        tuple((r.package, r.module, r.name) for r in interface.requires),
        _choices(writer, interface.parameter, interface.choices),
    )
