"""Decoding modules: data types, values, templates, exceptions, interfaces.

Source: LF sheet 1.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from canton.daml_lf.archive.decoding import shapes
from canton.daml_lf.archive.decoding.expressions import ExpressionDecoder
from canton.daml_lf.archive.decoding.tables import Tables
from canton.daml_lf.archive.wire import Fields, WireError, read_message
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import DottedName, Identifier, Name
from canton.daml_lf.language.version import CONTRACT_KEYS, UNSTABLE

_K = TypeVar("_K", bound=str | Identifier)
_V = TypeVar("_V")


def read_module(
    tables: Tables, interned: list[bytes], data: bytes, nodes: int
) -> tuple[ast.Module, int]:
    """A module, and the number of expression nodes of the package so far."""
    fields = read_message(data, shapes.MODULE)
    name = tables.module_name(fields.get(1, 0))
    _check_flags(fields.get(2, b""))
    decoder = ExpressionDecoder(tables, interned, name, nodes)
    reader = _ModuleReader(tables, decoder)

    def read(
        number: int, what: str, read_one: Callable[[bytes], tuple[DottedName, _V]]
    ) -> Mapping[DottedName, _V]:
        place = f"{what} of module {name}"
        return _unique([_placed(place, read_one, item) for item in fields.get(number, [])])

    module = ast.Module(
        name=name,
        synonyms=read(3, "type synonym", reader.synonym),
        data_types=read(4, "data type", reader.data_type),
        values=read(5, "value", reader.value),
        templates=read(6, "template", reader.template),
        exceptions=read(7, "exception", reader.exception),
        interfaces=read(8, "interface", reader.interface),
    )
    _check_collisions(module)
    return module, decoder.nodes


def _placed(place: str, read_one: Callable[[bytes], _V], item: bytes) -> _V:
    try:
        return read_one(item)
    except (WireError, ValueError) as error:
        raise WireError(f"{error} (in a {place})") from error


def _check_flags(data: bytes) -> None:
    flags = read_message(data, shapes.FEATURE_FLAGS)
    if not (flags.get(1) and flags.get(2) and flags.get(3)):
        raise WireError("a module has deprecated settings of its feature flags")


def _check_collisions(module: ast.Module) -> None:
    for first, second in (
        (module.synonyms, module.data_types),
        (module.synonyms, module.values),
        (module.data_types, module.values),
        (module.templates, module.exceptions),
        (module.templates, module.interfaces),
        (module.exceptions, module.interfaces),
    ):
        common: set[DottedName] = set(first) & set(second)
        if common:
            raise WireError(f"{module.name}:{min(common)} is defined twice")


def _unique(items: list[tuple[_K, _V]]) -> Mapping[_K, _V]:
    result: dict[_K, _V] = {}
    for name, item in items:
        if name in result:
            raise WireError(f"{name} is defined twice")
        result[name] = item
    return result


class _ModuleReader:
    """Reads the definitions of one module."""

    def __init__(self, tables: Tables, decoder: ExpressionDecoder) -> None:
        self.tables = tables
        self.decoder = decoder

    def synonym(self, data: bytes) -> tuple[DottedName, ast.TypeSynonym]:
        """A type synonym."""
        fields = read_message(data, shapes.TYPE_SYNONYM)
        self._location(fields.get(1))
        parameters = self.tables.type_binders(fields.get(3, []))
        type_ = self.tables.type(fields.get(4, b""))
        return self.tables.dotted_name(fields.get(2, 0)), ast.TypeSynonym(parameters, type_)

    def data_type(self, data: bytes) -> tuple[DottedName, ast.DataType]:
        """A data type."""
        fields = read_message(data, shapes.DATA_TYPE)
        self._location(fields.get(1))
        parameters = self.tables.type_binders(fields.get(3, []))
        cons = self._data_cons(fields)
        if isinstance(cons, ast.DataEnum) and parameters:
            raise WireError("an enumeration has type parameters")
        data_type = ast.DataType(fields.get(4, False), parameters, cons)
        return self.tables.dotted_name(fields.get(2, 0)), data_type

    def _data_cons(self, fields: Fields) -> ast.DataCons:
        match fields.get(0):
            case 5:
                return ast.DataRecord(self._typed_names(fields[5]))
            case 6:
                return ast.DataVariant(self._typed_names(fields[6]))
            case 7:
                indexes = read_message(fields[7], shapes.ENUM_CONSTRUCTORS).get(2, [])
                return ast.DataEnum(tuple([self.tables.name(index) for index in indexes]))
            case 8:
                read_message(fields[8], shapes.UNIT)
                return ast.DataInterface()
            case _:
                raise WireError("a data type is empty")

    def _typed_names(self, data: bytes) -> tuple[tuple[Name, ast.Type], ...]:
        items = read_message(data, shapes.DATA_FIELDS).get(1, [])
        return tuple([self.tables.typed_name(item) for item in items])

    def value(self, data: bytes) -> tuple[DottedName, ast.Value]:
        """A value."""
        fields = read_message(data, shapes.VALUE)
        self._location(fields.get(1))
        head = read_message(fields.get(2, b""), shapes.VALUE_NAME)
        type_ = self.tables.type(head.get(2, b""))
        body = self.decoder.expression(fields.get(3, b""))
        return self.tables.dotted_name(head.get(1, 0)), ast.Value(type_, body)

    def exception(self, data: bytes) -> tuple[DottedName, ast.ExceptionDef]:
        """An exception."""
        fields = read_message(data, shapes.EXCEPTION)
        self._location(fields.get(2))
        message = self.decoder.expression(fields.get(3, b""))
        return self.tables.dotted_name(fields.get(1, 0)), ast.ExceptionDef(message)

    def template(self, data: bytes) -> tuple[DottedName, ast.Template]:
        """A template."""
        fields = read_message(data, shapes.TEMPLATE)
        self._location(fields.get(8))
        expression = self.decoder.expression
        template = ast.Template(
            parameter=self.tables.name(fields.get(2, 0)),
            precondition=expression(fields[3]) if 3 in fields else ast.TRUE,
            signatories=expression(fields.get(4, b"")),
            choices=_unique([self._choice(item) for item in fields.get(6, [])]),
            observers=expression(fields.get(7, b"")),
            key=self._key(fields[9]) if 9 in fields else None,
            implements=_unique([self._instance(item) for item in fields.get(10, [])]),
        )
        return self.tables.dotted_name(fields.get(1, 0)), template

    def _key(self, data: bytes) -> ast.TemplateKey:
        self.tables.require(CONTRACT_KEYS)
        fields = read_message(data, shapes.KEY)
        return ast.TemplateKey(
            type=self.tables.type(fields.get(1, b"")),
            body=self.decoder.expression(fields.get(4, b"")),
            maintainers=self.decoder.expression(fields.get(3, b"")),
        )

    def _instance(self, data: bytes) -> tuple[Identifier, ast.InterfaceInstance]:
        fields = read_message(data, shapes.IMPLEMENTS)
        self._location(fields.get(3))
        interface = self.tables.identifier(fields.get(1, b""))
        body = read_message(fields.get(2, b""), shapes.INSTANCE_BODY)
        view = self.decoder.expression(body.get(2, b""))
        methods = _unique([self._method(item) for item in body.get(1, [])])
        return interface, ast.InterfaceInstance(interface, methods, view)

    def _method(self, data: bytes) -> tuple[Name, ast.Expr]:
        fields = read_message(data, shapes.INSTANCE_METHOD)
        name = self.tables.name(fields.get(1, 0))
        return name, self.decoder.expression(fields.get(2, b""))

    def _choice(self, data: bytes) -> tuple[Name, ast.Choice]:
        fields = read_message(data, shapes.CHOICE)
        self._location(fields.get(1))
        if 1001 in fields:
            self.tables.require(UNSTABLE, "authorizers of a choice")
        argument_binder, argument_type = self.tables.typed_name(fields.get(6, b""))
        choice = ast.Choice(
            name=self.tables.name(fields.get(2, 0)),
            consuming=fields.get(3, False),
            controllers=self.decoder.expression(fields.get(4, b"")),
            observers=self.decoder.expression(fields.get(5, b"")),
            authorizers=self.decoder.optional(fields.get(1001)),
            self_binder=self.tables.name(fields.get(10, 0)),
            argument_binder=argument_binder,
            argument_type=argument_type,
            result_type=self.tables.type(fields.get(8, b"")),
            body=self.decoder.expression(fields.get(9, b"")),
        )
        return choice.name, choice

    def interface(self, data: bytes) -> tuple[DottedName, ast.Interface]:
        """An interface."""
        fields = read_message(data, shapes.INTERFACE)
        self._location(fields.get(1))
        requires = _unique([(self.tables.identifier(item), None) for item in fields.get(7, [])])
        interface = ast.Interface(
            parameter=self.tables.name(fields.get(4, 0)),
            view=self.tables.type(fields.get(6, b"")),
            requires=tuple(requires),
            methods=_unique([self._interface_method(item) for item in fields.get(3, [])]),
            choices=_unique([self._choice(item) for item in fields.get(5, [])]),
        )
        return self.tables.dotted_name(fields.get(2, 0)), interface

    def _interface_method(self, data: bytes) -> tuple[Name, ast.Type]:
        fields = read_message(data, shapes.INTERFACE_METHOD)
        self._location(fields.get(1))
        name = self.tables.name(fields.get(2, 0))
        return name, self.tables.type(fields.get(3, b""))

    def _location(self, data: bytes | None) -> None:
        """Definitions' locations are not kept; unknown fields in them are refused all the same."""
        if data is not None:
            fields = read_message(data, shapes.LOCATION)
            read_message(fields.get(2, b""), shapes.RANGE)
