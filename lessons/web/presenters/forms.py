"""A form as shown: its fields with what was filled in and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons import forms
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lessons.forms import FieldGroup, Filled, FormField, FormMessage, FormShape, TermChoice

    # What is to be said of fields by their names, and the terms that have been defined already.
    _Told = tuple[dict[str, list[str]], set[TermChoice]]

# Up to so many choices stand there one by one, with their definitions.
ONE_BY_ONE = 7
# How the two forms of a review are called to those who choose between them.
OTHER = {forms.RAPID: forms.FULL, forms.FULL: forms.RAPID}


@dataclass(frozen=True)
class ChoiceShown:
    """One choice, and whether it is chosen."""

    value: str
    label: str
    definition: str | None
    chosen: bool


@dataclass(frozen=True)
class FieldShown:
    """One field; ``look`` is how it is shown, ``described_by`` names what tells more of it."""

    name: str
    id: str
    label: str
    # Where the hint stands: of several things, at the first.
    hint: str
    help: str
    look: str
    value: str
    choices: tuple[ChoiceShown, ...]
    empty: str
    optional: bool
    faults: tuple[str, ...]
    rows: int
    focused: bool
    names_organisation: bool

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the messages."""
        return " ".join([self.hint] * bool(self.hint) + [f"{self.id}-fault"] * bool(self.faults))


@dataclass(frozen=True)
class ThingShown:
    """One of what a group asks for: of the lessons, one lesson. ``was`` is the hidden field that says which one of the entry it is."""

    legend: str
    was: tuple[str, str] | None
    fields: tuple[FieldShown, ...]
    more: tuple[FieldShown, ...]
    more_open: bool


@dataclass(frozen=True)
class GroupShown:
    """One group of fields; ``add`` is the value of the button that gives room for one more."""

    id: str
    heading: str
    help: str
    things: tuple[ThingShown, ...]
    name: str
    optional: bool
    open: bool
    add: str | None
    one: str
    # What stands in the entry and is not opened, and whether there is room for it.
    unopened: tuple[tuple[int, str], ...]
    room: bool


@dataclass(frozen=True)
class FilledForm:
    """A whole form: its groups, and the summary of what is wrong with links to the fields."""

    kind: str
    other: str | None
    opened: bool
    groups: tuple[GroupShown, ...]
    summary: tuple[tuple[str, str], ...]


def form_shown(
    shape: FormShape, filled: Filled, messages: Iterable[FormMessage] = (), added: str = "", *, opened: str = ""
) -> FilledForm:
    """Return a form with what was filled in.

    ``added`` is the group that is to have room for one more; ``opened`` the group whose last thing has just been opened, and is gone on with.
    """
    said: dict[str, list[str]] = {}
    defined: set[TermChoice] = set()
    for message in messages:
        said.setdefault(message.name, []).append(message.text)
    groups = tuple(
        _group(group, number, filled, (said, defined), added=added, opened=bool(opened) and group.name == opened)
        for number, group in enumerate(shape.groups, 1)
    )
    placed = [(thing.legend, one) for group in groups for thing in group.things for one in (*thing.fields, *thing.more)]
    known = {one.name for _, one in placed}
    summary = [("main", text) for name, texts in said.items() if name not in known for text in texts]
    summary += [(one.id, _in_summary(legend, one, text)) for legend, one in placed for text in one.faults]
    other = None if shape.opened else OTHER.get(shape.kind)
    return FilledForm(shape.kind, other, shape.opened, groups, tuple(summary))


def _in_summary(legend: str, field: FieldShown, text: str) -> str:
    """Return a message as it is read far from its field."""
    about = "" if field.label.lower() in text.lower() else field.label
    return ": ".join(filter(None, (legend, about, text)))


def _group(group: FieldGroup, number: int, filled: Filled, told: _Told, *, added: str, opened: bool) -> GroupShown:
    more = bool(group.name) and added == group.name
    count = max(filled.count(group.name), 0 if group.unopened else 1) + more if group.repeats else 1
    things = []
    for position in range(1, count + 1):
        new = (more or opened) and position == count
        fields = tuple(
            _field(group, one, position, filled, told, focused=new and one is group.fields[0]) for one in group.fields
        )
        folded = tuple(_field(group, one, position, filled, told) for one in group.more)
        was = group.named(forms.WAS, position)
        stood = (was, filled.first(was)) if filled.first(was) else None
        # As it is counted in the entry, where what is new comes last.
        counted = filled.first(was) or len(group.unopened) + position
        legend = f"{group.one[:1].upper()}{group.one[1:]} {counted}" if group.repeats else ""
        things.append(ThingShown(legend, stood, fields, folded, any(map(_is_used, folded))))
    used = more or bool(group.unopened) or any(_is_used(one) for thing in things for one in thing.fields)
    return GroupShown(
        id=f"group-{number}",
        heading=group.heading,
        help=group.help,
        things=tuple(things),
        name=group.name,
        optional=group.optional,
        open=used,
        add=f"add.{group.name}" if group.repeats and count < forms.MOST else None,
        one=group.one,
        unopened=group.unopened,
        room=count < forms.MOST,
    )


def _is_used(field: FieldShown) -> bool:
    return bool(field.value or field.faults or any(one.chosen for one in field.choices))


def _field(
    group: FieldGroup,
    field: FormField,
    number: int,
    filled: Filled,
    told: _Told,
    *,
    focused: bool = False,
) -> FieldShown:
    name = group.named(field.key, number)
    id_ = _id(name)
    texts = filled.every(name)
    look = _look(field)
    return FieldShown(
        name=name,
        id=id_,
        label=field.label,
        # It is said once: with many lessons it would be most of the page.
        hint=f"{_id(group.named(field.key, 1))}-hint" if field.help else "",
        help=field.help if number == 1 else "",
        look=look,
        value="" if look in ("radios", "boxes", "select") else "\n".join(texts),
        choices=tuple(_choices(field.choices, texts, told[1])),
        empty=gettext("contribute.field.choose")
        if field.required
        else field.left_out or gettext("contribute.field.not_stated"),
        optional=not field.required,
        faults=tuple(told[0].get(name, ())),
        rows=max(min(8, 2 + "\n".join(texts).count("\n")), 5 if group.name == "section" else 3),
        focused=focused,
        names_organisation=field.key == "organisation",
    )


def _id(name: str) -> str:
    return "f-" + name.replace(".", "-")


def _look(field: FormField) -> str:
    if field.kind == forms.CHOICES:
        return "boxes"
    if field.kind == forms.CHOICE:
        return "radios" if len(field.choices) <= ONE_BY_ONE and field.required else "select"
    return "line" if field.kind == forms.LINE else "text"


def _choices(choices: Iterable[TermChoice], texts: list[str], defined: set[TermChoice]) -> Iterator[ChoiceShown]:
    for one in choices:
        yield ChoiceShown(one.value, one.label, None if one in defined else one.definition, one.value in texts)
        # What a term means is said where it is first asked for.
        defined.add(one)
