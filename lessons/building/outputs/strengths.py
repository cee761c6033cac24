"""How strong the evidence for each lesson is, worked out from the rows of a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lessons.building.outputs.shared import Row
from lessons.learning.strength import METHODS, EvidenceTally, strength, worked

SCHEME = "evidence_strength"


def add(found: Mapping[str, list[Row]]) -> None:
    """Write strength and reason into the rows of ``lessons``, and the term of each lesson into ``lesson_terms``."""
    of_reviews, of_uses = _by_owner(found["outcomes"], "review_id"), _by_owner(found["outcomes"], "use_id")
    results = {row["id"]: row["result"] for row in found["reviews"]}
    methods = {id_: _method(rows) for id_, rows in of_reviews.items()}
    tallies: dict[str, EvidenceTally] = defaultdict(EvidenceTally)
    for row in found["lessons"]:
        tallies[row["id"]] = EvidenceTally(method=methods.get(row["review_id"]))
    for row in found["uses"]:
        if row["lesson_id"]:
            directions = tuple(filter(None, map(_direction, of_uses.get(row["id"], ()))))
            tallies[row["lesson_id"]] = _with(tallies[row["lesson_id"]], row, worked(row["decision"], None, directions))
    for row in found["lesson_links"]:
        id_ = row["to_lesson_id"]
        if id_ and row["link_type"] == "repeats":
            tallies[id_] = replace(tallies[id_], recurrences=tallies[id_].recurrences + 1)
        elif id_:
            review = row["from_review_id"]
            known = worked(row["decision"], results[review], ())
            tallies[id_] = _with(tallies[id_], row, known)
    for row in found["lessons"]:
        term, reason = strength(tallies[row["id"]])
        row["evidence_strength"], row["evidence_reason"] = term, reason
        found["lesson_terms"].append({"lesson_id": row["id"], "scheme": SCHEME, "term": term})


def _by_owner(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    owned: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get(column):
            owned[row[column]].append(row)
    return owned


def _method(rows: Iterable[Row]) -> str | None:
    """Return the best method by which an outcome of a review is known."""
    known = [
        row["method"] for row in rows if row["measures"] == "outcome" and row["actual"] is not None and row["method"]
    ]
    return max(known, key=METHODS.index, default=None)


def _direction(row: Row) -> str | None:
    """Return whether an outcome of a use got better or worse, None where that is not known."""
    before, after = row["baseline"], row["actual"]
    if row["measures"] != "outcome" or before is None or after is None:
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
