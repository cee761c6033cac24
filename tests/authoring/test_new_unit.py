"""What a new unit is given, and that it holds together."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from lessons import checks
from lessons.authoring import new_unit
from lessons.authoring.new_unit import NewUnit, contents, founding_vocabulary, shared_vocabulary, without
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.problems import LessonsError
from lessons.record.vocabulary.loading import read_string as read_vocabulary

ROOT = Path(__file__).parents[2]
NAMES = [
    "Northern district",
    "Bezirk Süd: Erfahrungen # 1",
    "- [x] *All* `of` $it {{ 1 }} ${{ 2 }}",
    "東京都",
    '"Quoted" & <b>bold</b>',
    "1998",
    "no",
]


def unit(name: str, words: str | None = None) -> NewUnit:
    return NewUnit(name, "2026-11-26", words or founding_vocabulary(), "lessons-learned-unit==0.1.0")


@pytest.mark.parametrize("name", NAMES)
def test_a_new_unit_of_any_name_has_nothing_wrong_with_it(name: str) -> None:
    files = contents(unit(name))
    words = read_vocabulary(files["entries/vocabulary.yml"])
    assert words.problems == ()
    assert words.words.unit.name == name
    entry = read_string(files[f"entries/{new_unit.FIRST_REVIEW}.md"], f"{new_unit.FIRST_REVIEW}.md")
    assert [str(problem) for problem in checks.check(Collection((entry,), words))] == []
    assert yaml.safe_load(files["metadata.yml"])["title"] == name


def test_the_terms_are_those_of_the_founding_reviews_and_who_is_in_them_is_not() -> None:
    founding = read_vocabulary((ROOT / "entries" / "vocabulary.yml").read_text("utf-8")).words
    words = read_vocabulary(founding_vocabulary()).words
    assert founding.organisations
    assert words.schemes == founding.schemes
    assert words.organisations == {}
    assert words.people == {}
    assert words.unit.name != founding.unit.name


def test_another_units_vocabulary_is_shared_with_its_organisations_and_without_its_people(tmp_path: Path) -> None:
    other = tmp_path / "entries" / "vocabulary.yml"
    other.parent.mkdir()
    other.write_text(
        "# Our words.\nunit:\n  slug: north\n  name: North\n\n# Whom we may name.\npeople:\n  ann-lee:\n    name: Ann Lee\n\n"
        "# Who is who.\norganisations:\n  a:\n    name: A Council\n",
        "utf-8",
    )
    for path in (tmp_path, other.parent, other):
        words = shared_vocabulary(path)
        assert words == "# Our words.\n\n# Who is who.\norganisations:\n  a:\n    name: A Council\n"
    written = contents(unit("South", words))["entries/vocabulary.yml"]
    assert written.startswith("# Our words.\n\nunit:\n  slug: south\n  name: South\n\n# Who is who.\n")


def test_a_shared_vocabulary_with_problems_or_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LessonsError, match=r"no vocabulary\.yml in"):
        shared_vocabulary(tmp_path)
    (tmp_path / "vocabulary.yml").write_text("unit:\n  nmae: X\n", "utf-8")
    with pytest.raises(LessonsError, match=r"vocabulary\.yml:2:3: .*nmae.*correct that vocabulary first"):
        shared_vocabulary(tmp_path)


@pytest.mark.parametrize("text", ["", "# Only this.\n", "schemes: {}\n", "unit:\n  name: A"])
def test_a_vocabulary_that_holds_little_is_taken_as_it_is(text: str) -> None:
    words = contents(unit("South", without(text, ("unit",)) if text.strip() else "\n"))["entries/vocabulary.yml"]
    read = read_vocabulary(words)
    assert read.problems == ()
    assert read.words.unit.name == "South"


@pytest.mark.parametrize(
    ("direct", "line"),
    [
        (None, "lessons-learned-unit==0.1.0"),
        (
            {"url": "https://code.example.org/x.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "lessons-learned-unit @ git+https://code.example.org/x.git@ab12",
        ),
        ({"url": "file:///srv/lessons", "dir_info": {}}, "lessons-learned-unit @ file:///srv/lessons"),
        ({"url": "https://example.org/x.whl", "archive_info": {}}, "lessons-learned-unit @ https://example.org/x.whl"),
    ],
)
def test_the_program_is_asked_for_where_it_came_from(
    direct: dict[str, object] | None, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return json.dumps(direct) if direct else None

    monkeypatch.setattr(metadata, "distribution", lambda _: Installed())
    assert new_unit.requirement() == line


def test_nothing_is_overwritten_and_what_cannot_be_written_whole_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "note").write_text("mine", "utf-8")
    with pytest.raises(LessonsError, match=r"is not empty \(note\)"):
        new_unit.write(tmp_path / "there", {"README.md": "x"})
    with pytest.raises(LessonsError, match="is not a folder"):
        new_unit.write(tmp_path / "there" / "note", {"README.md": "x"})
    with pytest.raises(LessonsError, match="cannot write to"):
        new_unit.write(tmp_path / "new", {"README.md": "x", "README.md/below": "y"})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["there"]
    assert (tmp_path / "there" / "note").read_text("utf-8") == "mine"
