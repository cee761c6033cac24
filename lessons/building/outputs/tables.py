"""Every row of the database by table, in an order that depends on nothing but the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain
from operator import attrgetter, itemgetter

from lessons import __version__, schema
from lessons.building.catalogue import CatalogueCard
from lessons.building.history import Dates
from lessons.building.outputs import documents, figures, links, reviews, strengths, unnamed, uses
from lessons.building.outputs.entry_rows import LISTS_OF_A_REVIEW, OF_A_LESSON, OF_A_REVIEW, OF_A_USE
from lessons.building.outputs.newest import DATED, Newest
from lessons.building.outputs.shared import Row, Shared
from lessons.building.outputs.together import add_words, redirects, shared_of
from lessons.building.outputs.vocabulary import facet_rows, scheme_rows, synonym_rows
from lessons.building.selection import Selection
from lessons.entries.checked import CheckedEntry, CheckedReview, CheckedUse, Stated
from lessons.learning.causes import causes
from lessons.record.vocabulary import Vocabulary

Rows = dict[str, list[Row]]
_OWNERS = ("review_id", "from_review_id", "use_id", "lesson_id")


def _owners(table: schema.Table) -> tuple[str, ...]:
    """Return the columns that say to which entry a row belongs, by its id or by that of one of its lessons."""
    if table.name in ("reviews", "uses"):
        return ("id",)
    return tuple(column.name for column in table.columns if column.name in _OWNERS)


# The tables of which each row belongs to an entry, with the columns that say to which.
OWNED = {table.name: owners for table in schema.TABLES if not table.search_only and (owners := _owners(table))}


def all_rows(
    selection: Selection,
    vocabulary: Vocabulary,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> Rows:
    """Return the rows of each table, of which :func:`rows_by_table` says more."""
    return {name: list(rows) for name, rows in rows_by_table(selection, vocabulary, facts, history, paths).items()}


def rows_by_table(
    selection: Selection,
    vocabulary: Vocabulary,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
    *,
    using_up: bool = False,
) -> dict[str, Iterable[Row]]:
    """Return the rows of each table, most of them made when they are asked for, and once.

    Those of ``build_info`` come last and are asked for last, since the others are counted as they go by.
    ``facts`` go into it beside what is counted here; ``paths`` gives each review id's path inside the folder. ``using_up`` the
    selection, its reviews leave it: their memory is free when all rows have been made. Raises :class:`LessonsError`, where rows
    are asked for, for a text that names a review which was left out.
    """
    cards, used = selection.cards, sorted(selection.uses, key=attrgetter("id"))
    found: dict[str, Iterable[Row]] = dict.fromkeys(OWNED, ())
    words: Rows = {}
    add_words(words, vocabulary, cards)
    found |= words | _of_vocabulary(vocabulary)
    found["redirects"] = redirects(cards, selection.withdrawn_cards)
    found["data_dictionary"] = [row._asdict() for row in schema.dictionary()]
    found["causes"] = cause_rows()
    sought = unnamed.sought(found, selection)
    info = {
        "application": schema.APPLICATION,
        "schema_version": schema.SCHEMA_VERSION,
        "builder_version": __version__,
        "review_count": str(len(selection.entries)),
        "lesson_count": str(sum(len(entry.body.lessons) for entry in selection.entries)),
        "use_count": str(len(used)),
        "reviews_left_out": str(selection.left_out),
        "links_dropped": str(selection.links_dropped),
        **facts,
    }
    reviewed = sorted(selection.used_up() if using_up else selection.entries, key=attrgetter("id"))
    shared = shared_of(cards, used, vocabulary, words["terms"], history, paths)
    shared = _weighed(shared, reviewed, used)
    for name, made in _of_reviews(reviewed, shared).items():
        found[name] = made
    for name, make in OF_A_USE.items():
        found[name] = chain(found[name], _each(used, make, shared))
    newest = Newest()
    for name in DATED:
        found[name] = newest.noting(name, found[name])
    found["build_info"] = _build_info(info, newest)
    return {name: unnamed.looked_through(name, rows, sought) for name, rows in found.items()} if sought else found


def cause_rows() -> list[Row]:
    """Return the rows of the table ``causes``."""
    return [{"number": number, "cause": cause} for number, cause in enumerate(causes().names)]


def rows_of(
    touched: Set[str],
    reviewed: Iterable[CheckedReview],
    used: Iterable[CheckedUse],
    cards: Mapping[str, CatalogueCard],
    vocabulary: Vocabulary,
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> Rows:
    """Return what :func:`all_rows` has of the entries ``touched``, and the whole of the tables that are made of all entries together.

    ``reviewed`` and ``used`` are these entries and those that they refer to, or that refer to them; ``cards`` is the catalogue of all. Tables that follow from the
    vocabulary alone are left out, and so is what the database says of itself.
    """
    found: Rows = {name: [] for name in OWNED}
    add_words(found, vocabulary, cards)
    found["redirects"] = redirects(cards, {})
    around, using = sorted(reviewed, key=attrgetter("id")), sorted(used, key=attrgetter("id"))
    shared = _weighed(shared_of(cards, using, vocabulary, found["terms"], history, paths), around, using)
    for name, made in _of_reviews([entry for entry in around if entry.id in touched], shared).items():
        found[name] += made
    for name, make in OF_A_USE.items():
        found[name] += _each([use for use in using if use.id in touched], make, shared)
    return found


def _of_vocabulary(vocabulary: Vocabulary) -> Rows:
    return {
        "units": [{**vocabulary.words.unit.model_dump(exclude={"slug"}), "id": vocabulary.words.unit.slug}],
        "schemes": list(scheme_rows(vocabulary)),
        "synonyms": list(synonym_rows(vocabulary)),
        "documents": list(documents.rows(vocabulary)),
        "facets": list(facet_rows(vocabulary)),
    }


def _weighed(shared: Shared, reviewed: Sequence[CheckedReview], used: Sequence[CheckedUse]) -> Shared:
    """Return it with the strengths of evidence for the lessons of these reviews."""
    lessons = (f"{entry.id}#{local}" for entry in reviewed for local in shared.local_ids[entry.id])
    known = {entry.id: reviews.result_of(entry) for entry in reviewed}
    outcomes = chain(
        *(figures.rows(entry, "review_id") for entry in reviewed if entry.record.outcomes),
        *(figures.rows(use, "use_id") for use in used),
    )
    linked = _each(reviewed, links.lesson_link_rows, shared)
    return replace(
        shared,
        strengths=strengths.of_lessons(lessons, known, outcomes, (uses.use_row(use, shared) for use in used), linked),
    )


def _each(
    entries: Iterable[CheckedEntry[Stated]],
    make: Callable[[CheckedEntry[Stated], Shared], Iterable[Row]],
    shared: Shared,
) -> Iterator[Row]:
    return (row for entry in entries for row in make(entry, shared))


def _one_each(
    reviewed: Iterable[CheckedReview], make: Callable[[CheckedReview, Shared], Row], shared: Shared
) -> Iterator[Row]:
    return (make(entry, shared) for entry in reviewed)


def _of_lessons(
    lessons: Iterable[tuple[int, int, CheckedReview]], make: Callable[[CheckedReview, int, Shared], Row], shared: Shared
) -> Iterator[Row]:
    return (make(entry, place, shared) for _, place, entry in lessons)


def _of_reviews(reviewed: Sequence[CheckedReview], shared: Shared) -> dict[str, Iterator[Row]]:
    """Return the rows of each table of these reviews: those of reviews and lessons in the order of their numbers, the others in that of their ids."""
    by_number = sorted(reviewed, key=lambda entry: shared.review_numbers[entry.id])
    lessons = [
        (shared.lesson_numbers[f"{entry.id}#{local}"], place, entry)
        for entry in reviewed
        for place, local in enumerate(shared.local_ids[entry.id])
    ]
    lessons.sort(key=itemgetter(0))
    return {
        **{name: _each(reviewed, make, shared) for name, make in LISTS_OF_A_REVIEW.items()},
        **{name: _one_each(by_number, make, shared) for name, make in OF_A_REVIEW.items()},
        **{name: _of_lessons(lessons, make, shared) for name, make in OF_A_LESSON.items()},
    }


def _build_info(info: Mapping[str, str], newest: Newest) -> Iterator[Row]:
    found = {**newest.facts(), **info}
    yield from ({"key": key, "value": found[key]} for key in sorted(found))
