"""Which things of an entry its form opens: those that are to be corrected, since a form with all of many would be a long way to one line.

Lessons, figures, sources: whatever an entry may have several of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from lessons import forms
from lessons.forms import WAS, FieldGroup, Filled, FormMessage, FormShape, number_of
from lessons.proposing.standing import Standing

LESSONS = "lessons"
# The things of a group are all opened where they have together no more fields than this: a lesson, three figures, a dozen sources.
FEW_FIELDS = 36
# Of what is not opened, so much is shown to know it by.
SHOWN = 100


def at_first(asked: FormShape, standing: Standing, stated: Filled, named: str = "") -> Filled:
    """Return what is filled in, with those things that are opened at first: the lesson with an id, and all of a group where they are few."""
    ids = [lesson.get("id") for lesson in standing.entry.body.lessons]
    shown = stated
    for group in several(asked):
        count = stated.count(group.name)
        numbers = range(1, count + 1) if count * len(group.every) <= FEW_FIELDS else range(0)
        if group.name == LESSONS and named in ids:
            numbers = range(ids.index(named) + 1, ids.index(named) + 2)
        shown = shown.with_things(group.name, _of(stated, group.name, numbers))
    return shown


def the_first(asked: FormShape, stated: Filled) -> Filled:
    """Return what is filled in, with as many things of each group as a form has room for."""
    shown = stated
    for group in several(asked):
        shown = shown.with_things(group.name, _of(stated, group.name, range(1, forms.MOST + 1)))
    return shown


def with_another(filled: Filled, stated: Filled, group: str, number: int) -> Filled:
    """Return what somebody filled in, with one more thing as it stands in the entry, where there is room and it is not there yet."""
    things = filled.things(group)
    if len(things) < forms.MOST and number not in opened_in(filled, group):
        things += _of(stated, group, (number,))
    return filled.with_things(group, things)


def several(asked: FormShape) -> Iterator[FieldGroup]:
    """Yield the groups of which an entry may have several things."""
    return (group for group in asked.groups if group.repeats)


def opened_in(filled: Filled, group: str) -> list[int]:
    """Return the numbers of the things of the entry that a form holds, in the order of the form; 0 for one that is new."""
    return [number_of(next(iter(thing.get(WAS, ())), "").strip()) for thing in filled.things(group)]


def _of(stated: Filled, group: str, numbers: Iterable[int]) -> list[dict[str, list[str]]]:
    things = stated.things(group)
    return [things[number - 1] for number in numbers if 0 < number <= len(things)]


def naming_the_rest(asked: FormShape, stated: Filled, shown: Filled) -> FormShape:
    """Return what a form asks for, with the things that are stated in the entry and not opened in what is shown."""
    return replace(asked, groups=tuple(_naming(one, stated, shown) if one.repeats else one for one in asked.groups))


def _naming(group: FieldGroup, stated: Filled, shown: Filled) -> FieldGroup:
    opened: Collection[int] = opened_in(shown, group.name)
    things = enumerate(stated.things(group.name), 1)
    return replace(
        group, unopened=tuple((number, _known_by(group, one)) for number, one in things if number not in opened)
    )


def _known_by(group: FieldGroup, thing: dict[str, list[str]]) -> str:
    """Return the first that is said of a thing, which is what it is known by."""
    texts = (text for one in group.every for text in thing.get(one.key, ()))
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(text) <= SHOWN:
        return text
    # Between words where there are any so late.
    end = text.rfind(" ", SHOWN // 2, SHOWN)
    return f"{text[: end if end > 0 else SHOWN]}…"


def placed(message: FormMessage, asked: FormShape, before: Filled, after: Filled) -> FormMessage:
    """Return a message on the entry, as changed, at its field in the form as filled in ``after``; ``before`` is what the entry states.

    What is about a thing that is not opened is said of the whole form, with the number of the thing.
    """
    name, _, rest = message.name.partition(".")
    group = next((one for one in several(asked) if one.name == name), None)
    number, _, key = rest.partition(".")
    if group is None or not number.isdecimal():
        return message
    opened = opened_in(after, name)
    things = after.things(name)
    gone = {was for was, thing in zip(opened, things, strict=True) if was and not _says_something(thing)}
    # In their order in the entry as changed: those that stay, then the new ones.
    stay = [was for was in range(1, before.count(name) + 1) if was not in gone]
    places = [opened.index(was) + 1 if was in opened else 0 for was in stay]
    places += [place for place, was in enumerate(opened, 1) if not was]
    place = places[int(number) - 1] if 0 < int(number) <= len(places) else 0
    if place:
        return replace(message, name=group.named(key, place))
    return replace(message, name="", text=f"{group.one[:1].upper()}{group.one[1:]} {number}: {message.text}")


def _says_something(thing: dict[str, list[str]]) -> bool:
    return any(text.strip() for key, texts in thing.items() if key != WAS for text in texts)
