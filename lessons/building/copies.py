"""What else holds an entry: versions in git, and files that were made from the databases."""

from __future__ import annotations

import gzip
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lessons.problems import LessonsError
from lessons.text import git

_CHUNK = 1 << 20
_SEPARATOR = "\x1f"
# What a build keeps and locks beside a database: it holds what the entries' files hold, and is built anew with it.
_OF_BUILDS = re.compile(r"\..+\.db\.(?:kept|lock|[0-9a-f]+\.building)")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Commit:
    """A commit that wrote a version of a file: its short id and its day, who wrote it and what they said."""

    id: str
    day: str
    by: str
    subject: str

    def __str__(self) -> str:
        return f"{self.id} of {self.day}"


@dataclass(frozen=True)
class HeldInGit:
    """The versions that git has: commits that wrote one, the oldest first; their paths; branches, tags and others whose history holds them.

    ``committed`` says whether the file is committed as it stands. Where git cannot be asked ``unknown`` says why, and it is ``None``
    where there is no repository either.
    """

    commits: tuple[Commit, ...] = ()
    paths: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    committed: bool = True
    unknown: str | None = None


def in_git(folder: Path, ids: Iterable[str], files: Collection[Path]) -> HeldInGit:
    """Return what git has of entries with these ids, wherever in the repository of ``folder`` they stood; ``files`` are theirs now."""
    pathspecs = [f":(top,icase,glob)**/{id_}.{ending}" for id_ in sorted(ids) for ending in ("md", "markdown")]
    try:
        asked = git.run(folder, "rev-parse", "--git-dir", offline=True)
        if asked.returncode:
            return HeldInGit(unknown=git.refusal(folder, asked.stderr))
        commits = [
            line.split(_SEPARATOR, 3)
            for line in _lines(
                folder, "log", "--all", "--reverse", "--date=short", "--diff-filter=AMRT", f"--format=%h{_SEPARATOR}%cd{_SEPARATOR}%an{_SEPARATOR}%s", "--", *pathspecs
            )
        ]  # fmt: skip
        listed = _asked(
            folder, "log", "--all", "--format=", "--name-only", "-z", "--diff-filter=AMRT", "--", *pathspecs
        )
        paths = sorted({path for path in listed.replace("\n", "\0").split("\0") if path})
        added = _lines(folder, "log", "--all", "--diff-filter=A", "--format=%H", "--", *pathspecs)
        refs = {
            ref
            for commit in added
            for ref in _lines(folder, "for-each-ref", "--format=%(refname:short)", "--contains", commit)
        }
        changed = _lines(folder, "status", "--porcelain", "--", *(str(path.absolute()) for path in files))
    except LessonsError as error:
        return HeldInGit(unknown=str(error) if git.in_repository(folder) else None)
    return HeldInGit(tuple(Commit(*parts) for parts in commits), tuple(paths), tuple(sorted(refs)), not changed)


def commits_naming(folder: Path, words: Iterable[str]) -> tuple[int, str | None]:
    """Return how many commits, of whatever branch, brought or took a line with one of the words, and why that is not known if it is not."""
    pattern = "|".join(
        re.sub(r"[ ._-]+", "[[:space:]._-]*", re.sub(r"([][(){}*+?^$|\\])", r"\\\1", word)) for word in words
    )
    try:
        if git.run(folder, "rev-parse", "--git-dir", offline=True).returncode:
            return 0, None
        found = _lines(
            folder,
            "log",
            "--all",
            "--extended-regexp",
            "--regexp-ignore-case",
            "--format=%h",
            f"-G{pattern}",
            "--",
            ".",
        )
    except LessonsError as error:
        return 0, str(error) if git.in_repository(folder) else None
    return len(found), None


def _asked(folder: Path, *arguments: str) -> str:
    done = git.run(folder, *arguments, offline=True, seconds=None)
    if done.returncode and b"does not have any commits yet" not in done.stderr:
        raise LessonsError(git.refusal(folder, done.stderr) or "git cannot read the repository")
    return done.stdout.decode("utf-8", "replace")


def _lines(folder: Path, *arguments: str) -> list[str]:
    return [line for line in _asked(folder, *arguments).splitlines() if line.strip()]


def naming(folders: Iterable[Path], words: Iterable[str], besides: Collection[Path]) -> Iterator[Path]:
    """Yield the files below the folders whose path or content, also inside archives, has one of the words.

    ``besides`` are files that are not looked at. What cannot be read is passed over.
    """
    words = sorted(words)
    inside = b"|".join(re.escape(word.encode()) for word in words)
    pattern = re.compile(rb"(?<![a-z0-9-])(?:" + inside + rb")(?![a-z0-9-])", re.IGNORECASE)
    longest = max(map(len, words), default=0) + 2
    left_out = {os.path.realpath(path) for path in besides}
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = Path(place, name)
                if os.path.realpath(path) in left_out or _OF_BUILDS.fullmatch(name) or not path.is_file():
                    continue
                within = path.relative_to(folder).as_posix().encode("utf-8", "replace")
                if pattern.search(within) or any(_has(stream, pattern, longest) for stream in _streams(path, pattern)):
                    yield path


def _streams(path: Path, pattern: re.Pattern[bytes]) -> Iterator[_Readable]:
    """Yield what is in a file: its bytes, and where it is an archive, what that unpacks to."""
    try:
        with path.open("rb") as stream:
            yield stream
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.infolist():
                    with archive.open(member) as stream:
                        yield stream
        elif path.suffix == ".gz":
            with gzip.open(path) as stream:
                yield stream
    except (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return


def _has(stream: _Readable, pattern: re.Pattern[bytes], longest: int) -> bool:
    kept = b""
    try:
        while chunk := stream.read(_CHUNK):
            if pattern.search(kept + chunk):
                return True
            kept = (kept + chunk)[-longest:]
    except (OSError, EOFError, ValueError, zipfile.BadZipFile):
        pass
    return False
