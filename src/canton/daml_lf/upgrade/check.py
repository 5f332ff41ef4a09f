"""Comparing a package with the one that it upgrades.

Source: Canton 3.6 upgrade checks (LF sheet 3.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import BuiltinType
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    Name,
    PackageId,
    version_key,
)
from canton.daml_lf.upgrade.errors import Rule, UpgradeError
from canton.daml_lf.upgrade.origin import Origins

_K = TypeVar("_K", bound=str)
_V = TypeVar("_V")

Binders = Mapping[Name, int]


def check_upgrade(
    packages: Mapping[PackageId, ast.Package], past: ast.Package, present: ast.Package
) -> None:
    """Checks that the present package may follow the past one.

    The packages are those that types of the two may come from.

    Raises:
        UpgradeError: the first rule that is broken.
    """
    if past.language_version > present.language_version:
        detail = f"{present.language_version} < {past.language_version}"
        raise UpgradeError(Rule.DECREASING_LF_VERSION, detail)
    known = {**packages, past.id: past, present.id: present}
    _missing(past.modules, present.modules, Rule.MISSING_MODULE)
    for name, module in past.modules.items():
        _ModulePair(known, module, present.modules[name]).check()


def _missing(past: Mapping[_K, _V], present: Mapping[_K, _V], rule: Rule) -> None:
    for name in past:
        if name not in present:
            raise UpgradeError(rule, name)


class _ModulePair:
    """A module in both packages."""

    def __init__(
        self, packages: Mapping[PackageId, ast.Package], past: ast.Module, present: ast.Module
    ) -> None:
        self.packages = packages
        self.past = past
        self.present = present
        self.past_origins = Origins(past)
        self.present_origins = Origins(present)

    def check(self) -> None:
        """All rules within the module."""
        _missing(self.past.templates, self.present.templates, Rule.MISSING_TEMPLATE)
        for name, template in self.past.templates.items():
            self._template(name, template, self.present.templates[name])
        for name, template in self.past.templates.items():
            for interface in template.implements:
                if interface not in self.present.templates[name].implements:
                    detail = f"{interface.qualified_name} for template {name}"
                    raise UpgradeError(Rule.MISSING_IMPLEMENTATION, detail)
        past_types = _plain_types(self.past)
        present_types = _plain_types(self.present)
        for name, data_type in past_types.items():
            if name not in present_types and data_type.serializable:
                raise UpgradeError(Rule.MISSING_DATA_TYPE, name)
        for name, data_type in past_types.items():
            if name in present_types:
                self._data_type(name, data_type, present_types[name])

    # --- templates -------------------------------------------------------------------------------

    def _template(self, name: DottedName, past: ast.Template, present: ast.Template) -> None:
        _missing(past.choices, present.choices, Rule.MISSING_CHOICE)
        for choice_name, choice in past.choices.items():
            result = present.choices[choice_name].result_type
            if not self._are_equal(choice.result_type, result, {}, {}):
                raise UpgradeError(Rule.CHANGED_CHOICE_RESULT, f"{choice_name} of {name}")
        match past.key, present.key:
            case ast.TemplateKey() as before, ast.TemplateKey() as after:
                if not self._are_equal(before.type, after.type, {}, {}):
                    raise UpgradeError(Rule.CHANGED_KEY_TYPE, name)
            case ast.TemplateKey(), None:
                raise UpgradeError(Rule.REMOVED_KEY, name)
            case None, ast.TemplateKey():
                raise UpgradeError(Rule.ADDED_KEY, name)
            case _:
                pass

    # --- data types ------------------------------------------------------------------------------

    def _data_type(self, name: DottedName, past: ast.DataType, present: ast.DataType) -> None:
        origin = self.present_origins.of(name)
        if not past.serializable:
            return
        if not present.serializable:
            raise UpgradeError(Rule.BECAME_UNSERIALIZABLE, origin)
        if self.past_origins.of(name) != origin:
            detail = f"{name} from {self.past_origins.of(name)} to {origin}"
            raise UpgradeError(Rule.CHANGED_ORIGIN, detail)
        if len(past.parameters) != len(present.parameters):
            raise UpgradeError(Rule.DIFFERENT_PARAMETER_COUNT, origin)
        if [kind for _, kind in past.parameters] != [kind for _, kind in present.parameters]:
            raise UpgradeError(Rule.DIFFERENT_PARAMETER_KINDS, origin)
        binders = (_positions(past.parameters), _positions(present.parameters))
        match past.cons, present.cons:
            case ast.DataRecord(before), ast.DataRecord(after):
                self._record(name, before, after, binders)
            case ast.DataVariant(before), ast.DataVariant(after):
                self._variant(origin, before, after, binders)
            case ast.DataEnum(names_before), ast.DataEnum(names_after):
                if not set(names_before) <= set(names_after):
                    raise UpgradeError(Rule.ENUM_CONSTRUCTOR_REMOVED, origin)
                if not _is_prefix(names_before, names_after):
                    raise UpgradeError(Rule.ENUM_CONSTRUCTORS_ORDER, origin)
            case ast.DataInterface(), ast.DataInterface():
                pass
            case _:
                raise UpgradeError(Rule.CHANGED_VARIETY, name)

    def _record(
        self,
        name: DottedName,
        past: Sequence[tuple[Name, ast.Type]],
        present: Sequence[tuple[Name, ast.Type]],
        binders: tuple[Binders, Binders],
    ) -> None:
        origin = self.present_origins.of(name)
        before, after = dict(past), dict(present)
        if not set(before) <= set(after):
            raise UpgradeError(Rule.RECORD_FIELDS_MISSING, origin)
        for field, type_ in before.items():
            if not self._are_equal(type_, after[field], *binders):
                raise UpgradeError(Rule.RECORD_FIELDS_CHANGED, f"{field} of {origin}")
        for field, type_ in after.items():
            if field not in before and not _is_optional(type_):
                is_constructor = self.present_origins.is_constructor(name)
                rule = Rule.RECORD_FIELDS_NOT_OPTIONAL
                if is_constructor:
                    rule = Rule.VARIANT_FIELD_ADDED
                raise UpgradeError(rule, f"{field} of {origin}")
        if not _is_prefix([field for field, _ in past], [field for field, _ in present]):
            raise UpgradeError(Rule.RECORD_FIELDS_ORDER, origin)

    def _variant(
        self,
        origin: str,
        past: Sequence[tuple[Name, ast.Type]],
        present: Sequence[tuple[Name, ast.Type]],
        binders: tuple[Binders, Binders],
    ) -> None:
        after = dict(present)
        for constructor, _ in past:
            if constructor not in after:
                raise UpgradeError(Rule.VARIANT_CONSTRUCTOR_REMOVED, f"{constructor} of {origin}")
        for constructor, type_ in past:
            if not self._are_equal(type_, after[constructor], *binders):
                raise UpgradeError(Rule.VARIANT_CONSTRUCTOR_CHANGED, f"{constructor} of {origin}")
        if not _is_prefix([name for name, _ in past], [name for name, _ in present]):
            raise UpgradeError(Rule.VARIANT_CONSTRUCTORS_ORDER, origin)

    # --- types -----------------------------------------------------------------------------------

    def _are_equal(
        self,
        past: ast.Type,
        present: ast.Type,
        past_binders: Binders,
        present_binders: Binders,
    ) -> bool:
        """The same type, where a type constructor may come from a newer version of its package."""
        pending = [(past, present)]
        while pending:
            match pending.pop():
                case ast.TypeVar(before), ast.TypeVar(after):
                    if past_binders.get(before) != present_binders.get(after):
                        return False
                case ast.TypeNat(before_scale), ast.TypeNat(after_scale):
                    if before_scale != after_scale:
                        return False
                case ast.TypeCon(before_id), ast.TypeCon(after_id):
                    if not self._is_same_or_newer(before_id, after_id):
                        return False
                case ast.TypeBuiltin(before_builtin), ast.TypeBuiltin(after_builtin):
                    if before_builtin is not after_builtin:
                        return False
                case ast.TypeApp() as before_app, ast.TypeApp() as after_app:
                    pending.append((before_app.function, after_app.function))
                    pending.append((before_app.argument, after_app.argument))
                case _:
                    return False
        return True

    def _is_same_or_newer(self, past: Identifier, present: Identifier) -> bool:
        if (past.module, past.name) != (present.module, present.name):
            return False
        before, after = self.packages.get(past.package), self.packages.get(present.package)
        if before is None or after is None:
            return before is after and past.package == present.package
        if before.metadata.name != after.metadata.name:
            return False
        return version_key(before.metadata.version) <= version_key(after.metadata.version)


def _plain_types(module: ast.Module) -> dict[DottedName, ast.DataType]:
    """Data types that are neither interfaces' nor exceptions'."""
    return {
        name: data_type
        for name, data_type in module.data_types.items()
        if name not in module.interfaces and name not in module.exceptions
    }


def _positions(parameters: Sequence[tuple[Name, ast.Kind]]) -> Binders:
    return {name: index for index, (name, _) in enumerate(parameters)}


def _is_prefix(past: Sequence[str], present: Sequence[str]) -> bool:
    return all(before == after for before, after in zip(past, present, strict=False))


def _is_optional(type_: ast.Type) -> bool:
    match type_:
        case ast.TypeApp(ast.TypeBuiltin(BuiltinType.OPTIONAL), _):
            return True
        case _:
            return False
