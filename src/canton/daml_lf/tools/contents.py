"""What is in a DAR, as values: its packages with their templates, interfaces and choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from canton.daml_lf.archive.dar import Dar
from canton.daml_lf.archive.envelope import Archive
from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import PackageId
from canton.daml_lf.language.stable import STABLE_PACKAGE_IDS


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a template or an interface."""

    name: str
    is_consuming: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A template; its name is that of its module and its own, `Module:Name`."""

    name: str
    has_key: bool
    choices: tuple[Choice, ...]
    implements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface, named like a template."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PackageContents:
    """A package of a DAR; `size` is that of its archive in bytes."""

    package_id: str
    name: str
    version: str
    language_version: str
    size: int
    is_stable: bool
    templates: tuple[Template, ...]
    interfaces: tuple[Interface, ...]

    @property
    def title(self) -> str:
        """Name, version, id and language version in one line."""
        identity = f"{self.name} {self.version} {self.package_id}"
        return f"{identity} (Daml-LF {self.language_version})"


def contents(dar: Dar, packages: Mapping[PackageId, ast.Package]) -> list[PackageContents]:
    """The packages of a DAR, which were read of it, the main one first."""
    return [_package(archive, packages[archive.package_id]) for archive in dar.all]


def _package(archive: Archive, package: ast.Package) -> PackageContents:
    modules = package.modules.values()
    return PackageContents(
        package.id,
        package.metadata.name,
        package.metadata.version,
        str(package.language_version),
        len(archive.data),
        package.id in STABLE_PACKAGE_IDS,
        tuple(each for module in modules for each in _templates(module)),
        tuple(
            Interface(f"{module.name}:{name}", _choices(interface.choices.values()))
            for module in modules
            for name, interface in module.interfaces.items()
        ),
    )


def _templates(module: ast.Module) -> Iterable[Template]:
    for name, template in module.templates.items():
        yield Template(
            f"{module.name}:{name}",
            template.key is not None,
            _choices(template.choices.values()),
            tuple(each.qualified_name for each in template.implements),
        )


def _choices(choices: Iterable[ast.Choice]) -> tuple[Choice, ...]:
    return tuple(Choice(each.name, each.consuming) for each in choices)
