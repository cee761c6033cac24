"""A use refers to a lesson that its readers can see, and that somebody else learnt.

What is right: `lesson` of a use, and of `builds_on`, names a lesson of a published review that is not withdrawn and that everybody
who may see the use may see too. An organisation may use its own lesson, but its next review is the better place to say so.

Why: a use is shown with its lesson, so readers who cannot find the lesson cannot find its use. And a lesson used by the
team that wrote it down is no evidence that it helps others.

This is advice: the file is kept, and the use is shown again as soon as its lesson is.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.schemes import FIXED, NOT_STATED

ID = "used-lessons"
_UNPUBLISHED = frozenset({"draft", "in-review"})


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson used that readers of the entry cannot see, and for an organisation's use of its own."""
    if entry.editorial_status == "withdrawn":
        return
    for scalar in entry.scalars(*(("lesson",) if entry.is_use else ("builds_on", "lesson"))):
        target = collection.target(scalar.text)
        owner = collection.by_id.get(target.review) if target.unit is None else None
        # What leads nowhere, or to a use, is a matter for the rule `links`.
        if owner is None or owner.is_use:
            continue
        words = _unseen(entry, owner) or (_own(entry, owner, collection) if entry.is_use else None)
        if words:
            yield Problem(scalar.place, words, ID, "advice")


def _unseen(entry: Entry, owner: Entry) -> str | None:
    status = owner.editorial_status
    goes = "this use is left out with it" if entry.is_use else "the link is left out with it"
    if status == "withdrawn":
        return f'the review "{owner.id}" is withdrawn, and {goes}'
    if status in _UNPUBLISHED and entry.editorial_status not in _UNPUBLISHED:
        return f'the review "{owner.id}" is not published yet ({status}), and until then {goes}'
    if _narrowness(owner) > _narrowness(entry):
        return f'the review "{owner.id}" is {owner.stated("handling")}; for everybody who may not see it, {goes}'
    return None


def _narrowness(entry: Entry) -> int:
    handling = entry.stated("handling")
    return FIXED["handling"].index(handling) if handling in FIXED["handling"] else 0


def _own(entry: Entry, owner: Entry, collection: Collection) -> str | None:
    user, reviewed = (one.stated("organisation") or NOT_STATED for one in (entry, owner))
    known = collection.vocabulary.organisation
    if user == NOT_STATED or known(user)[0] != known(reviewed)[0]:
        return None
    return f'"{owner.id}" is a review of the same organisation, so this use does not count as independent'
