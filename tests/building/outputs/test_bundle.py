"""A bundle holds the whole library, the same bytes each time, comes back in without loss, and tells when a byte was changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from pyarrow import parquet

from lessons import schema
from lessons.building.outputs.bundle.verifying import verify
from lessons.problems import LessonsError
from tests.support.rich import HOSTILE, VOCABULARY, rich
from tests.support.sample import Folder, Run


@pytest.fixture
def library(shelf: Folder) -> Folder:
    return rich(shelf)


def bundled(run: Run, shelf: Folder, output: Path, *options: str) -> Path:
    result = run("export", "bundle", "--entries", shelf.path, "-o", output, *options)
    assert result.exit_code == 0, result.output
    return output


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(database: Path, *tables: schema.Table | schema.View) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table.name: sorted(connection.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr)
            for table in tables
        }


def test_it_holds_the_library_in_each_form_with_checksums(run: Run, library: Folder, tmp_path: Path) -> None:
    found = files_of(bundled(run, library, tmp_path / "b.zip"))
    assert run("build", "--entries", library.path, "--output", tmp_path / "own.db", "--full").exit_code == 0
    assert found["lessons.db"] == (tmp_path / "own.db").read_bytes()
    for form in ("csv", "ndjson"):
        assert found[f"lessons.{form}"] == run("export", form, "--entries", library.path).stdout_bytes
    assert found["vocabulary.yml"].decode() == VOCABULARY
    sums = dict(line.split("  ")[::-1] for line in found.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def test_the_same_library_makes_the_same_bytes(run: Run, library: Folder, tmp_path: Path) -> None:
    assert (
        bundled(run, library, tmp_path / "a.zip").read_bytes() == bundled(run, library, tmp_path / "b.zip").read_bytes()
    )
    folder = bundled(run, library, tmp_path / "folder")
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    } == files_of(tmp_path / "a.zip")


def test_its_tables_and_views_hold_every_row_of_the_database_as_described(
    run: Run, library: Folder, tmp_path: Path
) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    things = {thing.name: thing for thing in (*schema.TABLES, *schema.VIEWS)}
    stored = rows_of(folder / "lessons.db", *(things[one["name"]] for one in described))
    read = {"integer": int, "number": float, "string": str, "date": str}
    empty = []
    for one in described:
        types = [read[field["type"]] for field in one["schema"]["fields"]]
        _, *rows = csv.reader(io.StringIO((folder / one["path"]).read_text("utf-8"), newline=""))
        typed = [tuple(type_(cell) if cell else None for type_, cell in zip(types, row, strict=True)) for row in rows]
        # An empty text is the same cell as none.
        expected = [tuple(None if value == "" else value for value in row) for row in stored[one["name"]]]
        assert sorted(typed, key=repr) == sorted(expected, key=repr), one["name"]
        empty += [] if rows else [one["name"]]
    assert set(empty) <= {"lesson_history", "lesson_versions", "missions", "organisation_variants", "synonyms"}


def test_everything_comes_back_in_without_loss(run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    again = tmp_path / "again"
    again.mkdir()
    (again / "vocabulary.yml").write_bytes((folder / "vocabulary.yml").read_bytes())
    result = run("import", "ndjson", folder / "lessons.ndjson", "--map", "lessons-ndjson", "--into", again)
    assert result.exit_code == 0, result.output
    assert run("build", "--entries", again, "--output", tmp_path / "again.db").exit_code == 0
    tables = [table for table in schema.TABLES if table.name != "build_info"]
    before, after = rows_of(folder / "lessons.db", *tables), rows_of(tmp_path / "again.db", *tables)
    for table in tables:
        assert before[table.name] == after[table.name], table.name


def test_it_says_what_it_is_to_people_and_to_programs(run: Run, library: Folder, tmp_path: Path) -> None:
    found = files_of(bundled(run, library, tmp_path / "b.zip"))
    package = json.loads(found["datapackage.json"])
    citation = yaml.safe_load(found["CITATION.cff"])
    catalogue = json.loads(found["dcat.jsonld"])
    assert citation["title"] == catalogue["dct:title"] == package["title"] == 'Here: "and" there'
    assert citation["abstract"] == HOSTILE
    assert citation["version"] == catalogue["dcat:version"] == package["version"]
    assert citation["date-released"] == catalogue["dct:modified"]["@value"] == package["created"][:10] == "2026-09-01"
    assert package["licenses"] == [{"name": "other", "title": "Open Government Licence v3.0"}, {"name": "CC-BY-4.0"}]
    distributed = {one["dcat:downloadURL"]["@id"]: one for one in catalogue["dcat:distribution"]}
    assert set(found) - set(distributed) == {"dcat.jsonld", "CITATION.cff", "README.md", "SHA256SUMS"}
    for path, one in distributed.items():
        assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(found[path]).hexdigest()
        assert one["dcat:byteSize"]["@value"] == str(len(found[path]))
    assert b"2 reviews with 2 lessons, and 2 uses" in found["README.md"]


def test_text_that_a_spreadsheet_would_run_is_guarded_in_its_table_alone(
    run: Run, library: Folder, tmp_path: Path
) -> None:
    found = files_of(bundled(run, library, tmp_path / "b.zip"))

    def titles(name: str, column: str) -> set[str]:
        return {row[column] for row in csv.DictReader(io.StringIO(found[name].decode(), newline=""))}

    assert f"'{HOSTILE}" in titles("lessons.csv", "review_title")
    assert HOSTILE in titles("tables/reviews.csv", "title")


def test_it_is_called_by_unit_day_and_audience_where_no_name_is_given(
    run: Run, library: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for options in ((), ("--audience", "internal"), ("--drafts",)):
        assert run("export", "bundle", *options).exit_code == 0
    assert sorted(path.name for path in Path("build").iterdir()) == [
        "here-2026-09-01-drafts.zip",
        "here-2026-09-01-internal.zip",
        "here-2026-09-01.zip",
    ]
    assert stat.S_IMODE(Path("build/here-2026-09-01-internal.zip").stat().st_mode) == 0o600


def test_what_is_not_for_everybody_says_so_and_is_not_taken_for_public(
    run: Run, library: Folder, tmp_path: Path
) -> None:
    library.write("secret-buses", title="Secret buses", handling="restricted")
    assert not any(
        b"ecret-buses" in content for content in files_of(bundled(run, library, tmp_path / "public.zip")).values()
    )
    path = bundled(run, library, tmp_path / "b.zip", "--audience", "restricted")
    found = files_of(path)
    assert b"for the restricted audience alone. It must not be published" in found["README.md"]
    assert json.loads(found["dcat.jsonld"])["dct:accessRights"]["@id"].endswith("/RESTRICTED")
    refused = run("export", "bundle", "--verify", path)
    assert refused.exit_code == 2
    assert (
        "built for the restricted audience, which is wider than the public audience that was asked for"
        in refused.stderr
    )
    assert run("export", "bundle", "--verify", path, "--audience", "restricted").exit_code == 0


def test_a_description_that_calls_it_public_is_not_believed(run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder", "--audience", "internal")
    description, sums = folder / "datapackage.json", folder / "SHA256SUMS"
    before = hashlib.sha256(description.read_bytes()).hexdigest()
    description.write_text(
        description.read_text("utf-8").replace("the internal audience", "the public audience"), "utf-8"
    )
    after = hashlib.sha256(description.read_bytes()).hexdigest()
    sums.write_text(sums.read_text("utf-8").replace(before, after), "utf-8")
    assert verify(folder).problems == (
        "datapackage.json: says that this is for the public audience; lessons.db was built for the internal audience",
    )


def test_a_byte_that_was_changed_is_told_with_the_name_of_its_file(run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    assert verify(folder).problems == ()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        if not content:
            continue
        place = len(content) // 2
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        result = run("export", "bundle", "--verify", folder)
        assert result.exit_code == 1, name
        assert f"{folder}: {name}: " in result.stderr or name == "SHA256SUMS"
        path.write_bytes(content)


def test_no_byte_of_a_zip_file_changes_unnoticed(run: Run, library: Folder, tmp_path: Path) -> None:
    path = bundled(run, library, tmp_path / "b.zip")
    content, changed = path.read_bytes(), tmp_path / "c.zip"
    last = len(content) - 1
    # All over it, and closely where it says what is in it.
    for place in (*range(0, last, last // 40), *range(last - 300, last, 7), last):
        changed.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        try:
            problems = verify(changed).problems
        except LessonsError as error:
            problems = (str(error),)
        assert problems, place


def test_files_that_are_missing_or_too_many_are_told(run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    (folder / "tables" / "terms.csv").unlink()
    (folder / "more.txt").write_text("x", "utf-8")
    assert verify(folder).problems == ("more.txt: is not in SHA256SUMS", "tables/terms.csv: is missing")


def listed_anew(folder: Path) -> None:
    """Write the list of checksums of the files that stand in a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder).as_posix()}\n" for one in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


@pytest.mark.parametrize("name", ["lessons.db", "datapackage.json"])
def test_a_bundle_whose_list_leaves_out_what_none_is_without_is_not_whole(
    name: str, run: Run, library: Folder, tmp_path: Path
) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    (folder / name).unlink()
    listed_anew(folder)
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
    for path in (folder, packed):
        assert verify(path).problems == (f"{name}: is missing",)
        result = run("combine", path, "-o", tmp_path / "central.db")
        assert (result.exit_code, result.stderr) == (2, f"lessons: {path}: {name}: is missing\n")
        result = run("import", "bundle", path, "--into", tmp_path / "again")
        assert (result.exit_code, (tmp_path / "again").exists()) == (1, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "does not say whom this is for; lessons.db was built for the public audience"),
        ('"text"', "does not say whom this is for; lessons.db was built for the public audience"),
        ('{"audience": ["x"]}', "does not say whom this is for; lessons.db was built for the public audience"),
        ("no JSON", "is not JSON"),
        ("", "is not JSON"),
        ("[" * 200_000, "is not JSON"),
    ],
    ids=["list", "text", "odd", "none", "empty", "deep"],
)
def test_a_description_that_is_none_is_told(text: str, words: str, run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    (folder / "datapackage.json").write_text(text, "utf-8")
    listed_anew(folder)
    assert verify(folder).problems == (f"datapackage.json: {words}",)


@pytest.mark.usefixtures("folder")
def test_what_is_no_bundle_is_said_to_be_none(lessons: Callable[..., Result], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("x.txt", "x")
    (tmp_path / "text.zip").write_text("no zip file", "utf-8")
    for name, words in (
        ("other.zip", "is not a bundle: the list of checksums, SHA256SUMS, is not in it"),
        ("text.zip", "is not a zip file, or is damaged"),
        ("nothing.zip", "cannot be opened (no such file or directory)"),
    ):
        result = lessons("export", "bundle", "--verify", str(tmp_path / name))
        assert result.exit_code == 2
        assert words in result.stderr


def test_a_folder_with_other_files_is_left_alone_and_a_former_bundle_is_replaced(
    run: Run, library: Folder, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("x", "utf-8")
    result = run("export", "bundle", "--entries", library.path, "-o", other)
    assert (result.exit_code, [path.name for path in other.iterdir()]) == (2, ["mine.txt"])
    assert "holds files that no export wrote, such as mine.txt; name an empty folder" in result.stderr
    folder = bundled(run, library, tmp_path / "folder")
    (folder / "tables" / "former.csv").write_text("x", "utf-8")
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  tables/former.csv\n")
    bundled(run, library, folder)
    assert verify(folder).problems == ()
    assert not (folder / "tables" / "former.csv").exists()


def test_an_empty_library_makes_an_empty_bundle(run: Run, shelf: Folder, tmp_path: Path) -> None:
    path = bundled(run, shelf, tmp_path / "b.zip")
    assert verify(path).problems == ()
    found = files_of(path)
    assert found["tables/lesson_cards.csv"].startswith(b"id,")
    assert b"date-released" not in found["CITATION.cff"]
    assert b"version: 0.0.0+" in found["CITATION.cff"]


def test_parquet_holds_the_same_rows_with_types_and_descriptions(run: Run, library: Folder, tmp_path: Path) -> None:
    folder = bundled(run, library, tmp_path / "folder")
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    types = {"string": "string", "integer": "int64", "number": "double", "date": "date32[day]"}
    assert {path.stem for path in (folder / "parquet").iterdir()} == {one["name"] for one in described}
    for one in described:
        table = parquet.read_table(folder / "parquet" / f"{one['name']}.parquet")
        assert [(field.name, str(field.type)) for field in table.schema] == [
            (field["name"], types[field["type"]]) for field in one["schema"]["fields"]
        ]
        assert [field.metadata[b"description"].decode() for field in table.schema] == [
            field["description"] for field in one["schema"]["fields"]
        ]
        _, *rows = csv.reader(io.StringIO((folder / one["path"]).read_text("utf-8"), newline=""))
        cells = [["" if value is None else str(value) for value in row.values()] for row in table.to_pylist()]
        assert cells == rows, one["name"]


def test_without_the_extra_there_is_no_parquet_and_it_is_said(
    run: Run, library: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    result = run("export", "bundle", "--entries", library.path, "-o", tmp_path / "b.zip")
    assert result.exit_code == 0
    assert "without Parquet, which needs the extra: pip install 'lessons-learned-unit[parquet]'" in result.stderr
    found = files_of(tmp_path / "b.zip")
    assert not any("parquet" in name for name in found)
    assert b"parquet" not in found["README.md"]
