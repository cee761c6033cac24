"""HTML in the text is shown as plain text, not rendered.

What is right: Markdown; `<b>` becomes `**bold**`. Of comments (`<!-- … -->`) the rule `comments` speaks.

Why: text from many hands must never become active content on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lessons.checks.comments import OPENING
from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "raw-html"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the first HTML tag of an entry."""
    if not judged(entry):
        return
    source = entry.text.split("\n")
    tags = (place for place in entry.body.html_tags if not source[place.line - 1].startswith(OPENING, place.column - 1))
    for place in islice(tags, 1):
        yield Problem(place, "HTML is shown as plain text here; write Markdown instead, or delete it", ID, "advice")
