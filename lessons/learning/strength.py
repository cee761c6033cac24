"""How strong the evidence for a lesson is: one rule, in words with its reason.

What counts is how the result of its own review is known, which uses by other organisations worked and which did not, whether the
organisation's own use worked, and whether a later review saw the same thing go wrong. A use worked when its outcomes got better and none
worse, or the review that tells of it was a success; it did not when they got worse, the review was a failure or without effect, or the
lesson was abandoned. Anything else says nothing either way.
"""

from __future__ import annotations

from dataclasses import dataclass

# How a result is known, the weakest first; the first two say little.
METHODS = ("none", "estimate", "before-after", "comparison", "trial")
MEASURED = METHODS[2:]
CONTROLLED = METHODS[3:]
IN_WORDS = {
    "before-after": "measured before and after",
    "comparison": "compared with others",
    "trial": "tested in a trial",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class EvidenceTally:
    """What is known of a lesson: the best ``method`` by which an outcome of its review is known, None where there is none.

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
    - moderate: one independent use that worked, or a result that was compared or tested, or more uses worked than failed;
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
    said = [f"its result was {IN_WORDS[tally.method]}" if tally.method in IN_WORDS else "its result was not measured"]
    if tally.worked or tally.failed:
        said.append(_uses("another organisation", "other organisations", tally.worked, tally.failed))
    else:
        said.append("no use by another organisation has a known result")
    if tally.own_worked or tally.own_failed:
        said.append(_uses("its own organisation", "its own organisation", tally.own_worked, tally.own_failed))
    if tally.recurrences:
        times = {1: "once", 2: "twice"}.get(tally.recurrences, f"{_number(tally.recurrences)} times")
        said.append(f"the same thing went wrong again {times}")
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _uses(one: str, many: str, worked: int, failed: int) -> str:
    total = worked + failed
    who = one if total == 1 else many
    if not failed:
        return f"{_number(total)} use{'' if total == 1 else 's'} by {who} worked"
    if not worked:
        return f"{_number(total)} use{'' if total == 1 else 's'} by {who} did not work"
    return f"of {_number(total)} uses by {who}, {_number(worked)} worked and {_number(failed)} did not"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


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
