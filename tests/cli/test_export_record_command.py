"""``lessons export record`` tells everything that is held on one record, and what of it is public."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from lessons.building.build import Options, build
from tests.support.git import Repository
from tests.support.sample import Folder, Run, lesson, review, use_text

WORDS = "unit:\n  slug: here\n  name: Here\npeople:\n  ann-driver:\n    name: Ann Driver\n"


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    repository = Repository.begun(tmp_path / "unit")
    monkeypatch.chdir(repository.path)
    folder = Folder(Path("entries"))
    folder.write("vocabulary.yml", WORDS)
    folder.write("late-ferries")
    repository.commit("2020-01-01")
    (folder.path / "late-ferries.md").unlink()
    extra = (
        "formerly: late-ferries\ncontributors:\n  - person: ann-driver\n    role: driver\n  - fleet manager\n"
        "contact: ferries@kirklees.example\nrelated: secret-ferries"
    )
    owned = lesson("- Id: ask-users\n- Recommendation: Ask John.Smith@kirklees.example.\n- Owner: John Smith")
    folder.write("night-ferries", review(extra, lessons=owned))
    folder.write("secret-ferries", review("handling: internal\nrelated: night-ferries", title="Secret"))
    folder.write("day-ferries", review("repeats: night-ferries#ask-users", title="By day", date="1999"))
    folder.write("uses/northshire.md", use_text(lesson="night-ferries#ask-users"))
    repository.commit("2020-02-01")
    for audience in ("public", "internal"):
        assert build(folder.path, Path(f"build/{audience}.db"), Options(audience)).written
    return folder


def told(run: Run, *arguments: object) -> dict[str, Any]:
    result = run("export", "record", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_everything_that_is_held_is_told(unit: Folder, run: Run) -> None:
    held = told(run, "night-ferries")
    assert (held["file"], held["former_ids"], held["handling"], held["status"]) == (
        "entries/night-ferries.md", ["late-ferries"], "public", "published",
    )  # fmt: skip
    assert held["text"] == (unit.path / "night-ferries.md").read_text()
    assert held["fields"]["contributors"] == [{"person": "ann-driver", "role": "driver"}, "fleet manager"]
    assert [one["id"] for one in held["lessons"]] == ["ask-users"]
    assert held["lessons"][0]["owner"] == ["John Smith"]
    assert [(one["text"], one["field"], one["who"]) for one in held["people"]] == [
        ("ann-driver", "contributors", "Ann Driver, declared under people"),
        ("fleet manager", "contributors", "as written"),
        ("driver", "contributors", "as written"),
        ("ferries@kirklees.example", "contact", "as written"),
        ("John Smith", "owner", "as written"),
    ]
    assert [one["message"].split('"')[1] for one in held["seem_to_name_people"]] == [
        "John.Smith@kirklees.example",
        "John Smith",
    ]
    assert [(one["id"], one["decision"], one["public"]) for one in held["uses"]] == [("northshire", "adapted", True)]
    assert [(one["to"], one["field"]) for one in held["refers_to"]] == [("secret-ferries", "related")]
    assert [(one["file"], one["field"], one["to"]) for one in held["referred_to_by"]] == [
        ("entries/day-ferries.md", "repeats", "night-ferries#ask-users"),
        ("entries/secret-ferries.md", "related", "night-ferries"),
        ("entries/uses/northshire.md", "lesson", "night-ferries#ask-users"),
    ]
    history = held["history"]
    assert [(one["day"], one["by"], one["subject"]) for one in history["commits"]] == [
        ("2020-01-01", "a", "2020-01-01"),
        ("2020-02-01", "a", "2020-02-01"),
    ]
    assert history["files"] == ["entries/late-ferries.md", "entries/night-ferries.md"]
    assert held["problems"] == []


def test_what_of_it_is_public_is_told(unit: Folder, run: Run) -> None:
    held = told(run, "night-ferries")
    assert held["public"] == {"what": "in part", "withheld_lines": ["related: secret-ferries"]}
    assert {one["database"]: (one["has"], one["public"]) for one in held["published_in"]} == {
        "build/internal.db": ("all", False),
        "build/public.db": ("in part", True),
    }
    assert told(run, "day-ferries")["public"]["what"] == "all"
    hidden = told(run, "secret-ferries")
    assert (hidden["public"]["what"], hidden["published_in"][1]["has"]) == ("nothing", "nothing")
    assert run("withdraw", "day-ferries", "--databases", "build").exit_code == 0
    gone = told(run, "day-ferries")
    assert (gone["public"]["what"], [one["has"] for one in gone["published_in"]]) == (
        "address only",
        ["address only"] * 2,
    )
    assert told(run, "northshire")["kind"] == "use"


def test_the_report_for_people_says_the_same_and_nothing_in_it_is_active(unit: Folder, run: Run) -> None:
    hostile = "````\n<script>alert(1)</script>\n[x](javascript:alert(1))\n````"
    unit.write(
        "day-ferries",
        review(
            "handling: internal", title="By ``day``", lessons=lesson(f"- Id: ask\n- Recommendation: Ask. {hostile}")
        ),
    )
    result = run("export", "record", "entries/day-ferries.md")
    assert result.exit_code == 0, result.output
    page = MarkdownIt("commonmark").render(result.stdout)
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "- Public: nothing of it\n" in result.stdout
    own, _, file = result.stdout.partition("## The file as it stands\n")
    assert page.count("<h2>") == own.count("\n## ") + 1
    assert "<script>alert(1)</script>" in file
    people = run("export", "record", "night-ferries").stdout
    for said in (
        "- Public: all of it but what stands in the lines below\n",
        "- `related: secret-ferries`\n",
        "- `build/public.db`, for the public audience: a text that is not the one that stands now, or not all of it, at `/reviews/night-ferries`\n",
        "- ann-driver (contributors, Ann Driver, declared under people; `entries/night-ferries.md:9:13`)\n",
        "- `entries/uses/northshire.md`, of `night-ferries#ask-users`, public: Northshire Fire Service, adapted, 2026-09\n",
        "- `entries/day-ferries.md",
    ):
        assert said in people or said.startswith("- `entries/day"), said


def test_a_file_is_for_its_owner_s_eyes_also_where_one_was_there_that_others_could_read(
    unit: Folder, run: Run, tmp_path: Path
) -> None:
    there = tmp_path / "there.md"
    there.write_text("# What is held on `night-ferries`\n", "utf-8")
    there.chmod(0o644)
    for output in (tmp_path / "report.md", there):
        assert run("export", "record", "night-ferries", "--output", output).exit_code == 0
        assert output.read_text().startswith("# What is held on `night-ferries`\n")
        assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_one_that_cannot_be_built_is_told_as_well(unit: Folder, run: Run) -> None:
    unit.write("night-ferries", review("handling: public", result="good"))
    held = told(run, "night-ferries")
    assert held["public"]["what"] == "nothing"
    assert 'unknown result "good"' in held["problems"][0]
    unit.write("night-ferries", "no front matter")
    assert told(run, "night-ferries")["text"] == "no front matter"


def test_an_id_that_is_not_here_is_refused(unit: Folder, run: Run) -> None:
    result = run("export", "record", "night-fery")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'lessons: there is no review or use "night-fery", did you mean "night-ferries"?\n'
    unit.write("more/night-ferries")
    assert "have one id" in run("export", "record", "night-ferries").stderr


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """Two units that both know an Ann, one of which used a lesson of the other, once for everybody and once for its own readers."""
    monkeypatch.chdir(tmp_path)
    for slug in ("north", "south"):
        folder = Folder(Path(slug))
        told = f"unit:\n  slug: {slug}\n  name: Unit {slug}\n  contact: {slug}@example.org\n"
        folder.write("vocabulary.yml", f"{told}people:\n  ann:\n    name: Ann of {slug}\n")
    Folder(Path("north")).write("ferries", review("formerly: late-ferries"))
    south = Folder(Path("south"))
    cited = "lesson: north:ferries#ask-users"
    by_ann = "contributors:\n  - person: ann\n    role: driver"
    south.write("trams", review(f"{by_ann}\nbuilds_on:\n  - {cited}\n    decision: adopted", title="Trams"))
    south.write("secret", review("handling: internal\nrelated: north:ferries", title="Secret"))
    south.write("uses/open-use.md", use_text(lesson="north:ferries#ask-users"))
    south.write("uses/secret-use.md", use_text("handling: internal", lesson="north:late-ferries#ask-users"))
    for audience in ("public", "internal"):
        for slug in ("north", "south"):
            assert build(Path(slug), Path(f"{slug}-{audience}.db"), Options(audience)).written
        made = run(
            "combine", f"north-{audience}.db", f"south-{audience}.db", "-o", f"{audience}.db", "--audience", audience
        )
        assert made.exit_code == 0, made.output
    return tmp_path


@pytest.mark.parametrize(
    "name", ["north:ferries", "north:late-ferries", "https://lessons.example/reviews/north:ferries/ask-users"]
)
def test_of_a_library_of_several_units_it_tells_whose_it_is_and_what_the_others_did_with_it(
    units: Path, run: Run, name: str
) -> None:
    held = told(run, name, "--database", "public.db")
    assert (held["id"], held["unit"]["name"], held["unit"]["contact"]) == (
        "north:ferries",
        "Unit north",
        "north@example.org",
    )
    assert held["text"] == (units / "north" / "ferries.md").read_text()
    assert held["former_ids"] == ["north:late-ferries"]
    assert [(one["id"], one["decision"], one["public"]) for one in held["uses"]] == [
        ("south:open-use", "adapted", True)
    ]
    assert [(one["file"], one["field"]) for one in held["referred_to_by"]] == [
        ("south/trams.md", "builds_on, adopted"),
        ("south/uses/open-use.md", "lesson"),
    ]
    assert "in the repository of the unit (Unit north, north@example.org)" in held["history"]["unknown"]
    assert held["public"]["what"] == "all"


def test_what_is_not_for_everybody_is_in_the_report_where_it_is_in_the_database_and_marked(
    units: Path, run: Run
) -> None:
    held = told(run, "north:ferries", "--database", "internal.db")
    assert {one["id"]: one["public"] for one in held["uses"]} == {"south:open-use": True, "south:secret-use": False}
    assert "south/secret.md" in [one["file"] for one in held["referred_to_by"]]
    assert held["published_in"][0]["public"] is False
    hidden = told(run, "south:secret", "--database", "internal.db")
    assert (hidden["public"]["what"], hidden["handling"]) == ("nothing", "internal")
    for name in ("south:secret", "south:secret-use"):
        refused = run("export", "record", name, "--database", "public.db")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert f'public.db: there is no review or use "{name}"' in refused.stderr


def test_of_two_units_people_of_one_slug_each_has_its_own(units: Path, run: Run) -> None:
    held = told(run, "south:trams", "--database", "public.db")
    assert [one["who"] for one in held["people"] if one["text"] == "ann"] == ["Ann of south, declared under people"]
    page = run("export", "record", "south:trams", "--database", "public.db").stdout
    assert "- Unit: Unit south, south@example.org\n" in page
    assert "Git has no version" not in page


def test_what_was_withdrawn_or_is_no_database_of_ours_is_said(units: Path, run: Run) -> None:
    assert run("withdraw", "trams", "--entries", "south", "--databases", ".").exit_code == 0
    assert run("combine", "north-public.db", "south-public.db", "-o", "public.db").exit_code == 0
    gone = run("export", "record", "south:trams", "--database", "public.db")
    assert (gone.exit_code, gone.stdout) == (2, "")
    assert gone.stderr == 'lessons: public.db has of "south:trams" the address only: it was withdrawn\n'
    (units / "text.db").write_text("no database")
    other = run("export", "record", "south:trams", "--database", "text.db")
    assert (other.exit_code, "Traceback" in other.output) == (2, False)
