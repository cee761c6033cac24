"""Taking the ids of reviews that an audience may not see out of the text of those that it may.

An id is looked for in what a text means, not in how it is spelt (:mod:`lessons.text.decoding`), and what came of it is looked
through once more, as it was read: an entry that still names one is not published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from urllib.parse import unquote

from lessons import entries
from lessons.entries import Entry, entry_link, linked_entry
from lessons.entries.collection import REFERENCES
from lessons.problems import LessonsError, Place
from lessons.record.outline import DATES
from lessons.record.review import free_text_fields, link_fields
from lessons.record.types import WITHHELD
from lessons.record.use import LessonUse
from lessons.text import nodes
from lessons.text.decoding import Decoded, decoded, joined, meant

# An id as a word of its own; the marks of emphasis may stand around it.
_ID = re.compile(r"(?<![^\W_])(?<!-)[a-z0-9-]{3,80}(?![^\W_])(?!-)", re.IGNORECASE)
# What follows an id in a reference: the end of a file's name, and a lesson's id; in an address of the site after a slash.
_REST = re.compile(r"(\.(?:md|markdown)\b)?(?:(#)[a-z0-9][\w-]*)?", re.IGNORECASE)
_REST_OF_ADDRESS = re.compile(r"()(?:([#/])[a-z0-9][\w-]*)?", re.IGNORECASE)
# What goes before it: the folders of a file's name, unless they are those of an address elsewhere; what opens a link.
_FOLDERS = re.compile(r"(?<![\w/:.~-])/?(?:[\w.~-]+/)+$")
_OPENS_LINK = re.compile(r"\](?:\(|:)[ \t]*<?(?:\.{0,2}/)*$")
_BEFORE = 300
_ADDRESS = ("/reviews/", "/uses/")
_CODES = frozenset({"id", "formerly"}) | DATES
_MAY_HOLD_IDS = frozenset((*REFERENCES, *free_text_fields(), *free_text_fields(LessonUse), *link_fields()))
Span = tuple[int, int]


def redacted(entry: Entry, gone: Set[str]) -> Entry:
    """Return the entry as if the reviews ``gone`` were never written: read again from a text without their ids.

    Ids with a hyphen are taken out wherever they stand, those of a single word only where they stand as a reference: the
    word may be one of prose. Terms, dates and other coded values are left alone, and so are the entry's own ids.
    Returns the entry itself when none of the ids is in it. Raises :class:`LessonsError` when it cannot do without one.
    """
    if not named(entry.text, gone):
        return entry
    again = _without(entry, gone, marks=False)
    if _trace(again, gone) is not None:
        again = _without(again, gone, marks=True)
    return _sure(again, gone)


def named(text: str, ids: Set[str]) -> set[str]:
    """Return which of the ids a text holds as words of their own, however they are spelt."""
    text = meant(text)
    # Letters may be apart in the text and together on the page, as in `a**b**`.
    return {word for part in (text, joined(text)) for match in _ID.finditer(part) if (word := match[0].lower()) in ids}


def redacted_text(text: str, gone: Set[str]) -> str:
    """Return a text without those of the ids that have a hyphen; others may be words of prose."""
    found = decoded(text)
    parts: list[str] = []
    done = 0
    for match in _ID.finditer(found.text):
        if match[0].lower() in gone and "-" in match[0]:
            start, end = found.span(match.start(), match.end())
            parts += [text[done:start], WITHHELD]
            done = end
    return "".join([*parts, text[done:]])


def _without(entry: Entry, gone: Set[str], *, marks: bool) -> Entry:
    found = decoded(entry.text, marks=marks)
    starts = _line_starts(entry.text)
    kept = _spans(_coded(entry), starts)
    references = {start for start, _ in _spans(_references(entry), starts)}
    parts: list[str] = []
    done = 0
    for match in _ID.finditer(found.text):
        if match[0].lower() not in gone:
            continue
        start, end = found.span(match.start(), match.end())
        if start < done or any(first < end and start < last for first, last in kept):
            continue
        address = found.text.endswith(_ADDRESS, 0, match.start())
        rest = (_REST_OF_ADDRESS if address else _REST).match(found.text, match.end())
        assert rest is not None  # noqa: S101 - it matches nothing, too
        opens = _OPENS_LINK.search(found.text, max(0, match.start() - _BEFORE), match.start()) is not None
        if "-" in match[0] or rest[0] or address or opens or start in references:
            start = max(done, _with_folders(found, match.start())) if rest[1] else start
            lesson = f"{rest[2]}{WITHHELD}" if rest[2] else ""
            parts += [entry.text[done:start], WITHHELD, rest[1] or "", lesson]
            done = found.span(match.start(), rest.end())[1]
    text = "".join([*parts, entry.text[done:]])
    again = entries.read_string(text, entry.path, use=entry.is_use, link=_dropping(entry.id))
    if not again.stands or any(fault.severity == "error" for fault in again.faults):
        raise LessonsError(
            f"{entry.path} names a review that this audience may not see, and cannot be read without that name; reword it"
        )
    return again


def _with_folders(found: Decoded, start: int) -> int:
    """Return where the name of a file begins in the text as written, with the folders before it."""
    folders = _FOLDERS.search(found.text, max(0, start - _BEFORE), start)
    return found.starts[folders.start() if folders else start]


def _dropping(own_id: str) -> Callable[[str], str | None]:
    def link(address: str) -> str | None:
        return None if _target(address, own_id) == WITHHELD else entry_link(address, own_id)

    return link


def _target(address: str, own_id: str) -> str | None:
    """Return the id of the review that a browser or a reader would find at an address, or ``None``."""
    place = meant(unquote(address)).lower()
    found = linked_entry(place, own_id)
    # From the page of a review, a name alone leads to the review beside it.
    return found[0] if found else re.sub(r"^(?:\.{0,2}/)*|[#?/].*$", "", place) or None


def _sure(entry: Entry, gone: Set[str]) -> Entry:
    """Return the entry. Raises :class:`LessonsError` when it names one of the reviews nevertheless."""
    trace = _trace(entry, gone)
    if trace is not None:
        raise LessonsError(
            f"{entry.path} names, {trace}, a review that this audience may not see, in a way that cannot be taken out; reword it"
        )
    return entry


def _trace(entry: Entry, gone: Set[str]) -> str | None:
    """Return where the entry, as read, still names a review that is gone, or ``None``."""
    codes = _codes(entry)
    named_by_hyphen = {id_ for id_ in gone if "-" in id_} - codes
    for where, text in _shown(entry):
        if named(text, named_by_hyphen):
            return where
    for link in entry.body.links:
        if _target(link.address, entry.id) in gone:
            return f"on line {link.place.line}"
    return None


def _codes(entry: Entry) -> set[str]:
    """Return the words of the entry's terms, dates, numbers and own ids."""
    starts = _line_starts(entry.text)
    return {
        match[0].lower()
        for start, end in _spans(_coded(entry), starts)
        for match in _ID.finditer(meant(entry.text[start:end]))
    }


def _shown(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield where each text of an entry stands, and the text: as written, as read and as rendered."""
    yield "in its text", entry.text
    for path, scalar in nodes.every_scalar(entry.front):
        yield f"in `{path[0]}`", scalar.text
    yield from (("in its text", text) for text in (entry.body.text, entry.body.html))
    for section in entry.body.sections:
        for text in (section.heading, section.text, section.html):
            yield f'under "{section.heading}"', text
    for lesson in entry.body.lessons:
        for text in (lesson.statement, lesson.text, lesson.html, *(value.text for value in lesson.fields)):
            yield f"in the lesson on line {lesson.place.line}", text


def _coded(entry: Entry) -> Iterator[tuple[Place, int]]:
    """Yield place and length of every value that is a term, a date, a number or a code, and of known sections' headings."""
    for path, scalar in nodes.every_scalar(entry.front):
        if path not in _MAY_HOLD_IDS:
            yield scalar.place, len(scalar.text) + (not scalar.plain)
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if value.field.scheme or value.field.key in _CODES:
                yield value.value_place, len(value.text)
                yield from ((place, len(part)) for part, place in value.parts)
    for section in entry.body.sections:
        if section.kind is not None:
            yield section.place, len(section.heading)


def _references(entry: Entry) -> Iterator[tuple[Place, int]]:
    for path in REFERENCES:
        for scalar in entry.scalars(*path):
            place = scalar.place
            yield (place if scalar.plain else Place(place.path, place.line, place.column + 1)), 1
    for lesson in entry.body.lessons:
        for value in lesson.values("superseded_by"):
            yield value.value_place, 1


def _spans(places: Iterator[tuple[Place, int]], starts: list[int]) -> list[Span]:
    return [
        (start, start + length) for place, length in places for start in [starts[place.line - 1] + place.column - 1]
    ]


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]
