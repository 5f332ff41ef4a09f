"""Damaged packages are refused or accepted; nothing else may happen.

A thousand mutations of a package that uses most of the language: bytes flipped, cut out, doubled,
numbers replaced. The hash is made to fit again, as an attacker would.
"""

from __future__ import annotations

from random import Random

import pytest

from canton.daml_lf.archive.envelope import build_archive, read_archive
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language.version import ALL_VERSIONS, LanguageVersion
from canton.daml_lf.text.printer import print_package
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.tools.assembler import assemble
from canton.daml_lf.validation.errors import ValidationError
from canton.daml_lf.validation.package import check_package
from canton.daml_lf.validation.world import World

MUTATIONS = 250

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


def mutated(random: Random, data: bytes) -> bytes:
    result = bytearray(data)
    for _ in range(random.randint(1, 3)):
        position = random.randrange(len(result))
        match random.randrange(5):
            case 0:
                result[position] ^= 1 << random.randrange(8)
            case 1:
                result[position] = random.randrange(256)
            case 2:
                del result[position : position + random.randint(1, 9)]
            case 3:
                result[position:position] = result[position : position + random.randint(1, 9)]
            case _:
                result[position] = (result[position] + 1) % 256
    return bytes(result)


@pytest.mark.parametrize("version", ALL_VERSIONS)
def test_a_mutated_package_is_refused_or_accepted(version: LanguageVersion) -> None:
    original = assemble(TEXT, "n", "1.0.0", version)
    check_package(World({original.package.id: original.package}), original.package)
    accepted = refused = ill_formed = 0
    for seed in range(MUTATIONS):
        data = mutated(Random(seed), original.archive.package_bytes)
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
            # What is accepted can also be shown, and means the same when read again.
            printed = print_package(package)
            assert parse_package(printed, version, package.id).modules == package.modules
    # All three happen, or the test would show little.
    assert refused and ill_formed and accepted
    assert accepted + refused + ill_formed == MUTATIONS
