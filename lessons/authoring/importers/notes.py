"""Records from a folder of Markdown files: their front matter, in YAML or TOML, their sections and their places."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessons.authoring.importers import prose
from lessons.authoring.importers.sources import Row, Settings, text_of, undecoded
from lessons.problems import LessonsError, Place
from lessons.text import files, markdown, nodes

_ENDINGS = frozenset({".md", ".markdown"})
_FENCES = {"---": "---", "+++": "+++"}


def read_markdown(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield each Markdown file under a folder: its front matter by name, and columns of its own.

    These are ``file`` (its name without ``.md``), ``path`` and ``folder`` inside the source, ``heading`` (the first of level 1), ``body``, and each section of
    level 2 under ``# `` and its heading.
    """
    if not path.is_dir():
        raise LessonsError(f"there is no folder {path}; a Markdown source is a folder of files")
    for file in sorted(path.rglob("*"), key=lambda file: file.relative_to(path).as_posix()):
        inside = file.relative_to(path).as_posix()
        # What begins with a dot belongs to programs; a README is a page like the others.
        if (
            file.suffix.lower() not in _ENDINGS
            or file.is_dir()
            or any(part.startswith(".") for part in inside.split("/"))
        ):
            continue
        yield _row(file, inside, path, settings)


def _row(file: Path, inside: str, root: Path, settings: Settings) -> Row:
    place = Place(file.as_posix())
    try:
        text = _text(file, root, settings.encoding)
    except files.Unreadable as unreadable:
        first = unreadable.problems[0]
        return Row(first.place, fault=first.message, path=inside)
    except LessonsError as error:
        return Row(place, fault=str(error).removeprefix(f"{file} "), path=inside)
    mark, front, body = _front_and_body(text)
    try:
        values = _toml(front) if mark == "+++" else _yaml(front, file)
    except tomllib.TOMLDecodeError as error:
        return Row(place, fault=f"the front matter is not TOML: {error}", path=inside)
    except _FrontMatterError as error:
        return Row(error.place, fault=str(error), path=inside)
    try:
        heading, sections = prose.title(body), prose.sections(body)
    except (markdown.TooSlowError, markdown.TooDeepError):
        return Row(place, fault="the text is nested too deeply, or takes too long to read", path=inside)
    where = {"path": inside, "folder": inside.rpartition("/")[0], "heading": heading}
    return Row(place, {**where, **values, "file": file.stem, "body": body, **sections}, path=inside)


def _text(file: Path, root: Path, encoding: str) -> str:
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return files.read_text(file, file.as_posix(), inside=root)
    text = text_of(file, encoding)
    fault = undecoded(text, encoding)
    if fault:
        raise LessonsError(fault)
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _FrontMatterError(Exception):
    """The front matter cannot be read as YAML."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.place = place


def _yaml(front: str, file: Path) -> dict[str, Any]:
    parsed = nodes.parse(front, file.as_posix(), first_line=2)
    if parsed.faults:
        raise _FrontMatterError(parsed.faults[0].message, parsed.faults[0].place)
    return nodes.data(parsed.root) or {}


def _toml(front: str) -> dict[str, Any]:
    read: dict[str, Any] = _texts(tomllib.loads(front, parse_float=str))
    return read


def _texts(value: Any) -> Any:
    """Return numbers and dates as they are written; the rules of a map take texts."""
    if isinstance(value, Mapping):
        return {name: _texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value if isinstance(value, bool | str) else str(value)


def _front_and_body(text: str) -> tuple[str, str, str]:
    """Return the mark of the front matter, the front matter and the text below."""
    lines = text.split("\n")
    mark = _FENCES.get(lines[0].rstrip(), "")
    if not mark:
        return "", "", text
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == mark), None)
    return ("", "", text) if end is None else (mark, "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]))
