"""Linking: running a package's code with its globals in place, and finding its definitions.

Templates and interfaces are made when first asked for. Source: Daml-LF sheet 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from canton.daml_lf.compiler.artifact import (
    ChoiceTable,
    CompiledPackage,
    InstanceTable,
    KeyTable,
)
from canton.daml_lf.compiler.encoding import EncodedType, con_type
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    PackageId,
    PackageName,
)
from canton.daml_lf.library.runtime import RUNTIME
from canton.daml_lf.library.template import (
    Choice,
    Function,
    Instance,
    Interface,
    Key,
    Template,
    Templates,
)
from canton.daml_lf.library.type_table import TypeTable


class Linker(Templates, Protocol):
    """What linking asks of the library."""

    types: TypeTable

    def linked(self, package_id: PackageId) -> LinkedPackage:
        """A package that is linked already."""

    def any_exception_message(self, exception: tuple[EncodedType, Any]) -> str:
        """The message of an exception."""


class LinkedPackage:
    """A package's code with its globals in place."""

    def __init__(self, compiled: CompiledPackage, linker: Linker) -> None:
        self.compiled = compiled
        self._linker = linker
        self._templates: dict[Identifier, Template] = {}
        self._interfaces: dict[Identifier, Interface] = {}
        self.globals: dict[str, Any] = dict(RUNTIME)

    def value(self, identifier: Identifier) -> Any:
        """A value definition: a function, or the value of a lazy one."""
        name, arity = self.compiled.exports[identifier.module, identifier.name]
        return self.globals[name] if arity else self.lazy(identifier)()

    def lazy(self, identifier: Identifier) -> Function:
        """The function that evaluates a lazy value once."""
        name, _ = self.compiled.exports[identifier.module, identifier.name]
        found: Function = self.globals[f"i{name}"]
        return found

    def exception(self, identifier: Identifier) -> Function | None:
        """The function that gives an exception's message function."""
        name = self.compiled.exceptions.get((identifier.module, identifier.name))
        return None if name is None else self.globals[name]

    def template(self, identifier: Identifier) -> Template | None:
        """A template, made once."""
        known = self._templates.get(identifier)
        if known is None and (identifier.module, identifier.name) in self.compiled.templates:
            known = self._templates[identifier] = self._make_template(identifier)
        return known

    def interface(self, identifier: Identifier) -> Interface | None:
        """An interface, made once."""
        known = self._interfaces.get(identifier)
        if known is None and (identifier.module, identifier.name) in self.compiled.interfaces:
            known = self._interfaces[identifier] = self._make_interface(identifier)
        return known

    def _make_template(self, identifier: Identifier) -> Template:
        table = self.compiled.templates[identifier.module, identifier.name]
        code = self.globals
        made = Template(
            identifier=identifier,
            package_name=PackageName(self.compiled.name),
            argument=self._linker.types.codec(con_type(identifier)),
            precondition=code[table.precondition],
            signatories=code[table.signatories],
            observers=code[table.observers],
            choices=self._choices(table.choices),
            key=self._key(table.key),
            instances={
                _identifier(name): self._instance(instance)
                for name, instance in table.instances.items()
            },
            library=self._linker,
            fetch_by_key=lambda key: lambda machine: machine.fetch_by_key(made, key),
            query_by_key=lambda n, key: lambda machine: machine.query_by_key(made, n, key),
        )
        return made

    def _make_interface(self, identifier: Identifier) -> Interface:
        table = self.compiled.interfaces[identifier.module, identifier.name]
        return Interface(
            identifier,
            PackageName(self.compiled.name),
            self._linker.types.codec(table.view_type),
            frozenset(map(_identifier, table.requires)),
            self._choices(table.choices),
            self._linker,
        )

    def _choices(self, tables: Mapping[str, ChoiceTable]) -> dict[str, Choice]:
        code, codec = self.globals, self._linker.types.codec
        return {
            name: Choice(
                name,
                table.consuming,
                code[table.controllers],
                code[table.observers] if table.observers else None,
                code[table.authorizers] if table.authorizers else None,
                code[table.body],
                codec(table.argument_type),
                codec(table.result_type),
            )
            for name, table in tables.items()
        }

    def _key(self, table: KeyTable | None) -> Key | None:
        if table is None:
            return None
        code = self.globals
        codec = self._linker.types.codec(table.type)
        return Key(codec, code[table.key], code[table.maintainers])

    def _instance(self, table: InstanceTable) -> Instance:
        methods = {name: self.globals[function] for name, function in table.methods.items()}
        return Instance(self.globals[table.view], methods)


def link(compiled: CompiledPackage, linker: Linker) -> LinkedPackage:
    """Runs the package's code, which defines its functions, with all that they refer to in place.

    The packages that it depends on must be linked already.
    """
    package = LinkedPackage(compiled, linker)
    code = package.globals
    code["any_exception_message"] = _exception_message(linker)
    exec(compiled.code, code)
    for name, arity, *parts in compiled.value_imports:
        identifier = _identifier(parts)
        other = linker.linked(identifier.package)
        if arity:
            code[name] = other.value(identifier)
        else:
            code[f"z{name}"] = None
            code[f"w{name}"] = _lazy_import(code, f"z{name}", other.lazy(identifier))
    for name, kind, *parts in compiled.thing_imports:
        code[name] = _Late(linker, package, code, name, kind, _identifier(parts))
    return package


def _exception_message(linker: Linker) -> Function:
    # A plain function, as generated code looks at its number of parameters.
    return lambda exception: linker.any_exception_message(exception)


def _lazy_import(code: dict[str, Any], slot: str, evaluate: Callable[[], Any]) -> Function:
    def initialise() -> Any:
        value = code[slot] = evaluate()
        return value

    return initialise


class _Late:
    """Stands for a template or an interface until it is first used, then steps aside.

    Making them while linking would need the package itself to be linked.
    """

    def __init__(
        self,
        linker: Linker,
        package: LinkedPackage,
        code: dict[str, Any],
        name: str,
        kind: str,
        identifier: Identifier,
    ) -> None:
        self._parts = (linker, package, code, name, kind, identifier)

    def resolve(self) -> Template | Interface:
        """The template or interface itself; later uses find it in place of this."""
        linker, package, code, name, kind, identifier = self._parts
        own = identifier.package == package.compiled.package_id
        home = package if own else linker.linked(identifier.package)
        found = home.template(identifier) if kind == "T" else home.interface(identifier)
        assert found is not None, identifier
        code[name] = found
        return found

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self.resolve(), attribute)


def resolved(thing: Any) -> Any:
    """What generated code hands over as template or interface, without its stand-in."""
    return thing.resolve() if type(thing) is _Late else thing


def _identifier(parts: Any) -> Identifier:
    package, module, name = parts
    return Identifier(PackageId(package), ModuleName(module), DottedName(name))
