"""``lessons redact`` takes a name out of every file and database, shows it before, and says what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.building.build import Options, build
from lessons.cli import redact
from tests.support.git import Repository
from tests.support.sample import Folder, Run, front, lesson, review, use_text

WORDS = """\
unit:
  slug: here
  name: Here
people:
  drv-7:
    # She agreed in May.
    name: Una Ferrier
  bob-conductor:
    name: Bob Conductor
# Asked Una Ferrier.
organisations:
  kirklees:
    name: Kirklees
"""
NAMES = (b"Una Ferrier", b"una.ferrier", b"drv-7", b"Una **Ferrier**")


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    repository = Repository.begun(tmp_path / "unit")
    monkeypatch.chdir(repository.path)
    folder = Folder(Path("entries"))
    folder.write("vocabulary.yml", WORDS)
    extra = (
        "contributors:\n  - person: drv-7\n    role: driver\n  - person: bob-conductor\n    role: conductor\n"
        "sources:\n  - cite: Una Ferrier, Notes, 1998\n    url: https://x.example/una-ferrier/notes\ncontact: Una Ferrier"
    )
    told = lesson(
        "- Id: ask-users\n- Recommendation: Ask [her](mailto:una.ferrier@x.example).\n- Owner: Una Ferrier",
        prose="Una **Ferrier** knew. Ferrier had said so.",
    )
    folder.write("night-ferries", review(extra, lessons=told))
    folder.write("day-ferries", review(title="By day").replace("\n", "\r\n"))
    folder.write("uses/northshire.md", use_text("why: Una Ferrier's advice", lesson="night-ferries#ask-users"))
    repository.commit("2020-01-01")
    for audience in ("public", "internal"):
        assert build(folder.path, Path(f"build/{audience}.db"), Options(audience)).written
    return folder


def holding(folder: str) -> list[str]:
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return sorted(path.name for path in files if any(name in path.read_bytes() for name in NAMES))


def test_what_would_change_is_shown_and_nothing_is_written(unit: Folder, run: Run) -> None:
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    result = run("redact", "Una Ferrier")
    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    assert "\n-contact: Una Ferrier\n" in result.stdout
    assert "\n+contact: (name withheld)\n" in result.stdout
    assert result.stderr == "3 files would change; nothing was changed. To write it: --yes\n"


def test_it_is_gone_from_every_file_and_database(unit: Folder, run: Run) -> None:
    assert holding("entries") == ["night-ferries.md", "northshire.md", "vocabulary.yml"]
    # What a build keeps for the next holds what it read.
    assert holding("build") == [".internal.db.kept", ".public.db.kept", "internal.db", "public.db"]
    result = run("redact", "Una Ferrier", "--with", "the bus driver", "--yes")
    assert result.exit_code == 0, result.output
    assert holding("entries") == holding("build") == []
    text = (unit.path / "night-ferries.md").read_text()
    for kept in (
        "contributors:\n  - role: driver\n  - person: bob-conductor\n    role: conductor\n",
        "  - cite: the bus driver, Notes, 1998\n    url: https://x.example/withheld/notes\n",
        "contact: the bus driver\n",
        "\nThe bus driver knew. Ferrier had said so.\n",
        "- Recommendation: Ask her.\n- Owner: the bus driver",
    ):
        assert kept in text
    assert (unit.path / "vocabulary.yml").read_text() == WORDS.replace(
        "  drv-7:\n    # She agreed in May.\n    name: Una Ferrier\n", ""
    ).replace("Asked Una Ferrier", "Asked the bus driver")
    assert b"\r\n" in (unit.path / "day-ferries.md").read_bytes()
    line = text[: text.index("Ferrier had")].count("\n") + 1
    for said in (
        "3 files changed\n",
        f'"Ferrier" may mean the same person, look at entries/night-ferries.md:{line}\n',
        "git has the name in 1 commit; ",
    ):
        assert said in result.stderr
    again = run("redact", "Una Ferrier", "--yes")
    assert (again.exit_code, again.stdout) == (0, "")
    assert 'entries: nothing to change for "Una Ferrier"\n' in again.stderr


def test_every_place_that_may_mean_the_person_is_named(unit: Folder, run: Run) -> None:
    for number in range(12):
        unit.write(
            f"by-boat-{number:02}",
            review(
                title=f"By boat {number}",
                lessons=lesson("- Id: ask\n- Recommendation: Ask.", prose=f"Ferrier {number} said so."),
            ),
        )
    result = run("redact", "Una Ferrier", "--yes")
    assert '"Ferrier" may mean the same person, look at:\n  entries/by-boat-00.md:' in result.stderr
    assert all(f"\n  entries/by-boat-{number:02}.md:" in result.stderr for number in range(12))


@pytest.mark.parametrize(("typed", "written"), [("y\n", True), ("n\n", False)])
def test_on_a_terminal_it_asks(
    unit: Folder, lessons, monkeypatch: pytest.MonkeyPatch, typed: str, written: bool
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(redact, "on_terminal", lambda: True)
    result = lessons("redact", "Una Ferrier", typed=typed)
    assert "3 files would change. Write them? [y/N]" in result.stderr
    assert (holding("entries") == []) is written


def test_the_last_who_was_declared_leaves_no_empty_list_of_people(unit: Folder, run: Run) -> None:
    assert run("redact", "Una Ferrier", "--yes").exit_code == 0
    assert run("redact", "Bob Conductor", "--yes").exit_code == 0
    assert "people" not in (unit.path / "vocabulary.yml").read_text()
    assert "  - role: conductor\n" in (unit.path / "night-ferries.md").read_text()
    assert run("check").exit_code == 0


def test_what_a_person_has_to_change_is_named_and_left(unit: Folder, run: Run) -> None:
    unit.write("una-ferrier-s-case", front(title="A case"))
    unit.write("una-ferrier", review(title="Another"))
    unit.write("latin", b"---\ntitle: \xe9\n---\n")
    # The new text cannot stand here without quotation marks.
    unit.write("tram-stops", review("contact: Una Ferrier", title="Trams"))
    result = run("redact", "Una Ferrier", "--with", "driver: the one", "--yes")
    assert result.exit_code == 1
    assert "entries/una-ferrier.md: the name is in the id; give the file another name by hand" in result.stderr
    assert "entries/latin.md: cannot be read, so look for the name there by hand\n" in result.stderr
    assert "entries/tram-stops.md: holds the name, and has to be changed by hand: " in result.stderr
    assert "contact: Una Ferrier\n" in (unit.path / "tram-stops.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("A",), "is not a name"),
        (("Una Ferrier", "--with", "Ms Una Ferrier"), "cannot stand in the place"),
        (("Una Ferrier", "--with", " "), "cannot stand in the place"),
    ],
)
def test_what_makes_no_sense_is_refused(unit: Folder, run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("redact", *arguments, "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
