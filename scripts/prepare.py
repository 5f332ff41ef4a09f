"""Prepare the project's virtual environment: `.venv` with what `requirements.lock` pins.

Needs nothing but Python 3.11 and pip. Does nothing when the environment already fits the lock file.
Two processes may run it at once: the second waits for the first.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "prepared"
PYTHON = VENV / "bin" / "python"
PYTHON_VERSION_MIN = (3, 11)


def wanted() -> str:
    """What the environment must fit: the lock file and the interpreter that made it."""
    lock = (ROOT / "requirements.lock").read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version_info[:2]}"


def is_prepared() -> bool:
    """True if the environment was made from the present lock file."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted()


def say(text: str) -> None:
    """Progress goes to standard error, so that a command's output stays its own."""
    print(text, file=sys.stderr, flush=True)


def prepare() -> None:
    """Creates or completes the environment."""
    say("Preparing .venv (once, about ten seconds) ...")
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    run = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "UV_PYTHON_DOWNLOADS": "never"}
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "uv"], check=True, env=run)
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
    lock = str(ROOT / "requirements.lock")
    subprocess.run([*uv, "--compile-bytecode", "-r", lock], check=True, env=run)
    subprocess.run([*uv, "--no-deps", "--editable", str(ROOT)], check=True, env=run)
    compiled = [str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src")]
    subprocess.run(compiled, check=True, env=run)
    STAMP.write_text(wanted())
    say("Prepared.")


def main() -> int:
    if sys.version_info < PYTHON_VERSION_MIN:
        say("PyCanton needs Python 3.11 or later; set CANTON_PYTHON to such an interpreter.")
        return 1
    if is_prepared():
        return 0
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_prepared():
            return 0
        try:
            prepare()
        except subprocess.CalledProcessError as failure:
            say(f"Could not prepare .venv: {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
