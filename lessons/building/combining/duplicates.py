"""Reviews of different units that are likely the same case told twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lessons.authoring.new_unit import FIRST_REVIEW
from lessons.building.outputs.shared import Row
from lessons.entries.resembling import FEWEST_OF_A_REVIEW, LONGEST, REVIEWS
from lessons.text.duplicates import Index

# Among as many it takes 28 s of processor time, a twelfth of combining, and 1 GB of memory; memory grows with the reviews.
MOST = 100_000


def likely(reviews: Iterable[Row], sections: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield the ids of two reviews of different units that say nearly the same, each pair once; ``reviews`` are at most :data:`MOST`.

    Compared as `near-duplicates` compares entries: by their titles and sections. The review that every new unit begins with is left out.
    """
    told = {row["id"]: row["title"] for row in reviews if row["id"].partition(":")[2] != FIRST_REVIEW}
    for row in sections:
        id_ = row["review_id"]
        if len(told.get(id_, " " * LONGEST)) < LONGEST:
            told[id_] = f"{told[id_]} {row['text']}"[:LONGEST]
    index = Index({id_: text for id_, text in told.items() if len(text.split()) >= FEWEST_OF_A_REVIEW}, few=False)
    seen: set[tuple[str, str]] = set()
    for id_ in told:
        for _, other in sorted(index.alike(id_, REVIEWS), key=lambda found: (-found[0], found[1])):
            pair = (min(id_, other), max(id_, other))
            if pair not in seen and pair[0].partition(":")[0] != pair[1].partition(":")[0]:
                seen.add(pair)
                yield pair
