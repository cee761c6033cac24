"""A unit of one's own: the files of a repository that checks, builds and serves at once.

The vocabulary is that of the founding reviews or of another unit, with the terms as they are, so that libraries that share them can be
combined; who the unit is, is its own. What else is written stands in ``lessons/deploy/unit``.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from string import Template

from lessons import __version__
from lessons.problems import LessonsError
from lessons.record import FILE_NAME, json_schema
from lessons.record.scaffold import SCHEMA_FILE, SCHEMA_FILE_OF_USES
from lessons.record.use import LessonUse
from lessons.record.vocabulary import ascii_slug
from lessons.record.vocabulary.loading import read_string
from lessons.record.writing import LessonText, block, literal_heading, review
from lessons.schemes import NOT_STATED
from lessons.text import files, nodes

DISTRIBUTION = "lessons-learned-unit"
FIRST_REVIEW = "setting-up-this-library"
_DEPLOY = Path(__file__).parents[1] / "deploy"
# An installed package has these in `deploy`; a clone where they are used.
_CLONE = Path(__file__).parents[2]
# Who a unit is, and who consented to be named there, is no other unit's.
_OWN = ("unit", "people")


@dataclass(frozen=True)
class NewUnit:
    """What is told of a new unit: its name, the day (YYYY-MM-DD) on which it begins, its vocabulary, and the program that it installs.

    ``words`` is the text of a vocabulary without a unit, ``requirement`` a line of a requirements file. Without a ``slug`` it is made from
    the name.
    """

    name: str
    day: str
    words: str
    requirement: str
    slug: str = ""


def founding_vocabulary() -> str:
    """Return the text of the founding reviews' vocabulary without its unit, its people and its organisations."""
    return without(_shipped(FILE_NAME, _CLONE / "entries"), (*_OWN, "organisations"))


def shared_vocabulary(path: Path) -> str:
    """Return the text of another unit's vocabulary without its unit and its people; ``path`` is the file, its folder or its repository.

    Organisations stay: one of them under two names would be two facets in a library of both units.
    Raises :class:`LessonsError` when it cannot be read or has problems.
    """
    file = next((one for one in (path / FILE_NAME, path / "entries" / FILE_NAME) if one.is_file()), path)
    if file.is_dir():
        raise LessonsError(f"there is no {FILE_NAME} in {path}")
    try:
        text = files.read_text(file, str(file))
    except files.Unreadable as unreadable:
        raise LessonsError(str(unreadable.problems[0])) from unreadable
    problems = read_string(text, str(file)).problems
    if problems:
        raise LessonsError(f"{problems[0]}; correct that vocabulary first")
    return without(text, _OWN)


def without(text: str, names: tuple[str, ...]) -> str:
    """Return the text of a vocabulary without these blocks of its top level; a comment stays with what it stands above."""
    before, blocks = _blocks(text)
    return _joined(before, [line for name, lines in blocks for line in lines if name not in names])


def _blocks(text: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return the comments that are about the whole file, and each name of the top level with its lines.

    About the whole file is what stands above the first name with an empty line between, or above all names without one.
    """
    root = nodes.parse(text, FILE_NAME).root
    lines = text.splitlines()
    if root is None or not root.names:
        return lines, []
    # Counted from 0.
    begins = [place.line - 1 for place in root.names.values()]
    above = _with_comments_above(lines, begins[0])
    begins = [above or begins[0], *(_with_comments_above(lines, line) for line in begins[1:])]
    ranges = zip(root.names, begins, [*begins[1:], len(lines)], strict=True)
    return lines[: begins[0]], [(name, lines[begin:end]) for name, begin, end in ranges]


def _joined(before: list[str], lines: list[str]) -> str:
    """Return a vocabulary with an empty line below what is about the whole file."""
    about = "\n".join(before).rstrip("\n")
    return "\n\n".join(part for part in (about, "\n".join(lines).strip("\n")) if part) + "\n"


def _with_comments_above(lines: list[str], line: int) -> int:
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def requirement() -> str:
    """Return the line of a requirements file that installs this program as it was installed here (PEP 610)."""
    direct = None
    with suppress(metadata.PackageNotFoundError, ValueError):
        direct = json.loads(metadata.distribution(DISTRIBUTION).read_text("direct_url.json") or "null")
    if not direct:
        return f"{DISTRIBUTION}=={__version__}"
    url, git = direct["url"], direct.get("vcs_info", {})
    return f"{DISTRIBUTION} @ " + (f"{git['vcs']}+{url}@{git['commit_id']}" if git else url)


def contents(unit: NewUnit) -> dict[str, str]:
    """Return the text of every file of the unit's repository, by its path."""
    words = _with_unit(unit)
    read = read_string(words)
    names = {"name": literal_heading(unit.name)}
    return {
        "README.md": Template(_template("README.md")).substitute(names),
        ".gitignore": _template("gitignore"),
        ".github/workflows/reviews.yml": _template("reviews.yml"),
        ".github/workflows/accepted-issues.yml": _shipped("accepted-issues.yml", _CLONE / ".github" / "workflows"),
        "requirements.txt": f"# The program that checks, builds and serves the reviews.\n{unit.requirement}\n",
        "metadata.yml": _titled(_shipped("metadata.yml", _CLONE), unit.name),
        f"entries/{FILE_NAME}": words,
        f"entries/{SCHEMA_FILE}": json_schema.text(read),
        f"entries/{SCHEMA_FILE_OF_USES}": json_schema.text(read, LessonUse),
        f"entries/{FIRST_REVIEW}.md": _first_review(unit),
    }


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write the files into ``folder``, which is made where it is not there.

    Raises :class:`LessonsError` when it holds anything but git's own folder, or cannot be written to; then it is left as it was.
    """
    there = folder.exists()
    if there and not folder.is_dir():
        raise LessonsError(f"{folder} is not a folder; choose a new one")
    written: list[Path] = []
    try:
        found = sorted(one.name for one in folder.iterdir() if one.name != ".git") if there else []
        if found:
            raise LessonsError(f"{folder} is not empty ({found[0]}); choose a new folder, or an empty one")
        for name, text in texts.items():
            path = folder / name
            written += [
                one for one in reversed([path, *path.parents]) if one.is_relative_to(folder) and not one.exists()
            ]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        for one in reversed(written):
            with suppress(OSError):
                one.rmdir() if one.is_dir() else one.unlink(missing_ok=True)
        raise LessonsError(f"cannot write to {folder}: {files.reason(error)}") from error


def _with_unit(unit: NewUnit) -> str:
    """Return the vocabulary with who the unit is, below what is about the whole file."""
    before, blocks = _blocks(unit.words)
    about = {"slug": unit.slug or ascii_slug(unit.name) or "unit", "name": unit.name}
    rest = [line for _, lines in blocks for line in lines]
    return _joined(before, [*block({"unit": about}), "", *rest])


def _titled(text: str, name: str) -> str:
    """Return Datasette's metadata with the unit's name as its title."""
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    # As JSON writes it: whoever reads this takes a bare 1998 for a number.
    lines[at] = f"title: {json.dumps(name, ensure_ascii=False)}"
    return "\n".join(lines)


def _first_review(unit: NewUnit) -> str:
    """Return a review that is true of every new unit, and shows what one looks like."""
    fields = {
        "title": f"Setting up the library of {unit.name}",
        "date": unit.day,
        "organisation": unit.name,
        "sector": NOT_STATED,
        "result": "too-early",
        "type": "rapid-lesson",
    }
    happened = (
        f"The library was set up on {unit.day} with the command `lessons init`, which also wrote this review, so that there is one to look at. "
        "Nothing can be said yet of what comes of it.\n\n"
        "Write your own first review with `lessons new`, or with the form *Add a review* on the site; then delete this file."
    )
    lesson = LessonText(
        "Write the first review of your own while the work is fresh in mind",
        "An empty library is not searched, and a library that is not searched gets no reviews.",
        [
            ("Id", "write-the-first-review"),
            ("Basis", "reviewer"),
            (
                "Recommendation",
                "Choose one piece of work that ended in the last month, and write down in a rapid lesson what you would do differently next time.",
            ),
            ("Applies when", "A unit has a library and no reviews yet."),
        ],
    )
    return review(fields, [("What happened", happened)], [lesson])


def _template(name: str) -> str:
    return (_DEPLOY / "unit" / name).read_text("utf-8")


def _shipped(name: str, in_clone: Path) -> str:
    installed = _DEPLOY / name
    return (installed if installed.is_file() else in_clone / name).read_text("utf-8")
