"""An entry in the form: filled in as it stands, and what is changed there is all that changes in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from lessons import entries, forms
from lessons.forms import Filled, FormShape
from lessons.proposing.changing import changed
from lessons.proposing.shapes import shape
from lessons.proposing.standing import Standing, as_shown, filled_in
from lessons.workers import posted
from tests.support.sample import WORDS, review, use_text

FOLDER = Path(__file__).parents[2] / "entries"
SAMPLE = """\
---
# Who keeps this: the transport team.
title: Night buses   # as in the minutes
type: full-review
date: 1998-03

organisation: "Northshire Council"
sector: transport
result: failure
tags:
  - buses
  - night  # the night of the week
period: {from: 1997, to: 1998}
outcomes:
  - measure: "Passengers, a night"
    result: 12   # counted
    unit: people
  - measure: Cost
    result: 3
    note: >-
      Over two
      lines.
# The end.
status: published
---

Summary
-------
Night buses ran for a year.

## What was intended
Buses every hour.
## What happened

They ran, *mostly* empty.[^1]

[^1]: Minutes, [page 3](https://example.org).

## Why it happened

Nobody asked.

## Budget

Not a section that is known.

## Lessons

Before them.

### Ask the people [first](https://example.org)  ##

They knew.

* Id: ask-first
* Recommendation: Ask when
  they travel, [all](https://example.org) of them.
* Applies when: always

### Count

- Id: count
- Recommendation: Count.
"""


@dataclass
class Opened:
    """A text in the form, and what it becomes when fields are sent otherwise."""

    text: str
    use: bool = False
    standing: Standing = field(init=False)
    asked: FormShape = field(init=False)
    before: Filled = field(init=False)
    shown: Filled = field(init=False)

    def __post_init__(self) -> None:
        path = "uses/x.md" if self.use else "night-buses.md"
        self.standing = Standing(entries.read_string(self.text, path, use=self.use, rendering=False))
        kind = forms.USE if self.use else self.standing.entry.form or forms.RAPID
        self.asked, self.before = filled_in(self.standing, shape(kind, WORDS))
        self.shown = as_shown(self.before)

    def sent(self, **values: str | list[str] | None) -> str:
        pairs = dict(self.shown.values)
        for name, value in values.items():
            pairs[name] = value if isinstance(value, list) else [value or ""]
        after = Filled.of(tuple((name, text) for name, texts in pairs.items() for text in texts))
        return changed(self.standing, self.asked, self.before, after)


@pytest.mark.parametrize("text", [SAMPLE, review(), SAMPLE.rstrip("\n")])
def test_what_nobody_touches_is_the_same_to_the_byte(text: str) -> None:
    assert Opened(text).sent() == text


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.md")), ids=lambda path: path.stem)
def test_every_entry_of_the_library_can_be_opened_and_sent_unchanged(path: Path) -> None:
    text = path.read_text("utf-8")
    opened = Opened(text, use=path.parent.name == "uses")
    assert opened.sent() == text
    assert len(opened.before.pairs()) <= posted.MOST_FIELDS
    assert opened.before.first("title") or opened.use
    assert opened.before.count("lessons") == len(opened.standing.lessons)


@pytest.mark.parametrize(
    ("sent", "gone", "come"),
    [
        ({"title": "Night trains"}, ["title: Night buses   # as in the minutes"], ["title: Night trains   # as in the minutes"]),
        ({"title": "Yes: no"}, ["title: Night buses   # as in the minutes"], ['title: "Yes: no"   # as in the minutes']),
        ({"organisation": "Leeds"}, ['organisation: "Northshire Council"'], ["organisation: Leeds"]),
        ({"result": ["mixed"]}, ["result: failure"], ["result: mixed"]),
        ({"tags": "buses\nevening"}, ["  - night  # the night of the week"], ["  - evening  # the night of the week"]),
        ({"tags": "buses"}, ["tags:", "  - buses", "  - night  # the night of the week"], ["tags:", "  - buses"]),
        ({"tags": ""}, ["tags:", "  - buses", "  - night  # the night of the week"], []),
        ({"period.to": "1999"}, ["period: {from: 1997, to: 1998}"], ["period: {from: 1997, to: 1999}"]),
        ({"outcomes.1.result": "13"}, ["    result: 12   # counted"], ["    result: 13   # counted"]),
        (
            {"section.what-happened": "They ran.\n\n- empty\n- late"},
            ["They ran, *mostly* empty.[^1]", "", "[^1]: Minutes, [page 3](https://example.org)."],
            ["They ran.", "", "- empty", "- late"],
        ),
        ({"section.what-was-intended": "Trains."}, ["Buses every hour."], ["Trains."]),
        ({"section.summary": "A year of buses."}, ["Night buses ran for a year."], ["A year of buses."]),
        ({"lessons.1.statement": "Ask them"}, ["### Ask the people [first](https://example.org)  ##"], ["### Ask them  ##"]),
        ({"lessons.1.prose": "They said so."}, ["They knew."], ["They said so."]),
        ({"lessons.2.prose": "Nobody counted."}, [], ["Nobody counted.", ""]),
        ({"lessons.1.applies_when": "often"}, ["* Applies when: always"], ["- Applies when: often"]),
        ({"lessons.1.applies_when": ""}, ["* Applies when: always"], []),
        (
            {"lessons.1.recommendation": "Ask."},
            ["* Recommendation: Ask when", "  they travel, [all](https://example.org) of them."],
            ["- Recommendation: Ask."],
        ),
        ({"lessons.2.kind": ["improve"]}, [], ["- Kind: improve"]),
        (
            {"lessons.3.statement": "Sell tickets", "lessons.3.prose": "There were none.", "lessons.3.recommendation": "Sell."},
            [],
            ["", "### Sell tickets", "", "There were none.", "", "- Id: sell-tickets", "- Recommendation: Sell."],
        ),
        (
            dict.fromkeys(("lessons.1.statement", "lessons.1.prose", "lessons.1.recommendation", "lessons.1.applies_when")),
            SAMPLE[SAMPLE.index("### Ask") : SAMPLE.index("### Count")].split("\n")[:-1],
            [],
        ),
    ],
)  # fmt: skip
def test_only_the_lines_of_what_was_changed_are_others(sent: dict[str, str], gone: list[str], come: list[str]) -> None:
    new = Opened(SAMPLE).sent(**sent)
    old_lines, new_lines = SAMPLE.split("\n"), new.split("\n")
    same = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    changes = [code for code in same.get_opcodes() if code[0] != "equal"]
    assert [line for _, first, last, _, _ in changes for line in old_lines[first:last] if line] == [
        line for line in gone if line and line not in come
    ]
    assert [line for _, _, _, first, last in changes for line in new_lines[first:last] if line] == [
        line for line in come if line and line not in gone
    ]
    again = Opened(new)
    for name, value in sent.items():
        if value and name != "title":
            assert again.before.every(name) == (value if isinstance(value, list) else [value])
    assert Opened(new).sent() == new


def test_a_new_field_stands_where_the_record_has_it_and_a_record_is_kept_whole() -> None:
    opened = Opened(SAMPLE)
    new = opened.sent(**{"outcomes.2.unit": "pounds", "author": "Transport team"})
    assert "  - measure: Cost\n    result: 3\n    note: Over two lines.\n    unit: pounds\n# The end.\nstatus" in new
    names = list(entries.read_string(new, "x.md").front.fields)  # type: ignore[union-attr]
    assert sorted(names) == sorted([*entries.read_string(SAMPLE, "x.md").front.fields, "author"])  # type: ignore[union-attr]
    assert new.startswith("---\n# Who keeps this: the transport team.\ntitle: Night buses   # as in the minutes\n")


def test_a_thing_in_the_middle_that_is_emptied_goes_and_the_others_stay() -> None:
    opened = Opened(SAMPLE)
    new = opened.sent(**dict.fromkeys(("outcomes.1.measure", "outcomes.1.result", "outcomes.1.unit"), ""))
    assert [item.text for item in entries.read_string(new, "x.md").scalars("outcomes", "measure")] == ["Cost"]
    assert [lesson.statement for lesson in entries.read_string(new, "x.md").body.lessons] == [
        "Ask the people first (https://example.org)",
        "Count",
    ]


def test_a_use_has_its_text_in_one_box() -> None:
    text = use_text(body="We asked first.\n\nIt worked.\n")
    opened = Opened(text, use=True)
    assert opened.before.first("told") == "We asked first.\n\nIt worked."
    assert opened.sent() == text
    assert opened.sent(told="We asked.") == text.replace("We asked first.\n\nIt worked.", "We asked.")


def test_hostile_text_in_a_field_stays_in_that_field() -> None:
    opened = Opened(SAMPLE)
    new = opened.sent(
        title="x\nresult: success\n---\n## Lessons", **{"lessons.1.applies_when": "a\n- Id: other\n### New"}
    )
    again = entries.read_string(new, "night-buses.md")
    assert again.stated("title") == "x result: success --- ## Lessons"
    assert again.stated("result") == "failure"
    assert [lesson.get("id") for lesson in again.body.lessons] == ["ask-first", "count"]


def test_what_is_still_to_be_written_is_an_empty_box() -> None:
    opened = Opened(
        SAMPLE.replace("Nobody asked.", "[write: why]").replace("title: Night buses", "title: '[write: a title]'")
    )
    assert opened.shown.first("section.why-it-happened") == ""
    assert opened.shown.first("title") == ""
    assert "Nobody did." in opened.sent(**{"section.why-it-happened": "Nobody did."})
    assert "[write:" not in opened.sent()


def test_boxes_that_are_ticked_in_another_order_are_no_change() -> None:
    text = SAMPLE.replace("period:", "change: [process, people]\nperiod:")
    opened = Opened(text)
    assert opened.sent(change=["people", "process"]) == text
    assert "change:\n  - people\n" in opened.sent(change=["people"])


def test_a_field_that_the_form_cannot_hold_is_not_in_it() -> None:
    text = SAMPLE.replace("# The end.", "contributors:\n  - {person: jo, role: planner}\n# The end.")
    opened = Opened(text)
    assert "contributors" not in {one.key for group in opened.asked.groups for one in group.every}
    assert opened.sent(title="New") == text.replace("Night buses ", "New ", 1)
