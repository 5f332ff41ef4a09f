"""`python -m canton` is the command `canton`."""

from __future__ import annotations

import sys

from canton.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
