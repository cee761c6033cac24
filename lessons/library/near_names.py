"""Which known name somebody probably meant who wrote one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import extractOne

if TYPE_CHECKING:
    from collections.abc import Iterable

# The share of their letters that two names must have in common, in the same order.
LEAST_SIMILARITY = 0.65
# No name is longer; comparing takes time in proportion.
LONGEST = 80


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is like enough; of equals, the first.

    A name that holds the other as one of its words is like it: ``organisation`` and ``organisation_id``.
    """
    if not 1 < len(name) <= LONGEST:
        return None
    form, names = plain(name), list(known)
    forms = [plain(one) for one in names]
    alike = extractOne(form, forms, scorer=Indel.normalized_similarity, score_cutoff=LEAST_SIMILARITY)
    if alike:
        return names[alike[2]]
    # In a short name one edit is a large part; in one of two letters it is another name.
    edited = extractOne(form, forms, scorer=OSA.distance, score_cutoff=1) if len(form) > 2 else None
    if edited:
        return names[edited[2]]
    parts = set(form.split("_"))
    return next((one for one, other in zip(names, forms, strict=True) if parts & set(other.split("_"))), None)


def plain(name: str) -> str:
    """Return a name without what writers do not agree on: capitals, hyphens and spaces."""
    return name.casefold().replace("-", "_").replace(" ", "_")
