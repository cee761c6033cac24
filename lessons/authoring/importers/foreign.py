"""Links and images that are written in other ways than Markdown's: as HTML, and as a wiki does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container, Iterable
from itertools import groupby

# In code nothing is changed, whatever it looks like.
_CODE = r"(?P<code>(?P<marks>`+)(?!`).{1,2000}?(?<!`)(?P=marks)(?!`))"
_ATTRIBUTES = r"(?P<{}>(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)"
_HTML = re.compile(
    rf"{_CODE}|<img\b{_ATTRIBUTES.format('image')}/?>|<a\s{_ATTRIBUTES.format('link')}>(?P<words>[^<]{{0,1000}})</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)", re.IGNORECASE)
_WIKI = re.compile(
    r"(?<![\\\[])(?P<embedded>!?)\[\[(?P<page>[^\[\]|\\\s^][^\[\]|\\\n]{0,300}?)(?:\\?\|(?P<said>[^\[\]\n]{0,300}))?\]\](?![(\[\]])"
)
_SIZE = re.compile(r"\d*(?:x\d+)?")
_IMAGE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|tiff?)$", re.IGNORECASE)
_DEFINITION = re.compile(r" {0,3}\[([^\]]+)\]:")


def html_as_markdown(lines: list[str], code: Container[int], left_out: Callable[[], None]) -> list[str]:
    """Return lines with their HTML images and links written in Markdown, but for lines of ``code`` (from 0).

    ``left_out`` is told of images without an address.
    """

    def written(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        attributes = _attributes(match["link"] if match["image"] is None else match["image"])
        if match["image"] is None:
            words = " ".join(match["words"].split())
            address = attributes.get("href", "")
            return f"[{words}]({_address(address)})" if words and address else words
        address, words = attributes.get("src", ""), _words(attributes.get("alt") or attributes.get("title") or "")
        if not address:
            left_out()
            return words
        return f"![{words}]({_address(address)})"

    if not any("<" in line for line in lines):
        return lines
    parts = []
    for is_code, numbers in groupby(range(len(lines)), lambda number: number in code):
        part = "\n".join(lines[number] for number in numbers)
        # An image inside a link is written first.
        parts.append(part if is_code else _HTML.sub(written, _HTML.sub(written, part)))
    return "\n".join(parts).split("\n")


def wiki_as_markdown(
    text: str, defined: frozenset[str], page: Callable[[str, str], str], image: Callable[[str, str], str]
) -> str:
    """Return a text with its wiki links (``[[page]]``, ``[[page|words]]``) written in Markdown.

    ``page`` writes a link to a page, given the words and the page's name, ``image`` one to an image that a page embeds (``![[photo.png]]``).
    What has a name that is ``defined`` as that of an address is Markdown already.
    """

    def written(match: re.Match[str]) -> str:
        if match["page"].casefold() in defined:
            return match[0]
        name, _, part = (one.strip() for one in match["page"].partition("#"))
        said = (match["said"] or "").strip()
        if match["embedded"] and _IMAGE_FILE.search(name):
            # What stands behind the bar may be its size.
            return image(name.rpartition("/")[2] if _SIZE.fullmatch(said) else said, _address(name))
        return page(said or name or part, name)

    return _WIKI.sub(written, text) if "[[" in text else text


def names_of_addresses(lines: Iterable[str]) -> frozenset[str]:
    """Return the names for which lines define an address, ``[name]: address``."""
    return frozenset(match[1].casefold() for line in lines if (match := _DEFINITION.match(line)))


def _attributes(text: str) -> dict[str, str]:
    found = ((match[1].lower(), match[2]) for match in _ATTRIBUTE.finditer(text))
    return {name: html.unescape(value[1:-1] if value[:1] in "\"'" else value).strip() for name, value in found}


def _address(address: str) -> str:
    """Return an address as Markdown writes one in parentheses."""
    return re.sub(r"[\s<>()\\]", lambda match: f"%{ord(match[0]):02X}", address)


def _words(text: str) -> str:
    return re.sub(r"([\[\]\\`])", r"\\\1", " ".join(html.unescape(text).split()))
