"""Whatever `lessons export` writes of a library comes back in as it was: every file byte by byte, and every table row by row."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lessons import schema
from tests.support.rich import rich
from tests.support.sample import Folder, Run, review

FOUNDING = Path(__file__).parents[3] / "entries"
SECTIONS = """
## Why it went so

| day | missed |
|---|---|
| Monday | 4 |

> They said: *never again*.

"""


@pytest.fixture
def library(request: pytest.FixtureRequest, shelf: Folder) -> Folder:
    """A library of each kind, with a review in a folder of its own and one with a text that is hard to carry."""
    if getattr(request, "param", "rich") == "founding":
        shutil.copytree(
            FOUNDING, shelf.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md", "LICENSE*")
        )
        return shelf
    rich(shelf)
    odd = review(title='"\'=1+1, and ünïcode 夜バス"', organisation="Dorset", summary='"\'-1"').replace(
        "## Lessons", f"{SECTIONS}## Lessons"
    )
    shelf.write("2001/spring/odd-buses.md", odd)
    return shelf


def entries_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".md", ".yml")
    }


def rows_of(database: Path, names: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def bundle_as(form: str) -> Callable[[Run, Path, Path, Path], None]:
    def carry(run: Run, library: Path, aside: Path, into: Path) -> None:
        kind = "datapackage" if form == "datapackage" else "bundle"
        output = aside / ("out.zip" if form == "zip" else "out")
        done(run("export", kind, "--entries", library, "--output", output))
        done(run("import", "bundle", output, "--into", into))

    return carry


def ndjson(run: Run, library: Path, aside: Path, into: Path) -> None:
    done(run("export", "ndjson", "--entries", library, "--output", aside / "all.ndjson"))
    shutil.copy(library / "vocabulary.yml", into)
    done(run("import", "ndjson", aside / "all.ndjson", "--map", "lessons-ndjson", "--into", into))


def done(result: Any) -> None:
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("library", "carry"),
    [
        pytest.param("founding", bundle_as("zip"), id="founding-zip"),
        pytest.param("rich", bundle_as("zip"), id="zip"),
        pytest.param("rich", bundle_as("folder"), id="folder"),
        pytest.param("rich", bundle_as("datapackage"), id="datapackage"),
        pytest.param("rich", ndjson, id="ndjson"),
    ],
    indirect=["library"],
)
def test_each_file_comes_back_byte_by_byte_and_each_table_row_by_row(
    carry: Callable[..., None], run: Run, library: Folder, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    again.mkdir()
    carry(run, library.path, tmp_path, again)
    assert entries_of(again) == entries_of(library.path)
    for entries, database in ((library.path, "before.db"), (again, "after.db")):
        done(run("build", "--entries", entries, "--output", tmp_path / database, "--full"))
    names = [table.name for table in schema.TABLES]
    before, after = (rows_of(tmp_path / database, names) for database in ("before.db", "after.db"))
    for name in names:
        assert before[name] == after[name], name
    assert (tmp_path / "before.db").read_bytes() == (tmp_path / "after.db").read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_tables_of_files_and_uses_come_back_byte_by_byte(
    form: str, run: Run, library: Folder, tmp_path: Path
) -> None:
    again, out = tmp_path / "again", tmp_path / "out"
    again.mkdir()
    done(run("export", "bundle", "--entries", library.path, "--output", out))
    shutil.copy(out / "vocabulary.yml", again)
    folder = out / ("tables" if form == "csv" else form)
    for table, map_ in (("review_files", "lessons-review-files"), ("uses", "lessons-uses")):
        result = run("import", form, folder / f"{table}.{form}", "--map", map_, "--into", again)
        assert result.exit_code == 0, result.output
    found = {path.rpartition("/")[2]: content for path, content in entries_of(again).items()}
    assert found == {path.rpartition("/")[2]: content for path, content in entries_of(library.path).items()}
    assert {path for path in entries_of(again) if path.startswith("uses/")} == {
        path for path in entries_of(library.path) if path.startswith("uses/")
    }


@pytest.fixture
def small(shelf: Folder) -> Folder:
    return rich(shelf)


def parts(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_bundle_with_a_changed_byte_brings_nothing_in(run: Run, small: Folder, tmp_path: Path) -> None:
    done(run("export", "bundle", "--entries", small.path, "--output", tmp_path / "b.zip"))
    content = (tmp_path / "b.zip").read_bytes()
    changed, into = tmp_path / "c.zip", tmp_path / "again"
    for place in range(100, len(content), len(content) // 9):
        changed.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        assert run("import", "bundle", changed, "--into", into).exit_code in (1, 2), place
        assert not into.exists()
    changed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    result = run("import", "bundle", changed, "--into", into)
    assert result.exit_code == 1
    assert "1 problem: nothing was imported" in result.stderr


def test_a_bundle_that_another_program_packed_anew_comes_in_from_its_folder(
    run: Run, small: Folder, tmp_path: Path
) -> None:
    done(run("export", "bundle", "--entries", small.path, "--output", tmp_path / "bundle"))
    # With folders named in it, as most programs do.
    shutil.make_archive(str(tmp_path / "anew"), "zip", tmp_path / "bundle")
    result = run("import", "bundle", tmp_path / "anew.zip", "--into", tmp_path / "again")
    assert result.exit_code == 1
    assert "packed anew, though none of the files in it" in result.stderr
    assert "1 problem: nothing was imported" in result.stderr
    shutil.unpack_archive(tmp_path / "anew.zip", tmp_path / "unpacked")
    done(run("import", "bundle", tmp_path / "unpacked", "--into", tmp_path / "again"))
    assert list(parts(tmp_path / "again"))


def test_a_bundle_inside_a_folder_is_named_with_what_to_do(run: Run, small: Folder, tmp_path: Path) -> None:
    done(run("export", "bundle", "--entries", small.path, "--output", tmp_path / "around" / "of 2024"))
    shutil.make_archive(str(tmp_path / "wrapped"), "zip", tmp_path / "around")
    for path, words in (
        (tmp_path / "wrapped.zip", "it holds one in the folder of 2024; unpack it, and name that folder"),
        (tmp_path / "around", "it holds one in the folder of 2024; name that folder"),
    ):
        for command in (
            ["import", "bundle", path, "--into", tmp_path / "again"],
            ["export", "bundle", "--verify", path],
        ):
            result = run(*command)
            assert result.exit_code == 2
            assert f"{path}: is not a bundle itself: {words}" in result.stderr
    done(run("import", "bundle", tmp_path / "around" / "of 2024", "--into", tmp_path / "again"))


def test_a_data_package_with_a_changed_table_brings_nothing_in_and_names_the_table(
    run: Run, small: Folder, tmp_path: Path
) -> None:
    out, into = tmp_path / "out", tmp_path / "again"
    done(run("export", "datapackage", "--entries", small.path, "--output", out))
    for name in ("reviews.csv", "review_files.csv", "uses.csv"):
        content = (out / name).read_bytes()
        (out / name).write_bytes(content.replace(b"e", b"E", 1))
        result = run("import", "bundle", out, "--into", into)
        assert (result.exit_code, into.exists()) == (2, False)
        assert f"{out}: {name}: was changed: its SHA-256 is " in result.stderr
        (out / name).write_bytes(content)
    done(run("import", "bundle", out, "--into", into))


def test_what_is_no_package_of_a_library_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip file", "utf-8")
    (tmp_path / "empty").mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "datapackage.json").write_text('{"resources": [{"name": "people"}]}', "utf-8")
    leads_out = tmp_path / "leads-out"
    leads_out.mkdir()
    tables = [{"name": name, "path": "../secret.csv"} for name in ("reviews", "review_files", "uses")]
    (leads_out / "datapackage.json").write_text(json.dumps({"resources": tables}), "utf-8")
    for name, words in (
        ("text.zip", "is not a zip file, or is damaged"),
        ("empty", "is neither a bundle nor a data package: datapackage.json cannot be read"),
        ("other", "datapackage.json: describes no table reviews, so it is not the data package of a library"),
        ("leads-out", "datapackage.json: reviews: the path ../secret.csv leads out of the package"),
        ("nowhere", "there is no file or folder"),
    ):
        result = run("import", "bundle", tmp_path / name, "--into", tmp_path / "again")
        assert result.exit_code == 2, name
        assert words in result.stderr
        assert not (tmp_path / "again").exists()


def test_a_zip_file_that_would_fill_a_disk_is_not_unpacked(run: Run, tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("SHA256SUMS", "w", force_zip64=True) as member,
    ):
        for _ in range(101):
            member.write(bytes(1_000_000))
    result = run("import", "bundle", tmp_path / "large.zip", "--into", tmp_path / "again")
    assert result.exit_code == 2
    assert "unpacked it would take 101,000,000 bytes, more than 100 times its size" in result.stderr


def test_files_that_are_there_are_kept_and_replaced_by_update_the_vocabulary_too(
    run: Run, small: Folder, tmp_path: Path
) -> None:
    bundle, again = tmp_path / "b.zip", tmp_path / "again"
    done(run("export", "bundle", "--entries", small.path, "--output", bundle))
    done(run("import", "bundle", bundle, "--into", again, "--dry-run"))
    assert not again.exists()
    assert "vocabulary.yml: written, as it was" in run("import", "bundle", bundle, "--into", again).stderr
    words, one = again / "vocabulary.yml", again / "night-buses.md"
    words.write_text(words.read_text("utf-8") + "# Ours\n", "utf-8")
    one.write_text(one.read_text("utf-8") + "\nOurs.\n", "utf-8")
    kept = run("import", "bundle", bundle, "--into", again)
    assert kept.exit_code == 0
    for path in (words, one):
        assert f"kept, although it differs from the source (--update replaces it): {path}" in kept.stderr
        assert path.read_text("utf-8") != (small.path / path.name).read_text("utf-8")
    done(run("import", "bundle", bundle, "--into", again, "--update"))
    assert entries_of(again) == entries_of(small.path)


def test_an_empty_library_comes_back_with_its_vocabulary(run: Run, shelf: Folder, tmp_path: Path) -> None:
    shelf.write("vocabulary.yml", "unit: {slug: here, name: Here}\n")
    done(run("export", "bundle", "--entries", shelf.path, "--output", tmp_path / "b.zip"))
    done(run("import", "bundle", tmp_path / "b.zip", "--into", tmp_path / "again"))
    assert entries_of(tmp_path / "again") == entries_of(shelf.path)


def test_what_is_not_for_everybody_says_so_when_it_comes_in(run: Run, small: Folder, tmp_path: Path) -> None:
    done(run("export", "bundle", "--entries", small.path, "--audience", "internal", "--output", tmp_path / "b.zip"))
    result = run("import", "bundle", tmp_path / "b.zip", "--into", tmp_path / "again")
    done(result)
    assert "It was for the internal audience alone: what it holds must not be published." in result.stderr


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"path": "../night-buses.md"}, '"../night-buses.md" cannot be the file of the review "night-buses"'),
        ({"path": "/tmp/night-buses.md"}, 'cannot be the file of the review "night-buses"'),
        ({"path": "a\\night-buses.md"}, "cannot be the file of the review"),
        ({"path": ".git/night-buses.md"}, "cannot be the file of the review"),
        ({"path": "uses/night-buses.md"}, "cannot be the file of the review"),
        ({"path": "other.md"}, "cannot be the file of the review"),
        ({"path": "night-buses.md", "kind": "use"}, 'cannot be the file of the use "night-buses"'),
        ({"path": "x.md", "id": "unit:night-buses"}, "is of a library that was combined of several units"),
    ],
)
def test_a_file_stands_nowhere_but_where_an_entry_of_its_id_may(
    record: dict[str, str], words: str, run: Run, tmp_path: Path
) -> None:
    source = tmp_path / "x.ndjson"
    source.write_text(
        json.dumps({"kind": "review", "id": "night-buses", "markdown": review()} | record) + "\n", "utf-8"
    )
    result = run("import", "ndjson", source, "--map", "lessons-ndjson", "--into", tmp_path / "deep" / "again")
    assert result.exit_code == 1
    assert words in result.stderr
    assert list(tmp_path.rglob("*.md")) == []


def test_a_bundle_takes_no_map(run: Run, small: Folder, tmp_path: Path) -> None:
    done(run("export", "datapackage", "--entries", small.path, "--output", tmp_path / "out"))
    result = run("import", "bundle", tmp_path / "out", "--map", "lessons-ndjson")
    assert (result.exit_code, "needs no map: leave --map out" in result.stderr) == (2, True)
    result = run("import", "bundle", tmp_path / "out", "--draft-map", tmp_path / "map.yml")
    assert (result.exit_code, "needs no map: lessons import bundle" in result.stderr) == (2, True)
