"""Writing a review: values to YAML that reads back as they were, plain text to Markdown that shows it unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.problems import LessonsError
from lessons.record.review import Review
from lessons.text import invisible
from lessons.text.atomic import atomically
from lessons.text.files import reason

# What the reader of entries refuses (see lessons.text.files) and what no UTF-8 text can hold.
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202d\u202e\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[^\W_](?:\w|[ ,.()'/&;+%£$€’–-])*", re.UNICODE)
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)
# Words that other readers of YAML turn into truth values or nothing; ours does not, but files are read by both.
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_INLINE = re.compile(
    r"[\\`*\[\]]"  # always mean something
    r"|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_"  # emphasis, but not inside a word
    r"|<(?=\S)|&(?=#?\w+;)|~(?=~)|(?<=~)~"  # tags and addresses, entities, strikethrough
)
# What would begin a heading, a list, a quotation, a rule, the underline of a heading or the ruler of a table.
_LINE_START = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|[-=]+\s*$|[-:|\s]+$")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
PARAGRAPHS, BREAKS = "paragraphs", "breaks"


@dataclass(frozen=True)
class LessonText:
    """One lesson to be written: its sentence, its prose as Markdown, and its fields as (label, Markdown) in order."""

    statement: str
    prose: str = ""
    fields: Sequence[tuple[str, str]] = ()


def writable(text: str) -> tuple[str, int]:
    """Return the text without characters that no entry may hold, joined letters taken apart, and how many there were."""
    shown, hidden = invisible.plain(text)
    cleaned, unwritable = UNWRITABLE.subn("", shown)
    return cleaned, hidden + unwritable


def literal(text: str) -> str:
    """Return one line of Markdown that shows exactly ``text``; runs of white space become one space."""
    return guarded(literal_inline(" ".join(text.split())))


def literal_inline(text: str) -> str:
    """Return Markdown that shows exactly ``text`` inside a line."""
    return _INLINE.sub(lambda match: "\\" + match.group(), text)


def guarded(line: str) -> str:
    """Return a line of Markdown whose beginning cannot be taken for the mark of a heading, a list, a quotation or a rule."""
    if _LINE_START.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def literal_blocks(text: str, line_ends: str = PARAGRAPHS) -> str:
    """Return Markdown blocks that show ``text`` as it is.

    An empty line always begins a new paragraph; a single line end does too (``paragraphs``), or breaks the line (``breaks``).
    """
    if line_ends == PARAGRAPHS:
        return "\n\n".join(literal(line) for line in text.splitlines() if line.strip())
    paragraphs = re.split(r"\n\s*\n", "\n".join(text.splitlines()).strip("\n"))
    lines = ([literal(line) for line in paragraph.split("\n") if line.strip()] for paragraph in paragraphs)
    return "\n\n".join("\\\n".join(paragraph) for paragraph in lines if paragraph)


def literal_heading(text: str) -> str:
    """Return the text of a heading that shows exactly ``text``."""
    # Number signs at its end would be taken as the heading's own.
    return re.sub(r"(?<=\s)(#+)$", r"\\\1", literal(text))


def scalar(value: str | int | float) -> str:
    """Return a value as YAML on one line that reads back as it is, without quotes where none are needed.

    Runs of white space become one space, as everywhere in a front matter.
    """
    text = " ".join(str(value).split())
    if _NEGATIVE.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS):
        return text
    # JSON escapes quotation marks and backslashes as YAML does.
    return json.dumps(text, ensure_ascii=False)


def front_matter(fields: Mapping[str, Any]) -> str:
    """Return the front matter of a review, in the order in which the record declares its fields; empty ones are left out."""
    order = {name: position for position, name in enumerate(Review.model_fields)}
    named = sorted(fields.items(), key=lambda field: order.get(field[0], len(order)))
    return "\n".join(["---", *block(dict(named)), "---"])


def review(fields: Mapping[str, Any], sections: Iterable[tuple[str, str]], lessons: Iterable[LessonText]) -> str:
    """Return the whole text of a review: front matter, sections as (heading, Markdown), then its lessons."""
    blocks = [front_matter(fields)]
    for heading, text in sections:
        blocks += [f"## {heading}", text]
    blocks.append("## Lessons")
    for lesson in lessons:
        blocks.append(f"### {literal_heading(lesson.statement)}")
        if lesson.prose:
            blocks.append(lesson.prose)
        blocks.append("\n".join(f"- {label}: {text}" for label, text in lesson.fields))
    return "\n\n".join(blocks) + "\n"


def block(fields: Mapping[str, Any], indent: str = "") -> list[str]:
    """Return the lines of a YAML mapping in block style; empty values are left out."""
    lines: list[str] = []
    for name, value in fields.items():
        if value is None or value in ([], {}):
            continue
        if isinstance(value, Mapping):
            lines += [f"{indent}{scalar(name)}:", *block(value, indent + "  ")]
        elif isinstance(value, list | tuple):
            lines += [f"{indent}{scalar(name)}:", *_sequence(value, indent + "  ")]
        else:
            lines.append(f"{indent}{scalar(name)}: {scalar(value)}")
    return lines


def _sequence(items: Iterable[Any], indent: str) -> list[str]:
    lines: list[str] = []
    for item in items:
        if isinstance(item, Mapping):
            first, *rest = block(item, indent + "  ") or [""]
            lines += [f"{indent}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{indent}- {scalar(item)}")
    return lines


def replace_file(path: Path, text: str, *, private: bool = False, owner_only: bool = False) -> None:
    """Write a file in one step, line ends as in the text, so that work cut short leaves no half file.

    It may be read by whoever might read the one before; where there was none and it is ``private``, by its owner alone,
    and always so when it is ``owner_only``. Raises :class:`~lessons.problems.LessonsError` when it cannot be written.
    """
    try:
        with atomically(path.resolve(), private=private, owner_only=owner_only) as beside:
            beside.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise LessonsError(f"cannot write {path}: {reason(error)}") from error
