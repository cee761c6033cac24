"""A text as people have it, Markdown or pasted from a PDF, as paragraphs: its marks taken off, lines and words that a page broke put together."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line that stands so often is the header or footer of pages.
REPEATED = 3
LONGEST_HEADER = 100

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(```|~~~).*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)[ #]*$")
_UNDERLINE = re.compile(r"^\s*([-=_*])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•●▪–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_QUOTE = re.compile(r"^\s*>+\s?")
_EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w)|`)")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,40})[-\u2010\u00ad]$")
_SPACES = re.compile(r"\s+")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# What stands before a hyphen that belongs to the word, where the plan itself does not tell.
_HYPHENATED = frozenset(
    "all co cross cut ex face first follow full half high hand in key large long low mid multi near non off on one opt part post pre "  # noqa: SIM905 - a list of words
    "second self semi short single sub top two under up well year".split()
)


def _without_comments(text: str) -> str:
    """Return a text without its HTML comments."""
    kept = []
    start = 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return " ".join([*kept, text[start:]])


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs, list items and headings of a text, each as one line, without the marks of Markdown."""
    plain = _LINK.sub(r"\1", _FENCE.sub("", _without_comments(_FRONT_MATTER.sub("", text))))
    yield from _of_lines(plain.split("\n"), _words_written(plain))


def _words_written(text: str) -> Counter[str]:
    """Return how often each word is written, hyphenated ones whole: how the plan itself writes a word that a line end cut."""
    return Counter(word.lower() for word in WORD.findall(text))


def _of_lines(lines: list[str], written: Counter[str]) -> Iterator[str]:
    """Yield the paragraphs that lines make up."""
    repeated = Counter(line.strip() for line in lines)
    held: list[str] = []
    for line in lines:
        stripped = line.strip()
        if _is_page_furniture(stripped, repeated):
            continue
        heading = _HEADING.match(line)
        begins = heading or _UNDERLINE.match(line) or _ITEM.match(line) or stripped.startswith("|")
        # A PDF may put an empty line after each line: a sentence in the middle goes on.
        if held and (begins or (not stripped and not _goes_on(held[-1]))):
            yield "".join(held)
            held = []
        clean = "" if _UNDERLINE.match(line) else _plain(heading[1] if heading else line)
        if not clean:
            continue
        if held:
            held[-1] = _line_end(held[-1], clean, written)
        held.append(clean)
        if heading:
            yield clean if clean.endswith((".", "?", "!")) else f"{clean}."
            held = []
    if held:
        yield "".join(held)


def _goes_on(line: str) -> bool:
    """Return whether a line ends in the middle of a sentence: with a comma, or a word that is cut."""
    return line.endswith((",", "-", "\u00ad", "\u2010"))


def _is_page_furniture(line: str, repeated: Counter[str]) -> bool:
    """Return whether a line is the number, header or footer of a page."""
    if not line:
        return False
    if _PAGE_NUMBER.match(line):
        return True
    return repeated[line] >= REPEATED and len(line) <= LONGEST_HEADER and not _ITEM.match(line)


def _plain(line: str) -> str:
    """Return a line without its Markdown."""
    line = _ITEM.sub("", _QUOTE.sub("", line), count=1)
    if line.lstrip().startswith("|"):
        line = "" if re.fullmatch(r"[\s|:-]+", line) else ", ".join(filter(None, map(str.strip, line.split("|"))))
    return _SPACES.sub(" ", _EMPHASIS.sub("", line)).strip()


def _line_end(line: str, following: str, written: Counter[str]) -> str:
    """Return a line as it goes on with the one after it; a word that its end cut is put together as the plan writes it elsewhere."""
    cut = _BROKEN.search(line[-50:])
    rest = WORD.match(following)
    if not cut or not rest or not following[:1].islower():
        return f"{line} "
    joined, hyphenated = f"{cut[1]}{rest[0]}".lower(), f"{cut[1]}-{rest[0]}".lower()
    keep = written[hyphenated] > written[joined] or (
        written[hyphenated] == written[joined] and cut[1].lower() in _HYPHENATED
    )
    return line[:-1] + ("-" if keep else "")
