"""What the compiler knows of the package it compiles and of those it depends on.

References become Python names: own definitions by number, foreign ones by number of import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from canton.daml_lf.compiler.artifact import CompiledPackage, DataShape
from canton.daml_lf.compiler.encoding import EncodedType, encode_type
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import Identifier, Name, PackageId


@dataclass(frozen=True, slots=True)
class Reference:
    """A value as generated code names it; with arity 0 `name` is its number of a lazy value."""

    name: str
    arity: int
    is_own: bool

    @property
    def lazy_text(self) -> str:
        """The text that evaluates a lazy value once; falsy ones ask their function again."""
        slot, function = ("c", "i") if self.is_own else ("z", "w")
        return f"({slot}{self.name} or {function}{self.name}())"


@dataclass(slots=True)
class Context:
    """The package under way; `mentioned` collects the own values that are referred to."""

    package: ast.Package
    dependencies: Mapping[PackageId, CompiledPackage]
    values: Mapping[tuple[str, str], Reference]
    shapes: Mapping[tuple[str, str], DataShape]
    synonyms: dict[tuple[str, str], tuple[tuple[str, ...], EncodedType]] = field(
        default_factory=dict
    )
    mentioned: set[str] = field(default_factory=set)
    imported_values: dict[Identifier, Reference] = field(default_factory=dict)
    imported_things: dict[tuple[str, Identifier], str] = field(default_factory=dict)

    def value(self, identifier: Identifier) -> Reference:
        """A value definition."""
        if identifier.package == self.package.id:
            own = self.values[identifier.module, identifier.name]
            self.mentioned.add(own.name)
            return own
        known = self.imported_values.get(identifier)
        if known is None:
            exported = self.dependencies[identifier.package].exports
            _, arity = exported[identifier.module, identifier.name]
            number = len(self.imported_values)
            known = Reference(f"y{number}" if arity else str(number), arity, is_own=False)
            self.imported_values[identifier] = known
        return known

    def template(self, identifier: Identifier) -> str:
        """The name under which the template is at run time."""
        return self._thing("T", identifier)

    def interface(self, identifier: Identifier) -> str:
        """The name under which the interface is at run time."""
        return self._thing("I", identifier)

    def template_or_interface(self, identifier: Identifier) -> str:
        """The name of whichever of the two the data type is."""
        is_interface = self.shape(identifier).kind == "interface"
        return self.interface(identifier) if is_interface else self.template(identifier)

    def _thing(self, kind: str, identifier: Identifier) -> str:
        names = self.imported_things
        return names.setdefault((kind, identifier), f"{kind}{len(names)}")

    def shape(self, identifier: Identifier) -> DataShape:
        """A data type."""
        if identifier.package == self.package.id:
            return self.shapes[identifier.module, identifier.name]
        return self.dependencies[identifier.package].shapes[identifier.module, identifier.name]

    def field_index(self, identifier: Identifier, name: Name) -> tuple[int, int]:
        """The index of a record's field, and how many there are."""
        names = self.shape(identifier).names
        return names.index(name), len(names)

    def rank(self, identifier: Identifier, con: Name) -> int:
        """The rank of a constructor."""
        return self.shape(identifier).names.index(con)

    def type_text(self, type_: ast.Type) -> str:
        """A type as a constant."""
        return repr(self.encode(type_))

    def encode(self, type_: ast.Type) -> EncodedType:
        """A type as a tuple."""
        return encode_type(type_, self.synonym)

    def synonym(self, identifier: Identifier) -> tuple[tuple[str, ...], EncodedType]:
        """A synonym's parameters and expansion."""
        key = (identifier.module, identifier.name)
        if identifier.package != self.package.id:
            return self.dependencies[identifier.package].synonyms[key]
        known = self.synonyms.get(key)
        if known is None:
            synonym = self.package.modules[identifier.module].synonyms[identifier.name]
            names = tuple(name for name, _ in synonym.parameters)
            known = self.synonyms[key] = (names, self.encode(synonym.type))
        return known
