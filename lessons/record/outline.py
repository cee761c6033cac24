"""What stands in a review's text: its sections, and the labelled fields of a lesson, each declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lessons.text.distance import edit_distance

FULL = "full"
RAPID = "rapid"
# The same headings and labels stand in review after review.
_REMEMBERED = 1_024


@dataclass(frozen=True)
class SectionKind:
    """One level-2 section. ``required_in`` names the forms of review (full, rapid) that cannot do without it."""

    key: str
    heading: str
    help: str
    aliases: tuple[str, ...] = ()
    required_in: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LessonField:
    """One labelled field of a lesson. ``scheme`` names the vocabulary of its values, ``many`` allows it to repeat.

    ``separator`` stands between several values on one line, ``None`` where a line holds one.
    """

    key: str
    label: str
    help: str
    scheme: str | None = None
    many: bool = False
    separator: str | None = None
    required: bool = False


# The four questions of the United States Army's after-action review (TC 25-20, 1993): what was planned, what
# happened, why, and what to do next time; before them a summary.
SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("summary", "Summary", "The whole review in one paragraph.", ("Executive summary", "In brief", "Abstract", "Overview"), frozenset({FULL})),
    SectionKind(
        "what-was-intended", "What was intended", "The aim, the plan and the measure of success.",
        ("What was supposed to happen", "What was planned", "What did we intend", "What did we set out to do", "Intent", "Objectives", "Aims"),
        frozenset({FULL}),
    ),
    SectionKind(
        "what-happened", "What happened", "The facts, in order, with figures.",
        ("What actually happened", "What occurred", "What did we do", "Driving event"), frozenset({FULL, RAPID}),
    ),
    SectionKind(
        "why-it-happened", "Why it happened", "The causes, as far as they are known.",
        ("Why", "Why did it happen", "Why was there a difference", "Causes", "Root causes"), frozenset({FULL}),
    ),
    SectionKind("lessons", "Lessons", "The lessons, each under a level-3 heading.", ("Lessons learned", "Lessons learnt", "Lessons identified"), frozenset({FULL, RAPID})),
    SectionKind("what-went-well", "What went well", "What to sustain.", ("What worked", "Sustain", "Strengths")),
    SectionKind("what-to-improve", "What to improve", "What to do differently.", ("What did not work", "What went badly", "Improve", "What could be better")),
    SectionKind("outcomes-and-evidence", "Outcomes and evidence", "What changed, and how that is known.", ("Outcomes", "Evidence", "Results")),
    SectionKind("applicability", "Applicability", "Where else this holds, and where not.", ("Where this applies", "Transferability")),
    SectionKind("follow-up", "Follow-up", "What has been done since.", ("Follow up", "Next steps", "Actions")),
)  # fmt: skip

LESSON_FIELDS: tuple[LessonField, ...] = (
    LessonField("id", "Id", "Short permanent id: lower-case letters, digits, hyphens.", required=True),
    LessonField("kind", "Kind", "sustain what went well, or improve what did not.", scheme="kind"),
    LessonField("basis", "Basis", "Whose advice it is: the source's, or the reviewer's own reading of it.", scheme="basis"),
    LessonField("recommendation", "Recommendation", "What to do next time.", required=True),
    LessonField("applies_when", "Applies when", "The conditions under which it holds."),
    LessonField("does_not_apply_when", "Does not apply when", "The conditions under which it does not."),
    LessonField("change", "Change", "What has to change.", scheme="change", many=True, separator=","),
    LessonField("barriers", "Barrier", "What stood in the way.", scheme="barriers", many=True, separator=","),
    LessonField("enablers", "Enabler", "What helped.", scheme="enablers", many=True, separator=","),
    LessonField(
        "addressed_to", "Addressed to", "The organisations that are asked to respond; several on one line, separated by semicolons.",
        many=True, separator=";",
    ),
    LessonField("respond_by", "Respond by", "Day, month or year by which they are asked to respond."),
    LessonField("priority", "Priority", "How urgent it is.", scheme="priority"),
    LessonField("status", "Status", "How far the lesson has come.", scheme="lesson_status"),
    LessonField("owner", "Owner", "The role responsible for it."),
    LessonField("due", "Due", "Day, month or year by which it is to be carried out."),
    LessonField("evidence", "Evidence", "What shows that it was carried out or that it worked.", many=True),
    LessonField("reason", "Reason", "Why it was rejected, superseded or closed."),
    LessonField("superseded_by", "Superseded by", "The lesson or review that takes its place."),
    LessonField("formerly", "Formerly", "Former ids of the lesson; their addresses lead here.", many=True, separator=","),
)  # fmt: skip

# The fields of a lesson that hold a date.
DATES = frozenset({"due", "respond_by"})

_BY_HEADING = {
    " ".join(heading.casefold().split()): kind for kind in SECTIONS for heading in (kind.heading, *kind.aliases)
}
_BY_LABEL = {field.label.casefold(): field for field in LESSON_FIELDS}
# What people call a field, to guess from.
_OTHER_LABELS = {
    "id": ("identifier", "ref", "slug"),
    "kind": ("type",),
    "recommendation": ("action", "advice", "recommend", "recommended action", "what to do", "next time", "suggestion"),
    "applies_when": ("apply when", "when", "applicable when", "applies to", "applies if", "applicability", "conditions", "condition", "context"),
    "does_not_apply_when": ("not when", "does not apply to", "does not apply if", "not applicable when", "doesn't apply when", "except", "exceptions"),
    "addressed_to": ("address to", "for", "to whom"),
    "respond_by": ("response by", "reply by"),
    "owner": ("responsible", "responsible person", "action owner", "lead", "who", "owned by"),
    "due": ("deadline", "by when", "due date", "due by", "date due", "target date"),
    "evidence": ("proof",),
    "reason": ("why",),
    "superseded_by": ("replaced by",),
    "formerly": ("former id", "former ids", "previously", "old id"),
}  # fmt: skip
_BY_OTHER_LABEL = {other: field for field in LESSON_FIELDS for other in _OTHER_LABELS.get(field.key, ())}


@lru_cache(_REMEMBERED)
def section_for(heading: str) -> SectionKind | None:
    """Return the section that a heading stands for, under its name or an alias, in any case, with a number before it and any final mark."""
    return _BY_HEADING.get(
        re.sub(r"^\d{1,2}(?:\.\d)*[.)]?\s+", "", " ".join(heading.casefold().split())).rstrip(" ?.:!：")
    )


def meant_heading(line: str) -> SectionKind | None:
    """Return the section that a line alone means which is no heading: its marks have no space, or it is bold, or ends with a colon."""
    bare = line.strip()
    close = re.fullmatch(r"#{1,6}([^\s#].*)", line)
    bold = re.fullmatch(r"(\*\*|__)([^*_]+)\1:?", bare)
    if close or bold:
        return section_for(close[1] if close else bold[2] if bold else "")
    return section_for(bare) if bare.endswith((":", "：")) and not line[:1].isspace() else None


@lru_cache(_REMEMBERED)
def similar_heading(heading: str) -> str | None:
    """Return the accepted heading that was probably meant, or ``None``."""
    folded = " ".join(heading.casefold().split())
    close = [(edit_distance(folded, known), kind.heading) for known, kind in _BY_HEADING.items()]
    best = min(close)
    return best[1] if best[0] <= 2 and best[0] < len(folded) / 3 else None


def means_section(heading: str, key: str) -> bool:
    """Return whether a heading is that of the section ``key``, or is none and was probably meant for it."""
    kind = section_for(heading) or section_for(similar_heading(heading) or "")
    return kind is not None and kind.key == key


@lru_cache(_REMEMBERED)
def field_for(label: str) -> LessonField | None:
    """Return the lesson field of a label, in any case."""
    return _BY_LABEL.get(" ".join(label.casefold().split()))


@lru_cache(_REMEMBERED)
def similar_field(label: str) -> LessonField | None:
    """Return the lesson field whose label goes by another name ``label``, is within two edits of it or begins with its words, or ``None``."""
    folded = " ".join(label.casefold().split())
    if folded in _BY_OTHER_LABEL:
        return _BY_OTHER_LABEL[folded]
    begun = [field for known, field in _BY_LABEL.items() if known.startswith(f"{folded} ")]
    if len(begun) == 1:
        return begun[0]
    best = min((edit_distance(folded, known), known) for known in _BY_LABEL)
    # In a short label two edits make too many other words.
    return _BY_LABEL[best[1]] if best[0] <= min(2, max(1, len(best[1]) // 4)) and best[0] < len(best[1]) else None


def form_of(review_type: str | None) -> str:
    """Return the form (full or rapid) that a type of review has."""
    return RAPID if review_type == "rapid-lesson" else FULL
