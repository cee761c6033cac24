"""The labelled fields at the end of a lesson, read from Markdown tokens.

The trailing list items whose text begins with a known label and a colon are fields, also where CommonMark joined
them to a list of prose; a value runs to the end of its item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from lessons import markdown
from lessons.field_types import shorten
from lessons.outline import LESSON_FIELDS, LessonField, field_for, similar_field
from lessons.problems import Place, Problem

RULE = "lesson-fields"
# A label is a few words; what is longer before a colon is a sentence.
_LONGEST_LABEL = 30


@dataclass(frozen=True)
class FieldValue:
    """One labelled field as written."""

    field: LessonField
    text: str
    place: Place


@dataclass(frozen=True)
class _Item:
    """One list item: its tokens' range and the parts before and after its first colon."""

    start: int
    end: int
    label: str
    value: str
    place: Place

    @property
    def known(self) -> LessonField | None:
        return field_for(self.label)

    @property
    def similar(self) -> LessonField | None:
        return similar_field(self.label) if self.label else None


def take(
    tokens: Sequence[Token], place: Callable[[Token], Place]
) -> tuple[Sequence[Token], list[FieldValue], list[Problem]]:
    """Return a lesson's prose without its fields, the fields, and what is wrong with them."""
    trailing = _trailing_items(tokens, place)
    first = len(trailing)
    while first > 0 and (trailing[first - 1].known or trailing[first - 1].similar):
        first -= 1
    taken = trailing[first:]
    if not any(item.known for item in taken):
        return tokens, [], _stray_fields(_items(tokens, 0, len(tokens), place), found=False)
    faults = _stray_fields([*_items(tokens, 0, trailing[0].start, place), *trailing[:first]], found=True)
    values: list[FieldValue] = []
    for item in taken:
        field = item.known or item.similar
        assert field is not None  # noqa: S101 - the loop above saw to it
        faults += _item_faults(item, field, values)
        if item.known and item.value:
            values.append(FieldValue(field, item.value, item.place))
    return _without(tokens, taken[0].start), values, faults


def _item_faults(item: _Item, field: LessonField, before: list[FieldValue]) -> list[Problem]:
    if not item.known:
        return [Problem(item.place, f'unknown label "{item.label}", did you mean "{field.label}"?', RULE)]
    if not item.value:
        return [Problem(item.place, f'"{field.label}" has no value; write one or delete the line', RULE)]
    earlier = next((value for value in before if value.field == field), None)
    if earlier and not field.many:
        return [
            Problem(
                item.place,
                f'"{field.label}" stands here a second time; the first is on line {earlier.place.line}',
                RULE,
            )
        ]
    return []


def _stray_fields(items: list[_Item], *, found: bool) -> list[Problem]:
    """Report fields that are not at the end: prose, or an item that is no field, follows them."""
    stray = [item for item in items if item.known]
    if not stray or (not found and not any(item.known and item.known.required for item in stray)):
        return []
    last = stray[-1]
    after = items[items.index(last) + 1 :]
    if after and not found:
        labels = ", ".join(field.label for field in LESSON_FIELDS)
        message = f'"{shorten(after[0].label or after[0].value, 30)}" is no field of a lesson; fields come last, and are: {labels}'
        return [Problem(after[0].place, message, RULE)]
    return [
        Problem(
            last.place,
            f'text follows the field "{last.label}"; fields are the last thing in a lesson, move the text above them',
            RULE,
        )
    ]


def _trailing_items(tokens: Sequence[Token], place: Callable[[Token], Place]) -> list[_Item]:
    """Return the items of the bullet lists that end the tokens with nothing between or after them."""
    start = len(tokens)
    while start > 0 and tokens[start - 1].type == "bullet_list_close" and tokens[start - 1].level == 0:
        start -= 1
        while not (tokens[start].type == "bullet_list_open" and tokens[start].level == 0):
            start -= 1
    return _items(tokens, start, len(tokens), place)


def _items(tokens: Sequence[Token], start: int, end: int, place: Callable[[Token], Place]) -> list[_Item]:
    """Return the items of the top-level bullet lists between two positions."""
    items: list[_Item] = []
    opened = None
    bullets = False
    for index in range(start, end):
        token = tokens[index]
        if token.level == 0 and token.type.endswith("list_open"):
            bullets = token.type == "bullet_list_open"
        elif bullets and token.type == "list_item_open" and token.level == 1:
            opened = index
        elif opened is not None and token.type == "list_item_close" and token.level == 1:
            items.append(_item(tokens, opened, index + 1, place))
            opened = None
    return items


def _item(tokens: Sequence[Token], start: int, end: int, place: Callable[[Token], Place]) -> _Item:
    text = " ".join(markdown.plain(tokens[start:end]).split())
    label, colon, value = (
        text.replace("：", ":", 1).partition(":")
        if ":" in text[:_LONGEST_LABEL] or "：" in text[:_LONGEST_LABEL]
        else (text, "", "")
    )
    if not colon or len(label) > _LONGEST_LABEL:
        return _Item(start, end, "", text, place(tokens[start]))
    return _Item(start, end, label.strip(), value.strip(), place(tokens[start]))


def _without(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """Return the tokens before the item at ``start``, with its list closed again where it holds prose items too."""
    if tokens[start - 1].type == "bullet_list_open":
        return tokens[: start - 1]
    closing = next(token for token in tokens[start:] if token.type == "bullet_list_close" and token.level == 0)
    return [*tokens[:start], closing]
