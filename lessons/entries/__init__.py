"""One entry: a Markdown file read into front matter and body, everything with its line and column.

Reading never raises for what a contributor wrote: what cannot be read becomes a fault that the checks report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lessons.entries import body as bodies
from lessons.entries import characters, fences
from lessons.entries.blocks import HEADINGS
from lessons.entries.body import Body, Link
from lessons.entries.links import entry_link, linked_entry
from lessons.entries.packing import Packed, packed, unpacked
from lessons.entries.record import FieldError, validate
from lessons.entries.texts import PutText, Texts
from lessons.problems import Place, Problem
from lessons.record.outline import form_of
from lessons.record.parts import Record
from lessons.record.review import Review
from lessons.record.use import FOLDER, LessonUse
from lessons.record.vocabulary import FIXED
from lessons.text import nodes
from lessons.text.conflicts import resolved
from lessons.text.files import SIZE, Unreadable, read_known, shown

__all__ = ["Entry", "entry_link", "is_use", "linked_entry", "read", "read_string"]

MAX_FRONT_MATTER = 64_000


@dataclass(slots=True)
class Entry:
    """One review or use as read.

    ``record`` is the front matter of a review, ``use`` that of a use; each is ``None`` when it has errors. ``content`` is the digest of the file
    that it was read from, empty where that could not be taken as text; ``whole`` is all that it holds. ``causes`` says how much
    each of its lessons reads like each cause, as soon as somebody asked :func:`lessons.entries.causes.causes_of`.
    """

    path: str
    id: str
    whole: str | PutText = ""
    content: str = ""
    front: nodes.Mapping | None = None
    record: Review | None = None
    use: LessonUse | None = None
    is_use: bool = False
    errors: list[FieldError] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    faults: list[Problem] = field(default_factory=list)
    causes: list[bytes] | None = None

    def __getstate__(self) -> Packed:
        """Return what is pickled of it; the record, faults and errors stay objects."""
        stated = (self.path, self.id, self.text, self.content, self.is_use, self.record, self.use)
        return (*stated, self.errors, self.faults, self.causes, packed(self.front, self.body))

    def __setstate__(self, state: Packed) -> None:
        """Take up what was pickled. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        *stated, self.errors, self.faults, self.causes, front_and_body = state
        self.path, self.id, self.whole, self.content, self.is_use, self.record, self.use = stated
        self.front, self.body = unpacked(front_and_body, self.path)

    @property
    def text(self) -> str:
        """Return the whole file as text."""
        return str(self.whole)

    def put_into(self, texts: Texts) -> None:
        """Let its texts stand among others."""
        self.whole = texts.put(self.text)
        for part in (self.body, *self.body.sections, *self.body.lessons):
            part.put_into(texts)

    @property
    def model(self) -> type[Record]:
        """Return the record that the front matter is read as."""
        return LessonUse if self.is_use else Review

    @property
    def stands(self) -> bool:
        """Return whether the front matter has no errors."""
        return self.record is not None or self.use is not None

    def place(self, *path: int | str) -> Place:
        """Return the place of a field of the front matter, or of the front matter's first line."""
        return nodes.find(self.front, path) if self.front is not None else Place(self.path)

    def written(self, name: str) -> nodes.Node | None:
        """Return what stands in a field of the front matter, or ``None`` where it has no such field."""
        return self.front.fields.get(name) if self.front is not None else None

    def stated(self, name: str) -> str | None:
        """Return a single-valued field as written, also where the record as a whole has errors."""
        written = self.written(name)
        if isinstance(written, nodes.Scalar):  # as nearly always
            return written.text if written.text and not written.unread else None
        return next((scalar.text for scalar in nodes.scalars(written)), None)

    @property
    def editorial_status(self) -> str:
        """Return how far it is on its way to readers, as written; it is published unless it says otherwise."""
        return self.stated("status") or "published"

    @property
    def form(self) -> str | None:
        """Return the form (full or rapid) that the review's type asks for, or ``None`` when its type cannot be read."""
        if self.front is None:
            return None
        stated, written = self.stated("type"), self.written("type")
        if stated is None:
            return None if isinstance(written, nodes.Scalar) and written.unread else form_of(None)
        return form_of(stated) if stated in FIXED["type"] else None

    def scalars(self, *path: str) -> list[nodes.Scalar]:
        """Return the values at a path of field names, entering lists."""
        # The checks ask for most fields of most entries, which state few of them.
        written = self.written(path[0])
        return list(nodes.scalars(written, *path[1:])) if written is not None else []

    def scalars_at(self, paths: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], nodes.Scalar]]:
        """Yield what :meth:`scalars` returns for each of the paths, with the path."""
        if self.front is not None:
            for path in paths:
                if path[0] in self.front.fields:
                    for scalar in nodes.scalars(self.front, *path):
                        yield path, scalar


def is_use(path: PurePosixPath) -> bool:
    """Return whether a path inside the folder of entries is that of a use."""
    return len(path.parts) > 1 and path.parts[0] == FOLDER


def _is_use_in(folder: Path, path: Path) -> bool:
    """Return what :func:`is_use` returns of a path inside ``folder``, in a tenth of the time."""
    below = path.parts[len(folder.parts) :]
    return len(below) > 1 and below[0] == FOLDER


def read(path: Path, name: str | None = None, *, inside: Path | None = None, rendering: bool = True) -> Entry:
    """Read the file ``path``; ``name`` is its path in messages, ``inside`` the folder of entries, ``rendering`` as in :func:`read_string`."""
    name = name or shown(path)
    use = _is_use_in(inside, path) if inside is not None else path.parent.name == FOLDER
    try:
        text, content = read_known(path, name, inside=inside)
    except Unreadable as unreadable:
        return Entry(name, PurePosixPath(name).stem, is_use=use, body=Body(unread=True), faults=unreadable.problems)
    entry = read_string(text, name, use=use, rendering=rendering)
    entry.content = content
    return entry


def recalled(path: Path, known: Callable[[bytes], Entry | None], *, inside: Path) -> Entry | None:
    """Return the entry that :func:`read` would read, if one of the same name and text is ``known`` by its :func:`key`, else ``None``."""
    name, use = shown(path), _is_use_in(inside, path)
    try:
        text, content = read_known(path, name, inside=inside)
    except Unreadable:
        return None
    found = known(key(name, text, use=use))
    if found is not None:
        found.whole, found.content = text, content
    return found


def key(name: str, text: str, *, use: bool) -> bytes:
    """Return the digest of everything that an entry is read from, so that one that was read before can be found."""
    return hashlib.sha256(f"{len(name)} {use} {name}{text}".encode("utf-8", "surrogatepass")).digest()


def read_string(text: str, path: str, *, use: bool = False, link: Link | None = None, rendering: bool = True) -> Entry:
    """Read a review, or a ``use``, from its text; ``path`` is its path in messages.

    ``link`` maps addresses of links (default: :func:`entry_link`). Without ``rendering``, for who only checks, HTML is left empty.
    """
    entry = Entry(path, PurePosixPath(path).stem, text, is_use=use)
    readable = resolved(text, path, entry.faults)
    entry.faults += characters.advice(text, path)
    front, body, body_line = _split(entry, readable)
    if front is not None:
        front, odd = nodes.plain_spaces(front, path)
        parsed = nodes.parse(front, path)
        entry.faults += odd + parsed.faults
        entry.front = parsed.root
        if parsed.root is not None:
            if use:
                entry.use, entry.errors = validate(parsed, LessonUse)
            else:
                entry.record, entry.errors = validate(parsed, Review)
    if body is None:
        entry.body.unread = True
    else:
        read_body = bodies.read_prose if use else bodies.read
        mapped = link or (lambda address: entry_link(address, entry.id))
        entry.body = read_body(body, path, body_line, mapped if rendering else None)
    # Without a front matter, what Markdown takes for a heading may be just that, and its line the one that was meant to end it.
    entry.faults += [fault for fault in entry.body.faults if front is not None or fault.rule != HEADINGS]
    return entry


def _split(entry: Entry, text: str) -> tuple[str | None, str | None, int]:
    """Return front matter, body (each ``None`` when it cannot be told apart), and the body's first line."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        entry.faults.append(Problem(Place(entry.path), "the file is empty", nodes.SYNTAX))
        return None, None, 1
    start = fences.beginning(lines, first)
    # A merge conflict around the whole file has been reported.
    if (first > 0 and lines[0] == entry.text.partition("\n")[0]) or lines[first].rstrip() != "---":
        found = f'"{lines[0].rstrip()[:40]}"' if lines[0].strip() else "an empty line"
        message = f"found {found}; the first line must be `---`, then the fields, then `---` again"
        entry.faults.append(Problem(Place(entry.path), message, nodes.SYNTAX))
    if start is None:
        return None, None if lines[first].startswith("+++") else text, 1
    end = fences.end(lines, start)
    if end is None:
        if not entry.faults or entry.faults[-1].rule != nodes.SYNTAX:
            message = "the front matter that begins here has no end; close it with a line of `---`"
            entry.faults.append(Problem(Place(entry.path, max(start, 1)), message, nodes.SYNTAX))
        return None, None, 1
    front, body = "\n" * start + "\n".join(lines[start:end]), "\n".join(lines[end + 1 :])
    if lines[end].rstrip() != "---":
        message = f'found "{lines[end].rstrip()[:40]}"; the front matter ends with a line of `---`'
        entry.faults.append(Problem(Place(entry.path, end + 1), message, nodes.SYNTAX))
    if (size := len(front.lstrip("\n").encode())) > MAX_FRONT_MATTER:
        message = f"the front matter has {size:,} bytes; at most {MAX_FRONT_MATTER:,} are read; long text belongs in the sections"
        entry.faults.append(Problem(Place(entry.path), message, SIZE))
        return None, body, end + 2
    return front, body, end + 2
