"""Whatever is fixed twice is as it was after the first time, and no fix is made that does not end its problem."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from lessons.authoring import fixes
from lessons.authoring.fixes import lesson_ids
from lessons.authoring.fixes.edits import insertion
from lessons.entries import read_string
from lessons.entries.collection import Collection
from tests.support.sample import FRONT, LESSON, WORDS, body, front, review

WRONG = Path(__file__).parents[1] / "checks" / "wrong" / "entries"
PROSE = "They knew when they went home."
ID = "- Id: ask-users\n"
# What may stand in a lesson or a section, and swallow, cut off or look like something else.
ODD = (
    f"{PROSE}\n---", f"{PROSE}\n-", f"{PROSE}\n===", "```\ncode", "~~~\ncode\n\n```", "> ```\n> code", "- ```\n  code", "    - Id: ask-users", "```\n- Id: ask-users\n```",
    "| Id: a | b |\n|---|---|", "1. Id: ask-users", "* Id: ask-users", "Id: ask-users", "- **Id** ask-users", "> - Id: ask-users", "- Text\n  - Id: ask-users",
    "[Id: a]: https://example.org", "[^1]: Id: ask-users", "<!-- Id: ask-users -->", "<details>\n\n- Id: ask-users\n\n</details>", "- [ ] Id: ask-users", "###", "#### Id: x",
    "- Id:", "- Id: Ask Users", "- Id: —", "- Id: n/a", "* * *", "- - -", "- Due: 3/4/1998", "- Change: Process; Policy", "- Owner – Fleet manager", "Tab\there", "Text  \n", "\\",
    "• Recommendation: Ask.", "- Recommendation\n  Ask.", "# Lessons", "## Lessons learnt", "##Lessons", "**Lessons**", "Why it happened:", "+ Id: ask-users\n+ Id: ask-users",
)  # fmt: skip
FRONT_LINES = (
    "date: 17 April 1998", "date: 3/4/1998", "sector: Transport, Policing", "tags: a, b; c", "organization: x", "people_affected: 1,000", "people_affected: —", "summary: a: b",
    "result: Mixed", "tags: [n/a]", "\ttags: x", "builds_on: day-buses.md", "sources: a book", "cost: {amount: 1,000, currency: pounds}", "formerly: Night Buses", "tags: - a - b",
    "summary: |\n  text\n  ---", "related: [[night-buses]]", "summary: caf\u00ade", "Sector: transport",
)  # fmt: skip


def texts() -> list[str]:
    found = [review(lessons=LESSON.replace(PROSE, odd)) for odd in ODD]
    found += [review(lessons=LESSON.replace(ID, "").replace(PROSE, odd)) for odd in ODD]
    found += [review(lessons=LESSON.replace(ID, f"{ID}\n{odd}\n")) for odd in ODD]
    found += [review(lessons=f"### Ask first\n\n{odd}\n\n{LESSON}\n{odd}") for odd in ODD]
    found += [front() + body(What_happened=odd, Why_it_happened=None) for odd in ODD]
    found += [f"{front(**{line.partition(':')[0].strip(): None})[:-4]}{line}\n---\n{body()}" for line in FRONT_LINES]
    found += [front(one + "\n" + other) + body() for one, other in itertools.pairwise(FRONT_LINES)]
    found += [
        review().replace("---\n", fence, 1) for fence in ("", "--\n", "----\n", "\n---\n", "```yaml\n", "Words\n---\n")
    ]
    found += [path.read_text("utf-8") for path in WRONG.glob("*.md")]
    return [*found, *(text.replace("\n", "\r\n") for text in found[:40])]


@pytest.mark.parametrize("text", texts())
def test_fixing_twice_is_as_fixing_once(text: str) -> None:
    once = fixes.fixed_text(text, WORDS)
    assert fixes.fixed_text(once, WORDS) == once
    if "Id" not in text.replace(LESSON, ""):
        assert once.count("- Id:") <= text.count("### ")


@pytest.mark.parametrize(
    "odd",
    [
        f"{PROSE}\n---",
        f"{PROSE}\n-",
        "```\ncode",
        "```\n- Id: ask-users\n```\n\n- Owner: Fleet manager",
        "- Text\n  - Id: ask-users",
    ],
)
def test_no_second_id_is_written_beside_one_that_is_there(odd: str) -> None:
    lesson = LESSON.replace(PROSE, odd) if odd.startswith((PROSE, "```\ncode")) else f"### Ask first\n\n{odd}\n"
    text = review(lessons=lesson)
    assert fixes.fixed_text(text, WORDS).count("Id:") == text.count("Id:")


def test_a_fix_that_would_be_made_again_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        lesson_ids, "edits", lambda entry, collection: [insertion(len(entry.text.split("\n")), "More.")]
    )
    assert fixes.fixed_text(review(), WORDS) == review()


def test_one_entry_that_is_right_is_left_alone() -> None:
    entry = read_string(review(), "night-buses.md")
    assert not list(fixes.lesson_ids.edits(entry, Collection((entry,), WORDS)))
    assert FRONT["title"] in fixes.fixed_text(review(), WORDS)
