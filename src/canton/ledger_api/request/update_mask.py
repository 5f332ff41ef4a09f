"""Update masks: which fields of a message a request means. Source: ledger API sheet 2.12."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from canton.errors import LedgerError
from canton.ledger_api.user.annotation import shown

Path = tuple[str, ...]


def update_mask(
    paths: Iterable[str], fields: Iterable[Path], invalid: Callable[[str], LedgerError]
) -> frozenset[Path]:
    """The paths of a mask, each to a field or to a message around one.

    Raises:
        LedgerError: what `invalid` makes of the reason: none, an unknown or a duplicated path.
    """
    texts = tuple(paths)
    if not texts:
        raise invalid("The update mask contains no entries")
    known = {path[:length] for path in fields for length in range(1, len(path) + 1)}
    for text in texts:
        if tuple(text.split(".")) not in known:
            raise invalid(f"The update path: '{shown(text)}' points to an unknown field.")
    mask: set[Path] = set()
    for text in texts:
        path = tuple(text.split("."))
        if path in mask:
            raise invalid(f"The update path: '{shown(text)}' is duplicated.")
        mask.add(path)
    return frozenset(mask)
