"""A Word file, from its bytes to paragraphs and tables.

Tracked changes count as accepted. Raised and lowered text, symbols and equations are written as characters of a line. Pictures, comments,
notes, text boxes, hidden and struck-through text and macros do not come along, and each kind is said once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from lessons.authoring.office.blocks import Block, Paragraph, Piece, TextTable, plain
from lessons.authoring.office.characters import in_font, placed, symbol
from lessons.authoring.office.equations import EQUATIONS, in_a_line
from lessons.authoring.office.numbering import Looks, W, heading_level
from lessons.authoring.office.package import inspect, library, reading
from lessons.authoring.office.runs import RunLook

WORD = "Word"
# Documents with macros and templates hold the same text; python-docx opens only what it knows as a document.
_ALSO_DOCUMENTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_COMPATIBILITY}AlternateContent"
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
# What holds text without being text itself.
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATIVES})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"commentReference": "comments", "footnoteReference": "notes", "endnoteReference": "notes"}
_SAID = {
    "tracked": "tracked changes were taken as accepted",
    "pictures": "pictures were left out; say in words what they show",
    "boxes": "text in text boxes was left out; move it into the text itself",
    "comments": "comments were left out",
    "notes": "footnotes and endnotes were left out; move what matters into the text",
    "hidden": "hidden text was left out",
    "struck": "struck-through text was left out",
    "equations": "equations were written in a line; compare them with the file",
    "unwritten": "equations that need more than a line were left out; say in words what they state",
    "symbols": "symbols of a font that are no characters of their own were left out; say in words what they mean",
    "behind": "raised or lowered text without characters of its own was written behind ^ or _",
}


@dataclass
class WordText:
    """What a Word file says, in order, and what was left out of it, in sentences."""

    blocks: list[Block] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def read(content: bytes) -> WordText:
    """Read the bytes of a Word file.

    Raises :class:`~lessons.authoring.office.package.OfficeError` for what is none, must not be unpacked, or cannot be read
    for want of the library.
    """
    library("docx", "reading Word files")
    messages = inspect(content, WORD)
    with reading(WORD):
        reader = _Reader(_main_part(content))
        blocks = [block for block in reader.blocks(reader.part.element.body) if not _is_empty(block)]
    return WordText(blocks, messages + [text for key, text in _SAID.items() if reader.met[key]])


def plain_text(content: bytes) -> tuple[str, list[str]]:
    """Return the text of a Word file without markup, and what was left out of it, in sentences. Raises as :func:`read` does."""
    found = read(content)
    return plain(found.blocks), found.messages


def _main_part(content: bytes) -> Any:
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    for other in _ALSO_DOCUMENTS:
        PartFactory.part_type_for.setdefault(other, DocumentPart)
    part = Package.open(BytesIO(content)).main_document_part
    if not isinstance(part, DocumentPart):
        raise TypeError("the main part is not a document")
    return part


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text


class _Reader:
    """Walks the elements of a document; python-docx itself passes over tracked changes and content controls."""

    def __init__(self, part: Any) -> None:
        self.part = part
        self.looks = Looks(part)
        self.met: Counter[str] = Counter()
        self.pending: list[Piece] = []

    def inside(self, parent: Any) -> Iterator[Any]:
        """Yield the elements, those in content controls and in what was inserted too, without what was deleted."""
        for element in parent:
            self.met["tracked"] += element.tag in _INSERTED or element.tag in _DELETED
            if element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                # What a content control shows until somebody fills it in.
                continue
            if element.tag in _INSERTED or element.tag in _AROUND:
                yield from self.inside(element)
            elif element.tag not in _DELETED:
                yield element

    def blocks(self, parent: Any) -> Iterator[Block]:
        for element in self.inside(parent):
            if element.tag == f"{W}p":
                yield from self.paragraph(element)
            elif element.tag == f"{W}tbl":
                yield TextTable(tuple(self.row(row) for row in self.inside(element) if self.is_row(row)))

    def is_row(self, element: Any) -> bool:
        """A row whose deletion is tracked is gone."""
        return element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is None

    def row(self, row: Any) -> tuple[tuple[Paragraph, ...], ...]:
        return tuple(tuple(_flat(self.blocks(cell))) for cell in self.inside(row) if cell.tag == f"{W}tc")

    def paragraph(self, element: Any) -> Iterator[Paragraph]:
        pieces = [*self.pending, *self.placed(list(self.pieces(element)))]
        self.pending = []
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # Its end was deleted, so the next paragraph goes on with it.
            self.met["tracked"] += 1
            self.pending = pieces
            return
        names, properties = self.looks.styles(element)
        style = names[0] if names else ""
        # The table of contents repeats the headings.
        if not style.lower().startswith(("toc ", "table of figures")):
            level = heading_level(names, properties)
            mark, depth = self.looks.mark(names, properties) if level is None else ("", 0)
            yield Paragraph(tuple(pieces), style, level, mark, depth)

    def pieces(self, parent: Any, link: str = "") -> Iterator[Piece]:
        for element in self.inside(parent):
            if element.tag == f"{W}r":
                yield from self.run(element, link)
            elif element.tag == f"{W}hyperlink":
                relation = self.part.rels.get(element.get(_RELATION, ""))
                external = relation is not None and relation.is_external
                yield from self.pieces(element, relation.target_ref if external else "")
            elif element.tag in EQUATIONS:
                found = in_a_line(element)
                self.met["unwritten"] += found is None
                if found is not None:
                    self.met["equations"] += found[1]
                    yield Piece(found[0], link=link)

    def placed(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces of a paragraph with what is raised or lowered as characters in the line."""
        texts, behind = placed([(piece.text, piece.position) for piece in pieces])
        self.met["behind"] += behind
        return [replace(piece, text=text, position="") for piece, text in zip(pieces, texts, strict=True)]

    def run(self, run: Any, link: str) -> Iterator[Piece]:
        look = RunLook(run, self.part)
        if look.hidden or look.struck:
            self.met["hidden" if look.hidden else "struck"] += 1
            return
        plain = Piece("", look.bold, look.italic, link, look.position)
        for text in self.texts(run, look.font):
            yield replace(plain, text=text)

    def texts(self, parent: Any, font: str) -> Iterator[str]:
        """Yield what the elements of a run say, and count what is left out."""
        for element in parent:
            name = str(element.tag).removeprefix(W)
            if name == "t":
                text, unknown = in_font(element.text or "", font)
                self.met["symbols"] += unknown
                yield text
            elif name == "sym":
                text = symbol(element.get(f"{W}font", ""), int(element.get(f"{W}char", "0"), 16))
                self.met["symbols"] += not text
                yield text
            elif name == "br":
                # Other breaks are of the page or the column.
                yield "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else " "
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name in _NOTES:
                self.met[_NOTES[name]] += 1
            elif name == "ruby":
                # The text itself, without the reading of its characters above it.
                yield from (text for run in element.iterfind(f"{W}rubyBase/{W}r") for text in self.texts(run, font))
            elif (texts := element.find(f"{_COMPATIBILITY}Fallback")) is not None and texts.find(f"{W}t") is not None:
                # An emoji that older programs do not know, as such programs have it.
                yield from self.texts(texts, font)
            elif element.tag in _PICTURES:
                self.met["boxes" if next(element.iter(f"{W}txbxContent"), None) is not None else "pictures"] += 1


def _flat(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """A table inside a cell is read as the paragraphs of its cells."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (paragraph for row in block.rows for cell in row for paragraph in cell)
