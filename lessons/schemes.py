"""The schemes of terms: which of them are fixed for all units, and which each unit fills in its vocabulary."""

from __future__ import annotations

from typing import Any, Literal, get_args

# What is written where nothing is known: honest, and shown as "Not stated".
NOT_STATED = "not-stated"
# What an import writes as the text of a section that must be there, where the source has none.
NOTHING_STATED = "Not stated in the source."

Type = Literal["after-action-review", "rapid-lesson", "evaluation", "incident-review", "case-study"]
Result = Literal["success", "mixed", "no-effect", "failure", "too-early", "not-stated"]
Status = Literal["draft", "in-review", "published", "withdrawn"]
Handling = Literal["public", "internal", "restricted"]
LessonStatus = Literal[
    "observation", "identified", "endorsed", "in-progress", "implemented", "learned",
    "rejected", "superseded", "closed-not-implemented",
]  # fmt: skip
Kind = Literal["sustain", "improve"]
Priority = Literal["urgent", "caution", "information", "good-practice"]
Decision = Literal["considered", "trialled", "adopted", "adapted", "declined", "abandoned"]
Method = Literal["none", "estimate", "before-after", "comparison", "trial"]
Measures = Literal["outcome", "output", "input", "context"]
Basis = Literal["source", "reviewer"]
Better = Literal["lower", "higher"]
EvidenceStrength = Literal["strong", "moderate", "limited", "one-case", "contested"]
# Who checked a review, apart from those who wrote it.
ReviewedBy = Literal["peer", "user", "independent"]

# The status of a lesson that a later review repeats; never typed.
RECURRED = "recurred"


def terms_of(scheme: Any) -> tuple[str, ...]:
    """Return the terms that a ``Literal`` allows, in its order."""
    return get_args(scheme)


def worded(slug: str) -> str:
    """Return a slug or a field's name as words with a capital: what stands for a label where there is none."""
    words = slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


# Schemes whose terms are fixed in code: a unit may relabel them but not extend them.
FIXED: dict[str, tuple[str, ...]] = {
    "type": terms_of(Type),
    "result": terms_of(Result),
    "status": terms_of(Status),
    "handling": terms_of(Handling),
    "lesson_status": (*terms_of(LessonStatus), RECURRED),
    "kind": terms_of(Kind),
    "priority": terms_of(Priority),
    "decision": terms_of(Decision),
    "basis": terms_of(Basis),
    "measures": terms_of(Measures),
    "method": terms_of(Method),
    "better": terms_of(Better),
    # Never typed: worked out by one rule, in `learning.strength`.
    "evidence_strength": terms_of(EvidenceStrength),
    "reviewed_by": terms_of(ReviewedBy),
}
# What people write for a fixed term; a unit's vocabulary may add synonyms of its own.
OTHER_NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "type": {"after-action-review": ("AAR", "after action report"), "rapid-lesson": ("rapid", "rapid review", "quick lesson")},
    "result": {
        "success": ("successful", "succeeded", "a success", "full success", "worked"),
        "mixed": (
            "partial", "partly", "partial success", "partially successful", "partly successful", "some success", "mixed results", "mixed result",
            "partial failure", "limited success",
        ),
        "no-effect": ("no change", "no difference", "no impact", "neutral", "unchanged"),
        "failure": ("failed", "unsuccessful", "not successful", "a failure", "fail"),
        "too-early": ("too early to say", "too early to tell", "too soon", "too soon to say", "too soon to tell"),
    },
    "better": {"lower": ("less", "fewer", "down", "decrease"), "higher": ("more", "up", "increase")},
    "status": {"in-review": ("under review", "for review")},
}  # fmt: skip
# Schemes whose terms are the unit's own; one that its vocabulary does not list takes any term.
OPEN = ("sector", "event", "phase", "delivery_model", "level", "enablers", "barriers", "change")
# Of these, those that a review states for all of its lessons, and each lesson may state otherwise for itself.
REPLACED_BY_LESSONS = ("enablers", "barriers", "change")
# Schemes whose terms have an order of their own rather than the alphabet's.
ORDERED = frozenset(
    {
        "phase",
        "level",
        "result",
        "priority",
        "lesson_status",
        "status",
        "evidence_strength",
        "measures",
        "method",
        "handling",
        "year",
    }
)
