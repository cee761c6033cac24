"""No output is written over what its own command did not write, and none among the reviews."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.building.outputs.exports import EXPORTS

Lessons = Callable[..., Result]
RECORD = ("record", "night-buses")
FILES = [(form, form) for form, export in EXPORTS.items() if export.wrote] + [("bundle", "zip"), ("record", "md")]
FOLDERS = [form for form, export in EXPORTS.items() if export.former] + ["bundle"]
pytestmark = pytest.mark.usefixtures("folder")


def export(lessons: Lessons, form: str, output: Path) -> Result:
    name = RECORD if form == "record" else (form,)
    return lessons("export", *name, "--output", str(output))


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_export_knows_what_a_former_one_wrote() -> None:
    assert all((one.wrote is None) != (one.former is None) for one in EXPORTS.values())


@pytest.mark.parametrize(("form", "ending"), FILES)
def test_a_file_that_the_same_export_did_not_write_is_left_as_it_is(
    form: str, ending: str, lessons: Lessons, tmp_path: Path
) -> None:
    assert lessons("build").exit_code == 0
    for other, its_ending in FILES:
        assert export(lessons, other, tmp_path / "exported" / f"{other}.{its_ending}").exit_code == 0
    with zipfile.ZipFile(tmp_path / "photographs.zip", "w") as archive:
        archive.writestr("a.txt", "mine")
    texts = ("Notes\n", "lesson,my notes\n1,2\n", '{"kind": "mine"}\n', "[1]\n", "[" * 100_000, "# What is mine\n")
    there = []
    for number, text in enumerate(texts):
        there.append(tmp_path / f"{number}.{ending}")
        there[-1].write_text(text, "utf-8")
    for other in (tmp_path / "build/lessons.db", tmp_path / "photographs.zip", *(tmp_path / "exported").glob("[!.]*")):
        if other.stem != form:
            there.append(tmp_path / f"{other.name}.{ending}")
            shutil.copy(other, there[-1])
    for path in there:
        before = path.read_bytes()
        result = export(lessons, form, path)
        assert (result.exit_code, path.read_bytes()) == (2, before), path
        assert result.stderr.startswith(f"lessons: {path} exists and is not ")
        assert result.stderr.endswith("; name another file, or move that one away\n")
    own = tmp_path / "exported" / f"{form}.{ending}"
    before = own.read_bytes()
    assert (export(lessons, form, own).exit_code, own.read_bytes()) == (0, before)
    empty = tmp_path / f"empty.{ending}"
    empty.touch()
    assert export(lessons, form, empty).exit_code == 0
    (tmp_path / f"folder.{ending}").mkdir()
    refused = export(lessons, form, tmp_path / f"folder.{ending}")
    assert refused.exit_code == 2
    assert "it is a folder" in refused.stderr or "is a directory" in refused.stderr


def test_a_table_of_lessons_with_a_column_of_somebody_s_own_is_not_written_over(
    lessons: Lessons, tmp_path: Path
) -> None:
    path = tmp_path / "lessons.csv"
    assert export(lessons, "csv", path).exit_code == 0
    with path.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[*row, "Who will do it"] for row in table])
    result = export(lessons, "csv", path)
    assert (result.exit_code, "is not what `lessons export csv` writes" in result.stderr) == (2, True)


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_with_files_that_the_same_export_did_not_write_is_left_as_it_is(
    form: str, lessons: Lessons, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "sources.csv").write_text("my sources", "utf-8")
    (folder / "datapackage.json").write_text('{"resources": [{"path": "sources.csv"}]}', "utf-8")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  sources.csv\n", "utf-8")
    before = held(folder)
    result = export(lessons, form, folder)
    assert (result.exit_code, held(folder)) == (2, before)
    assert "holds files that no export wrote, such as SHA256SUMS; name an empty folder" in result.stderr

    other = tmp_path / "other"
    assert export(lessons, "bundle" if form == "datapackage" else "datapackage", other).exit_code == 0
    before = held(other)
    assert (export(lessons, form, other).exit_code, held(other)) == (2, before)

    own = tmp_path / "own"
    assert export(lessons, form, own).exit_code == 0
    (own / "notes.txt").write_text("mine", "utf-8")
    before = held(own)
    assert (export(lessons, form, own).exit_code, held(own)) == (0, before)


def test_a_file_that_a_package_does_not_list_is_not_written_over(lessons: Lessons, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    assert export(lessons, "datapackage", folder).exit_code == 0
    description = folder / "datapackage.json"
    description.write_text(description.read_text("utf-8").replace('"uses.csv"', '"gone.csv"'), "utf-8")
    (folder / "uses.csv").write_text("mine", "utf-8")
    before = held(folder)
    result = export(lessons, "datapackage", folder)
    assert (result.exit_code, held(folder)) == (2, before)
    assert "uses.csv was not written by an export, and an export would replace it; move it away" in result.stderr


@pytest.mark.parametrize("place", ["night-buses.md", "vocabulary.yml", ""])
@pytest.mark.parametrize(
    "command",
    [
        *(["export", form, "--output"] for form, one in EXPORTS.items() if one.wrote),
        ["export", "datapackage", "--output"],
        ["export", "bundle", "--output"],
        ["export", "record", "night-buses", "--output"],
        ["export", "opensearch", "--output"],
        ["export", "site"],
        ["build", "--output"],
        ["combine", "build/lessons.db", "--output"],
        ["digest", "--since", "2026-01-01", "--until", "2026-01-02", "--state"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_nothing_is_written_among_reviews(command: list[str], place: str, folder: Path, lessons: Lessons) -> None:
    assert lessons("build").exit_code == 0
    before = held(folder)
    result = lessons(*command, str(folder / place))
    assert (result.exit_code, held(folder)) == (2, before)
    assert result.stderr.count("\n") <= 4


@pytest.mark.parametrize("command", [["export", "csv"], ["export", "record", "night-buses"], ["build"]], ids=" ".join)
def test_a_new_file_that_would_be_read_as_a_review_is_not_written_among_them(
    command: list[str], folder: Path, lessons: Lessons
) -> None:
    before = held(folder)
    assert lessons(*command, "--output", str(folder / "new.md")).exit_code == 2
    assert held(folder) == before


@pytest.mark.parametrize("place", ["site", "new-folder/site"])
def test_a_site_whose_texts_would_be_read_as_reviews_is_not_written_among_them(
    place: str, folder: Path, lessons: Lessons
) -> None:
    assert lessons("build").exit_code == 0
    before = held(folder)
    result = lessons("export", "site", str(folder / place))
    assert (result.exit_code, held(folder)) == (2, before)
    assert "is a folder of reviews" in result.stderr


def test_reviews_may_stand_at_the_top_of_a_repository_with_what_is_built_below(folder: Path, lessons: Lessons) -> None:
    for command, name in ((["build"], "build/lessons.db"), (["export", "csv"], "lessons.csv")):
        result = lessons(*command, "--entries", str(folder), "--output", str(folder / name))
        assert (result.exit_code, (folder / name).is_file()) == (0, True), result.stderr
    assert lessons("check", str(folder)).exit_code == 0


def test_a_repository_with_a_vocabulary_of_its_own_at_the_top_is_no_folder_of_reviews(
    folder: Path, lessons: Lessons
) -> None:
    assert lessons("build").exit_code == 0
    Path("vocabulary.yml").write_text("schemes: {}\n", "utf-8")
    assert lessons("export", "site", "site").exit_code == 0


def test_the_named_folder_of_reviews_counts_also_without_a_vocabulary_and_an_export_s_own_vocabulary_does_not(
    folder: Path, lessons: Lessons
) -> None:
    (folder / "vocabulary.yml").unlink()
    (folder / "night-buses.md").unlink()
    result = lessons("export", "ndjson", "--output", "entries/all.md")
    assert (result.exit_code, list(folder.iterdir())) == (2, [])
    assert "entries is a folder of reviews" in result.stderr
    assert lessons("export", "datapackage", "--output", "package").exit_code == 0
    assert Path("package/vocabulary.yml").is_file() is False
    Path("package/vocabulary.yml").write_text("terms: {}\n", "utf-8")
    assert lessons("export", "ndjson", "--output", "package/all.ndjson").exit_code == 0
