"""The front matter can be read: `---`, fields as `name: value`, `---`.

What is right: the first line is `---`; then one field a line; lists with one `- value` a line, indented with spaces;
then `---` again. Each field stands once. Anchors (`&`), aliases (`*`), tags (`!`) and merge keys (`<<`) are not read: put a
value that begins with such a character in quotes.

Why: everything that can be searched, counted or filtered stands here.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "front-matter"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
