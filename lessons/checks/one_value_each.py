"""Each item of a list is one value, on a line of its own.

What is right: `tags:` and below it `  - gritting` and `  - winter`, one on each line, each after a hyphen and a space; or `tags: [gritting, winter]`.
Commas and semicolons do not divide a value, and a bullet from a word processor (•) begins no list. Where a comma belongs to the
value, put it in quotes: `- "parts, materials and processes"`. The name of a partner may hold a comma, so there it is advice; and so is a slash, a plus or a dash
between spaces, which may belong to one value. A value stands in a list once: *Night Buses* and *night buses* are one tag.

Why: what is counted and filtered is each value as it stands; "gritting, winter" would be one tag that no other review has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.refusing import shorten
from lessons.record.review import LISTS, vocabulary_fields
from lessons.record.vocabulary.model import folded
from lessons.text import nodes

ID = "one-value-each"
# Lists of the writer's own words; of terms the rule `known-terms` speaks.
_TEXTS: tuple[tuple[str, ...], ...] = (("tags",), ("partners",), ("contributors",), ("contributors", "role"))
# Those in which a value stands once; two people may have one role.
_LISTS = ("tags", "partners", *(name for name in vocabulary_fields() if name in LISTS))
_BULLETS = "+•●○▪▫■□‣◦∙·–—*➢➤►✓✔\uf0b7\uf0a7"
_MARK = re.compile(rf"(?:^|\s)(?:[{_BULLETS}]\s*(?=\S)|-(?=[^\W\d_]))")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}[.)]\s")
_COMMA = re.compile(r",\s|[、，]|(?<=[^\W\d_]),(?=[^\W\d_])")
_SEMICOLON = re.compile(r"[;；|]|\s[•·]\s")
# These divide values as people write them, and stand inside one as well: with a space on each side, or a tab.
_PERHAPS = re.compile(r"\s[/\\+]\s|\t")
_PERHAPS_TAGS = re.compile(rf"{_PERHAPS.pattern}|\s(?:[–—-]|->|→)\s")
# What follows a comma in the name of one body, and what begins such a name.
_OF_A_NAME = re.compile(r"(?:Inc|Ltd|LLC|LLP|Plc|PLC|Co|Jr|Sr|GmbH|S\.?A)\b\.?", re.IGNORECASE)
_ONE_BODY = re.compile(r"(?:Department|Ministry|Office|Directorate|Committee|Board|Commission|Minister|Secretary)\b")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each item that holds several, or a bullet; advice where a comma may be part of a name, and of a value that is there already.

    What was imported is kept as it was recorded.
    """
    if not judged(entry):
        return
    for path in _TEXTS:
        for scalar in entry.scalars(*path):
            if not collection.vocabulary.knows_organisation(scalar.text):
                yield from _of_item(entry, path, scalar)
    for name in _LISTS:
        yield from _again(entry, name)


def _again(entry: Entry, name: str) -> Iterator[Problem]:
    """Yield advice for each value of a list that stands in it already, but for its case, hyphens and spaces."""
    before: dict[str, str] = {}
    for scalar in entry.scalars(name):
        first = before.get(folded(scalar.text))
        if first is None:
            before[folded(scalar.text)] = scalar.text
            continue
        words = "is listed twice" if first == scalar.text else f'is the same as "{shorten(first)}"'
        yield Problem(scalar.place, f'{name}: "{shorten(scalar.text)}" {words}; delete one', ID, "advice")


def _of_item(entry: Entry, path: tuple[str, ...], scalar: nodes.Scalar) -> Iterator[Problem]:
    parts = several(path, scalar)
    is_tag = path == ("tags",)
    # Who knows how to write a list writes a comma where it belongs to a name: "Management Unit, University of Manchester".
    in_a_list = isinstance(entry.written(path[0]), nodes.Sequence)
    if not is_tag and in_a_list and len(parts) == 2 and _COMMA.search(scalar.text):
        return
    found, severity = f'{path[0]}: found "{shorten(scalar.text)}"', "error"
    if len(parts) > 1:
        right = "write each on a line of its own, after a hyphen and a space"
        if not _certainly_several(path, scalar.text):
            right, severity = "if these are several, write each on a line of its own", "advice"
        words = f"{found}; {right}: {shorten(_listed(parts), 80)}"
    elif parts == [scalar.text]:
        wrapped = lines_of(entry, scalar)
        if not wrapped:
            return
        words = f"{found} over {len(wrapped)} lines; begin each item with a hyphen and a space"
        severity = "error" if is_tag else "advice"
    elif scalar.text.startswith(parts[0]):
        words = f"{found}; write it without the mark at its end: {shorten(parts[0])}"
    else:
        words = f"{found}; an item of a list begins with a hyphen and a space: `- {shorten(parts[0])}`"
    yield Problem(scalar.place, words, ID, severity)


def several(path: tuple[str, ...], scalar: nodes.Scalar) -> list[str]:
    """Return the values that one text of a list holds, without their bullets; alone the text itself where it is one."""
    if not scalar.plain:
        return [scalar.text]  # whoever puts quotes around it means one
    text = scalar.text.strip(" ,;")
    if _MARK.match(text):
        parts = _MARK.split(text)
    elif len(_NUMBERED.findall(text)) > 1 and _NUMBERED.match(text):
        parts = _NUMBERED.split(text)
    elif _SEMICOLON.search(text):
        parts = _SEMICOLON.split(text)
    elif path == ("tags",) and _COMMA.search(text) and "& " not in text:
        parts = _COMMA.split(text)
    elif len(names := perhaps_several(text)) > 1:
        parts = names
    else:
        parts = (_PERHAPS_TAGS if path == ("tags",) else _PERHAPS).split(text)
    return [part.strip() for part in parts if part.strip()] or [scalar.text]


def perhaps_several(text: str) -> list[str]:
    """Return the names that commas divide, alone the text itself where it rather is one: a comma may be part of a name."""
    if not _COMMA.search(text) or "& " in text or not _may_be_several(text):
        return [text]
    return [part.strip() for part in _COMMA.split(text) if part.strip()]


def lines_of(entry: Entry, scalar: nodes.Scalar) -> list[str]:
    """Return the lines that one unquoted text runs over, or nothing where it stands on one."""
    lines = entry.text.split("\n")[scalar.place.line - 1 :]
    found: list[str] = []
    for line in lines:
        found.append(line[scalar.place.column - 1 :].strip() if not found else line.strip())
        whole = " ".join(found)
        if not scalar.text.startswith(whole) or scalar.text == whole:
            break
    return found if len(found) > 1 and " ".join(found) == scalar.text else []


def _certainly_several(path: tuple[str, ...], text: str) -> bool:
    """Return whether a text from which :func:`several` made several values cannot be one."""
    if _SEMICOLON.search(text) or _MARK.match(text) or _NUMBERED.match(text):
        return True
    return path == ("tags",) and _COMMA.search(text) is not None


def _may_be_several(text: str) -> bool:
    parts = _COMMA.split(text)
    if _ONE_BODY.match(text) or any(_OF_A_NAME.match(part) for part in parts[1:]):
        return False
    return all(part[:1].isupper() for part in parts) or all(part[:1].islower() for part in parts)


def _listed(parts: list[str]) -> str:
    return " ".join(f"- {part}" for part in parts)
