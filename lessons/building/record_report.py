"""Everything that a unit holds on one record, for somebody who has the right to ask: its text and facts, history, links, uses, people, and what of it is public."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lessons import checks
from lessons.building import copies, selection
from lessons.checks import personal_data, roles_not_names
from lessons.entries import Entry
from lessons.entries.collection import IN_TEXT, Collection, Reference
from lessons.library.audience import AUDIENCES, audience_of
from lessons.library.connection import connect, facts_of, is_marked
from lessons.library.redirects import redirect
from lessons.library.reviews import markdown as review_markdown
from lessons.library.uses import markdown as use_markdown
from lessons.problems import LessonsError
from lessons.text import nodes

# Whoever may see a record of this handling may see all of it.
EVERYBODY = AUDIENCES[0]
ALL, PARTS, ADDRESS, NOTHING = "all", "in part", "address only", "nothing"
_NAMING = ("author", "contact")


def report(entry: Entry, collection: Collection, folder: Path, databases: Iterable[Path]) -> dict[str, Any]:
    """Return everything that is held on an entry of ``folder``, as JSON can hold it; ``databases`` are files that may publish it.

    It is for the unit itself: what is not public is in it, and it says what of it is.
    """
    selected = selection.select(collection, EVERYBODY)
    ids = [entry.id, *(scalar.text for scalar in entry.scalars("formerly"))]
    held = copies.in_git(folder, ids, [Path(entry.path)])
    return {
        "id": entry.id,
        "kind": "use" if entry.is_use else "review",
        "file": entry.path,
        "former_ids": ids[1:],
        "handling": entry.stated("handling") or EVERYBODY,
        "status": entry.editorial_status,
        "public": _public(entry, selected),
        "published_in": [_place(entry, database) for database in databases if is_marked(database)],
        "fields": nodes.data(entry.front),
        "lessons": lessons_in(entry),
        "people": list(people_in(entry, {slug: one.name for slug, one in collection.vocabulary.words.people.items()})),
        "seem_to_name_people": list(perhaps_people(entry, collection)),
        "uses": [
            _use(use, selected) for use in collection.entries if use.is_use and _owner(use, collection) == entry.id
        ],
        "refers_to": [_reference(one, entry.path) for one in collection.references(entry)],
        "referred_to_by": [
            _reference(one, other.path)
            for other in collection.entries
            if other.path != entry.path
            for one in collection.references(other)
            if one.target.unit is None and one.target.review == entry.id
        ],
        "history": {
            "commits": [{"id": one.id, "day": one.day, "by": one.by, "subject": one.subject} for one in held.commits],
            "files": list(held.paths),
            "branches_and_tags": list(held.refs),
            "committed_as_it_stands": held.committed,
            "unknown": held.unknown,
        },
        "problems": [
            str(one) for one in checks.problems_of(entry, collection, checks.NEEDED) if one.severity == "error"
        ],
        "text": entry.text,
    }


def _public(entry: Entry, selected: selection.Selection) -> dict[str, Any]:
    """Return what of an entry everybody may see once it is built, and the lines that not everybody sees as they stand."""
    shown = {one.path: one.text for part in (selected.entries, selected.uses) for one in part}
    gone = {one.path for part in (selected.withdrawn, selected.withdrawn_uses) for one in part}
    if entry.path not in shown:
        return {"what": ADDRESS if entry.path in gone else NOTHING, "withheld_lines": []}
    changed = difflib.ndiff(entry.text.splitlines(), shown[entry.path].splitlines())
    withheld = [line[2:] for line in changed if line.startswith("- ")] if shown[entry.path] != entry.text else []
    return {"what": PARTS if withheld else ALL, "withheld_lines": withheld}


def _place(entry: Entry, database: Path) -> dict[str, Any]:
    """Return whom a database is for, and what of the entry it has."""
    place = "uses" if entry.is_use else "reviews"
    try:
        connection = connect(database)
    except LessonsError as error:
        return {"database": database.as_posix(), "unreadable": str(error)}
    try:
        facts = facts_of(connection)
        text = (use_markdown if entry.is_use else review_markdown)(connection, entry.id)
        moved = redirect(connection, f"/{place}/{entry.id}")
    finally:
        connection.close()
    has = NOTHING if text is None else ALL if text == entry.text else PARTS
    return {
        "database": database.as_posix(),
        "audience": str(audience_of(facts)),
        "public": audience_of(facts).public,
        "has": ADDRESS if text is None and moved else has,
        "page": f"/{place}/{entry.id}" if text is not None or moved else None,
    }


def lessons_in(entry: Entry) -> list[dict[str, Any]]:
    """Return the lessons of an entry with what stands in their fields."""
    return [
        {"id": lesson.get("id"), "statement": lesson.statement, **_fields(lesson.fields)}
        for lesson in entry.body.lessons
    ]


def _fields(values: Iterable[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        if value.field.key != "id":
            found.setdefault(value.field.key, []).append(value.text)
    return found


def people_in(entry: Entry, people: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield who is named in a field that is for it: declared people, whose names ``people`` has, and roles, contacts and owners as written."""
    for scalar in entry.scalars("contributors", "person"):
        declared = people.get(scalar.text)
        name = f"{declared}, declared under people" if declared else "not declared under people, so not published"
        yield {"where": str(scalar.place), "field": "contributors", "text": scalar.text, "who": name}
    for path in (("contributors",), ("contributors", "role"), *((name,) for name in _NAMING)):
        for scalar in entry.scalars(*path):
            yield {"where": str(scalar.place), "field": path[0], "text": scalar.text, "who": "as written"}
    for lesson in entry.body.lessons:
        for value in lesson.values("owner"):
            yield {"where": str(value.value_place), "field": "owner", "text": value.text, "who": "as written"}


def perhaps_people(entry: Entry, collection: Collection) -> Iterator[dict[str, str]]:
    """Yield what the rules on personal data find; they do not ask what is withdrawn or was imported."""
    rules = (personal_data, roles_not_names)
    for problem in checks.check(collection, [entry], rules):
        if problem.rule in [rule.ID for rule in rules]:
            yield {"where": str(problem.place), "message": problem.message}


def _owner(use: Entry, collection: Collection) -> str | None:
    target = collection.target(use.stated("lesson") or "")
    return target.review if target.unit is None else None


def _use(use: Entry, selected: selection.Selection) -> dict[str, Any]:
    fields = ("lesson", "organisation", "decision", "date", "why")
    public = any(one.path == use.path for one in selected.uses)
    return {"id": use.id, "file": use.path, **{name: use.stated(name) for name in fields}, "public": public}


def _reference(reference: Reference, path: str) -> dict[str, str]:
    target = reference.target
    unit = f"{target.unit}:" if target.unit else ""
    return {
        "file": path,
        "where": str(reference.place),
        "field": "text" if reference.field == IN_TEXT else reference.field,
        "to": f"{unit}{target.id}",
    }
