"""Type checking of a module's definitions.

Source: Canton 3.6 Daml-LF typing (LF sheet 3.1).
"""

from __future__ import annotations

from dataclasses import replace

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import DottedName, Identifier, Name
from canton.daml_lf.language.version import LanguageVersion
from canton.daml_lf.validation.errors import Fault, Place, ValidationError
from canton.daml_lf.validation.typing.expressions import Typing
from canton.daml_lf.validation.typing.scope import Scope, check_unique
from canton.daml_lf.validation.world import World


def check_types(world: World, package: ast.Package, module: ast.Module) -> None:
    """Checks all definitions of a module.

    Raises:
        ValidationError: a definition is not well-typed.
    """
    check = _ModuleCheck(world, package, module)
    for name, data_type in module.data_types.items():
        check.data_type(name, data_type)
    for name, value in module.values.items():
        check.value(name, value)
    for name, synonym in module.synonyms.items():
        check.synonym(name, synonym)
    for name, template in module.templates.items():
        check.template(name, template)
    for name, exception in module.exceptions.items():
        check.exception(name, exception)
    for name, interface in module.interfaces.items():
        check.interface(name, interface)


class _ModuleCheck:
    """Checks the definitions of one module, each in a scope of its own."""

    def __init__(self, world: World, package: ast.Package, module: ast.Module) -> None:
        self.world = world
        self.version: LanguageVersion = package.language_version
        self.package = package
        self.module = module

    def _id(self, name: DottedName) -> Identifier:
        return Identifier(self.package.id, self.module.name, name)

    def _scope(self, what: str, name: DottedName, part: str = "") -> Scope:
        return Scope(self.world, self.version, Place(what, self._id(name), part))

    # --- types and values ------------------------------------------------------------------------

    def data_type(self, name: DottedName, data_type: ast.DataType) -> None:
        """A data type's parameters and fields."""
        scope = self._scope("data type", name)
        _parameters(scope, data_type.parameters)
        match data_type.cons:
            case ast.DataRecord(fields):
                scope.check_fields(fields)
            case ast.DataVariant(constructors):
                names = [constructor for constructor, _ in constructors]
                check_unique(scope, names, Fault.DUPLICATE_VARIANT_CONSTRUCTOR)
                for _, type_ in constructors:
                    scope.check_type(type_)
            case ast.DataEnum(names):
                if data_type.parameters:
                    scope.fail(Fault.ENUM_WITH_PARAMETERS)
                check_unique(scope, names, Fault.DUPLICATE_ENUM_CONSTRUCTOR)
            case ast.DataInterface():
                if data_type.parameters:
                    scope.fail(Fault.INTERFACE_WITH_PARAMETERS)
                scope.find(self.world.interface, self._id(name))

    def value(self, name: DottedName, value: ast.Value) -> None:
        """A value has its type."""
        scope = self._scope("value", name)
        scope.check_type(value.type)
        Typing(scope).check_top(value.body, value.type)

    def synonym(self, name: DottedName, synonym: ast.TypeSynonym) -> None:
        """What a synonym stands for has values."""
        scope = self._scope("type synonym", name)
        _parameters(scope, synonym.parameters)
        scope.check_type(synonym.type)

    def exception(self, name: DottedName, exception: ast.ExceptionDef) -> None:
        """An exception has a record type and a message made from it."""
        scope = self._scope("exception", name)
        self._check_record(scope, name, Fault.EXPECTED_EXCEPTION_RECORD)
        message_type = ast.arrow(ast.TypeCon(self._id(name)), ast.TEXT)
        Typing(scope).check_top(exception.message, message_type)

    def _check_record(self, scope: Scope, name: DottedName, fault: Fault) -> None:
        data_type = scope.find(self.world.data_type, self._id(name))
        if data_type.parameters or not isinstance(data_type.cons, ast.DataRecord):
            scope.fail(fault, name)

    # --- templates -------------------------------------------------------------------------------

    def template(self, name: DottedName, template: ast.Template) -> None:
        """All expressions of a template, its choices, instances and key."""
        scope = self._scope("template", name)
        self._check_record(scope, name, Fault.EXPECTED_TEMPLATE_RECORD)
        this = ast.TypeCon(self._id(name))
        parts = (
            ("precondition", template.precondition, ast.BOOL),
            ("signatories", template.signatories, ast.PARTIES),
            ("observers", template.observers, ast.PARTIES),
        )
        for part, body, type_ in parts:
            self._in_template(name, part, template.parameter, this, body, type_)
        for choice in template.choices.values():
            self._choice("template", name, template.parameter, choice)
        for instance in template.implements.values():
            self._instance(name, template, instance)
        if template.key is not None:
            key = template.key
            self._scope("template", name, "key").check_type(key.type)
            self._in_template(name, "key", template.parameter, this, key.body, key.type)
            maintainers = Typing(self._scope("template", name, "maintainers"))
            maintainers.check_top(key.maintainers, ast.arrow(key.type, ast.PARTIES))

    def _in_template(
        self,
        name: DottedName,
        part: str,
        parameter: Name,
        this: ast.Type,
        body: ast.Expr,
        expected: ast.Type,
    ) -> None:
        scope = self._scope("template", name, part)
        with scope.variable(parameter, this):
            Typing(scope).check_top(body, expected)

    def _choice(self, what: str, name: DottedName, parameter: Name, choice: ast.Choice) -> None:
        scope = self._scope(what, name, f"choice {choice.name}")
        this = ast.TypeCon(self._id(name))
        scope.check_type(choice.argument_type)
        scope.check_type(choice.result_type)
        typing = Typing(scope)
        with (
            scope.variable(parameter, this),
            scope.variable(choice.argument_binder, choice.argument_type),
        ):
            for parties in (choice.controllers, choice.observers, choice.authorizers):
                if parties is not None:
                    typing.check_top(parties, ast.PARTIES)
        # The contract's id may be shadowed by the argument, and hides the parameter.
        with (
            scope.variable(parameter, this),
            scope.variable(choice.self_binder, ast.contract_id_of(this)),
            scope.variable(choice.argument_binder, choice.argument_type),
        ):
            typing.check_top(choice.body, ast.update_of(choice.result_type))

    def _instance(
        self, name: DottedName, template: ast.Template, instance: ast.InterfaceInstance
    ) -> None:
        shown = f"instance of {instance.interface.qualified_name}"
        scope = self._scope("template", name, shown)
        interface = scope.find(self.world.interface, instance.interface)
        for required in interface.requires:
            if required not in template.implements:
                scope.fail(Fault.MISSING_REQUIRED_INSTANCE, required.qualified_name)
        for method in interface.methods:
            if method not in instance.methods:
                scope.fail(Fault.MISSING_METHOD, method)
        typing = Typing(scope)
        with scope.variable(template.parameter, ast.TypeCon(self._id(name))):
            for method, body in instance.methods.items():
                expected = interface.methods.get(method)
                if expected is None:
                    scope.fail(Fault.UNKNOWN_METHOD, method)
                _as(typing, Fault.METHOD_TYPE_MISMATCH, body, expected)
            _as(typing, Fault.VIEW_TYPE_MISMATCH, instance.view, interface.view)

    # --- interfaces ------------------------------------------------------------------------------

    def interface(self, name: DottedName, interface: ast.Interface) -> None:
        """An interface's requirements, methods, choices and view."""
        scope = self._scope("interface", name)
        if self._id(name) in interface.requires:
            scope.fail(Fault.CIRCULAR_REQUIREMENT)
        for required in interface.requires:
            for further in scope.find(self.world.interface, required).requires:
                if further not in interface.requires:
                    detail = f"{further.qualified_name} of {required.qualified_name}"
                    scope.fail(Fault.REQUIREMENTS_NOT_CLOSED, detail)
        for type_ in interface.methods.values():
            scope.check_type(type_)
        for choice in interface.choices.values():
            self._choice("interface", name, interface.parameter, choice)
        self._view(scope, interface.view)

    def _view(self, scope: Scope, view: ast.Type) -> None:
        match view:
            case ast.TypeCon(identifier):
                data_type = scope.find(self.world.data_type, identifier)
                if data_type.parameters:
                    scope.fail(Fault.VIEW_HAS_VARIABLES, scope.show(view))
                if not isinstance(data_type.cons, ast.DataRecord):
                    scope.fail(Fault.VIEW_NOT_RECORD, scope.show(view))
            case ast.TypeApp():
                scope.fail(Fault.VIEW_HAS_VARIABLES, scope.show(view))
            case _:
                scope.fail(Fault.VIEW_HEAD_NOT_CONSTRUCTOR, scope.show(view))


def _parameters(scope: Scope, parameters: tuple[tuple[Name, ast.Kind], ...]) -> None:
    scope.kinds.update(parameters)
    for _, kind in parameters:
        scope.check_kind(kind)
    check_unique(scope, [name for name, _ in parameters], Fault.DUPLICATE_TYPE_PARAMETER)


def _as(typing: Typing, fault: Fault, body: ast.Expr, expected: ast.Type) -> None:
    """Checks a type; a plain mismatch at the top is reported as the given fault."""
    try:
        typing.check_top(body, expected)
    except ValidationError as error:
        if error.fault is not Fault.TYPE_MISMATCH:
            raise
        raise ValidationError(fault, error.detail, replace(error.place)) from error
