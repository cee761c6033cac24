"""Who used a lesson, in words: what they decided, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.strength import worked
from lessons.library.figure_words import figure, moved, verdict
from lessons.schema import NOT_STATED
from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.decisions import did, unnamed
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import thousands
from lessons.web.presenters.review import ResultMark, result_mark
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.library.outcomes import StoredOutcome
    from lessons.library.uses import Adoption
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

# These put nothing into practice.
NOT_USED = frozenset({"considered", "declined"})


@dataclass(frozen=True)
class UseShown:
    """Who used a lesson, or saw it go wrong again, in words, with what came of it; ``source`` tells more of it.

    ``mark`` says how it turned out at a glance, where that is known; ``result`` says what else there is to say of it.
    """

    who: str
    who_href: str | None
    did: str
    source: Link
    date: Date
    mark: ResultMark | None
    result: str | None
    why: str | None
    whose: str | None


def adoption_shown(
    adoption: Adoption,
    figures: Mapping[str, Sequence[StoredOutcome]],
    vocabulary: StoredVocabulary,
    addresses: Addresses,
) -> UseShown:
    """Return in words who used a lesson; ``figures`` are those of uses, by use."""
    who = adoption.organisation or unnamed()
    if adoption.use_id:
        source = Link(gettext("uses.what_it_did"), addresses.path(f"/uses/{adoption.use_id}"))
        found = figures.get(adoption.use_id, ())
        mark, result = use_mark(adoption, found), " ".join(figure_words(one) for one in found) or None
    else:
        source = Link(adoption.from_review_title or "", addresses.path(f"/reviews/{adoption.from_review_id}"))
        mark = result_mark(adoption.result or NOT_STATED, vocabulary)
        result = None if mark else f"{vocabulary.label('result', NOT_STATED)}."
    return UseShown(
        who=who,
        who_href=addresses.path(f"/organisations/{adoption.organisation_id}") if adoption.organisation_id else None,
        did=did(adoption.decision),
        source=source,
        date=date(adoption.date),
        mark=mark,
        result=result,
        why=adoption.why,
        whose=whose(adoption.independent),
    )


def use_mark(adoption: Adoption, figures: Sequence[StoredOutcome]) -> ResultMark | None:
    """Return whether a use worked, by the rule for the strength of evidence; None where that is not known."""
    directions = tuple(one.direction for one in figures if one.measures == "outcome" and one.direction)
    known = worked(adoption.decision, None, directions)
    if known is None:
        return None
    return (
        ResultMark("success", gettext("uses.worked")) if known else ResultMark("failure", gettext("uses.did_not_work"))
    )


def whose(independent: int | None) -> str | None:
    """Return whether another organisation than the lesson's own decided, in words; None when that is not known."""
    return None if independent is None else gettext("uses.another") if independent else gettext("uses.same")


def figure_words(one: StoredOutcome) -> str:
    """Return one figure in a sentence: from what to what, whether that is better, and what it measures: an output is no outcome."""
    aim = figure(one.target)
    aimed = gettext("uses.figure.target", target=aim) if aim else ""
    direction = verdict(one.method, one.direction).lower() if one.direction else ""
    return gettext(
        "uses.figure",
        measure=f"{one.measure} ({one.unit})" if one.unit else one.measure,
        said=", ".join(
            part for part in (moved(one.method, figure(one.baseline), figure(one.result)), aimed, direction) if part
        ),
        measures=one.measures or gettext("uses.figure.not_stated"),
    )


def used_words(adoptions: Sequence[Adoption]) -> str | None:
    """Return how often a lesson was used, given up, decided against and considered; None when nobody did any of it."""
    abandoned = sum(one.decision == "abandoned" for one in adoptions)
    used = sum(one.decision not in NOT_USED for one in adoptions) - abandoned
    declined = sum(one.decision == "declined" for one in adoptions)
    considered = len(adoptions) - used - abandoned - declined
    # One team may have used it more than once.
    stated = (
        ("uses.count.used", "", used),
        ("uses.count.abandoned", "uses.count.and_abandoned", abandoned),
        ("uses.count.declined", "uses.count.and_declined", declined),
        ("uses.count.considered", "uses.count.and_considered", considered),
    )
    said = None
    for first, more, number in stated:
        if number and said is None:
            said = gettext(first, times=times(number))
        elif number:
            said = gettext(more, before=said, times=times(number))
    return said


def times(number: int) -> str:
    """Return "once", "twice" or "3 times"."""
    few = {1: "uses.once", 2: "uses.twice"}.get(number)
    return gettext(few) if few else gettext("uses.times", number=thousands(number))
