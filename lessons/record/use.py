"""The record of a use: what a team did with a lesson of somebody's review, in one small file of its own.

A team that writes a review says the same in its ``builds_on``; a use is for all who write none.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from lessons import schemes
from lessons.record.parts import Author, Outcome, Record, declared
from lessons.record.review import Contributors, listed
from lessons.record.types import DateOrNotStated, LessonReference, OrganisationName, OwnFormerId, PartialDate, Text

# The folder inside the folder of entries that holds uses.
FOLDER = "uses"


class LessonUse(Record):
    """The front matter of one use. Four fields are required, nothing else is."""

    lesson: LessonReference = declared("The lesson: <review>#<lesson>, or <unit>:<review>#<lesson>.")
    organisation: OrganisationName = declared("Organisation that decided about the lesson; or not-stated.")
    decision: schemes.Decision = declared("What it decided; every answer is welcome.", vocabulary="decision")
    date: DateOrNotStated = declared(
        "Date of the decision: day, month or year, as precise as it is known; or not-stated."
    )
    why: Text | None = declared("Why it decided this.", default=None)
    evidence: Text | None = declared("What shows that it did, such as the minutes of a board.", default=None)
    outcomes: Annotated[list[Outcome], BeforeValidator(listed)] = declared("What changed, in figures.", default=[])
    contact: Text | None = declared("Where to ask: a role or a shared mailbox.", default=None)
    contributors: Contributors = declared(
        "Who took part, by role; people who consent to be named are declared under `people` in the vocabulary.",
        plain=True,
        default=[],
    )
    author: Author | None = declared(
        "Who wrote this down: a team or a role; a name only with the person's consent.", default=None
    )
    handling: schemes.Handling = declared("Who may see it.", vocabulary="handling", default="public")
    status: schemes.Status = declared("Editorial status.", vocabulary="status", default="published")
    published: PartialDate | None = declared(
        "When the library published it; if left out, the day of its first published version in git.",
        advanced=True,
        default=None,
    )
    formerly: Annotated[list[OwnFormerId], BeforeValidator(listed)] = declared(
        "Former ids of this use; their addresses lead here.", advanced=True, default=[]
    )
