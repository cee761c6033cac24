"""Published ids do not vanish, compared with a git revision.

What is right: a review or use that gets another name lists the old one under `formerly`, a lesson that gets another Id keeps the
old one in `- Formerly: old-id`; one that is withdrawn stays as a file with `status: withdrawn`, and a lesson that no
longer holds keeps its place with a Status such as rejected or superseded and a Reason.

Why: an id is the address that other people cite and link to. A dead link looks as if the lesson had never existed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lessons.authoring.renames import likely
from lessons.entries import Entry, is_use, read_string
from lessons.entries.collection import Collection
from lessons.problems import LessonsError, Place, Problem
from lessons.text import git
from lessons.text.files import is_entry

ID = "vanished-ids"


def vanished(collection: Collection, folder: Path, revision: str) -> Iterator[Problem]:
    """Yield a problem for each id that was published in ``revision`` of ``folder`` and leads nowhere now.

    Raises :class:`LessonsError` when the folder is not in git or the revision unknown.
    """
    published = [before for before in _changed(folder, revision) if _published(before)]
    gone = [before for before in published if _now(before, collection) is None]
    became = likely(gone, _new(collection, folder, revision)) if gone else {}
    for before in published:
        now = _now(before, collection)
        what = "use" if before.is_use else "review"
        if now is None:
            yield _vanished(before, became.get(before.id), what, revision)
        elif now.editorial_status in ("draft", "in-review"):
            message = f'the {what} was published in {revision}, and "{now.editorial_status}" would take it off the site; withdraw it instead'
            yield Problem(now.place("status"), message, ID)
        elif now.editorial_status != "withdrawn":
            yield from _lessons(before, now, revision)


def _vanished(before: Entry, now: Entry | None, what: str, revision: str) -> Problem:
    if now is not None:
        message = (
            f'the published {what} "{before.id}" seems to have become this one since {revision}; '
            f"add here `formerly: {before.id}`, so that its address leads on"
        )
        return Problem(Place(now.path), message, ID)
    message = (
        f'the published {what} "{before.id}" has vanished since {revision}; if it was renamed, add to the new file '
        f"`formerly: {before.id}`; if it was withdrawn, keep the file with `status: withdrawn`"
    )
    return Problem(Place(before.path), message, ID)


def _new(collection: Collection, folder: Path, revision: str) -> list[Entry]:
    """Return the entries whose ids were not there in the revision."""
    listed = git.text(folder, "ls-tree", "-r", "-z", "--name-only", commit_of(folder, revision), "--", ".") or ""
    before = {PurePosixPath(path).stem for path in listed.split("\0") if _is_entry(path)}
    return [entry for entry in collection.entries if entry.id not in before]


def _lessons(before: Entry, now: Entry, revision: str) -> Iterator[Problem]:
    present = {value.text for lesson in now.body.lessons for key in ("id", "formerly") for value in lesson.values(key)}
    for lesson in before.body.lessons:
        id_ = lesson.get("id")
        if id_ and id_ not in present:
            heir = next((one for one in now.body.lessons if one.statement == lesson.statement), None)
            message = (
                f'the lesson "{id_}", published in {revision}, has vanished; if its Id changed, add to it '
                f"`- Formerly: {id_}`; where it no longer holds, keep it with a Status and a Reason"
            )
            yield Problem(heir.place if heir else Place(now.path), message, ID)


def _published(entry: Entry) -> bool:
    return entry.editorial_status == "published"


def _now(before: Entry, collection: Collection) -> Entry | None:
    id_ = before.id if before.id in collection.by_id else collection.former_reviews.get(before.id, "")
    return collection.by_id.get(id_)


def entries_at(folder: Path, revision: str) -> dict[str, Entry]:
    """Return every entry of a folder by id, as it was in a revision.

    Raises :class:`LessonsError` when the folder is not in git or the revision unknown.
    """
    commit = commit_of(folder, revision)
    listed = git.text(folder, "ls-tree", "-r", "-z", "--name-only", commit, "--", ".") or ""
    return {entry.id: entry for entry in _entries(folder, commit, listed.split("\0"))}


def _changed(folder: Path, revision: str) -> Iterator[Entry]:
    """Yield the entries of the revision that are different now, as they were."""
    commit = commit_of(folder, revision)
    listed = git.text(
        folder, "diff", "--name-only", "--no-renames", "--diff-filter=MDT", "--relative", "-z", commit, "--", "."
    )
    yield from _entries(folder, commit, (listed or "").split("\0"))


def commit_of(folder: Path, revision: str) -> str:
    """Return the id of a revision's commit. Raises :class:`LessonsError` when the folder is not in git or the revision unknown."""
    if not folder.is_dir():
        raise LessonsError(f"there is no folder {folder}")
    # What begins with a hyphen would be read as an option.
    commit = git.text(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is not None:
        return commit.strip()
    asked = git.run(folder, "rev-parse", "--git-dir")
    if asked.returncode:
        raise LessonsError(
            git.refusal(folder, asked.stderr)
            or f"{folder} is not in a git repository, so there is nothing to compare with"
        )
    raise LessonsError(f'git does not know the revision "{revision}"; in a shallow clone, fetch it first')


def _is_entry(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(path) and is_entry(pure.name) and not any(part[0] in "_." for part in pure.parts[:-1])


def _entries(folder: Path, commit: str, paths: Iterable[str]) -> Iterator[Entry]:
    """Yield the entries among the paths as they were in a commit; git is asked once for all of them."""
    # A path with a line end in it cannot be asked for in a line, and cannot be the name of a review.
    entry_paths = [path for path in paths if _is_entry(path) and "\n" not in path]
    asked = "".join(f"{commit}:./{path}\n" for path in entry_paths)
    answered = (git.answer(folder, "cat-file", "--batch", given=asked.encode()) if entry_paths else None) or b""
    at = 0
    for path in entry_paths:
        end = answered.find(b"\n", at)
        if end < 0:
            return
        header = answered[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(header) == 3 and header[1] == b"blob":
            size = int(header[2])
            text = answered[at : at + size].decode("utf-8", "replace")
            at += size + 1
            normal = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
            yield read_string(normal, (folder / path).as_posix(), use=is_use(PurePosixPath(path)))
