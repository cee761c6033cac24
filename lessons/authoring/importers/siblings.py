"""The other records of a source, as links of one of them name them: by a relative address, or as a wiki does by a page's name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

_INDEX = frozenset({"index", "readme", "_index"})


class Siblings:
    """The reviews that the records of a source become: their ids by the paths of the records' files inside the source."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self.ids = ids
        self._pages: dict[str, str] = {}
        for path, id_ in ids.items():
            name = _folded(_page(path))
            # A name that two pages have leads to neither.
            self._pages[name] = id_ if name not in self._pages else ""

    def at(self, address: str, path: str) -> str | None:
        """Return the id of the review to which a relative address leads from the record at ``path``, or ``None``."""
        inside = unquote(address.partition("#")[0].partition("?")[0])
        if not path or not inside:
            return None
        parts = posixpath.normpath((PurePosixPath(path).parent / inside).as_posix())
        names = (parts, f"{parts}.md", f"{parts}/index.md", f"{parts}/README.md")
        return self._other(next((self.ids[name] for name in names if name in self.ids), None), path)

    def page(self, name: str, path: str) -> str | None:
        """Return the id of the review of the page that a wiki link names in the record at ``path``, or ``None``.

        Folders, ``.md``, capitals, and whether words are joined by spaces, hyphens or underscores, make no difference.
        """
        if not path or not name.strip():
            return None
        exact = self.at(name, path) or self.at("/".join([*[".."] * path.count("/"), name]), path)
        return exact or self._other(self._pages.get(_folded(_page(name))) or None, path)

    def _other(self, found: str | None, path: str) -> str | None:
        return found if found != self.ids.get(path) else None


def _page(path: str) -> str:
    """Return the name of a page: that of its file, or of its folder where the file is the folder's own page."""
    parts = [part for part in path.split("/") if part]
    if not parts:
        return ""
    stem = re.sub(r"\.(?:md|markdown)$", "", parts[-1], flags=re.IGNORECASE)
    return parts[-2] if stem.casefold() in _INDEX and len(parts) > 1 else stem


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip()).casefold()
