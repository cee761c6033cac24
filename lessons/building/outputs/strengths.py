"""How strong the evidence for each lesson is, worked out from the rows of a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from lessons.building.outputs.shared import Row
from lessons.learning.strength import METHODS, EvidenceTally, strength, worked

SCHEME = "evidence_strength"


class ReviewResult(NamedTuple):
    """How a review turned out, and the days between which it was, None where that is not stated."""

    result: str | None
    date_earliest: str | None
    date_latest: str | None


def of_lessons(
    lessons: Iterable[str],
    reviews: Mapping[str, ReviewResult],
    outcomes: Iterable[Row],
    uses: Iterable[Row],
    lesson_links: Iterable[Row],
) -> dict[str, tuple[str, str]]:
    """Return term and reason of the strength of each of the ``lessons``, by their full ids.

    ``reviews`` say by id how each turned out, and when it was; of the rows only those count that are about these lessons, or their reviews, and a use, or a repetition, only
    where it may have come after the lesson: within a library the rules see to that, between those of several units nobody does.
    """
    of_reviews, of_uses = _by_owner(outcomes)
    methods = {id_: _method(rows) for id_, rows in of_reviews.items()}
    tallies = {id_: EvidenceTally(method=methods.get(id_.partition("#")[0])) for id_ in lessons}
    for row in uses:
        if row["lesson_id"] in tallies and _may_follow(row["date_latest"], reviews, row["lesson_id"]):
            directions = tuple(filter(None, map(_direction, of_uses.get(row["id"], ()))))
            tallies[row["lesson_id"]] = _with(tallies[row["lesson_id"]], row, worked(row["decision"], None, directions))
    for row in lesson_links:
        id_, teller = row["to_lesson_id"], reviews[row["from_review_id"]]
        if id_ not in tallies or not _may_follow(teller.date_latest, reviews, id_):
            continue
        if row["link_type"] == "repeats":
            tallies[id_] = replace(tallies[id_], recurrences=tallies[id_].recurrences + 1)
        else:
            tallies[id_] = _with(tallies[id_], row, worked(row["decision"], teller.result, ()))
    # Of most lessons the same is known.
    told = {tally: strength(tally) for tally in set(tallies.values())}
    return {id_: told[tally] for id_, tally in tallies.items()}


def _may_follow(latest: str | None, reviews: Mapping[str, ReviewResult], lesson: str) -> bool:
    """Return whether what may have happened as late as on a day may have come after a lesson's review; whatever has no date may have."""
    owner = reviews.get(lesson.partition("#")[0])
    return not latest or owner is None or not owner.date_earliest or latest >= owner.date_earliest


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
