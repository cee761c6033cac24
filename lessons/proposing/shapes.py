"""What the forms ask for, from the one declaration of the record: its fields, sections and lesson fields, with the unit's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from pydantic.fields import FieldInfo

from lessons import forms
from lessons.forms import FieldGroup, FormField, FormShape, TermChoice
from lessons.record import outline
from lessons.record.fields import record_in, written
from lessons.record.parts import Record
from lessons.record.review import Review
from lessons.record.use import LessonUse
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import NOT_STATED, RECURRED, worded
from lessons.words import gettext

# Filled in by the site, or left to those who take the review up.
NOT_ASKED = frozenset({"type", "status"})
FIRST = ("recommendation", "applies_when", "does_not_apply_when", "kind")
# An Id is made from the sentence; former ids are for lessons that were published before.
NOT_ASKED_OF_LESSONS = frozenset({"id", "formerly"})
# They cite a review or a lesson.
REFERENCES = frozenset({"related", "repeats", "lesson", "superseded_by"})
# Texts in the writer's own words that are rarely one line.
LONG = frozenset({"summary", "why", "evidence", "note", "mission"})
TYPES_OF_FULL = tuple(
    term for term in get_args(Review.model_fields["type"].annotation) if outline.form_of(term) == outline.FULL
)


def shape(kind: str, vocabulary: Vocabulary) -> FormShape:
    """Return what the form of this kind (:data:`lessons.forms.RAPID`, ``FULL`` or ``USE``) asks for."""
    groups = _use(vocabulary) if kind == forms.USE else _review(kind, vocabulary)
    return FormShape(kind, tuple(groups))


def _review(kind: str, vocabulary: Vocabulary) -> Iterator[FieldGroup]:
    plain, parts = _split(Review)
    required = tuple(_field(name, field, vocabulary) for name, field in plain if field.is_required())
    yield FieldGroup("", gettext("contribute.form.work"), (*_type(kind, vocabulary), *required))
    needed = [one for one in outline.SECTIONS if kind in one.required_in and one.key != "lessons"]
    heading = gettext("contribute.form.happened" if kind == forms.RAPID else "contribute.form.review")
    yield FieldGroup("section", heading, tuple(_section(one, required=True) for one in needed))
    yield _lessons(vocabulary)
    others = [one for one in outline.SECTIONS if one not in needed and one.key != "lessons"]
    more = tuple(_section(one, required=False) for one in others)
    yield FieldGroup("section", gettext("contribute.form.more_story"), more, optional=True)
    rest = tuple(_field(name, field, vocabulary) for name, field in plain if not field.is_required())
    yield FieldGroup("", gettext("contribute.form.more_work"), rest, optional=True)
    yield from _records(parts, vocabulary)


def _use(vocabulary: Vocabulary) -> Iterator[FieldGroup]:
    plain, parts = _split(LessonUse)
    yield FieldGroup(
        "",
        gettext("contribute.form.use"),
        tuple(_field(name, field, vocabulary) for name, field in plain if field.is_required()),
    )
    told = FormField("told", gettext("contribute.form.told"), gettext("contribute.form.told.help"), forms.TEXT)
    first = tuple(_field(name, field, vocabulary) for name, field in plain if name == "why")
    yield FieldGroup("", gettext("contribute.form.result"), (*first, told))
    rest = tuple(_field(name, field, vocabulary) for name, field in plain if not field.is_required() and name != "why")
    yield FieldGroup("", gettext("contribute.form.more_use"), rest, optional=True)
    yield from _records(parts, vocabulary)


def _split(model: type[Record]) -> tuple[list[tuple[str, FieldInfo]], list[tuple[str, FieldInfo]]]:
    """Return the fields that hold plain values, and those that hold records of their own."""
    asked = [
        (name, field)
        for name, field in model.model_fields.items()
        if name not in NOT_ASKED and not extra(field).get("advanced")
    ]
    # Of a contributor the role is enough; people are declared in the vocabulary.
    is_plain = {name: record_in(field.annotation) is None or bool(extra(field).get("plain")) for name, field in asked}
    return [one for one in asked if is_plain[one[0]]], [one for one in asked if not is_plain[one[0]]]


def _type(kind: str, vocabulary: Vocabulary) -> Iterator[FormField]:
    if kind == forms.FULL:
        field = _field("type", Review.model_fields["type"], vocabulary)
        yield replace(field, choices=tuple(one for one in field.choices if one.value in TYPES_OF_FULL))


def _section(kind: outline.SectionKind, *, required: bool) -> FormField:
    return FormField(kind.key, kind.heading, kind.help, forms.TEXT, required=required)


def _lessons(vocabulary: Vocabulary) -> FieldGroup:
    asked = {
        one.key: FormField(
            one.key,
            one.label,
            with_manner(_lesson_help(one), one.key, _lesson_kind(one, vocabulary)),
            _lesson_kind(one, vocabulary),
            required=one.required,
            choices=tuple(_choices(one.scheme, vocabulary.allowed(one.scheme) or (), vocabulary)) if one.scheme else (),
        )
        for one in outline.LESSON_FIELDS
        if one.key not in NOT_ASKED_OF_LESSONS
    }
    fields = (_statement(), _prose(), *(asked.pop(key) for key in FIRST))
    return FieldGroup(
        "lessons",
        gettext("contribute.form.lessons"),
        fields,
        gettext("contribute.form.lessons.help"),
        repeats=True,
        one=gettext("contribute.form.lesson"),
        more=tuple(asked.values()),
    )


def _statement() -> FormField:
    label, help_text = gettext("contribute.form.statement"), gettext("contribute.form.statement.help")
    return FormField("statement", label, help_text, forms.TEXT, required=True)


def _prose() -> FormField:
    return FormField("prose", gettext("contribute.form.prose"), gettext("contribute.form.prose.help"), forms.TEXT)


def _lesson_help(one: outline.LessonField) -> str:
    """Return the help of a lesson's field, without what separates several in a file."""
    return one.help if one.separator != ";" else f"{one.help.partition(';')[0].rstrip('.')}."


def _lesson_kind(one: outline.LessonField, vocabulary: Vocabulary) -> str:
    if one.scheme and vocabulary.allowed(one.scheme):
        return forms.CHOICES if one.many else forms.CHOICE
    if one.many:
        return forms.LINES
    return forms.TEXT if one.key in ("recommendation", "applies_when", "does_not_apply_when") else forms.LINE


def _records(parts: Iterable[tuple[str, FieldInfo]], vocabulary: Vocabulary) -> Iterator[FieldGroup]:
    for name, field in parts:
        inner = record_in(field.annotation)
        assert inner is not None  # noqa: S101 - that is why it is here
        label = worded(name)
        yield FieldGroup(
            name,
            label,
            tuple(_field(key, part, vocabulary) for key, part in written(inner)),
            field.description or "",
            repeats=_is_list(field),
            one=gettext(_SINGULAR[name]) if name in _SINGULAR else label.lower(),
            optional=True,
        )


LABELS = {"url": "Address", "cite": "Citation"}
_SINGULAR = {
    "outcomes": "contribute.form.one.outcome",
    "sources": "contribute.form.one.source",
    "builds_on": "contribute.form.one.builds_on",
}


def _field(name: str, field: FieldInfo, vocabulary: Vocabulary) -> FormField:
    scheme = extra(field).get("vocabulary")
    terms = vocabulary.allowed(scheme) if scheme else None
    choices = tuple(_choices(scheme, terms or (), vocabulary)) if scheme else ()
    if scheme == "sector" and terms:
        choices += (TermChoice(NOT_STATED, gettext("shared.not_stated")),)
    default = next((one for one in choices if one.value == field.default), None)
    kind = _kind(name, field, several=_is_list(field), chosen=bool(choices))
    return FormField(
        name,
        LABELS.get(name) or worded(name),
        with_manner(field.description or "", name, kind),
        kind,
        required=field.is_required(),
        choices=tuple(one for one in choices if one is not default),
        left_out=default.label if default else "",
    )


def with_manner(help_text: str, key: str, kind: str) -> str:
    """Return the help of a field with how it is written in a form."""
    if key in REFERENCES:
        # How it is cited in a file.
        help_text = help_text.partition(": <")[0].rstrip(".") + "."
    parts = [help_text[:1].upper() + help_text[1:]]
    if kind == forms.LINES:
        parts.append(gettext("contribute.form.lines"))
    if key in REFERENCES:
        parts.append(gettext("contribute.form.reference"))
    return " ".join(filter(None, parts))


def _kind(name: str, field: FieldInfo, *, several: bool, chosen: bool) -> str:
    if chosen:
        return forms.CHOICES if several else forms.CHOICE
    if several:
        return forms.LINES
    return forms.TEXT if name in LONG else forms.LINE


def _is_list(field: FieldInfo) -> bool:
    return bool(field.default_factory is list)


def _choices(scheme: str, terms: Iterable[str], vocabulary: Vocabulary) -> Iterator[TermChoice]:
    known = vocabulary.terms(scheme)
    for slug in terms:
        if slug != RECURRED or scheme != "lesson_status":
            term = known.get(slug)
            yield TermChoice(slug, term.label if term else worded(slug), term.definition if term else None)


def extra(field: FieldInfo) -> dict[str, Any]:
    """Return what a field declares beside type and help."""
    return dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
