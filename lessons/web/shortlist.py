"""The shortlist: lessons and reviews that a reader keeps, in the address alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# The parameter that holds the id of one lesson or review, or several with commas between.
PARAMETER = "id"
# More would make an address that is cut on its way: with ids of 40 characters this is some 8 kB.
MOST_IN_ADDRESS = 150
_ID = re.compile(r"(?:[a-z0-9-]{1,80}:)?[a-z0-9-]{3,80}(?:#[a-z0-9][a-z0-9-]{0,79})?")


def ids_of(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the ids of lessons and reviews that an address holds, each once, in its order; what cannot be one is left out."""
    return tuple(part for part in _stated(pairs) if _ID.fullmatch(part))


def not_ids_of(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what an address holds in the place of ids and cannot be one, each once, in its order."""
    return tuple(part for part in _stated(pairs) if not _ID.fullmatch(part))


def _stated(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    parts = (part.strip() for name, value in pairs if name == PARAMETER for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def review_of(id_: str) -> str:
    """Return the id of the review that has this id, or that the lesson with this id stands in."""
    return id_.partition("#")[0]


def pairs_of(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return the parameters that hold these ids."""
    return [(PARAMETER, id_) for id_ in ids]
