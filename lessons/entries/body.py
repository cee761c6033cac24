"""From the Markdown below the front matter to sections, lessons, links and images, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, repeat
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it.token import Token

from lessons.entries import blocks, lesson_fields, preamble
from lessons.entries.lesson_fields import NOTHING_MISREAD, FieldValue
from lessons.entries.places import SourceLines
from lessons.entries.texts import PutText, Rendered
from lessons.problems import Place, Problem
from lessons.record.outline import SectionKind, means_section, section_for
from lessons.schema.paragraphs import paragraphs
from lessons.text import footnotes, markdown
from lessons.text.footnotes import Footnotes
from lessons.text.tokens import split

Link = Callable[[str], "str | None"]
RENDERING = "rendering"
LESSONS = "lessons"
_COLON, _MARKER = re.compile("[:：]"), re.compile(r"\s*(?:#+\s+|[-*+]\s+)?")
_HTML = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9]*[\s>/]|/[a-zA-Z]|!--)")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the text; ``inside`` says that it stands in a list or a quotation."""

    level: int
    text: str
    place: Place
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Section(Rendered):
    """One level-2 section; of *Lessons* only the introduction before the first lesson."""

    kind: SectionKind | None
    heading: str
    markup: str | None
    plain: str | PutText
    place: Place


@dataclass(frozen=True, slots=True)
class Lesson(Rendered):
    """One lesson: its sentence, its prose, and its labelled fields in the order written.

    ``misread`` holds the keys of fields that stand there but could not be read, which has been reported.
    """

    statement: str
    fields: tuple[FieldValue, ...]
    markup: str | None
    plain: str | PutText
    place: Place
    misread: frozenset[str] = NOTHING_MISREAD

    def values(self, key: str) -> list[FieldValue]:
        """Return every value of the field ``key``."""
        return [value for value in self.fields if value.field.key == key]

    @property
    def former_ids(self) -> list[tuple[str, Place]]:
        """Return the former ids of the lesson, each with its place."""
        return [part for value in self.values("formerly") for part in value.parts]

    def get(self, key: str) -> str | None:
        """Return the first value of the field ``key``, or ``None``."""
        for value in self.fields:
            if value.field.key == key:
                return value.text
        return None


@dataclass(frozen=True, slots=True)
class TextReference:
    """One link or image of the text: its address as written, and its place."""

    address: str
    place: Place


@dataclass(slots=True)
class Body(Rendered):
    """Everything that one entry's text holds, a use's as a whole; ``unread`` when it could not be read, which has been reported."""

    sections: list[Section] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[TextReference] = field(default_factory=list)
    images: list[TextReference] = field(default_factory=list)
    html_tags: list[Place] = field(default_factory=list)
    preamble: Place | None = None
    markup: str | None = ""
    plain: str | PutText = ""
    faults: list[Problem] = field(default_factory=list)
    unread: bool = False


def read(text: str, path: str, first_line: int, link: Link | None) -> Body:
    """Read the Markdown text that begins at line ``first_line`` of the file ``path``.

    ``link`` maps a link's address to the one to write on the page, ``None`` to drop the link. Without it the text is only checked:
    HTML is made where a check depends on it, and else left empty.
    """
    return _read(text, path, first_line, link, _Reader.read)


def read_prose(text: str, path: str, first_line: int, link: Link | None) -> Body:
    """Read a Markdown text without sections and lessons, as :func:`read` reads one that has them."""
    return _read(text, path, first_line, link, _Reader.read_prose)


def _read(text: str, path: str, first_line: int, link: Link | None, reading: Callable[[_Reader], None]) -> Body:
    body = Body()
    try:
        reading(_Reader(body, text, path, first_line, link))
    except markdown.TooSlowError:
        message = "the text takes too long to parse; look for a long run of brackets or other marks"
        body = Body(faults=[Problem(Place(path, first_line), message, RENDERING)], unread=True)
    except markdown.TooDeepError:
        message = "lists or quotations are nested so deeply that text would be lost; use fewer levels"
        body = Body(faults=[Problem(Place(path, first_line), message, RENDERING)], unread=True)
    return body


class _Reader:
    """Walks the tokens of one text and fills a :class:`Body`."""

    def __init__(self, body: Body, text: str, path: str, first_line: int, link: Link | None) -> None:
        self.body, self.lines, self.path, self.first_line = body, text.split("\n"), path, first_line
        tokens, faults = blocks.parsed(text, path, first_line)
        self.body.faults += faults
        self.notes = Footnotes(tokens)
        # The parts of an entry that have notes of their own; others on the page belong to it too, or to other entries.
        self.parts = map("{}-{}".format, repeat(PurePosixPath(path).stem), count(1))
        # By the token that opens it.
        self.headings: dict[int, Heading] = {}
        self.link = link or str
        self.rendering = link is not None or markdown.may_be_slow_to_clean(text)

    def read(self) -> None:
        self._collect([*self.notes.tokens, *self.notes.every])
        before, sections = split(self.notes.tokens, "h2")
        first = preamble.begins(before)
        self.body.preamble = self.place(first) if first else None
        for heading, content in sections:
            title = self.headings[id(heading[0])]
            kind = section_for(title.text)
            # Under a misspelt heading they are read too, since others may cite them.
            if means_section(title.text, LESSONS):
                content, lessons = split(content, "h3")
                self._introduction(content)
                self.body.lessons += [self._lesson(opening, part) for opening, part in lessons]
            self.body.sections.append(Section(kind, title.text, *self._shown(content, heading), title.place))

    def read_prose(self) -> None:
        self._collect([*self.notes.tokens, *self.notes.every])
        self.body.markup, self.body.plain = self._shown(self.notes.tokens)

    def _shown(self, tokens: Sequence[Token], heading: Sequence[Token] = ()) -> tuple[str | None, str]:
        """Return HTML, as ``markup``, and plain text, with their notes, those of the heading too; what has no text may show something all the same."""
        notes = self.notes.of(heading, tokens)
        text = markdown.plain([*tokens, *(token for note in notes.values() for token in note)])
        if text and not self.rendering:
            return "", text
        part = next(self.parts)
        if not notes and markdown.paragraphs_alone(tokens) == text:
            return None, text
        html = markdown.html(footnotes.shown(tokens, notes, part), self.link)
        return (None if html == paragraphs(text) else html), text

    def place(self, token: Token) -> Place:
        """Return where the text of a block begins, after the marks of a heading or a list item."""
        line = token.map[0] if token.map else 0
        marker = _MARKER.match(self.lines[line] if line < len(self.lines) else "")
        return Place(self.path, self.first_line + line, (marker.end() if marker else 0) + 1)

    def locate(self, token: Token, needle: str = "") -> Place:
        """Return where ``needle`` stands in a labelled list item, after its colon; without needle, the label's place."""
        first, last = token.map or (0, 0)
        for number in range(first, min(last, len(self.lines)) if needle else first):
            line = self.lines[number]
            colon = _COLON.search(line) if number == first else None
            column = line.find(needle, colon.end() if colon else 0)
            if column >= 0:
                return Place(self.path, self.first_line + number, column + 1)
        return self.place(token)

    def _introduction(self, content: Sequence[Token]) -> None:
        """Report fields of a lesson that has no heading of level 3, and so is none."""
        found = lesson_fields.take(content, self.locate)
        if found.values or found.misread:
            below = next((token for token in content if token.type == "heading_open"), None)
            place = self.place(below) if below else found.values[0].place if found.values else self.place(content[0])
            words = "these fields belong to no lesson; a lesson begins with its sentence as a level-3 heading: `### …`"
            self.body.faults.append(Problem(place, words, lesson_fields.RULE))

    def _lesson(self, heading: Sequence[Token], content: Sequence[Token]) -> Lesson:
        found = lesson_fields.take(content, self.locate, self.notes.in_parentheses)
        self.body.faults += found.faults
        title, shown = self.headings[id(heading[0])], self._shown(found.prose, heading)
        return Lesson(title.text, tuple(found.values), *shown, title.place, found.misread)

    def _collect(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                text = markdown.inline_text(tokens[index + 1])
                heading = Heading(int(token.tag[1]), text, self.place(token), token.level > 0)
                self.headings[id(token)] = heading
                self.body.headings.append(heading)
            elif token.type == "inline" and ("[" in token.content or "<" in token.content or "&" in token.content):
                self._collect_inline(token)

    def _collect_inline(self, token: Token) -> None:
        # One for each kind, since an image may stand inside a link, whose address comes after it.
        sources: dict[str, SourceLines] = {}

        def place(kind: str, *needles: str) -> Place:
            source = sources.setdefault(kind, SourceLines(self.lines, token.map or [0, 0]))
            line, column = source.find(*needles)
            return Place(self.path, self.first_line + line, column + 1)

        for child in token.children or ():
            if child.type == "link_open":
                address = str(child.attrs.get("href", ""))
                self.body.links.append(TextReference(address, place("link", address, unquote(address))))
            elif child.type == "image":
                self.body.images.append(TextReference(str(child.attrs.get("src", "")), place("image", "![")))
            elif child.type == "text":
                self.body.html_tags += [place("tag", tag.group()) for tag in _HTML.finditer(child.content)]
