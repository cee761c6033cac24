"""Columns of dates that are as precise as they are known, each with the days that it can mean; and of publication."""

from __future__ import annotations

from lessons.schema.model import Column


def partial_date(name: str, sentence: str, *, null: bool = True) -> tuple[Column, Column, Column]:
    """Return the columns of a date as written, of the first day that it can mean, and of the last."""
    return (
        Column(name, "TEXT", f"{sentence} As written: YYYY, YYYY-MM or YYYY-MM-DD.", null=null),
        Column(f"{name}_earliest", "TEXT", f"First day that `{name}` can mean, YYYY-MM-DD.", null=null, day=True),
        Column(f"{name}_latest", "TEXT", f"Last day that `{name}` can mean, YYYY-MM-DD.", null=null, day=True),
    )


# When something came to the library and when it last changed; reviews, lessons and uses have the same.
PUBLICATION = (
    *partial_date(
        "published",
        "When the library published it: as stated, or the day (UTC) of its first published version in git; empty when not known.",
    ),
    Column(
        "last_changed",
        "TEXT",
        "Day (UTC) of the last git commit that changed its text, YYYY-MM-DD; empty when not known, or when its day of publication is stated and git has no change since it came.",
        null=True,
        day=True,
    ),
)
