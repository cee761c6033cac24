from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessons.entries import read_string
from lessons.record import writing
from lessons.text import markdown, nodes
from tests.support.examples import examples

# Everything that an entry may hold, with the marks that mean something to Markdown and YAML more often than chance has it.
MARKS = st.sampled_from(
    [
        *list("#*_-+=>|~`[](){}<>!&\\:;.,'\"0123456789 \n\t"),
        "- Id: x",
        "http://a.b",
        "&amp;",
        "<b>",
        "1. ",
        "---",
        "``` ",
    ]
)
TEXT = st.lists(st.one_of(MARKS, st.text(max_size=3)), max_size=30).map(
    lambda parts: writing.writable("".join(parts))[0]
)


def flat(text: str) -> str:
    return " ".join(text.split())


def shown(source: str) -> str:
    return flat(markdown.plain(markdown.parse(source)))


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading", "* not a list", "- Id: not-a-field", "+ neither", "1. nor this", "2) nor this", "> not quoted", "---", "===",
        "a *b* _c_ __d__ ~~e~~", "[a](http://b.c)", "![a](b.png)", "<b>bold</b> <http://a.b>", "AT&amp;T &#35; &copy;", "`code` ``` fence",
        "back\\slash \\* and \\", "| a | b |\n|---|---|\n| c | d |", "line\n=====", "    indented", "\ttab", "[a]: http://b.c", "snake_case stays",
        "~~~\nfence", "a | b\n:-|-:", "-5 degrees", "#1 priority", "5 * 3 = 15", "a < b > c",
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_ends", [writing.PARAGRAPHS, writing.BREAKS])
def test_markdown_does_not_change_literal_text(text: str, line_ends: str) -> None:
    assert shown(writing.literal_blocks(text, line_ends)) == flat(text)


@given(TEXT)
@example("\\\n")
@examples(500, scheduled=5000)
def test_markdown_does_not_change_any_text(text: str) -> None:
    for line_ends in (writing.PARAGRAPHS, writing.BREAKS):
        assert shown(writing.literal_blocks(text, line_ends)) == flat(text)


@given(TEXT.filter(lambda text: bool(flat(text))))
@example("sharp #")
@example("#")
@examples(300, scheduled=5000)
def test_a_heading_and_a_field_show_the_text_as_it_is(text: str) -> None:
    source = writing.review(
        {"title": text}, [], [writing.LessonText(text, "", [("Id", "x"), ("Recommendation", writing.literal(text))])]
    )
    (lesson,) = read_string(source, "x.md").body.lessons
    assert lesson.statement == flat(text)
    assert lesson.get("recommendation") == flat(text)


@given(TEXT)
@examples(300, scheduled=5000)
def test_yaml_does_not_change_any_value(text: str) -> None:
    lines = writing.block({"title": text, "tags": [text, "b"], "cost": {"note": text}})
    parsed = nodes.parse("\n".join(lines), "x.md")
    assert parsed.faults == []
    assert nodes.data(parsed.root) == {"title": flat(text), "tags": [flat(text), "b"], "cost": {"note": flat(text)}}


def test_plain_words_and_dates_need_no_quotes_but_words_that_other_readers_change_do() -> None:
    assert [writing.scalar(value) for value in ("Kirklees council", "1998-04", 25, 4.5)] == [
        "Kirklees council",
        "1998-04",
        "25",
        "4.5",
    ]
    assert [writing.scalar(value) for value in ("NO", "yes", "null", "a: b", "x #y", "")] == [
        '"NO"',
        '"yes"',
        '"null"',
        '"a: b"',
        '"x #y"',
        '""',
    ]


def test_the_front_matter_has_the_record_s_order_and_no_empty_fields() -> None:
    text = writing.front_matter(
        {"result": "failure", "title": "T", "tags": [], "sources": [{"cite": "C", "url": "https://a.b"}]}
    )
    assert text == '---\ntitle: T\nresult: failure\nsources:\n  - cite: C\n    url: "https://a.b"\n---'


def test_characters_that_no_entry_may_hold_are_taken_out_and_counted() -> None:
    assert writing.writable("a\x00b\ufeffc\udcffd") == ("abcd", 3)
