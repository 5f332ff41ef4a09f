"""`run` as a program: until there is something to stop, an interrupt ends it without a word."""

from __future__ import annotations

import signal
import sys

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from command import main

    sys.exit(main())
