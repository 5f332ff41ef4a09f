"""Any package survives encoding and decoding, and printing and reading.

Packages are grown from a seed: well-formed trees, not well-typed programs, since neither the codec
nor the text cares. (Strategies for every construct make hypothesis a hundred times slower.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from canton.daml_lf.archive.decoding.package import decode_package
from canton.daml_lf.archive.encoding.package import encode_package
from canton.daml_lf.language import ast
from canton.daml_lf.language.builtin import (
    BuiltinCon,
    BuiltinFunction,
    BuiltinType,
    FailureCategory,
    RoundingMode,
)
from canton.daml_lf.language.reference import (
    DottedName,
    Identifier,
    ModuleName,
    Name,
    PackageId,
    PackageName,
    PackageVersion,
)
from canton.daml_lf.language.version import V2_DEV
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.text.reader import build_package, parse_package

_T = TypeVar("_T")
SELF = PackageId("-self-")
OTHERS = (PackageId("a b-c"), PackageId("other"))

# Words of the grammar are among the names: the printer has to quote them.
WORDS = (
    "a b x$1 _ _1 this in of to case with Text List Some nat create upure try True ADD_INT64 "
    "loc catch forall module record val observers let"
)
NAMES = [Name(text) for text in WORDS.split()]
CHARACTERS = "ab \"'\\\n\r\t\0é≠𝄞`/*"


class Grower:
    """Grows syntax from a source of randomness; `size` bounds what is still to come."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def some(self, grow: Callable[[], _T], low: int = 0, high: int = 2) -> tuple[_T, ...]:
        return tuple([grow() for _ in range(self.random.randint(low, high))])

    def maybe(self, grow: Callable[[], _T]) -> _T | None:
        return grow() if self.random.random() < 0.5 else None

    def name(self) -> Name:
        return self.random.choice(NAMES)

    def identifier(self) -> Identifier:
        module = self.random.choice([ModuleName("M"), ModuleName("DA.with.Text")])
        name = self.random.choice(["T", "T.case", "$$f", "Any", "loc"])
        return Identifier(self.random.choice([SELF, *OTHERS]), module, DottedName(name))

    def text(self) -> str:
        return "".join(self.random.choices(CHARACTERS, k=self.random.randint(0, 6)))

    # --- kinds and types -------------------------------------------------------------------------

    def kind(self) -> ast.Kind:
        if self.random.random() < 0.2:
            return ast.KindArrow(self.kind(), self.kind())
        return self.random.choice([ast.STAR, ast.NAT])

    def type(self, size: int = 2) -> ast.Type:
        leaves: list[Callable[[], ast.Type]] = [
            lambda: ast.TypeVar(self.name()),
            lambda: ast.TypeNat(self.random.randint(0, 37)),
            lambda: ast.TypeCon(self.identifier()),
            lambda: ast.TypeBuiltin(self.random.choice(list(BuiltinType))),
        ]
        inner: Callable[[], ast.Type] = lambda: self.type(size - 1)  # noqa: E731
        branches: list[Callable[[], ast.Type]] = [
            lambda: ast.TypeApp(inner(), inner()),
            lambda: ast.arrow(inner(), inner()),
            lambda: ast.TypeForall(self.name(), self.kind(), inner()),
            lambda: ast.TypeSyn(self.identifier(), self.some(inner)),
            lambda: ast.struct_type({self.name(): inner(), Name("z"): inner()}.items()),
        ]
        return self.random.choice(leaves if size == 0 else leaves + branches)()

    def type_con_app(self) -> ast.TypeConApp:
        return ast.TypeConApp(self.identifier(), self.some(self.type))

    def typed_name(self) -> tuple[Name, ast.Type]:
        return self.name(), self.type()

    def type_binder(self) -> tuple[Name, ast.Kind]:
        return self.name(), self.kind()

    # --- expressions -----------------------------------------------------------------------------

    def expr(self, size: int = 3) -> ast.Expr:
        if size == 0 or self.random.random() < 0.2:
            return self.random.choice([self.literal, self.atom])()
        return self.random.choice([self.control, self.data, self.interface, self.update])(size - 1)

    def literal(self) -> ast.Expr:
        pick = self.random
        choices: list[Callable[[], ast.Expr]] = [
            lambda: ast.Int64Lit(pick.randint(-(2**63), 2**63 - 1)),
            lambda: ast.NumericLit(pick.randint(-(10**38) + 1, 10**38 - 1), pick.randint(0, 37)),
            lambda: ast.TextLit(self.text()),
            lambda: ast.TimestampLit(
                pick.randint(-62_135_596_800_000_000, 253_402_300_799_999_999)
            ),
            lambda: ast.DateLit(pick.randint(-719_162, 2_932_896)),
            lambda: ast.RoundingModeLit(pick.choice(list(RoundingMode))),
            lambda: ast.FailureCategoryLit(pick.choice(list(FailureCategory))),
        ]
        return pick.choice(choices)()

    def atom(self) -> ast.Expr:
        choices: list[Callable[[], ast.Expr]] = [
            lambda: ast.Var(self.name()),
            lambda: ast.Val(self.identifier()),
            lambda: ast.Builtin(self.random.choice(list(BuiltinFunction))),
            lambda: ast.Con(self.random.choice(list(BuiltinCon))),
            lambda: ast.EnumCon(self.identifier(), self.name()),
            lambda: ast.Nil(self.type()),
            lambda: ast.NoneCon(self.type()),
            lambda: ast.TypeRep(self.type()),
            lambda: ast.Experimental(self.name(), self.type()),
        ]
        return self.random.choice(choices)()

    def binding(self, size: int) -> ast.Binding:
        return ast.Binding(self.name(), self.type(), self.expr(size))

    def pattern(self) -> ast.Pattern:
        choices: list[Callable[[], ast.Pattern]] = [
            ast.PatternDefault,
            lambda: ast.PatternVariant(self.identifier(), self.name(), self.name()),
            lambda: ast.PatternEnum(self.identifier(), self.name()),
            lambda: ast.PatternCon(self.random.choice(list(BuiltinCon))),
            ast.PatternNil,
            lambda: ast.PatternCons(self.name(), self.name()),
            ast.PatternNone,
            lambda: ast.PatternSome(self.name()),
        ]
        return self.random.choice(choices)()

    def located(self, expr: ast.Expr) -> ast.Expr:
        if isinstance(expr, ast.Located):
            return expr
        line, column = self.random.randint(0, 2**31 - 1), self.random.randint(0, 99)
        package = self.random.choice([SELF, *OTHERS])
        return ast.Located(ast.Location(ModuleName("M"), line, column, line, 7, package), expr)

    def control(self, size: int) -> ast.Expr:
        inner: Callable[[], ast.Expr] = lambda: self.expr(size)  # noqa: E731
        choices: list[Callable[[], ast.Expr]] = [
            lambda: ast.apply(inner(), self.some(inner, 1)),
            lambda: ast.apply_types(inner(), self.some(self.type, 1)),
            lambda: ast.abstract(self.some(self.typed_name, 1), inner()),
            lambda: ast.abstract_types(self.some(self.type_binder, 1), inner()),
            lambda: ast.let(self.some(lambda: self.binding(size), 1), inner()),
            lambda: ast.UpdateBlock(self.some(lambda: self.binding(size), 1), inner()),
            lambda: ast.Case(
                inner(), self.some(lambda: ast.Alternative(self.pattern(), inner()), 0, 3)
            ),
            lambda: self.located(inner()),
        ]
        return self.random.choice(choices)()

    def fields(self, size: int) -> tuple[tuple[Name, ast.Expr], ...]:
        return tuple({self.name(): self.expr(size) for _ in range(2)}.items())

    def data(self, size: int) -> ast.Expr:
        inner: Callable[[], ast.Expr] = lambda: self.expr(size)  # noqa: E731
        typed = self.random.choice(
            [
                ast.SomeCon,
                ast.ToAny,
                ast.FromAny,
                ast.ToAnyException,
                ast.FromAnyException,
                ast.UpdatePure,
                ast.UpdateEmbedExpr,
            ]
        )
        choices: list[Callable[[], ast.Expr]] = [
            lambda: ast.RecCon(self.type_con_app(), self.fields(size)),
            lambda: ast.RecProj(self.type_con_app(), self.name(), inner()),
            lambda: ast.RecUpd(self.type_con_app(), self.name(), inner(), inner()),
            lambda: ast.VariantCon(self.type_con_app(), self.name(), inner()),
            lambda: ast.StructCon(self.fields(size)),
            lambda: ast.StructProj(self.name(), inner()),
            lambda: ast.StructUpd(self.name(), inner(), inner()),
            lambda: ast.Cons(self.type(), self.some(inner, 1), inner()),
            lambda: ast.Throw(self.type(), self.type(), inner()),
            lambda: typed(self.type(), inner()),
        ]
        return self.random.choice(choices)()

    def interface(self, size: int) -> ast.Expr:
        inner: Callable[[], ast.Expr] = lambda: self.expr(size)  # noqa: E731
        name = self.identifier
        once = self.random.choice(
            [
                ast.InterfaceTemplateTypeRep,
                ast.SignatoryInterface,
                ast.ObserverInterface,
                ast.ViewInterface,
            ]
        )
        twice = self.random.choice(
            [
                ast.ToInterface,
                ast.FromInterface,
                ast.ToRequiredInterface,
                ast.FromRequiredInterface,
            ]
        )
        choices: list[Callable[[], ast.Expr]] = [
            lambda: once(name(), inner()),
            lambda: twice(name(), name(), inner()),
            lambda: ast.UnsafeFromRequiredInterface(name(), name(), inner(), inner()),
            lambda: ast.CallInterface(name(), self.name(), inner()),
        ]
        return self.random.choice(choices)()

    def update(self, size: int) -> ast.Expr:
        inner: Callable[[], ast.Expr] = lambda: self.expr(size)  # noqa: E731
        name = self.identifier
        named = self.random.choice(
            [
                ast.UpdateCreate,
                ast.UpdateCreateInterface,
                ast.UpdateFetch,
                ast.UpdateFetchInterface,
            ]
        )
        exercise = self.random.choice([ast.UpdateExercise, ast.UpdateExerciseByKey])
        choices: list[Callable[[], ast.Expr]] = [
            lambda: named(name(), inner()),
            lambda: exercise(name(), self.name(), inner(), inner()),
            lambda: ast.UpdateExerciseInterface(
                name(), self.name(), inner(), inner(), self.maybe(inner)
            ),
            lambda: ast.UpdateLedgerTimeLessThan(inner()),
            lambda: ast.UpdateTryCatch(self.type(), inner(), self.name(), inner()),
            ast.UpdateGetTime,
            lambda: ast.UpdateFetchByKey(name()),
            lambda: ast.UpdateQueryNByKey(name()),
        ]
        return self.random.choice(choices)()

    # --- definitions -----------------------------------------------------------------------------

    def data_type(self) -> ast.DataType:
        parameters = self.some(self.type_binder)
        shape = self.random.choice(["record", "variant", "enum"])
        if shape == "enum":
            return ast.DataType(True, (), ast.DataEnum(self.some(self.name, 0, 3)))
        build = ast.DataRecord if shape == "record" else ast.DataVariant
        return ast.DataType(False, parameters, build(self.some(self.typed_name, 0, 3)))

    def choices(self) -> dict[Name, ast.Choice]:
        return {choice.name: choice for choice in self.some(self.choice)}

    def choice(self) -> ast.Choice:
        return ast.Choice(
            name=self.name(),
            consuming=self.random.random() < 0.5,
            controllers=self.expr(),
            observers=self.expr(),
            authorizers=self.maybe(self.expr),
            self_binder=self.name(),
            argument_binder=self.name(),
            argument_type=self.type(),
            result_type=self.type(),
            body=self.expr(),
        )

    def template(self) -> ast.Template:
        interface = self.identifier()
        methods = {self.name(): self.expr() for _ in range(2)}
        instance = ast.InterfaceInstance(interface, methods, self.expr())
        key = ast.TemplateKey(self.type(), self.expr(), self.expr())
        return ast.Template(
            parameter=self.name(),
            precondition=self.expr(),
            signatories=self.expr(),
            observers=self.expr(),
            choices=self.choices(),
            key=self.maybe(lambda: key),
            implements={interface: instance},
        )

    def module(self, name: str) -> ast.Module:
        interface = ast.Interface(
            parameter=self.name(),
            view=self.type(),
            requires=tuple({self.identifier(): None for _ in range(2)}),
            methods={self.name(): self.type() for _ in range(2)},
            choices=self.choices(),
        )
        of_interface = ast.DataType(False, (), ast.DataInterface())
        synonym = ast.TypeSynonym(self.some(self.type_binder), self.type())
        return ast.Module(
            name=ModuleName(name),
            synonyms={DottedName("S"): synonym},
            data_types={DottedName("D"): self.data_type(), DottedName("I"): of_interface},
            values={DottedName("case.V"): ast.Value(self.type(), self.expr())},
            templates={DottedName("T"): self.template()},
            exceptions={DottedName("E"): ast.ExceptionDef(self.expr())},
            interfaces={DottedName("I"): interface},
        )

    def package(self) -> ast.Package:
        metadata = ast.PackageMetadata(
            PackageName("n"), PackageVersion("1.0"), self.maybe(lambda: PackageId("past"))
        )
        modules = (self.module("M"), self.module("in.Text"))
        return build_package(SELF, V2_DEV, metadata, modules)


SEEDS = st.integers(0, 2**64)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_package_is_decoded_as_encoded(seed: int) -> None:
    package = Grower(Random(seed)).package()
    # Locations may mention packages that nothing else does.
    whole = replace(package, declared_imports=OTHERS)
    decoded = decode_package(encode_package(whole), SELF, V2_DEV)
    assert decoded.modules == whole.modules
    assert decoded.metadata == whole.metadata
    assert decoded.declared_imports == whole.declared_imports
    assert decoded.direct_dependencies >= whole.direct_dependencies


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_package_is_read_as_printed(seed: int) -> None:
    package = Grower(Random(seed)).package()
    assert parse_package(print_package(package), V2_DEV, SELF) == package
