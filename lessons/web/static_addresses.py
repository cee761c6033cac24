"""The site as files: which of its addresses can be written as one, and what the file is called.

``lessons export site`` writes them. Links are relative, so a file has the same name wherever the folder is put.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from lessons.web.ask import Addresses, within

if TYPE_CHECKING:
    from collections.abc import Iterable

_Rules = tuple[tuple[re.Pattern[str], set[str] | None], ...]
_ONE = "[^/]+"
# What is a page of its own whatever its address says besides, and which parameters its address may have.
_PAGES: _Rules = (
    (re.compile(r"/(?:reviews|new|uses|recurring)?"), {"page"}),
    (re.compile(rf"/(?:reviews/{_ONE}(?:/{_ONE})?|uses/{_ONE}|people/{_ONE})"), set()),
    (re.compile(rf"/(?:browse(?:/{_ONE}){{0,2}}|organisations/{_ONE}|audit(?:/{_ONE})?)"), {"page"}),
    (re.compile(r"/open"), {"kind", "organisation", "page"}),
    (re.compile(r"/missions"), {"organisation", "page"}),
    (re.compile(r"/outcomes"), None),
    (re.compile(rf"/(?:charts|search|404|help(?:/{_ONE})?|data(?:/[a-z0-9_]+)?)"), set()),
)
# Files for programs, which stand beside the pages; what asks for a search is a feed of what one subject has.
_FILES: _Rules = (
    (re.compile(rf"/(?:reviews/{_ONE}(?:/{_ONE})?|uses/{_ONE})\.(?:md|json|bib|ris|csl\.json)"), set()),
    (re.compile(r"/reviews\.json"), {"page"}),
    (re.compile(r"/(?:data|schema|schema-of-uses)\.json|/vocabulary\.yml|/data/lessons\.db"), set()),
    (re.compile(r"/outcomes\.(?:csv|json)"), None),
    (re.compile(r"/-/lessons/[a-z-]+\.[0-9a-f]+\.[a-z]+"), set()),
    (re.compile(r"/pagefind/pagefind\.js"), set()),
)
# What is of no use without the full address of the site.
_WITH_ADDRESS: _Rules = (
    (re.compile(r"/(?:reviews|uses)\.(?:atom|feed\.json)"), set()),
    (re.compile(r"/search\.(?:atom|feed\.json)"), None),
    (re.compile(r"/sitemap(?:/[0-9]+)?\.xml"), set()),
)
NEVER = re.compile(r"/(?:audit/[^/]+|audit|people/[^/]+)\.json|/data/sql.*|/reviews/[^/]+/[^/]+/use")
_ENDING = re.compile(r"\.(?:csl\.json|feed\.json|[a-z]{2,4})$")
_ASSETS = "/-/lessons/"
# Lower case only, since there are file systems that do not tell it from capitals; what is left out is written ~2E.
_UNSAFE = re.compile(r"[^a-z0-9_-]")
# File systems take 255 bytes.
_LONGEST = 120


@dataclass(frozen=True)
class StaticAddresses(Addresses):
    """Writes full addresses as those of the files; paths, which become relative links, stay those of the site that is being written.

    ``search`` says that there is a page that searches in the browser.
    """

    search: bool = False

    def absolute(self, path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Return the full address of a path of the site, or nothing where nobody said where the files will stand."""
        asked = tuple(pairs)
        if path == "/search":
            file = f"search.html{'?' if asked else ''}{urlencode(asked)}" if self.search else listing_of(asked)
        else:
            file = file_of(path, asked, full=bool(self.origin))
        return f"{self.origin}/{file}" if self.origin and file is not None else ""


def listing_of(asked: tuple[tuple[str, str], ...]) -> str | None:
    """Return the file that lists what a search asks for, where it asks for one value of one subject, or None."""
    return file_of(within("browse", *asked[0]), full=False) if len(asked) == 1 else None


def file_of(path: str, pairs: tuple[tuple[str, str], ...] = (), *, full: bool) -> str | None:
    """Return the file that an address (a path and its parameters) is written as, or None for what only a server can answer.

    ``full`` says that the full address of the site is known. Two addresses never share a file.
    """
    names = {name for name, _ in pairs}
    if NEVER.fullmatch(path):
        return None
    if _is_one_of((*_FILES, *_WITH_ADDRESS) if full else _FILES, path, names):
        if path.startswith(_ASSETS):
            return f"assets/{path.removeprefix(_ASSETS)}"
        ending = _ENDING.search(path)
        stem, last = (path[: ending.start()], ending[0]) if ending else (path, "")
        # A feed of a search is one of what a subject has.
        return _named("/feeds/lessons" if stem == "/search" else stem, pairs) + last
    if _is_one_of(_PAGES, path, names):
        return _named("/index" if path == "/" else path, pairs) + ".html"
    return None


def _is_one_of(rules: _Rules, path: str, names: set[str]) -> bool:
    return any(rule.fullmatch(path) and (taken is None or names <= taken) for rule, taken in rules)


def _named(path: str, pairs: tuple[tuple[str, str], ...]) -> str:
    parts = [_safe(unquote(part)) for part in path.strip("/").split("/")]
    asked = "".join(f".{_safe(name)}-{_safe(value)}" for name, value in pairs)
    if len(parts[-1]) + len(asked) > _LONGEST:
        asked = f".{hashlib.sha256(repr((parts[-1], asked)).encode()).hexdigest()[:20]}"
        parts[-1] = parts[-1][: _LONGEST // 2]
    return "/".join([*(_short(part) for part in parts[:-1]), parts[-1] + asked])


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"~{byte:02x}" for byte in found[0].encode()), text)


def _short(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    return f"{part[: _LONGEST // 2]}.{hashlib.sha256(part.encode()).hexdigest()[:20]}"
