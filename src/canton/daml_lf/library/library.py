"""The library: packages that are compiled, linked with each other and ready to run.

It only grows, and a package in it has all its dependencies in it, so running code never meets a
missing definition; only templates that contracts name may be missing. Several interpretations may
share a library; it does no IO. Source: Daml-LF sheet 0, 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from canton.daml_lf.builtins.application import apply1
from canton.daml_lf.builtins.arithmetic_error import ARITHMETIC_ERROR
from canton.daml_lf.builtins.errors import crash
from canton.daml_lf.compiler.artifact import (
    CodeCache,
    CompiledPackage,
    DataShape,
    cache_key,
    from_cache,
    to_cache,
)
from canton.daml_lf.compiler.encoding import EncodedType, identifier_of
from canton.daml_lf.compiler.package import compile_package
from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    PackageId,
    PackageName,
)
from canton.daml_lf.library.linking import LinkedPackage
from canton.daml_lf.library.template import Interface, Template
from canton.daml_lf.library.translation import LOCAL, Translation
from canton.daml_lf.library.type_table import TypeTable
from canton.daml_lf.value.value import NESTING_MAX, Value


class Library:
    """Packages by id, with their code in memory."""

    def __init__(self, cache: CodeCache | None = None) -> None:
        self._cache = cache
        self._compiled: dict[PackageId, CompiledPackage] = {}
        self._linked: dict[PackageId, LinkedPackage] = {}
        self._closures: dict[frozenset[PackageId], frozenset[PackageId]] = {}
        self.types = TypeTable(self._shape)

    def __contains__(self, package_id: object) -> bool:
        return package_id in self._linked

    @property
    def package_ids(self) -> frozenset[PackageId]:
        """All packages that are loaded."""
        return frozenset(self._linked)

    # --- growing -----------------------------------------------------------------------------

    def missing(self, package_ids: Iterable[PackageId]) -> frozenset[PackageId]:
        """Those of the packages that are not loaded."""
        return frozenset(p for p in package_ids if p not in self._linked)

    def add_cached(self, package_id: PackageId) -> bool:
        """Loads a package from the cache if it is there, sound, and its dependencies are loaded."""
        if package_id in self._linked:
            return True
        cached = self._cache.get(cache_key(package_id)) if self._cache is not None else None
        compiled = from_cache(cached, package_id) if cached else None
        if compiled is None or self.missing(_ids(compiled.dependencies)):
            return False
        self._add(compiled)
        return True

    def add(self, package: ast.Package) -> None:
        """Loads a valid package, compiling it if the cache has no sound copy.

        Raises:
            KeyError: a package that it depends on is not loaded.
        """
        if package.id in self._linked or self.add_cached(package.id):
            return
        dependencies = {p: self._compiled[p] for p in package.direct_dependencies}
        with room_for_deep_trees():
            compiled = compile_package(package, dependencies)
        if self._cache is not None:
            self._cache.put(cache_key(package.id), to_cache(compiled))
        self._add(compiled)

    def add_all(self, packages: Iterable[ast.Package]) -> None:
        """Loads packages in an order in which each comes after what it depends on.

        Raises:
            KeyError: a package that one of them depends on is neither among them nor loaded.
        """
        waiting = {package.id: package for package in packages}
        while waiting:
            ready = [
                package
                for package in waiting.values()
                if not any(d in waiting for d in package.direct_dependencies if d != package.id)
            ]
            if not ready:
                raise KeyError("the packages depend on each other in a circle")
            for package in ready:
                self.add(package)
                del waiting[package.id]

    def _add(self, compiled: CompiledPackage) -> None:
        self._compiled[compiled.package_id] = compiled
        self._linked[compiled.package_id] = LinkedPackage(compiled, self)

    # --- looking up --------------------------------------------------------------------------

    def linked(self, package_id: PackageId) -> LinkedPackage:
        """A loaded package.

        Raises:
            KeyError: it is not loaded.
        """
        return self._linked[package_id]

    def package_name(self, package_id: PackageId) -> PackageName:
        """The name of a loaded package."""
        return PackageName(self._compiled[package_id].name)

    def compiled(self, package_id: PackageId) -> CompiledPackage:
        """A loaded package's name, versions and tables."""
        return self._compiled[package_id]

    def dependencies(self, package_ids: frozenset[PackageId]) -> frozenset[PackageId]:
        """The packages and all that they depend on, directly or not."""
        # Loaded packages never change, so neither do the answers.
        known = self._closures.get(package_ids)
        if known is None:
            known = self._closures[package_ids] = self._closure(package_ids)
        return known

    def _closure(self, package_ids: Iterable[PackageId]) -> frozenset[PackageId]:
        found: set[PackageId] = set()
        pending = list(package_ids)
        while pending:
            here = pending.pop()
            if here not in found:
                found.add(here)
                pending.extend(_ids(self._compiled[here].dependencies))
        return frozenset(found)

    def template(self, identifier: Identifier) -> Template | None:
        """A template of a loaded package, if it has it."""
        return self._linked[identifier.package].template(identifier)

    def interface(self, identifier: Identifier) -> Interface | None:
        """An interface of a loaded package, if it has it."""
        return self._linked[identifier.package].interface(identifier)

    def template_of(self, encoded: EncodedType) -> Template:
        """The template behind an interface's value."""
        identifier = identifier_of(encoded)
        found = self.template(identifier)
        if found is None:
            raise crash(f"{identifier} is not a template")
        return found

    def _shape(self, identifier: Identifier) -> DataShape | None:
        compiled = self._compiled.get(identifier.package)
        key = (identifier.module, identifier.name)
        return None if compiled is None else compiled.shapes.get(key)

    # --- what generated code asks ------------------------------------------------------------

    def translated(self, source: Template, target: Template, record: Any) -> Any:
        """A template's record as another version of the template has it."""
        value: Value = source.argument.to_ledger(record, NESTING_MAX)
        return self.translate(target, value, LOCAL)

    def translate(self, target: Template, value: Value, how: Translation) -> Any:
        """A contract's argument as a template has it.

        Raises:
            TranslationError: it does not fit.
        """
        return target.argument.translate(value, how, NESTING_MAX)

    def any_exception_message(self, exception: tuple[EncodedType, Any]) -> str:
        """ANY_EXCEPTION_MESSAGE."""
        encoded, record = exception
        if encoded == ARITHMETIC_ERROR:
            text: str = record[0]
            return text
        identifier = identifier_of(encoded)
        message: Callable[[], Any] | None = self._linked[identifier.package].exception(identifier)
        if message is None:
            raise crash(f"{identifier} is not an exception")
        shown: str = apply1(message(), record)
        return shown

    def value(self, identifier: Identifier) -> Any:
        """A value definition, evaluated. For tests and for evaluating expressions off the ledger.

        Raises:
            KeyError: there is none.
        """
        return self._linked[identifier.package].value(identifier)


def _ids(texts: Iterable[str]) -> Iterable[PackageId]:
    return map(PackageId, texts)


def identifier(package: str, qualified: str) -> Identifier:
    """The identifier of `Module:Name` in a package."""
    module, _, name = qualified.partition(":")
    return Identifier(PackageId(package), ModuleName(module), DottedName(name))
