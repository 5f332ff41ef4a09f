"""The entry: what answers at once, and what starts a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from canton.cli.arguments import OWN_COMMANDS, UsageError, parse, usage
from canton.cli.versions import VERSION_LINES

EXIT_OK: Final = 0
EXIT_ERROR: Final = 1


def main(words: Sequence[str] | None = None) -> int:
    """Runs the command of the words (default: those of the process) and returns its exit code."""
    words = sys.argv[1:] if words is None else words
    if words and words[0] in OWN_COMMANDS:
        from canton.cli import packages

        return packages.main(words)
    try:
        arguments = parse(words)
        if arguments.has("help"):
            print(usage())
            return EXIT_OK
        if arguments.has("version"):
            print("\n".join(VERSION_LINES))
            return EXIT_OK

        from canton.cli import process

        return process.start(arguments, os.environ)
    except UsageError as e:
        print(usage(), file=sys.stderr)
        print(f"Error: {e}", file=sys.stderr)
        return EXIT_ERROR
