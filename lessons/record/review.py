"""The record: every field of a review's front matter, declared once.

Each field states its type, its help text, the scheme of its vocabulary and whether it is a facet. Checks, the JSON
Schema, the scaffold, the database's facets and the documentation are all read from these declarations.
Values arrive as the text that the writer typed (see :mod:`lessons.text.nodes`); the types below turn it into
dates and numbers and say in words what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from lessons import schemes
from lessons.record.coded import spdx
from lessons.record.fields import all_fields
from lessons.record.parts import (
    Author,
    BuildsOn,
    Contributor,
    Cost,
    Outcome,
    Period,
    Record,
    Reviewed,
    Source,
    SourceSystem,
    declared,
)
from lessons.record.types import (
    CountryCode,
    DateOrNotStated,
    Language,
    LessonReference,
    OrganisationName,
    OwnFormerId,
    PartialDate,
    RelatedReference,
    ReviewReference,
    Slug,
    Text,
    WholeNumber,
)

__all__ = [
    "LISTS",
    "Record",
    "Review",
    "field_extra",
    "free_text_fields",
    "link_fields",
    "listed",
    "required_fields",
    "term_fields",
    "vocabulary_fields",
]


def listed(value: Any) -> Any:
    """A single value where a list is due is a list of one; an empty value is an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


Texts = Annotated[list[Text], BeforeValidator(listed)]


def _in_a_role(value: Any) -> Any:
    """A text alone is the role of a contributor."""
    return {"role": value} if isinstance(value, str) else value


Contributors = Annotated[
    list[Annotated[Contributor, BeforeValidator(_in_a_role)]],
    BeforeValidator(listed),
]
Slugs = Annotated[list[Slug], BeforeValidator(listed)]


class Review(Record):
    """The front matter of one review. Five fields are required, nothing else is."""

    title: Text = declared("What the review is about, in one line.")
    date: DateOrNotStated = declared(
        "Date of the review: day, month or year, as precise as it is known; or not-stated.", facet=True
    )
    organisation: OrganisationName = declared("Organisation whose work was reviewed; or not-stated.", facet=True)
    sector: Slug = declared("Sector, a term of the vocabulary; or not-stated.", vocabulary="sector", facet=True)
    result: schemes.Result = declared("How it turned out.", vocabulary="result", facet=True)
    author: Author | None = declared(
        "Who wrote the review: a team, a role or a unit; a name only with the person's consent. If left out, the unit in the vocabulary.",
        default=None,
    )
    summary: Text | None = declared(
        "At most 60 words; if left out, the first paragraph of the section Summary.", default=None
    )
    type: schemes.Type = declared("Type of review.", vocabulary="type", facet=True, default="after-action-review")
    event: Slug | None = declared(
        "What was reviewed: a project, a pilot, an incident, …", vocabulary="event", facet=True, default=None
    )
    phase: Slug | None = declared("Phase of the work.", vocabulary="phase", facet=True, default=None)
    delivery_model: Slug | None = declared(
        "How the service is delivered.", vocabulary="delivery_model", facet=True, default=None
    )
    level: Slug | None = declared(
        "Level: frontline, local, regional, national, …", vocabulary="level", facet=True, default=None
    )
    enablers: Slugs = declared("What helped.", vocabulary="enablers", facet=True, default=[])
    barriers: Slugs = declared("What stood in the way.", vocabulary="barriers", facet=True, default=[])
    change: Slugs = declared(
        "What was changed: policy, process, training, …", vocabulary="change", facet=True, default=[]
    )
    mission: Text | None = declared("The mission or goal, in a sentence.", default=None)
    place: Text | None = declared("Where.", default=None)
    country: CountryCode | None = declared("ISO 3166-1 alpha-2 code, such as GB.", default=None)
    contact: Text | None = declared("Where to ask: a role or a shared mailbox.", default=None)
    period: Period | None = declared("The period that the review covers.", default=None)
    partners: Texts = declared("Partner organisations.", default=[])
    contributors: Contributors = declared(
        "Who contributed, by role; people who consent to be named are declared under `people` in the vocabulary.",
        plain=True,
        default=[],
    )
    tags: Texts = declared("Tags of your own choice.", facet=True, default=[])
    people_affected: WholeNumber | None = declared("Number of people affected.", default=None)
    cost: Cost | None = declared("What it cost.", default=None)
    outcomes: Annotated[list[Outcome], BeforeValidator(listed)] = declared("What changed, in figures.", default=[])
    sources: Annotated[list[Source], BeforeValidator(listed)] = declared("Sources of the facts.", default=[])
    reviewed: Annotated[list[Reviewed], BeforeValidator(listed)] = declared(
        "Who checked the review.", facet=True, advanced=True, default=[]
    )
    handling: schemes.Handling = declared("Who may see it.", vocabulary="handling", default="public")
    status: schemes.Status = declared("Editorial status.", vocabulary="status", default="published")
    published: PartialDate | None = declared(
        "When the library published it; if left out, the day of its first published version in git.",
        advanced=True,
        default=None,
    )
    review_due: PartialDate | None = declared("When it should be looked at again.", advanced=True, default=None)
    language: Language | None = declared("Language of the text, BCP 47, such as en-GB.", advanced=True, default=None)
    licence: Annotated[str, BeforeValidator(spdx)] | None = declared(
        "Licence of the text, an SPDX identifier.", advanced=True, default=None
    )
    related: Annotated[list[RelatedReference], BeforeValidator(listed)] = declared(
        "Ids of related reviews or lessons.", default=[]
    )
    supersedes: Annotated[list[ReviewReference], BeforeValidator(listed)] = declared(
        "Ids of the reviews that this one replaces.", advanced=True, default=[]
    )
    formerly: Annotated[list[OwnFormerId], BeforeValidator(listed)] = declared(
        "Former ids of this review; their addresses lead here.", advanced=True, default=[]
    )
    builds_on: Annotated[list[BuildsOn], BeforeValidator(listed)] = declared("Lessons that this team used.", default=[])
    repeats: Annotated[list[LessonReference], BeforeValidator(listed)] = declared(
        "Lessons whose mistake was made again.", default=[]
    )
    source_system: SourceSystem | None = declared("Where an imported record comes from.", advanced=True, default=None)


# Fields that hold a list; a single value there is a list of one.
LISTS = frozenset(name for name, field in Review.model_fields.items() if field.default_factory is list)


def field_extra(name: str) -> dict[str, Any]:
    """Return what a field of :class:`Review` declares beside type and help: vocabulary, facet, advanced."""
    return _extra(Review.model_fields[name])


def _extra(field: FieldInfo) -> dict[str, Any]:
    extra = field.json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}


@cache
def vocabulary_fields() -> dict[str, str]:
    """Return the fields that hold terms, each with the name of its scheme."""
    return {name: scheme for name in Review.model_fields if (scheme := field_extra(name).get("vocabulary"))}


@cache
def term_fields(model: type[Record] = Review) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the path of every field that holds terms, in records inside too, with the name of its scheme."""
    return tuple((path, scheme) for path, field in all_fields(model) if (scheme := _extra(field).get("vocabulary")))


@cache
def needed_paths(model: type[Record] = Review) -> frozenset[tuple[str, ...]]:
    """Return the path of every field that has to have a value, in records inside too."""
    return frozenset(path for path, field in all_fields(model) if field.is_required())


@cache
def free_text_fields(model: type[Record] = Review) -> tuple[tuple[str, ...], ...]:
    """Return the path of every field that holds text in the writer's own words."""
    return tuple(
        path
        for path, field in all_fields(model)
        if _is_free_text(field.annotation, field.metadata) or _extra(field).get("plain")
    )


@cache
def link_fields(model: type[Record] = Review) -> tuple[tuple[str, ...], ...]:
    """Return the path of every field that holds an address."""
    return tuple(path for path, _ in all_fields(model) if path[-1] == "url")


def _is_free_text(annotation: Any, metadata: Iterable[Any] = ()) -> bool:
    marks = (*metadata, *getattr(annotation, "__metadata__", ()))
    return any(isinstance(mark, StringConstraints) for mark in marks) or any(map(_is_free_text, get_args(annotation)))


def required_fields() -> tuple[str, ...]:
    """Return the names of the fields that every review must have."""
    return tuple(name for name, field in Review.model_fields.items() if field.is_required())
