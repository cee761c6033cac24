"""How strong the evidence for each lesson is, worked out from the rows of a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lessons.building.outputs.shared import Row
from lessons.learning.strength import METHODS, EvidenceTally, strength, worked

SCHEME = "evidence_strength"


def of_lessons(
    lessons: Iterable[str],
    results: Mapping[str, str | None],
    outcomes: Iterable[Row],
    uses: Iterable[Row],
    lesson_links: Iterable[Row],
) -> dict[str, tuple[str, str]]:
    """Return term and reason of the strength of each of the ``lessons``, by their full ids.

    ``results`` say by id how reviews turned out; of the rows only those count that are about these lessons, or their reviews.
    """
    of_reviews, of_uses = _by_owner(outcomes)
    methods = {id_: _method(rows) for id_, rows in of_reviews.items()}
    tallies = {id_: EvidenceTally(method=methods.get(id_.partition("#")[0])) for id_ in lessons}
    for row in uses:
        if row["lesson_id"] in tallies:
            directions = tuple(filter(None, map(_direction, of_uses.get(row["id"], ()))))
            tallies[row["lesson_id"]] = _with(tallies[row["lesson_id"]], row, worked(row["decision"], None, directions))
    for row in lesson_links:
        id_ = row["to_lesson_id"]
        if id_ in tallies and row["link_type"] == "repeats":
            tallies[id_] = replace(tallies[id_], recurrences=tallies[id_].recurrences + 1)
        elif id_ in tallies:
            review = row["from_review_id"]
            known = worked(row["decision"], results[review], ())
            tallies[id_] = _with(tallies[id_], row, known)
    # Of most lessons the same is known.
    told = {tally: strength(tally) for tally in set(tallies.values())}
    return {id_: told[tally] for id_, tally in tallies.items()}


def _by_owner(outcomes: Iterable[Row]) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Return the outcomes of each review, and those of each use."""
    of_reviews: dict[str, list[Row]] = defaultdict(list)
    of_uses: dict[str, list[Row]] = defaultdict(list)
    for row in outcomes:
        if row["review_id"]:
            of_reviews[row["review_id"]].append(row)
        else:
            of_uses[row["use_id"]].append(row)
    return of_reviews, of_uses


def _method(rows: Iterable[Row]) -> str | None:
    """Return the best method by which an outcome of a review is known; of a figure that does not say it, that it has none."""
    known = [row["method"] or METHODS[0] for row in rows if row["measures"] == "outcome" and row["actual"] is not None]
    return max(known, key=METHODS.index, default=None)


def _direction(row: Row) -> str | None:
    """Return whether an outcome of a use got better or worse, None where that is not known."""
    before, after = row["baseline"], row["actual"]
    # As the view `outcome_results` has it: what somebody reckons was not measured.
    if row["measures"] != "outcome" or row["method"] == "estimate" or before is None or after is None:
        return None
    if before == after:
        return "no change"
    return "better" if (after < before) == (row["better"] == "lower") else "worse"


def _with(tally: EvidenceTally, row: Row, known: bool | None) -> EvidenceTally:  # noqa: FBT001 - whether a use worked
    """Return the tally with one use more; one of which it is not known whose it is counts for neither."""
    if known is None or row["independent"] is None:
        return tally
    name = ("own_worked" if known else "own_failed") if not row["independent"] else ("worked" if known else "failed")
    return replace(tally, **{name: getattr(tally, name) + 1})
