"""A plan as people have it, read into passages: Markdown, or text pasted from a PDF with broken lines and words.

What is no text of a plan is said: nothing, a binary file, more than can be read at once. A plan is read and forgotten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.language import language_of
from lessons.learning.paragraphs import WORD, paragraphs
from lessons.problems import LessonsError
from lessons.words import gettext
from lessons.workers.posted import from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# About 150 pages; the longest plans that people start something with have a third of that.
LONGEST = 500_000
# A passage is about one thing, and long enough to say what: a paragraph.
PASSAGE_WORDS = 90
MOST_PASSAGES = 400
# Files that people take for text, by what they begin with, and the messages that say so.
KINDS = {
    "%PDF": "brief.no_plan.pdf",
    "PK\x03\x04": "brief.no_plan.packed",
    "\xd0\xcf\x11\xe0": "brief.no_plan.old_word",
    "{\\rtf": "brief.no_plan.rich_text",
    "<!doctype": "brief.no_plan.web_page",
    "<html": "brief.no_plan.web_page",
}

# What may stand before the first tag of a web page.
_BEFORE_TAGS = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9À-Þ])|(?<=[。！？])")


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
    """Return the text of a file; raises :class:`PlanError` when it is none of a plan."""
    return required_text(from_text(data))


def required_text(text: str) -> str:
    """Return ``text``; raises :class:`PlanError` when it is empty, another kind of file, not text, or too long."""
    if not text.strip():
        raise PlanError(gettext("brief.no_plan.empty"))
    begins = _BEFORE_TAGS.sub("", text[:1000], count=1).casefold()
    for start, message in KINDS.items():
        if begins.startswith(start.casefold()):
            raise PlanError(gettext(message))
    strange = len(_CONTROLS.findall(text)) - text.count("\x0c")
    if strange > 2 + len(text) // 500:
        raise PlanError(gettext("brief.no_plan.binary"))
    if len(text) > LONGEST:
        raise PlanError(gettext("brief.no_plan.characters", number=f"{len(text):,}", most=f"{LONGEST:,}"))
    if not WORD.search(text):
        raise PlanError(gettext("brief.no_plan.no_words"))
    return text


def word_count(text: str) -> int:
    """Return the number of words."""
    return sum(1 for _ in WORD.finditer(text))


def passages(text: str) -> list[Passage]:
    """Return the passages of a plan in order; raises :class:`PlanError` when it cannot be read as one."""
    plain = required_text(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    found = [passage for paragraph in paragraphs(_CONTROLS.sub(" ", plain)) for passage in _parts(paragraph)]
    if not found:
        raise PlanError(gettext("brief.no_plan.nothing_else"))
    found = _joined(found)
    # Of the very longest plans, passages are longer.
    width = -(-len(found) // MOST_PASSAGES)
    parts = (found[start : start + width] for start in range(0, len(found), width))
    return [Passage(tuple(sentence for passage in part for sentence in passage.sentences)) for part in parts]


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


def _languages_differ(one: str, other: str) -> bool:
    """Return whether two texts tell that they are in different languages; joined, they would tell neither, or hide the shorter."""
    languages = {language_of(one), language_of(other)} - {None}
    return len(languages) > 1


def _joined(found: Iterable[Passage]) -> list[Passage]:
    """Return the passages with short ones, as headings and list items are, joined to what follows them in the same language."""
    passages: list[Passage] = []
    held: tuple[str, ...] = ()
    for passage in found:
        if held and _languages_differ(Passage(held).text, passage.text):
            passages.append(Passage(held))
            held = ()
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
    return [passage for passage in passages if WORD.search(passage.text)]
