"""How strong the evidence for a lesson is: one rule, in words with its reason.

What counts is how the result of its own review is known, which uses by other organisations worked and which did not, whether the
organisation's own use worked, and whether a later review saw the same thing go wrong. A use worked when its outcomes got better and none
worse, or the review that tells of it was a success; it did not when they got worse, the review was a failure or without effect, or the
lesson was abandoned. Anything else says nothing either way.
"""

from __future__ import annotations

from dataclasses import dataclass

from lessons.words import gettext, ngettext

# How an outcome is known, the weakest first; the first two say little, and a figure without a method is one of the first.
METHODS = ("none", "estimate", "before-after", "comparison", "trial")
MEASURED = METHODS[2:]
CONTROLLED = METHODS[3:]
# It is the review's outcome: of what one of its lessons did alone it tells nothing.
IN_WORDS = {
    None: "learning.evidence.no_outcome",
    "none": "learning.evidence.unknown_method",
    "estimate": "learning.evidence.estimate",
    "before-after": "learning.evidence.before_after",
    "comparison": "learning.evidence.comparison",
    "trial": "learning.evidence.trial",
}
# Of uses that worked, that did not, and of both, by others and by the organisation itself.
OTHERS = ("learning.evidence.others_worked", "learning.evidence.others_failed", "learning.evidence.others_both")
OWN = ("learning.evidence.own_worked", "learning.evidence.own_failed", "learning.evidence.own_both")
# One to nine are written as words.
NUMBERS = (
    "counts.in_words.one",
    "counts.in_words.two",
    "counts.in_words.three",
    "counts.in_words.four",
    "counts.in_words.five",
    "counts.in_words.six",
    "counts.in_words.seven",
    "counts.in_words.eight",
    "counts.in_words.nine",
)


@dataclass(frozen=True)
class EvidenceTally:
    """What is known of a lesson: the best ``method`` by which an outcome of its review is known, None where it states none in figures.

    ``worked`` and ``failed`` count the independent uses that did and did not work, ``own_worked`` and ``own_failed`` those of its own
    organisation, ``recurrences`` the later reviews that saw the same thing go wrong.
    """

    method: str | None = None
    worked: int = 0
    failed: int = 0
    own_worked: int = 0
    own_failed: int = 0
    recurrences: int = 0


def strength(tally: EvidenceTally) -> tuple[str, str]:
    """Return how strong the evidence is, as a term of the scheme ``evidence_strength``, and the reason in a sentence.

    - contested: as many uses or more did not work as did, and at least one;
    - strong: independent uses that worked, more than one, or one where the result was compared or tested too; no use failed;
    - moderate: one independent use that worked, or a result that was compared or tested and no use failed;
    - limited: a result measured before and after, an own use that worked, or the same thing went wrong again elsewhere;
    - one-case: none of these.
    """
    good, bad = tally.worked + tally.own_worked, tally.failed + tally.own_failed
    controlled = tally.method in CONTROLLED
    if bad and bad >= good:
        term = "contested"
    elif not bad and (tally.worked > 1 or (tally.worked and controlled)):
        term = "strong"
    elif tally.worked or (controlled and not bad):
        term = "moderate"
    elif tally.method in MEASURED or tally.own_worked or tally.recurrences:
        term = "limited"
    else:
        term = "one-case"
    return term, _reason(tally)


def _reason(tally: EvidenceTally) -> str:
    said = [gettext(IN_WORDS[tally.method])]
    if tally.worked or tally.failed:
        said.append(_uses(OTHERS, tally.worked, tally.failed))
    else:
        said.append(gettext("learning.evidence.no_use"))
    if tally.own_worked or tally.own_failed:
        said.append(_uses(OWN, tally.own_worked, tally.own_failed))
    if tally.recurrences:
        said.append(_again(tally.recurrences))
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _again(times: int) -> str:
    if times <= 2:
        return gettext("learning.evidence.again.once" if times == 1 else "learning.evidence.again.twice")
    return ngettext("learning.evidence.again", times, number=_number(times))


def _uses(keys: tuple[str, str, str], worked: int, failed: int) -> str:
    all_worked, none_worked, both = keys
    total = worked + failed
    if worked and failed:
        return gettext(both, number=_number(total), worked=_number(worked), failed=_number(failed))
    return ngettext(all_worked if worked else none_worked, total, number=_number(total))


def _number(number: int) -> str:
    return gettext(NUMBERS[number - 1]) if 0 < number <= len(NUMBERS) else f"{number:,}"


def worked(decision: str | None, result: str | None, directions: tuple[str, ...]) -> bool | None:
    """Return whether a use worked, None where that is not known or the lesson was not put into practice.

    ``directions`` say of each of its outcomes whether it got better or worse, ``result`` how the review that tells of it went.
    """
    if decision == "abandoned":
        return False
    if decision not in ("trialled", "adopted", "adapted"):
        return None
    if "worse" in directions:
        return None if "better" in directions else False
    if "better" in directions or result == "success":
        return True
    if "no change" in directions:
        return False
    return False if result in ("failure", "no-effect") else None
