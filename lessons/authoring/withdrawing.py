"""Marking an entry as withdrawn: its status and nothing else of its file is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from lessons.authoring.fixes import edits
from lessons.authoring.fixes.edits import Edit
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection, Target
from lessons.library.web_addresses import taken_apart
from lessons.problems import LessonsError
from lessons.record import writing
from lessons.record.types import shorten
from lessons.text import nodes
from lessons.text.distance import closest

WITHDRAWN = "withdrawn"
_STATUS = "status"
_NO_VALUE = re.compile(r"status[ \t]*:[ \t]*(#.*)?")
_PAGE = re.compile(r".*/(?:reviews|uses)/([^/]+)(?:/([^/]+))?")
_FILE_ENDINGS = frozenset({".md", ".markdown", ".json"})
# A word that is less like an id than this was not meant for it.
_ALIKE = 0.6


def named(text: str, collection: Collection) -> list[Entry]:
    """Return the entries that somebody names by id, by a former id, by the path of the file or by the address of the page, or of a lesson.

    They are more than one only where files share an id. Raises :class:`LessonsError` where there is none, with the id that was
    probably meant.
    """
    target = collection.target(_id_in(text.strip()))
    id_ = target.review if target.review in collection.by_id else collection.former_reviews.get(target.review, "")
    found = [entry for entry in collection.entries if entry.id == id_] if target.unit is None else []
    if not found:
        close = closest(target.review, [*collection.by_id, *collection.former_reviews], _ALIKE)
        meant = f', did you mean "{close}"?' if close else ""
        raise LessonsError(f'there is no review or use "{shorten(text.strip())}"{meant}')
    return found


def require_whole(text: str, found: list[Entry]) -> None:
    """Raise :class:`LessonsError` where somebody names a single lesson of what was ``found``: what is withdrawn is a review or a use."""
    lesson = Target.parse(_id_in(text.strip())).lesson
    if lesson is not None:
        id_ = found[0].id
        raise LessonsError(
            f'"{id_}#{shorten(lesson)}" is one lesson, and what is withdrawn is a whole review: lessons withdraw {id_}. To take back the '
            f"lesson alone, delete it in {found[0].path} and run lessons build"
        )


def _id_in(text: str) -> str:
    """Return the id, or the reference with unit and lesson, that an address, a path or a reference names."""
    parts = taken_apart(text)
    if page := _PAGE.fullmatch(unquote(parts.path if parts else text)):
        lesson = f"#{page[2]}" if page[2] else ""
        return _stem(page[1]) + lesson
    return _stem(PurePosixPath(text).name) if "/" in text or _stem(text) != text else text


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in _FILE_ENDINGS else name


def references_to(id_: str, collection: Collection) -> list[str]:
    """Return the places at which other entries refer to an entry."""
    return [
        str(reference.place)
        for entry in collection.entries
        if entry.id != id_
        for reference in collection.references(entry)
        if reference.target == Target(None, id_, reference.target.lesson)
    ]


def withdrawn(entry: Entry, source: str, reason: str = "") -> str:
    """Return the text of an entry's file, ``source``, with the status *withdrawn*; a ``reason`` becomes a comment above it.

    The text itself is returned where that is its status already. Raises :class:`LessonsError` where the status cannot be written,
    since the front matter cannot be read.
    """
    if entry.front is not None and entry.stated(_STATUS) == WITHDRAWN:
        return source
    after = edits.apply(source, _edits(entry, _lines(source), reason)) if entry.front is not None else source
    again = read_string("\n".join(_lines(after)), entry.path, use=entry.is_use)
    if again.stated(_STATUS) != WITHDRAWN:
        fault = next((fault for fault in entry.faults if fault.severity == "error"), None)
        why = f"{fault.place}: {fault.message}" if fault else entry.path
        raise LessonsError(
            f"{why}; so it cannot be marked as withdrawn, and nothing was changed. Write `status: withdrawn` between its lines of `---` by hand, or delete "
            "the file, and then run: lessons build --keep-going"
        )
    return after


def _lines(source: str) -> list[str]:
    return re.split("\r\n|\r|\n", source.removeprefix(edits.BOM))


def _edits(entry: Entry, lines: list[str], reason: str) -> Iterator[Edit]:
    assert entry.front is not None  # noqa: S101 - asked before
    line = _line(entry, lines)
    stated = entry.written(_STATUS)
    written = lines[line - 1] if _STATUS in entry.front.names else ""
    words = " ".join(writing.UNWRITABLE.sub(" ", reason).split())
    above = [f"# {words}"] if words else []
    if isinstance(stated, nodes.Scalar) and stated.text and (edit := edits.front_value(lines, stated, WITHDRAWN)):
        yield edit
    elif empty := _NO_VALUE.fullmatch(written.rstrip()):
        yield edits.replacement(line, 0, written, f"status: {WITHDRAWN}{f'  {empty[1]}' if empty[1] else ''}")
    else:
        above.append(f"status: {WITHDRAWN}")
    if above:
        yield edits.insertion(line, "\n".join(above))


def _line(entry: Entry, lines: list[str]) -> int:
    """Return the line of the status, or the one above which it belongs by the order of the record."""
    assert entry.front is not None  # noqa: S101 - asked before
    names = entry.front.names
    if _STATUS in names:
        return names[_STATUS].line
    order = list(entry.model.model_fields)
    later = [names[name].line for name in names if name in order and order.index(name) > order.index(_STATUS)]
    last = max((place.line for place in names.values()), default=1)
    end = next((number for number, line in enumerate(lines, 1) if number > last and line.rstrip() == "---"), last + 1)
    line = min([*later, end])
    # A remark above a field is about that field.
    while line > 2 and lines[line - 2].startswith("#"):
        line -= 1
    return line
