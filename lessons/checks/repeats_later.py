"""What went wrong again went wrong before.

What is right: `repeats` names a lesson whose review is earlier than this one, or whose date leaves that open: 1998 may be earlier
than 1998-04, 1999 cannot be. The later of two reviews states that it repeats the earlier.

Why: a lesson that is repeated counts as recurred, which says that it was there to be known and the mistake was made again.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import certainly_earlier

ID = "repeats-later"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each repeated lesson whose review is certainly later than the entry."""
    own = entry.stated("date")
    for scalar in entry.scalars("repeats"):
        target = collection.target(scalar.text)
        owner = collection.by_id.get(target.review) if target.unit is None else None
        # What leads nowhere, or to itself, is a matter for the rules `links` and `cycles`.
        if owner is None or owner is entry:
            continue
        theirs = owner.stated("date")
        if certainly_earlier(own, theirs):
            message = (
                f'"{scalar.text}" cannot have been repeated here: its review is of {theirs}, later than this one ({own}); '
                "write `repeats` in the later review, or correct the date"
            )
            yield Problem(scalar.place, message, ID)
