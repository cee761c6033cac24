"""What the rows of one entry need to know of the others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lessons.building.history import Dates
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.entries.collection import Target
from lessons.record.types import PartialDate
from lessons.schema import FullText
from lessons.schemes import NOT_STATED, NOTHING_STATED
from lessons.search.text import compounds, normalised

Row = dict[str, Any]
SUMMARY_WORDS = 60
# Row numbers there are, at least, for each id and in all: few, since the full-text indexes are a quarter larger where numbers lie far apart, and so many
# that two ids rarely share one.
NUMBERS_EACH = 4
LEAST_NUMBERS = 1024


@dataclass(frozen=True)
class Shared:
    """What the rows of one entry need to know of the others. Ids are those of entries in this database.

    ``stated`` holds the organisation of each review as it states it, ``local_ids`` the ids of each review's lessons, in their order; ``organisations`` slug and preferred name by
    the name as stated; ``labels`` the label of each (scheme, term); ``recurred`` full ids of lessons; ``people`` the names of people by slug; ``history`` the dates that git
    knows, by id; ``uses`` the uses of each lesson, by its full id; ``spellings`` the names of each organisation that the vocabulary lists, by its slug;
    ``paths`` the path of each entry inside the folder; ``review_numbers`` and ``lesson_numbers`` the numbers of their rows, in the order of these; ``strengths`` how
    strong the evidence for each lesson is, as a term and a reason.
    """

    unit: str
    unit_name: str
    stated: Mapping[str, str]
    local_ids: Mapping[str, tuple[str, ...]]
    organisations: Mapping[str, tuple[str, str]]
    labels: Mapping[tuple[str, str], str]
    recurred: frozenset[str]
    people: Mapping[str, str]
    history: Mapping[str, Dates] = field(default_factory=dict)
    uses: Mapping[str, tuple[CheckedUse, ...]] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    review_numbers: Mapping[str, int] = field(default_factory=dict)
    lesson_numbers: Mapping[str, int] = field(default_factory=dict)
    strengths: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def organisation(self, review_id: str) -> tuple[str, str] | None:
        """Return slug and preferred name of a review's organisation, ``None`` when it states none."""
        return self.organisations.get(self.stated[review_id])

    def target(self, text: str) -> Target:
        """Return the target of a reference, without its unit when that is this one."""
        target = Target.parse(text)
        return Target(None, target.review, target.lesson) if target.unit == self.unit else target

    def present(self, target: Target) -> bool:
        """Return whether the target is in this database, or in another unit."""
        if target.unit is not None:
            return True
        return target.review in self.stated and (
            target.lesson is None or target.lesson in self.local_ids[target.review]
        )


def local_ids(entry: CheckedReview) -> tuple[str, ...]:
    """Return the id of each lesson inside its review; a draft's lesson without one is called after its position."""
    stated = [lesson.get("id") for lesson in entry.body.lessons]
    taken = set(filter(None, stated))
    found: list[str] = []
    for position, id_ in enumerate(stated, 1):
        free = (name for number in count(position) if (name := f"lesson-{number}") not in taken)
        found.append(id_ or next(free))
        taken.add(found[-1])
    return tuple(found)


def row_numbers(ids: Iterable[str]) -> dict[str, int]:
    """Return a row number for each id that seldom depends on what other ids there are; ids in order of their numbers.

    A row keeps its number when others come and go, so that an index can be changed in place, until there are twice as many or half. Of two ids
    with the same number, the one that sorts second takes the next that is free.
    """
    ordered = sorted(ids)
    most = max(LEAST_NUMBERS, 1 << (NUMBERS_EACH * len(ordered) - 1).bit_length())
    taken: dict[int, str] = {}
    for id_ in ordered:
        number = int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big") % most + 1
        while number in taken:
            number = number % most + 1
        taken[number] = id_
    return {taken[number]: number for number in sorted(taken)}


def days(name: str, date: PartialDate | None) -> Row:
    """Return the columns of a date called ``name``: as written, and the first and the last day that it can mean."""
    return {
        name: date,
        f"{name}_earliest": date.earliest if date else None,
        f"{name}_latest": date.latest if date else None,
    }


def stated_date(text: str | None) -> PartialDate | None:
    """Return a date that entries state, ``None`` for one that is left out or not stated."""
    return PartialDate(text) if text and text != NOT_STATED else None


def search_columns(row: Mapping[str, str], index: FullText) -> Row:
    """Return the columns that a row of text has for search alone: its hyphenated words, and the texts that are normalised."""
    texts = {name: row[name] for name in index.weights if name != "compounds"}
    found = {name: changed for name, text in texts.items() if (changed := normalised(text)) != text}
    return {
        "compounds": compounds(texts.values()),
        "normalised": json.dumps(found, ensure_ascii=False) if found else None,
    }


def numbered(entry: CheckedReview | CheckedUse, values: Iterable[Row], owner: str = "review_id") -> Iterator[Row]:
    """Yield rows of an entry's list with its id, in the column ``owner``, and their position, from 1."""
    for position, value in enumerate(values, 1):
        yield {owner: entry.id, "position": position, **value}


def summary_of(entry: CheckedReview) -> str:
    """Return the stated summary, or the first paragraph of Summary or What happened, cut to 60 words; empty where they say nothing."""
    record = entry.record
    if record.summary:
        return record.summary
    for key in ("summary", "what-happened"):
        for section in entry.body.sections:
            if section.kind and section.kind.key == key and section.text not in ("", NOTHING_STATED):
                words = section.text.split("\n")[0].split()
                return " ".join(words[:SUMMARY_WORDS]) + (" …" if len(words) > SUMMARY_WORDS else "")
    return ""
