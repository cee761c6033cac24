"""What of the library a chart counts: the figures that a page's filters leave, or what a search found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.library.charts.model import ALL, Narrowing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.library.charts.model import Counted
    from lessons.library.outcomes import OutcomeFilters

# With lessons go their reviews, and with reviews all of their lessons: an id is that of a lesson or of a review.
_REVIEWS = "IN (SELECT id FROM hits UNION SELECT review_id FROM lessons WHERE id IN (SELECT id FROM hits))"
_LESSONS = "IN (SELECT id FROM hits UNION SELECT id FROM lessons WHERE review_id IN (SELECT id FROM hits))"
_CONDITIONS: dict[Counted, str] = {
    "figures": f"(review_id {_REVIEWS}\n    OR lesson_id {_LESSONS})",
    "reviews": f"reviews.id {_REVIEWS}",
    "lessons": f"lesson_cards.id {_LESSONS}",
    "uses": f"adoptions.lesson_id {_LESSONS}",
}
_GIVEN = "WITH hits AS (SELECT value AS id FROM json_each(:hits))\n"


def of_figures(filters: OutcomeFilters) -> Narrowing:
    """Return the figures that filters leave; an empty value stands for what is not stated."""
    chosen = {name: str(value) for name, value in filters.parameters().items() if value is not None}
    if not chosen:
        return ALL
    conditions = " AND ".join(f"coalesce({name}, '') = :{name}" for name in chosen)
    return Narrowing({"figures": conditions}, values=chosen)


def of_found(ids: Iterable[str], search: str) -> tuple[Narrowing, Narrowing]:
    """Return what was found, by its ids, and the same by the ``search`` as a statement that gives an id and a title: to run, and to show."""
    inner = "\n".join(f"    {line}" for line in search.rstrip(";").split("\n"))
    return (
        Narrowing(_CONDITIONS, _GIVEN, {"hits": json.dumps(list(ids))}),
        Narrowing(_CONDITIONS, f"WITH hits(id, title) AS (\n{inner}\n)\n"),
    )
