"""The rule ``file-names``."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons import checks
from lessons.checks import file_names
from lessons.entries import read_string
from lessons.entries.folder import read_folder
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


def test_what_has_the_fields_of_both_or_of_neither_stays_where_it_is() -> None:
    both = use_text("title: x\nsector: transport\n")
    for path, use in (("night-buses.md", False), ("uses/northshire.md", True)):
        for text in (both, "---\ntitle: x\n---\n", "---\nlesson: x\n---\n", "Text alone.\n"):
            entry = read_string(text, path, use=use)
            assert list(file_names.check(entry, collection(entry))) == []


@pytest.mark.parametrize(("text", "path", "use"), [
    ("---\nlesson: a-b#c\ndecision: adopted\n---\n", "northshire.md", False),
    ("---\ntitle: x\nsector: y\n---\n", "uses/trams.md", True),
])  # fmt: skip
def test_two_fields_are_enough_to_tell_a_use_from_a_review(text: str, path: str, use: bool) -> None:
    entry = read_string(text, path, use=use)
    (found,) = file_names.check(entry, collection(entry))
    assert (found.place.path, found.place.line) == (path, 2)
    assert found.message.startswith("this has the fields of a ")


def test_of_a_link_that_is_not_followed_its_name_is_not_told_as_well(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text(review(), "utf-8")
    folder = tmp_path / "entries"
    folder.mkdir()
    (folder / "Night Buses.md").symlink_to(tmp_path / "elsewhere.md")
    found = read_folder(folder)
    assert "file-names" not in {one.rule for one in checks.check(found)}
    assert found.entries[0].faults
    (folder / "Night Trams.md").write_text("no front matter\n", "utf-8")
    assert "file-names" in {one.rule for one in checks.check(read_folder(folder))}
