"""A page of the site as it stands in a file: its links lead to other files, and what needs a server is not there."""

from __future__ import annotations

import posixpath
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from lessons.library.web_addresses import taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Attributes = list[tuple[str, str | None]]

# Attributes that hold an address of the site.
ADDRESSES = ("href", "src", "action", "data-copy-link", "data-index", "data-source")
# The page whose form works without a server.
SEARCH = "/search"
# What templates mark so is of no use without a server.
NEEDS_SERVER = "data-needs-server"
# A server says it in a header; what only a header can say (frame-ancestors) is left out.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
# The search in the browser runs in WebAssembly.
SEARCH_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def relative(target: str, page: str) -> str:
    """Return the way from the file ``page`` to the file ``target``, both named from the top of the folder."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def links_of(html: str) -> list[str]:
    """Return the addresses that a page names, as they stand there, without what needs a server."""
    found: list[str] = []

    def noted(address: str) -> str:
        found.append(address)
        return address

    relinked(html, noted, POLICY)
    return found


def relinked(html: str, link: Callable[[str], str | None], policy: str) -> str:
    """Return a page with each address replaced by what ``link`` makes of it.

    Where that is None, a link's words stay without it, and anything else that would need the address goes, as does what is
    marked as needing a server. Addresses on other hosts, and places on the page itself, stay as they are.
    """
    parser = _Relinking(link, policy)
    parser.feed(html)
    parser.close()
    return "".join(parser.out)


class _Relinking(HTMLParser):
    def __init__(self, link: Callable[[str], str | None], policy: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._link = link
        self._policy = policy
        # How many elements are open inside the one that is being left out, itself included.
        self._leaving_out = 0
        self._unlinked = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Copy the tag with its new addresses, or leave out what it begins."""
        void = tag in _VOID
        if self._leaving_out:
            self._leaving_out += not void
            return
        made = self._made(tag, attrs)
        if made is not None:
            self.out.append(made)
            if tag == "meta" and ("charset", "utf-8") in attrs:
                self.out.append(f'\n<meta http-equiv="Content-Security-Policy" content="{escape(self._policy)}">')
        elif tag == "a" and not _marked(attrs):
            self._unlinked = True
        elif not void:
            self._leaving_out = 1

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Copy a tag that closes itself, as in a drawing."""
        made = None if self._leaving_out else self._made(tag, attrs)
        self.out.append(made or "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if self._leaving_out:
            self._leaving_out -= 1
        elif tag == "a" and self._unlinked:
            self._unlinked = False
        else:
            self.out.append(f"</{tag}>")

    def _made(self, tag: str, attrs: Attributes) -> str | None:
        """Return the text of a tag with its new addresses, or None when it is to be left out."""
        text = self.get_starttag_text() or ""
        if _marked(attrs):
            return None
        for name, value in attrs:
            if name not in ADDRESSES or not value or not _is_ours(value):
                continue
            # The page that a form leads to is the same whatever is filled in, but for the search in the browser.
            found = self._link(value) if name != "action" or value == SEARCH else None
            if found is None:
                return None
            text = re.sub(rf'(\s{name}=)"[^"]*"', lambda old, new=found: f'{old[1]}"{escape(new)}"', text, count=1)  # type: ignore[misc]
        return text

    def _kept(self, text: str) -> None:
        if not self._leaving_out:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        """Copy text."""
        self._kept(data)

    def handle_entityref(self, name: str) -> None:
        """Copy a character that has a name."""
        self._kept(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy a character that has a number."""
        self._kept(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Copy the document's type."""
        self._kept(f"<!{decl}>")


def _marked(attrs: Iterable[tuple[str, str | None]]) -> bool:
    return any(name == NEEDS_SERVER for name, _ in attrs)


def _is_ours(address: str) -> bool:
    split = taken_apart(address)
    return split is not None and not (split.scheme or split.netloc or address.startswith("#"))
