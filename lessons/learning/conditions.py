"""The conditions in which work was done, as reviews and their lessons state them: what stood in the way, and what was changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.words import listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

_TERMS = """
    SELECT review_id, NULL, scheme, term FROM review_terms
    WHERE review_id IN (SELECT value FROM json_each(:reviews)) AND scheme IN ('barriers', 'change')
    UNION ALL
    SELECT lessons.review_id, lesson_id, scheme, term
    FROM lessons JOIN lesson_terms ON lesson_id = lessons.id
    WHERE lessons.review_id IN (SELECT value FROM json_each(:reviews)) AND scheme IN ('barriers', 'change')"""


@dataclass(frozen=True)
class Conditions:
    """What lessons and reviews state of barriers and of what was changed."""

    reviews: Mapping[tuple[str, str], frozenset[str]]
    lessons: Mapping[tuple[str, str], frozenset[str]]
    whole: Mapping[tuple[str, str], frozenset[str]]
    labels: Mapping[tuple[str, str], str]

    def of_lesson(self, lesson_id: str, review_id: str, scheme: str) -> frozenset[str]:
        """Return what a lesson has: what it states itself, or else what its review states."""
        return self.lessons.get((lesson_id, scheme)) or self.reviews.get((review_id, scheme), frozenset())

    def of_review(self, review_id: str, scheme: str) -> frozenset[str]:
        """Return what a review has, with what its lessons state."""
        return self.whole.get((review_id, scheme), frozenset())

    def named(self, scheme: str, terms: Iterable[str]) -> str:
        """Return terms as words."""
        return listed([self.labels.get((scheme, term), term) for term in sorted(terms)])

    def quoted(self, scheme: str, terms: Iterable[str]) -> str:
        """Return terms as words, each in quotation marks."""
        return listed([f"“{self.labels.get((scheme, term), term)}”" for term in sorted(terms)])


def conditions_of(connection: sqlite3.Connection, ids: Iterable[str]) -> Conditions:
    """Return the conditions of some reviews and of their lessons."""
    reviews: dict[tuple[str, str], set[str]] = {}
    lessons: dict[tuple[str, str], set[str]] = {}
    whole: dict[tuple[str, str], set[str]] = {}
    for review_id, lesson_id, scheme, term in connection.execute(_TERMS, {"reviews": json.dumps(sorted(set(ids)))}):
        kept = reviews if lesson_id is None else lessons
        kept.setdefault((lesson_id or review_id, scheme), set()).add(term)
        whole.setdefault((review_id, scheme), set()).add(term)
    labels = {
        (scheme, slug): label for scheme, slug, label in connection.execute("SELECT scheme, slug, label FROM terms")
    }
    frozen = [{key: frozenset(terms) for key, terms in one.items()} for one in (reviews, lessons, whole)]
    return Conditions(frozen[0], frozen[1], frozen[2], labels)
