"""The messages of daml_lf2 as tables: fields by number.

Source: Canton 3.6 daml_lf2 messages (LF sheet 1.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from canton.daml_lf.archive.wire import Kind, Shape

_I, _B, _M, _R = Kind.INT32, Kind.BOOL, Kind.MESSAGE, Kind.MESSAGES


def _shape(name: str, fields: Mapping[int, Kind], oneof: Mapping[int, Kind] | None = None) -> Shape:
    alternatives = oneof or {}
    return Shape(name, {**fields, **alternatives}, frozenset(alternatives))


PACKAGE: Final = _shape(
    "Package",
    {1: _R, 2: Kind.STRINGS, 3: _R, 4: _M, 5: _R, 6: _R, 7: _R},
    {8: Kind.STRING, 9: _M},
)
PACKAGE_IMPORTS: Final = _shape("PackageImports", {1: Kind.STRINGS})
PACKAGE_METADATA: Final = _shape("PackageMetadata", {1: _I, 2: _I, 3: _M})
UPGRADED_PACKAGE_ID: Final = _shape("UpgradedPackageId", {1: _I})
INTERNED_DOTTED_NAME: Final = _shape("InternedDottedName", {1: Kind.INT32S})

UNIT: Final = _shape("Unit", {})
SELF_OR_IMPORTED: Final = _shape("SelfOrImportedPackageId", {}, {1: _M, 3: _I, 4: _I})
MODULE_ID: Final = _shape("ModuleId", {1: _M, 2: _I})
DEFINITION_ID: Final = _shape("TypeConId", {1: _M, 2: _I})

NAME_AND_PAYLOAD: Final = _shape("FieldWithType", {3: _I, 2: _M})
BINDING: Final = _shape("Binding", {1: _M, 2: _M})
LOCATION: Final = _shape("Location", {1: _M, 2: _M})
RANGE: Final = _shape("Range", {1: _I, 2: _I, 3: _I, 4: _I})

KIND: Final = _shape("Kind", {}, {1: _M, 2: _M, 3: _M, 4: _I})
KIND_ARROW: Final = _shape("Kind.Arrow", {1: _R, 2: _M})

TYPE: Final = _shape(
    "Type",
    {},
    {1: _M, 2: _M, 3: _M, 4: _M, 5: _M, 6: Kind.SINT64, 7: _M, 8: _I, 9: _M},
)
TYPE_VAR: Final = _shape("Type.Var", {3: _I, 2: _R})
TYPE_CON: Final = _shape("Type.Con", {1: _M, 2: _R})
TYPE_BUILTIN: Final = _shape("Type.Builtin", {1: _I, 2: _R})
TYPE_FORALL: Final = _shape("Type.Forall", {1: _R, 2: _M})
TYPE_STRUCT: Final = _shape("Type.Struct", {1: _R})
TYPE_APP: Final = _shape("Type.TApp", {1: _M, 2: _M})

LITERAL: Final = _shape(
    "BuiltinLit",
    {},
    {1: Kind.SINT64, 2: Kind.SFIXED64, 3: _I, 4: _I, 5: _I, 6: _I, 1001: _I},
)

EXPR: Final = _shape(
    "Expr",
    {1: _M},
    {
        **{number: _M for number in range(2, 44) if number != 24},
        2: _I,
        4: _I,
        5: _I,
        44: _I,
        1001: _M,
        1002: _M,
        9999: _M,
    },
)
NAMED_RECORD: Final = _shape("RecCon", {1: _M, 2: _R})
RECORD_PROJECTION: Final = _shape("RecProj", {1: _M, 4: _I, 3: _M})
RECORD_UPDATE: Final = _shape("RecUpd", {1: _M, 2: _I, 3: _M, 4: _M})
VARIANT_CON: Final = _shape("VariantCon", {1: _M, 2: _I, 3: _M})
ENUM_CON: Final = _shape("EnumCon", {1: _M, 2: _I})
STRUCT_CON: Final = _shape("StructCon", {1: _R})
STRUCT_PROJECTION: Final = _shape("StructProj", {1: _I, 2: _M})
STRUCT_UPDATE: Final = _shape("StructUpd", {1: _I, 2: _M, 3: _M})
APPLICATION: Final = _shape("App", {1: _M, 2: _R})
ABSTRACTION: Final = _shape("Abs", {1: _R, 2: _M})
CASE: Final = _shape("Case", {1: _M, 2: _R})
BLOCK: Final = _shape("Block", {1: _R, 2: _M})
ONE_TYPE: Final = _shape("Nil", {1: _M})
CONS: Final = _shape("Cons", {1: _M, 2: _R, 3: _M})
PAIR: Final = _shape("pair of messages", {1: _M, 2: _M})
TRIPLE: Final = _shape("triple of messages", {1: _M, 2: _M, 3: _M})
QUADRUPLE: Final = _shape("quadruple of messages", {1: _M, 2: _M, 3: _M, 4: _M})
MESSAGE_NAME_MESSAGE: Final = _shape("CallInterface", {1: _M, 2: _I, 3: _M})
MESSAGE_NAME_PAIR: Final = _shape("ChoiceController", {1: _M, 2: _I, 3: _M, 4: _M})
EXPERIMENTAL: Final = _shape("Experimental", {1: Kind.STRING, 2: _M})

ALTERNATIVE: Final = _shape(
    "CaseAlt", {1: _M}, {2: _M, 3: _M, 4: _I, 5: _M, 6: _M, 7: _M, 8: _M, 9: _M}
)
ALTERNATIVE_VARIANT: Final = _shape("CaseAlt.Variant", {1: _M, 2: _I, 3: _I})
ALTERNATIVE_ENUM: Final = _shape("CaseAlt.Enum", {1: _M, 2: _I})
ALTERNATIVE_CONS: Final = _shape("CaseAlt.Cons", {1: _I, 2: _I})
ALTERNATIVE_SOME: Final = _shape("CaseAlt.OptionalSome", {1: _I})

UPDATE: Final = _shape(
    "Update",
    {},
    dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16), _M),
)
EXERCISE: Final = _shape("Exercise", {1: _M, 6: _I, 3: _M, 5: _M})
EXERCISE_INTERFACE: Final = _shape("ExerciseInterface", {1: _M, 2: _I, 3: _M, 4: _M, 5: _M})
TRY_CATCH: Final = _shape("TryCatch", {1: _M, 2: _M, 3: _I, 4: _M})

MODULE: Final = _shape("Module", {1: _I, 2: _M, 3: _R, 4: _R, 5: _R, 6: _R, 7: _R, 8: _R})
FEATURE_FLAGS: Final = _shape("FeatureFlags", {1: _B, 2: _B, 3: _B})
TYPE_SYNONYM: Final = _shape("DefTypeSyn", {1: _M, 2: _I, 3: _R, 4: _M})
DATA_TYPE: Final = _shape("DefDataType", {1: _M, 2: _I, 3: _R, 4: _B}, {5: _M, 6: _M, 7: _M, 8: _M})
DATA_FIELDS: Final = _shape("DefDataType.Fields", {1: _R})
ENUM_CONSTRUCTORS: Final = _shape("DefDataType.EnumConstructors", {2: Kind.INT32S})
VALUE: Final = _shape("DefValue", {1: _M, 2: _M, 3: _M})
VALUE_NAME: Final = _shape("DefValue.NameWithType", {1: _I, 2: _M})
EXCEPTION: Final = _shape("DefException", {1: _I, 2: _M, 3: _M})
TEMPLATE: Final = _shape(
    "DefTemplate",
    {1: _I, 2: _I, 3: _M, 4: _M, 6: _R, 7: _M, 8: _M, 9: _M, 10: _R},
)
KEY: Final = _shape("DefTemplate.DefKey", {1: _M, 3: _M, 4: _M})
IMPLEMENTS: Final = _shape("DefTemplate.Implements", {1: _M, 2: _M, 3: _M})
INSTANCE_BODY: Final = _shape("InterfaceInstanceBody", {1: _R, 2: _M})
INSTANCE_METHOD: Final = _shape("InterfaceInstanceMethod", {1: _I, 2: _M})
CHOICE: Final = _shape(
    "TemplateChoice",
    {1: _M, 2: _I, 3: _B, 4: _M, 5: _M, 6: _M, 8: _M, 9: _M, 10: _I, 1001: _M},
)
INTERFACE: Final = _shape("DefInterface", {1: _M, 2: _I, 3: _R, 4: _I, 5: _R, 6: _M, 7: _R})
INTERFACE_METHOD: Final = _shape("InterfaceMethod", {1: _M, 2: _I, 3: _M})
