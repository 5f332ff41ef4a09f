"""Assembling: every template gets a choice Archive, every DAR the stable packages it needs."""

from __future__ import annotations

import pytest

from canton.daml_lf.archive.assembly import assemble_package, with_archive_choices
from canton.daml_lf.archive.errors import ArchiveError
from canton.daml_lf.language.reference import DottedName, ModuleName, Name, PackageId
from canton.daml_lf.language.stable import ARCHIVE, TUPLE_2
from canton.daml_lf.language.version import ALL_VERSIONS, V2_1, V2_2, V2_3, LanguageVersion
from canton.daml_lf.text.reader import parse_package
from canton.daml_lf.tools.assembler import assemble

TEMPLATE = """
module M {
  record @serializable T = { party: Party };
  template (this: T) = {
    precondition True;
    signatories Cons @Party [M:T { party } this] (Nil @Party);
    observers Nil @Party;
  };
}
"""


def test_archive_is_added_once() -> None:
    package = assemble(TEMPLATE, "n", "1.0.0", V2_2).package
    template = package.modules[ModuleName("M")].templates[DottedName("T")]
    choice = template.choices[Name("Archive")]
    assert choice.consuming
    assert choice.controllers == template.signatories
    assert with_archive_choices(package) == package
    assert package.direct_dependencies == {ARCHIVE.package}


def test_archive_may_be_left_out() -> None:
    package = parse_package(f"metadata ( 'n' : '1.0.0' ) {TEMPLATE}", V2_2)
    plain = assemble_package(package, add_archive=False).package
    assert plain.modules[ModuleName("M")].templates[DottedName("T")].choices == {}
    assert plain.direct_dependencies == frozenset()


def test_stable_packages_come_along_and_need_no_import() -> None:
    text = f"module M {{ synonym P = '{TUPLE_2.package}':DA.Types:Tuple2 Text Text; }}"
    assembled = assemble(text, "n", "1.0.0", V2_2)
    assert [item.package_id for item in assembled.dar.dependencies] == [TUPLE_2.package]
    assert assembled.package.declared_imports == ()


def test_of_what_is_given_only_what_is_needed_comes_along() -> None:
    base = assemble("module B { val x: Int64 = 1; }", "b", "1.0.0", V2_1)
    text = f"module L {{ val x: Int64 = '{base.package.id}':B:x; }}"
    library = assemble(text, "l", "1.0.0", V2_1, [base.archive])
    unused = assemble("module U {}", "u", "1.0.0", V2_1)
    text = f"module M {{ val y: Int64 = '{library.package.id}':L:x; }}"
    given = [unused.archive, *library.dar.all]
    assembled = assemble(text, "n", "1.0.0", V2_2, given)
    found = {archive.package_id for archive in assembled.dar.dependencies}
    assert found == {library.package.id, base.package.id}


def test_other_packages_are_imported_from_2_2_on() -> None:
    library = assemble("module L { val x: Int64 = 1; }", "l", "1.0.0", V2_1)
    text = f"module M {{ val y: Int64 = '{library.package.id}':L:x; }}"
    for version, imports in ((V2_1, None), (V2_2, (library.package.id,))):
        assembled = assemble(text, "n", "1.0.0", version, [library.archive])
        assert assembled.package.declared_imports == imports
        assert assembled.package.direct_dependencies == {PackageId(library.package.id)}


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("val x: Int64 = 1;", ALL_VERSIONS),
        ("val x: Text -> Bool = SECP256K1_VALIDATE_KEY;", ALL_VERSIONS[2:]),
        ("val x: BigNumeric -> Int64 = SCALE_BIGNUMERIC;", ALL_VERSIONS[3:]),
        ("val x: Text = experimental E Text;", ALL_VERSIONS[3:]),
        ("val x: Text = fetch_by_key @M:T;", ALL_VERSIONS[2:]),
        ("val x: Text = unsafe_from_interface @M:I @M:T 1 2;", ALL_VERSIONS[:1]),
        ("val x: Text = choice_observer @M:T C 1 2;", ()),
    ],
)
def test_a_version_has_only_its_features(text: str, versions: tuple[LanguageVersion, ...]) -> None:
    for version in ALL_VERSIONS:
        if version in versions:
            assemble(f"module M {{ {text} }}", "n", "1.0.0", version)
        else:
            with pytest.raises(ArchiveError) as caught:
                assemble(f"module M {{ {text} }}", "n", "1.0.0", version)
            assert f"not supported by Daml-LF {version}" in caught.value.context["reason"]


def test_keys_begin_with_2_3() -> None:
    keyed = TEMPLATE.replace(
        "observers Nil @Party;",
        "observers Nil @Party; key @Party (M:T { party } this) (\\(p: Party) -> Nil @Party);",
    )
    assemble(keyed, "n", "1.0.0", V2_3)
    with pytest.raises(ArchiveError):
        assemble(keyed, "n", "1.0.0", V2_2)


@pytest.mark.parametrize(
    ("version", "package"),
    [
        (V2_1, "91ec33a409933836f293f05ef724dce8d2acb8261fc52b22f42ab60da9686a39"),
        (V2_2, "098edbe4d4090d5e363c0b2eaecaabcb5e347f389fcbb3e70e7731736b98df61"),
        (V2_3, "200fefc4b6990f9980dcfb4d0f208c6ff06e8c468cef07876c5da930de0b3fc5"),
    ],
)
def test_bytes_do_not_change_from_release_to_release(
    version: LanguageVersion, package: str
) -> None:
    # Whoever deployed what was assembled identifies it by these.
    assert assemble(TEMPLATE, "n", "1.0.0", version).package.id == package


def test_errors_of_decoding_say_in_what_kind_of_definition() -> None:
    with pytest.raises(ArchiveError) as caught:
        assemble("module M { val x: Text = fetch_by_key @M:T; }", "n", "1.0.0", V2_2)
    assert caught.value.context["reason"].endswith("(in a value of module M)")
