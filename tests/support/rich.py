"""A small library in which nearly every table about reviews has rows."""

from __future__ import annotations

from tests.support.sample import Folder, lesson, review, use_text

HOSTILE = '=HYPERLINK("http://x")'
VOCABULARY = f"""unit:
  slug: here
  name: 'Here: "and" there'
  description: '{HOSTILE}'
  licence: Open Government Licence v3.0
people:
  ada:
    name: Ada Example
"""
USED = """why: They go wrong at night.
evidence: Minutes of the board
contributors: [{role: head of depot, person: ada}]
outcomes:
  - {measure: Missed buses, unit: a week, baseline: 40.5, target: 20, result: 10, better: lower, method: before-after, measures: outcome}
"""
BUILT_ON = """builds_on:
  - {lesson: night-buses#ask-users, decision: trialled, why: It was cheap.}
  - {lesson: "elsewhere:some-review#some-lesson", decision: declined}
repeats: [night-buses#ask-users]
contributors: [{role: head of depot, person: ada}]
partners: [One, Two]
tags: [night, buses]
period: {from: 2001, to: 2002-03}
cost: {amount: 12.5, currency: GBP, year: 2001, note: about}
sources:
  - {cite: A report, url: "https://example.org/report"}
  - {cite: "=A sheet"}
reviewed: [{on: 2003, by: peer, note: Fine.}]
related: [night-buses]
licence: CC-BY-4.0
published: 2004-05-06
formerly: [buses-by-day]
"""
OWNED = """- Id: ask-again
- Kind: improve
- Recommendation: Ask again.
- Applies when: A service depends on habits.
- Owner: head of depot
- Due: 2005-01
- Status: implemented
- Evidence: Minutes.
- Evidence: A survey.
- Addressed to: Dorset
- Respond by: 2005-02
"""


def rich(shelf: Folder) -> Folder:
    """Write the library into a folder outside of git, and return the folder."""
    shelf.write("vocabulary.yml", VOCABULARY)
    shelf.write("night-buses", title=f"'{HOSTILE}'")
    shelf.write(
        "day-buses", review(BUILT_ON, lessons=lesson(OWNED), title="Day buses", organisation="Dorset", date="2001")
    )
    shelf.write("uses/northshire.md", use_text(USED, "They **asked** first.\n"))
    shelf.write("uses/abroad.md", use_text(lesson="elsewhere:some-review#some-lesson"))
    return shelf
