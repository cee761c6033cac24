"""YAML changes no value silently.

What is right: text with ` #`, with a colon followed by a space, or with a comma inside `{…}` is put in quotation marks:
`title: "Bus route #7: what went wrong"`. A comment after a date, number or term is harmless and allowed.

Why: YAML cuts the value off at ` #` and at such a comma, and nobody would notice until a reader misses the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.review import free_text_fields
from lessons.record.types import shorten
from lessons.text.nodes import SURPRISE

ID = SURPRISE


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each text that YAML cut off at a comment; what it read as something else was found by reading."""
    for _, scalar in entry.scalars_at(free_text_fields(entry.model)):
        if scalar.comment_line:
            line = shorten(entry.text.split("\n")[scalar.comment_line - 1].strip(), 80)
            yield Problem(
                scalar.place,
                f"in `{line}` everything from ` #` onwards is lost as a comment; put the whole value in quotes",
                ID,
            )
