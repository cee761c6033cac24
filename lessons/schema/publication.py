"""Columns that say when something came to the library and when it last changed; reviews and lessons have the same."""

from __future__ import annotations

from lessons.schema.model import Column

PUBLISHED = Column(
    "published",
    "TEXT",
    "When the library published it: as stated, or the day (UTC) of its first published version in git; empty when not known.",
    null=True,
)
PUBLISHED_EARLIEST = Column(
    "published_earliest", "TEXT", "First day that `published` can mean, YYYY-MM-DD, for sorting.", null=True
)
LAST_CHANGED = Column(
    "last_changed",
    "TEXT",
    "Day (UTC) of the last git commit that changed its text, YYYY-MM-DD; empty when not known.",
    null=True,
)
