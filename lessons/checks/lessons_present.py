"""A review has at least one lesson.

What is right: under `## Lessons`, each lesson is a level-3 heading of one sentence that says what to do, then prose,
then its labelled fields. "Lesson 1" says nothing to do.

Why: a review without a lesson is a story; the next team needs to know what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.body import Section
from lessons.entries.collection import Collection
from lessons.entries.lesson_fields import RULE as FIELDS
from lessons.problems import Problem

ID = "lessons-present"
ONLY_NUMBERED = re.compile(
    r"(?:(?:key |main )?(?:lesson|lessons?[ -]learn(?:ed|t)|finding|recommendation|point|learning(?: point)?)(?: (?:no\.?|number))?\s*#?"
    r"(?:\s*(?:\d{1,3}|[a-z]|[ivx]{1,4}|one|two|three|four|five|six))?|\d{1,3})\s*[.:)–-]?",
    re.IGNORECASE,
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a section Lessons without a lesson, and for a lesson without its sentence."""
    section = next((section for section in entry.body.sections if section.kind and section.kind.key == "lessons"), None)
    if section is not None and not entry.body.lessons:
        yield from _none(entry, section)
    for lesson in entry.body.lessons:
        if not lesson.statement:
            yield Problem(lesson.place, "this lesson has no sentence; write after `###` what to do", ID)
        elif judged(entry) and ONLY_NUMBERED.fullmatch(lesson.statement):
            words = f'"{lesson.statement}" says nothing; write in its place, in one sentence, what to do next time'
            yield Problem(lesson.place, words, ID)


def _none(entry: Entry, section: Section) -> Iterator[Problem]:
    if any(
        fault.rule == FIELDS and fault.severity == "error" and fault.place > section.place for fault in entry.faults
    ):
        return  # fields without a lesson have been reported
    below = [heading for heading in entry.body.headings if heading.place > section.place and not heading.inside]
    following = below[0] if below else None
    if following is not None and following.level > 3:
        message = f"a lesson is a level-3 heading, and this one has level {following.level}; write `###`"
        yield Problem(following.place, message, ID)
    elif following is None or following.level != 1:  # the rule `headings` speaks of level 1
        message = "there is no lesson here; write each as a level-3 heading: `### One sentence that says what to do`"
        yield Problem(section.place, message, ID)
