"""One lesson a row with the facts of its review, as CSV for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from lessons.building.outputs.exported import Exported
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Rows
from lessons.entries.body import Lesson
from lessons.entries.checked import CheckedReview
from lessons.library.formats import safe
from lessons.record.outline import LESSON_FIELDS
from lessons.record.parts import Contributor
from lessons.record.review import Review, field_extra
from lessons.record.scaffold import record_in
from lessons.schemes import NOT_STATED

# Between the values of a list; a semicolon is rarer in our texts than a comma.
BETWEEN = "; "
# Who decided what about the lesson: in uses, and in reviews that build on it.
DECISIONS = "decisions"
# Whose the lesson is; the licence is that of reviews which state none.
UNIT = ("unit", "unit_name", "unit_licence", "unit_address", "unit_contact")
# Longer than the line of the names of columns.
_LONGEST = 10_000
_OWN = tuple(field.key for field in LESSON_FIELDS if field.key != "id")


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield the one file. Records within a review, such as outcomes, are not in it; the data package holds them.

    In a library of several units, :data:`UNIT` follows.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*columns(), *(UNIT if exported.units else ())])
    decided = _decisions(exported.rows)
    for entry in sorted(exported.selection.entries, key=lambda entry: entry.id):
        for lesson in entry.body.lessons:
            unit = _unit(exported.units[entry.id.partition(":")[0]]) if exported.units else ()
            writer.writerow([safe(cell) for cell in (*_row(entry, lesson, decided), *unit)])
    yield "lessons.csv", text.getvalue()


def wrote(path: Path) -> bool:
    """Return whether a file begins with names of these columns alone; one of another name is somebody's own, with what they wrote into it."""
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        names = next(csv.reader([stream.readline(_LONGEST)]), [])
    return names[:2] == ["lesson", "statement"] and "review" in names and {*columns(), *UNIT}.issuperset(names)


def _unit(row: Row) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in ("id", "name", "licence", "address", "contact"))


def columns() -> tuple[str, ...]:
    """Return the names of the columns: the lesson's own, what was decided about it, then those of its review."""
    return ("lesson", "statement", *_OWN, "text", DECISIONS, "review", *(f"review_{name}" for name in _review_fields()))


def _review_fields() -> list[str]:
    """Return the fields of a review that hold a value or a list of values, and no record but one that may be a text alone."""
    return [
        name
        for name, field in Review.model_fields.items()
        if record_in(field.annotation) is None or field_extra(name).get("plain")
    ]


def _decisions(rows: Rows) -> dict[str, list[str]]:
    """Return, by lesson, who decided what about it and when, in uses and in reviews that build on it; the oldest first."""
    names = {row["id"]: row["name"] for row in rows["organisations"]}
    reviews = {row["id"]: row for row in rows["reviews"]}
    told = [(use, use["lesson_id"], use["decision"], use["id"]) for use in rows["uses"]]
    told += [
        (reviews[link["from_review_id"]], link["to_lesson_id"], link["decision"], link["from_review_id"])
        for link in rows["lesson_links"]
        if link["link_type"] == "builds_on"
    ]
    found: dict[str, list[str]] = {}
    for teller, lesson_id, decision, id_ in sorted(told, key=lambda one: (one[0]["date_earliest"] or "9999", one[3])):
        who, when = names.get(teller["organisation_id"], NOT_STATED), teller["date"] or NOT_STATED
        found.setdefault(lesson_id, []).append(f"{who}: {decision}, {when} ({id_})")
    return found


def _row(entry: CheckedReview, lesson: Lesson, decided: Mapping[str, list[str]]) -> Iterator[str]:
    id_ = f"{entry.id}#{lesson.get('id')}"
    yield id_
    yield lesson.statement
    for key in _OWN:
        yield BETWEEN.join(value.text for value in lesson.values(key))
    yield lesson.text
    yield BETWEEN.join(decided.get(id_, ()))
    yield entry.id
    record = entry.record
    for name in _review_fields():
        yield _cell(getattr(record, name))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Contributor):
        return value.role
    return BETWEEN.join(map(_cell, value)) if isinstance(value, list) else str(value)
