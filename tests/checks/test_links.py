"""The rule ``links``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import read_string
from tests.support.sample import body, collection, front, lesson, line_of, problems, read, review, use_text

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
        ("night-trams.md#ask", 'found "night-trams.md#ask"; write night-trams#ask'),
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


GONE = read(review("status: withdrawn", lessons=""), "gone")
PLAIN = read(front() + body("### Ask\n\nText.\n"), "plain")
USE = read_string(use_text(), "uses/northshire.md", use=True)


def of_a_use(extra: str = "", text: str = "", **fields: str) -> list[str]:
    entry = read_string(use_text(extra, text, **fields), "uses/westshire.md", use=True)
    found = checks.check(collection(entry, read(review()), OTHER, USE), [entry])
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in found if one.rule == "links"]


def test_every_reference_of_a_list_is_looked_up() -> None:
    extra = (
        "related: [northshire, night-trams, gone#a, plain#a, volcano, night trams]\n"
        "repeats: [night-trams#ask, old-trams#x, here:night-trams#ask, gone#b, night-trams#ask]"
    )
    assert problems(review(extra), OTHER, GONE, PLAIN, USE, rule="links") == [
        '7:11 "northshire" is a use, not a review; cite the review or the lesson that was used',
        '7:44 the review "plain" has no lesson "a"; it has no lesson with an Id',
        '7:53 there is no review "volcano"',
        '7:62 found "night trams"; a review or a lesson is cited as <review> or <review>#<lesson>',
        '8:28 there is no review "old-trams", which is now called "night-trams"',
        '8:41 "here:night-trams#ask" is in `repeats` twice, and would be counted twice; delete one',
        '8:71 "night-trams#ask" is in `repeats` twice, and would be counted twice; delete one',
    ]


@pytest.mark.parametrize(
    ("used", "message"),
    [
        ("westshire#a", '"westshire" is this use itself; write the lesson that was used, as <review>#<lesson>'),
        ("northshire#a", '"northshire" is a use, not a review; cite the review or the lesson that was used'),
    ],
)
def test_a_use_is_of_a_lesson_not_of_a_use(used: str, message: str) -> None:
    assert of_a_use(lesson=used) == [f"2:9 {message}"]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[a](uses/northshire.md)", None),
        ("[a](night-trams.md)", None),
        ("[a](uses/westshire.md)", None),
        ("[a](mailto:a@b.org)", None),
        ("[a](northshire.md)", '8:5 "northshire" is a use; link to it as `uses/northshire.md`'),
        ("[a](uses/northshir.md)", '8:5 there is no use "northshir", did you mean "northshire"?'),
        ("[a](../night-tram.md)", '8:5 there is no review "night-tram", did you mean "night-trams"?'),
        ("[a](northshir.md)", '8:5 there is no review "northshir"'),
        ("[a](uses/night-tram.md)", '8:5 there is no use "night-tram"'),
    ],
)
def test_a_text_links_to_uses_and_reviews_each_in_its_folder(link: str, message: str | None) -> None:
    assert of_a_use(text=f"\n{link}\n") == ([message] if message else [])


def test_every_link_of_a_text_is_looked_up() -> None:
    links = "[a]() [b](x.pdf) [c](https://b.org) [d](y.pdf)\n\n[^my note]: plan.pdf\n\nSee [^my note].\n\n[e](z.pdf)"
    found = problems(front() + body(What_happened=links), rule="links")
    assert [one.partition(" ")[2].partition(";")[0] for one in found] == [
        "this link has no address",
        'the link "x.pdf" leads nowhere',
        'the link "y.pdf" leads nowhere',
        'the link "z.pdf" leads nowhere',
    ]


@pytest.mark.parametrize("note", ["Minutes.", "plan.pdf", "<plan.pdf>", "https://b.org"])
@pytest.mark.parametrize(
    "text",
    [
        "See [^my note].\n\n[^my note]: {}",
        "[^my note]: {}\n\nSee [^my note].",
        "See [^my note].\n\n[^my note]:{}",
        "See [^my note].\n\n   [^my note]:   {}",
        "See [^my note].\n\n[^my note]:\n{}",
        "See [^my note].\n\n[^my note]: \n    <{}>",
    ],
)
def test_a_footnote_with_a_space_in_its_mark_is_no_link_of_which_to_say_that_it_leads_nowhere(
    text: str, note: str
) -> None:
    assert problems(front() + body(What_happened=text.format(note))) == []


@pytest.mark.parametrize(
    "text",
    [
        "See [my note].\n\n[my note]: plan.pdf",
        "See [my note].\n\n[my note]:\nplan.pdf",
        "See [^my note].\n\n[^my note]:\n\n[a](plan.pdf)",
        "See [^n].\n\n[^n]: [a](plan.pdf)",
        "See [^n].\n\n[^n]: <br>[a](plan.pdf)",
    ],
)
def test_the_address_of_a_link_and_a_link_of_a_footnote_are_looked_up(text: str) -> None:
    (found,) = problems(front() + body(What_happened=text), rule="links")
    assert 'the link "plan.pdf" leads nowhere' in found


def test_a_link_that_stands_in_such_a_note_is_looked_up() -> None:
    (found,) = problems(
        front() + body(What_happened="See [^my note].\n\n[^my note]: see [a](plan.pdf) there"), rule="links"
    )
    assert 'the link "plan.pdf" leads nowhere' in found


def test_what_is_malformed_is_told_once() -> None:
    (found,) = problems(review("related: [Night Trams]"), OTHER)
    assert found.endswith("[links]")


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("old-trams#ask", 'there is no review "old-trams", which is now called "night-trams"'),
        ("night-trams#ask-them", 'the review "night-trams" has no lesson "ask-them", which is now called "ask"'),
    ],
)
def test_what_takes_a_lesson_s_place_has_its_present_id(by: str, message: str) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Superseded by: {by}\n"))
    assert problems(text, OTHER, rule="links") == [f"{line_of(text, '- Superseded')}:18 {message}"]


def test_of_a_lesson_and_a_review_of_one_name_the_review_is_meant() -> None:
    text = review(lessons=lesson("- Id: night-trams\n- Recommendation: b\n- Superseded by: night-trams\n"))
    assert problems(text, OTHER) == []


def test_the_lessons_of_a_review_are_named_also_where_it_was_withdrawn() -> None:
    two = lesson("- Id: ask\n- Recommendation: b\n") + "\n" + lesson("- Id: tell\n- Recommendation: b\n")
    for status in ("published", "withdrawn"):
        other = read(review(f"status: {status}", lessons=two), "trams")
        assert problems(review("related: trams#zzz"), other, rule="links") == [
            '7:10 the review "trams" has no lesson "zzz"; its lessons are: ask, tell'
        ]


def test_an_address_without_its_scheme_is_told_once() -> None:
    assert problems(front() + body(What_happened="[a](//b.org)"), rule="safe-links")
