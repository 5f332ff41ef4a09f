"""The abstract syntax of Daml-LF 2 in one namespace: types, expressions, definitions.

Use it as `from canton.daml_lf.language import ast`.
"""

from __future__ import annotations

from canton.daml_lf.language.definitions import (
    Choice as Choice,
)
from canton.daml_lf.language.definitions import (
    DataCons as DataCons,
)
from canton.daml_lf.language.definitions import (
    DataEnum as DataEnum,
)
from canton.daml_lf.language.definitions import (
    DataInterface as DataInterface,
)
from canton.daml_lf.language.definitions import (
    DataRecord as DataRecord,
)
from canton.daml_lf.language.definitions import (
    DataType as DataType,
)
from canton.daml_lf.language.definitions import (
    DataVariant as DataVariant,
)
from canton.daml_lf.language.definitions import (
    ExceptionDef as ExceptionDef,
)
from canton.daml_lf.language.definitions import (
    Interface as Interface,
)
from canton.daml_lf.language.definitions import (
    InterfaceInstance as InterfaceInstance,
)
from canton.daml_lf.language.definitions import (
    Module as Module,
)
from canton.daml_lf.language.definitions import (
    Package as Package,
)
from canton.daml_lf.language.definitions import (
    PackageMetadata as PackageMetadata,
)
from canton.daml_lf.language.definitions import (
    Template as Template,
)
from canton.daml_lf.language.definitions import (
    TemplateKey as TemplateKey,
)
from canton.daml_lf.language.definitions import (
    TypeSynonym as TypeSynonym,
)
from canton.daml_lf.language.definitions import (
    Value as Value,
)
from canton.daml_lf.language.expressions import (
    FALSE as FALSE,
)
from canton.daml_lf.language.expressions import (
    TRUE as TRUE,
)
from canton.daml_lf.language.expressions import (
    UNIT as UNIT,
)
from canton.daml_lf.language.expressions import (
    Abs as Abs,
)
from canton.daml_lf.language.expressions import (
    Alternative as Alternative,
)
from canton.daml_lf.language.expressions import (
    App as App,
)
from canton.daml_lf.language.expressions import (
    Binding as Binding,
)
from canton.daml_lf.language.expressions import (
    Builtin as Builtin,
)
from canton.daml_lf.language.expressions import (
    CallInterface as CallInterface,
)
from canton.daml_lf.language.expressions import (
    Case as Case,
)
from canton.daml_lf.language.expressions import (
    ChoiceController as ChoiceController,
)
from canton.daml_lf.language.expressions import (
    ChoiceObserver as ChoiceObserver,
)
from canton.daml_lf.language.expressions import (
    Con as Con,
)
from canton.daml_lf.language.expressions import (
    Cons as Cons,
)
from canton.daml_lf.language.expressions import (
    DateLit as DateLit,
)
from canton.daml_lf.language.expressions import (
    EnumCon as EnumCon,
)
from canton.daml_lf.language.expressions import (
    Experimental as Experimental,
)
from canton.daml_lf.language.expressions import (
    Expr as Expr,
)
from canton.daml_lf.language.expressions import (
    FailureCategoryLit as FailureCategoryLit,
)
from canton.daml_lf.language.expressions import (
    FromAny as FromAny,
)
from canton.daml_lf.language.expressions import (
    FromAnyException as FromAnyException,
)
from canton.daml_lf.language.expressions import (
    FromInterface as FromInterface,
)
from canton.daml_lf.language.expressions import (
    FromRequiredInterface as FromRequiredInterface,
)
from canton.daml_lf.language.expressions import (
    Int64Lit as Int64Lit,
)
from canton.daml_lf.language.expressions import (
    InterfaceTemplateTypeRep as InterfaceTemplateTypeRep,
)
from canton.daml_lf.language.expressions import (
    Let as Let,
)
from canton.daml_lf.language.expressions import (
    Literal as Literal,
)
from canton.daml_lf.language.expressions import (
    Located as Located,
)
from canton.daml_lf.language.expressions import (
    Location as Location,
)
from canton.daml_lf.language.expressions import (
    Nil as Nil,
)
from canton.daml_lf.language.expressions import (
    NoneCon as NoneCon,
)
from canton.daml_lf.language.expressions import (
    NumericLit as NumericLit,
)
from canton.daml_lf.language.expressions import (
    ObserverInterface as ObserverInterface,
)
from canton.daml_lf.language.expressions import (
    Pattern as Pattern,
)
from canton.daml_lf.language.expressions import (
    PatternCon as PatternCon,
)
from canton.daml_lf.language.expressions import (
    PatternCons as PatternCons,
)
from canton.daml_lf.language.expressions import (
    PatternDefault as PatternDefault,
)
from canton.daml_lf.language.expressions import (
    PatternEnum as PatternEnum,
)
from canton.daml_lf.language.expressions import (
    PatternNil as PatternNil,
)
from canton.daml_lf.language.expressions import (
    PatternNone as PatternNone,
)
from canton.daml_lf.language.expressions import (
    PatternSome as PatternSome,
)
from canton.daml_lf.language.expressions import (
    PatternVariant as PatternVariant,
)
from canton.daml_lf.language.expressions import (
    RecCon as RecCon,
)
from canton.daml_lf.language.expressions import (
    RecProj as RecProj,
)
from canton.daml_lf.language.expressions import (
    RecUpd as RecUpd,
)
from canton.daml_lf.language.expressions import (
    RoundingModeLit as RoundingModeLit,
)
from canton.daml_lf.language.expressions import (
    SignatoryInterface as SignatoryInterface,
)
from canton.daml_lf.language.expressions import (
    SomeCon as SomeCon,
)
from canton.daml_lf.language.expressions import (
    StructCon as StructCon,
)
from canton.daml_lf.language.expressions import (
    StructProj as StructProj,
)
from canton.daml_lf.language.expressions import (
    StructUpd as StructUpd,
)
from canton.daml_lf.language.expressions import (
    TextLit as TextLit,
)
from canton.daml_lf.language.expressions import (
    Throw as Throw,
)
from canton.daml_lf.language.expressions import (
    TimestampLit as TimestampLit,
)
from canton.daml_lf.language.expressions import (
    ToAny as ToAny,
)
from canton.daml_lf.language.expressions import (
    ToAnyException as ToAnyException,
)
from canton.daml_lf.language.expressions import (
    ToInterface as ToInterface,
)
from canton.daml_lf.language.expressions import (
    ToRequiredInterface as ToRequiredInterface,
)
from canton.daml_lf.language.expressions import (
    TyAbs as TyAbs,
)
from canton.daml_lf.language.expressions import (
    TyApp as TyApp,
)
from canton.daml_lf.language.expressions import (
    TypeRep as TypeRep,
)
from canton.daml_lf.language.expressions import (
    UnsafeFromInterface as UnsafeFromInterface,
)
from canton.daml_lf.language.expressions import (
    UnsafeFromRequiredInterface as UnsafeFromRequiredInterface,
)
from canton.daml_lf.language.expressions import (
    Update as Update,
)
from canton.daml_lf.language.expressions import (
    UpdateBlock as UpdateBlock,
)
from canton.daml_lf.language.expressions import (
    UpdateCreate as UpdateCreate,
)
from canton.daml_lf.language.expressions import (
    UpdateCreateInterface as UpdateCreateInterface,
)
from canton.daml_lf.language.expressions import (
    UpdateEmbedExpr as UpdateEmbedExpr,
)
from canton.daml_lf.language.expressions import (
    UpdateExercise as UpdateExercise,
)
from canton.daml_lf.language.expressions import (
    UpdateExerciseByKey as UpdateExerciseByKey,
)
from canton.daml_lf.language.expressions import (
    UpdateExerciseInterface as UpdateExerciseInterface,
)
from canton.daml_lf.language.expressions import (
    UpdateFetch as UpdateFetch,
)
from canton.daml_lf.language.expressions import (
    UpdateFetchByKey as UpdateFetchByKey,
)
from canton.daml_lf.language.expressions import (
    UpdateFetchInterface as UpdateFetchInterface,
)
from canton.daml_lf.language.expressions import (
    UpdateGetTime as UpdateGetTime,
)
from canton.daml_lf.language.expressions import (
    UpdateLedgerTimeLessThan as UpdateLedgerTimeLessThan,
)
from canton.daml_lf.language.expressions import (
    UpdatePure as UpdatePure,
)
from canton.daml_lf.language.expressions import (
    UpdateQueryNByKey as UpdateQueryNByKey,
)
from canton.daml_lf.language.expressions import (
    UpdateTryCatch as UpdateTryCatch,
)
from canton.daml_lf.language.expressions import (
    Val as Val,
)
from canton.daml_lf.language.expressions import (
    Var as Var,
)
from canton.daml_lf.language.expressions import (
    VariantCon as VariantCon,
)
from canton.daml_lf.language.expressions import (
    ViewInterface as ViewInterface,
)
from canton.daml_lf.language.expressions import (
    abstract as abstract,
)
from canton.daml_lf.language.expressions import (
    abstract_types as abstract_types,
)
from canton.daml_lf.language.expressions import (
    apply as apply,
)
from canton.daml_lf.language.expressions import (
    apply_types as apply_types,
)
from canton.daml_lf.language.expressions import (
    let as let,
)
from canton.daml_lf.language.types import (
    ANY as ANY,
)
from canton.daml_lf.language.types import (
    ANY_EXCEPTION as ANY_EXCEPTION,
)
from canton.daml_lf.language.types import (
    ARROW as ARROW,
)
from canton.daml_lf.language.types import (
    BIGNUMERIC as BIGNUMERIC,
)
from canton.daml_lf.language.types import (
    BOOL as BOOL,
)
from canton.daml_lf.language.types import (
    DATE as DATE,
)
from canton.daml_lf.language.types import (
    FAILURE_CATEGORY as FAILURE_CATEGORY,
)
from canton.daml_lf.language.types import (
    INT64 as INT64,
)
from canton.daml_lf.language.types import (
    NAT as NAT,
)
from canton.daml_lf.language.types import (
    PARTIES as PARTIES,
)
from canton.daml_lf.language.types import (
    PARTY as PARTY,
)
from canton.daml_lf.language.types import (
    ROUNDING_MODE as ROUNDING_MODE,
)
from canton.daml_lf.language.types import (
    STAR as STAR,
)
from canton.daml_lf.language.types import (
    TEXT as TEXT,
)
from canton.daml_lf.language.types import (
    TIMESTAMP as TIMESTAMP,
)
from canton.daml_lf.language.types import (
    TYPE_REP as TYPE_REP,
)
from canton.daml_lf.language.types import (
    UNIT_TYPE as UNIT_TYPE,
)
from canton.daml_lf.language.types import (
    Kind as Kind,
)
from canton.daml_lf.language.types import (
    KindArrow as KindArrow,
)
from canton.daml_lf.language.types import (
    KindNat as KindNat,
)
from canton.daml_lf.language.types import (
    KindStar as KindStar,
)
from canton.daml_lf.language.types import (
    Type as Type,
)
from canton.daml_lf.language.types import (
    TypeApp as TypeApp,
)
from canton.daml_lf.language.types import (
    TypeBuiltin as TypeBuiltin,
)
from canton.daml_lf.language.types import (
    TypeCon as TypeCon,
)
from canton.daml_lf.language.types import (
    TypeConApp as TypeConApp,
)
from canton.daml_lf.language.types import (
    TypeForall as TypeForall,
)
from canton.daml_lf.language.types import (
    TypeNat as TypeNat,
)
from canton.daml_lf.language.types import (
    TypeStruct as TypeStruct,
)
from canton.daml_lf.language.types import (
    TypeSyn as TypeSyn,
)
from canton.daml_lf.language.types import (
    TypeVar as TypeVar,
)
from canton.daml_lf.language.types import (
    arrow as arrow,
)
from canton.daml_lf.language.types import (
    contract_id_of as contract_id_of,
)
from canton.daml_lf.language.types import (
    gen_map_of as gen_map_of,
)
from canton.daml_lf.language.types import (
    list_of as list_of,
)
from canton.daml_lf.language.types import (
    numeric_of as numeric_of,
)
from canton.daml_lf.language.types import (
    optional_of as optional_of,
)
from canton.daml_lf.language.types import (
    struct_type as struct_type,
)
from canton.daml_lf.language.types import (
    text_map_of as text_map_of,
)
from canton.daml_lf.language.types import (
    type_apply as type_apply,
)
from canton.daml_lf.language.types import (
    type_head as type_head,
)
from canton.daml_lf.language.types import (
    update_of as update_of,
)
