"""The layout gates: sizes, names and places that keep the house readable.

Each rule is one function that yields sentences; `tests/unit/test_layout.py` runs them as tests.
The numbers come from the project's style: function 70 lines, class 300 lines and 15 public
methods, file 700 lines, folder 12 files. Files that are tables may be longer; they are named here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "canton"
FUNCTION_LINES_MAX = 70
CLASS_LINES_MAX = 300
PUBLIC_METHODS_MAX = 15
FILE_LINES_MAX = 700
FOLDER_FILES_MAX = 12
GENERATED = SOURCE / "wire"
TABLES: frozenset[str] = frozenset()
"""Files that are tables, by their path below `src/canton`; the size gate does not hold them."""
BANNED_NAMES = ("util", "utils", "helper", "helpers", "manager_base", "common", "misc")


def sources() -> Iterator[Path]:
    """Our own source files; generated ones are nobody's prose."""
    for path in sorted(SOURCE.rglob("*.py")):
        if GENERATED not in path.parents:
            yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def length_without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, its docstring not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def long_files() -> Iterator[str]:
    """A file is at most FILE_LINES_MAX lines, unless it is a table."""
    for path in sources():
        lines = len(path.read_text().splitlines())
        if lines > FILE_LINES_MAX and path.relative_to(SOURCE).as_posix() not in TABLES:
            yield f"{name_of(path)} has {lines} lines: split it by noun"


def long_functions() -> Iterator[str]:
    """A function is at most FUNCTION_LINES_MAX lines without its docstring."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = length_without_docstring(node)
                if lines > FUNCTION_LINES_MAX:
                    yield f"{name_of(path)}:{node.lineno} {node.name} has {lines} lines"


def large_classes() -> Iterator[str]:
    """A class has at most CLASS_LINES_MAX lines and PUBLIC_METHODS_MAX public methods."""
    for path in sources():
        if path.relative_to(SOURCE).as_posix() in TABLES:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ClassDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            public = [
                child
                for child in node.body
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                and not child.name.startswith("_")
                and not any(
                    isinstance(d, ast.Name) and d.id == "property" for d in child.decorator_list
                )
            ]
            if lines > CLASS_LINES_MAX:
                yield f"{name_of(path)}:{node.lineno} class {node.name} has {lines} lines"
            if len(public) > PUBLIC_METHODS_MAX:
                yield f"{name_of(path)}:{node.lineno} class {node.name} has {len(public)} methods"


def full_folders() -> Iterator[str]:
    """A folder holds at most FOLDER_FILES_MAX source files."""
    for folder in [SOURCE, *(p for p in sorted(SOURCE.rglob("*")) if p.is_dir())]:
        if folder == GENERATED:
            continue
        count = sum(1 for p in folder.glob("*.py") if p.name != "__init__.py")
        if count > FOLDER_FILES_MAX:
            yield f"{name_of(folder)} holds {count} files: make folders by noun"


def missing_docstrings() -> Iterator[str]:
    """Every module says what it holds."""
    for path in sources():
        if ast.get_docstring(ast.parse(path.read_text())) is None:
            yield f"{name_of(path)} has no docstring"


def banned_names() -> Iterator[str]:
    """No drain for what has no name."""
    for path in sources():
        if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES:
            yield f"{name_of(path)}: name it by what it holds"


def foreign_names() -> Iterator[str]:
    """Nothing committed names a machine's own paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    needles = ["/" + "work/", "/" + "root/", "pypi" + ".org", "files.python" + "hosted"]
    for name in listed.split("\0"):
        path = ROOT / name
        if not name or not path.is_file() or path.stat().st_size > 1_000_000:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        for needle in needles:
            if needle in text:
                yield f"{name} names {needle}"


RULES = (
    long_files,
    long_functions,
    large_classes,
    full_folders,
    missing_docstrings,
    banned_names,
    foreign_names,
)


def main() -> int:
    problems = [problem for rule in RULES for problem in rule()]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
