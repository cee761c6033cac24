"""The units of a combined library as terms of a scheme, so that they are a facet and have a page each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lessons.building.outputs.shared import Row

# The unit that a combined library is; none of those that are combined can be called so.
CENTRAL = "all-units"
# The scheme whose terms are the units.
UNIT = "unit"
SCHEME: Row = {
    "id": UNIT,
    "label": "Unit",
    "definition": "The Lessons Learned Unit that keeps the review.",
    "facet": 1,
    "ordered": 0,
}


def terms_of(units: Iterable[Row]) -> Iterator[Row]:
    """Yield a row of the table ``terms`` for each unit, with all that a reader may want to know of it."""
    for position, row in enumerate((row for row in units if row["id"] != CENTRAL), 1):
        about = (
            row["description"],
            f"Ask {row['contact']}." if row["contact"] else None,
            f"Its own site is {row['address']}." if row["address"] else None,
            f"Licence: {row['licence']}." if row["licence"] else None,
        )
        yield {
            "id": f"{UNIT}/{row['id']}",
            "scheme": UNIT,
            "slug": row["id"],
            "label": row["name"],
            "definition": " ".join(filter(None, about)) or None,
            "position": position,
        }


def with_facet(facets: Iterable[Row]) -> list[Row]:
    """Return the facets with that of units before all others."""
    rows = [{"id": UNIT, "label": SCHEME["label"], "lessons_only": 0, "ordered": 0}, *facets]
    return [{**row, "position": position} for position, row in enumerate(rows, 1)]
