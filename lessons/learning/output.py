"""A brief as JSON; documented in lessons/docs/brief.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessons.learning.strength import worked

if TYPE_CHECKING:
    from lessons.learning.brief import Brief, BriefLesson
    from lessons.library.uses import Adoption

# Moves with a line in the changelog, as that of a search does.
JSON_VERSION = "1.1"


def to_json(brief: Brief, base_url: str = "") -> dict[str, Any]:
    """Return a brief as values for JSON; addresses begin with ``base_url`` (without a slash at its end). The plan is not in it, but for passages."""
    return {
        "version": JSON_VERSION,
        "count": len(brief.lessons),
        "partial": brief.partial,
        "notices": list(brief.notices),
        "plan": {"words": brief.words, "passages": brief.passages, "other_language": brief.language},
        "lessons": [_lesson(lesson, base_url) for lesson in brief.lessons],
    }


def _lesson(lesson: BriefLesson, base_url: str) -> dict[str, Any]:
    card = lesson.card
    return {
        "id": card.id,
        "statement": card.statement,
        "why": lesson.why,
        "passage": lesson.passage,
        "score": lesson.score,
        "shared": list(lesson.shared),
        "kind": card.kind,
        "recommendation": card.recommendation,
        "applies_when": card.applies_when,
        "does_not_apply_when": card.does_not_apply_when,
        "standing": card.standing,
        "evidence_strength": card.evidence_strength,
        "evidence_reason": card.evidence_reason,
        "url": base_url + card.url,
        "review": {
            "id": card.review,
            "title": card.review_title,
            "organisation": card.organisation,
            "date": card.date,
            "result": card.result,
        },
        "used": [_use(use, lesson) for use in lesson.used],
    }


def _use(use: Adoption, lesson: BriefLesson) -> dict[str, Any]:
    figures = lesson.figures.get(use.use_id or "", ())
    directions = tuple(one.direction for one in figures if one.measures == "outcome" and one.direction)
    return {
        "organisation": use.organisation,
        "decision": use.decision,
        "date": use.date,
        "independent": None if use.independent is None else bool(use.independent),
        "review": use.from_review_id,
        "use": use.use_id,
        "result": use.result,
        "worked": worked(use.decision, use.result, directions),
        "outcomes": [
            {"measure": figure.measure, "unit": figure.unit, "direction": figure.direction, "result": figure.result}
            for figure in figures
        ],
    }
