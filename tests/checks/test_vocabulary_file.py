"""The rule ``vocabulary``; what it reports is tested with the vocabulary."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries.folder import read_folder
from tests.support.sample import Folder, review


def test_what_is_wrong_with_the_vocabulary_is_reported_once_for_all_entries(shelf: Folder) -> None:
    shelf.write("review-a", review())
    shelf.write("review-b", review())
    shelf.write("vocabulary.yml", "schemes:\n  sector:\n    terms: {}\n")
    found = checks.check(read_folder(shelf.path))
    assert [(problem.rule, problem.place.path.split("/")[-1], problem.place.line) for problem in found] == [
        ("vocabulary", "vocabulary.yml", 3)
    ]
    assert "synonyms" in (checks.manual("vocabulary") or "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "schemes:\n  sector:\n    label: Sector\n    terms:\n      - slug: transport\n        label: Transport\n",
            "5:7: found a list; write each under its slug (`transport:`), with its fields below it, indented: label, definition, broader, cofog, synonyms",
        ),
        ("organisations:\n  - name: North\n", "2:3: found a list; write each under its slug, with its fields below it, indented: name, variants"),
        ("people: Ann\n", '1:9: found "Ann"; write each under its slug, with its fields below it, indented: name'),
    ],
)  # fmt: skip
def test_what_is_named_by_its_slug_is_told_so(shelf: Folder, text: str, message: str) -> None:
    shelf.write("vocabulary.yml", text)
    (problem,) = checks.check(read_folder(shelf.path))
    assert message in str(problem)
