"""The label of a lesson's field as people write it: with another mark, a box to tick, or something else than a colon after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from lessons.record.outline import LESSON_FIELDS, LessonField, field_for

# A label is a few words; what is longer before a colon is a sentence.
LABELLED = re.compile(r"([^:：]{1,30})[:：](.*)", re.DOTALL)
# A box to tick before the label, and what stands behind a label where a colon should.
_BOX = re.compile(r"\[[ xX]?\]\s*")
_COLON = re.compile(r"\s*[:：]")
_NO_COLON = re.compile(r"\s*(?:[–—=;.|]|->|→)\s*|\s+-\s+")
_AS_WRITTEN = re.compile(
    r"(?P<indent>\s*)(?P<mark>(?:[•●▪◦·–—*+-]|\d{1,2}[.)])?\s*)(?:\[[ xX]?\]\s*)?(?P<bold>\*\*|__)?(?P<label>"
    + "|".join(sorted((re.escape(field.label) for field in LESSON_FIELDS), key=len, reverse=True))
    + r")(?:\s*[:：]\s*(?(bold)(?P=bold)|)\s*|(?(bold)(?P=bold)|)(?:\s*(?:[–—=;.:：|]|->|→)\s*|\s+-\s+|(?(bold)\s+|(?!))))",
    re.IGNORECASE,
)
# What somebody meant for the mark of a list item, before a label.
_OTHER_MARK = re.compile(r"(?:[•●▪◦·–—*+-]|\d{1,2}[.)])?\s*(?:\[[ xX]?\]\s*)?")
_FOLDED = tuple((field.label.casefold(), field) for field in LESSON_FIELDS)


def slipped(tokens: Sequence[Token], text: str) -> tuple[LessonField, str] | None:
    """Return the field of a label that is known but not written as one, and what to write."""
    box = _BOX.match(text)
    bare = text[box.end() :] if box else text
    folded = bare.casefold()
    field = next((field for label, field in _FOLDED if folded.startswith(label)), None)
    if field is None:
        return None
    right = f"`- {field.label}: …`"
    after = bare[len(field.label) :]
    if box and _COLON.match(after):
        return field, f'there is a tick box before "{field.label}"; write {right}'
    inline = next((token for token in tokens if token.type == "inline"), None)
    children = (inline.children or []) if inline else []
    bold = [child.type for child in children[:3]] == ["text", "strong_open", "text"] and children[
        2
    ].content.strip() == field.label
    if _NO_COLON.match(after) or (bold and after[:1].isspace() and not _COLON.match(after)):
        return field, f'"{field.label}" has no colon after it; write {right}'
    return None


def swallowed(tokens: Sequence[Token]) -> Iterator[tuple[int, LessonField, bool]]:
    """Yield the lines (from the item's first, 0) of its first paragraph that begin with a label of their own."""
    inline = [token for token in tokens if token.type == "inline"]
    first = inline[0] if inline else None
    for number, line in enumerate(first.content.split("\n") if first else ()):
        other = _begun(line) if number else None
        if other is not None:
            yield number, other, False
    # Indented too deep, it is an item of a list inside the item.
    for token in inline[1:]:
        labelled = LABELLED.match(token.content)
        other = field_for(labelled[1].strip(" *_")) if labelled else None
        if other is not None and token.map and first and first.map:
            yield token.map[0] - first.map[0], other, True


def _begun(line: str) -> LessonField | None:
    """Return the field whose label begins a line: with a colon, or after what somebody meant for the mark of an item with a dash."""
    mark = marked(line)
    labelled = LABELLED.match(line[mark:])
    if known := field_for(labelled[1].strip(" *_")) if labelled else None:
        return known
    bare = line[mark:].casefold()
    fields = (field for field in LESSON_FIELDS if mark and bare.startswith(field.label.casefold()))
    return next((field for field in fields if _NO_COLON.match(bare, len(field.label))), None)


def marked(line: str) -> int:
    """Return how many characters of a line are what somebody meant for the mark of an item."""
    mark = _OTHER_MARK.match(line)
    return mark.end() if mark else 0


def as_label(line: str) -> tuple[str, int] | None:
    """Return the beginning of a line as a field's label is written, and how many characters of the line it stands for; ``None`` for others.

    The mark of the item stays where it is one; spaces before it go.
    """
    written = _AS_WRITTEN.match(line)
    field = field_for(written["label"]) if written else None
    if written is None or field is None:
        return None
    mark = written["mark"] if re.fullmatch(r"[-*+]\s+", written["mark"]) else "- "
    return f"{mark}{written['label']}: ", written.end()
