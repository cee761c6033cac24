"""Every row of the database by table, in an order that depends on nothing but the entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lessons import __version__, schema
from lessons.building.history import Dates
from lessons.building.outputs import figures, help_pages, lessons, links, publication, reviews, strengths, unnamed, uses
from lessons.building.outputs.shared import Row, Shared, days, local_ids, numbered, row_numbers
from lessons.building.outputs.vocabulary import (
    facet_rows,
    organisation_rows,
    organisations,
    people_rows,
    scheme_rows,
    synonym_rows,
    term_rows,
    variant_rows,
)
from lessons.building.selection import Selection
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.record import json_schema
from lessons.record.use import LessonUse
from lessons.record.vocabulary import FILE_NAME, Vocabulary

Rows = dict[str, list[Row]]
# Days of what happened, not of what is planned.
_DAYS = ("date_earliest", "published_earliest", "last_changed", "source_system_imported_earliest")


def all_rows(
    selection: Selection,
    vocabulary: Vocabulary,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> Rows:
    """Return the rows of each table.

    ``facts`` go into ``build_info`` beside what is counted here; ``paths`` gives each review id's path inside the folder.
    """
    kept = {entry.id: entry for entry in sorted(selection.entries, key=lambda entry: entry.id)}
    terms = list(term_rows(vocabulary, _used(kept.values())))
    used = sorted(selection.uses, key=lambda use: use.id)
    shared = _shared(kept, used, vocabulary, terms, history)
    found: Rows = {table.name: [] for table in schema.TABLES if not table.search_only}
    found["terms"] = terms
    _add_words(found, vocabulary, shared)
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
    for entry in kept.values():
        _add_review(found, entry, shared, paths[entry.id])
    for tables, key in ((("reviews", "review_files"), "review_id"), (("lessons", "lesson_text"), "lesson_id")):
        _number(found, tables, key)
    for use in used:
        found["uses"].append(uses.use_row(use, shared, paths[use.id]))
        found["outcomes"] += figures.rows(use, "use_id")
    strengths.add(found)
    found["redirects"] = sorted(links.redirect_rows(selection), key=lambda row: str(row["old"]))
    unnamed.check(found, selection)
    found["build_info"] = _build_info(found, selection, facts)
    found["data_dictionary"] = [row._asdict() for row in schema.dictionary()]
    return found


def _shared(
    kept: Mapping[str, CheckedReview],
    used: Sequence[CheckedUse],
    vocabulary: Vocabulary,
    terms: Iterable[Row],
    history: Mapping[str, Dates],
) -> Shared:
    unit = vocabulary.words.unit.slug
    # Reviews' own first, so that an organisation keeps its name when a lesson is addressed to another of its kind.
    names = [entry.record.organisation for entry in kept.values()]
    names += [
        name for entry in kept.values() for lesson in entry.body.lessons for name in lessons.addressees_of(lesson)
    ]
    names += [use.record.organisation for use in used]
    repeated = (text for entry in kept.values() for text in entry.record.repeats)
    of_lesson: dict[str, list[CheckedUse]] = {}
    for use in used:
        of_lesson.setdefault(use.record.lesson.removeprefix(f"{unit}:"), []).append(use)
    return Shared(
        unit=unit,
        unit_name=vocabulary.words.unit.name,
        kept=kept,
        local_ids={id_: local_ids(entry) for id_, entry in kept.items()},
        organisations=organisations(names, vocabulary),
        labels={(row["scheme"], row["slug"]): row["label"] for row in terms},
        recurred=frozenset(text.removeprefix(f"{unit}:") for text in repeated),
        people={slug: person.name for slug, person in vocabulary.words.people.items()},
        history=history,
        uses={id_: tuple(found) for id_, found in of_lesson.items()},
    )


def _used(entries: Iterable[CheckedReview]) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for entry in entries:
        used.update(reviews.terms_of(entry))
        if country := entry.record.country:
            used.add(("country", country))
        for lesson in entry.body.lessons:
            used.update(lessons.lesson_terms_of(lesson, recurred=False))
    return used


def _add_words(found: Rows, vocabulary: Vocabulary, shared: Shared) -> None:
    unit = vocabulary.words.unit
    found["units"] = [{"id": unit.slug, "name": unit.name, "description": unit.description}]
    found["schemes"] = list(scheme_rows(vocabulary))
    found["synonyms"] = list(synonym_rows(vocabulary))
    found["organisations"] = list(
        organisation_rows(shared.organisations, (entry.record.organisation for entry in shared.kept.values()))
    )
    found["people"] = list(people_rows(shared.kept.values(), vocabulary))
    found["organisation_variants"] = list(variant_rows(shared.organisations, vocabulary))


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
    contributors = dict.fromkeys(record.contributors)
    found["review_contributors"] += numbered(
        entry,
        (
            {"contributor": one.role, "person_id": one.person if one.person in shared.people else None}
            for one in contributors
        ),
    )
    found["outcomes"] += figures.rows(entry, "review_id")
    found["sources"] += numbered(entry, (source.model_dump() for source in record.sources))
    found["review_checks"] += numbered(
        entry, ({**days("date", one.on), "checked_by": one.by, "note": one.note} for one in record.reviewed)
    )
    found["lesson_links"] += links.lesson_link_rows(entry, shared)
    found["review_links"] += links.review_link_rows(entry, shared)
    _add_lessons(found, entry, shared)


def _add_lessons(found: Rows, entry: CheckedReview, shared: Shared) -> None:
    for position, lesson in enumerate(entry.body.lessons, 1):
        row = lessons.lesson_row(entry, lesson, position, shared)
        found["lessons"].append(row)
        found["lesson_text"].append(lessons.lesson_text_row(entry, lesson, position, shared))
        terms = dict.fromkeys(lessons.lesson_terms_of(lesson, recurred=bool(row["recurred"])))
        found["lesson_terms"] += [{"lesson_id": row["id"], "scheme": scheme, "term": term} for scheme, term in terms]
        found["lesson_versions"] += publication.version_rows(
            entry, lesson, shared.local_ids[entry.id][position - 1], shared
        )
        found["lesson_addressees"] += lessons.addressee_rows(lesson, str(row["id"]), shared)
        for index, value in enumerate(lesson.values("evidence"), 1):
            found["lesson_evidence"].append({"lesson_id": row["id"], "position": index, "evidence": value.text})


def _number(found: Rows, tables: tuple[str, str], key: str) -> None:
    """Give the rows of a table and of its text their numbers, and put them in that order."""
    main, text = tables
    numbers = row_numbers(str(row["id"]) for row in found[main])
    for table, name in ((main, "id"), (text, key)):
        by_id = {row[name]: row for row in found[table]}
        found[table] = [{**by_id[id_], "number": number} for id_, number in numbers.items()]


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
        "newest_day": _newest_day(found),
        "newest_published": max(published, default="") if newest["published"] else "",
        "reviews_left_out": str(selection.left_out),
        "links_dropped": str(selection.links_dropped),
        **facts,
    }
    return [{"key": key, "value": info[key]} for key in sorted(info)]


def _newest_day(found: Rows) -> str:
    """Return the newest day on which something in the database certainly happened; what is overdue is reckoned from it."""
    rows = (row for table in ("reviews", "lessons", "uses", "review_checks") for row in found[table])
    return max((str(row[name]) for row in rows for name in _DAYS if row.get(name)), default="")


@dataclass(frozen=True)
class Exported:
    """The entries that an audience gets, with all that the rows of the tables are made from.

    ``dates_unknown`` says why git gave no dates, where it should have known them.
    """

    selection: Selection
    vocabulary: Vocabulary
    facts: Mapping[str, str]
    history: Mapping[str, Dates]
    paths: Mapping[str, str]
    dates_unknown: str | None = None

    @cached_property
    def rows(self) -> Rows:
        """Return the rows of each table, as the database has them."""
        return all_rows(self.selection, self.vocabulary, self.facts, self.history, self.paths)
