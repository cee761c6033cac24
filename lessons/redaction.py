"""Taking the ids of reviews that an audience may not see out of the text of those that it may."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from lessons import entries, nodes
from lessons.checks.collection import REFERENCES
from lessons.entries import Entry, entry_link, linked_entry
from lessons.field_types import WITHHELD
from lessons.problems import LessonsError, Place
from lessons.review import free_text_fields, link_fields
from lessons.vocabulary import Vocabulary

_ID = re.compile(r"(?<![\w-])[a-z0-9-]{3,80}(?![\w-])")
# What follows an id in a reference: the end of a file's name, and a lesson's id; in an address of the site after a slash.
_REST = re.compile(r"(\.(?:md|markdown)\b)?(?:(#)[a-z0-9][a-z0-9-]*)?")
_REST_OF_ADDRESS = re.compile(r"()(?:([#/])[a-z0-9][a-z0-9-]*)?")
_ADDRESS = "/reviews/"
_MAY_HOLD_IDS = frozenset(REFERENCES) | frozenset(free_text_fields()) | frozenset(link_fields())
Span = tuple[int, int]


def redacted(entry: Entry, gone: Set[str]) -> Entry:
    """Return the entry as if the reviews ``gone`` were never written: read again from a text without their ids.

    Ids with a hyphen are taken out wherever they stand, those of a single word only where they stand as a reference: the
    word may be one of prose. Terms, dates and other coded values are left alone, and so are the entry's own ids.
    Returns the entry itself when none of the ids is in it.
    """
    named = [match for match in _ID.finditer(entry.text) if match[0] in gone]
    if not named:
        return entry
    starts = _line_starts(entry.text)
    kept = _spans(_coded(entry), starts)
    references = {start for start, _ in _spans(_references(entry), starts)}
    parts: list[str] = []
    done = 0
    for match in named:
        address = entry.text.endswith(_ADDRESS, 0, match.start())
        rest = (_REST_OF_ADDRESS if address else _REST).match(entry.text, match.end())
        assert rest is not None  # noqa: S101 - it matches nothing, too
        if match.start() < done or any(first < match.end() and match.start() < last for first, last in kept):
            continue
        reference = rest[0] or address or match.start() in references
        if reference or "-" in match[0]:
            lesson = f"{rest[2]}{WITHHELD}" if rest[2] else ""
            parts += [entry.text[done : match.start()], WITHHELD, rest[1] or "", lesson]
            done = rest.end()
    text = "".join([*parts, entry.text[done:]])
    again = entries.read_string(text, entry.path, link=_dropping(entry.id))
    if again.record is None or any(fault.severity == "error" for fault in again.faults):
        raise LessonsError(
            f"{entry.path} names a review that this audience may not see, and cannot be read without the name; reword it"
        )
    return again


def redacted_words(vocabulary: Vocabulary, gone: Set[str]) -> str:
    """Return the vocabulary as written, without the ids ``gone`` that its comments or definitions may name.

    A word that is a term or an organisation of the vocabulary stays.
    """
    words = vocabulary.words
    own = {*words.schemes, *words.organisations, *(slug for scheme in words.schemes.values() for slug in scheme.terms)}
    return _ID.sub(lambda match: WITHHELD if match[0] in gone - own and "-" in match[0] else match[0], vocabulary.text)


def _dropping(own_id: str) -> Callable[[str], str | None]:
    def link(address: str) -> str | None:
        target = linked_entry(address, own_id)
        return None if target is not None and target[0] == WITHHELD else entry_link(address, own_id)

    return link


def _coded(entry: Entry) -> Iterator[tuple[Place, int]]:
    """Yield place and length of every value that is a term, a date, a number or a code, and of known sections' headings."""
    for path, scalar in nodes.every_scalar(entry.front):
        if path not in _MAY_HOLD_IDS:
            yield scalar.place, len(scalar.text) + (not scalar.plain)
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if value.field.scheme or value.field.key in ("id", "due", "formerly"):
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
