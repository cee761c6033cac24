"""When each entry, and each of its lessons, was first published and last changed, as git knows it.

What counts is the main line: a review that was committed in March and merged in May is of May. A draft is published by the
commit that takes its status away; a new name is no new review.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lessons.building.versions import NothingKnown, Version, state, texts, versions

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)
# Most reviews state no status, or this one on a line of its own, and reading YAML is dear.
_STATUS = re.compile(r"status")
_PLAINLY = re.compile(r"^status: published\r?$", re.MULTILINE)
_PUBLISHED = "published"
_LESSON = re.compile(r"^###[ \t]", re.MULTILINE)
_END_OF_LESSONS = re.compile(r"^##?[ \t]", re.MULTILINE)
_LESSON_ID = re.compile(r"^[ \t]*[-*+][ \t]+\W*Id\W*[:：]\W*([a-z0-9][a-z0-9-]*)", re.MULTILINE | re.IGNORECASE)
_LESSON_STATUS = re.compile(r"^[ \t]*[-*+][ \t]+\W*Status\W*[:：]\W*([a-z-]+)", re.MULTILINE | re.IGNORECASE)
_LESSON_OWNER = re.compile(r"^[ \t]*[-*+][ \t]+\W*Owner\W*?[:：]\W*\w", re.MULTILINE | re.IGNORECASE)
_LESSON_DUE = re.compile(r"^[ \t]*[-*+][ \t]+\W*Due\W*[:：]\W*([0-9]{4}[0-9-]*)", re.MULTILINE | re.IGNORECASE)
_LESSON_RESPOND_BY = re.compile(
    r"^[ \t]*[-*+][ \t]+\W*Respond by\W*[:：]\W*([0-9]{4}[0-9-]*)", re.MULTILINE | re.IGNORECASE
)
# With the lines into which a long one was broken.
_LESSON_ADDRESSED = re.compile(
    r"^[ \t]*[-*+][ \t]+\W*Addressed to\W*?[:：](.*(?:\n[ \t]+(?![-*+][ \t]).*)*)", re.MULTILINE | re.IGNORECASE
)
_FIRST_STATUS = "identified"


class KnownDays(NamedTuple):
    """The day on which something was first published, ``None`` where it never was, and the day of its last change."""

    published: str | None
    changed: str


class LessonVersion(NamedTuple):
    """A text of a lesson that stood published: the day on which it came, what it states of the work on it, and its digest.

    ``owned`` says whether it names an owner; ``due`` and ``respond_by`` are the dates as written, or empty; ``addressed`` has for each
    organisation that it is addressed to what :func:`name_digest` makes of its name.
    """

    day: str
    status: str
    owned: bool
    due: str
    respond_by: str
    addressed: tuple[str, ...]
    digest: bytes

    @classmethod
    def of_data(cls, data: list[Any]) -> LessonVersion:
        """Return the version that became a list in JSON. Raises ``TypeError`` or ``ValueError`` for anything else."""
        day, status, owned, due, respond_by, addressed, digest = data
        return cls(day, status, bool(owned), due, respond_by, tuple(addressed), bytes.fromhex(digest))


@dataclass(frozen=True)
class Dates:
    """The days of a review, YYYY-MM-DD in UTC, and those of each lesson that was ever published in it, by its id.

    ``versions`` has the texts of each lesson while its review stood published, the oldest first, by its id.
    """

    published: str | None
    changed: str
    lessons: Mapping[str, KnownDays] = field(default_factory=dict)
    versions: Mapping[str, tuple[LessonVersion, ...]] = field(default_factory=dict)

    def as_data(self) -> list[Any]:
        """Return everything that is known, as JSON can hold it."""
        versions = {id_: [[*one[:-1], one.digest.hex()] for one in found] for id_, found in self.versions.items()}
        return [self.published, self.changed, self.lessons, versions]

    @classmethod
    def of_data(cls, data: list[Any]) -> Dates:
        """Return what :meth:`as_data` gave. Raises ``TypeError`` or ``ValueError`` for anything else."""
        published, changed, lessons, versions = data
        return cls(
            published,
            changed,
            {id_: KnownDays(*days) for id_, days in lessons.items()},
            {id_: tuple(LessonVersion.of_data(one) for one in found) for id_, found in versions.items()},
        )

    def parts(self) -> Iterator[str]:
        """Yield everything that is known, as texts in a fixed order."""
        yield from (self.published or "", self.changed)
        for id_, days in sorted(self.lessons.items()):
            yield from (id_, days.published or "", days.changed)
        for id_, found in sorted(self.versions.items()):
            for version in found:
                yield from (id_, version.day, version.status, str(version.owned), version.due, version.respond_by)
                yield from (*version.addressed, version.digest.hex())


class History(NamedTuple):
    """The dates by the id of each entry that stands or stood in a folder; when git could not be asked, ``unknown`` says why.

    Where there is no git repository there is nothing to know, and no reason either. ``state`` names what all of it was read from, where git
    knows anything.
    """

    dates: Mapping[str, Dates]
    unknown: str | None = None
    state: str = ""

    def as_json(self) -> str:
        """Return what is known as JSON, for :func:`read` to find again while the repository is in the same state; empty where it has none."""
        return (
            json.dumps([self.state, {id_: dates.as_data() for id_, dates in self.dates.items()}]) if self.state else ""
        )


def read(folder: Path, kept: str = "") -> History:
    """Return what git knows of the entries of ``folder``: nothing outside git, without git, and in a shallow clone.

    What was ``kept`` as JSON is taken again while the same commit is checked out: reading every version of every entry takes long.
    """
    now = state(folder)
    if now and (found := _again(kept, now)) is not None:
        return found
    try:
        followed = versions(folder)
        read_texts = {
            blob: _Read.of(text)
            for blob, text in texts(folder, (one.blob for found in followed.values() for one in found))
        }
    except NothingKnown as nothing:
        return History({}, nothing.why)
    return History({id_: _dates(found, read_texts) for id_, found in followed.items()}, state=now)


def changed_since(kept: str, now: History) -> frozenset[str]:
    """Return the ids of which something else is known than what was ``kept`` as JSON."""
    state, before = json.loads(kept) if kept else ("", {})
    if state == now.state:
        return frozenset()
    data = {id_: json.loads(json.dumps(dates.as_data())) for id_, dates in now.dates.items()}
    return frozenset(id_ for id_ in before.keys() | data.keys() if before.get(id_) != data.get(id_))


def _again(kept: str, now: str) -> History | None:
    try:
        then, dates = json.loads(kept) if kept else ("", {})
        return History({id_: Dates.of_data(data) for id_, data in dates.items()}, state=now) if then == now else None
    except (TypeError, ValueError):
        return None


@dataclass(frozen=True)
class _Read:
    """What a version of a review says: whether it stands published, and of each of its lessons by id what a :class:`LessonVersion` has after the day."""

    published: bool
    lessons: Mapping[str, tuple[str, bool, str, str, tuple[str, ...], bytes]]

    @classmethod
    def of(cls, text: str) -> _Read:
        front = _FRONT.match(text)
        if front is None:
            return cls(published=False, lessons={})
        status = _PUBLISHED
        if len(_STATUS.findall(front[1])) != len(_PLAINLY.findall(front[1])):
            # Loading YAML takes longer than seeing that nothing has changed.
            from lessons.text import nodes

            parsed = nodes.parse(front[1], "")
            stated = next((scalar.text for scalar in nodes.scalars(parsed.root, "status")), _PUBLISHED)
            status = stated if parsed.root else ""
        return cls(status.strip() == _PUBLISHED, dict(_lessons(text[front.end() :])))


def name_digest(name: str) -> str:
    """Return what is kept of the name of an organisation in a former text: enough to know the name again, and not to read it."""
    # Seeing that nothing has changed needs no former text, and is not to wait for what reads entries.
    from lessons.record.vocabulary.model import folded

    return hashlib.sha256(folded(name).encode("utf-8", "replace")).hexdigest()[:16]


def _lessons(body: str) -> Iterator[tuple[str, tuple[str, bool, str, str, tuple[str, ...], bytes]]]:
    """Yield the id of each lesson with what a :class:`LessonVersion` has after the day."""
    for part in _LESSON.split(body)[1:]:
        text = _END_OF_LESSONS.split(part)[0]
        if found := _LESSON_ID.search(text):
            stated = _LESSON_STATUS.search(text)
            status = stated[1].lower() if stated else _FIRST_STATUS
            due, respond_by = _LESSON_DUE.search(text), _LESSON_RESPOND_BY.search(text)
            names = (name.strip(" \t*_") for one in _LESSON_ADDRESSED.findall(text) for name in one.split(";"))
            addressed = tuple(dict.fromkeys(name_digest(name) for name in names if name))
            digest = hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).digest()
            owned = _LESSON_OWNER.search(text) is not None
            dates = (due[1] if due else "", respond_by[1] if respond_by else "")
            yield found[1], (status, owned, *dates, addressed, digest)


def _dates(found: Iterable[Version], read_texts: Mapping[str, _Read]) -> Dates:
    """Return the dates of one review from its versions, oldest first."""
    first: str | None = None
    last = ""
    lessons: dict[str, KnownDays] = {}
    digests: dict[str, bytes] = {}
    versions: dict[str, list[LessonVersion]] = {}
    for day, blob in found:
        version = read_texts[blob]
        last = day
        if version.published:
            first = first or day
        for id_, stated in version.lessons.items():
            *_, digest = stated
            before = lessons.get(id_, KnownDays(None, day))
            published = before.published or (day if version.published else None)
            # What was written in a draft changed, for its readers, when they first saw it.
            changed = digests.get(id_) != digest or published != before.published
            lessons[id_] = KnownDays(published, day if changed else before.changed)
            digests[id_] = digest
            if version.published:
                versions.setdefault(id_, []).append(LessonVersion(day, *stated))
    return Dates(first, last, lessons, {id_: joined(texts_of) for id_, texts_of in versions.items()})


def joined(versions: Iterable[LessonVersion]) -> tuple[LessonVersion, ...]:
    """Return versions, given from the oldest to the newest, without those that changed nothing, and of each day the last."""
    kept: list[LessonVersion] = []
    for version in versions:
        if kept and kept[-1].day == version.day:
            kept.pop()
        if not kept or kept[-1].digest != version.digest:
            kept.append(version)
    return tuple(kept)
