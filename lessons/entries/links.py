"""Where a link from one entry to another leads."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lessons.record.use import FOLDER

_ENTRY_LINK = re.compile(r"(?:[\w.-]+/)*?(uses/)?([\w.-]+)\.(?:md|markdown)(?:#(.+))?")
_SITE_LINK = re.compile(r"/(?:reviews|uses)/([a-z0-9-]+)(?:/([a-z0-9-]+)|#([a-z0-9-]+))?/?")


def entry_link(address: str, own_id: str) -> str:
    """Return the site's address for a link to another entry (``x.md``, ``x.md#lesson``, ``#lesson``, ``uses/x.md``); others as they are."""
    if address.startswith("#"):
        return f"/reviews/{own_id}/{address[1:]}"
    match = _ENTRY_LINK.fullmatch(address)
    if match and "://" not in address:
        if match.group(1):
            return f"/{FOLDER}/{match.group(2)}"
        return f"/reviews/{match.group(2)}" + (f"/{match.group(3)}" if match.group(3) else "")
    return address


def linked_entry(address: str, own_id: str) -> tuple[str, str | None] | None:
    """Return the id of the review or use, and the lesson id, that a link's address leads to, or ``None`` when it leads elsewhere."""
    match = _SITE_LINK.fullmatch(entry_link(unquote(address), own_id))
    return (match.group(1), match.group(2) or match.group(3)) if match else None
