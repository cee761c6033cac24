"""A plan as people have it, read into passages: Markdown, or text pasted from a PDF with broken lines and words.

What is no text of a plan is said: nothing, a binary file, more than can be read at once. A plan is read and forgotten.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.problems import LessonsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# About 150 pages; the longest plans that people start something with have a third of that.
LONGEST = 500_000
# A passage is about one thing, and long enough to say what: a paragraph.
PASSAGE_WORDS = 90
MOST_PASSAGES = 400
# A line that stands so often is the header or footer of pages.
REPEATED = 3
LONGEST_HEADER = 100
# Files that people take for text, by their first bytes.
KINDS = {
    b"%PDF": "a PDF file: open it, copy its text and give that",
    b"PK\x03\x04": "a packed file such as a Word document: save it as plain text or Markdown and give that",
    b"\xd0\xcf\x11\xe0": "an old Word document: save it as plain text or Markdown and give that",
    b"{\\rtf": "a rich text file: save it as plain text and give that",
}

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
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
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9À-Þ])|(?<=[。！？])")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# What stands before a hyphen that belongs to the word, where the plan itself does not tell.
_HYPHENATED = frozenset(
    [
        "all",
        "co",
        "cross",
        "cut",
        "ex",
        "face",
        "first",
        "follow",
        "full",
        "half",
        "high",
        "hand",
        "in",
        "key",
        "large",
        "long",
        "low",
        "mid",
        "multi",
        "near",
        "non",
        "off",
        "on",
        "one",
        "opt",
        "part",
        "post",
        "pre",
        "second",
        "self",
        "semi",
        "short",
        "single",
        "sub",
        "top",
        "two",
        "under",
        "up",
        "well",
        "year",
    ]
)


class PlanError(LessonsError):
    """What was given cannot be read as a plan; the text says what it is and what would be right."""


@dataclass(frozen=True)
class Passage:
    """A paragraph of a plan: its sentences in order, lines and words joined."""

    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the passage as one text."""
        return " ".join(self.sentences)


def decoded(data: bytes) -> str:
    """Return the text of a file; raises :class:`PlanError` when it holds no text."""
    for start, what in KINDS.items():
        if data.startswith(start):
            raise PlanError(f"the plan is {what}")
    try:
        for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
            if data.startswith(mark):
                return data.decode(encoding)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows writes so; a file with control characters is no text in any encoding.
        return required_text(data.decode("cp1252", "replace"))


def required_text(text: str) -> str:
    """Return ``text``; raises :class:`PlanError` when it is nothing, no text, or too long."""
    if not text.strip():
        raise PlanError("the plan is empty: give at least a paragraph on what you intend to do")
    strange = len(_CONTROLS.findall(text)) - text.count("\x0c")
    if strange > 2 + len(text) // 500:
        raise PlanError("the plan is no text (a binary file?): give plain text or Markdown")
    if len(text) > LONGEST:
        raise PlanError(
            f"the plan has {len(text):,} characters; at most {LONGEST:,} are read (about 150 pages): give the part that matters most"
        )
    if not _WORD.search(text):
        raise PlanError("the plan holds no words: give at least a paragraph on what you intend to do")
    return text


def word_count(text: str) -> int:
    """Return the number of words."""
    return sum(1 for _ in _WORD.finditer(text))


def passages(text: str) -> list[Passage]:
    """Return the passages of a plan in order; raises :class:`PlanError` when it cannot be read as one."""
    plain = required_text(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    plain = _CONTROLS.sub(" ", _without_comments(_FRONT_MATTER.sub("", plain)))
    plain = _LINK.sub(r"\1", _FENCE.sub("", plain))
    found = [
        passage for paragraph in _paragraphs(plain.split("\n"), _words_written(plain)) for passage in _parts(paragraph)
    ]
    if not found:
        raise PlanError(
            "the plan is nothing but the same lines again and again: give a paragraph on what you intend to do"
        )
    found = _joined(found)
    # Of the very longest plans, passages are longer.
    width = -(-len(found) // MOST_PASSAGES)
    parts = (found[start : start + width] for start in range(0, len(found), width))
    return [Passage(tuple(sentence for passage in part for sentence in passage.sentences)) for part in parts]


def _without_comments(text: str) -> str:
    """Return a text without its HTML comments."""
    kept = []
    start = 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return " ".join([*kept, text[start:]])


def _words_written(text: str) -> Counter[str]:
    """Return how often each word is written, hyphenated ones whole: how the plan itself writes a word that a line end cut."""
    return Counter(word.lower() for word in _WORD.findall(text))


def _paragraphs(lines: list[str], written: Counter[str]) -> Iterator[str]:
    """Yield the paragraphs, list items and headings of a text, each as one line."""
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
    rest = _WORD.match(following)
    if not cut or not rest or not following[:1].islower():
        return f"{line} "
    joined, hyphenated = f"{cut[1]}{rest[0]}".lower(), f"{cut[1]}-{rest[0]}".lower()
    keep = written[hyphenated] > written[joined] or (
        written[hyphenated] == written[joined] and cut[1].lower() in _HYPHENATED
    )
    return line[:-1] + ("-" if keep else "")


def _parts(paragraph: str) -> Iterator[Passage]:
    """Yield a paragraph as passages of about the same length."""
    sentences = [one.strip() for one in _SENTENCE.split(paragraph) if one and one.strip()]
    sentences = [part for one in sentences for part in _cut(one)]
    parts = max(1, round(sum(map(word_count, sentences)) / PASSAGE_WORDS))
    if parts == 1:
        yield Passage(tuple(sentences))
        return
    length = sum(map(word_count, sentences)) / parts
    held: list[str] = []
    words = 0
    for sentence in sentences:
        held.append(sentence)
        words += word_count(sentence)
        if words >= length:
            yield Passage(tuple(held))
            held, words = [], 0
    if held:
        yield Passage(tuple(held))


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence, or pieces of one that has no end, as a table has none."""
    words = sentence.split(" ")
    for start in range(0, len(words), PASSAGE_WORDS):
        yield " ".join(words[start : start + PASSAGE_WORDS])


def _joined(found: Iterable[Passage]) -> list[Passage]:
    """Return the passages with short ones, as headings and list items are, joined to what follows them."""
    passages: list[Passage] = []
    held: tuple[str, ...] = ()
    for passage in found:
        together = held + passage.sentences
        words = sum(map(word_count, together))
        if words < PASSAGE_WORDS * 2 // 3:
            held = together
        elif held and words > PASSAGE_WORDS * 3 // 2:
            passages += [Passage(held), passage]
            held = ()
        else:
            passages.append(Passage(together))
            held = ()
    if held:
        passages.append(Passage(held))
    return [passage for passage in passages if _WORD.search(passage.text)]
