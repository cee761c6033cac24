"""What a learning audit comes to: a few sentences, and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning.days import in_words
from lessons.learning.report import Item, ReportSection, capital, counted
from lessons.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.learning.audit_data import Audit
    from lessons.learning.open_work import Matter
    from lessons.learning.time_to_learn import TimeToLearn


def in_short(audit: Audit, times: TimeToLearn) -> ReportSection:
    """Return what an audit comes to, in a few sentences."""
    return ReportSection("in-short", "In short", tuple(_sentences(audit, times)))


def _sentences(audit: Audit, times: TimeToLearn) -> Iterator[str]:
    who = audit.name or "The library"
    if not audit.reviews:
        yield (
            f"{who} has published no review here, so that nobody can learn from its work."
            if audit.name
            else "The library holds no review yet."
        )
        return
    fell_short = sum(audit.results.get(result, 0) for result in ("failure", "no-effect", "mixed"))
    worked = audit.results.get("success", 0)
    other = audit.reviews - fell_short - worked
    has = f"{who} has {counted(audit.reviews, 'review')} with {counted(audit.lessons, 'lesson')}"
    if other == audit.reviews:
        yield f"{has}; {_unknown(audit)}."
    else:
        parts = [
            f"{number:,} {words}"
            for number, words in (
                (worked, "of work that succeeded"),
                (fell_short, "of work that failed, had no effect or was mixed"),
                (other, "where it is too early to say or not stated"),
            )
            if number
        ]
        yield f"{has}: {', '.join(parts[:-1])}{', and ' if parts[1:] else ''}{parts[-1]}."
    if worked and not fell_short and audit.reviews > 1:
        yield "None of them tells of work that fell short. Where something did not work, nobody has written it down."
    yield capital(f"{_measured(audit)}; {_checked(audit)}.")
    if audit.name:
        used, lent = audit.decisions.used, audit.decisions_of_others.used
        yield capital(
            f"it used a lesson {times_in_words(used)}, another organisation’s {times_in_words(audit.decisions.of_others)}; {f'others used one of its own {times_in_words(lent)}' if lent else 'nobody else is known to have used one of its own'}."
            if used or lent
            else "It is not known to have used any lesson, its own or another’s, and nobody else is known to have used one of its."
        )
    if sentence := times.sentence():
        yield sentence


def _unknown(audit: Audit) -> str:
    """Return why nobody knows how the work turned out, where no review tells it."""
    early = audit.results.get("too-early", 0)
    if early == audit.reviews:
        return "it is too early to say how the work turned out"
    if early:
        return "how the work turned out is not stated, or it is too early to say"
    return f"{'it does not state' if audit.reviews == 1 else 'none of them states'} how the work turned out"


def _measured(audit: Audit) -> str:
    """Return how many reviews state an outcome, and how many of these by a method that can tell."""
    outcome, sound = audit.measured
    told = f"{_of(outcome, audit.reviews)} {'state' if outcome > 1 else 'states'} what changed for people in figures"
    if not outcome:
        return told
    if outcome == 1:
        return f"{told}, {'' if sound else 'but not '}by a method that can tell"
    return f"{told}, {f'{sound:,}' if sound else 'none'} of them by a method that can tell"


def _of(number: int, all_of_them: int) -> str:
    """Return "none of 37 reviews", "3 of 37 reviews", "its one review"."""
    if all_of_them == 1:
        return "the one review" if number else "no review"
    return f"{f'{number:,}' if number else 'none'} of {all_of_them:,} reviews"


# Who may check a review, and in what words.
CHECKED = (("peer", "by peers"), ("user", "by users"), ("independent", "independently"))


def _checked(audit: Audit) -> str:
    """Return how many reviews somebody checked, and by whom none was."""
    if not audit.checked_at_all:
        return "no review was checked by anybody else" if audit.reviews > 1 else "it was checked by nobody else"
    whole = audit.checked_at_all == audit.reviews
    many = "it" if audit.reviews == 1 else "every review" if whole else f"{audit.checked_at_all:,} of {audit.reviews:,}"
    by = [words for who, words in CHECKED if audit.checked.get(who)]
    nobody = [words for who, words in CHECKED if not audit.checked.get(who)]
    were = "was" if audit.reviews == 1 or whole or audit.checked_at_all == 1 else "were"
    none = f", none {' or '.join(nobody)}" if nobody and audit.reviews > 1 else ""
    return f"{many} {were} checked {listed(by)}{none}"


def times_in_words(number: int) -> str:
    """Return "never", "once", "twice" or "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number) or f"{number:,} times"


def _again(audit: Audit) -> Iterator[Item]:
    """Yield what to do about what went wrong again: whoever repeats a known mistake has another question to ask than whoever warned of it."""
    first = audit.open["recurred"].first
    repeated = [one for one in first if audit.name and one.organisation != audit.name and one.again_at == audit.name]
    unheard = [one for one in first if audit.name and one.organisation == audit.name and one.again_at != audit.name]
    here = [one for one in first if one not in repeated and one not in unheard]
    others = audit.open["recurred"].count - len(repeated) - len(unheard)
    if others:
        one = here[0] if here else first[0]
        yield Item(
            f"Find out why {'one lesson' if others == 1 else counted(others, 'lesson')} did not hold",
            "#recurred",
            (f"“{one.text}”{_of_whom(one, audit)} went wrong again in “{one.about}”{_at_whose(one, audit)}.",),
        )
    if repeated:
        one = repeated[0]
        yield Item(
            f"Ask why {_things(len(repeated))} that had gone wrong elsewhere went wrong here too",
            "#recurred",
            (
                f"{one.organisation or 'Another team'} learnt “{one.text}”; the same is told in “{one.about}”. "
                "A brief for a plan brings such lessons before the work begins.",
            ),
        )
    if unheard:
        one = unheard[0]
        yield Item(
            f"See that what was learnt here reaches others: {_things(len(unheard))} went wrong again elsewhere",
            "#recurred",
            (f"“{one.text}” went wrong again in “{one.about}”{_at_whose(one, audit)}.",),
        )


def _things(number: int) -> str:
    return "one thing" if number == 1 else f"{number:,} things"


def _of_whom(matter: Matter, audit: Audit) -> str:
    """Return whose lesson it is, unless it is the organisation's own."""
    of = matter.organisation
    return f", a lesson of {of}," if of and of != audit.name else ""


def _at_whose(matter: Matter, audit: Audit) -> str:
    """Return where it went wrong again, unless that is the organisation itself, or where the lesson is from."""
    at = matter.again_at
    return f", the work of {at}" if at and at not in (audit.name, matter.organisation) else ""


def to_do(audit: Audit) -> ReportSection:
    """Return what to decide, in the order in which it presses; each thing with the number that says how much it is."""
    found = tuple(_actions(audit))
    return ReportSection(
        "to-do",
        "What to do first",
        () if found else ("Nothing presses: no lesson is open, overdue, unanswered or unmeasured.",),
        found,
        ordered=True,
    )


def _actions(audit: Audit) -> Iterator[Item]:
    def number(kind: str) -> int:
        return audit.open[kind].count

    if number("unanswered"):
        asked = "addressed to it" if audit.name else "addressed to organisations"
        yield Item(
            f"Answer {counted(number('unanswered'), 'lesson')} {asked}",
            "#unanswered",
            (
                "Yes, no and not yet are all answers, and the reason counts more than the decision. “We used this” on the page of a lesson begins one.",
            ),
        )
    if number("overdue"):
        first = audit.open["overdue"].first[0]
        yield Item(
            f"Decide on {counted(number('overdue'), 'overdue lesson')}: carry out, give a new day, or close with a reason",
            "#overdue",
            (f"The longest overdue, “{first.text}”, was due {in_words(first.due)}.",),
        )
    yield from _again(audit)
    if number("ownerless"):
        yield Item(
            f"Name an owner for each open lesson that is to be carried out: {number('ownerless'):,} of {number('open'):,} have none",
            "/open?kind=ownerless" + (f"&organisation={audit.organisation}" if audit.organisation else ""),
            (
                f"What nobody owns is not done. Begin with “{audit.open['ownerless'].first[0].text}”; close, with a reason, what is not going to be done.",
            ),
        )
    if number("unmeasured"):
        yield Item(
            f"Measure what changed where {counted(number('unmeasured'), 'lesson was', 'lessons were')} acted on",
            "#unmeasured",
            (
                "Until then nobody can say whether what was done works, and nobody else can rely on it. "
                f"Begin with “{audit.open['unmeasured'].first[0].text}”.",
            ),
        )
    if audit.alternatives and audit.alternatives.found:
        best = audit.alternatives.found[0]
        yield Item(
            f"Consider what worked elsewhere: {counted(len(audit.alternatives.found), 'strategy', 'strategies')}",
            "#alternatives",
            (f"First: “{best.lesson.statement}”, for {best.review.title}.",),
        )
    if audit.reviews and audit.checked_at_all * 2 < audit.reviews:
        yield Item(
            f"Have reviews checked by somebody who was not part of the work: {audit.reviews - audit.checked_at_all:,} of {audit.reviews:,} were checked by nobody",
            "#learnt",
        )
    if audit.name and not audit.reviews:
        yield Item("Write a first review: a rapid one is two sections", "/help/contributing")
