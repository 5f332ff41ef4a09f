"""What a data type is for: the role of a type may not change in an upgrade.

Source: LF sheet 3.2 (role).
"""

from __future__ import annotations

from canton.daml_lf.language import ast
from canton.daml_lf.language.reference import DottedName


class Origins:
    """The roles of the data types of one module, as texts that name them without packages."""

    def __init__(self, module: ast.Module) -> None:
        self._templates = module.templates
        self._choices: dict[str, str] = {}
        for template_name, template in module.templates.items():
            prefix = template_name.rpartition(".")[0]
            for choice in template.choices:
                name = f"{prefix}.{choice}" if prefix else choice
                self._choices[name] = f"input type of choice {choice} on template {template_name}"
        self._constructors: dict[str, str] = {}
        for name, data_type in module.data_types.items():
            if isinstance(data_type.cons, ast.DataVariant):
                for constructor, type_ in data_type.cons.constructors:
                    head, _ = ast.type_head(type_)
                    if isinstance(head, ast.TypeCon):
                        shown = f"{head.id.qualified_name} from variant {name}"
                        self._constructors[f"{name}.{constructor}"] = f"variant constructor {shown}"

    def is_constructor(self, name: DottedName) -> bool:
        """Whether the type holds the fields of a variant's constructor."""
        is_other = name in self._templates or name in self._choices
        return not is_other and name in self._constructors

    def of(self, name: DottedName) -> str:
        """The role of a data type."""
        if name in self._templates:
            return f"template {name}"
        if name in self._choices:
            return self._choices[name]
        return self._constructors.get(name, f"data type {name}")
