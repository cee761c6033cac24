"""The rule ``links``."""

from __future__ import annotations

import pytest

from tests.support.sample import body, front, lesson, line_of, problems, read, review

OTHER = read(
    review("formerly: old-trams", lessons=lesson("- Id: ask\n- Recommendation: b\n- Formerly: ask-them\n")),
    "night-trams",
)


@pytest.mark.parametrize(
    "extra",
    [
        "related: [night-trams, night-trams#ask, here:night-trams, there:anything#at-all]",
        "supersedes: night-trams",
        "repeats: night-trams#ask",
        "builds_on: {lesson: here:night-trams#ask, decision: adopted}",
        "related: night-buses#ask-users",
    ],
)  # fmt: skip
def test_references_that_lead_somewhere_are_right(extra: str) -> None:
    assert problems(review(extra), OTHER) == []


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("related: night-tram", '7:10 there is no review "night-tram", did you mean "night-trams"?'),
        ("related: volcano", '7:10 there is no review "volcano"'),
        ("related: here:volcano", '7:10 there is no review "volcano"'),
        ("supersedes: old-trams", '7:13 there is no review "old-trams", which is now called "night-trams"'),
        ("related: night-buses", "7:10 a review cannot refer to itself"),
        ("supersedes: night-buses", "7:13 a review cannot refer to itself"),
        ("repeats: night-trams#aks", '7:10 the review "night-trams" has no lesson "aks", did you mean "ask"?'),
        ("repeats: night-trams#zzz", '7:10 the review "night-trams" has no lesson "zzz"; its lessons are: ask'),
        ("repeats: night-trams#ask-them", '7:10 the review "night-trams" has no lesson "ask-them", which is now called "ask"'),
        ("builds_on:\n  - lesson: volcano#a\n    decision: adopted", '8:13 there is no review "volcano"'),
        ("repeats: night-trams", '7:10 found "night-trams"; a lesson is cited as <review>#<lesson>, such as kirklees-recycling#prepare-crews'),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere_says_what_may_be_meant(extra: str, expected: str) -> None:
    assert problems(review(extra), OTHER, rule="links") == [expected]


NOWHERE = "leads nowhere; link to an entry (`name.md`, `name.md#lesson`) or to a full address (https://…)"


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[a](night-trams.md)", None),
        ("[a](../x/night-trams.md#ask)", None),
        ("[a](/reviews/night-trams/ask)", None),
        ("[a](#ask-users)", None),
        ("[a](night-buses.md)", None),
        ("[a](https://b.org/night-tram.md)", None),
        ("[a](night-tram.md)", 'there is no review "night-tram", did you mean "night-trams"?'),
        ("[a](night-trams.md#what-happened)", 'the review "night-trams" has no lesson "what-happened"; its lessons are: ask'),
        ("[a](plan.pdf)", f'the link "plan.pdf" {NOWHERE}'),
        ("[a](www.b.org)", f'the link "www.b.org" {NOWHERE}'),
        ("[a]()", "this link has no address; write one in the parentheses"),
    ],
)  # fmt: skip
def test_a_link_in_the_text_leads_somewhere(link: str, message: str | None) -> None:
    text = front() + body(What_happened=f"See {link}.")
    column = 9 if message and "no address" not in message else 1
    assert problems(text, OTHER, rule="links") == ([f"{line_of(text, 'See')}:{column} {message}"] if message else [])


@pytest.mark.parametrize(
    ("superseded_by", "message"),
    [
        ("night-trams#ask", None),
        ("night-trams", None),
        ("there:x-y-z#a", None),
        ("night-buses#a", "a lesson cannot refer to itself"),
        ("#b", 'found "#b"; a lesson is cited as <review>#<lesson>, such as night-buses#its-id'),
        ("the other one", 'found "the other one"; a lesson is cited as <review>#<lesson>, such as night-buses#its-id'),
        ("volcano#a", 'there is no review "volcano"'),
    ],
)
def test_what_takes_a_lessons_place_exists(superseded_by: str, message: str | None) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Superseded by: {superseded_by}\n"))
    assert problems(text, OTHER, rule="links") == ([f"{line_of(text, '- Superseded')}:18 {message}"] if message else [])


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("night-buses", "a lesson cannot be superseded by the review that it stands in; name the lesson or the review that takes its place"),
        ("night-buses#a", "a lesson cannot refer to itself"),
        ("b", 'found "b"; a lesson is cited as <review>#<lesson>, here night-buses#b'),
        ("night-buses#b", None),
    ],
)  # fmt: skip
def test_a_lesson_is_superseded_by_another(by: str, message: str | None) -> None:
    ends = f"- Id: a\n- Recommendation: b\n- Status: superseded\n- Reason: c\n- Superseded by: {by}\n"
    text = review(lessons=lesson(ends) + "\n### Do it\n\nText.\n\n- Id: b\n- Recommendation: Do it.\n")
    assert problems(text, rule="links") == ([f"{line_of(text, '- Superseded')}:18 {message}"] if message else [])


@pytest.mark.parametrize(
    ("field", "place", "name"),
    [
        ("repeats: [trams#ask-users, trams#ask-users]", "7:28", "repeats"),
        ("repeats:\n  - trams#ask-users\n  - here:trams#ask-users", "9:5", "repeats"),
        (
            "builds_on:\n  - lesson: trams#ask-users\n    decision: adopted\n  - lesson: trams#ask-users\n    decision: declined",
            "10:13",
            "builds_on",
        ),
    ],
)
def test_a_lesson_counts_once_as_used_or_repeated(field: str, place: str, name: str) -> None:
    (found,) = problems(review(field), read(review(), "trams"), rule="links")
    assert found.startswith(f"{place} ")
    assert found.endswith(f"is in `{name}` twice, and would be counted twice; delete one")
