"""The labelled fields at the end of a lesson, read from Markdown tokens.

The trailing list items whose text begins with a known label and a colon are fields, also where CommonMark joined
them to a list of prose; a value runs to the end of its item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from markdown_it.token import Token

from lessons.entries import labels
from lessons.problems import Place, Problem
from lessons.record.outline import LESSON_FIELDS, LessonField, field_for, similar_field
from lessons.record.types import shorten
from lessons.text import markdown

RULE = "lesson-fields"
# Many a word of prose is within two edits of a label as short as this.
_SHORT_LABEL = 4
# One for all lessons, as for nearly every one.
NOTHING_MISREAD: frozenset[str] = frozenset()


class Locate(Protocol):
    """Finds the place of a token, or of a text inside its lines, after the first colon."""

    def __call__(self, token: Token, needle: str = "") -> Place:
        """Return the place."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One labelled field as written: its label's place, its value's, and of what may stand in one line several times (terms, organisations, former ids) each with its place."""

    field: LessonField
    text: str
    place: Place
    value_place: Place
    parts: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True)
class LessonFields:
    """What came of a lesson's fields: the tokens of its prose, the fields, and what is wrong with them.

    ``misread`` holds the keys of fields that stand there but whose label or value is wrong.
    """

    prose: Sequence[Token]
    values: list[FieldValue] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    misread: frozenset[str] = NOTHING_MISREAD


class _Item(NamedTuple):
    """One list item: its tokens' range, the parts before and after its first colon, and the field of its label.

    ``swallowed`` names the fields whose lines CommonMark took into the item, since they begin with no mark. ``slip`` says what is wrong
    with the way in which a label is written that is known.
    """

    start: int
    end: int
    label: str
    value: str
    token: Token
    known: LessonField | None
    similar: LessonField | None
    swallowed: tuple[tuple[int, LessonField, bool], ...] = ()
    slip: str = ""


def take(
    tokens: Sequence[Token],
    locate: Locate,
    plainer: Callable[[Sequence[Token]], Sequence[Token]] = lambda tokens: tokens,
) -> LessonFields:
    """Take the labelled fields from a lesson's tokens. ``plainer`` writes what plain text cannot show, such as footnotes, in words."""
    items = list(_items(tokens, plainer))
    begin = _trailing_start(tokens)
    trailing = [item for item in items if item.start >= begin]
    first = len(trailing)
    while first > 0 and (trailing[first - 1].known or trailing[first - 1].similar):
        first -= 1
    taken = trailing[first:]
    if not any(item.known or (item.similar and len(item.similar.label) > _SHORT_LABEL) for item in taken):
        taken = []
    others = items[: len(items) - len(taken)]
    stray = [item for item in others if item.known]
    values: list[FieldValue] = []
    misread: set[str] = set()
    if any(item.known and item.known.required for item in stray):
        faults = _misplaced(tokens, stray, others, trailing, locate, misread)
    elif taken:
        faults = [_as_prose(item, locate) for item in stray]
        stray = []
    else:
        return LessonFields(tokens)
    for item in stray:
        # Of a misplaced field only the Id is read: other reviews may cite the lesson by it.
        if item.known and item.known.key == "id" and item.value:
            values.append(FieldValue(item.known, item.value, locate(item.token), locate(item.token, item.value)))
        elif item.known:
            misread.add(item.known.key)
    lines = {value.field.key: value.place.line for value in reversed(values)}
    for item in taken:
        faults += _item_faults(item, values, lines, misread, locate)
    prose = _without(tokens, taken[0].start) if taken else tokens
    return LessonFields(prose, values, faults, frozenset(misread) if misread else NOTHING_MISREAD)


def _item_faults(
    item: _Item, values: list[FieldValue], lines: dict[str, int], misread: set[str], locate: Locate
) -> Iterator[Problem]:
    """Add the item's value to ``values``, and its line to ``lines`` if it is its field's first, or its field to ``misread``; yield what is wrong with it."""
    kind = item.known or item.similar
    assert kind is not None  # noqa: S101 - only fields are taken
    place = locate(item.token)
    if item.slip:
        misread.add(kind.key)
        yield Problem(place, item.slip, RULE)
    elif not item.known:
        misread.add(kind.key)
        yield Problem(place, f'unknown label "{item.label}", did you mean "{kind.label}"?', RULE)
    elif item.swallowed:
        for line, other, nested in item.swallowed:
            misread |= {kind.key, other.key}
            words = f'"{other.label}:" is read as part of the field "{kind.label}"; begin its line with `- `{", without spaces before it" if nested else ""}'
            yield Problem(Place(place.path, place.line + line), words, RULE)
    elif not (item.value.strip(kind.separator + " ") if kind.separator else item.value):
        misread.add(kind.key)
        yield Problem(place, f'"{kind.label}" has no value; write one or delete the line', RULE)
    else:
        first = lines.setdefault(kind.key, place.line)
        if first != place.line and not kind.many:
            yield Problem(place, f'"{kind.label}" appears twice; the first is on line {first}', RULE)
        parts = tuple((part, locate(item.token, part)) for part in _parts(kind, item.value))
        values.append(FieldValue(kind, item.value, place, locate(item.token, item.value.partition(" ")[0]), parts))


def _parts(kind: LessonField, value: str) -> list[str]:
    if kind.scheme is None and kind.separator is None:
        return []
    parts = value.split(kind.separator) if kind.separator else [value]
    return [part.strip() for part in parts if part.strip()]


def _misplaced(
    tokens: Sequence[Token],
    stray: list[_Item],
    others: list[_Item],
    trailing: list[_Item],
    locate: Locate,
    misread: set[str],
) -> list[Problem]:
    """Report what follows fields that are not at the end: items that are no fields, or text."""
    if not stray:
        return []
    between = others[others.index(stray[-1]) + 1 :]
    if stray[-1] in trailing and between:
        return [Problem(locate(item.token), _no_field(item), RULE) for item in between]
    last = stray[-1]
    after = next((token for token in tokens[last.end :] if token.map and token.nesting >= 0), last.token)
    message = f'this follows the field "{last.label}"; fields come last in a lesson, move it above them'
    if after.type == "ordered_list_open" and (numbered := _numbered(tokens[last.end :])):
        misread |= {field.key for field in numbered}
        return [
            Problem(locate(after), f'"{field.label}:" stands in a numbered list; write `- {field.label}: …`', RULE)
            for field in numbered[:1]
        ]
    if after.type == "heading_open":
        if after.tag == "h1":
            return []  # the rule `headings` speaks of it
        level = after.tag[1]
        message = f"this heading has level {level} and follows the fields of a lesson; for a new lesson write `###`"
    return [Problem(locate(after), message, RULE)]


def _numbered(tokens: Sequence[Token]) -> list[LessonField]:
    """Return the fields whose labels begin lines of the text, whatever list it is."""
    lines = markdown.plain(tokens).split("\n")
    found = [field_for(labelled[1].strip()) for line in lines if (labelled := labels.LABELLED.match(line))]
    return [field for field in found if field is not None]


def _as_prose(item: _Item, locate: Locate) -> Problem:
    words = f'"{item.label}:" is read as prose here, because text follows it; if it is a field, move it to the end of the lesson'
    return Problem(locate(item.token), words, RULE, "advice")


def _no_field(item: _Item) -> str:
    if not item.label:
        return f'"{shorten(item.value, 30)}" is among the fields; fields come last in a lesson, move it above them'
    known = ", ".join(kind.label for kind in LESSON_FIELDS)
    return f'"{shorten(item.label, 30)}" is not a lesson field; the fields are: {known}'


def _trailing_start(tokens: Sequence[Token]) -> int:
    """Return where the bullet lists begin that end the tokens with nothing between or after them."""
    start = len(tokens)
    while start > 0 and tokens[start - 1].type == "bullet_list_close" and tokens[start - 1].level == 0:
        start -= 1
        while not (tokens[start].type == "bullet_list_open" and tokens[start].level == 0):
            start -= 1
    return start


def _items(tokens: Sequence[Token], plainer: Callable[[Sequence[Token]], Sequence[Token]]) -> Iterator[_Item]:
    """Yield the items of the top-level bullet lists."""
    opened = None
    bullets = False
    for index, token in enumerate(tokens):
        if token.level > 1:
            continue
        if token.level == 0 and token.type.endswith("list_open"):
            bullets = token.type == "bullet_list_open"
        elif bullets and token.type == "list_item_open" and token.level == 1:
            opened = index
        elif opened is not None and token.type == "list_item_close" and token.level == 1:
            yield _item(tokens, opened, index + 1, plainer)
            opened = None


def _item(
    tokens: Sequence[Token], start: int, end: int, plainer: Callable[[Sequence[Token]], Sequence[Token]]
) -> _Item:
    part = tokens[start:end]
    text = markdown.one_line(markdown.plain(plainer(part)))
    labelled = labels.LABELLED.fullmatch(text)
    label, value = (labelled[1].strip(), labelled[2].strip()) if labelled else ("", text)
    if known := field_for(label):
        return _Item(start, end, label, value, part[0], known, None, tuple(labels.swallowed(part)))
    if slipped := labels.slipped(part, text):
        field, slip = slipped
        return _Item(start, end, field.label, text, part[0], None, field, slip=slip)
    return _Item(start, end, label, value, part[0], None, similar_field(label) if labelled else None)


def _without(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """Return the tokens before the item at ``start``, with its list closed again where it holds prose items too."""
    if tokens[start - 1].type == "bullet_list_open":
        return tokens[: start - 1]
    closing = next(token for token in tokens[start:] if token.type == "bullet_list_close" and token.level == 0)
    return [*tokens[:start], closing]
