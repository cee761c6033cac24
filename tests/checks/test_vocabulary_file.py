"""The rule ``vocabulary``; what it reports is tested with the vocabulary."""

from __future__ import annotations

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
