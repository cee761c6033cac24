"""Sections, lessons, links and images from Markdown tokens, each with its place."""

from __future__ import annotations

import pytest

from lessons.entries import body as bodies
from lessons.entries.body import Body


def read(text: str) -> Body:
    return bodies.read(text, "x.md", 1, lambda address: address)


def places(references: list[bodies.TextReference]) -> list[tuple[str, int, int]]:
    return [(one.address, one.place.line, one.place.column) for one in references]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("## Summary\n\nx", "summary"),
        ("## SUMMARY\n\nx", "summary"),
        ("## Summary ##\n\nx", "summary"),
        ("## **Summary**\n\nx", "summary"),
        ("##   What   happened?\n\nx", "what-happened"),
        ("## What was supposed to happen\n\nx", "what-was-intended"),
        ("## Lessons learnt:\n\nx", "lessons"),
        ("Summary\n-------\n\nx", "summary"),
        ("## Budget\n\nx", None),
    ],
)
def test_a_section_is_known_by_its_heading_or_an_alias_however_it_is_written(text: str, key: str | None) -> None:
    (section,) = read(text).sections
    assert (section.kind.key if section.kind else None) == key
    assert section.text == "x"


def test_headings_inside_code_quotations_and_lists_open_no_section() -> None:
    found = read("## Summary\n\n```\n## Lessons\n```\n\n    ## Lessons\n\n> ## Lessons\n\n- ## Lessons\n")
    assert [section.heading for section in found.sections] == ["Summary"]
    assert [(heading.level, heading.inside) for heading in found.headings] == [(2, False), (2, True), (2, True)]


@pytest.mark.parametrize("name", ["night{buses", "night}buses", "night{}buses", "night{0}buses"])
def test_a_file_may_have_any_name(name: str) -> None:
    body = bodies.read("## Summary\n\nThey ran.[^1]\n\n[^1]: Twice.", f"{name}.md", 1, lambda address: address)
    assert f"{name}-1" in body.sections[0].html


def test_lessons_are_level_3_headings_of_their_section_alone() -> None:
    found = read(
        "## What happened\n\n### A part\n\nx\n\n## Lessons\n\nIntroduction.\n\n### First\n\na\n\n#### Detail\n\nb\n\n"
        "> ### Quoted\n\n### Second\n\nc\n\n## Follow-up\n\n### Not one\n\nd\n"
    )
    assert [(lesson.statement, lesson.text) for lesson in found.lessons] == [
        ("First", "a\nDetail\nb\nQuoted"),
        ("Second", "c"),
    ]
    assert [section.text for section in found.sections] == ["A part\nx", "Introduction.", "Not one\nd"]


def test_lessons_under_a_misspelt_heading_are_read_since_others_may_cite_them() -> None:
    (lesson,) = read("## Lesons\n\n### Do it\n\n- Id: a\n").lessons
    assert lesson.get("id") == "a"


def test_places_are_those_of_the_text() -> None:
    found = bodies.read("\n## Lessons\n\n### Do it\n\n- Id: a\n", "x.md", 10, lambda address: address)
    assert [str(section.place) for section in found.sections] == ["x.md:11:4"]
    assert [str(lesson.place) for lesson in found.lessons] == ["x.md:13:5"]
    assert [(str(value.place), str(value.value_place)) for value in found.lessons[0].fields] == [
        ("x.md:15:3", "x.md:15:7")
    ]


def test_every_link_has_its_own_place() -> None:
    text = (
        "## S\n\nSee [a](x.md) and\n[b](x.md), [c](y%20z.md), <https://d.org>.\n\n| [e](f.md) | g |\n|---|---|\n| h | [i](j.md) |\n\n"
        "- item [k](l.md)\n\n> quoted [m](n.md)\n\nBy [reference][r] and [again][r].\n\n[r]: o.md\n"
    )
    assert places(read(text).links) == [
        ("x.md", 3, 9), ("x.md", 4, 5), ("y%20z.md", 4, 16), ("https://d.org", 4, 28), ("f.md", 6, 7), ("j.md", 8, 11),
        ("l.md", 10, 12), ("n.md", 12, 14), ("o.md", 16, 6), ("o.md", 16, 6),
    ]  # fmt: skip


def test_every_image_has_its_own_place() -> None:
    assert places(read("## S\n\n![a](b.png) and ![c](d.png)\n[![e](f.png)](https://g.org)\n").images) == [
        ("b.png", 3, 1),
        ("d.png", 3, 17),
        ("f.png", 4, 2),
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [("a <b>c</b>", 3), ("a </p>", 3), ("<!-- a -->", 1), ("a <br/> b", 3), ("a < b", None), ("a <3", None), ("`<b>`", None), ("<https://a.org>", None)],
)  # fmt: skip
def test_html_is_noticed(text: str, column: int | None) -> None:
    assert [place.column for place in read(f"## S\n\n{text}").html_tags][:1] == ([column] if column else [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n## S\n\nx", None),
        ("# Title\n\n## S\n\nx", None),
        ("[a]: b.md\n\n## S\n\nx", None),
        ("# Summary\n\nx\n\n## Lessons\n", None),
        ("x\n\n## S", 1),
        ("\n- x\n\n## S", 2),
        ("```\nx\n```\n\n## S", 1),
        ("### x\n\n## S", 1),
        ("# Title\n\nx\n\n## S", 3),
    ],
)
def test_text_before_the_first_section_is_noticed(text: str, line: int | None) -> None:
    preamble = read(text).preamble
    assert (preamble.line if preamble else None) == line


@pytest.mark.parametrize("text", ["[" * 100_000, "> " * 120 + "x"], ids=["brackets", "quotations"])
def test_a_text_that_cannot_be_read_is_one_fault_and_nothing_half_read(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies.markdown, "TIME_LIMIT", 0.1)
    found = read(f"## Summary\n\n{text}")
    assert [(fault.rule, fault.place.line) for fault in found.faults] == [("rendering", 1)]
    assert found.unread
    assert found.sections == []


@pytest.mark.parametrize(
    "text",
    [
        "## Summary\n\n" + "&" * 120_000,
        "## Summary\n\n" + "[a][x] " * 400 + "\n\n[x]: https://example.org/?" + "&a" * 400,
        "## Lessons\n\n### Do it\n\n![](a.png)\n\n- Id: a\n",
        "## Summary\n\n---\n\n| a |\n|---|\n| b |\n",
    ],
)
def test_who_only_checks_finds_the_same_faults_and_texts(text: str) -> None:
    shown, checked = read(text), bodies.read(text, "x.md", 1, None)
    assert checked.faults == shown.faults
    assert [(one.heading, one.text) for one in checked.sections] == [(one.heading, one.text) for one in shown.sections]
    assert all(
        one.html == "" or one.html == other.html for one, other in zip(checked.sections, shown.sections, strict=True)
    )
    assert [bool(one.text or one.html) for one in checked.sections] == [
        bool(one.text or one.html) for one in shown.sections
    ]
