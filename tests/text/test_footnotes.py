"""Footnotes: marks that lead to notes below the part of a text that refers to them."""

from __future__ import annotations

import re

import pytest

from lessons import entries
from lessons.entries import Entry
from lessons.text import footnotes, markdown
from tests.support.sample import body, front, lesson

NOTES = "\n\n[^1]: The timetable of 1998.\n\n[^b]: Minutes.\n\n    With a second paragraph.\n"


def entry(text: str, name: str = "night-buses") -> Entry:
    return entries.read_string(text, f"{name}.md", link=lambda address: address)


def section(text: str, heading: str = "What happened", **others: str) -> entries.bodies.Section:
    read = entry(front() + body(What_happened=text, **others))
    return next(one for one in read.body.sections if one.heading == heading)


def whole(text: str) -> str:
    return markdown.html(footnotes.whole(markdown.parse(text)))


def links_and_ids(*pages: str) -> tuple[list[str], list[str]]:
    page = "\n".join(pages)
    return re.findall('href="#([^"]*)"', page), re.findall(r'\sid="([^"]*)"', page)


def test_a_mark_leads_to_its_note_and_the_note_back() -> None:
    assert whole("A bus.[^x]\n\n[^x]: Minutes *of* 1998.") == (
        '<p>A bus.<sup><a href="#page-note-1" aria-label="Note 1" id="page-mark-1" rel="noopener noreferrer">1</a></sup></p>\n'
        '<div class="notes" role="doc-endnotes" aria-label="Notes">\n<ol>\n<li id="page-note-1">\n<p>Minutes <em>of</em> 1998. '
        '<a href="#page-mark-1" aria-label="Back to mark 1" rel="noopener noreferrer">↩\ufe0e</a></p>\n</li>\n</ol>\n</div>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "One[^1] and two[^b] and one again[^1]." + NOTES,
        "One[^b]." + NOTES,
        "- One[^1]\n- > Two[^b]\n\n| a[^1] |\n|---|\n| b[^b] |" + NOTES,
        "One[^1].\n\n[^1]: See[^b], and itself[^1].\n[^b]: Back to[^1].",
        "One[^1].\n\n[^1]:\n    - a list\n    - of two",
        "One[^1].\n\n[^1]:",
    ],
)
def test_every_link_has_its_target_and_every_id_is_there_once(text: str) -> None:
    found = section(text).html
    targets, ids = links_and_ids(found)
    assert targets
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))
    # One back for each mark.
    assert len(targets) == 2 * found.count("<sup>")


def test_ids_of_all_parts_of_all_entries_differ() -> None:
    lessons = "\n\n".join(lesson(f"- Id: {id_}\n- Recommendation: Ask.", prose="Known[^1].") for id_ in "ab")
    text = front() + body(lessons=lessons, Summary="Buses[^1].", What_happened="Buses[^1]." + NOTES)
    pages = []
    for name in ("night-buses", "night-buses-1"):
        read = entry(text, name)
        pages += [part.html for part in (*read.body.sections, *read.body.lessons)]
    targets, ids = links_and_ids(*pages)
    assert len(ids) == len(set(ids)) == 2 * 4 * 2
    assert set(targets) == set(ids)


def test_the_words_of_a_note_are_found_once_in_each_part_that_refers_to_it() -> None:
    found = section("One[^1] and one again[^1]." + NOTES, "What happened", Summary="Buses[^1].")
    assert found.text == "One and one again.\nThe timetable of 1998."
    read = entry(front() + body(What_happened="One[^1].", Why_it_happened="Two." + NOTES))
    assert [one.text for one in read.body.sections if one.heading in ("What happened", "Why it happened")] == [
        "One.\nThe timetable of 1998.",
        "Two.",
    ]


def test_notes_stand_anywhere_and_belong_to_no_section() -> None:
    text = front() + NOTES + body(lessons=lesson("- Id: a\n- Recommendation: Ask.", prose="Known[^1].") + NOTES)
    read = entry(text)
    assert read.body.preamble is None
    assert read.body.faults == []
    (only,) = read.body.lessons
    assert only.text == "Known.\nThe timetable of 1998."
    assert only.get("recommendation") == "Ask."


def test_a_field_of_a_lesson_has_the_words_of_the_note_in_parentheses() -> None:
    fields = (
        "- Id: a\n- Recommendation: Ask first[^1], then build[^none].\n\n[^1]: As the *minutes* say,\n    twice[^1]."
    )
    (only,) = entry(front() + body(lessons=lesson(fields))).body.lessons
    assert only.get("recommendation") == "Ask first (As the minutes say, twice), then build[^none]."
    assert "<sup>" not in only.html


def test_the_note_of_a_heading_is_shown_below_its_part() -> None:
    text = body().replace("Ask the people who will use it", "Ask the people who will use it[^1]") + NOTES
    (only,) = entry(front() + text).body.lessons
    assert only.statement == "Ask the people who will use it"
    assert "The timetable of 1998." in only.html


def test_the_first_of_two_notes_with_one_mark_is_shown() -> None:
    found = section("One[^1].\n\n[^1]: First.\n[^1]: Second.")
    assert found.text == "One.\nFirst."


@pytest.mark.parametrize(
    "text", ["One[^1].", "One\\[^1].\n\n[^1]: Note.", "`[^1]`\n\n[^1]: Note.", "One[^a b].", "^[inline]"]
)
def test_what_is_no_mark_stays_as_it_is_written(text: str) -> None:
    assert "<sup>" not in section(text).html


@pytest.mark.parametrize(
    "note", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '"><img src=x onerror=alert(1)>', "<b id=x>"]
)
def test_nothing_active_comes_through_a_note_or_its_mark(note: str) -> None:
    label = '"><script>'
    shown = section(f"One[^{label}] and [^1].\n\n[^{label}]: {note}\n[^1]: {note}").html
    assert shown.count("<sup>") == 2
    for tag in re.findall(r"<[^>]*>", shown):
        assert not re.search(r"<(?:script|img|b)\b|onerror|javascript", tag)


def test_a_long_note_that_many_parts_refer_to_is_refused() -> None:
    lessons = "\n\n".join(lesson(f"- Id: a{number}\n- Recommendation: Ask.", prose="x[^1]") for number in range(2000))
    read = entry(front() + body(lessons=lessons) + "\n\n[^1]: " + "word *word* " * 2000)
    assert [fault.rule for fault in read.body.faults] == ["rendering"]


def test_a_text_that_is_a_page_of_its_own_has_its_notes_at_its_end() -> None:
    assert whole("No notes.") == "<p>No notes.</p>"
    assert links_and_ids(whole("a[^1]\n\n[^1]: b"))[1] == ["page-mark-1", "page-note-1"]
