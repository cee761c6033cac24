"""What a document says, whatever it was written with: paragraphs and tables, and these as Markdown or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lessons.record.writing import guarded, literal_inline, writable
from lessons.text.markdown import scheme_of
from lessons.text.sanitising import URL_SCHEMES


@dataclass(frozen=True)
class Piece:
    """Text of one appearance; ``link`` is the address that it leads to. A ``position`` off the line is told before the paragraph is put together."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    position: str = ""

    @property
    def look(self) -> tuple[bool, bool, str]:
        """Return the appearance alone."""
        return self.bold, self.italic, self.link


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. ``level`` is that of a heading (0: the title, ``None``: none), ``mark`` that of a list's item."""

    pieces: tuple[Piece, ...]
    style: str = ""
    level: int | None = None
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """Return the text alone, with line ends where the writer broke the line."""
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def line(self) -> str:
        """Return the text alone, on one line."""
        return " ".join(self.text.split())

    @property
    def bold(self) -> bool:
        """Return whether there is text and all of it is bold."""
        return bool(self.text) and all(piece.bold for piece in self.pieces if piece.text.strip())


@dataclass(frozen=True)
class TextTable:
    """Rows of cells, each a sequence of paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]

    def texts(self) -> Iterator[list[str]]:
        """Yield each row as the texts of its cells, with a line end between paragraphs."""
        for row in self.rows:
            yield ["\n".join(filter(None, (paragraph.text for paragraph in cell))) for cell in row]


Block = Paragraph | TextTable


def plain(blocks: Iterable[Block]) -> str:
    """Return the text without markup, one line a paragraph or a table's row."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.line)
        else:
            lines += ["\t".join(" ".join(cell.split()) for cell in row).strip() for row in block.texts()]
    return "\n".join(line for line in lines if line)


def markdown(blocks: Iterable[Block], *, first_heading: int = 1) -> str:
    """Return blocks as Markdown that shows their text as it is; headings of level 1 become those of ``first_heading``."""
    lines: list[str] = []
    depth = -1
    for block in blocks:
        text = _of_table(block) if isinstance(block, TextTable) else _of_paragraph(block, first_heading)
        if not text:
            continue
        if isinstance(block, Paragraph) and block.mark:
            # Between two items no empty line, so that the list is shown as closely as it was written.
            if depth < 0 and lines:
                lines.append("")
            depth = min(block.depth, depth + 1)
            lines.append(" " * 4 * depth + text)
        else:
            depth = -1
            lines += ["", text] if lines else [text]
    return "\n".join(lines)


def inline(pieces: Sequence[Piece], *, between: str = "\\\n") -> str:
    """Return text with its emphasis and links as Markdown; ``between`` stands where the writer broke the line."""
    joined = [
        Piece(writable("".join(piece.text for piece in group))[0], *look)
        for look, group in groupby(pieces, key=lambda piece: piece.look)
    ]
    shown = [
        _marked(
            piece, joined[number - 1].text[-1:] if number else "", "".join(one.text for one in joined[number + 1 :])[:1]
        )
        for number, piece in enumerate(joined)
    ]
    lines = (guarded(" ".join(line.split())) for line in "".join(shown).strip().split("\n"))
    return between.join(line for line in lines if line)


def _marked(piece: Piece, before: str, after: str) -> str:
    core = piece.text.strip()
    if not core:
        return piece.text
    lead, tail = piece.text[: piece.text.index(core[0])], piece.text[len(piece.text.rstrip()) :]
    text = literal_inline(core)
    if scheme_of(piece.link) in URL_SCHEMES:
        address = re.sub(r"[\s<>()\\]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), piece.link)
        text = f"[{text}]({address})"
    # Marks inside a word, or beside punctuation, would be shown as they are.
    opens = not lead and (before.isalnum() or (before.strip() != "" and not core[0].isalnum()))
    closes = not tail and (after.isalnum() or (after.strip() != "" and not core[-1].isalnum()))
    if "\n" in core or opens or closes:
        return lead + text + tail
    marks = "*" * (2 * piece.bold + piece.italic)
    return lead + marks + text + marks + tail


def _of_paragraph(block: Paragraph, first_heading: int) -> str:
    if block.level is not None and block.text:
        return f"{'#' * min(max(block.level, 1) - 1 + first_heading, 6)} {guarded(literal_inline(writable(block.line)[0]))}"
    text = inline(block.pieces, between=" " if block.mark else "\\\n")
    return block.mark + text if text else ""


def _of_table(table: TextTable) -> str:
    rows = [row for row in table.rows if any(paragraph.text for cell in row for paragraph in cell)]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return "\n\n".join(filter(None, (markdown(cell) for row in rows for cell in row)))
    lines = []
    for row in rows:
        cells = [
            " ".join(inline(paragraph.pieces, between=" ") for paragraph in cell).replace("|", "\\|") for cell in row
        ]
        lines.append("| " + " | ".join(cells + [""] * (width - len(cells))) + " |")
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
