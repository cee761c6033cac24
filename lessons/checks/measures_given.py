"""Each figure says what it measures.

What is right: `measures` in each of the `outcomes`: outcome (what changed for people), output (what was done or produced), input (what was
put in), or context (what was so anyway).

Why: collections fill with outputs that pass for outcomes: members recruited, sessions held, money spent. A figure that does not say what
it measures is shown as "Not stated" and never counts as an outcome.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import shorten
from lessons.text import nodes

ID = "measures-given"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each figure that does not say what it measures."""
    if not judged(entry):
        return
    for outcome in nodes.mappings(entry.written("outcomes")):
        measure = outcome.fields.get("measure")
        if "measures" not in outcome.fields and isinstance(measure, nodes.Scalar):
            message = (
                f'"{shorten(measure.text)}" does not say what it measures; add `measures:` with outcome (what changed for people), output (what was done), '
                "input (what was put in) or context (what was so anyway)"
            )
            yield Problem(measure.place, message, ID, "advice")
