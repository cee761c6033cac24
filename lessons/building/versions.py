"""The versions of each entry along the main line of git, renames followed: one reading of the log, then the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lessons.problems import LessonsError
from lessons.record import FILE_NAME
from lessons.text import git
from lessons.text.files import is_entry

# Begins the line of a commit; no object id and no status of a file begins so.
_MARK = "\x01"
# A merge counts as the change that it brings to the main line; a file that is mostly the same under another name is the same.
_LOG = ("log", "--first-parent", "--diff-merges=first-parent", f"--format={_MARK}%ct", "--raw")
_RENAMES = ("--no-abbrev", "-z", "-M80%", "-l2000")
# Whole-tree paths: a folder of entries may have had another name.
_PATHS = tuple(f":(top,icase,glob)**/{name}" for name in ("*.md", "*.markdown", FILE_NAME))
# Texts read at a time; all versions of a large library do not fit into memory.
_BATCH = 500


class NothingKnown(Exception):  # noqa: N818 - not always an error
    """There is no history; ``why`` says in words why not, where there should be some."""

    def __init__(self, why: str | None) -> None:
        super().__init__(why)
        self.why = why


class Version(NamedTuple):
    """One version of a file: the day (UTC) on which it came to the main line, YYYY-MM-DD, and the id of its text."""

    day: str
    blob: str


@dataclass(frozen=True)
class _Change:
    """What one commit did to one file; a path is empty where there was, or is, no file."""

    old: str
    new: str
    same: bool
    blob: str


@dataclass
class _Followed:
    """The versions by id, collected from the newest commit to the oldest. ``names`` gives ids of paths as they then were."""

    folder: str
    found: dict[str, list[Version]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, day: str, changes: Iterable[_Change]) -> None:
        """Take one commit."""
        folder = self.folder
        after: set[str] = set()
        before: dict[str, str] = {}
        for change in changes:
            if change.old and _moved_here(change, folder):
                self.folder = change.old[: -len(FILE_NAME)]
        for change in changes:
            id_ = self.names.get(change.new) or _id(change.new, folder)
            if id_ is None:
                if not change.new and (gone := _id(change.old, self.folder)):
                    before[change.old] = gone
                continue
            after.add(change.new)
            # From outside of the folder, a file comes as a new one.
            followed = bool(change.old) and _id(change.old, self.folder) is not None
            if not (change.same and followed):
                self.found.setdefault(id_, []).append(Version(day, change.blob))
            if followed:
                before[change.old] = id_
        for path in after:
            self.names.pop(path, None)
        self.names.update(before)


def versions(folder: Path) -> dict[str, list[Version]]:
    """Return by id the versions, oldest first, of every entry that stands or ever stood in ``folder``.

    Raises :class:`NothingKnown` outside git, without git, and where a clone has not got all of the history.
    """
    if _asked(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        # Its first commit is not the first.
        raise NothingKnown(
            "this is a shallow clone, which lacks the first commits; get them with `git fetch --unshallow`"
        )
    followed = _Followed(_asked(folder, "rev-parse", "--show-prefix").rstrip("\n"))
    for day, changes in _commits(_asked(folder, *_LOG, *_RENAMES, "--", *_PATHS)):
        followed.take(day, changes)
    return {id_: found[::-1] for id_, found in followed.found.items()}


def state(folder: Path) -> str:
    """Return a text that is the same only while everything that is read here is: the commit, and where in it the folder stands.

    It is empty where nothing is known.
    """
    try:
        found = _asked(folder, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD")
    except NothingKnown:
        return ""
    return found if found.startswith("false\n") else ""


def texts(folder: Path, blobs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each version's blob. Raises :class:`NothingKnown` where one is not there."""
    blob_ids = list(dict.fromkeys(blobs))
    for start in range(0, len(blob_ids), _BATCH):
        part = blob_ids[start : start + _BATCH]
        answered = _run(folder, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in part).encode())
        at = 0
        for blob in part:
            end = answered.find(b"\n", at)
            header = answered[at:end].split(b" ")
            if len(header) != 3:
                raise NothingKnown("this clone lacks former versions of reviews; get them with `git fetch --refetch`")
            at = end + 1 + int(header[2])
            yield blob, answered[end + 1 : at].decode("utf-8", "replace")
            at += 1


def _commits(log: str) -> Iterator[tuple[str, list[_Change]]]:
    """Yield the day of each commit, newest first, with what it changed."""
    day, changes = "", list[_Change]()
    parts = iter(log.split("\x00"))
    for part in parts:
        if part.startswith(_MARK):
            if changes:
                yield day, changes
            day, changes = datetime.fromtimestamp(int(part[1:]), UTC).date().isoformat(), []
        elif part.strip():
            _, _, before, after, status = part.strip().split(" ")
            old = new = next(parts)
            if status[0] in "RC":
                new = next(parts)
            changes.append(
                _Change("" if status[0] in "AC" else old, "" if status == "D" else new, before == after, after)
            )
    if changes:
        yield day, changes


def _moved_here(change: _Change, folder: str) -> bool:
    """Return whether the vocabulary, and with it the folder of entries, had another place before."""
    return change.new == folder + FILE_NAME and change.old != change.new and change.old.endswith(f"/{FILE_NAME}")


def _id(path: str, folder: str) -> str | None:
    """Return the id of the entry at a path of the repository; ``None`` where none can be."""
    if not path.startswith(folder) or not path:
        return None
    *folders, name = path[len(folder) :].split("/")
    if not is_entry(name) or any(one[:1] in ("_", ".") for one in folders):
        return None
    return PurePosixPath(name).stem


def _asked(folder: Path, *arguments: str) -> str:
    return _run(folder, *arguments).decode("utf-8", "surrogateescape")


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = git.run(folder, *arguments, given=given, offline=True, seconds=None)
    except LessonsError as error:
        raise NothingKnown(str(error) if git.in_repository(folder) else None) from error
    if done.returncode:
        begun = b"does not have any commits yet" not in done.stderr
        raise NothingKnown(git.refusal(folder, done.stderr) if begun else None)
    return done.stdout
