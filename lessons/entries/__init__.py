"""One entry: a Markdown file read into front matter and body, everything with its line and column.

Reading never raises for what a contributor wrote: what cannot be read becomes a fault that the checks report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from lessons import nodes
from lessons.entries import body as bodies
from lessons.entries.body import Body, Link
from lessons.files import Unreadable, read_text
from lessons.problems import Place, Problem
from lessons.review import Review

__all__ = ["Entry", "entry_link", "linked_entry", "read", "read_string"]

MAX_FRONT_MATTER = 64_000
_FENCE = re.compile(r"---[ \t]*")
_ENTRY_LINK = re.compile(r"(?:[\w.-]+/)*([\w.-]+)\.(?:md|markdown)(?:#(.+))?")
_SITE_LINK = re.compile(r"/reviews/([a-z0-9-]+)(?:/([a-z0-9-]+)|#([a-z0-9-]+))?/?")


@dataclass
class Entry:
    """One review as read: ``record`` is ``None`` when its front matter has errors."""

    path: str
    id: str
    text: str = ""
    front: nodes.Mapping | None = None
    record: Review | None = None
    errors: list[Any] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    faults: list[Problem] = field(default_factory=list)

    def place(self, *path: int | str) -> Place:
        """Return the place of a field of the front matter, or of the front matter's first line."""
        return nodes.find(self.front, path) if self.front is not None else Place(self.path)

    def stated(self, name: str) -> str | None:
        """Return a single-valued field as written, also where the record as a whole has errors."""
        return next((scalar.text for scalar in self.scalars(name)), None)

    def scalars(self, *path: str) -> list[nodes.Scalar]:
        """Return the values at a path of field names, entering lists."""
        return list(nodes.scalars(self.front, *path))


def read(path: Path, shown: str, *, inside: Path | None = None) -> Entry:
    """Read the file ``path``; ``shown`` is its path in messages, ``inside`` the folder of entries."""
    try:
        text = read_text(path, shown, inside=inside)
    except Unreadable as unreadable:
        return Entry(shown, path.stem, faults=unreadable.problems)
    return read_string(text, shown)


def read_string(text: str, shown: str, *, link: Link | None = None) -> Entry:
    """Read an entry from its text. ``link`` maps addresses of links (default: :func:`entry_link`)."""
    entry = Entry(shown, PurePosixPath(shown).stem, text)
    front, body, body_line = _split(entry)
    if front is not None:
        parsed = nodes.parse(front, shown, first_line=2)
        entry.faults += parsed.faults
        entry.front = parsed.root
    if entry.front is not None:
        _validate(entry, entry.front)
    entry.body = bodies.read(body, shown, body_line, link or (lambda address: entry_link(address, entry.id)))
    entry.faults += entry.body.faults
    return entry


def entry_link(address: str, own_id: str) -> str:
    """Return the site's address for a link to another entry (``x.md``, ``x.md#lesson``, ``#lesson``); others as they are."""
    if address.startswith("#"):
        return f"/reviews/{own_id}/{address[1:]}"
    match = _ENTRY_LINK.fullmatch(address)
    if match and "://" not in address:
        return f"/reviews/{match.group(1)}" + (f"/{match.group(2)}" if match.group(2) else "")
    return address


def linked_entry(address: str, own_id: str) -> tuple[str, str | None] | None:
    """Return the review id and the lesson id that a link's address leads to, or ``None`` when it leads elsewhere."""
    match = _SITE_LINK.fullmatch(entry_link(address, own_id))
    return (match.group(1), match.group(2) or match.group(3)) if match else None


def _split(entry: Entry) -> tuple[str | None, str, int]:
    """Return front matter, body, and the body's first line; reports a missing or unclosed front matter."""
    lines = entry.text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        found = lines[0].strip()[:40]
        message = (
            f'found "{found}"; the first line must be `---`, then the fields, then `---` again'
            if found
            else (
                "the file is empty"
                if not entry.text.strip()
                else "found an empty line; the first line must be `---`, then the fields, then `---` again"
            )
        )
        entry.faults.append(Problem(Place(entry.path), message, "front-matter"))
        return None, entry.text, 1
    for number in range(1, len(lines)):
        if _FENCE.fullmatch(lines[number]):
            front = "\n".join(lines[1:number])
            if len(front.encode()) > MAX_FRONT_MATTER:
                message = f"the front matter has {len(front.encode()):,} bytes; at most {MAX_FRONT_MATTER:,} are read; long text belongs in the sections"
                entry.faults.append(Problem(Place(entry.path), message, "size"))
                return None, "\n".join(lines[number + 1 :]), number + 2
            return front, "\n".join(lines[number + 1 :]), number + 2
    entry.faults.append(
        Problem(
            Place(entry.path),
            "the front matter that begins here has no end; close it with a line of `---`",
            "front-matter",
        )
    )
    return None, "", len(lines) + 1


def _validate(entry: Entry, front: nodes.Mapping) -> None:
    try:
        entry.record = Review.model_validate(nodes.data(front))
    except ValidationError as error:
        entry.errors = list(error.errors(include_url=False))
