"""The SQLite database: every row in one transaction, beside the old file, then moved into its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from lessons import __version__, json_schema, schema, search
from lessons.entries import Entry
from lessons.files import reason
from lessons.history import Dates
from lessons.outputs import rows, words
from lessons.problems import LessonsError
from lessons.selection import Selection
from lessons.vocabulary import FILE_NAME, Vocabulary

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def write(
    selection: Selection,
    vocabulary: Vocabulary,
    output: Path,
    *,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> None:
    """Write the database to ``output``, replacing a former one of ours only when everything is in order.

    ``facts`` go into ``build_info`` beside what is counted here; ``paths`` gives each review id's path inside the folder.
    Raises :class:`LessonsError` when the file cannot be written.
    """
    with replacing(output) as beside:
        connection = sqlite3.connect(beside)
        try:
            # The file is thrown away when anything fails, so a journal would only cost time.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON", "page_size = 4096"):
                connection.execute(f"PRAGMA {pragma}")
            _fill(connection, all_rows(selection, vocabulary, facts, history, paths))
        finally:
            connection.close()


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Give a path beside ``output`` to write to; move it to ``output`` at the end, or delete it when something fails."""
    _refuse_other_files(output)
    beside = output.with_name(f".{output.name}.{os.getpid()}.building")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        yield beside
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(output)
    except OSError as error:
        raise LessonsError(
            f"cannot write {output}: {reason(error)}; the database before, if any, is untouched"
        ) from error
    except sqlite3.Error as error:
        raise LessonsError(f"cannot write {output}: {error}; the database before, if any, is untouched") from error
    finally:
        _forget(beside)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the folder is gone or locked; then so is the file, or the message above said so


def _refuse_other_files(output: Path) -> None:
    if output.is_dir():
        raise LessonsError(f"cannot write {output}: it is a folder; name a file in it, such as {output / 'lessons.db'}")
    try:
        with output.open("rb") as stream:
            header = stream.read(72)
    except FileNotFoundError:
        return
    except OSError as error:
        raise LessonsError(f"cannot write {output}: {reason(error)}") from error
    ours = header[:16] == b"SQLite format 3\x00" and header[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
    if header and not ours:
        raise LessonsError(f"{output} exists and is no lessons database; name another file, or move that one away")


def all_rows(
    selection: Selection,
    vocabulary: Vocabulary,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
) -> Rows:
    """Return every row by table, in an order that depends on nothing but the entries."""
    shared = _shared(selection, vocabulary, history)
    found: Rows = {table.name: [] for table in schema.TABLES if not table.search_only}
    _add_words(found, selection, vocabulary, shared)
    for entry in shared.kept.values():
        _add_review(found, entry, shared, paths[entry.id])
    for number, row in enumerate(found["lesson_links"], 1):
        row["id"] = number
    for number, row in enumerate(found["outcomes"], 1):
        row["id"] = number
    found["redirects"] = sorted(_redirects(selection), key=lambda row: str(row["old"]))
    found["build_info"] = _build_info(found, selection, facts)
    found["data_dictionary"] = [
        dict(zip(("table_name", "column_name", "type", "meaning"), row, strict=True)) for row in schema.dictionary()
    ]
    return found


def _shared(selection: Selection, vocabulary: Vocabulary, history: Mapping[str, Dates]) -> rows.Shared:
    kept = {entry.id: entry for entry in sorted(selection.entries, key=lambda entry: entry.id)}
    repeated = {text for entry in kept.values() if entry.record for text in entry.record.repeats}
    unit = vocabulary.words.unit.slug
    return rows.Shared(
        unit=unit,
        kept=kept,
        lesson_ids=frozenset(
            f"{entry.id}#{rows.lesson_id(entry, lesson, position)}"
            for entry in kept.values()
            for position, lesson in enumerate(entry.body.lessons, 1)
        ),
        organisations=words.organisations(kept.values(), vocabulary),
        labels={
            (row["scheme"], row["slug"]): row["label"] for row in words.term_rows(vocabulary, _used(kept.values()))
        },
        recurred=frozenset(text.removeprefix(f"{unit}:") for text in repeated),
        history=history,
    )


def _used(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for entry in entries:
        used.update(rows.terms_of(entry))
        if entry.record and entry.record.country:
            used.add(("country", entry.record.country))
        for lesson in entry.body.lessons:
            used.update(rows.lesson_terms_of(lesson, recurred=False))
    return used


def _add_words(found: Rows, selection: Selection, vocabulary: Vocabulary, shared: rows.Shared) -> None:
    unit = vocabulary.words.unit
    found["units"] = [{"id": unit.slug, "name": unit.name, "description": unit.description}]
    found["schemes"] = list(words.scheme_rows(vocabulary))
    found["terms"] = list(words.term_rows(vocabulary, _used(shared.kept.values())))
    found["synonyms"] = list(words.synonym_rows(vocabulary))
    counts: dict[str, int] = {}
    names = dict(shared.organisations.values())
    for slug, _ in shared.organisations.values():
        counts[slug] = counts.get(slug, 0) + 1
    found["organisations"] = [
        {"id": slug, "name": names[slug], "review_count": counts[slug]} for slug in sorted(counts)
    ]
    for slug in sorted(counts):
        known = vocabulary.words.organisations.get(slug)
        variants = dict.fromkeys(known.variants) if known else {}
        found["organisation_variants"] += [{"organisation_id": slug, "variant": variant} for variant in variants]
    found["documents"] = [
        {"name": "schema.json", "media_type": "application/schema+json", "content": json_schema.text(vocabulary)},
        {"name": FILE_NAME, "media_type": "application/yaml", "content": vocabulary.text},
    ]


def _add_review(found: Rows, entry: Entry, shared: rows.Shared, path: str) -> None:
    record = entry.record
    assert record is not None  # noqa: S101 - only checked entries are selected
    number = len(found["reviews"]) + 1
    found["reviews"].append(rows.review_row(entry, number, shared, path))
    found["review_text"].append(rows.text_row(entry, number, shared))
    found["sections"] += _numbered(
        entry,
        (
            {"section": s.kind.key if s.kind else None, "heading": s.heading, "html": s.html, "text": s.text}
            for s in entry.body.sections
            if s.html
        ),
    )
    found["review_terms"] += [
        {"review_id": entry.id, "scheme": scheme, "term": term} for scheme, term in dict.fromkeys(rows.terms_of(entry))
    ]
    for table, column, values in (
        ("review_partners", "partner", record.partners),
        ("review_contributors", "contributor", record.contributors),
        ("review_tags", "tag", record.tags),
    ):
        found[table] += _numbered(entry, ({column: value} for value in dict.fromkeys(values)))
    found["outcomes"] += _numbered(entry, (outcome.model_dump() for outcome in record.outcomes))
    found["sources"] += _numbered(entry, (source.model_dump() for source in record.sources))
    found["reviewed"] += _numbered(entry, ({"date": one.on, "by": one.by, "note": one.note} for one in record.reviewed))
    found["lesson_links"] += rows.lesson_link_rows(entry, shared)
    found["review_links"] += rows.review_link_rows(entry, shared)
    _add_lessons(found, entry, shared)


def _add_lessons(found: Rows, entry: Entry, shared: rows.Shared) -> None:
    for position, lesson in enumerate(entry.body.lessons, 1):
        number = len(found["lessons"]) + 1
        row = rows.lesson_row(entry, lesson, position, number, shared)
        found["lessons"].append(row)
        found["lesson_text"].append(rows.lesson_text_row(entry, lesson, position, number, shared))
        terms = dict.fromkeys(rows.lesson_terms_of(lesson, recurred=bool(row["recurred"])))
        found["lesson_terms"] += [{"lesson_id": row["id"], "scheme": scheme, "term": term} for scheme, term in terms]
        for index, value in enumerate(lesson.values("evidence"), 1):
            found["lesson_evidence"].append({"lesson_id": row["id"], "position": index, "evidence": value.text})


def _numbered(entry: Entry, values: Iterable[Row]) -> Iterator[Row]:
    for position, value in enumerate(values, 1):
        yield {"review_id": entry.id, "position": position, **value}


def _redirects(selection: Selection) -> Iterator[Row]:
    for entry in selection.entries:
        locals_ = [rows.lesson_id(entry, lesson, position) for position, lesson in enumerate(entry.body.lessons, 1)]
        for former in entry.record.formerly if entry.record else ():
            yield {"old": f"/reviews/{former}", "new": f"/reviews/{entry.id}", "status": 301}
            for local in locals_:
                yield {"old": f"/reviews/{former}/{local}", "new": f"/reviews/{entry.id}/{local}", "status": 301}
        for local, lesson in zip(locals_, entry.body.lessons, strict=True):
            for value in lesson.values("formerly"):
                for old in filter(None, (part.strip() for part in value.text.split(","))):
                    yield {"old": f"/reviews/{entry.id}/{old}", "new": f"/reviews/{entry.id}/{local}", "status": 301}
    for entry in selection.withdrawn:
        for id_ in (entry.id, *(entry.record.formerly if entry.record else ())):
            yield {"old": f"/reviews/{id_}", "new": None, "status": 410}
            for position, lesson in enumerate(entry.body.lessons, 1):
                yield {"old": f"/reviews/{id_}/{rows.lesson_id(entry, lesson, position)}", "new": None, "status": 410}


def _build_info(found: Rows, selection: Selection, facts: Mapping[str, str]) -> list[Row]:
    newest = max((str(row["date_earliest"]) for row in found["reviews"] if row["date_earliest"]), default="")
    info = {
        "application": schema.APPLICATION,
        "schema_version": schema.SCHEMA_VERSION,
        "builder_version": __version__,
        "review_count": str(len(found["reviews"])),
        "lesson_count": str(len(found["lessons"])),
        "newest_date": newest,
        "reviews_left_out": str(selection.left_out),
        "links_dropped": str(selection.links_dropped),
        **facts,
    }
    return [{"key": key, "value": info[key]} for key in sorted(info)]


def _fill(connection: sqlite3.Connection, found: Rows) -> None:
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {int(float(schema.SCHEMA_VERSION) * 100)}")
    database = sqlite_utils.Database(connection, strict=True)
    with database.atomic():
        # Links run both ways between reviews and lessons, so foreign keys are checked at the end.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in schema.statements():
            connection.execute(statement)
        for table in schema.TABLES:
            if found.get(table.name):
                database.table(table.name).insert_all(found[table.name], batch_size=500)
        for index in schema.FULL_TEXT:
            for statement in index.maintenance():
                connection.execute(statement)
        search.prepare(connection)
    connection.execute("ANALYZE")
    _verify(connection)
    connection.execute("VACUUM")


def _verify(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise LessonsError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there; please report this")
    said = connection.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise LessonsError(f"the new database is damaged ({said}); look at the disk it was written to")
