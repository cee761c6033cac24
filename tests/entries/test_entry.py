"""One file split into front matter and body, whatever is missing; and where links between entries lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from lessons import checks, entries
from lessons.entries import entry_link, linked_entry
from tests.support.examples import examples
from tests.support.sample import body, collection, front, read, review


def faults(text: str) -> list[str]:
    return [f"{fault.place.line}:{fault.place.column} {fault.message} [{fault.rule}]" for fault in read(text).faults]


def test_a_good_review_is_a_record_with_sections_and_lessons() -> None:
    entry = read(review())
    assert entry.faults == []
    assert entry.record is not None
    assert entry.record.title == "Night buses"
    assert [section.heading for section in entry.body.sections][-1] == "Lessons"
    (lesson,) = entry.body.lessons
    assert (lesson.statement, lesson.get("id")) == ("Ask the people who will use it", "ask-users")


FIRST = "the first line must be `---`, then the fields, then `---` again"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 the file is empty [front-matter]"]),
        ("\n \n", ["1:1 the file is empty [front-matter]"]),
        ("Hello", [f'1:1 found "Hello"; {FIRST} [front-matter]']),
        ("\n" + review(), [f"1:1 found an empty line; {FIRST} [front-matter]"]),
        (" " + review(), [f'1:1 found " ---"; {FIRST} [front-matter]']),
        ("+++\ntitle = 1\n+++\n", [f'1:1 found "+++"; {FIRST} [front-matter]']),
        ("---\ntitle: a\n", ["1:1 the front matter that begins here has no end; close it with a line of `---` [front-matter]"]),
        ("---\ntitle: a\n-----\n", ['3:1 found "-----"; the front matter ends with a line of `---` [front-matter]']),
        (
            "---\n" + "a: b\n" * 13_000 + "---\n",
            ["1:1 the front matter has 64,999 bytes; at most 64,000 are read; long text belongs in the sections [size]"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_front_matter_as_a_whole_is_said_once(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_spaces_after_the_marks_and_an_empty_line_before_them_lose_nothing() -> None:
    for text in (review().replace("---\n", "---  \n"), "\n" + review()):
        entry = read(text)
        assert entry.record is not None
        assert len(entry.body.lessons) == 1


def test_lines_count_from_the_top_of_the_file() -> None:
    entry = read("\n\n" + review("place: a: b\n"))
    assert entry.faults[-1].place.line == 9
    assert entry.body.sections[0].place.line == 12


def test_without_a_front_matter_the_text_is_read_all_the_same() -> None:
    entry = read(body())
    assert len(entry.body.lessons) == 1
    assert entry.front is None


@pytest.mark.parametrize(
    ("extra", "form"),
    [
        ("", "full"),
        ("type: case-study", "full"),
        ("type: rapid-lesson", "rapid"),
        ("type:", "full"),
        ("type: rapid", None),
        ("type: a: b", None),
    ],
)
def test_the_form_is_known_only_where_the_type_is(extra: str, form: str | None) -> None:
    assert read(review(extra)).form == form


@pytest.mark.parametrize(
    ("address", "shown", "target"),
    [
        ("other.md", "/reviews/other", ("other", None)),
        ("./other.md", "/reviews/other", ("other", None)),
        ("../sub/other.md#its-id", "/reviews/other/its-id", ("other", "its-id")),
        ("other.markdown", "/reviews/other", ("other", None)),
        ("#its-id", "/reviews/own/its-id", ("own", "its-id")),
        ("/reviews/other", "/reviews/other", ("other", None)),
        ("/reviews/other/", "/reviews/other/", ("other", None)),
        ("/reviews/other/its-id", "/reviews/other/its-id", ("other", "its-id")),
        ("/reviews/other#its-id", "/reviews/other#its-id", ("other", "its-id")),
        ("https://a.org/other.md", "https://a.org/other.md", None),
        ("mailto:a@b.md", "mailto:a@b.md", None),
        ("other.html", "other.html", None),
        ("/search", "/search", None),
        ("Other.MD", "Other.MD", None),
        ("", "", None),
    ],
)
def test_where_a_link_leads(address: str, shown: str, target: tuple[str, str | None] | None) -> None:
    assert entry_link(address, "own") == shown
    assert linked_entry(address, "own") == target


def test_a_link_to_another_entry_becomes_its_address_on_the_site() -> None:
    entry = read(front() + body(What_happened="See [there](other.md#its-id)."))
    assert 'href="/reviews/other/its-id"' in entry.body.sections[2].html


@examples(150, scheduled=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
@example(b"---\n---\n")
@example(b"---\n\xef\xbb\xbf---\n")
def test_any_bytes_as_a_file_give_problems_and_never_an_exception(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "night-buses.md"
    path.write_bytes(raw)
    entry = entries.read(path, "night-buses.md", inside=tmp_path)
    found = checks.check(collection(entry), rules=checks.RULES)
    assert any(problem.severity == "error" for problem in found)
    assert all(problem.place.path == "night-buses.md" for problem in found)


PIECES = st.sampled_from(
    ["---\n", "title: a\n", "date: 1998\n", "outcomes:\n", "  - measure: a\n", "    result: 5\n", "tags: [a, b]\n", "related: x#y\n",
     "## Lessons\n", "## Summary\n", "### Do it\n", "- Id: a\n", "- Status: learned\n", "- Change: x, y\n", "text [a](b.md) <b>\n", "\n",
     "# x\n", "> - Id: b\n", "  - Id: c\n", "```\n", "formerly: [x, x]\n", "a: b: c\n", "\t- x\n", "period: {from: 2001, to: 2000}\n",
     "- Superseded by: #a\n", "- Formerly: a, b\n", "[x]: y\n", "| a | b |\n|--|--|\n"]
)  # fmt: skip


@examples(300, scheduled=5000)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_order_of_an_entrys_parts_gives_problems_in_order_and_each_once(text: str) -> None:
    entry = read("---\n" + text)
    found = checks.check(collection(entry), rules=checks.RULES)
    assert found == sorted(found, key=lambda problem: (problem.place, problem.rule, problem.message))
    assert len({(problem.place, problem.message) for problem in found}) == len(found)
    last = entry.text.count("\n") + 1
    assert all(1 <= problem.place.line <= last and problem.place.column >= 1 for problem in found)
