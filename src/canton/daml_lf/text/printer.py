"""Printing definitions, modules and packages as text that `reader` reads back to the same syntax.

Source: LF sheet 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import DottedName, Name, PackageId
from canton.daml_lf.text.expression_printer import ExpressionPrinter
from canton.daml_lf.text.type_printer import TypePrinter, dotted_text, name_text


def print_package(package: ast.Package) -> str:
    """A package's text: metadata, then its modules."""
    metadata = package.metadata
    upgrades = ""
    if metadata.upgraded_package_id is not None:
        upgrades = f" upgrades '{metadata.upgraded_package_id}'"
    head = f"metadata ( '{metadata.name}' : '{metadata.version}'{upgrades} )\n"
    modules = [print_module(module, package.id) for module in package.modules.values()]
    return "\n".join([head, *modules])


def print_module(module: ast.Module, package: PackageId) -> str:
    """A module's text; names of `package` are printed without it."""
    printer = _ModulePrinter(module, package)
    with room_for_deep_trees():
        definitions = [f"  {definition};\n\n" for definition in printer.definitions()]
    return f"module {dotted_text(module.name)} {{\n\n{''.join(definitions)}}}\n"


class _ModulePrinter:
    """Prints the definitions of one module, indented by two."""

    def __init__(self, module: ast.Module, package: PackageId) -> None:
        self.module = module
        self.types = TypePrinter(package)
        self.expressions = ExpressionPrinter(package)

    def definitions(self) -> Iterator[str]:
        """All definitions in order, those of one kind together."""
        for name, synonym in self.module.synonyms.items():
            head = f"synonym {dotted_text(name)}{self.types.binders(synonym.parameters)}"
            yield f"{head} = {self.types.type(synonym.type)}"
        for name, data_type in self.module.data_types.items():
            yield self._data_type(name, data_type)
        for name, exception in self.module.exceptions.items():
            message = self.expressions.expression(exception.message, 4)
            yield f"exception {dotted_text(name)} = {{ message {message} }}"
        for name, template in self.module.templates.items():
            yield self._template(name, template)
        for name, value in self.module.values.items():
            head = f"val {dotted_text(name)}: {self.types.type(value.type)}"
            yield f"{head} =\n    {self.expressions.expression(value.body, 4)}"

    def _data_type(self, name: DottedName, data_type: ast.DataType) -> str:
        tag = "@serializable " if data_type.serializable else ""
        head = f"{tag}{dotted_text(name)}{self.types.binders(data_type.parameters)}"
        match data_type.cons:
            case ast.DataRecord(fields):
                return f"record {head} = {{ {self._fields(fields, ', ')} }}"
            case ast.DataVariant(constructors):
                return f"variant {head} = {self._fields(constructors, ' | ')}".rstrip()
            case ast.DataEnum(names):
                return f"enum {head} = {' | '.join([name_text(name) for name in names])}".rstrip()
            case ast.DataInterface():
                return self._interface(name, self.module.interfaces[name])
            case _:
                assert_never(data_type.cons)

    def _fields(self, fields: tuple[tuple[Name, ast.Type], ...], separator: str) -> str:
        return separator.join([self.types.typed_name(name, type_) for name, type_ in fields])

    # --- templates and interfaces ----------------------------------------------------------------

    def _template(self, name: DottedName, template: ast.Template) -> str:
        parts = [
            f"precondition {self.expressions.expression(template.precondition, 6)}",
            f"signatories {self.expressions.expression(template.signatories, 6)}",
            f"observers {self.expressions.expression(template.observers, 6)}",
            *[self._choice(choice) for choice in template.choices.values()],
            *[self._instance(instance) for instance in template.implements.values()],
        ]
        if template.key is not None:
            body = self.expressions.atom(template.key.body, 6)
            maintainers = self.expressions.atom(template.key.maintainers, 6)
            parts.append(f"key @{self.types.atom(template.key.type)} {body} {maintainers}")
        return f"template {self._body(template.parameter, name, parts)}"

    def _interface(self, name: DottedName, interface: ast.Interface) -> str:
        parts = [
            f"viewtype {self.types.type(interface.view)}",
            *[f"requires {self.types.identifier(item)}" for item in interface.requires],
            *[
                f"method {self.types.typed_name(method, type_)}"
                for method, type_ in interface.methods.items()
            ],
            *[self._choice(choice) for choice in interface.choices.values()],
        ]
        return f"interface {self._body(interface.parameter, name, parts)}"

    def _body(self, parameter: Name, name: DottedName, parts: list[str]) -> str:
        lines = "".join([f"    {part};\n" for part in parts])
        return f"({name_text(parameter)}: {dotted_text(name)}) = {{\n{lines}  }}"

    def _choice(self, choice: ast.Choice) -> str:
        tag = "" if choice.consuming else "@nonConsuming "
        argument = self.types.typed_name(choice.argument_binder, choice.argument_type)
        head = (
            f"choice {tag}{name_text(choice.name)} ({name_text(choice.self_binder)}) ({argument})"
        )
        lines = [
            f"{head}: {self.types.type(choice.result_type)}",
            f", controllers {self.expressions.expression(choice.controllers, 8)}",
        ]
        if choice.observers is not None:
            lines.append(f", observers {self.expressions.expression(choice.observers, 8)}")
        if choice.authorizers is not None:
            lines.append(f", authorizers {self.expressions.expression(choice.authorizers, 8)}")
        lines.append(f"to {self.expressions.expression(choice.body, 8)}")
        return "\n      ".join(lines)

    def _instance(self, instance: ast.InterfaceInstance) -> str:
        lines = [f"view = {self.expressions.expression(instance.view, 8)};"]
        for name, body in instance.methods.items():
            lines.append(f"method {name_text(name)} = {self.expressions.expression(body, 8)};")
        inner = "".join([f"      {line}\n" for line in lines])
        return f"implements {self.types.identifier(instance.interface)} {{\n{inner}    }}"
