"""Whoever consents to be named is named; one edit of the vocabulary takes them out of everything that is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.sample import Folder, Run, review, use_text

NAMED = "contributors:\n  - role: project manager\n    person: {slug}\ntags:\n  - {slug} drove the first bus"
DECLARED = "unit: {slug: here, name: Here}\npeople:\n  %s:\n    name: Jo Quillfeather\n"
WITHDRAWN = "unit: {slug: here, name: Here}\n"


def made(shelf: Folder, run: Run, output: Path) -> bytes:
    """Return everything that is made of the entries: the database and every export."""
    report = shelf.build(output)
    assert report.written, [str(problem) for problem in report.errors]
    exports = [run("export", form, "--entries", shelf.path).stdout_bytes for form in ("ndjson", "csv")]
    folder = output.with_suffix("")
    assert run("export", "datapackage", "--entries", shelf.path, "--output", folder).exit_code == 0
    return b"".join([output.read_bytes(), *exports, *(path.read_bytes() for path in sorted(folder.iterdir()))]).lower()


def test_one_edit_takes_a_person_out_of_database_and_exports(shelf: Folder, run: Run, tmp_path: Path) -> None:
    shelf.write("night-buses", review(NAMED.format(slug="jo-quillfeather")))
    shelf.write("vocabulary.yml", DECLARED % "jo-quillfeather")
    shelf.write("uses/trams", use_text("contributors: {person: jo-quillfeather, role: adviser}"))
    before = made(shelf, run, tmp_path / "before.db")
    assert b"jo quillfeather" in before
    assert b"jo-quillfeather" in before
    shelf.write("vocabulary.yml", WITHDRAWN)
    after = made(shelf, run, tmp_path / "after.db")
    assert b"quillfeather" not in after
    assert b"project manager" in after


def test_a_slug_of_one_word_is_taken_out_where_it_names_a_person_and_stays_a_word_of_prose(
    shelf: Folder, run: Run, tmp_path: Path
) -> None:
    shelf.write("night-buses", review("contributors: {person: baker, role: driver}\ntags: a baker"))
    shelf.write("vocabulary.yml", WITHDRAWN)
    made(shelf, run, tmp_path / "lessons.db")
    exported = json.loads(run("export", "ndjson", "--entries", shelf.path).stdout)
    assert exported["fields"]["contributors"] == {"person": "withheld", "role": "driver"}
    assert exported["fields"]["tags"] == "a baker"


@pytest.mark.parametrize("quoted", ['"jo-quillfeather"', "'jo-quillfeather'"])
def test_it_is_taken_out_however_it_is_quoted(shelf: Folder, run: Run, tmp_path: Path, quoted: str) -> None:
    shelf.write("night-buses", review(f"contributors: {{role: driver, person: {quoted}}}"))
    shelf.write("vocabulary.yml", WITHDRAWN)
    assert b"quillfeather" not in made(shelf, run, tmp_path / "lessons.db")
