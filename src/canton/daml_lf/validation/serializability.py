"""Which types may be stored: the flag on data types is checked, not inferred.

Source: Canton 3.6 Daml-LF serializability (LF sheet 3.1).
"""

from __future__ import annotations

from typing import Final, NoReturn

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import DottedName, Identifier, Name
from canton.daml_lf.text.type_printer import TypePrinter, kind_text
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.world import UnknownName, World

_STORED: Final = frozenset(
    (
        BuiltinType.INT64,
        BuiltinType.TEXT,
        BuiltinType.TIMESTAMP,
        BuiltinType.DATE,
        BuiltinType.PARTY,
        BuiltinType.BOOL,
        BuiltinType.UNIT,
        BuiltinType.ANY_EXCEPTION,
    )
)
_CONTAINERS: Final = {
    BuiltinType.LIST: 1,
    BuiltinType.OPTIONAL: 1,
    BuiltinType.TEXTMAP: 1,
    BuiltinType.GENMAP: 2,
}


def check_serializability(world: World, package: ast.Package, module: ast.Module) -> None:
    """Checks what a module stores or says may be stored.

    Raises:
        ValidationError: a type may not.
    """

    def check(what: str, name: DottedName, requirement: str, type_: ast.Type) -> None:
        identifier = Identifier(package.id, module.name, name)
        _Check(world, Place(what, identifier, requirement), type_).check(type_)

    for name, data_type in module.data_types.items():
        if data_type.serializable:
            identifier = Identifier(package.id, module.name, name)
            _check_data_type(world, Place("data type", identifier), identifier, data_type)
    for name, template in module.templates.items():
        this = ast.TypeCon(Identifier(package.id, module.name, name))
        check("template", name, "template argument", this)
        for choice in template.choices.values():
            check("template", name, f"argument of choice {choice.name}", choice.argument_type)
            check("template", name, f"result of choice {choice.name}", choice.result_type)
        if template.key is not None:
            check("template", name, "contract key", template.key.type)
    for name in module.exceptions:
        this = ast.TypeCon(Identifier(package.id, module.name, name))
        check("exception", name, "exception argument", this)
    for name, interface in module.interfaces.items():
        for choice in interface.choices.values():
            check("interface", name, f"argument of choice {choice.name}", choice.argument_type)
            check("interface", name, f"result of choice {choice.name}", choice.result_type)
        check("interface", name, "view", interface.view)


def _check_data_type(
    world: World, place: Place, identifier: Identifier, data_type: ast.DataType
) -> None:
    check = _Check(world, place, ast.TypeCon(identifier))
    for name, kind in data_type.parameters:
        if not isinstance(kind, ast.KindStar):
            check.fail(f"type variable {name} of kind {kind_text(kind)}")
        check.variables.add(name)
    match data_type.cons:
        case ast.DataRecord(fields):
            types = [type_ for _, type_ in fields]
        case ast.DataVariant(constructors):
            types = [type_ for _, type_ in constructors]
            if not constructors:
                check.fail("variant without constructors")
        case ast.DataEnum(constructors):
            types = []
            if not constructors:
                check.fail("enum without constructors")
        case ast.DataInterface():
            check.fail("interface")
    for type_ in types:
        check.check(type_)


class _Check:
    """Checks one type that has to be serializable."""

    def __init__(self, world: World, place: Place, type_: ast.Type) -> None:
        self.world = world
        self.place = place
        self.type = type_
        self.variables: set[Name] = set()

    def fail(self, reason: str) -> NoReturn:
        """The error that the type is not serializable."""
        package = self.place.id.package if self.place.id is not None else None
        assert package is not None
        shown = TypePrinter(package).type(self.type)
        raise ValidationError(Fault.EXPECTED_SERIALIZABLE, f"{shown}: {reason}", self.place)

    def check(self, type_: ast.Type) -> None:
        """A type within it."""
        head, arguments = ast.type_head(type_)
        match head:
            case ast.TypeBuiltin(BuiltinType.CONTRACT_ID) if len(arguments) == 1:
                return
            case ast.TypeBuiltin(BuiltinType.NUMERIC) if len(arguments) == 1:
                if not isinstance(arguments[0], ast.TypeNat):
                    self.fail("Numeric without a scale")
                return
            case ast.TypeBuiltin(builtin):
                if builtin not in _STORED and _CONTAINERS.get(builtin) != len(arguments):
                    self.fail(builtin.name)
            case ast.TypeCon(identifier):
                self._data_type(identifier)
            case ast.TypeVar(name):
                if name not in self.variables:
                    self.fail(f"free type variable {name}")
            case ast.TypeNat():
                self.fail("type-level number")
            case ast.TypeSyn(identifier, _):
                self.fail(f"type synonym {identifier.qualified_name}")
            case ast.TypeForall():
                self.fail("polymorphic type")
            case ast.TypeStruct():
                self.fail("struct")
            case ast.TypeApp():
                raise AssertionError("the head of a type is no application")
        for argument in arguments:
            self.check(argument)

    def _data_type(self, identifier: Identifier) -> None:
        try:
            data_type = self.world.data_type(identifier)
        except UnknownName as error:
            raise ValidationError(Fault.UNKNOWN_DEFINITION, str(error), self.place) from error
        if not data_type.serializable:
            self.fail(f"data type {identifier.qualified_name} is not serializable")
