"""Entries are files of their own, inside the folder of entries.

What is right: put the file itself into the folder; a symbolic link must not lead out of it.

Why: a link could bring any file of the machine that builds the site to its pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.faults import of
from lessons.entries import Entry
from lessons.problems import Problem

ID = "symbolic-links"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield what reading the file found."""
    yield from of(entry, ID)
