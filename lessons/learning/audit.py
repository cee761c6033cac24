"""A learning audit as a report: what it comes to and what to do first, then what an organisation learnt, used, left, and might try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning import open_work
from lessons.learning.audit_summary import in_short, to_do
from lessons.learning.audit_uses import uses_section
from lessons.learning.days import in_words
from lessons.learning.report import Cell, Item, LearningReport, ReportSection, ReportTable, counted
from lessons.words import gettext, listed, ngettext

if TYPE_CHECKING:
    from lessons.learning.audit_data import Audit
    from lessons.learning.time_to_learn import TimeToLearn
    from lessons.library.vocabulary import StoredVocabulary

# As many as tell how concentrated the library is, where another organisation reads of itself.
CONTRIBUTORS, FIRST_CONTRIBUTORS = 15, 5
LEAD = {"organisation": "audit.lead.organisation", "library": "audit.lead.library"}
UNANSWERED = {"organisation": "audit.unanswered.organisation", "library": "audit.unanswered.library"}
CHECKED_BY = {
    "peer": "audit.learnt.peers",
    "user": "audit.learnt.users",
    "independent": "audit.learnt.independently",
}


def audit_report(audit: Audit, times: TimeToLearn, vocabulary: StoredVocabulary, unit: str) -> LearningReport:
    """Return the audit of an organisation or of the whole library as a report; ``unit`` is the library's name."""
    whose = audit.name or unit
    of = "organisation" if audit.name else "library"
    sections = (
        in_short(audit, times),
        to_do(audit),
        _learnt(audit, vocabulary),
        uses_section(audit),
        _matters(audit, "unanswered", UNANSWERED[of], vocabulary),
        _matters(audit, "recurred", "audit.recurred", vocabulary),
        _matters(audit, "overdue", "audit.overdue", vocabulary),
        _matters(audit, "unmeasured", "audit.unmeasured", vocabulary),
        _alternatives(audit),
        _contributors(audit),
        times.section(),
    )
    return LearningReport(
        gettext("audit.title", whose=whose),
        gettext(LEAD[of], day=in_words(audit.day), unit=unit),
        tuple(section for section in sections if section is not None),
    )


def _learnt(audit: Audit, vocabulary: StoredVocabulary) -> ReportSection | None:
    if not audit.reviews:
        return None
    terms = [term.slug for term in vocabulary.of_scheme("result")]
    results = sorted(audit.results, key=lambda slug: (slug not in terms, terms.index(slug) if slug in terms else 0))
    checks = listed([gettext(key, number=_or_none(audit.checked.get(who, 0))) for who, key in CHECKED_BY.items()])
    return ReportSection(
        "learnt",
        gettext("audit.learnt.organisation" if audit.name else "audit.learnt.library"),
        (
            _kinds(audit),
            gettext("audit.learnt.checked", numbers=checks)
            if audit.checked_at_all
            else gettext("audit.learnt.not_checked"),
        ),
        table=ReportTable(
            gettext("audit.learnt.table"),
            (gettext("audit.head.result"), gettext("audit.head.reviews"), gettext("audit.head.share")),
            tuple(
                (
                    Cell(vocabulary.label("result", slug)),
                    Cell(f"{audit.results[slug]:,}", _search(audit, slug), number=True),
                    Cell(f"{audit.results[slug] / audit.reviews:.0%}", number=True),
                )
                for slug in results
            ),
        ),
    )


def _kinds(audit: Audit) -> str:
    """Return how many lessons there are, and how many of each kind."""
    if not audit.lessons:
        return gettext("audit.learnt.no_lesson")
    improve, sustain = audit.kinds.get("improve", 0), audit.kinds.get("sustain", 0)
    unsaid = audit.lessons - improve - sustain
    if unsaid == audit.lessons:
        return ngettext("audit.learnt.unsaid", unsaid, number=f"{unsaid:,}")
    told = {
        "lessons": counted(audit.lessons, "lesson"),
        "improve": _or_none(improve),
        "sustain": _or_none(sustain),
    }
    if unsaid:
        return ngettext("audit.learnt.lessons.some", unsaid, number=f"{unsaid:,}", **told)
    return gettext("audit.learnt.lessons", **told)


def _or_none(number: int) -> str:
    return f"{number:,}" if number else gettext("counts.none")


def _search(audit: Audit, result: str) -> str:
    return f"/search?in=reviews&result={result}" + (f"&organisation={audit.organisation}" if audit.organisation else "")


def _matters(audit: Audit, kind: str, heading: str, vocabulary: StoredVocabulary) -> ReportSection:
    """Return one kind of open matter under the ``heading`` of a key: the first of them, and where the others are."""
    found = audit.open[kind]
    statuses = {term.slug: term.label for term in vocabulary.of_scheme("lesson_status")}
    about = open_work.BY_SLUG[kind]
    left = found.count - len(found.first)
    query = f"/open?kind={kind}" + (f"&organisation={audit.organisation}" if audit.organisation else "")
    return ReportSection(
        kind,
        gettext(heading),
        (about.meaning,) if found.count else (about.none,),
        tuple(open_work.item(one, kind=kind, statuses=statuses) for one in found.first),
        more=Item(gettext("audit.more", number=f"{left:,}"), query) if left > 0 else None,
    )


def _alternatives(audit: Audit) -> ReportSection | None:
    """Return the strategies that worked for others in like conditions, each with its reasons; or none, and why."""
    if audit.alternatives is None:
        return None
    items = tuple(
        Item(
            one.lesson.statement,
            "/reviews/" + one.lesson.id.replace("#", "/", 1),
            tuple(
                part
                for part in (
                    gettext("audit.alternatives.for", review=one.review.title),
                    *one.why,
                    gettext("audit.alternatives.what_to_do", text=one.lesson.recommendation)
                    if one.lesson.recommendation
                    else "",
                    gettext("audit.alternatives.applies_when", text=one.lesson.applies_when)
                    if one.lesson.applies_when
                    else "",
                )
                if part
            ),
        )
        for one in audit.alternatives.found
    )
    return ReportSection(
        "alternatives",
        gettext("audit.alternatives"),
        (gettext("audit.alternatives.about"),)
        if items
        else (audit.alternatives.none or gettext("audit.alternatives.none"),),
        items,
    )


def _contributors(audit: Audit) -> ReportSection | None:
    """Return who contributes, and how much of the library rests on few."""
    if not audit.contributors:
        return None
    total = sum(one.reviews for one in audit.contributors)
    half, so_far = 0, 0
    for one in audit.contributors:
        if so_far * 2 >= total:
            break
        so_far += one.reviews
        half += 1
    first = audit.contributors[0]
    sentences = [
        gettext(
            "audit.contributors.half",
            reviews=counted(total, "review"),
            half=counted(half, "organisation"),
            all=f"{len(audit.contributors):,}",
            share=f"{first.reviews / total:.0%}",
            first=first.name,
        )
    ]
    shown = audit.contributors[: FIRST_CONTRIBUTORS if audit.name else CONTRIBUTORS]
    if audit.name:
        own = next((one for one in audit.contributors if one.id == audit.organisation), None)
        sentences.append(
            gettext("audit.contributors.own", organisation=audit.name, share=f"{own.reviews / total:.0%}")
            if own
            else gettext("audit.contributors.none", organisation=audit.name)
        )
    left = len(audit.contributors) - len(shown)
    return ReportSection(
        "contributors",
        gettext("audit.contributors"),
        tuple(sentences),
        table=ReportTable(
            gettext("audit.contributors.table"),
            (gettext("audit.head.organisation"), gettext("audit.head.reviews"), gettext("audit.head.lessons")),
            tuple(
                (
                    Cell(one.name, f"/audit/{one.id}"),
                    Cell(f"{one.reviews:,}", number=True),
                    Cell(f"{one.lessons:,}", number=True),
                )
                for one in shown
            ),
        ),
        more=Item(gettext("audit.contributors.more", organisations=counted(left, "organisation")), "/organisations")
        if left > 0
        else None,
    )
