"""What was changed in the form of an entry, as edits of its text: whatever was left alone stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lessons.authoring.fixes import edits
from lessons.authoring.fixes.edits import Edit
from lessons.forms import WAS, FieldGroup, Filled, FormField, FormShape, number_of
from lessons.proposing import front_changes
from lessons.proposing.filled import TOLD, texts_of
from lessons.proposing.front_changes import differ, plain
from lessons.proposing.standing import LessonLines, Span, Standing
from lessons.record.outline import LESSON_FIELDS, SECTIONS, LessonField
from lessons.record.scaffold import lesson_id


def changed(standing: Standing, asked: FormShape, before: Filled, after: Filled) -> str:
    """Return the text of an entry, whose form was filled in as ``before``, with what is otherwise in ``after``."""
    found = [*front_changes.of(standing, asked, before, after), *_sections(standing, asked, before, after)]
    group = next((one for one in asked.groups if one.name == "lessons"), None)
    if group is not None:
        found += _lessons(standing, group, before, after)
    if standing.entry.is_use and differ(before, after, TOLD):
        found += _text(standing, standing.told(), after.first(TOLD))
    return edits.apply(standing.entry.text, found)


def _sections(standing: Standing, asked: FormShape, before: Filled, after: Filled) -> Iterator[Edit]:
    keys = {field.key for group in asked.groups if group.name == "section" for field in group.every}
    order = [one.key for one in SECTIONS]
    for kind in SECTIONS:
        name = f"section.{kind.key}"
        if kind.key not in keys or not differ(before, after, name):
            continue
        text = after.first(name)
        if kind.key in standing.sections:
            yield from _text(standing, standing.sections[kind.key], text)
        elif text:
            later = [one for key, one in standing.sections.items() if order.index(key) > order.index(kind.key)]
            place = min((_heading_above(standing, one.first) for one in later), default=len(standing.lines) + 1)
            above = [""] if place > len(standing.lines) else []
            yield edits.insertion(place, "\n".join([*above, f"## {kind.heading}", "", text, *([] if above else [""])]))


def _heading_above(standing: Standing, line: int) -> int:
    while line > standing.closing + 1 and not standing.lines[line - 2].startswith("## "):
        line -= 1
    return line - 1


def _text(standing: Standing, span: Span, text: str) -> Iterator[Edit]:
    """Yield the edits that put a text in the place of another, with an empty line on each side where there was none."""
    if span.first < span.end:
        yield from map(edits.removal, range(span.first, span.end))
        if text:
            yield edits.insertion(span.first, text)
    elif text:
        below = standing.lines[span.first - 1 : span.first]
        yield edits.insertion(span.first, "\n".join(["", text, *([""] if below and below[0].strip() else [])]))


def _lessons(standing: Standing, group: FieldGroup, before: Filled, after: Filled) -> Iterator[Edit]:
    taken = {text for lesson in standing.entry.body.lessons if (text := lesson.get("id"))}
    seen: set[int] = set()
    new: list[str] = []
    for number in range(1, after.count(group.name) + 1):
        was = number_of(after.first(group.named(WAS, number)))
        values = {one.key: texts_of(one, after.every(group.named(one.key, number))) for one in group.every}
        if not 0 < was <= len(standing.lessons) or was in seen:
            new += [_new_lesson(values, taken)] if any(values.values()) else []
            continue
        seen.add(was)
        lesson = standing.lessons[was - 1]
        if any(values.values()):
            altered = [
                one
                for one in group.every
                if plain(before, group.named(one.key, was)) != plain(after, group.named(one.key, number))
            ]
            yield from _lesson(standing, lesson, altered, values)
        else:
            yield from map(edits.removal, range(lesson.heading, lesson.end))
    if new:
        span = standing.sections.get("lessons")
        heading = [] if span else ["## Lessons", ""]
        end = standing.lessons[-1].end if standing.lessons else span.end if span else len(standing.lines) + 1
        last = standing.lines[end - 2] if end > 1 else ""
        yield edits.insertion(
            end,
            "\n".join(
                [
                    *([""] if last.strip() else []),
                    *heading,
                    "\n\n".join(new),
                    *([""] if end <= len(standing.lines) else []),
                ]
            ),
        )


def _new_lesson(values: dict[str, list[str]], taken: set[str]) -> str:
    statement = " ".join(" ".join(values["statement"]).split())
    id_ = lesson_id(statement, taken)
    taken.add(id_)
    fields = [
        f"- Id: {id_}",
        *(line for one in LESSON_FIELDS if one.key in values for line in _labelled(one, values[one.key])),
    ]
    return "\n\n".join(filter(None, [f"### {statement}", "\n".join(values["prose"]), "\n".join(fields)]))


def _labelled(asked: LessonField, texts: Sequence[str]) -> list[str]:
    texts = [" ".join(text.split()) for text in texts]
    if texts and (asked.separator or asked.scheme):
        texts = [f"{asked.separator or ','} ".join(texts)]
    return [f"- {asked.label}: {text}" for text in texts if text]


def _lesson(
    standing: Standing, lesson: LessonLines, altered: list[FormField], values: dict[str, list[str]]
) -> Iterator[Edit]:
    """Yield the edits of one lesson."""
    keys = {one.key for one in altered}
    if "statement" in keys:
        line = standing.lines[lesson.heading - 1]
        at = line.rfind(lesson.statement)
        new = " ".join(" ".join(values["statement"]).split())
        if at >= 0:
            yield edits.replacement(lesson.heading, at, lesson.statement, new)
    if "prose" in keys:
        yield from _text(standing, lesson.prose, "\n".join(values["prose"]))
    items = [span for spans in lesson.fields.values() for span in spans]
    last = max((span.end for span in items), default=max(lesson.prose.end, lesson.heading + 1))
    for one in LESSON_FIELDS:
        if one.key not in keys:
            continue
        spans = lesson.fields.get(one.key, [])
        written = "\n".join(_labelled(one, values[one.key]))
        for span in spans:
            yield from map(edits.removal, range(span.first, span.end))
        if written:
            yield edits.insertion(spans[0].first if spans else last, written if items else f"\n{written}")
