"""What the addresses about learning answer with: audits, briefs, experience records."""

from __future__ import annotations

from lessons.learning.audit_data import ContributorCount, Decisions
from lessons.learning.open_work import Matter
from lessons.library.people import TakenPart
from lessons.schema import NOT_STATED
from lessons.web.openapi.shapes import (
    MAYBE,
    NAMED,
    NUMBER,
    TEXT,
    URL,
    YES_OR_NO,
    Schema,
    by_name,
    listed,
    of_class,
    or_null,
    ref,
    thing,
)


def of_learning() -> dict[str, Schema]:
    """Return the schemas of these answers by their names."""
    independent = or_null(YES_OR_NO)
    told = {"organisation": MAYBE, "decision": TEXT, "date": MAYBE, "independent": independent}
    used = {"lesson": MAYBE, "statement": MAYBE, "lesson_of": MAYBE, **told, "result": MAYBE, "why": MAYBE, "url": URL}
    matter = {**of_class(Matter)["properties"], "recurred": YES_OR_NO, "url": URL}
    alternative = {**dict.fromkeys(("review", "lesson", "statement"), TEXT), "organisation": MAYBE, "why": listed(TEXT)}
    stage = {"stage": TEXT, "cases": NUMBER, "done": NUMBER, "median_days": or_null(NUMBER), "longest_days": NUMBER}
    experienced = {"lesson": TEXT, "statement": MAYBE, **told, "url": URL}
    figure = {"measure": TEXT, "unit": MAYBE, "direction": MAYBE, "result": or_null({"type": "number"})}
    lesson_used = {
        **told,
        "review": MAYBE,
        "use": MAYBE,
        "result": MAYBE,
        "worked": independent,
        "outcomes": listed(thing(figure)),
    }
    briefed = {
        **dict.fromkeys(("id", "statement", "why", "standing"), TEXT),
        "passage": MAYBE,
        "score": {"type": "number"},
        "shared": listed(TEXT),
        **dict.fromkeys(
            ("kind", "recommendation", "applies_when", "does_not_apply_when", "evidence_strength", "evidence_reason"),
            MAYBE,
        ),
        "url": URL,
        "review": thing({"id": TEXT, "title": TEXT, "organisation": MAYBE, "date": MAYBE, "result": MAYBE}),
        "used": listed(thing(lesson_used)),
    }
    return {
        "Used": thing(used),
        "Audit": thing(
            {
                "version": TEXT,
                "as_of": {**MAYBE, "description": "Null where the library knows no day at all."},
                "organisation": or_null(NAMED),
                **dict.fromkeys(("reviews", "lessons"), NUMBER),
                "results": {**by_name(NUMBER), "description": f"Reviews by result; “{NOT_STATED}” for none."},
                "kinds": by_name(NUMBER),
                "reviews_with_outcomes": NUMBER,
                "reviews_with_measured_outcomes": NUMBER,
                "reviews_checked": thing(dict.fromkeys(("at_all", "peer", "user", "independent"), NUMBER)),
                "decisions": of_class(Decisions),
                "decisions_of_others": of_class(Decisions),
                "used": listed(ref("Used")),
                "used_by_others": listed(ref("Used")),
                "open": by_name(thing({"count": NUMBER, "first": listed(thing(matter))})),
                "contributors": listed(of_class(ContributorCount)),
                "alternatives": or_null(
                    thing(
                        {
                            "found": listed(thing({**alternative, "score": {"type": "number"}, "url": URL})),
                            "none": MAYBE,
                        }
                    )
                ),
                "time_to_learn": listed(thing(stage)),
            }
        ),
        "Experience": thing(
            {
                **dict.fromkeys(("version", "library", "id", "name"), TEXT),
                "url": URL,
                "reviews": listed(of_class(TakenPart, url=URL)),
                "uses": listed(thing({**experienced, "role": TEXT})),
                "lessons_used": listed(thing(experienced)),
                "uses_of_lessons": listed(thing(experienced)),
            }
        ),
        "Brief": thing(
            {
                "version": TEXT,
                "count": NUMBER,
                "partial": YES_OR_NO,
                "notices": listed(TEXT),
                "plan": thing({"words": NUMBER, "passages": NUMBER, "other_language": MAYBE}),
                "lessons": listed(thing(briefed)),
            }
        ),
    }
