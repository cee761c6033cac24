"""The rule ``file-names``."""

from __future__ import annotations

import pytest

from lessons.checks import file_names
from lessons.entries import read_string
from tests.support.sample import collection, review

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
