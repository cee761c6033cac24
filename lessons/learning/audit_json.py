"""A learning audit as JSON; documented in lessons/docs/learning.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lessons.learning.days import BEFORE_ALL
from lessons.learning.time_to_learn import STAGES

if TYPE_CHECKING:
    from lessons.learning.alternatives import Alternative
    from lessons.learning.audit_data import Audit, Open, Used
    from lessons.learning.survival import Curve
    from lessons.learning.time_to_learn import TimeToLearn

# Moves with a line in the changelog.
JSON_VERSION = "1.0"


def to_json(audit: Audit, times: TimeToLearn, address: str = "") -> dict[str, Any]:
    """Return an audit as values for JSON; addresses begin with ``address``, the site's without a slash at its end."""
    address = address.rstrip("/")
    return {
        "version": JSON_VERSION,
        "as_of": audit.day if audit.day != BEFORE_ALL else None,
        "organisation": {"id": audit.organisation, "name": audit.name} if audit.organisation else None,
        "reviews": audit.reviews,
        "lessons": audit.lessons,
        "results": audit.results,
        "kinds": audit.kinds,
        "reviews_with_outcomes": audit.measured[0],
        "reviews_with_measured_outcomes": audit.measured[1],
        "reviews_checked": {
            "at_all": audit.checked_at_all,
            **{who: audit.checked.get(who, 0) for who in ("peer", "user", "independent")},
        },
        "decisions": asdict(audit.decisions),
        "decisions_of_others": asdict(audit.decisions_of_others),
        "used": [_used(one, address) for one in audit.used],
        "used_by_others": [_used(one, address) for one in audit.lent],
        "open": {kind: _open(found, address) for kind, found in audit.open.items()},
        "contributors": [asdict(one) for one in audit.contributors],
        "alternatives": None
        if audit.alternatives is None
        else {
            "found": [_alternative(one, address) for one in audit.alternatives.found],
            "none": audit.alternatives.none,
        },
        "time_to_learn": [{"stage": stage, **_curve(one)} for stage, one in zip(STAGES, times.whole, strict=True)],
    }


def _used(use: Used, address: str) -> dict[str, Any]:
    return {
        "lesson": use.lesson_id,
        "statement": use.statement,
        "organisation": use.organisation,
        "lesson_of": use.lesson_of,
        "decision": use.decision,
        "date": use.date,
        "independent": None if use.independent is None else bool(use.independent),
        "result": use.result,
        "why": use.why,
        "url": address + use.path,
    }


def _open(found: Open, address: str) -> dict[str, Any]:
    return {
        "count": found.count,
        "first": [{**asdict(one), "recurred": bool(one.recurred), "url": address + one.path} for one in found.first],
    }


def _alternative(one: Alternative, address: str) -> dict[str, Any]:
    return {
        "review": one.review.id,
        "lesson": one.lesson.id,
        "statement": one.lesson.statement,
        "organisation": one.lesson.organisation,
        "why": list(one.why),
        "score": one.score,
        "url": f"{address}/reviews/" + one.lesson.id.replace("#", "/", 1),
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {"cases": curve.cases, "done": curve.done, "median_days": curve.median, "longest_days": curve.longest}
