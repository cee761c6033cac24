"""Fills a database with reviews straight from values, without Markdown: for tests and benchmarks of search alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from lessons.building.outputs.shared import row_numbers, search_columns
from lessons.schema import FULL_TEXT, LESSONS_FTS, REVIEWS_FTS, SCHEMA_VERSION, statements
from lessons.schemes import ORDERED
from lessons.search.preparation import prepare

SCHEMES = {
    "sector": "Sector",
    "result": "Result",
    "type": "Type of review",
    "event": "Kind of event",
    "phase": "Phase",
    "level": "Level",
    "delivery_model": "Delivery model",
    "enablers": "What helped",
    "barriers": "What hindered",
    "change": "What changed",
    "kind": "Kind",
    "priority": "Priority",
    "lesson_status": "Lesson status",
}
OF_LESSONS = ("kind", "priority", "lesson_status")
# Facets in the order in which they are offered.
FACETS = {
    "sector": "Sector",
    "organisation": "Organisation",
    "year": "Year",
    **{name: label for name, label in SCHEMES.items() if name not in OF_LESSONS},
    "tag": "Topic",
    **{name: SCHEMES[name] for name in OF_LESSONS},
}
SINGLE = ("sector", "event", "phase", "delivery_model", "level")


@dataclass(frozen=True)
class Lesson:
    """One lesson; ``terms`` maps scheme to slugs. Without a day of its own, it was published with its review."""

    local_id: str
    statement: str
    advice: str = ""
    body: str = ""
    kind: str | None = None
    priority: str | None = None
    status: str = "identified"
    recurred: int = 0
    published: str | None = None
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the (scheme, term) pairs of the lesson, kind, priority and status among them."""
        stated = {"kind": self.kind, "priority": self.priority}
        found = [(scheme, term) for scheme, term in stated.items() if term]
        found.append(("lesson_status", "recurred" if self.recurred else self.status))
        return found + [(scheme, value) for scheme, values in self.terms.items() for value in values]


@dataclass(frozen=True)
class Review:
    """One review; ``terms`` maps scheme to slugs, single-valued schemes included."""

    id: str
    title: str
    lessons: tuple[Lesson, ...] = ()
    summary: str = ""
    body: str = ""
    organisation: str | None = None
    date: str | None = None
    result: str | None = None
    type: str = "after-action-review"
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    published: str | None = None

    def stated(self) -> dict[str, tuple[str, ...]]:
        """Return the terms that the review states by their scheme, result and type among them."""
        return {**self.terms, "result": (self.result,) if self.result else (), "type": (self.type,)}


def slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def words_of(value: str) -> str:
    return value.replace("-", " ").capitalize()


def fill(
    connection: sqlite3.Connection,
    reviews: Iterable[Review],
    synonyms: Iterable[tuple[str, str, str]] = (),
    variants: Iterable[tuple[str, str]] = (),
) -> None:
    """Write all rows of the reviews, the full-text indexes and the tables of search; commits.

    ``synonyms`` are (scheme, slug, synonym), ``variants`` (name of organisation, variant).
    """
    kept = list(reviews)
    for statement in statements():
        connection.execute(statement)
    _vocabulary(connection, kept, list(synonyms), list(variants))
    review_numbers = row_numbers(review.id for review in kept)
    lesson_numbers = row_numbers(f"{review.id}#{lesson.local_id}" for review in kept for lesson in review.lessons)
    for review in kept:
        _review(connection, review_numbers[review.id], review)
        for position, lesson in enumerate(review.lessons, 1):
            number = lesson_numbers[f"{review.id}#{lesson.local_id}"]
            _lesson(connection, number, position, review, lesson)
    for index in FULL_TEXT:
        for statement in index.filling():
            connection.execute(statement)
    prepare(connection)
    connection.commit()


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _vocabulary(
    connection: sqlite3.Connection,
    reviews: list[Review],
    synonyms: list[tuple[str, str, str]],
    variants: list[tuple[str, str]],
) -> None:
    _insert(connection, "units", id="unit", name="Unit")
    for key, value in (("application", "lessons"), ("schema_version", SCHEMA_VERSION), ("audience", "public")):
        _insert(connection, "build_info", key=key, value=value)
    used: dict[tuple[str, str], None] = {(scheme, term): None for scheme, term, _ in synonyms}
    for review in reviews:
        pairs = [(scheme, value) for scheme, values in review.stated().items() for value in values]
        for lesson in review.lessons:
            pairs += lesson.pairs()
        used.update(dict.fromkeys(pairs))
    for position, (name, label) in enumerate(SCHEMES.items(), 1):
        ordered = int(name in ORDERED)
        _insert(connection, "schemes", id=name, label=label, facet=1, ordered=ordered, position=position)
    for position, (name, label) in enumerate(FACETS.items(), 1):
        lessons_only = int(name in OF_LESSONS)
        ordered = int(name in ORDERED)
        _insert(
            connection, "facets", id=name, label=label, lessons_only=lessons_only, ordered=ordered, position=position
        )
    for position, (scheme, term) in enumerate(used, 1):
        _insert(
            connection,
            "terms",
            id=f"{scheme}/{term}",
            scheme=scheme,
            slug=term,
            label=words_of(term),
            position=position,
        )
    connection.executemany("INSERT INTO synonyms (scheme, term, synonym) VALUES (?, ?, ?)", synonyms)
    names = dict.fromkeys(review.organisation for review in reviews if review.organisation)
    for name in names:
        _insert(connection, "organisations", id=slug(name), name=name, review_count=0)
    for name, variant in variants:
        _insert(connection, "organisation_variants", organisation_id=slug(name), variant=variant)


def _published(day: str | None) -> dict[str, str | None]:
    return {"published": day, "published_earliest": day and (day + "-01-01")[:10]}


def _review(connection: sqlite3.Connection, number: int, review: Review) -> None:
    precision = {None: None, 4: "year", 7: "month", 10: "day"}[review.date and len(review.date)]
    single = {name: review.terms[name][0] for name in SINGLE if review.terms.get(name)}
    _insert(
        connection,
        "reviews",
        number=number,
        id=review.id,
        unit_id="unit",
        title=review.title,
        author="Unit",
        date=review.date,
        date_earliest=review.date and (review.date + "-01-01")[:10],
        date_precision=precision,
        year=review.date and int(review.date[:4]),
        organisation_id=review.organisation and slug(review.organisation),
        result=review.result,
        type=review.type,
        summary=review.summary,
        handling="public",
        editorial_status="published",
        lesson_count=len(review.lessons),
        **_published(review.published),
        file=f"{review.id}.md",
        **single,
    )
    text = {
        "title": review.title,
        "statements": "\n".join(lesson.statement for lesson in review.lessons),
        "summary": review.summary,
        "advice": "\n".join(lesson.advice for lesson in review.lessons),
        "facts": " ".join(
            filter(None, (review.organisation, *review.tags, *map(words_of, sum(review.terms.values(), ()))))
        ),
        "body": "\n\n".join(filter(None, (review.body, *(lesson.body for lesson in review.lessons)))),
    }
    found = search_columns(text, REVIEWS_FTS)
    _insert(
        connection,
        "review_files",
        number=number,
        review_id=review.id,
        facts=text["facts"],
        uses="",
        digest=0,
        markdown="",
        **found,
    )
    _insert(connection, "sections", review_id=review.id, position=1, heading="What happened", text=review.body)
    connection.executemany(
        "INSERT INTO review_terms (review_id, scheme, term) VALUES (?, ?, ?)",
        [(review.id, scheme, term) for scheme, values in review.stated().items() for term in values],
    )
    connection.executemany(
        "INSERT INTO review_tags (review_id, position, tag) VALUES (?, ?, ?)",
        [(review.id, position, tag) for position, tag in enumerate(review.tags, 1)],
    )


def _lesson(connection: sqlite3.Connection, number: int, position: int, review: Review, lesson: Lesson) -> None:
    key = f"{review.id}#{lesson.local_id}"
    _insert(
        connection,
        "lessons",
        number=number,
        id=key,
        review_id=review.id,
        local_id=lesson.local_id,
        position=position,
        statement=lesson.statement,
        kind=lesson.kind,
        **_published(lesson.published or review.published),
        recommendation=lesson.advice or None,
        priority=lesson.priority,
        status=lesson.status,
        recurred=lesson.recurred,
    )
    text = {
        "statement": lesson.statement,
        "advice": lesson.advice,
        "body": lesson.body,
        "context": f"{review.title}\n{review.summary}\n{review.organisation or ''}",
    }
    text |= search_columns(text, LESSONS_FTS)
    text["prose"] = text.pop("body")
    _insert(connection, "lesson_text", number=number, lesson_id=key, support="", **text)
    connection.executemany(
        "INSERT INTO lesson_terms (lesson_id, scheme, term) VALUES (?, ?, ?)",
        [(key, scheme, term) for scheme, term in lesson.pairs()],
    )
