"""Files: order, includes, overrides, and the comparison with an independent reader."""

from __future__ import annotations

import os
from pathlib import Path

import hocon
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from canton.config.errors import (
    CANNOT_PARSE_CONFIG_FILES,
    CANNOT_READ_CONFIG_FILES,
    ConfigErrors,
)
from canton.config.hocon.loading import load, loads
from canton.config.hocon.tree import Plain, plain

ORIGINALS = os.environ.get("PYCANTON_ORIGINAL_CONFS")
"""A folder of the original's .conf files; they are compared when it is present, never kept here."""


def write(folder: Path, **files: str) -> dict[str, Path]:
    paths = {}
    for name, text in files.items():
        paths[name] = folder / f"{name}.conf"
        paths[name].write_text(text)
    return paths


def test_later_files_win_and_may_be_referred_to_by_earlier_ones(tmp_path: Path) -> None:
    f = write(tmp_path, one="a = ${shared.x}, b = 1", two="shared.x = 7, b = 2")
    tree = load([f["one"], f["two"]], [], {})
    assert plain(tree) == {"a": 7, "b": 2, "shared": {"x": 7}}


def test_command_line_lies_on_top_and_its_first_occurrence_wins(tmp_path: Path) -> None:
    f = write(tmp_path, one='a.b = 1, c = ${a.b}, "x.y" = 0')
    tree = load([f["one"]], [("a.b", "5"), ("a.b", "6"), ('"x.y"', "1")], {})
    assert plain(tree) == {"a": {"b": "5"}, "c": "5", "x.y": "1"}


def test_include_is_relative_to_its_file_and_file_include_to_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner, main='include "near"\ninclude required(file("far.conf"))', near="a = 1")
    write(tmp_path, far="b = 2")
    assert plain(load([inner / "main.conf"], [], {}, tmp_path)) == {"a": 1, "b": 2}


def test_substitution_in_an_included_file_tries_the_including_object_first(tmp_path: Path) -> None:
    f = write(tmp_path, main='x { include "part.conf" }\ng = 2', part="l = 1, p = ${l}, q = ${g}")
    assert plain(load([f["main"]], [], {})) == {"x": {"l": 1, "p": 1, "q": 2}, "g": 2}


def test_same_file_included_twice_stands_in_both_places(tmp_path: Path) -> None:
    f = write(
        tmp_path,
        main='a { include required("part.conf") }\nb { include required("part.conf") }\nb.h = 9',
        part="h = localhost, h = ${?H}, u = ${h}",
    )
    expected = {"a": {"h": "localhost", "u": "localhost"}, "b": {"h": "9", "u": "9"}}
    assert plain(load([f["main"]], [("b.h", "9")], {})) == expected


def test_missing_include_is_an_error_only_when_required(tmp_path: Path) -> None:
    f = write(tmp_path, soft='include "no.conf"\na = 1', hard='\ninclude required("no.conf")')
    assert plain(load([f["soft"]], [], {})) == {"a": 1}
    with pytest.raises(ConfigErrors) as caught:
        load([f["hard"]], [], {})
    (finding,) = caught.value.findings
    assert finding.code is CANNOT_READ_CONFIG_FILES
    assert finding.origin is not None
    assert finding.origin.line == 2


def test_file_that_includes_itself_is_an_error(tmp_path: Path) -> None:
    f = write(tmp_path, main='include "main.conf"')
    with pytest.raises(ConfigErrors, match="includes itself"):
        load([f["main"]], [], {})


def test_findings_of_all_files_are_collected(tmp_path: Path) -> None:
    f = write(tmp_path, one="a = {", two="b = ]")
    with pytest.raises(ConfigErrors) as caught:
        load([f["one"], tmp_path / "no.conf", f["two"]], [], {})
    codes = [finding.code for finding in caught.value.findings]
    assert codes == [CANNOT_PARSE_CONFIG_FILES, CANNOT_READ_CONFIG_FILES, CANNOT_PARSE_CONFIG_FILES]


def test_nesting_too_deep_is_a_finding(tmp_path: Path) -> None:
    f = write(tmp_path, deep="a = " + "[" * 5000)
    with pytest.raises(ConfigErrors, match="deep"):
        load([f["deep"]], [], {})


KEYS = ["a", "b", "c", "e.x", "e.y"]
atoms = st.sampled_from(["1", "x", '"q"', "[1]", "{d = 1}", "{b = 2}", "x y", "[]", "{}"])


@st.composite
def assignments(draw: st.DrawFn) -> str:
    """A field whose value refers to keys further on only.

    The independent reader (0.6.3) is wrong on references to the key itself, such as `a = 1${?a}`;
    those are held against the specification's own examples instead. What it makes of an object
    that was laid on something else is not ours either, see `lays_objects_on_others`.
    """
    index = draw(st.integers(0, len(KEYS) - 2))
    reference = draw(st.sampled_from(KEYS[index + 1 :]).map(lambda key: f"${{?{key}}}"))
    atom = draw(atoms)
    value = draw(st.sampled_from([atom, reference, reference + atom, atom + reference]))
    return f"{KEYS[index]} = {value}"


def lays_objects_on_others(text: str) -> bool:
    """Whether a key that others refer to has several values, not all of them objects.

    An object on something else hides what lies below wherever it is referred to: with `b = 1`,
    `b = {d = 1}`, `a = {b = 2}` and `a = ${b}`, the value of `a` is `{d = 1}` for the original, and
    `{b = 2, d = 1}` for the independent reader.
    """
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, _, value = line.partition(" = ")
        values.setdefault(key, []).append(value)
    return any(
        len(given) > 1 and f"${{?{key}}}" in text and not all(v.startswith("{") for v in given)
        for key, given in values.items()
    )


fields = st.lists(assignments(), max_size=6).map("\n".join)


@given(fields)
@settings(max_examples=150, deadline=None)
def test_independent_reader_agrees_on_what_both_read(text: str) -> None:
    assume(not lays_objects_on_others(text))
    try:
        theirs = hocon.loads("{\n" + text + "\n}")
        ours = plain(loads(text, {}))
    except Exception:  # it has no common error type; what one refuses is not compared
        return
    assert ours == theirs


@pytest.mark.skipif(ORIGINALS is None, reason="the original's files are not part of the project")
def test_independent_reader_agrees_on_the_files_of_the_original(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ours(file: Path) -> Plain:
        return plain(load([file], [], os.environ, file.parent))

    for file in sorted(Path(ORIGINALS or "").rglob("*.conf")):
        monkeypatch.chdir(file.parent)
        try:
            theirs = hocon.loads(f'include required(file("{file}"))')
        except Exception:  # as above
            continue
        assert ours(file) == theirs, file


def test_environment_is_asked_for_the_name_as_written_in_an_included_file(tmp_path: Path) -> None:
    f = write(tmp_path, main='x { include "part.conf" }', part="h = local, h = ${?DB_HOST}")
    assert plain(load([f["main"]], [], {"DB_HOST": "db"})) == {"x": {"h": "db"}}
