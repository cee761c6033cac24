"""What makes the rows of one entry, by table: asked for one entry after the other, or for one table after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from lessons.building.outputs import figures, lessons, links, publication, reviews, uses
from lessons.building.outputs.shared import Row, Shared, days, numbered
from lessons.entries.body import Lesson
from lessons.entries.checked import CheckedReview, CheckedUse

RowsOf = Callable[[CheckedReview, Shared], Iterable[Row]]


def _values(column: str, values: Callable[[CheckedReview], Iterable[str]]) -> RowsOf:
    return lambda entry, _: numbered(entry, ({column: value} for value in dict.fromkeys(values(entry))))


def _terms(entry: CheckedReview, _: Shared) -> Iterator[Row]:
    for scheme, term in dict.fromkeys(reviews.terms_of(entry)):
        yield {"review_id": entry.id, "scheme": scheme, "term": term}


def _contributors(entry: CheckedReview | CheckedUse, shared: Shared, owner: str) -> Iterator[Row]:
    named = (
        {"contributor": one.role, "person_id": one.person if one.person in shared.people else None}
        for one in dict.fromkeys(entry.record.contributors)
    )
    return numbered(entry, named, owner)


def _sources(entry: CheckedReview, _: Shared) -> Iterator[Row]:
    return numbered(entry, (source.model_dump() for source in entry.record.sources))


def _checks(entry: CheckedReview, _: Shared) -> Iterator[Row]:
    return numbered(
        entry, ({**days("date", one.on), "checked_by": one.by, "note": one.note} for one in entry.record.reviewed)
    )


def _of_lessons(make: Callable[[CheckedReview, Lesson, str, Shared], Iterable[Row]]) -> RowsOf:
    """Return what makes rows of all lessons of a review from what makes those of one, given its id inside the review."""

    def rows(entry: CheckedReview, shared: Shared) -> Iterator[Row]:
        for local, lesson in zip(shared.local_ids[entry.id], entry.body.lessons, strict=True):
            yield from make(entry, lesson, local, shared)

    return rows


def _evidence(entry: CheckedReview, lesson: Lesson, local: str, _: Shared) -> Iterator[Row]:
    for position, value in enumerate(lesson.values("evidence"), 1):
        yield {"lesson_id": f"{entry.id}#{local}", "position": position, "evidence": value.text}


# Of a review one row of each, with the number of the review.
OF_A_REVIEW: Mapping[str, Callable[[CheckedReview, Shared], Row]] = {
    "reviews": reviews.review_row,
    "review_files": reviews.file_row,
}
# Of a lesson one row of each, with the number of the lesson; given are its review and its place there, from 0.
OF_A_LESSON: Mapping[str, Callable[[CheckedReview, int, Shared], Row]] = {
    "lessons": lessons.lesson_row,
    "lesson_text": lessons.lesson_text_row,
}
LISTS_OF_A_REVIEW: Mapping[str, RowsOf] = {
    "sections": lambda entry, _: numbered(entry, reviews.section_rows(entry)),
    "review_terms": _terms,
    "review_partners": _values("partner", lambda entry: entry.record.partners),
    "review_tags": _values("tag", lambda entry: entry.record.tags),
    "review_contributors": lambda entry, shared: _contributors(entry, shared, "review_id"),
    "outcomes": lambda entry, _: figures.rows(entry, "review_id"),
    "sources": _sources,
    "review_checks": _checks,
    "lesson_links": links.lesson_link_rows,
    "review_links": links.review_link_rows,
    "lesson_terms": _of_lessons(lessons.term_rows),
    "lesson_causes": lessons.cause_rows,
    "lesson_cause_vectors": lessons.cause_vector_rows,
    "lesson_versions": _of_lessons(publication.version_rows),
    "lesson_addressees": _of_lessons(lessons.addressee_rows),
    "lesson_evidence": _of_lessons(_evidence),
}
OF_A_USE: Mapping[str, Callable[[CheckedUse, Shared], Iterable[Row]]] = {
    "uses": lambda use, shared: (uses.use_row(use, shared),),
    "outcomes": lambda use, _: figures.rows(use, "use_id"),
    "use_contributors": lambda use, shared: _contributors(use, shared, "use_id"),
}
