"""A result is shown by an outcome.

What is right: where the result is success, mixed, no-effect or failure, either `outcomes:` in the front matter (a measure with
a baseline, a target or a result) or a section "Outcomes and evidence" that says how the result is known, even if only by
judgement.

Why: "it was a success" without a measure is an opinion, and the next team cannot tell how much to expect.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "evidence-given"
_RESULTS = frozenset({"success", "mixed", "no-effect", "failure"})


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for a result that nothing bears out."""
    result = entry.stated("result")
    if not judged(entry) or result not in _RESULTS or entry.written("outcomes"):
        return
    if not any(section.kind and section.kind.key == "outcomes-and-evidence" for section in entry.body.sections):
        message = f'the result is "{result}", but no outcome shows it; add `outcomes:`, or a section "Outcomes and evidence" that says how it is known'
        yield Problem(entry.place("result"), message, ID, "advice")
