"""Edits to a file's text that leave every other byte as it is: line ends, byte-order mark and all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lessons.entries.lesson_fields import FieldValue
from lessons.record import writing
from lessons.text.nodes import Scalar

_LINE_END = re.compile("\r\n|\r|\n")
# What stands before a value that is alone on its line: its name, or the mark of a list.
_BEFORE_VALUE = re.compile(r"\s*(?:[\w-]+:|-)\s+")
_NOTHING = re.compile(r"\s*(?:\s#.*)?")
# What stands before and after a value in braces or brackets, `{from: 2020-01, to: ongoing}` and `[buses, n/a]`.
_BEFORE_IN_BRACES = re.compile(r"(?P<mark>[\[{,])\s*(?P<value>(?:[\w-]+:\s+)?)$")
_AFTER_IN_BRACES = re.compile(r"\s*(?P<mark>[,}\]])\s*")
BOM = "\ufeff"


@dataclass(frozen=True, order=True)
class Edit:
    """One replacement: in ``line`` (from 1) the characters from ``start`` to ``end`` (from 0) become ``text``.

    With ``insert`` the text becomes lines of its own before the line; ``line`` may then be one past the last. With ``remove`` the
    whole line goes.
    """

    line: int
    start: int
    end: int
    text: str
    insert: bool = False
    remove: bool = False


def replacement(line: int, start: int, old: str, new: str) -> Edit:
    """Return the edit that puts ``new`` in the place of ``old``, which begins at ``start`` (from 0)."""
    return Edit(line, start, start + len(old), new)


def insertion(line: int, text: str) -> Edit:
    """Return the edit that puts lines of text before a line."""
    return Edit(line, 0, 0, text, insert=True)


def removal(line: int) -> Edit:
    """Return the edit that takes a whole line away."""
    return Edit(line, 0, 0, "", remove=True)


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Return the source, line ends as in the file, with the edits made; of two that overlap only the later one is."""
    mark = BOM if source.startswith(BOM) else ""
    texts, ends = _split(source.removeprefix(BOM))
    usual = next((end for end in ends if end), "\n")
    # From the end backwards, so that no edit moves the place of the next; in a line, replacements before insertions above it.
    free_before = (0, 0)
    for edit in sorted(set(edits), key=lambda edit: (-edit.line, edit.insert, edit.remove, -edit.start)):
        at = edit.line - 1
        if edit.remove:
            del texts[at], ends[at]
        elif edit.insert:
            if at >= len(texts) and ends and not ends[-1]:
                ends[-1] = usual
            new = edit.text.split("\n")
            texts[at:at], ends[at:at] = new, [usual] * len(new)
        elif free_before[0] != edit.line or edit.end <= free_before[1]:
            texts[at] = texts[at][: edit.start] + edit.text + texts[at][edit.end :]
            free_before = (edit.line, edit.start)
    return mark + "".join(text + end for text, end in zip(texts, ends, strict=True))


def _split(source: str) -> tuple[list[str], list[str]]:
    """Return the lines without their ends, and the ends; the last line may have none."""
    texts, ends, start = [], [], 0
    for match in _LINE_END.finditer(source):
        texts.append(source[start : match.start()])
        ends.append(match.group())
        start = match.end()
    if start < len(source):
        texts.append(source[start:])
        ends.append("")
    return texts, ends


def front_value(lines: list[str], scalar: Scalar, new: str) -> Edit | None:
    """Return the edit that replaces a value of the front matter, or ``None`` when it is not written on one line."""
    line = lines[scalar.place.line - 1] if scalar.place.line <= len(lines) else ""
    at = scalar.place.column - 1
    for old in (scalar.text,) if scalar.plain else (f'"{scalar.text}"', f"'{scalar.text}'"):
        if line.startswith(old, at):
            return replacement(scalar.place.line, at, old, writing.scalar(new))
    return None


def front_line(lines: list[str], scalar: Scalar) -> Edit | None:
    """Return the edit that takes away a value of the front matter and its name: the line, or the part of what is in braces.

    ``None`` when more stands on the line or hangs on it, and when nothing would be left in the braces.
    """
    number = scalar.place.line
    line = lines[number - 1] if number <= len(lines) else ""
    before, after = line[: scalar.place.column - 1], line[scalar.place.column - 1 :]
    written = (scalar.text,) if scalar.plain else (f'"{scalar.text}"', f"'{scalar.text}'")
    rest = next((after[len(one) :] for one in written if after.startswith(one)), None)
    if rest is None:
        return None
    if in_braces := _BEFORE_IN_BRACES.search(before):
        return _out_of_braces(number, line, in_braces, rest)
    if not _BEFORE_VALUE.fullmatch(before) or not _NOTHING.fullmatch(rest):
        return None
    below = lines[number] if number < len(lines) else ""
    # What is indented deeper goes on with the value, or hangs on the item whose first field this is.
    hanging = below.strip() and len(below) - len(below.lstrip()) > len(line) - len(line.lstrip())
    return None if hanging else removal(number)


def _out_of_braces(number: int, line: str, before: re.Match[str], rest: str) -> Edit | None:
    """Return the edit that takes a value out of braces or brackets, with the comma that parts it from what stays."""
    after = _AFTER_IN_BRACES.match(rest)
    opens = before["mark"] != ","
    if after is None or (opens and after["mark"] != ","):
        return None
    end = len(line) - len(rest) + (after.end() if opens else after.start("mark"))
    return Edit(number, before.start("value") if opens else before.start(), end, "")


def field_line(lines: list[str], value: FieldValue) -> Edit | None:
    """Return the edit that takes away the line of a lesson's field, or ``None`` when its value is not on that line alone."""
    number = value.place.line
    line = lines[number - 1] if number <= len(lines) else ""
    below = lines[number].strip() if number < len(lines) else ""
    alone = line.rstrip().endswith(value.text) and (not below or re.match(r"[-*+]\s|#", below))
    return removal(number) if alone else None


def field_value(lines: list[str], value: FieldValue, old: str, new: str) -> Edit | None:
    """Return the edit that replaces ``old`` in a lesson's field, or ``None`` when it is not there once on the field's line."""
    line = lines[value.place.line - 1] if value.place.line <= len(lines) else ""
    colon = max(line.find(":"), line.find("："))
    if colon < 0 or line.count(old, colon) != 1:
        return None
    return replacement(value.place.line, line.index(old, colon), old, new)
