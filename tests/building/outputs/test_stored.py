"""What a built database has is exported like the entries it was built from; that of several units says of each record whose it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from lessons.cli import main
from lessons.library.connection import connect
from tests.support.sample import lesson, review, use_text

WORDS = """\
unit:
  slug: {0}
  name: The {0} | unit
  contact: {0}@example.org
  address: https://{0}.example.org
  licence: {1}
people:
  {0}-1:
    name: Ada of {0}
"""
UNIT = {
    "id": "north",
    "name": "The north | unit",
    "licence": "CC-BY-4.0",
    "address": "https://north.example.org",
    "contact": "north@example.org",
}


def lessons(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def done(*arguments: object) -> str:
    result = lessons(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the entries and the databases of two units, and that of both."""
    folder = tmp_path_factory.mktemp("units")
    for slug, licence in (("north", "CC-BY-4.0"), ("south", "OGL-UK-3.0")):
        entries = folder / slug
        (entries / "uses").mkdir(parents=True)
        (entries / "vocabulary.yml").write_text(WORDS.format(slug, licence), "utf-8")
        (entries / "night-buses.md").write_text(review("tags: [=night, buses]", title=f"Buses of {slug}"), "utf-8")
        done("build", "--entries", entries, "--output", folder / f"{slug}.db")
    told = use_text(
        "why: It fitted.\ncontributors:\n  - person: south-1\n    role: lead", lesson="north:night-buses#ask-users"
    )
    (folder / "south" / "uses" / "a-use.md").write_text(told, "utf-8")
    done("build", "--entries", folder / "south", "--output", folder / "south.db")
    done("combine", folder / "south.db", folder / "north.db", "-o", folder / "central.db", "--name", "Central")
    return folder


def files_of(folder: Path) -> dict[str, list[str]]:
    return {path.name: sorted(path.read_text("utf-8").splitlines()) for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_unit_gives_the_same_bytes_from_its_database_as_from_its_entries(units: Path, form: str) -> None:
    stored = done("export", form, "--database", units / "south.db")
    assert stored == done("export", form, "--entries", units / "south")
    assert "ask-users" in stored


def test_a_data_package_has_the_same_rows_from_a_database_as_from_entries(units: Path, tmp_path: Path) -> None:
    done("export", "datapackage", "--database", units / "south.db", "--output", tmp_path / "stored")
    done("export", "datapackage", "--entries", units / "south", "--output", tmp_path / "read")
    stored, read = files_of(tmp_path / "stored"), files_of(tmp_path / "read")
    for files in (stored, read):
        # It has the digests of the others, whose rows may be in another order.
        del files["datapackage.json"]
    assert stored == read


def test_each_record_of_several_units_says_whose_it_is(units: Path) -> None:
    records = [json.loads(line) for line in done("export", "ndjson", "--database", units / "central.db").splitlines()]
    assert [(one["id"], one["path"], one["unit"]["id"]) for one in records] == [
        ("north:night-buses", "north/night-buses.md", "north"),
        ("south:night-buses", "south/night-buses.md", "south"),
        ("south:a-use", "south/uses/a-use.md", "south"),
    ]
    assert records[0]["unit"] == UNIT
    assert records[0]["lessons"][0]["id"] == "north:night-buses#ask-users"
    table = list(csv.DictReader(io.StringIO(done("export", "csv", "--database", units / "central.db"), newline="")))
    assert [(row["lesson"], row["review_title"]) for row in table] == [
        ("north:night-buses#ask-users", "Buses of north"),
        ("south:night-buses#ask-users", "Buses of south"),
    ]
    assert {name: table[0][f"unit_{name}" if name != "id" else "unit"] for name in UNIT} == UNIT
    assert "south:a-use" in table[0]["decisions"]


def test_a_bundle_of_several_units_is_whole_and_names_each_with_its_licence(units: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        done("export", "bundle", "--database", units / "central.db", "-o", tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    done("export", "bundle", "--verify", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as bundle:
        bundle.extractall(tmp_path / "bundle")
    folder = tmp_path / "bundle"
    assert (folder / "lessons.db").read_bytes() == (units / "central.db").read_bytes()
    catalogue = json.loads((folder / "dcat.jsonld").read_text("utf-8"))
    assert [
        (
            part["dct:identifier"],
            part["dct:publisher"]["foaf:name"],
            part["dct:license"]["@id"],
            part["dcat:landingPage"]["@id"],
        )
        for part in catalogue["dct:hasPart"]
    ] == [
        ("north", "The north | unit", "https://spdx.org/licenses/CC-BY-4.0", "https://north.example.org"),
        ("south", "The south | unit", "https://spdx.org/licenses/OGL-UK-3.0", "https://south.example.org"),
    ]
    assert catalogue["dct:publisher"]["foaf:name"] == "Central"
    citation = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert citation["authors"][0] == {
        "name": "The north | unit", "website": "https://north.example.org", "email": "north@example.org",
    }  # fmt: skip
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert [one["title"] for one in package["contributors"]] == ["Central", "The north | unit", "The south | unit"]
    assert {one["name"] for one in package["licenses"]} == {"CC-BY-4.0", "OGL-UK-3.0"}
    readme = (folder / "README.md").read_text("utf-8")
    assert "| The north &#124; unit (north) | 1 | CC-BY-4.0 | https://north.example.org | north@example.org |" in readme
    assert "    lessons import bundle . --into units\n" in readme


@pytest.mark.parametrize("form", ["bundle", "datapackage"])
def test_what_several_units_have_comes_back_by_unit_byte_by_byte_and_combines_to_the_same_rows(
    units: Path, tmp_path: Path, form: str
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    done("export", form, "--database", units / "central.db", "--output", out)
    done("import", "bundle", out, "--into", again)
    for slug in ("north", "south"):
        assert markdown_of(again / slug) == markdown_of(units / slug) != {}
    done("combine", again / "north", again / "south", "-o", tmp_path / "central.db", "--name", "Central")
    with closing(connect(units / "central.db")) as before, closing(connect(tmp_path / "central.db")) as after:
        for table in ("reviews", "lessons", "uses", "review_files", "people", "organisations", "lesson_links"):
            assert rows_of(before, table) == rows_of(after, table), table
        told = "SELECT id, name, contact, address, licence FROM units ORDER BY id"
        assert before.execute(told).fetchall() == after.execute(told).fetchall()


def test_a_term_that_a_unit_never_declared_or_that_a_crosswalk_took_away_is_in_the_words_that_come_back(
    tmp_path: Path,
) -> None:
    # Each term is the sector of its unit's review and the barrier of its lesson; the unit "free" declares none.
    used = {"free": "space-flight", "north": "roads", "south": "transport"}
    schemes = "schemes:\n  sector:\n    label: Sector\n    terms:\n      {0}:\n        label: {0}\n  barriers:\n    label: Barrier\n    terms:\n      {0}:\n        label: {0}\n"
    for slug, term in used.items():
        entries = tmp_path / slug
        entries.mkdir()
        words = WORDS.format(slug, "CC-BY-4.0") + ("" if slug == "free" else schemes.format(term))
        (entries / "vocabulary.yml").write_text(words, "utf-8")
        told = review(sector=term, lessons=lesson(f"- Id: ask-users\n- Recommendation: Ask them.\n- Barrier: {term}"))
        (entries / "night-buses.md").write_text(told, "utf-8")
        done("check", entries)
    crosswalk, central, out, again = (tmp_path / name for name in ("walk.yml", "central.db", "out.zip", "again"))
    crosswalk.write_text("north: {sector: {roads: transport}, barriers: {roads: transport}}\n", "utf-8")
    done("combine", *(tmp_path / slug for slug in used), "-o", central, "--crosswalk", crosswalk)
    done("export", "bundle", "--database", central, "-o", out)
    done("import", "bundle", out, "--into", again)
    for slug, term in used.items():
        assert markdown_of(again / slug) == markdown_of(tmp_path / slug)
        done("check", again / slug)
        listed = yaml.safe_load((again / slug / "vocabulary.yml").read_text("utf-8"))["schemes"]
        for scheme in ("sector", "barriers"):
            assert set(listed[scheme]["terms"]) == {"transport", term}


def test_a_review_that_would_not_pass_by_the_words_of_its_bundle_is_left_out(units: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    done("export", "datapackage", "--database", units / "north.db", "--output", out)
    # The description has no digest of the vocabulary: a hand may have changed it.
    words = (out / "vocabulary.yml").read_text("utf-8")
    other = "schemes:\n  sector:\n    label: Sector\n    terms:\n      fishing:\n        label: Fishing\n"
    (out / "vocabulary.yml").write_text(words + other, "utf-8")
    result = lessons("import", "bundle", out, "--into", again)
    assert (result.exit_code, markdown_of(again)) == (1, {})
    assert 'the review "night-buses" would not pass: unknown sector' in result.stderr


def rewritten(package: Path, name: str, old: str, new: str) -> None:
    """Change a table of a data package, and what its description says of its bytes."""
    description, table = package / "datapackage.json", package / name
    before = hashlib.sha256(table.read_bytes()).hexdigest()
    table.write_text(table.read_text("utf-8").replace(old, new, 1), "utf-8")
    after = hashlib.sha256(table.read_bytes()).hexdigest()
    description.write_text(description.read_text("utf-8").replace(before, after), "utf-8")


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("reviews.csv", "id,", "name,", 'reviews.csv: has no column "id"'),
        ("review_files.csv", "review_id,", "name,", 'review_files.csv: has no column "review_id"'),
        ("uses.csv", ",markdown", ",heading_", 'uses.csv: has no column "markdown"'),
        ("units.csv", "id,", "name_,", 'units.csv: has no column "id"'),
        ("units.csv", "\nsouth,", "\nsouth,,", "units.csv:4: the row has 9 cells, the header 8"),
        ("reviews.csv", "\nnorth:", '\n"north:', "reviews.csv:2: cannot be read as CSV"),
    ],
)
def test_a_table_that_is_not_as_it_is_written_brings_nothing_in(
    table: str, old: str, new: str, words: str, units: Path, tmp_path: Path
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    done("export", "datapackage", "--database", units / "central.db", "--output", out)
    rewritten(out, table, old, new)
    result = lessons("import", "bundle", out, "--into", again)
    assert (result.exit_code, again.exists()) == (2, False)
    assert words in result.stderr


def test_of_two_units_people_of_one_slug_each_comes_back_as_the_one_whom_its_unit_named(tmp_path: Path) -> None:
    central, out, again = tmp_path / "central.db", tmp_path / "out.zip", tmp_path / "again"
    for slug in ("north", "south"):
        entries = tmp_path / slug
        entries.mkdir()
        words = f"{WORDS.format(slug, 'CC-BY-4.0')}  ann:\n    name: Ann of {slug}\n"
        (entries / "vocabulary.yml").write_text(words, "utf-8")
        told = review(f"contributors:\n  - person: ann\n    role: driver\n  - person: {slug}-1\n    role: cook")
        (entries / "night-buses.md").write_text(told, "utf-8")
    done("combine", tmp_path / "north", tmp_path / "south", "-o", central)
    done("export", "bundle", "--database", central, "-o", out)
    done("import", "bundle", out, "--into", again)
    for slug in ("north", "south"):
        people = yaml.safe_load((again / slug / "vocabulary.yml").read_text("utf-8"))["people"]
        assert (people["ann"]["name"], people[f"{slug}-1"]["name"]) == (f"Ann of {slug}", f"Ada of {slug}")
    done("combine", again / "north", again / "south", "-o", tmp_path / "twice.db")
    with closing(connect(central)) as before, closing(connect(tmp_path / "twice.db")) as after:
        for table in ("people", "review_contributors"):
            assert rows_of(before, table) == rows_of(after, table), table


def test_of_units_of_which_one_cannot_come_in_none_does(units: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    done("export", "datapackage", "--database", units / "central.db", "--output", out)
    (again / "south").mkdir(parents=True)
    (again / "south" / "vocabulary.yml").write_text("units:\n", "utf-8")
    result = lessons("import", "bundle", out, "--into", again)
    assert (result.exit_code, markdown_of(again)) == (2, {})
    assert f"{again}/south/vocabulary.yml:1:1: " in result.stderr
    # Of the last unit, so that the others would be written before it.
    rewritten(out, "units.csv", "\nsouth,", "\nSouth!,")
    result = lessons("import", "bundle", out, "--into", again)
    assert (result.exit_code, markdown_of(again)) == (2, {})
    assert 'the unit "South!" is not written in lower-case letters' in result.stderr


def markdown_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def rows_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_units_are_combined_from_their_bundles_as_from_their_databases(
    units: Path, tmp_path: Path, ending: str
) -> None:
    for slug in ("north", "south"):
        done("export", "bundle", "--database", units / f"{slug}.db", "-o", tmp_path / f"{slug}{ending}")
    bundles = (tmp_path / f"north{ending}", tmp_path / f"south{ending}")
    done("combine", *bundles, "-o", tmp_path / "central.db", "--name", "Central")
    assert (tmp_path / "central.db").read_bytes() == (units / "central.db").read_bytes()


def test_a_bundle_that_is_no_unit_s_or_was_changed_is_not_combined(units: Path, tmp_path: Path) -> None:
    several, one = tmp_path / "several.zip", tmp_path / "one"
    done("export", "bundle", "--database", units / "central.db", "-o", several)
    done("export", "bundle", "--database", units / "north.db", "-o", one)
    (one / "lessons.csv").write_text("changed", "utf-8")
    (tmp_path / "text.zip").write_text("no zip file", "utf-8")
    (tmp_path / "empty.ZIP").write_bytes(b"")
    (tmp_path / "cut").write_bytes(several.read_bytes()[:9_000])
    for bundle, words in (
        (several, f"lessons: {several}: is a combined library; name the databases of its units instead\n"),
        (one, f"{one}: lessons.csv: was changed"),
        *((tmp_path / name, f"{name}: is not a zip file, or is damaged") for name in ("text.zip", "empty.ZIP", "cut")),
    ):
        result = lessons("combine", bundle, "-o", tmp_path / "central.db")
        assert (result.exit_code, (tmp_path / "central.db").exists()) == (2, False)
        assert words in result.stderr


def test_a_database_for_more_than_asked_for_is_refused(units: Path, tmp_path: Path) -> None:
    done("build", "--entries", units / "north", "--output", tmp_path / "internal.db", "--audience", "internal")
    refused = lessons("export", "ndjson", "--database", tmp_path / "internal.db")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "internal.db: " in refused.stderr
    assert "internal audience" in refused.stderr
    assert lessons("export", "ndjson", "--database", tmp_path / "internal.db", "--audience", "internal").exit_code == 0


def test_a_file_that_is_no_database_of_ours_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "notes.db"
    other.write_text("Notes", "utf-8")
    refused = lessons("export", "csv", "--database", other)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"lessons: {other}: is not an SQLite database\n"
