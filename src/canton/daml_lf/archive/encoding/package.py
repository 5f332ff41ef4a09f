"""Encoding definitions, modules and packages.

Source: LF sheet 1.4.
"""

from __future__ import annotations

from typing import assert_never

from canton.daml_lf.archive.encoding.expressions import ExpressionEncoder
from canton.daml_lf.archive.encoding.tables import Tables
from canton.daml_lf.archive.wire import (
    message_field,
    message_fields,
    number_field,
    packed_field,
)
from canton.daml_lf.language import ast
from canton.daml_lf.language.recursion import room_for_deep_trees
from canton.daml_lf.language.reference import DottedName, Name

_ALL_FLAGS = number_field(1, 1) + number_field(2, 1) + number_field(3, 1)


def encode_package(package: ast.Package) -> bytes:
    """The bytes of a package; its own id, which they will determine, is not among them.

    Raises:
        EncodingError: the package cannot be expressed in its version.
    """
    tables = Tables(package)
    with room_for_deep_trees():
        modules = [_module(tables, module) for module in package.modules.values()]
    metadata = _metadata(tables, package.metadata)
    imports = b""
    if tables.has_imports:
        if package.declared_imports is None:
            imports = message_field(8, package.no_imports_reason.encode())
        else:
            names = [imported.encode() for imported in package.declared_imports]
            imports = message_field(9, message_fields(1, names))
    return (
        message_fields(1, modules)
        + message_fields(2, tables.strings.entries)
        + message_fields(3, tables.dotted_names.entries)
        + message_field(4, metadata)
        + message_fields(5, tables.types.entries)
        + message_fields(6, tables.kinds.entries if tables.is_flat else [])
        + message_fields(7, tables.expressions.entries)
        + imports
    )


def _metadata(tables: Tables, metadata: ast.PackageMetadata) -> bytes:
    content = number_field(1, tables.string(metadata.name))
    content += number_field(2, tables.string(metadata.version))
    if metadata.upgraded_package_id is not None:
        upgraded = number_field(1, tables.string(metadata.upgraded_package_id))
        content += message_field(3, upgraded)
    return content


def _module(tables: Tables, module: ast.Module) -> bytes:
    encoder = _ModuleEncoder(tables, ExpressionEncoder(tables, module.name))
    return (
        number_field(1, tables.dotted(module.name))
        + message_field(2, _ALL_FLAGS)
        + message_fields(3, [encoder.synonym(*item) for item in module.synonyms.items()])
        + message_fields(4, [encoder.data_type(*item) for item in module.data_types.items()])
        + message_fields(5, [encoder.value(*item) for item in module.values.items()])
        + message_fields(6, [encoder.template(*item) for item in module.templates.items()])
        + message_fields(7, [encoder.exception(*item) for item in module.exceptions.items()])
        + message_fields(8, [encoder.interface(*item) for item in module.interfaces.items()])
    )


class _ModuleEncoder:
    """Encodes the definitions of one module."""

    def __init__(self, tables: Tables, expressions: ExpressionEncoder) -> None:
        self.tables = tables
        self.expressions = expressions

    def _at(self, number: int, expr: ast.Expr) -> bytes:
        return message_field(number, self.expressions.expression(expr))

    def _type(self, number: int, type_: ast.Type) -> bytes:
        return message_field(number, self.tables.type(type_))

    def _binders(self, parameters: tuple[tuple[Name, ast.Kind], ...]) -> bytes:
        return message_fields(3, [self.tables.type_binder(binder) for binder in parameters])

    def synonym(self, name: DottedName, synonym: ast.TypeSynonym) -> bytes:
        """A type synonym."""
        head = number_field(2, self.tables.dotted(name)) + self._binders(synonym.parameters)
        return head + self._type(4, synonym.type)

    def data_type(self, name: DottedName, data_type: ast.DataType) -> bytes:
        """A data type."""
        head = number_field(2, self.tables.dotted(name)) + self._binders(data_type.parameters)
        head += number_field(4, int(data_type.serializable))
        match data_type.cons:
            case ast.DataRecord(fields):
                return head + message_field(5, self._fields(fields))
            case ast.DataVariant(constructors):
                return head + message_field(6, self._fields(constructors))
            case ast.DataEnum(names):
                indexes = [self.tables.string(name) for name in names]
                return head + message_field(7, packed_field(2, indexes))
            case ast.DataInterface():
                return head + message_field(8, b"")
            case _:
                assert_never(data_type.cons)

    def _fields(self, fields: tuple[tuple[Name, ast.Type], ...]) -> bytes:
        return message_fields(1, [self.tables.typed_name(name, type_) for name, type_ in fields])

    def value(self, name: DottedName, value: ast.Value) -> bytes:
        """A value."""
        head = number_field(1, self.tables.dotted(name)) + self._type(2, value.type)
        return message_field(2, head) + self._at(3, value.body)

    def exception(self, name: DottedName, exception: ast.ExceptionDef) -> bytes:
        """An exception."""
        return number_field(1, self.tables.dotted(name)) + self._at(3, exception.message)

    def template(self, name: DottedName, template: ast.Template) -> bytes:
        """A template."""
        content = (
            number_field(1, self.tables.dotted(name))
            + number_field(2, self.tables.string(template.parameter))
            + self._at(3, template.precondition)
            + self._at(4, template.signatories)
            + message_fields(6, [self._choice(choice) for choice in template.choices.values()])
            + self._at(7, template.observers)
        )
        if template.key is not None:
            key = self._type(1, template.key.type) + self._at(3, template.key.maintainers)
            content += message_field(9, key + self._at(4, template.key.body))
        instances = [self._instance(instance) for instance in template.implements.values()]
        return content + message_fields(10, instances)

    def _instance(self, instance: ast.InterfaceInstance) -> bytes:
        methods = [
            number_field(1, self.tables.string(name)) + self._at(2, body)
            for name, body in instance.methods.items()
        ]
        interface = message_field(1, self.tables.identifier(instance.interface))
        body = message_fields(1, methods) + self._at(2, instance.view)
        return interface + message_field(2, body)

    def _choice(self, choice: ast.Choice) -> bytes:
        observers = ast.Nil(ast.PARTY) if choice.observers is None else choice.observers
        argument = self.tables.typed_name(choice.argument_binder, choice.argument_type)
        content = (
            number_field(2, self.tables.string(choice.name))
            + number_field(3, int(choice.consuming))
            + self._at(4, choice.controllers)
            + self._at(5, observers)
            + message_field(6, argument)
            + self._type(8, choice.result_type)
            + self._at(9, choice.body)
            + number_field(10, self.tables.string(choice.self_binder))
        )
        return (
            content if choice.authorizers is None else content + self._at(1001, choice.authorizers)
        )

    def interface(self, name: DottedName, interface: ast.Interface) -> bytes:
        """An interface."""
        methods = [
            number_field(2, self.tables.string(method)) + self._type(3, type_)
            for method, type_ in interface.methods.items()
        ]
        requires = [self.tables.identifier(required) for required in interface.requires]
        return (
            number_field(2, self.tables.dotted(name))
            + message_fields(3, methods)
            + number_field(4, self.tables.string(interface.parameter))
            + message_fields(5, [self._choice(choice) for choice in interface.choices.values()])
            + self._type(6, interface.view)
            + message_fields(7, requires)
        )
