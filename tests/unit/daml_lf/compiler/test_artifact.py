"""The cache of compiled packages: what is damaged, half-written or stale is made anew."""

from __future__ import annotations

import pytest

from canton.daml_lf.compiler import artifact
from canton.daml_lf.engine import Library

TEXT = r"""module M {
  record @serializable T = { p: Party };
  variant @serializable V = A: Int64 | B: Text;
  synonym S (a: *) = List a;
  val double: Int64 -> Int64 = \(n: Int64) -> ADD_INT64 n n;
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T {p} this] (Nil @Party);
    observers Nil @Party;
    choice Go (self) (a: Int64): Int64, controllers Cons @Party [M:T {p} this] (Nil @Party)
      to upure @Int64 (M:double a);
    key @Party (M:T {p} this) (\(k: Party) -> Cons @Party [k] (Nil @Party));
  };
}"""


class Cache(dict):
    """A cache that counts what is put in."""

    puts = 0

    def put(self, key, content):
        self.puts += 1
        self[key] = content


@pytest.fixture
def package(lf):
    return lf.package(TEXT)


def doubled(library, lf):
    return library.value(lf.ledger(library).id("M:double"))(21)


def test_a_cached_package_needs_no_syntax(lf, package) -> None:
    cache = Cache()
    Library(cache).add(package)
    library = Library(cache)
    assert library.add_cached(package.id) and cache.puts == 1
    assert doubled(library, lf) == 42
    first, second = Library(), library
    first.add(package)
    for field in artifact.CompiledPackage.__slots__:
        assert getattr(first.compiled(package.id), field) == getattr(
            second.compiled(package.id), field
        )


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: b"",
        lambda content: content[:10],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
    ],
)
def test_a_damaged_entry_is_rebuilt(lf, package, damage) -> None:
    cache = Cache()
    Library(cache).add(package)
    [key] = cache
    sound = cache[key]
    cache[key] = damage(sound)
    assert not Library(cache).add_cached(package.id)
    library = Library(cache)
    library.add(package)
    assert doubled(library, lf) == 42
    assert cache[key] == sound


def test_an_entry_of_another_package_is_not_taken(lf, package) -> None:
    cache = Cache()
    Library(cache).add(package)
    other = lf.package(TEXT)
    cache[artifact.cache_key(other.id)] = cache[artifact.cache_key(package.id)]
    assert not Library(cache).add_cached(other.id)


def test_the_key_names_package_generator_and_python(package, monkeypatch) -> None:
    key = artifact.cache_key(package.id)
    monkeypatch.setattr(artifact, "GENERATOR_VERSION", artifact.GENERATOR_VERSION + 1)
    assert artifact.cache_key(package.id) != key
    assert package.id in key


def test_a_package_waits_in_the_cache_until_its_dependencies_are_loaded(lf, package) -> None:
    user = lf.package(f"module N {{ val four: Int64 = '{package.id}':M:double 2; }}", name="user")
    cache = Cache()
    library = Library(cache)
    library.add_all([user, package])
    assert library.value(lf.ledger(library).id("N:four", user)) == 4
    fresh = Library(cache)
    assert not fresh.add_cached(user.id)
    assert fresh.add_cached(package.id) and fresh.add_cached(user.id)
    assert fresh.dependencies(frozenset({user.id})) == {user.id, package.id}
    with pytest.raises(KeyError):
        Library().add(user)
