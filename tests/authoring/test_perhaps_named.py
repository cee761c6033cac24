"""What may mean a person whose name is taken out is told with its place, and what is a word or another name is not."""

from __future__ import annotations

import pytest

from lessons.authoring.perhaps_named import IN_FILE_NAME, perhaps_named
from lessons.authoring.redacting import Name


def found(name: str, text: str, path: str = "entries/a.md") -> list[str]:
    return list(perhaps_named({path: text}, Name.of(name)))


@pytest.mark.parametrize(
    ("name", "text", "spelling"),
    [
        ("John Smith", "Ask Smith.", "Smith"),
        ("John Smith", "The Smiths knew.", "Smiths"),
        ("John Smith", "It was the Smiths' garden.", "Smiths"),
        ("John Smith", "Smith's advice", "Smith"),
        ("John Smith", "John Smiths report", "Smiths"),
        ("John Smith", "J. Smith signed it.", "J. Smith"),
        ("John Smith", "J.R. Smith signed it.", "J.R. Smith"),
        ("John Smith", "J Smith signed it.", "J Smith"),
        ("John Smith", "Smith, J. (2019)", "Smith"),
        ("John Smith", "SMITH", "SMITH"),
        ("John Smith", "The Smith-Jones report", "Smith"),
        ("John Smith", "The Jones-Smith report", "Smith"),
        ("John Smith", "S**mi**th", "Smith"),
        ("John Smith", "write to jsmith@example.org", "jsmith"),
        ("John Smith", "write to j.smith@example.org", "j.smith"),
        ("John Smith", "write to smith@example.org", "smith"),
        ("Ann Smith-Jones", "Ann Jones", "Jones"),
        ("Ann Smith-Jones", "Ms Smith", "Smith"),
        ("Eva Müller", "Muller said", "Muller"),
        ("Eva Müller", "Frau Mueller said", "Mueller"),
        ("Eva Mueller", "MÜLLER", "MÜLLER"),
        ("Eva Muller", "Evas Bericht und Müllers", "Müllers"),
        ("José García", "E. GARCIA", "E. GARCIA"),
        ("Jose Garcia", "García", "García"),
        ("Jose Garcia", "Garci\u0301a", "Garci\u0301a"),
        ("Lars Ørsted", "Oersted", "Oersted"),
        ("Pat O'Neil", "Mr O’Neil", "O’Neil"),
        ("Li Wu", "Wu said", "Wu"),
        ("Ann Driver", "anndriver said", "anndriver"),
        ("Ann Driver", "ANNDRIVER", "ANNDRIVER"),
        ("Ann Driver", "ann\u200bdriver", "anndriver"),
        ("Ann Driver", "ann / driver", "ann / driver"),
        ("Ann Driver", "driver, ann", "driver, ann"),
        ("Ann Driver", "the ann drivers", "ann drivers"),
        ("Ann Driver", "Ms Dri-\nver", "Dri- ver"),
        ("Mary Ann Driver", "mary-ann_driver", "mary-anndriver"),
    ],
)
def test_what_may_be_the_person_is_told_as_it_is_spelt(name: str, text: str, spelling: str) -> None:
    assert found(name, text) == [spelling]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann Driver", "The driver knew, and other drivers too."),
        ("John Smith", "The Smithsonian and a Blacksmith"),
        ("Ann Lee", "Leeds and Leeway"),
        ("Ann Driver", "a driver and A new driver"),
        ("Ann Driver", "planndriver, and a driver of whom Ann knew"),
        ("Eva Müller", "Mull"),
        ("Grant", "a grant"),
    ],
)
def test_words_and_other_names_are_not_told(name: str, text: str) -> None:
    assert found(name, text) == []


def test_each_spelling_comes_with_its_places() -> None:
    texts = {"entries/a.md": "---\nx: 1\n---\nSmith and Smith\n\nSmiths", "entries/b.md": "\\\nSmith"}
    assert perhaps_named(texts, Name.of("John Smith")) == {
        "Smith": ["entries/a.md:4", "entries/b.md:2"],
        "Smiths": ["entries/a.md:6"],
    }


def test_the_name_of_a_file_is_told() -> None:
    assert found("Eva Müller", "Nothing here.", "entries/uses/mueller-case.md") == [IN_FILE_NAME]
    assert found("Eva Müller", "Nothing here.", "mueller/uses/case.md") == []
