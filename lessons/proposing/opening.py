"""Which lessons of an entry its form opens: those that are to be corrected, since a form with all of many would be a long way to one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from lessons import forms
from lessons.forms import WAS, Filled, FormMessage, FormShape, number_of
from lessons.proposing.standing import Standing

GROUP = "lessons"
# A review with no more lessons than this has them opened.
FEW = 1


def at_first(standing: Standing, named: str = "") -> list[int]:
    """Return the numbers, from 1, of the lessons that are opened: the one with an id, or else all where there are few."""
    ids = [lesson.get("id") for lesson in standing.entry.body.lessons]
    if named in ids:
        return [ids.index(named) + 1]
    return list(range(1, len(ids) + 1)) if len(ids) <= FEW else []


def opened_in(filled: Filled) -> list[int]:
    """Return the numbers of the lessons of the entry that a form holds, in the order of the form; 0 for one that is new."""
    return [number_of(next(iter(thing.get(WAS, ())), "").strip()) for thing in filled.things(GROUP)]


def only(stated: Filled, numbers: Iterable[int]) -> Filled:
    """Return what is filled in, of the lessons those with these numbers."""
    return stated.with_things(GROUP, _of(stated, numbers))


def with_another(filled: Filled, stated: Filled, number: int) -> Filled:
    """Return what somebody filled in, with one more lesson as it stands in the entry, where there is room and it is not there yet."""
    things = filled.things(GROUP)
    if len(things) < forms.MOST and number not in opened_in(filled):
        things += _of(stated, (number,))
    return filled.with_things(GROUP, things)


def _of(stated: Filled, numbers: Iterable[int]) -> list[dict[str, list[str]]]:
    things = stated.things(GROUP)
    return [things[number - 1] for number in numbers if 0 < number <= len(things)]


def naming_the_rest(asked: FormShape, standing: Standing, opened: Collection[int]) -> FormShape:
    """Return what a form asks for, with the lessons of the entry that it does not open."""
    rest = tuple(
        (number, lesson.statement) for number, lesson in enumerate(standing.lessons, 1) if number not in opened
    )
    return replace(
        asked, groups=tuple(replace(one, unopened=rest) if one.name == GROUP else one for one in asked.groups)
    )


def placed(message: FormMessage, filled: Filled, count: int) -> FormMessage:
    """Return a message on the lesson of an entry, as changed, at its field in the form; ``count`` is how many lessons it had before.

    What is about a lesson that is not opened is said of the whole form, with the number of the lesson.
    """
    group, _, rest = message.name.partition(".")
    if group != GROUP:
        return message
    number, _, key = rest.partition(".")
    opened = opened_in(filled)
    things = filled.things(GROUP)
    gone = {was for was, thing in zip(opened, things, strict=True) if was and not _says_something(thing)}
    # In their order in the entry as changed: those that stay, then the new ones.
    stay = [was for was in range(1, count + 1) if was not in gone]
    places = [opened.index(was) + 1 if was in opened else 0 for was in stay]
    places += [place for place, was in enumerate(opened, 1) if not was]
    place = places[int(number) - 1] if int(number) <= len(places) else 0
    if place:
        return replace(message, name=f"{GROUP}.{place}.{key}")
    return replace(message, name="", text=f"Lesson {number}: {message.text}")


def _says_something(thing: dict[str, list[str]]) -> bool:
    return any(text.strip() for key, texts in thing.items() if key != WAS for text in texts)
