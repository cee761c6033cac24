"""A review answers the four questions of an after-action review, each under its level-2 heading.

What is right: Summary, What was intended, What happened, Why it happened, Lessons, each with some text. A review of
type `rapid-lesson` needs What happened and Lessons only, and one that is withdrawn need not keep any of its text.

Why: readers look for the same answer in the same place, and the difference between what was intended and what happened
is where lessons come from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.outline import FULL, RAPID, SECTIONS, SectionKind, meant_heading, section_for, similar_heading
from lessons.record.types import shorten
from lessons.text.docstrings import documentation

ID = "required-sections"


def manual() -> str:
    """Return the rule's manual with every accepted heading."""
    lines = [documentation(sys.modules[__name__]), "", "Accepted headings (in upper or lower case; `##` before them):"]
    for kind in SECTIONS:
        forms = " and ".join(sorted(f"{form} reviews" for form in kind.required_in))
        lines.append(f"  {kind.heading}{f' (required in {forms})' if forms else ''}: {kind.help}")
        lines.append(f"      also: {', '.join(kind.aliases)}")
    return "\n".join(lines)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each required section that is missing, empty or there twice."""
    if entry.body.unread:
        return
    first: dict[str, Place] = {}
    for section in entry.body.sections:
        if section.kind is None:
            continue
        key = section.kind.key
        if key in first:
            message = f'"{section.heading}" is a second section "{section.kind.heading}"; the first is on line {first[key].line}'
            yield Problem(section.place, message, ID)
        first.setdefault(key, section.place)
        if key != "lessons" and not section.text and not section.html:
            yield Problem(
                section.place, f'the section "{section.heading}" is empty; write it or delete the heading', ID
            )
    withdrawn = entry.editorial_status == "withdrawn"
    form = entry.form
    for kind in SECTIONS:
        if not withdrawn and kind.key not in first and _required(kind, form):
            yield from _missing(kind, entry)


def _missing(kind: SectionKind, entry: Entry) -> Iterator[Problem]:
    """Yield the problem, at the heading that was probably meant, else at the end of the file."""
    missing = f'the section "{kind.heading}" is missing'
    for heading in entry.body.headings:
        if not heading.inside and section_for(heading.text) == kind:
            if heading.level > 1:  # of level 1 the rule `headings` speaks
                yield Problem(heading.place, f"{missing}; this heading has level {heading.level}, write `##`", ID)
            return
    for section in entry.body.sections:
        if similar_heading(section.heading) == kind.heading:
            yield Problem(section.place, f'{missing}; found "{section.heading}", did you mean it?', ID)
            return
    for number, line in enumerate(entry.text.split("\n"), 1):
        if meant_heading(line) == kind:
            right = f"write `## {kind.heading}`"
            right = f"write a space after the marks: `## {kind.heading}`" if line.startswith("#") else right
            yield Problem(Place(entry.path, number), f"{missing}; found `{shorten(line)}`, {right}", ID)
            return
    end = Place(entry.path, entry.text.rstrip("\n").count("\n") + 1)
    yield Problem(end, f"{missing}: write `## {kind.heading}` and below it: {kind.help[0].lower()}{kind.help[1:]}", ID)


def _required(kind: SectionKind, form: str | None) -> bool:
    """Return whether a review of this form needs the section; where the form is not known, only what every one needs."""
    return form in kind.required_in if form else kind.required_in == {FULL, RAPID}
