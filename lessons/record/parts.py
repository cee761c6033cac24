"""The records inside a review's record: its period, cost, outcomes, sources and the lessons it built on.

Each field states its type, its help text and the scheme of its vocabulary, as those of :mod:`lessons.record.review` do.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lessons import schemes
from lessons.record.types import (
    Amount,
    CurrencyCode,
    LastDay,
    LessonReference,
    Link,
    PartialDate,
    Slug,
    Text,
    Year,
    refuse,
)
from lessons.text.docstrings import documentation


def declared(help_text: str, **extra: Any) -> Any:
    """Return the declaration of one field.

    Keywords: ``vocabulary`` (name of the scheme), ``facet`` (search offers it as a facet), ``advanced`` (the scaffold leaves it
    out), ``plain`` (its records may be written as a text alone), ``default``. A field without ``default`` is required.
    """
    default = extra.pop("default", ...)
    # A list that is given as it is would be copied, with all care, for each record that leaves the field out.
    left_out = {"default_factory": list} if default == [] else {"default": default}
    return Field(**left_out, description=help_text, json_schema_extra=extra)


def _author(value: str) -> str:
    if value.casefold().replace(" ", "-") == schemes.NOT_STATED:
        words = f'found "{value}"; where nobody is named, leave the field out: the unit then counts as author'
        refuse("field-types", words)
    return value


Author = Annotated[Text, AfterValidator(_author)]


class Record(BaseModel):
    """Base of every part of the record: unknown fields are problems, records never change."""

    # What validates a record is made when the first one is read.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Keep the docstring, which is the description in the JSON Schema, where Python strips it."""
        cls.__doc__ = documentation(cls)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, value: Any) -> Any:
        """A field with nothing after its colon, or with empty quotes, counts as left out."""
        return (
            {name: item for name, item in value.items() if item not in (None, "")} if isinstance(value, dict) else value
        )


class Period(Record):
    """The period that a review covers."""

    from_: PartialDate = Field(alias="from", description="Start: day, month or year.")
    to: LastDay | None = declared("End; left out while the work continues.", default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.to is not None and self.to.latest < self.from_.earliest:
            raise PydanticCustomError(
                "dates",
                "the period ends ({to}) before it begins ({start})",
                {"to": str(self.to), "start": str(self.from_)},
            )
        return self


class Cost(Record):
    """What the work cost."""

    amount: Amount = declared("The sum, as a plain number.")
    currency: CurrencyCode = declared("ISO 4217 code, such as GBP.")
    year: Year | None = declared("Year whose prices these are.", default=None)
    note: Text | None = declared("What the sum covers.", default=None)


class Outcome(Record):
    """One measured outcome. At least one of baseline, target and result.

    What the baseline is goes by the method: where there was something to compare with, that is what the result is told against.
    """

    measure: Text = declared("What was measured.")
    unit: Text | None = declared("Unit of the figures, such as per cent.", default=None)
    baseline: Amount | None = declared(
        "Value before; where the method is comparison or trial, that of those compared with. A plain number.",
        default=None,
    )
    target: Amount | None = declared("Target value.", default=None)
    result: Amount | None = declared("Value after.", default=None)
    better: schemes.Better = declared("Which direction is an improvement.", vocabulary="better")
    measures: schemes.Measures | None = declared(
        "What the figure measures: what changed for people (outcome), what was produced or done (output), what was put in (input), "
        "or the circumstances (context). If left out, it counts as not stated, never as an outcome.",
        vocabulary="measures",
        default=None,
    )
    period: Text | None = declared("When it was measured.", default=None)
    method: schemes.Method | None = declared(
        "How we know that the work made the difference.", vocabulary="method", default=None
    )
    note: Text | None = declared("Caveats.", default=None)
    source: Text | None = declared("Where the figures come from.", default=None)

    @model_validator(mode="after")
    def _has_a_figure(self) -> Outcome:
        if self.baseline is None and self.target is None and self.result is None:
            raise PydanticCustomError(
                "outcomes",
                "an outcome needs at least one figure: baseline, target or result; a finding without numbers belongs in the text",
            )
        return self


class Source(Record):
    """One source."""

    cite: Text = declared("The citation: author, title, year.")
    url: Link | None = declared("Address, beginning with http:// or https://.", default=None)
    section: Text | None = declared("Section or page.", default=None)


class Reviewed(Record):
    """One time that somebody reviewed the review."""

    on: PartialDate = declared("When: day, month or year.")
    by: schemes.ReviewedBy = declared("By whom: peer, user or independent.", vocabulary="reviewed_by")
    note: Text | None = declared("What they found.", default=None)


class BuildsOn(Record):
    """A lesson that this team used."""

    lesson: LessonReference = declared("The lesson: <review>#<lesson>, or <unit>:<review>#<lesson>.")
    decision: schemes.Decision = declared("What the team decided about it.", vocabulary="decision")
    why: Text | None = declared("Why.", default=None)


class Contributor(Record):
    """One who contributed: a role, and of a person who consents to be named, who it is. A text alone is the role."""

    role: Text = declared("The role, such as project manager.")
    person: Slug | None = declared(
        "The person, as declared under `people` in the vocabulary; only of somebody who consents to be named.",
        default=None,
    )


class SourceSystem(Record):
    """Where an imported record comes from."""

    name: Text = declared("Name of the system.")
    id: Text = declared("Id of the record there.")
    url: Link | None = declared("Address of the record there.", default=None)
    imported: PartialDate = declared("Date of the import.")
