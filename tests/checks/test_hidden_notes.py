"""The rule ``comments``, of what stands in the text and is not on the page."""

from __future__ import annotations

import pytest

from lessons.checks import check
from tests.support.sample import body, collection, front, line_of, problems, read, review

NOTE = "the page does not show this note"
ADDRESS = "no link uses this address, so the page does not show it"
WORDS = "the page does not show what follows the language of a block of code"
CELLS = "the table has no column for this, so the page does not show it"


@pytest.mark.parametrize(
    ("text", "needle", "why", "shown"),
    [
        ("[//]: # (internal: Jane)", "[//]", NOTE, "[//]: # (internal: Jane)"),
        ("[comment]: <> (who?)", "[comment]", NOTE, "[comment]: <> (who?)"),
        ('[secret]: https://intranet.example/ "x"', "[secret]", ADDRESS, '[secret]: https://intranet.example/ "x"'),
        ("See [it].\n\n[it]: https://a.example\n[it]: https://b.example", "[it]: https://b", ADDRESS, "[it]: https://b.example"),
        ("> [q]: https://q.example\n> 'two\n> lines'", "[q]", ADDRESS, "[q]: https://q.example > 'two > lines'"),
        ("- [r]: <> (note)\n- text", "[r]", NOTE, "[r]: <> (note)"), ("`[a]`\n\n[a]: https://a.example", "[a]: h", ADDRESS, "[a]: https://a.example"),
        ("```python ask Jane\nx\n```", "ask Jane", WORDS, "ask Jane"), ("~~~ sh  who?\nx\n~~~", "who?", WORDS, "who?"),
        ("| a | b |\n|---|---|\n| 1 | 2 | Jane | 3 |", "Jane", CELLS, "Jane | 3"), ("> | a |\n> |---|\n> | 1 | Jane |", "Jane", CELLS, "Jane"),
    ],
)  # fmt: skip
def test_a_note_is_a_problem_and_what_else_the_page_does_not_show_advice(
    text: str, needle: str, why: str, shown: str
) -> None:
    source = front() + body(What_happened=f"They ran.\n\n{text}")
    line = line_of(source, needle)
    column = source.split("\n")[line - 1].index(needle) + 1
    words = f"this will be public: {why}, but it stands in the text that the page offers (`{shown}`); delete it"
    assert problems(source, rule="comments") == [f"{line}:{column} {words}"]
    entry = read(source)
    (told,) = check(collection(entry))
    assert told.severity == ("error" if why == NOTE else "advice")
    assert shown.partition(" > ")[0] in entry.text
    assert "Jane" not in str(entry.body.sections[2].html)


@pytest.mark.parametrize(
    "text",
    [
        "See [it] and [again][IT].\n\n[it]: https://a.example (A title)", "![p]\\[x]: y", "`[a]: https://a.example`", "```\n[a]: https://a.example\n```", "\\[a]: https://a.example",
        "A note[^1].\n\n[^1]: Said by [them].\n\n[them]: https://a.example", "```python\nx\n```", "```{.python}\nx\n```", "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |\n| 1 |", "a | b: c | d",
        "> See [q].\n\n[q]: https://q.example", "[them]: they said [it] twice", "## Follow-up\n\nSee [it].\n\n[it]: https://a.example",
    ],
)  # fmt: skip
def test_what_is_shown_or_used_is_no_hidden_note(text: str) -> None:
    found = check(collection(read(front() + body(What_happened=f"They ran.\n\n{text}"))))
    assert [one for one in found if one.rule == "comments"] == []


def test_what_a_lesson_or_a_use_hides_is_told_and_an_imported_record_is_kept() -> None:
    text = review().replace("They knew when they went home.", "They knew.\n\n[//]: # (Jane)")
    assert len(problems(text, rule="comments")) == 1
    imported = review("source_system: {name: Old, id: 7, imported: 2020-01-01}").replace(
        "They knew", "[//]: # (x)\n\nThey knew"
    )
    assert problems(imported) == []


def test_a_text_that_cannot_be_read_is_told_once() -> None:
    entry = read(front() + body(What_happened="[a]: https://a.example\n\n" + "> " * 200 + "x"))
    assert entry.body.unread
    assert "comments" not in {one.rule for one in check(collection(entry))}
