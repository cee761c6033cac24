"""A hundred planted mistakes, singly and together: each reported once, where it stands, in words that tell what to do."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from lessons import checks
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record import vocabulary

WORDS = vocabulary.load(Path(__file__).parents[2] / "entries", "entries")

GOOD = """---
title: Night buses in Leeds
date: 1998-04
organisation: Leeds City Council
sector: transport
result: mixed
summary: Night buses ran for a year.
type: case-study
event: pilot
phase: roll-out
delivery_model: in-house
level: local
enablers:
  - senior-management
barriers:
  - users-not-involved
change:
  - process
mission: Get people home.
place: Yorkshire
country: GB
contact: Transport team
period:
  from: 1997-01
  to: 1998-01
partners:
  - Bus company
tags:
  - buses
people_affected: 1200
cost:
  amount: 35000
  currency: GBP
  year: 1996
outcomes:
  - measure: Passengers a night
    unit: people
    baseline: 10
    result: 30
    better: higher
    method: before-after
sources:
  - cite: Council minutes
    url: https://example.org/minutes
    section: Item 4
reviewed:
  - on: 1998-05
    by: peer
handling: public
status: published
review_due: 2000
language: en-GB
licence: CC-BY-4.0
related:
  - day-buses
builds_on:
  - lesson: day-buses#ask-first
    decision: adopted
repeats:
  - day-buses#count-first
---

## Summary

Night buses ran for a year and few used them.

## What was intended

A bus every hour.

## What happened

They ran, mostly empty, as [the other review](day-buses.md#ask-first) had said.

## Why it happened

Nobody had asked [the users](https://example.org/users).

## Lessons

### Ask the people who will use it

They knew when they went home.

- Id: ask-users
- Kind: improve
- Recommendation: Ask the users when they travel.
- Applies when: A service depends on habits.
- Change: process
- Priority: caution
- Status: implemented
- Owner: The transport manager
- Due: 1999-01
- Evidence: The timetable of 1999 was made with users.

### Count before you start

There was no figure to compare with.

- Id: count
- Recommendation: Count passengers before the first night.
"""
OTHER = """---
title: Day buses
date: 1990
organisation: Leeds City Council
sector: transport
result: success
type: rapid-lesson
---

## What happened

They ran.

## Lessons

### Ask first

Asked.

- Id: ask-first
- Recommendation: Ask first.

### Count first

Counted.

- Id: count-first
- Recommendation: Count first.
"""


@dataclass(frozen=True)
class Mistake:
    """One mistake: what is replaced by what, the rule that tells it, the text where it is told, and words of the message.

    ``alone`` marks one after which little else of the file can be read.
    """

    old: str
    new: str
    rule: str
    at: str
    words: str
    alone: bool = False


M = Mistake
MISTAKES = [
    # Required fields
    M("title: Night buses in Leeds\n", "", "required-fields", "date: 1998-04", '"title" is missing'),
    M("title: Night buses in Leeds", "title:", "required-fields", "title:", '"title" is empty'),
    M("date: 1998-04\n", "", "required-fields", "title:", '"date" is missing'),
    M("organisation: Leeds City Council\n", "", "required-fields", "title:", '"organisation" is missing'),
    M("sector: transport\n", "", "required-fields", "title:", '"sector" is missing'),
    M("result: mixed\n", "", "required-fields", "title:", '"result" is missing'),
    M("  - measure: Passengers a night\n    unit", "  - unit", "required-fields", "unit: people", '"measure" is missing'),
    M("    better: higher\n", "", "required-fields", "measure:", '"better" is missing'),
    M("  - cite: Council minutes\n    url", "  - url", "required-fields", "url: https://example.org/minutes", '"cite" is missing'),
    M("  currency: GBP\n", "", "required-fields", "amount:", '"currency" is missing'),
    M("    decision: adopted\n", "", "required-fields", "lesson: day", '"decision" is missing'),
    M("  from: 1997-01\n", "", "required-fields", "to: 1998-01", '"from" is missing'),
    # Known fields
    M("organisation: Leeds", "organization: Leeds", "known-fields", "organization:", 'did you mean "organisation"?'),
    M("mission: Get", "aim: Get", "known-fields", "aim:", 'unknown field "aim"'),
    M("    unit: people", "    units: people", "known-fields", "units:", 'did you mean "unit"?'),
    M("tags:\n", "Tags:\n", "known-fields", "Tags:", 'did you mean "tags"?'),
    # Known terms
    M("sector: transport", "sector: transprot", "known-terms", "transprot", 'did you mean "transport"?'),
    M("sector: transport", "sector: banking", "known-terms", "banking", 'unknown sector "banking"'),
    M("result: mixed", "result: okay", "known-terms", "okay", "use one of: success, mixed, no-effect, failure, too-early, not-stated"),
    M("type: case-study", "type: case study", "known-terms", "case study", 'did you mean "case-study"?'),
    M("event: pilot", "event: Pilot", "known-terms", "Pilot", 'did you mean "pilot"?'),
    M("phase: roll-out", "phase: rollout", "known-terms", "rollout", 'did you mean "roll-out"?'),
    M("delivery_model: in-house", "delivery_model: inhouse", "known-terms", "inhouse", 'did you mean "in-house"?'),
    M("level: local", "level: loco", "known-terms", "loco", 'unknown level "loco"'),
    M("- senior-management", "- senior managment", "known-terms", "senior managment", 'did you mean "senior-management"?'),
    M("- users-not-involved", "- users", "known-terms", "users\nchange", 'did you mean "users-not-involved"?'),
    M("- process\nmission", "- proces\nmission", "known-terms", "proces\nmission", 'did you mean "process"?'),
    M("method: before-after", "method: guess", "known-terms", "guess", "use one of: none, estimate, before-after, comparison, trial"),
    M("better: higher", "better: more", "known-terms", "more\n", 'did you mean "higher"?'),
    M("decision: adopted", "decision: adpoted", "known-terms", "adpoted", 'did you mean "adopted"?'),
    M("by: peer", "by: friend", "known-terms", "friend", "friend"),
    M("handling: public", "handling: secret", "known-terms", "secret", "use one of: public, internal, restricted"),
    M("status: published", "status: final", "known-terms", "final", "use one of: draft, in-review, published, withdrawn"),
    M("- Kind: improve", "- Kind: sustane", "known-terms", "sustane", 'did you mean "sustain"?'),
    M("- Change: process", "- Change: process, moeny", "known-terms", "moeny", 'unknown change "moeny"'),
    M("- Priority: caution", "- Priority: high", "known-terms", "high\n- Status", "use one of: urgent, caution, information, good-practice"),
    M("- Status: implemented", "- Status: done", "known-terms", "done", 'unknown lesson status "done"'),
    M("- Status: implemented", "- Status: recurred", "known-terms", "recurred", '"recurred" is never written by hand'),
    # Dates
    M("date: 1998-04", "date: April 1998", "dates", "April 1998", "write 1998-04"),
    M("date: 1998-04", "date: 1998-13", "dates", "1998-13", "there is no month 13"),
    M("date: 1998-04", "date: 1998-02-30", "dates", "1998-02-30", "February 1998 has 28 days"),
    M("date: 1998-04", "date: 98-04", "dates", "98-04", "a date is written"),
    M("date: 1998-04", "date: unknown", "dates", "unknown", "write not-stated"),
    M("from: 1997-01", "from: 1997/01", "dates", "1997/01", "write 1997-01"),
    M("to: 1998-01", "to: 1996-01", "dates", "from: 1997-01", "the period ends (1996-01) before it begins (1997-01)"),
    M("year: 1996", "year: '96", "front-matter", "'96", "a quotation mark is opened and never closed", alone=True),
    M("year: 1996", "year: 96", "dates", "96\noutcomes", "a year is written with four digits"),
    M("on: 1998-05", "on: May 1998", "dates", "May 1998", "write 1998-05"),
    M("review_due: 2000", "review_due: soon", "dates", "soon", "a date is written"),
    M("- Due: 1999-01", "- Due: spring 1999", "dates", "spring 1999", "a date is written"),
    # Field types
    M("country: GB", "country: UK", "field-types", "UK", "here GB"),
    M("country: GB", "country: gb", "field-types", "gb", "here GB"),
    M("currency: GBP", "currency: pounds", "field-types", "pounds", "ISO 4217"),
    M("amount: 35000", "amount: 35,000", "field-types", "35,000", "write the number without separators: 35000"),
    M("baseline: 10", "baseline: about 10", "field-types", "about 10", "write a plain number"),
    M("baseline: 10", "baseline: 1,5", "field-types", "1,5", "write the decimal with a point: 1.5"),
    M("baseline: 10", "baseline: 010", "field-types", "010", "without a leading zero"),
    M("result: 30", "result: 30%", "field-types", "30%", "write 30, and per cent in `unit`"),
    M("people_affected: 1200", "people_affected: -3", "field-types", "-3", "a whole number, 0 or more"),
    M("people_affected: 1200", "people_affected: 12.5", "field-types", "12.5", "a whole number"),
    M("language: en-GB", "language: English", "field-types", "English", "BCP 47"),
    M("licence: CC-BY-4.0", "licence: CC BY 4.0", "field-types", "CC BY 4.0", "SPDX"),
    M("title: Night buses in Leeds", "title:\n  - Night buses", "field-types", "- Night buses", "title: "),
    M("place: Yorkshire", "place: {town: Leeds}", "field-types", "{town", "place: "),
    # Outcomes, summary
    M("    baseline: 10\n    result: 30\n", "", "outcomes", "measure:", "at least one figure: baseline, target or result"),
    M("summary: Night buses ran for a year.", "summary: " + "word " * 60 + "end.", "summary-length", "word word", "the summary has 61 words; lists show at most 60"),
    # Links
    M("  - day-buses\nbuilds_on", "  - dai-buses\nbuilds_on", "links", "dai-buses\n", 'did you mean "day-buses"?'),
    M("  - day-buses\nbuilds_on", "  - night-buses\nbuilds_on", "links", "night-buses\n", "a review cannot refer to itself"),
    M("day-buses#ask-first\n", "day-buses#ask-frist\n", "links", "day-buses#ask-frist\n", 'did you mean "ask-first"?'),
    M("day-buses#ask-first\n", "day-buses\n", "links", "day-buses\n    decision", "is cited as <review>#<lesson>"),
    M("  - day-buses#count-first", "  - Day Buses", "links", "Day Buses", "is cited as <review>#<lesson>"),
    M("(day-buses.md#ask-first)", "(other-buses.md)", "links", "other-buses.md", 'there is no review "other-buses"'),
    M("(day-buses.md#ask-first)", "(minutes.pdf)", "links", "minutes.pdf", "leads nowhere"),
    # Safe links, images
    M("(https://example.org/users)", "(javascript:alert(1))", "safe-links", "javascript:", "javascript"),
    M("(https://example.org/users)", "(file:///etc/passwd)", "safe-links", "file:///", "file"),
    M("url: https://example.org/minutes", "url: www.example.org", "safe-links", "www.example.org", "begins with http:// or https://"),
    M("They ran, mostly empty", "![a bus](bus.png) They ran, mostly empty", "images", "![a bus]", "image"),
    # YAML that surprises
    M("mission: Get people home.", "mission: Get people #1 home.", "silent-yaml", "Get people", "everything from ` #` onwards is lost"),
    M("mission: Get people home.", "mission: Aim: get people home.", "front-matter", "", "put the value in quotes"),
    M("mission: Get people home.", "mission: *home", "front-matter", "*home", "a value cannot begin with `*`"),
    M("mission: Get people home.", "mission: @home", "front-matter", "@home", "put the value in quotes"),
    M("mission: Get people home.", "mission: null", "silent-yaml", "null", "leave the field out, or put the word in quotes"),
    M("place: Yorkshire", "place: Yorkshire\nplace: Kent", "front-matter", "place: Kent", "appears twice; the first is on line 20"),
    M("contact: Transport team", "\tcontact: Transport team", "front-matter", "\tcontact", "indent with spaces, not with tabs"),
    M("contact: Transport team", "contact Transport team", "front-matter", "contact Transport", "name: value"),
    # Sections
    M("## Why it happened\n\nNobody had asked [the users](https://example.org/users).\n\n", "", "required-sections", "END", 'the section "Why it happened" is missing'),
    M("## What was intended", "## What was intendet", "required-sections", "What was intendet", 'did you mean it?'),
    M("A bus every hour.\n\n", "", "required-sections", "What was intended", 'the section "What was intended" is empty'),
    M("## What was intended", "# What was intended", "headings", "What was intended", "level-1 heading; write `## What was intended`"),
    M("---\n\n## Summary", "---\n\nHello.\n\n## Summary", "headings", "Hello.", "there is text before the first section"),
    # Lessons
    M("- Id: count\n", "", "lesson-fields", "Count before you start", "the lesson has no Id; add at its end: `- Id: count-before-you-start`"),
    M("- Recommendation: Count passengers before the first night.\n", "", "lesson-fields", "Count before you start", "the lesson has no Recommendation"),
    M("- Applies when:", "- Aplies when:", "lesson-fields", "Aplies when", 'did you mean "Applies when"?'),
    M("- Kind: improve", "- Kind:", "lesson-fields", "Kind:", '"Kind" has no value'),
    M("- Kind: improve", "- Owner: A manager", "lesson-fields", "Owner: The transport", '"Owner" appears twice'),
    M("- Evidence: The timetable of 1999 was made with users.\n", "", "status-gates", "implemented", 'the status "implemented" needs Evidence'),
    M("- Status: implemented", "- Status: learned", "status-gates", "learned", 'the status "learned" needs an outcome'),
    M("- Status: implemented", "- Status: rejected", "status-gates", "rejected", "needs a Reason"),
    M("- Id: count\n", "- Id: ask-users\n", "ids", "ask-users\n- Recommendation: Count", 'the Id "ask-users" is already used by the lesson on line'),
    M("- Id: count\n", "- Id: Count It\n", "ids", "Count It", 'such as "count-it"'),
    M("- Recommendation: Count passengers before the first night.\n", "- Recommendation: Count.\n\nMore text.\n", "lesson-fields", "More text.", 'this follows the field "Recommendation"'),
    # The file as a whole
    M("\u0020 - day-buses#count-first\n---\n", "  - day-buses#count-first\n", "front-matter", "---\ntitle", "has no end; close it with a line of `---`", alone=True),
]  # fmt: skip


def found(text: str) -> list[Problem]:
    entries = (read_string(text, "night-buses.md"), read_string(OTHER, "day-buses.md"))
    return [problem for problem in checks.check(Collection(entries, WORDS)) if problem.severity == "error"]


def changed(text: str, mistakes: list[Mistake]) -> str:
    for mistake in mistakes:
        assert text.count(mistake.old) == 1, mistake.old
        text = text.replace(mistake.old, mistake.new)
    return text


def place(text: str, at: str) -> tuple[int, int]:
    if at == "END":
        return text.rstrip("\n").count("\n") + 1, 1
    start = text.index(at)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def test_the_review_without_mistakes_has_no_problems() -> None:
    assert [str(problem) for problem in found(GOOD)] == []


def test_there_are_a_hundred() -> None:
    assert len({(mistake.old, mistake.new) for mistake in MISTAKES}) >= 100


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.rule}: {mistake.new or mistake.old}"[:60])
def test_each_is_told_once_where_it_stands(mistake: Mistake) -> None:
    text = changed(GOOD, [mistake])
    problems = found(text)
    assert [problem.rule for problem in problems] == [mistake.rule], [str(problem) for problem in problems]
    assert mistake.words in problems[0].message
    if mistake.at:
        assert (problems[0].place.line, problems[0].place.column) == place(text, mistake.at), str(problems[0])


def lines_of(mistake: Mistake) -> set[int]:
    """Return the lines of the good review that a mistake touches, and their neighbours."""
    first, _ = place(GOOD, mistake.old)
    return set(range(first - 1, first + mistake.old.count("\n") + 2))


def apart(mistakes: list[Mistake], number: int) -> list[Mistake]:
    """Return so many mistakes that do not touch each other, the first in the list that fit."""
    chosen: list[Mistake] = []
    for mistake in mistakes:
        ambiguous = not mistake.at or mistake.at == "END" or mistake.alone
        if not ambiguous and all(not lines_of(mistake) & lines_of(other) for other in chosen):
            chosen.append(mistake)
    return chosen[:number]


@pytest.mark.parametrize("seed", range(150))
def test_together_each_is_still_told_once_where_it_stands(seed: int) -> None:
    chosen = apart(random.Random(seed).sample(MISTAKES, len(MISTAKES)), 2 + seed % 7)
    text = changed(GOOD, chosen)
    told = sorted((problem.rule, problem.place.line, problem.place.column) for problem in found(text))
    expected = sorted((mistake.rule, *place(text, mistake.at)) for mistake in chosen)
    assert told == expected, [str(problem) for problem in found(text)]
