"""What ``--fix`` would change in lines that a pull request shows, each change as one suggestion."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons.authoring import against, fixes
from lessons.entries.collection import Collection
from lessons.text import git

# Of a change, the code host shows that many lines before and after, and takes comments on no others.
_AROUND = 3
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")

Lines = tuple[int, int]


@dataclass(frozen=True)
class Suggestion:
    """Other lines in place of lines ``first`` to ``last`` of an entry; ``path`` is that of messages, ``file`` that in the repository."""

    path: str
    file: str
    first: int
    last: int
    lines: tuple[str, ...]


def suggested(collection: Collection, folder: Path, revision: str, paths: Iterable[str]) -> Iterator[Suggestion]:
    """Yield what can be fixed in the entries at ``paths``, in lines that are shown with what changed since the revision.

    Raises :class:`~lessons.problems.LessonsError` as git does.
    """
    shown = shown_lines(folder, revision)
    inside = (git.text(folder, "rev-parse", "--show-prefix") or "").rstrip("\n")
    for file in fixes.fixed(collection, set(paths)):
        relative = (file.path.parent.resolve() / file.path.name).relative_to(folder.resolve()).as_posix()
        for (first, last), lines in replaced(file.before, file.after):
            if any(start <= first and last <= end for start, end in shown.get(relative, ())):
                yield Suggestion(file.path.as_posix(), inside + relative, first, last, lines)


def replaced(before: str, after: str) -> Iterator[tuple[Lines, tuple[str, ...]]]:
    """Yield the lines of a text, the first and the last of them by number, that others stand for in the text after it."""
    old, new = _lines(before), _lines(after)
    for kind, first, end, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "insert" and old:
            # Lines can be put beside a line, not between two.
            at = max(first - 1, 0)
            beside, put = [old[at]], new[start:stop]
            yield (at + 1, at + 1), tuple(beside + put if first else put + beside)
        elif kind in ("replace", "delete"):
            yield (first + 1, end), tuple(new[start:stop])


def _lines(text: str) -> list[str]:
    """Return the lines as git counts them, without their ends."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def shown_lines(folder: Path, revision: str) -> dict[str, list[Lines]]:
    """Return, by the path inside the folder, which lines of each file are shown with what changed since the revision."""
    commit = against.commit_of(folder, revision)
    listed = git.text(
        folder, "-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--relative",
        f"--unified={_AROUND}", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", commit, "--", ".",
    )  # fmt: skip
    found: dict[str, list[Lines]] = {}
    path, old, new = "", 0, 0
    for line in (listed or "").split("\n"):
        if old > 0 or new > 0:
            # Inside a hunk every line is one of the file, whatever it looks like.
            old -= line[:1] in ("", " ", "-")
            new -= line[:1] in ("", " ", "+")
        elif line.startswith("+++ b/"):
            path = line.removeprefix("+++ b/").removesuffix("\t")
        elif match := _HUNK.match(line):
            old, first, new = int(match[1] or 1), int(match[2]), int(match[3] or 1)
            if new:
                found.setdefault(path, []).append((first, first + new - 1))
    return found
