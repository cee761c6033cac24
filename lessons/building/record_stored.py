"""Everything that a built database holds on one record, also one of several units: what they say of it to one another, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessons.building.outputs.exported import Exported
from lessons.building.outputs.shared import Row
from lessons.building.outputs.stored import stored
from lessons.building.record_report import ADDRESS, ALL, EVERYBODY, NOTHING, lessons_in, people_in, perhaps_people
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection
from lessons.library.audience import Audience, audience_of
from lessons.library.connection import facts_in
from lessons.problems import LessonsError
from lessons.text import nodes
from lessons.text.distance import closest

UNKNOWN = "unknown"
_PAGE = re.compile(r".*/(?:reviews|uses)/([^/?#]+).*")
_LINKS = (("lesson_links", "link_type"), ("review_links", "link_type"))
_ALIKE = 0.6


def report(database: Path, name: str) -> dict[str, Any]:
    """Return what a database holds on the review or use of an id, a former id or an address, in the form of the report from entries.

    Nothing is in it that is not in the database; what is not for everybody is marked so. Raises :class:`LessonsError` when the database is
    none of ours, or has no such review or use.
    """
    held = stored(database, audience_of(facts_in(database)))
    entry = _named(name, held, database)
    table = held.rows["uses" if entry.is_use else "reviews"]
    row = next(one for one in table if one["id"] == entry.id)
    unit = held.units.get(entry.id.partition(":")[0])
    place = f"/{'uses' if entry.is_use else 'reviews'}/{entry.id}"
    return {
        "id": entry.id,
        "kind": "use" if entry.is_use else "review",
        "unit": dict(unit) if unit else None,
        "file": held.paths[entry.id],
        "former_ids": [
            one["old"].rpartition("/")[2] for one in held.rows["redirects"] if one["new"] == place and "/" in one["old"]
        ],
        "handling": row["handling"],
        "status": row["editorial_status"],
        "public": {
            "what": ALL if held.audience.public else UNKNOWN if _is_public(row) else NOTHING,
            "withheld_lines": [],
        },
        "published_in": [
            {
                "database": database.as_posix(),
                "audience": str(held.audience),
                "public": held.audience.public,
                "has": ALL,
                "page": place,
            }
        ],
        "fields": nodes.data(entry.front),
        "lessons": lessons_in(entry),
        "people": list(people_in(entry, _people(entry, held))),
        "seem_to_name_people": list(perhaps_people(entry, Collection((entry,), held.vocabulary))),
        "uses": [_use(one, held) for one in held.rows["uses"] if _review_of(one["lesson_id"]) == entry.id],
        "refers_to": [
            _reference(source, field, one, held) for source, field, one in _references(held) if source == entry.id
        ],
        "referred_to_by": [
            _reference(source, field, one, held)
            for source, field, one in _references(held)
            if source != entry.id and _target(one) == entry.id
        ],
        "history": {
            "commits": [],
            "files": [],
            "branches_and_tags": [],
            "committed_as_it_stands": True,
            "unknown": f"A database has no history: it is in the repository of the unit{_whose(unit)}.",
        },
        "problems": [],
        "text": entry.text,
    }


def _named(name: str, held: Exported, database: Path) -> Entry:
    page = _PAGE.fullmatch(name.strip())
    id_ = (page[1] if page else name.strip()).partition("#")[0]
    texts = {one["review_id"]: one["markdown"] for one in held.rows["review_files"]}
    texts |= {one["id"]: one["markdown"] for one in held.rows["uses"]}
    moved = {one["old"].rpartition("/")[2]: one for one in held.rows["redirects"] if one["old"].count("/") == 2}
    if id_ not in texts and id_ in moved:
        if moved[id_]["http_status"] == 410:
            raise LessonsError(f'{database} has of "{id_}" the {ADDRESS}: it was withdrawn')
        id_ = str(moved[id_]["new"]).rpartition("/")[2]
    if id_ not in texts:
        close = closest(id_, [*texts, *moved], _ALIKE)
        meant = f', did you mean "{close}"?' if close else ""
        raise LessonsError(f'{database}: there is no review or use "{id_[:80]}"{meant}')
    uses = {one["id"] for one in held.rows["uses"]}
    entry = read_string(texts[id_], held.paths[id_], use=id_ in uses, rendering=False)
    entry.id = id_
    return entry


def _people(entry: Entry, held: Exported) -> dict[str, str]:
    """Return the names of who took part, by the slug that the entry has: two units may mean two people by one."""
    table, column = ("use_contributors", "use_id") if entry.is_use else ("review_contributors", "review_id")
    unit = entry.id.rpartition(":")[0]
    names = {one["id"]: one["name"] for one in held.rows["people"]}
    ids = [one["person_id"] for one in held.rows[table] if one[column] == entry.id and one["person_id"]]
    return {slug: names[id_] for id_ in ids for slug in (id_, id_.removesuffix(f"-{unit}"))}


def _references(held: Exported) -> Iterator[tuple[str, str, Row]]:
    """Yield who refers, in which field, and the row that says so."""
    for table, field in _LINKS:
        for row in held.rows[table]:
            yield row["from_review_id"], row[field], row
    for row in held.rows["uses"]:
        yield row["id"], "lesson", row


def _reference(source: str, field: str, row: Row, held: Exported) -> dict[str, str]:
    path = held.paths[source]
    return {"file": path, "where": path, "field": _how(field, row), "to": row["cited_as"]}


def _how(field: str, row: Row) -> str:
    """Return the field of a reference, with what a team says in its own review that it did with the lesson."""
    return f"{field}, {row['decision']}" if field != "lesson" and row.get("decision") else field


def _target(row: Row) -> str | None:
    return row.get("to_review_id") or _review_of(row.get("to_lesson_id") or row.get("lesson_id"))


def _review_of(lesson: str | None) -> str | None:
    return lesson.partition("#")[0] if lesson else None


def _use(row: Row, held: Exported) -> dict[str, Any]:
    names = {one["id"]: one["name"] for one in held.rows["organisations"]}
    return {
        "id": row["id"],
        "file": held.paths[row["id"]],
        "lesson": row["lesson_id"],
        "organisation": names.get(row["organisation_id"]),
        "decision": row["decision"],
        "date": row["date"],
        "why": row["why"],
        "public": _is_public(row),
    }


def _is_public(row: Row) -> bool:
    return Audience(row["handling"]).within(Audience(EVERYBODY)) and row["editorial_status"] == "published"


def _whose(unit: Mapping[str, Any] | None) -> str:
    if unit is None:
        return ""
    told = ", ".join(filter(None, (unit["name"], unit["contact"], unit["address"])))
    return f" ({told})"
