"""A learning audit as a report: what it comes to and what to do first, then what an organisation learnt, used, left, and might try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning import open_work
from lessons.learning.audit_summary import CHECKED, in_short, to_do
from lessons.learning.audit_uses import uses_section
from lessons.learning.days import in_words
from lessons.learning.report import Cell, Item, LearningReport, ReportSection, ReportTable, counted
from lessons.words import listed

if TYPE_CHECKING:
    from lessons.learning.audit_data import Audit
    from lessons.learning.time_to_learn import TimeToLearn
    from lessons.library.vocabulary import StoredVocabulary

# As many as tell how concentrated the library is, where another organisation reads of itself.
CONTRIBUTORS, FIRST_CONTRIBUTORS = 15, 5


def audit_report(audit: Audit, times: TimeToLearn, vocabulary: StoredVocabulary, unit: str) -> LearningReport:
    """Return the audit of an organisation or of the whole library as a report; ``unit`` is the library's name."""
    whose = audit.name or unit
    sections = (
        in_short(audit, times),
        to_do(audit),
        _learnt(audit, vocabulary),
        uses_section(audit),
        _matters(
            audit,
            "unanswered",
            "What it was asked and has not answered" if audit.name else "What was asked and has not been answered",
            vocabulary,
        ),
        _matters(audit, "recurred", "What went wrong again", vocabulary),
        _matters(audit, "overdue", "What is overdue", vocabulary),
        _matters(audit, "unmeasured", "What nobody has measured", vocabulary),
        _alternatives(audit),
        _contributors(audit),
        times.section(),
    )
    return LearningReport(
        f"Learning audit: {whose}",
        f"As of {in_words(audit.day)}. What {'this organisation' if audit.name else 'this library'} learnt, used, was asked and left undone, "
        f"as far as the reviews and uses in {unit} tell; what nobody wrote down is not here.",
        tuple(section for section in sections if section is not None),
    )


def _learnt(audit: Audit, vocabulary: StoredVocabulary) -> ReportSection | None:
    if not audit.reviews:
        return None
    terms = [term.slug for term in vocabulary.of_scheme("result")]
    results = sorted(audit.results, key=lambda slug: (slug not in terms, terms.index(slug) if slug in terms else 0))
    improve, sustain = audit.kinds.get("improve", 0), audit.kinds.get("sustain", 0)
    unsaid = audit.lessons - improve - sustain
    checks = listed([f"{_or_none(audit.checked.get(who, 0))} {words}" for who, words in CHECKED])
    none_said = "it does not say" if audit.lessons == 1 else "none says"
    return ReportSection(
        "learnt",
        "What it learnt" if audit.name else "What was learnt",
        (
            "No lesson was drawn."
            if not audit.lessons
            else f"{counted(audit.lessons, 'lesson')}; {none_said} whether it is about what to improve or what to keep."
            if unsaid == audit.lessons
            else f"{counted(audit.lessons, 'lesson')}: {_or_none(improve)} on what to improve, {_or_none(sustain)} on what to keep"
            f"{f', {unsaid:,} that do not say which' if unsaid > 1 else ', 1 that does not say which' if unsaid else ''}.",
            f"Reviews that were checked: {checks}. One review may have been checked by several."
            if audit.checked_at_all
            else "No review was checked by peers, by users or independently.",
        ),
        table=ReportTable(
            "Reviews by result",
            ("Result", "Reviews", "Share"),
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


def _or_none(number: int) -> str:
    return f"{number:,}" if number else "none"


def _search(audit: Audit, result: str) -> str:
    return f"/search?in=reviews&result={result}" + (f"&organisation={audit.organisation}" if audit.organisation else "")


def _matters(audit: Audit, kind: str, heading: str, vocabulary: StoredVocabulary) -> ReportSection:
    """Return one kind of open matter: the first of them, and where the others are."""
    found = audit.open[kind]
    statuses = {term.slug: term.label for term in vocabulary.of_scheme("lesson_status")}
    about = open_work.BY_SLUG[kind]
    left = found.count - len(found.first)
    query = f"/open?kind={kind}" + (f"&organisation={audit.organisation}" if audit.organisation else "")
    return ReportSection(
        kind,
        heading,
        (about.meaning,) if found.count else (about.none,),
        tuple(open_work.item(one, kind=kind, statuses=statuses) for one in found.first),
        more=Item(f"And {left:,} more", query) if left > 0 else None,
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
                    f"For: {one.review.title}.",
                    *one.why,
                    f"What to do: {one.lesson.recommendation}" if one.lesson.recommendation else "",
                    f"Applies when: {one.lesson.applies_when}" if one.lesson.applies_when else "",
                )
                if part
            ),
        )
        for one in audit.alternatives.found
    )
    about = (
        "Lessons of others that worked in conditions like those in which its own work fell short or met barriers, and that it is not known to use. "
        "They are suggestions made from what reviews state, not findings about this work: whether the conditions are alike enough is for people to judge."
    )
    return ReportSection(
        "alternatives",
        "What it might try: strategies that worked elsewhere",
        (about,) if items else (audit.alternatives.none or "None.",),
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
        f"Of {counted(total, 'review')} whose organisation is stated, half or more are about {counted(half, 'organisation')} of {len(audit.contributors):,}; the most, "
        f"{first.reviews / total:.0%}, about {first.name}."
    ]
    shown = audit.contributors[: FIRST_CONTRIBUTORS if audit.name else CONTRIBUTORS]
    if audit.name:
        own = next((one for one in audit.contributors if one.id == audit.organisation), None)
        sentences.append(
            f"{audit.name} has {own.reviews / total:.0%} of them." if own else f"None is about {audit.name}."
        )
    left = len(audit.contributors) - len(shown)
    return ReportSection(
        "contributors",
        "Whose work is reviewed, and how concentrated it is",
        tuple(sentences),
        table=ReportTable(
            "Organisations with most reviews",
            ("Organisation", "Reviews", "Lessons"),
            tuple(
                (
                    Cell(one.name, f"/audit/{one.id}"),
                    Cell(f"{one.reviews:,}", number=True),
                    Cell(f"{one.lessons:,}", number=True),
                )
                for one in shown
            ),
        ),
        more=Item(f"And {counted(left, 'organisation')} more", "/organisations") if left > 0 else None,
    )
