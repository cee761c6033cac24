"""Every row of the database by table, in an order that depends on nothing but the entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from operator import itemgetter

from lessons import __version__, schema
from lessons.building.catalogue import CatalogueCard
from lessons.building.history import Dates
from lessons.building.outputs import figures, help_pages, lessons, links, publication, reviews, strengths, unnamed, uses
from lessons.building.outputs.shared import Row, Shared, days, numbered, row_numbers
from lessons.building.outputs.together import add_words, all_ids, redirects, shared_of
from lessons.building.outputs.vocabulary import (
    facet_rows,
    scheme_rows,
    synonym_rows,
)
from lessons.building.selection import Selection
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.record import json_schema
from lessons.record.use import LessonUse
from lessons.record.vocabulary import FILE_NAME, Vocabulary

Rows = dict[str, list[Row]]
# Days of what happened, not of what is planned.
DAYS = ("date_earliest", "published_earliest", "last_changed", "source_system_imported_earliest")
DATED = ("reviews", "lessons", "uses", "review_checks")
# The tables whose rows are numbered together with those of their texts.
NUMBERED = ((("reviews", "review_files"), "review_id"), (("lessons", "lesson_text"), "lesson_id"))
_WITH_STRENGTH = ("lessons", "lesson_terms")
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
    *,
    using_up: bool = False,
) -> Rows:
    """Return the rows of each table.

    ``facts`` go into ``build_info`` beside what is counted here; ``paths`` gives each review id's path inside the folder. ``using_up`` the
    selection, its reviews leave it when their rows have been made.
    """
    cards = selection.cards
    found: Rows = {table.name: [] for table in schema.TABLES if not table.search_only}
    add_words(found, vocabulary, cards)
    used = sorted(selection.uses, key=lambda use: use.id)
    shared = shared_of(cards, used, vocabulary, found["terms"], history)
    unit = vocabulary.words.unit
    found["units"] = [{**unit.model_dump(exclude={"slug"}), "id": unit.slug}]
    found["schemes"] = list(scheme_rows(vocabulary))
    found["synonyms"] = list(synonym_rows(vocabulary))
    found["documents"] = [
        {"name": "schema.json", "media_type": "application/schema+json", "content": json_schema.text(vocabulary)},
        {
            "name": "schema-of-uses.json",
            "media_type": "application/schema+json",
            "content": json_schema.text(vocabulary, LessonUse),
        },
        {"name": FILE_NAME, "media_type": "application/yaml", "content": vocabulary.text},
        *help_pages.rows(),
    ]
    found["facets"] = list(facet_rows(vocabulary))
    for entry in selection.used_up() if using_up else sorted(selection.entries, key=lambda entry: entry.id):
        _add_review(found, entry, shared, paths[entry.id])
    for tables, key in NUMBERED:
        _number(found, tables, key, row_numbers(str(row["id"]) for row in found[tables[0]]))
    for use in used:
        _add_use(found, use, shared, paths[use.id])
    strengths.add(found)
    found["redirects"] = redirects(cards, selection.withdrawn_cards)
    unnamed.check(found, selection)
    found["build_info"] = _build_info(found, selection, facts)
    found["data_dictionary"] = [row._asdict() for row in schema.dictionary()]
    return found


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
    used = sorted(used, key=lambda use: use.id)
    shared = shared_of(cards, used, vocabulary, found["terms"], history)
    beside: Rows = {name: [] for name in OWNED}
    for entry in sorted(reviewed, key=lambda entry: entry.id):
        if entry.id in touched:
            _add_review(found, entry, shared, paths[entry.id])
        else:
            beside["reviews"].append({"id": entry.id, "result": reviews.result_of(entry)})
            beside["lesson_links"] += links.lesson_link_rows(entry, shared)
    for use in used:
        _add_use(found if use.id in touched else beside, use, shared, paths[use.id])
    ids = all_ids(cards)
    for number, (tables, key) in enumerate(NUMBERED):
        _number(found, tables, key, row_numbers(ids[number]))
    # The strength of a lesson's evidence follows from who used it, changed or not.
    strengths.add(
        {**{name: found[name] + beside[name] for name in OWNED}, **{name: found[name] for name in _WITH_STRENGTH}}
    )
    return found


def _add_use(found: Rows, use: CheckedUse, shared: Shared, path: str) -> None:
    found["uses"].append(uses.use_row(use, shared, path))
    found["outcomes"] += figures.rows(use, "use_id")
    found["use_contributors"] += _contributors(use, shared, "use_id")


def _add_review(found: Rows, entry: CheckedReview, shared: Shared, path: str) -> None:
    record = entry.record
    found["reviews"].append(reviews.review_row(entry, shared, path))
    found["review_files"].append(reviews.file_row(entry, shared))
    found["sections"] += numbered(entry, reviews.section_rows(entry))
    terms = dict.fromkeys(reviews.terms_of(entry))
    found["review_terms"] += [{"review_id": entry.id, "scheme": scheme, "term": term} for scheme, term in terms]
    for table, column, values in (
        ("review_partners", "partner", record.partners),
        ("review_tags", "tag", record.tags),
    ):
        found[table] += numbered(entry, ({column: value} for value in dict.fromkeys(values)))
    found["review_contributors"] += _contributors(entry, shared, "review_id")
    found["outcomes"] += figures.rows(entry, "review_id")
    found["sources"] += numbered(entry, (source.model_dump() for source in record.sources))
    found["review_checks"] += numbered(
        entry, ({**days("date", one.on), "checked_by": one.by, "note": one.note} for one in record.reviewed)
    )
    found["lesson_links"] += links.lesson_link_rows(entry, shared)
    found["review_links"] += links.review_link_rows(entry, shared)
    _add_lessons(found, entry, shared)


def _contributors(entry: CheckedReview | CheckedUse, shared: Shared, owner: str) -> Iterator[Row]:
    named = (
        {"contributor": one.role, "person_id": one.person if one.person in shared.people else None}
        for one in dict.fromkeys(entry.record.contributors)
    )
    return numbered(entry, named, owner)


def _add_lessons(found: Rows, entry: CheckedReview, shared: Shared) -> None:
    for position, lesson in enumerate(entry.body.lessons, 1):
        row = lessons.lesson_row(entry, lesson, position, shared)
        found["lessons"].append(row)
        found["lesson_text"].append(lessons.lesson_text_row(entry, lesson, position, shared))
        terms = dict.fromkeys(lessons.lesson_terms_of(lesson, recurred=bool(row["recurred"])))
        found["lesson_terms"] += [{"lesson_id": row["id"], "scheme": scheme, "term": term} for scheme, term in terms]
        local = shared.local_ids[entry.id][position - 1]
        found["lesson_versions"] += publication.version_rows(entry, lesson, local, shared)
        found["lesson_addressees"] += lessons.addressee_rows(entry, lesson, local, shared)
        for index, value in enumerate(lesson.values("evidence"), 1):
            found["lesson_evidence"].append({"lesson_id": row["id"], "position": index, "evidence": value.text})


def _number(found: Rows, tables: tuple[str, str], key: str, numbers: Mapping[str, int]) -> None:
    """Give the rows of a table and of its text their numbers, and put them in that order."""
    for table, name in zip(tables, ("id", key), strict=True):
        for row in found[table]:
            row["number"] = numbers[row[name]]
        found[table].sort(key=itemgetter("number"))


def _build_info(found: Rows, selection: Selection, facts: Mapping[str, str]) -> list[Row]:
    newest = {
        name: max((str(row[f"{name}_earliest"]) for row in found["reviews"] if row[f"{name}_earliest"]), default="")
        for name in ("date", "published")
    }
    published = (str(row["published"]) for row in found["reviews"] if row["published_earliest"] == newest["published"])
    info = {
        "application": schema.APPLICATION,
        "schema_version": schema.SCHEMA_VERSION,
        "builder_version": __version__,
        "review_count": str(len(found["reviews"])),
        "lesson_count": str(len(found["lessons"])),
        "use_count": str(len(found["uses"])),
        "newest_date": newest["date"],
        "newest_day": newest_day(found),
        "newest_published": max(published, default="") if newest["published"] else "",
        "reviews_left_out": str(selection.left_out),
        "links_dropped": str(selection.links_dropped),
        **facts,
    }
    return [{"key": key, "value": info[key]} for key in sorted(info)]


def newest_day(found: Rows) -> str:
    """Return the newest day on which something in the database certainly happened; what is overdue is reckoned from it."""
    rows = (row for table in DATED for row in found[table])
    return max((str(row[name]) for row in rows for name in DAYS if row.get(name)), default="")
