"""A brief: a plan in, the lessons that apply out, best first, each with why it is here."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.language import FUNCTION_WORDS, UNKNOWN, language_of, named
from lessons.learning.matching import PASSAGE_LENGTH_POWER, WORD_IDF_POWER, fit
from lessons.learning.plan import passages, word_count
from lessons.learning.reader import BriefReader
from lessons.learning.reasons import reason
from lessons.learning.scenes import scenes
from lessons.learning.thesaurus import thesaurus
from lessons.library.outcomes import StoredOutcome, of_uses
from lessons.library.rows import fetch
from lessons.library.uses import Adoption, of_lessons
from lessons.library.version import connection_to
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    import sqlite3

    from lessons.learning.matching import Fit
    from lessons.learning.plan import Passage
    from lessons.library.version import Identity

# As many as somebody reads who is about to start, and as many as may be near where none is plainly about the plan.
LESSONS, NEAREST = 12, 5
# No lesson is plainly about a plan that fits the best one less well than this, or of which more than such a share of the words is unknown: as it is
# with none of the 236 plans for which lessons are known, and with most about cooking, climbing or crystals. That is for a plan of so many words
# and a library of so many lessons: a shorter plan shares less with any lesson, and in a smaller library each word tells less.
LEAST_FIT, MOST_UNKNOWN = 14.5, 1 / 3
WORDS_FOR_THAT, LESSONS_FOR_THAT = 80, 120
# A lesson that fits less than this share of the best is left out, unless it is among the first few: of the open plans none lost its lesson by that, and what is left out was wanted in one case of thirty.
LEAST_SHARE, FEW_LESSONS = 0.4, 5
# What each lesson of a review counts for that has been taken already: one review must not fill the brief.
SPREAD = 0.93
# With fewer words than this, a plan says too little of what is intended.
FEW_WORDS = 12
# Seconds that a brief may take, and the share of them that looking up words and concepts may: what follows takes no longer for a
# longer plan or a larger library.
TIME_LIMIT = 1.5
LOOKING_UP = 0.5

_CARDS = """
    SELECT cards.id, cards.review_id AS review, review_title, address AS url, cards.statement, cards.kind, cards.recommendation,
           cards.applies_when, cards.does_not_apply_when, standing, organisation, date, result,
           coalesce(terms.label, lessons.evidence_strength) AS evidence_strength, lessons.evidence_reason
    FROM lesson_cards AS cards
    JOIN lessons ON lessons.id = cards.id
    LEFT JOIN terms ON terms.id = 'evidence_strength/' || lessons.evidence_strength
    WHERE cards.id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True)
class LessonCard:
    """A lesson as a brief shows it; ``url`` is a path from the site's root, ``result`` that of its review."""

    id: str
    review: str
    review_title: str
    url: str
    statement: str
    kind: str | None
    recommendation: str | None
    applies_when: str | None
    does_not_apply_when: str | None
    standing: str
    organisation: str | None
    date: str | None
    result: str | None
    evidence_strength: str | None
    evidence_reason: str | None


@dataclass(frozen=True)
class BriefLesson:
    """One lesson of a brief: ``why`` it is here, the ``passage`` of the plan that it fits, what they ``shared``; ``used`` by whom."""

    card: LessonCard
    score: float
    why: str
    passage: str
    shared: tuple[str, ...]
    used: tuple[Adoption, ...]
    figures: dict[str, tuple[StoredOutcome, ...]]


@dataclass(frozen=True)
class Brief:
    """The lessons for a plan, best first. ``notices`` say in words what a reader must know of it; ``words`` and ``passages`` count the plan.

    ``language`` is the code of the plan's language where that is not one of the library; ``partial`` says that time ran out.
    """

    lessons: tuple[BriefLesson, ...]
    words: int
    passages: int
    notices: tuple[str, ...] = ()
    language: str | None = None
    partial: bool = False


def brief(connection: sqlite3.Connection, text: str, *, time_limit: float | None = TIME_LIMIT) -> Brief:
    """Return the brief for a plan.

    Where looking up what the plan says would take more than its share of ``time_limit`` seconds, it goes on with what it has, and says that
    it is ``partial``. Raises
    :class:`~lessons.learning.plan.PlanError` when the text cannot be read as a plan.
    """
    found = passages(text)
    words = sum(word_count(passage.text) for passage in found)
    # Read once for a process, which is no part of the time that a plan may take.
    situations = thesaurus()
    scenes()
    reader = BriefReader(connection, None if time_limit is None else time_limit * LOOKING_UP)
    kept, other = _in_the_languages(found, reader)
    notices = _about_languages(kept, other, reader)
    if kept and words < FEW_WORDS:
        notices.append(ngettext("brief.notice.few_words", words, number=words))
    language = next(iter(other), None) if not kept else None
    if not kept:
        return Brief((), words, len(found), tuple(notices), language)
    read, fitted = fit(reader, situations, kept)
    off = words >= FEW_WORDS and _off_subject(fitted, kept, words, len(reader.numbers))
    chosen = _chosen(fitted, NEAREST if off else LESSONS)
    labels = {term: text.partition(". ")[0] for term, text in reader.bridges().items()}
    reasons = {place: reason(fitted, read, kept, situations, labels, place) for place, _ in chosen}
    # What nothing but a likeness of vectors speaks for explains itself to nobody.
    chosen = [(place, score) for place, score in chosen if reasons[place].telling]
    ids = [fitted.lessons[place].id for place, _ in chosen]
    cards = {card.id: card for card in fetch(connection, LessonCard, _CARDS, (json.dumps(ids),))}
    adoptions = of_lessons(connection, ids) if ids else []
    figures = of_uses(connection, [one.use_id for one in adoptions if one.use_id])
    if not chosen:
        notices.append(gettext("brief.notice.nothing"))
    elif off:
        notices.append(gettext("brief.notice.off_subject"))
    if reader.partial:
        notices.append(gettext("brief.notice.partial"))
    return Brief(
        tuple(
            BriefLesson(
                cards[id_],
                round(score, 3),
                reasons[place].words,
                reasons[place].passage,
                reasons[place].shared,
                tuple(one for one in adoptions if one.lesson_id == id_),
                {one.use_id: figures.get(one.use_id, ()) for one in adoptions if one.lesson_id == id_ and one.use_id},
            )
            for id_, (place, score) in zip(ids, chosen, strict=True)
        ),
        words,
        len(found),
        tuple(notices),
        None,
        reader.partial,
    )


def brief_of_version(path: str, identity: Identity, text: str, time_limit: float) -> Brief:
    """Return the brief for a plan from one version of the database file, in a worker process."""
    return brief(connection_to(path, identity), text, time_limit=time_limit)


def _in_the_languages(found: list[Passage], reader: BriefReader) -> tuple[list[Passage], dict[str, int]]:
    """Return the passages in the library's languages, and how many there are in each other one."""
    able = reader.languages()
    if not able <= FUNCTION_WORDS.keys():
        # A text in a language that is not told from others may be in that of a review.
        able |= {UNKNOWN}
    whole = language_of(" ".join(passage.text for passage in found))
    kept: list[Passage] = []
    other: dict[str, int] = {}
    for passage in found:
        language = language_of(passage.text) or whole
        if language is None or language in able:
            kept.append(passage)
        else:
            other[language] = other.get(language, 0) + 1
    return kept, dict(sorted(other.items(), key=lambda one: (-one[1], one[0])))


def _about_languages(kept: list[Passage], other: dict[str, int], reader: BriefReader) -> list[str]:
    """Return what is to be said of passages in another language than the library's."""
    if not other:
        return []
    library = named(reader.languages())
    if not kept:
        return [gettext("brief.notice.language", plan=named(other), library=library)]
    number = sum(other.values())
    return [ngettext("brief.notice.part_in_language", number, plan=named(other), number=number, library=library)]


def _off_subject(fitted: Fit, kept: list[Passage], words: int, lessons: int) -> bool:
    """Return whether no lesson of so many is plainly about what a plan of so many words is about.

    In another language than that of the situations and scenes a lesson fits by words and vocabulary alone, and so less well.
    """
    by_length = min(1.0, words / WORDS_FOR_THAT) ** PASSAGE_LENGTH_POWER
    by_library = min(1.0, math.log1p(lessons) / math.log1p(LESSONS_FOR_THAT)) ** WORD_IDF_POWER
    english = language_of(" ".join(passage.text for passage in kept)) in {None, "en"}
    fits = not english or float(fitted.totals().max(initial=0.0)) >= LEAST_FIT * by_length * by_library
    return not fits or fitted.unknown * by_length > MOST_UNKNOWN


def _chosen(fitted: Fit, most: int) -> list[tuple[int, float]]:
    """Return the lessons of the brief, at most so many, by their place in ``fitted``, with their scores: the best first, spread over reviews."""
    if not len(fitted.lessons):
        return []
    scores = fitted.totals()
    able = [int(place) for place in np.argsort(-scores, kind="stable") if scores[place] > 0]
    able = [
        place for rank, place in enumerate(able) if rank < FEW_LESSONS or scores[place] >= LEAST_SHARE * scores[able[0]]
    ]
    taken: dict[str, int] = {}
    chosen: list[tuple[int, float]] = []
    while able and len(chosen) < most:
        best = max(able, key=lambda place: scores[place] * SPREAD ** taken.get(fitted.lessons[place].review, 0))
        review = fitted.lessons[best].review
        chosen.append((best, float(scores[best] * SPREAD ** taken.get(review, 0))))
        taken[review] = taken.get(review, 0) + 1
        able.remove(best)
    return chosen
