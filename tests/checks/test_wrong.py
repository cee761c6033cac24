"""One gloriously wrong review, one with every slip of YAML, and two that are hardly reviews: every message, in order, once.

The files are in ``wrong/entries``, but for one that is no UTF-8 and is written here; what is to be said of them stands in
``wrong/expected.txt``, line for line as printed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from lessons import checks
from lessons.checks import MANUALS, NEEDED
from lessons.entries.folder import read_folder
from lessons.problems import Problem

HERE = Path(__file__).parent / "wrong"
# A link out of the folder, a file too large and a text too slow are made by tests of their own, not kept here; nor are two
# reviews whose dates are right and do not fit each other; what is not known, several values in one and comments have tables of their own.
ELSEWHERE = {
    "repeats-later",
    "not-known",
    "one-value-each",
    "comments",
    "symbolic-links",
    "size",
    "hidden-characters",
    "rendering",
    "vocabulary",
}


@pytest.fixture
def found(tmp_path: Path) -> list[Problem]:
    folder = tmp_path / "entries"
    shutil.copytree(HERE / "entries", folder)
    (folder / "not-utf-8.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    return checks.check(read_folder(folder))


def test_every_mistake_is_reported_once_at_its_place_in_order(found: list[Problem], tmp_path: Path) -> None:
    printed = [str(problem).replace(f"{tmp_path}/", "") for problem in found]
    assert printed == (HERE / "expected.txt").read_text("utf-8").splitlines()
    assert [message for message, number in Counter(printed).items() if number > 1] == []


def test_every_rule_has_something_to_say_here(found: list[Problem]) -> None:
    assert {*MANUALS, *(rule.ID for rule in NEEDED)} - ELSEWHERE == {problem.rule for problem in found}


def test_no_two_messages_speak_of_the_same_word(found: list[Problem]) -> None:
    """Two problems at one place would be one mistake told twice; the few that share one are two mistakes."""
    shared = [place for place, number in Counter(problem.place for problem in found).items() if number > 1]
    said = {(problem.place.path.rpartition("/")[2], problem.message) for problem in found if problem.place in shared}
    assert {(path, message.partition(";")[0]) for path, message in said} == {
        # Nothing of a file without front matter and headings is right.
        ("Bad Name.md", 'the file is named "Bad Name.md"'),
        ("Bad Name.md", 'found "No front matter, and a bad name."'),
        ("Bad Name.md", "there is text before the first section"),
        ("Bad Name.md", 'the section "What happened" is missing: write `## What happened` and below it: the facts, in order, with figures.'),
        ("Bad Name.md", 'the section "Lessons" is missing: write `## Lessons` and below it: the lessons, each under a level-3 heading.'),
        # "learned" has two gates.
        ("gloriously-wrong.md", 'the status "learned" needs Evidence'),
        (
            "gloriously-wrong.md",
            'the status "learned" needs an outcome (`measures: outcome`) with a result and the method before-after, comparison or '
            "trial, in a use of the lesson or in a review that builds on it, neither earlier nor withdrawn",
        ),
    }  # fmt: skip
