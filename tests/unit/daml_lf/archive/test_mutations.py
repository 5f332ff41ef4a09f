"""Damaged packages are refused or accepted; nothing else may happen.

A thousand mutations of a package that uses most of the language, one in four of its bytes and the
others of its fields. The hash is made to fit again, as an attacker would. PYCANTON_MUTATIONS asks
for more of them.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from canton.daml_lf.archive.envelope import build_archive, read_archive
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.archive.stable import stable_archives
from canton.daml_lf.engine import Library
from canton.daml_lf.language import ast
from canton.daml_lf.language.version import ALL_VERSIONS, LanguageVersion
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World
from unit.daml_lf.archive.mutation import damaged_bytes, damaged_fields, fields_of

MUTATIONS = int(os.environ.get("PYCANTON_MUTATIONS", "1000")) // len(ALL_VERSIONS)

TEXT = r"""
module A {
  synonym F (f: * -> *) = <map: forall a b. (a -> b) -> f a -> f b>;
  record @serializable R (a: *) = { x: a, y: Option Int64 };
  variant @serializable V (a: *) = Left: a | Right: Text;
  enum @serializable E = One | Two;
  record @serializable X = { message: Text };
  exception X = { message \(x: A:X) -> A:X { message } x };
  record @serializable View = {};
  interface (this: I) = {
    viewtype A:View;
    method owner: Party;
    choice @nonConsuming Look (self) (n: Int64): Int64
      , controllers Cons @Party [call_method @A:I owner this] (Nil @Party)
      , observers Nil @Party
      to upure @Int64 n;
  };
  record @serializable T = { owner: Party, r: A:R Text };
  template (this: T) = {
    precondition EQUAL @Party (A:T { owner } this) (A:T { owner } this);
    signatories Cons @Party [A:T { owner } this] (Nil @Party);
    observers Nil @Party;
    choice Again (self) (v: A:V Int64): ContractId A:T
      , controllers Cons @Party [A:T { owner } this] (Nil @Party)
      , observers Nil @Party
      to ubind now: Timestamp <- uget_time;
               old: A:T <- fetch_template @A:T self
         in create @A:T (A:T { old with r = A:R @Text { x = "again", y = Some @Int64 1 } });
    implements A:I { view = A:View {}; method owner = A:T { owner } this; };
  };
  val pick: forall (a: *). A:V a -> Option a =
    /\ (a: *). \(v: A:V a) ->
      case v of A:V:Left x -> Some @a x | A:V:Right t -> ERROR @(Option a) t;
  val total: List Int64 -> Int64 =
    \(xs: List Int64) -> FOLDL @Int64 @Int64 ADD_INT64 0 xs;
  val flip: A:E -> A:E = \(e: A:E) -> case e of A:E:One -> A:E:Two | _ -> A:E:One;
  val tried: Update Unit =
    try @Unit (upure @Unit (throw @Unit @A:X (A:X { message = "no" })))
      catch e -> Some @(Update Unit) (upure @Unit ());
  val named: A:I -> Option A:T = \(i: A:I) -> from_interface @A:I @A:T i;
  val half: Numeric 10 = MUL_NUMERIC @10 @10 @10 0.0000000000 0.5000000000 2.0000000000;
  val struct: Text = (let s: <a: Text> = <a = "1"> in <s with a = "2">).a;
}
"""


def is_usable(package: ast.Package, stable: list[ast.Package]) -> bool:
    """What is accepted compiles, can be shown, and means the same when read again."""
    library = Library()
    library.add_all([*stable, package])
    for source in library.compiled(package.id).chunks.values():
        compile(source, package.id, "exec", dont_inherit=True)
    printed = parse_package(print_package(package), package.language_version, package.id)
    return printed.modules == package.modules


@pytest.mark.parametrize("version", ALL_VERSIONS, ids=str)
def test_a_mutated_package_is_refused_or_accepted(version: LanguageVersion) -> None:
    original = assemble(TEXT, "n", "1.0.0", version)
    stable = [archive.decode() for archive in stable_archives()]
    check_package(World({original.package.id: original.package}), original.package)
    accepted = refused = ill_formed = 0
    whole = original.archive.package_bytes
    fields = fields_of(whole)
    for seed in range(MUTATIONS):
        random = Random(f"{version} {seed}")
        data = damaged_bytes(random, whole) if seed % 4 == 0 else damaged_fields(random, fields)
        archive = build_archive(data, version)
        try:
            package = read_archive(archive.data).decode()
            check_package(World({package.id: package}), package)
        except ArchiveError:
            refused += 1
        except ValidationError as error:
            assert str(error)
            ill_formed += 1
        else:
            accepted += 1
            assert is_usable(package, stable)
    # All three happen often, or the test would show little.
    assert min(refused, ill_formed, accepted) > MUTATIONS / 50
    print(f"{version}: {accepted} accepted, {ill_formed} ill-formed, {refused} unreadable")
