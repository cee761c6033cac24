"""From the Markdown below the front matter to sections, lessons, links and images, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.token import Token

from lessons import markdown
from lessons.entries import lesson_fields
from lessons.entries.lesson_fields import FieldValue
from lessons.outline import SectionKind, section_for
from lessons.problems import Place, Problem

Link = Callable[[str], "str | None"]


@dataclass(frozen=True)
class Heading:
    """One heading of the text."""

    level: int
    text: str
    place: Place


@dataclass(frozen=True)
class Section:
    """One level-2 section; of *Lessons* only the introduction before the first lesson."""

    kind: SectionKind | None
    heading: str
    html: str
    text: str
    place: Place


@dataclass(frozen=True)
class Lesson:
    """One lesson: its sentence, its prose, and its labelled fields in the order written."""

    statement: str
    fields: tuple[FieldValue, ...]
    html: str
    text: str
    place: Place

    def values(self, key: str) -> list[FieldValue]:
        """Return every value of the field ``key``."""
        return [value for value in self.fields if value.field.key == key]

    def get(self, key: str) -> str | None:
        """Return the first value of the field ``key``, or ``None``."""
        return next((value.text for value in self.fields if value.field.key == key), None)


@dataclass(frozen=True)
class Reference:
    """One link or image of the text: its address as written, and its place."""

    address: str
    place: Place


@dataclass
class Body:
    """Everything that the text of one review holds."""

    sections: list[Section] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    images: list[Reference] = field(default_factory=list)
    html_tags: list[Place] = field(default_factory=list)
    preamble: Place | None = None
    faults: list[Problem] = field(default_factory=list)


def read(text: str, path: str, first_line: int, link: Link) -> Body:
    """Read the Markdown text that begins at line ``first_line`` of the file ``path``.

    ``link`` maps a link's address to the one to write on the page, ``None`` to drop the link.
    """
    body = Body()
    try:
        _Reader(body, text.split("\n"), path, first_line, link).read(markdown.parse(text))
    except markdown.TooSlowError:
        body.faults.append(
            Problem(
                Place(path, first_line),
                "the text takes too long to read; look for a long run of brackets or other marks",
                "rendering",
            )
        )
    return body


class _Reader:
    """Walks the tokens of one text and fills a :class:`Body`."""

    def __init__(self, body: Body, lines: list[str], path: str, first_line: int, link: Link) -> None:
        self.body, self.lines, self.path, self.first_line, self.link = body, lines, path, first_line, link

    def read(self, tokens: list[Token]) -> None:
        self._collect(tokens)
        before, sections = _split(tokens, "h2")
        if any(token.type == "inline" and token.content.strip() for token in before):
            self.body.preamble = self.place(before[0])
        for heading, content in sections:
            title = markdown.inline_text(heading[1])
            kind = section_for(title)
            if kind is not None and kind.key == "lessons":
                content, lessons = _split(content, "h3")
                self.body.lessons += [self._lesson(opening, part) for opening, part in lessons]
            self.body.sections.append(
                Section(kind, title, markdown.html(content, self.link), markdown.plain(content), self.place(heading[0]))
            )

    def place(self, token: Token, offset: int = 0) -> Place:
        line = (token.map[0] if token.map else 0) + offset
        source = self.lines[line] if line < len(self.lines) else ""
        marker = re.match(r"\s*(?:#+\s+|[-*+]\s+)?", source)
        return Place(self.path, self.first_line + line, (marker.end() if marker else 0) + 1)

    def _lesson(self, heading: Sequence[Token], content: Sequence[Token]) -> Lesson:
        prose, fields, faults = lesson_fields.take(content, self.place)
        self.body.faults += faults
        return Lesson(
            markdown.inline_text(heading[1]),
            tuple(fields),
            markdown.html(prose, self.link),
            markdown.plain(prose),
            self.place(heading[0]),
        )

    def _collect(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                self.body.headings.append(
                    Heading(int(token.tag[1]), markdown.inline_text(tokens[index + 1]), self.place(token))
                )
            for child in token.children or ():
                if child.type == "link_open":
                    address = str(child.attrs.get("href", ""))
                    self.body.links.append(Reference(address, self._find(token, address)))
                elif child.type == "image":
                    self.body.images.append(Reference(str(child.attrs.get("src", "")), self._find(token, "![")))
                elif child.type == "text" and (
                    tag := re.search(r"<(?:[a-zA-Z][a-zA-Z0-9]*[\s>/]|/[a-zA-Z]|!--)", child.content)
                ):
                    self.body.html_tags.append(self._find(token, tag.group()))

    def _find(self, token: Token, needle: str) -> Place:
        """Return where ``needle`` stands in the lines of a block; Markdown tokens know their lines only."""
        first, last = token.map or (0, 0)
        for number in range(first, min(last, len(self.lines))):
            for form in (needle, unquote(needle)):
                column = self.lines[number].find(form)
                if column >= 0 and form:
                    return Place(self.path, self.first_line + number, column + 1)
        return Place(self.path, self.first_line + first, 1)


def _split(
    tokens: Sequence[Token], tag: str
) -> tuple[Sequence[Token], Iterator[tuple[Sequence[Token], Sequence[Token]]]]:
    """Split tokens at the headings ``tag`` that stand at the top level: what is before the first, then (heading, content)."""
    starts = [
        i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == tag and token.level == 0
    ]
    ends = [*starts[1:], len(tokens)][: len(starts)]
    parts = ((tokens[start : start + 3], tokens[start + 3 : end]) for start, end in zip(starts, ends, strict=True))
    return tokens[: starts[0]] if starts else tokens, parts
