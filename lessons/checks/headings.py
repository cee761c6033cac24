"""Headings have the right level: 2 for sections, 3 for lessons.

What is right: the title is in the front matter, so there is no level-1 heading; in a use, headings begin at level 2; sections are the ones listed by
`lessons check --explain required-sections`; all text is below a heading. Other level-2 headings are kept, with advice.

Why: the page is laid out by these headings, and people with screen readers navigate by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.outline import meant_heading, section_for, similar_heading
from lessons.record.types import shorten

ID = "headings"
_NO_TITLE = {
    False: "the title is in the front matter; use level 2 (`##`) for sections",
    True: "a use needs no title; use level 2 (`##`), or none",
}


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield problems for headings of a wrong level and text before the first, and advice on unknown sections."""
    for heading in entry.body.headings:
        if heading.inside and heading.level < 3:
            words = f'"{shorten(heading.text)}" is a heading inside a list or a quotation; bold text reads better there'
            yield Problem(heading.place, words, ID, "advice")
        elif heading.level == 1:
            kind = section_for(heading.text)
            hint = f"write `## {kind.heading}`" if kind and not entry.is_use else _NO_TITLE[entry.is_use]
            yield Problem(heading.place, f'"{shorten(heading.text)}" is a level-1 heading; {hint}', ID)
    first = next((heading for heading in entry.body.headings if not heading.inside), None)
    if entry.is_use and first is not None and first.level > 2:
        words = f'"{shorten(first.text)}" is a level-{first.level} heading with none of level 2 above it; write `## {shorten(first.text)}`'
        yield Problem(first.place, words, ID)
    before = entry.body.preamble
    # Of what is meant for a heading and is none, the rule `required-sections` speaks.
    if before is not None and meant_heading(entry.text.split("\n")[before.line - 1]) is None:
        yield Problem(before, "there is text before the first section; put it under `## Summary`", ID)
    for section in entry.body.sections:
        if section.kind is None and not section.heading:
            yield Problem(section.place, "this heading has no text", ID)
        elif section.kind is None:
            meant = similar_heading(section.heading)
            if meant and _is_missed(meant, entry):
                continue  # the rule required-sections says it
            hint = f', did you mean "{meant}"?' if meant else "; it is kept, but readers look for the usual ones first"
            yield Problem(section.place, f'"{shorten(section.heading)}" is not a known section{hint}', ID, "advice")


def _is_missed(heading: str, entry: Entry) -> bool:
    """Return whether the section is one that the review needs and does not have."""
    kind = section_for(heading)
    required = kind is not None and entry.form in kind.required_in
    return required and not any(section.kind == kind for section in entry.body.sections)
