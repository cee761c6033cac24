"""A brief written down: as text for a terminal, as Markdown to put into a plan, as an HTML file. Text of others is shown as it is."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Sequence

from lessons.learning.brief import Brief, BriefLesson
from lessons.learning.days import in_words
from lessons.learning.output import to_json
from lessons.learning.strength import worked
from lessons.library.outcomes import StoredOutcome
from lessons.library.uses import DECIDED, DECIDED_OTHERWISE, Adoption
from lessons.record.writing import literal
from lessons.schemes import NOT_STATED, worded
from lessons.text import footnotes, markdown
from lessons.words import gettext

WIDTH = 92
# What a lesson of a kind is doing in a brief, and what is said over several.
HEADINGS = {
    "improve": "What went wrong before: what these lessons warn of",
    "sustain": "What worked before: what these lessons recommend keeping",
    None: "Other lessons",
}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Brief</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.06rem/1.55 system-ui, sans-serif }}</style></head>
<body>
{body}</body>
</html>
"""


def by_kind(brief: Brief) -> list[tuple[str, list[BriefLesson]]]:
    """Return heading and lessons of each group, the best first, and the group of the best lesson first."""
    groups: dict[str, list[BriefLesson]] = {}
    for lesson in brief.lessons:
        groups.setdefault(HEADINGS.get(lesson.card.kind, HEADINGS[None]), []).append(lesson)
    return list(groups.items())


def facts(lesson: BriefLesson) -> list[tuple[str, str]]:
    """Return what is said of a lesson, as label and text, in the order in which it helps."""
    card = lesson.card
    source = [
        card.review_title,
        card.organisation,
        in_words(card.date) if card.date and card.date != NOT_STATED else None,
        worded(card.result) if card.result and card.result != NOT_STATED else None,
    ]
    found = [
        ("Why it is here", lesson.why),
        ("Your plan", f"“{lesson.passage}”"),
        ("What to do", card.recommendation),
        ("Applies when", card.applies_when),
        ("Does not apply when", card.does_not_apply_when),
        ("Evidence", ": ".join(filter(None, (card.evidence_strength, card.evidence_reason)))),
        ("From", " · ".join(filter(None, source))),
        ("Who used it", "; ".join(used(lesson))),
        ("Lesson", card.id),
    ]
    return [(label, text) for label, text in found if text]


def used(lesson: BriefLesson) -> Iterator[str]:
    """Yield who used a lesson or decided about it, each with whose lesson it was to them, and what came of it."""
    for use in lesson.used:
        figures = [figure for figure in lesson.figures.get(use.use_id or "", ()) if figure.direction]
        did = f"{use.organisation or gettext('uses.unnamed')} {gettext(DECIDED.get(use.decision, DECIDED_OTHERWISE))}"
        if use.independent is not None:
            did += f" ({gettext('uses.another' if use.independent else 'uses.same')})"
        when = f", {in_words(use.date)}" if use.date else ""
        came_of = [_result(use, figures), *(f"{figure.measure}: {figure.direction}" for figure in figures)]
        result = ", ".join(filter(None, came_of))
        yield f"{did}{when}{f': {result}' if result else ''}"


def _result(use: Adoption, figures: Sequence[StoredOutcome]) -> str:
    """Return whether a use worked, by the rule for the strength of evidence, or the result of the review that tells of it."""
    if use.result:
        return "" if use.result == NOT_STATED else worded(use.result).lower()
    known = worked(use.decision, None, tuple(one.direction or "" for one in figures if one.measures == "outcome"))
    return "" if known is None else gettext("uses.worked" if known else "uses.did_not_work").lower()


def text(brief: Brief) -> str:
    """Return a brief for reading in a terminal."""
    lines: list[str] = []
    for heading, lessons in by_kind(brief):
        lines += [heading, "=" * len(heading), ""]
        for rank, lesson in enumerate(lessons, 1):
            lines += textwrap.wrap(f"{rank}. {lesson.card.statement}", WIDTH, subsequent_indent="   ")
            for label, said in facts(lesson):
                lines += textwrap.wrap(f"{label}: {said}", WIDTH, initial_indent="   ", subsequent_indent="     ")
            lines.append("")
    return "\n".join(lines)


def as_markdown(brief: Brief) -> str:
    """Return a brief as Markdown."""
    lines = ["# Lessons for this plan", ""]
    lines += [line for notice in brief.notices for line in (literal(notice), "")]
    for heading, lessons in by_kind(brief):
        lines += [f"## {heading}", ""]
        for rank, lesson in enumerate(lessons, 1):
            lines += [f"### {rank}. {literal(lesson.card.statement)}", ""]
            lines += [f"- **{label}:** {literal(said)}" for label, said in facts(lesson)]
            lines.append("")
    return "\n".join(lines)


def as_html(brief: Brief) -> str:
    """Return a brief as an HTML file that stands alone."""
    return PAGE.format(body=markdown.html(footnotes.whole(markdown.parse(as_markdown(brief))), whole_page=True) + "\n")


def as_json(brief: Brief) -> str:
    """Return a brief as JSON, as the site's /brief.json gives it."""
    return json.dumps(to_json(brief), ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Brief], str]] = {"text": text, "markdown": as_markdown, "html": as_html, "json": as_json}
