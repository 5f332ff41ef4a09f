"""Linking: a package's globals, which are compiled and resolved as they are first used.

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
from canton.daml_lf.compiler.encoding import con_type
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


class _Definitions(dict[str, Any]):
    """What generated code sees as its builtins: finds what its globals do not have yet.

    Python looks there only for names that are missing among the globals, so each definition is
    compiled, each import resolved, when it is first used, and found at full speed from then on.
    """

    def __init__(self, package: LinkedPackage) -> None:
        super().__init__()
        self._package = package

    def __missing__(self, name: str) -> Any:
        return self._package.definition(name)


class LinkedPackage:
    """A package's code and its globals, which fill up as they are used."""

    def __init__(self, compiled: CompiledPackage, linker: Linker) -> None:
        self.compiled = compiled
        self._linker = linker
        self._templates: dict[Identifier, Template] = {}
        self._interfaces: dict[Identifier, Interface] = {}
        self._imports: dict[str, Callable[[], Any]] = {}
        self._file = f"<lf {compiled.package_id[:8]}>"
        for name, arity, *parts in compiled.value_imports:
            self._import_value(name, arity, _identifier(parts))
        for name, kind, *parts in compiled.thing_imports:
            self._imports[name] = self._thing(kind, _identifier(parts))
        # A plain function, as generated code looks at its number of parameters.
        self.globals: dict[str, Any] = {
            **RUNTIME,
            "any_exception_message": lambda exception: linker.any_exception_message(exception),
            "__builtins__": _Definitions(self),
        }

    def definition(self, name: str) -> Any:
        """A global, made if it is not there yet.

        Raises:
            KeyError: there is no such definition and no such import.
        """
        known = self.globals
        if name in known:
            return known[name]
        make = self._imports.get(name)
        if make is not None:
            known[name] = made = make()
            return made
        # The slots of a lazy value are made together with its function.
        chunk = f"i{name[1:]}" if name[0] in "cd" else name
        source = self.compiled.chunks[chunk]
        exec(compile(source, self._file, "exec", dont_inherit=True), known)
        return known[name]

    def _import_value(self, name: str, arity: int, identifier: Identifier) -> None:
        package_id = identifier.package

        def value() -> Any:
            return self._linker.linked(package_id).value(identifier)

        if arity:
            self._imports[name] = value
            return

        def initialise() -> Any:
            self.globals[f"z{name}"] = made = value()
            return made

        self._imports[f"z{name}"] = lambda: None
        self._imports[f"w{name}"] = lambda: initialise

    def _thing(self, kind: str, identifier: Identifier) -> Callable[[], Any]:
        def find() -> Template | Interface:
            own = identifier.package == self.compiled.package_id
            home = self if own else self._linker.linked(identifier.package)
            found = home.template(identifier) if kind == "T" else home.interface(identifier)
            assert found is not None, identifier
            return found

        return find

    def value(self, identifier: Identifier) -> Any:
        """A value definition: a function, or the value of a lazy one."""
        name, arity = self.compiled.exports[identifier.module, identifier.name]
        return self.definition(name) if arity else self.definition(f"i{name}")()

    def exception(self, identifier: Identifier) -> Function | None:
        """The function that gives an exception's message function."""
        name = self.compiled.exceptions.get((identifier.module, identifier.name))
        return None if name is None else self.definition(name)

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
        code = self.definition
        made = Template(
            identifier=identifier,
            package_name=PackageName(self.compiled.name),
            argument=self._linker.types.codec(con_type(identifier)),
            precondition=code(table.precondition),
            signatories=code(table.signatories),
            observers=code(table.observers),
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
        code, codec = self.definition, self._linker.types.codec
        return {
            name: Choice(
                name,
                table.consuming,
                code(table.controllers),
                code(table.observers) if table.observers else None,
                code(table.authorizers) if table.authorizers else None,
                code(table.body),
                codec(table.argument_type),
                codec(table.result_type),
            )
            for name, table in tables.items()
        }

    def _key(self, table: KeyTable | None) -> Key | None:
        if table is None:
            return None
        code = self.definition
        codec = self._linker.types.codec(table.type)
        return Key(codec, code(table.key), code(table.maintainers))

    def _instance(self, table: InstanceTable) -> Instance:
        methods = {name: self.definition(function) for name, function in table.methods.items()}
        return Instance(self.definition(table.view), methods)


def _identifier(parts: Any) -> Identifier:
    package, module, name = parts
    return Identifier(PackageId(package), ModuleName(module), DottedName(name))
