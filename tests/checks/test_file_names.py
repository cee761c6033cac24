"""The rule ``file-names``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import file_names
from lessons.entries import read_string
from tests.support.sample import collection, review, use_text

NAME = "a name has 3 to 80 lower-case letters, digits and hyphens"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("night-buses.md", None),
        ("sub/night-buses.md", None),
        ("1998.md", None),
        ("a" * 80 + ".md", None),
        ("Night Buses.md", f'the file is named "Night Buses.md"; {NAME}, such as "night-buses.md"'),
        ("sub/café.md", f'the file is named "café.md"; {NAME}, such as "cafe.md"'),
        ("a_b.md", f'the file is named "a_b.md"; {NAME}, such as "a-b.md"'),
        ("ab.md", f'the file is named "ab.md"; {NAME}'),
        ("a" * 81 + ".md", f'the file is named "{"a" * 81}.md"; {NAME}, such as "{"a" * 80}.md"'),
        ("日本.md", f'the file is named "日本.md"; {NAME}'),
        ("night-buses.markdown", 'the file is named "night-buses.markdown"; name it "night-buses.md"'),
        ("night-buses.MD", 'the file is named "night-buses.MD"; name it "night-buses.md"'),
        ("withheld.md", 'the name "withheld" is reserved by the program; choose another'),
    ],
)
def test_a_name_is_an_address(path: str, message: str | None) -> None:
    entry = read_string(review(), path)
    found = [str(problem) for problem in file_names.check(entry, collection(entry))]
    assert found == ([f"{path}:1:1: {message} [file-names]"] if message else [])


@pytest.mark.parametrize("path", ["northshire.md", "sub/northshire.md", "sub/uses/northshire.md"])
def test_a_use_among_the_reviews_is_told_where_it_belongs_and_nothing_else(path: str) -> None:
    entry = read_string(use_text("sector: x\n", "What happened.\n"), path)
    (found,) = checks.check(collection(entry), [entry], checks.RULES)
    assert found.rule == "file-names"
    assert found.message.startswith("this has the fields of a use, and")
    assert found.message.endswith('move it to "uses/northshire.md"')


@pytest.mark.parametrize("name", ["night-buses", "trams"])
def test_a_review_among_the_uses_is_told_so_and_nothing_else(name: str) -> None:
    entry = read_string(review(), f"uses/{name}.md", use=True)
    (found,) = checks.check(collection(entry), [entry], checks.RULES)
    assert (
        found.message == 'this has the fields of a review, and the folder "uses" holds uses; move it out of that folder'
    )


@pytest.mark.parametrize("extra", ["decision: adopted", "lesson: trams#x", "why: x"])
def test_a_review_with_one_unknown_field_stays_a_review(extra: str) -> None:
    entry = read_string(review(extra), "night-buses.md")
    assert "known-fields" in {problem.rule for problem in checks.check(collection(entry), [entry])}
