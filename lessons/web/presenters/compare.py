"""The shortlist as a reader sees it, and as files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.compared import ComparedLesson, ComparedReview
from lessons.library.formats import csv_of
from lessons.web.presenters.dates import date
from lessons.web.presenters.facts import Fact, Value, cost, filled, key_facts, lists
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.outcomes import figure_in_words
from lessons.web.presenters.review import ResultMark, lesson_href, result_mark
from lessons.web.presenters.uses import times
from lessons.words import gettext, ngettext
from lessons.words import listed as enumerated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

Compared = ComparedLesson | ComparedReview
CSV_HEADINGS = (
    "id", "lesson", "recommendation", "applies_when", "does_not_apply_when", "result", "evidence_strength", "evidence_reason", "uses", "went_wrong_again",
    "review", "organisation", "sector", "date", "measured", "cost", "address",
)  # fmt: skip
# A review may have sixty of them: the first are enough beside another review.
LESSONS_SHOWN = 6
FIGURES_SHOWN = 6
# Of the text of a lesson that recommends nothing.
WORDS_SHOWN = 60


@dataclass(frozen=True)
class ComparedShown:
    """One lesson or review of the shortlist: its id, its sentence or title as a link, how its work turned out, and what is known of it.

    ``heading`` is that of the ``recommendations``: one of a lesson, several of a review, which has a link to ``more`` where there are further ones.
    """

    id: str
    title: Link
    result: ResultMark | None
    heading: str
    recommendations: tuple[str, ...]
    facts: tuple[Fact, ...]
    more: Link | None = None


def shown(one: Compared, vocabulary: StoredVocabulary, addresses: Addresses) -> ComparedShown:
    """Return one lesson or review of a shortlist."""
    if isinstance(one, ComparedReview):
        return review_shown(one, vocabulary, addresses)
    return lesson_shown(one, vocabulary, addresses)


def counted_kinds(ids: Sequence[str]) -> str:
    """Return in words how many lessons and reviews have these ids, such as "2 lessons and 1 review"."""
    lessons = sum("#" in id_ for id_ in ids)
    counts = {"lesson": lessons, "review": len(ids) - lessons}
    return enumerated([counted(count, kind) for kind, count in counts.items() if count]) or counted(0, "lesson")


def not_complete() -> str:
    """Return what is said above a list of which something is not here."""
    return gettext("compare.not_complete")


def title_of(one: Compared) -> str:
    """Return the sentence of a lesson, the title of a review."""
    return one.review.title if isinstance(one, ComparedReview) else one.statement


def review_shown(one: ComparedReview, vocabulary: StoredVocabulary, addresses: Addresses) -> ComparedShown:
    """Return one review of a shortlist: its facts, its figures, what it cost, and what it recommends."""
    review, href = one.review, addresses.path(f"/reviews/{one.id}")
    affected = thousands(review.people_affected) if review.people_affected is not None else None
    figures = [figure_in_words(outcome, vocabulary) for outcome in one.outcomes]
    left = len(one.lessons) - LESSONS_SHOWN
    said_by_mark = vocabulary.scheme_label("result")
    return ComparedShown(
        id=one.id,
        title=Link(review.title, href),
        result=result_mark(review.result, vocabulary),
        heading=gettext("compare.recommends")
        if any(lesson.recommendation for lesson in one.lessons)
        else gettext("compare.lessons"),
        recommendations=tuple(map(advice, one.lessons[:LESSONS_SHOWN])),
        more=Link(ngettext("compare.more", left, number=left), f"{href}#lessons") if left > 0 else None,
        facts=(
            *(fact for fact in key_facts(review, one.terms, vocabulary, addresses) if fact.label != said_by_mark),
            *filled((gettext("review.fact.affected"), affected), (gettext("review.fact.cost"), cost(review))),
            *lists((gettext("shared.measured"), tuple(map(Value, figures[:FIGURES_SHOWN])))),
            *filled(
                (
                    gettext("compare.measured_more"),
                    ngettext(
                        "compare.further_figures", len(figures) - FIGURES_SHOWN, number=len(figures) - FIGURES_SHOWN
                    ),
                )
                if len(figures) > FIGURES_SHOWN
                else ("", None),
                (
                    gettext("compare.lessons_elsewhere"),
                    elsewhere(sum(one.uses for one in one.lessons), sum(one.repeats for one in one.lessons)),
                ),
            ),
        ),
    )


def lesson_shown(lesson: ComparedLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> ComparedShown:
    """Return one lesson of a shortlist."""
    review = Value(lesson.review_title, addresses.path(f"/reviews/{lesson.review_id}"))
    strength = vocabulary.label("evidence_strength", lesson.evidence_strength) if lesson.evidence_strength else None
    return ComparedShown(
        id=lesson.id,
        title=Link(lesson.statement, lesson_href(lesson.id, addresses) or ""),
        result=result_mark(lesson.result, vocabulary),
        heading=gettext("compare.advice") if lesson.recommendation else gettext("compare.lesson"),
        recommendations=(advice(lesson),),
        facts=(
            *filled(
                (gettext("compare.applies"), lesson.applies_when or gettext("review.not_stated")),
                (gettext("compare.does_not_apply"), lesson.does_not_apply_when or gettext("review.not_stated")),
                (gettext("compare.evidence"), ": ".join(filter(None, (strength, lesson.evidence_reason))) or None),
                (gettext("compare.elsewhere"), elsewhere(lesson.uses, lesson.repeats)),
            ),
            *lists((gettext("compare.review"), (review,))),
            *filled(
                (
                    gettext("review.fact.organisation"),
                    vocabulary.organisation(lesson.organisation) if lesson.organisation else None,
                ),
                (
                    vocabulary.scheme_label("sector"),
                    vocabulary.label("sector", lesson.sector) if lesson.sector else None,
                ),
                (gettext("compare.date"), date(lesson.date).text if lesson.date else None),
            ),
        ),
    )


def advice(lesson: ComparedLesson) -> str:
    """Return what a lesson recommends, or else how it begins: that is all that many an imported one has."""
    if lesson.recommendation:
        return lesson.recommendation
    words = lesson.prose.split()
    return " ".join(words[:WORDS_SHOWN]) + (" …" if len(words) > WORDS_SHOWN else "") or lesson.statement


def elsewhere(uses: int, repeats: int) -> str:
    """Return in words how often lessons were used, and how often the same thing went wrong again."""
    used = gettext("compare.used", times=times(uses)) if uses else gettext("compare.not_used")
    return gettext("compare.used_and_again", used=used, times=times(repeats)) if repeats else f"{used}."


def as_markdown(
    chosen: Sequence[Compared], said: Sequence[str], vocabulary: StoredVocabulary, addresses: Addresses
) -> str:
    """Return the shortlist as Markdown, a heading for each lesson or review; ``said`` is what of it is not here."""
    reviews = any(isinstance(one, ComparedReview) for one in chosen)
    heading = gettext("compare.title.both") if reviews else gettext("compare.title.lessons")
    notes = f"{not_complete()}. {' '.join(said)}\n\n" if said else ""
    return f"# {heading}\n\n{notes}" + "\n".join(_markdown(one, vocabulary, addresses) for one in chosen)


def listed(one: Compared, vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Return what is known of one lesson or review, each with its label, its address last."""
    told = shown(one, vocabulary, addresses)
    lessons = one.lessons if isinstance(one, ComparedReview) else [one]
    lines = [(told.heading, advice(lesson)) for lesson in lessons]
    lines += [(vocabulary.scheme_label("result"), told.result.text)] if told.result else []
    lines += [(fact.label, ", ".join(value.text for value in fact.values)) for fact in told.facts]
    lines.append((gettext("compare.address"), address(one, addresses)))
    return tuple(lines)


def address(one: Compared, addresses: Addresses) -> str:
    """Return the full address of a lesson or review."""
    return addresses.absolute("/reviews/" + one.id.replace("#", "/", 1))


def _markdown(one: Compared, vocabulary: StoredVocabulary, addresses: Addresses) -> str:
    *facts, (_, where) = listed(one, vocabulary, addresses)
    fields = "\n".join(f"- {label}: {plain(text)}" for label, text in facts)
    return f"## {plain(title_of(one))}\n\n{fields}\n- {gettext('compare.address')}: {where}\n"


def plain(text: str) -> str:
    """Return text as one line of Markdown in which nothing of it is a mark."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~&!" else sign for sign in " ".join(text.split()))


def as_csv(chosen: Sequence[Compared], vocabulary: StoredVocabulary, addresses: Addresses) -> str:
    """Return the shortlist as CSV, a row for each lesson or review; a cell of a review holds several texts in lines."""
    rows = (
        _row_of_review(one, vocabulary) if isinstance(one, ComparedReview) else _row_of_lesson(one, vocabulary)
        for one in chosen
    )
    whole = ((*row, address(one, addresses)) for row, one in zip(rows, chosen, strict=True))
    return csv_of([CSV_HEADINGS, *whole])


def _row_of_lesson(one: ComparedLesson, vocabulary: StoredVocabulary) -> tuple[object, ...]:
    return (
        one.id, one.statement, one.recommendation, one.applies_when, one.does_not_apply_when, vocabulary.label("result", one.result),
        vocabulary.label("evidence_strength", one.evidence_strength) if one.evidence_strength else None, one.evidence_reason, one.uses, one.repeats,
        one.review_title, one.organisation, vocabulary.label("sector", one.sector) if one.sector else None, one.date, None, None,
    )  # fmt: skip


def _row_of_review(one: ComparedReview, vocabulary: StoredVocabulary) -> tuple[object, ...]:
    review = one.review
    return (
        one.id, None, "\n".join(lesson.recommendation for lesson in one.lessons if lesson.recommendation), None, None, vocabulary.label("result", review.result),
        None, None, sum(lesson.uses for lesson in one.lessons), sum(lesson.repeats for lesson in one.lessons),
        review.title, review.organisation, vocabulary.label("sector", review.sector) if review.sector else None, review.date,
        "\n".join(figure_in_words(outcome, vocabulary) for outcome in one.outcomes), cost(review),
    )  # fmt: skip
