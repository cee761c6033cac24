"""What was used was there to be used.

What is right: a use, or a review with `builds_on`, names a lesson whose review is not later than itself, or whose date leaves that open: 1998 may be later
than 1998-04, 1997 cannot be. What a team did before somebody learnt the lesson it did not learn from that; where it came first, the later review says `builds_on`.

Why: a use that worked is evidence for a lesson. What was done before the lesson was learnt is none and is not counted, and a mistyped year would hide a use.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import certainly_earlier

ID = "used-later"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson used whose review is certainly later than the entry; of a use it is told at its date."""
    own = entry.stated("date")
    for scalar in entry.scalars(*(("lesson",) if entry.is_use else ("builds_on", "lesson"))):
        target = collection.target(scalar.text)
        owner = collection.by_id.get(target.review) if target.unit is None else None
        # What leads nowhere, to itself or to a use is a matter for the rules `links` and `cycles`.
        if owner is None or owner is entry or owner.is_use:
            continue
        theirs = owner.stated("date")
        if not certainly_earlier(own, theirs):
            continue
        if entry.is_use:
            message = (
                f'date: found "{own}", before the lesson that was used: the review "{owner.id}" is of {theirs}; '
                "write the date of the decision, or name the lesson that was there then"
            )
            yield Problem(entry.place("date"), message, ID, "advice")
        else:
            message = (
                f'"{scalar.text}" cannot have been used here: its review is of {theirs}, later than this one ({own}); '
                "write `builds_on` in the later review, or correct the date"
            )
            yield Problem(scalar.place, message, ID, "advice")
