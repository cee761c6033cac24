"""Slips of writing that mean one thing only are fixed: labels, headings, the front matter's lines, names, quotes and tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons import checks
from lessons.authoring import fixes
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from tests.support.sample import WORDS, review

GOOD = review()
RECOMMENDATION = "- Recommendation: Ask users when they travel before you set a timetable.\n"


def fixed(tmp_path: Path, text: str) -> str:
    """Return what ``--fix`` makes of a review; a second run finds nothing to do."""
    folder = tmp_path / "entries"
    folder.mkdir()
    path = folder / "night-buses.md"
    path.write_text(text, "utf-8")
    for one in fixes.fixed(read_folder(folder)):
        one.write()
    assert list(fixes.fixed(read_folder(folder))) == [], "a second run would fix more"
    return path.read_text("utf-8")


def told(text: str) -> list[str]:
    entry = read_string(text, "night-buses.md")
    return [one.message for one in checks.check(Collection((entry,), WORDS), [entry])]


@pytest.mark.parametrize(
    "label",
    [
        "- Recommendation – ", "- Recommendation — ", "- Recommendation - ", "- Recommendation; ", "- Recommendation = ", "- Recommendation. ", "- Recommendation→ ",
        "- **Recommendation** ", "- [ ] Recommendation: ", "- [x] Recommendation: ", "• Recommendation: ", "– Recommendation: ", "-Recommendation: ",
        "Recommendation: ", "1. Recommendation: ", "  - Recommendation: ",
    ],
)  # fmt: skip
def test_a_label_with_another_mark_is_told_once_and_fixed(tmp_path: Path, label: str) -> None:
    text = GOOD.replace("- Recommendation: ", label)
    (message,) = told(text)
    assert "Recommendation" in message
    assert "- " in message
    assert fixed(tmp_path, text) == GOOD


@pytest.mark.parametrize(
    "label",
    [
        "* Recommendation: ",
        "- **Recommendation**: ",
        "- **Recommendation:** ",
        "+ recommendation: ",
        "- Recommendation ： ",
    ],
)
def test_a_label_that_is_right_stays(tmp_path: Path, label: str) -> None:
    text = GOOD.replace("- Id: ", f"{label[0]} Id: ").replace("- Recommendation: ", label)
    assert told(text) == []
    assert fixed(tmp_path, text) == text


@pytest.mark.parametrize(
    "prose",
    [
        "- Change – the hardest part.\n- Status quo is no option.",
        "1. Owner first\n2. Evidence next",
        "- [ ] Ask the owner: who is it?",
    ],
)
def test_a_list_of_prose_is_no_list_of_fields(tmp_path: Path, prose: str) -> None:
    text = GOOD.replace("They knew when they went home.", f"They knew:\n\n{prose}\n\nAnd more.")
    assert told(text) == []
    assert fixed(tmp_path, text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Applies", "Applies when"), ("Apply when", "Applies when"), ("When", "Applies when"), ("Not when", "Does not apply when"), ("Deadline", "Due"),
        ("Responsible", "Owner"), ("Action owner", "Owner"), ("Stauts", "Status"), ("Respond", "Respond by"), ("Replaced by", "Superseded by"),
    ],
)  # fmt: skip
def test_a_label_by_another_name_is_recognised(written: str, meant: str) -> None:
    (message,) = told(GOOD.replace(RECOMMENDATION, f"{RECOMMENDATION}- {written}: x\n"))
    assert message == f'unknown label "{written}", did you mean "{meant}"?'


def test_a_label_that_is_like_none_lists_them() -> None:
    (message,) = told(GOOD.replace(RECOMMENDATION, f"{RECOMMENDATION}- Lesson: x\n"))
    assert message.startswith('"Lesson" is not a lesson field; the fields are: Id, Kind')


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("Summary", "# Summary"), ("Summary", "##Summary"), ("Summary", "#Summary"), ("Summary", "**Summary**"), ("Summary", "Summary:"),
        ("What happened", "### What happened"), ("What happened", "##What actually happened?"), ("Why it happened", "# Why it happened"), ("Lessons", "# Lessons"),
        ("Why it happened", "__Why it happened__"),
    ],
)  # fmt: skip
def test_a_heading_that_a_review_needs_is_told_once_and_fixed(tmp_path: Path, heading: str, wrong: str) -> None:
    text = GOOD.replace(f"## {heading}\n", f"{wrong}\n")
    (message,) = told(text)
    assert heading in message
    assert fixed(tmp_path, text) == GOOD


@pytest.mark.parametrize(
    "text", ["```\n##Summary\n```", "Summary of it all:", "**Summary** of it all", "#hashtag", "### Evidence"]
)
def test_what_is_no_heading_that_is_missed_stays(tmp_path: Path, text: str) -> None:
    review_text = GOOD.replace("Buses every hour.", text)
    assert fixed(tmp_path, review_text) == review_text


@pytest.mark.parametrize("opening", ["", "—\n", "--\n", "–––\n", "***\n", "-----\n", "```yaml\n"])
def test_a_front_matter_that_begins_otherwise_is_told_once_read_and_fixed(tmp_path: Path, opening: str) -> None:
    text = opening + GOOD.removeprefix("---\n")
    (message,) = told(text)
    assert "the first line must be `---`" in message
    assert fixed(tmp_path, text) == GOOD


@pytest.mark.parametrize("ending", ["—", "--", "***", "----"])
def test_a_front_matter_that_ends_otherwise_is_told_once_and_fixed(tmp_path: Path, ending: str) -> None:
    text = GOOD.replace("---\n\n## Summary", f"{ending}\n\n## Summary")
    (message,) = told(text)
    assert message == f'found "{ending}"; the front matter ends with a line of `---`'
    assert fixed(tmp_path, text) == GOOD


@pytest.mark.parametrize("above", ["Dear all\n\n", "```yaml\n"])
def test_words_above_the_front_matter_are_told_once_and_left(tmp_path: Path, above: str) -> None:
    (message,) = told(above + GOOD)
    assert "the first line must be `---`" in message
    assert fixed(tmp_path, above + GOOD) == above + GOOD


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("title: Buses: a story", 'title: "Buses: a story"'), ("title: Bus route #7", 'title: "Bus route #7"'), ("title: @home", 'title: "@home"'),
        ("title: *bold*", 'title: "*bold*"'), ("title: 50% off: why", 'title: "50% off: why"'), ("Title: Buses", "title: Buses"), ("TITLE: Buses", "title: Buses"),
        ("title:Buses", "title: Buses"), ("title: A \\ b: c", 'title: "A \\\\ b: c"'),
        # A comment may be meant, and a quotation mark may belong anywhere.
        ("title: Buses # draft", "title: Buses # draft"), ("title: 'Buses", "title: 'Buses"), ("titel: Buses", "titel: Buses"),
    ],
)  # fmt: skip
def test_a_value_is_quoted_and_a_name_written_where_only_one_thing_is_meant(
    tmp_path: Path, wrong: str, right: str
) -> None:
    assert fixed(tmp_path, GOOD.replace("title: Night buses", wrong)) == GOOD.replace("title: Night buses", right)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("organization: Kirklees", "organisation: Kirklees"), ("Organisation: Kirklees", "organisation: Kirklees"),
        ("organisation: Kirklees\nlicense: MIT", "organisation: Kirklees\nlicence: MIT"), ("organisation: Kirklees\nDelivery Model: x", "organisation: Kirklees\ndelivery_model: x"),
        ("organisation: Kirklees\nOrganisation: Leeds", "organisation: Kirklees\nOrganisation: Leeds"),
        ("organisation: Kirklees\ntags:\n\t- a\n\t- b", "organisation: Kirklees\ntags:\n  - a\n  - b"),
        ("organisation: Kirklees\nsources:\n\t- cite: a\n\t  url: https://a.org", "organisation: Kirklees\nsources:\n  - cite: a\n    url: https://a.org"),
        ("organisation: Kirklees\nperiod:\n\tfrom: 1998", "organisation: Kirklees\nperiod:\n  from: 1998"),
    ],
)  # fmt: skip
def test_other_spellings_and_tabs_are_fixed(tmp_path: Path, wrong: str, right: str) -> None:
    assert fixed(tmp_path, GOOD.replace("organisation: Kirklees", wrong)) == GOOD.replace(
        "organisation: Kirklees", right
    )


@pytest.mark.parametrize(
    ("statement", "id_"),
    [("Lesson 1: Ask the users", "ask-the-users"), ("1. Ask the users", "ask-the-users"), ("Lesson learned: Ask", "ask"), ("20 buses are too many", "20-buses-are-too-many"),
     ("Lessons need owners", "lessons-need-owners"), ("Recommendation 3 – Ask", "ask")],
)  # fmt: skip
def test_an_id_is_made_without_the_number_of_the_lesson(tmp_path: Path, statement: str, id_: str) -> None:
    text = GOOD.replace("Ask the people who will use it", statement)
    assert fixed(tmp_path, text.replace("- Id: ask-users\n", "")) == text.replace("ask-users", id_)


@pytest.mark.parametrize("number", ["4. ", "4) ", "4 ", "2.1 "])
def test_a_number_before_a_heading_is_no_part_of_it(tmp_path: Path, number: str) -> None:
    text = GOOD.replace("## Why it happened", f"## {number}Why it happened")
    assert told(text) == []
    assert fixed(tmp_path, text) == GOOD


def test_one_fix_makes_another_possible_and_line_ends_and_mark_stay(tmp_path: Path) -> None:
    wrong = GOOD.replace(
        "sector: transport",
        "sector: transport\nsources:\n  - Minu\u00adtes\ntags: a, b\nperiod:\n  from: May 1998\n  to: ongoing",
    )
    wrong = (
        wrong.replace("- Recommendation: ", "• Recommendation – ")
        .replace("## Summary", "##Summary")
        .removeprefix("---\n")
    )
    right = GOOD.replace(
        "sector: transport",
        "sector: transport\nsources:\n  - cite: Minutes\ntags:\n  - a\n  - b\nperiod:\n  from: 1998-05",
    )
    folder = tmp_path / "entries"
    folder.mkdir()
    path = folder / "night-buses.md"
    path.write_bytes(("\ufeff" + wrong).replace("\n", "\r\n").encode())
    for one in fixes.fixed(read_folder(folder)):
        one.write()
    assert path.read_bytes().decode() == ("\ufeff" + right).replace("\n", "\r\n")
