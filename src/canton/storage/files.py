"""Files that may be lost: what is made again when it is missing."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

_LOGGER = logging.getLogger(__name__)


class FileCache:
    """One file for each key in a folder that belongs to this user alone.

    A folder that cannot be used costs time, nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        try:
            return (self._folder / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keeps the content; other processes see all of it or nothing."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(name, self._folder / key)
        except OSError as error:
            _LOGGER.info("%s cannot be kept in %s: %s", key, self._folder, error)
