"""What Markdown takes for something else than was meant is read as it was meant, and told once."""

from __future__ import annotations

import pytest

from lessons.checks import QUALITY, problems_of
from tests.support.sample import LESSON, body, collection, front, line_of, problems, read, review

PROSE = "They knew when they went home."
CLOSE = "this block of code is never closed; write {} on a line of its own below it, too"


def advice_of(text: str) -> list[str]:
    entry = read(text)
    return [problem.message for problem in problems_of(entry, collection(entry), QUALITY)]


@pytest.mark.parametrize("under", ["---", "-", "--", " ---  "])
@pytest.mark.parametrize("after", ["", "\nMore text.\n"])
@pytest.mark.parametrize("before", ["", "First line\n"])
def test_hyphens_right_below_the_text_of_a_lesson_are_told_and_the_lesson_stays_whole(
    under: str, after: str, before: str
) -> None:
    text = review(lessons=LESSON.replace(PROSE, f"{before}{PROSE}\n{under}{after}"))
    number = line_of(text, PROSE) + 1
    said = f"{before.replace(chr(10), ' ')}{PROSE}"
    said = said if len(said) <= 40 else f"{said[:39]}…"
    words = "put an empty line between them, or delete the hyphens; a heading is written `## …`"
    assert problems(text, rule="headings") == [
        f'{number}:1 the hyphens right below "{said}" make it a heading; {words}'
    ]
    (lesson,) = read(text).body.lessons
    assert (lesson.get("id"), PROSE in lesson.text) == ("ask-users", True)
    assert set(advice_of(text)) - {fault.message for fault in read(text).faults} <= set(advice_of(review()))


def test_equals_signs_and_other_sections_are_told_too() -> None:
    text = front() + body(What_happened="They ran, mostly empty.\n===", Why_it_happened="Nobody asked.\n---")
    assert problems(text, rule="headings") == [
        f'{line_of(text, "===")}:1 the equals signs right below "They ran, mostly empty." make it a heading; delete them; a heading is written `## …`',
        f'{line_of(text, "Nobody asked.") + 1}:1 the hyphens right below "Nobody asked." make it a heading; '
        "put an empty line between them, or delete the hyphens; a heading is written `## …`",
    ]


@pytest.mark.parametrize(
    "heading", ["Follow-up\n---", "Applicability\n-", "Budget and costs\n----------------", "Money\n----"]
)
def test_a_heading_that_is_underlined_as_one_stays_one(heading: str) -> None:
    entry = read(review() + f"\n{heading}\n\nMore.\n")
    assert entry.body.sections[-1].heading == heading.partition("\n")[0]
    assert entry.faults == []


@pytest.mark.parametrize("rule", ["---\n\n", "- one\n- two\n\n", "| a | b |\n|---|---|\n| 1 | 2 |\n\n"])
def test_lines_lists_and_tables_are_no_headings(rule: str) -> None:
    assert problems(review(lessons=LESSON.replace("- Id", f"{rule}- Id"))) == []


@pytest.mark.parametrize("mark", ["```", "~~~~", "```python", " ```"])
def test_a_fence_that_is_never_closed_is_told_and_what_stands_below_it_is_read(mark: str) -> None:
    again = LESSON.replace("ask-users", "ask-again").replace("Ask the people", "Ask again the people")
    text = review(lessons=LESSON.replace("- Id", f"{mark}\nmake build\n\n- Id") + f"\n{again}\n## Follow-up\n\nDone.\n")
    right = mark.strip().removesuffix("python")
    assert problems(text, rule="code-blocks") == [f"{line_of(text, mark)}:1 {CLOSE.format(right)}"]
    entry = read(text)
    assert [lesson.get("id") for lesson in entry.body.lessons] == ["ask-users", "ask-again"]
    assert entry.body.sections[-1].text == "Done."


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("```\nmake\n```", 0), ("~~~\n```\n~~~", 0), ("````\n```\n````", 0), ("> ```\n> make\n> ```", 0), ("- one\n\n  ```\n  make\n  ```", 0),
        ("```\nmake", 1), ("```", 1), ("```\n~~~", 1), ("> ```\n> make\n\nText.", 1), ("```\nmake\n````x", 1),
    ],
)  # fmt: skip
def test_a_fence_is_closed_by_its_own_marks_alone(code: str, told: int) -> None:
    text = review() + f"\n## Follow-up\n\n{code}\n"
    assert [fault.rule for fault in read(text).faults] == ["code-blocks"] * told


def test_a_fence_right_above_fields_takes_none_of_them() -> None:
    text = review(lessons=LESSON.replace("- Id", "```\n- Id"))
    assert problems(text, rule="code-blocks") == [f"{line_of(text, '```')}:1 {CLOSE.format('```')}"]
    assert read(text).body.lessons[0].get("id") == "ask-users"


def test_several_are_told_each() -> None:
    text = front() + body(What_happened="```\nmake\n\n", Why_it_happened="~~~\nmake\n\n")
    assert [fault.rule for fault in read(text).faults] == ["code-blocks"] * 2
    assert problems(text, rule="code-blocks") != []
