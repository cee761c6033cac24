"""What a learning audit comes to: a few sentences, and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning.days import in_words
from lessons.learning.report import Item, ReportSection, capital, counted
from lessons.words import either, gettext, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.learning.audit_data import Audit
    from lessons.learning.open_work import Matter
    from lessons.learning.time_to_learn import TimeToLearn


# Who may check a review.
CHECKED_BY = {
    "peer": "audit.short.by_peers",
    "user": "audit.short.by_users",
    "independent": "audit.short.independently",
}


# How work turned out, in the order in which it is told; what is told of first.
RESULTS = {
    "success": "audit.short.worked",
    "failure": "audit.short.failed",
    "no-effect": "audit.short.no_effect",
    "mixed": "audit.short.mixed",
    "too-early": "audit.short.early",
    "not-stated": "audit.short.unstated",
}
TOLD = ("success", "failure", "no-effect", "mixed")


def in_short(audit: Audit, times: TimeToLearn) -> ReportSection:
    """Return what an audit comes to, in a few sentences."""
    return ReportSection("in-short", gettext("audit.short"), tuple(_sentences(audit, times)))


def _sentences(audit: Audit, times: TimeToLearn) -> Iterator[str]:
    if not audit.reviews:
        yield gettext("audit.short.no_review", organisation=audit.name) if audit.name else gettext("audit.short.empty")
        return
    results = [(audit.results.get(result, 0), key) for result, key in RESULTS.items()]
    known = sum(audit.results.get(result, 0) for result in TOLD)
    has = {
        "who": audit.name or gettext("audit.short.the_library"),
        "reviews": counted(audit.reviews, "review"),
        "lessons": counted(audit.lessons, "lesson"),
    }
    if not known:
        yield gettext("audit.short.has.unknown", why=_unknown(audit), **has)
    else:
        parts = [gettext(key, number=f"{number:,}") for number, key in results if number]
        told = gettext("audit.short.and", first=", ".join(parts[:-1]), last=parts[-1]) if parts[1:] else parts[0]
        yield gettext("audit.short.has", results=told, **has)
    if known and known == audit.results.get("success") and audit.reviews > 1:
        yield _none_fell_short(audit)
    yield capital(f"{_measured(audit)}; {_checked(audit)}.")
    if audit.name:
        yield capital(_used(audit))
    if sentence := times.sentence():
        yield sentence


def _none_fell_short(audit: Audit) -> str:
    """Return that no work fell short, and where the reviews say all the same what did not go well."""
    if improve := audit.kinds.get("improve"):
        return ngettext("audit.short.none_fell_short.improve", improve, number=f"{improve:,}")
    if audit.hindered:
        return ngettext("audit.short.none_fell_short.hindered", audit.hindered, number=f"{audit.hindered:,}")
    return gettext("audit.short.none_fell_short")


def _used(audit: Audit) -> str:
    """Return how often an organisation used lessons, and others its own."""
    used, lent = audit.decisions.used, audit.decisions_of_others.used
    if not used and not lent:
        return gettext("audit.short.no_use")
    if not used:
        return gettext("audit.short.used.only_lent", lent=times_in_words(lent))
    how_often = {"times": times_in_words(used), "others": times_in_words(audit.decisions.of_others)}
    if lent:
        return gettext("audit.short.used", lent=times_in_words(lent), **how_often)
    return gettext("audit.short.used.not_lent", **how_often)


def _unknown(audit: Audit) -> str:
    """Return why nobody knows how the work turned out, where no review tells it."""
    early = audit.results.get("too-early", 0)
    if early == audit.reviews:
        return gettext("audit.short.too_early")
    if early:
        return gettext("audit.short.some_early")
    return ngettext("audit.short.not_stated", audit.reviews)


def _measured(audit: Audit) -> str:
    """Return how many reviews state an outcome, and how many of these by a method that can tell."""
    outcome, sound = audit.measured
    if audit.reviews == 1:
        if not outcome:
            return gettext("audit.short.measured.one.none")
        return gettext("audit.short.measured.one.sound" if sound else "audit.short.measured.one")
    all_of_them = f"{audit.reviews:,}"
    if not outcome:
        return gettext("audit.short.measured.none", all=all_of_them)
    if outcome == 1:
        key = "audit.short.measured.single.sound" if sound else "audit.short.measured.single"
        return gettext(key, all=all_of_them)
    return gettext(
        "audit.short.measured",
        number=f"{outcome:,}",
        all=all_of_them,
        sound=f"{sound:,}" if sound else gettext("counts.none"),
    )


def _checked(audit: Audit) -> str:
    """Return how many reviews somebody checked, and by whom none was."""
    number = audit.checked_at_all
    if not number:
        return ngettext("audit.short.checked.nobody", audit.reviews)
    by = listed([gettext(key) for who, key in CHECKED_BY.items() if audit.checked.get(who)])
    nobody = [gettext(key) for who, key in CHECKED_BY.items() if not audit.checked.get(who)]
    if audit.reviews == 1:
        return gettext("audit.short.checked.one", by=by)
    if number == audit.reviews:
        checked = gettext("audit.short.checked.every", by=by)
    else:
        checked = ngettext("audit.short.checked.some", number, number=f"{number:,}", all=f"{audit.reviews:,}", by=by)
    return gettext("audit.short.checked.none", checked=checked, by=either(nobody)) if nobody else checked


def times_in_words(number: int) -> str:
    """Return "never", "once", "twice" or "3 times"."""
    rarely = ("counts.times.never", "counts.times.once", "counts.times.twice")
    return gettext(rarely[number]) if number < len(rarely) else ngettext("counts.times", number, number=f"{number:,}")


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
            ngettext("audit.do.why", others, number=f"{others:,}"),
            "#recurred",
            (_where_again(one, audit),),
        )
    if repeated:
        one = repeated[0]
        who = one.organisation or gettext("audit.do.another_team")
        yield Item(
            ngettext("audit.do.repeated", len(repeated), number=f"{len(repeated):,}"),
            "#recurred",
            (gettext("audit.do.repeated.first", who=who, lesson=one.text, review=one.about),),
        )
    if unheard:
        yield Item(
            ngettext("audit.do.unheard", len(unheard), number=f"{len(unheard):,}"),
            "#recurred",
            (_where_again(unheard[0], audit),),
        )


def _where_again(matter: Matter, audit: Audit) -> str:
    """Return where a lesson went wrong again: with whose it is and whose work that was, but for the organisation itself."""
    of = matter.organisation if matter.organisation != audit.name else None
    at = matter.again_at if matter.again_at not in (audit.name, matter.organisation) else None
    told = {"lesson": matter.text, "review": matter.about}
    if of and at:
        return gettext("audit.do.again.of_at", of=of, at=at, **told)
    if of:
        return gettext("audit.do.again.of", of=of, **told)
    return gettext("audit.do.again.at", at=at, **told) if at else gettext("audit.do.again", **told)


def to_do(audit: Audit) -> ReportSection:
    """Return what to decide, in the order in which it presses; each thing with the number that says how much it is."""
    found = tuple(_actions(audit))
    return ReportSection(
        "to-do",
        gettext("audit.do"),
        () if found else (gettext("audit.do.nothing"),),
        found,
        ordered=True,
    )


def _actions(audit: Audit) -> Iterator[Item]:
    def number(kind: str) -> int:
        return audit.open[kind].count

    if number("unanswered"):
        asked = "audit.do.answer.organisation" if audit.name else "audit.do.answer.library"
        yield Item(
            gettext(asked, lessons=counted(number("unanswered"), "lesson")),
            "#unanswered",
            (gettext("audit.do.answer.how"),),
        )
    if number("overdue"):
        first = audit.open["overdue"].first[0]
        yield Item(
            ngettext("audit.do.decide", number("overdue"), number=f"{number('overdue'):,}"),
            "#overdue",
            (gettext("audit.do.decide.first", lesson=first.text, day=in_words(first.due)),),
        )
    yield from _again(audit)
    if number("ownerless"):
        yield Item(
            gettext("audit.do.owner", number=f"{number('ownerless'):,}", all=f"{number('open'):,}"),
            "/open?kind=ownerless" + (f"&organisation={audit.organisation}" if audit.organisation else ""),
            (gettext("audit.do.owner.first", lesson=audit.open["ownerless"].first[0].text),),
        )
    if number("unmeasured"):
        yield Item(
            ngettext("audit.do.measure", number("unmeasured"), number=f"{number('unmeasured'):,}"),
            "#unmeasured",
            (gettext("audit.do.measure.first", lesson=audit.open["unmeasured"].first[0].text),),
        )
    if audit.alternatives and audit.alternatives.found:
        found, best = len(audit.alternatives.found), audit.alternatives.found[0]
        yield Item(
            ngettext("audit.do.consider", found, number=f"{found:,}"),
            "#alternatives",
            (gettext("audit.do.consider.first", lesson=best.lesson.statement, review=best.review.title),),
        )
    if audit.reviews and audit.checked_at_all * 2 < audit.reviews:
        yield Item(
            gettext("audit.do.check", number=f"{audit.reviews - audit.checked_at_all:,}", all=f"{audit.reviews:,}"),
            "#learnt",
        )
    if audit.name and not audit.reviews:
        yield Item(gettext("audit.do.write"), "/help/contributing")
