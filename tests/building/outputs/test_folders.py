from __future__ import annotations

import json
from pathlib import Path

import pytest

from lessons.building.outputs.folders import beside
from lessons.building.outputs.overwriting import LIST
from lessons.problems import LessonsError


def write(folder: Path, files: dict[str, str], kind: str = "site", *, private: bool = False) -> None:
    with beside(folder, kind, private=private) as made:
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, "utf-8")


def held(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_text("utf-8") for name, path in found.items() if name != LIST}


def test_what_is_no_more_wanted_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, {"index.html": "one", "reviews/gone.html": "secret", "reviews/kept.html": "kept"})
    (folder / "CNAME").write_text("lessons.example.org", "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("[core]", "utf-8")
    write(folder, {"index.html": "two", "reviews/kept.html": "kept"})
    assert held(folder) == {
        "index.html": "two",
        "reviews/kept.html": "kept",
        "CNAME": "lessons.example.org",
        ".git/config": "[core]",
    }


def test_a_folder_that_became_empty_goes(tmp_path: Path) -> None:
    write(tmp_path / "site", {"index.html": "one", "uses/deep/one.html": "one"})
    write(tmp_path / "site", {"index.html": "one"})
    assert [path.name for path in (tmp_path / "site").iterdir() if path.is_dir()] == []


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(
        LessonsError, match=r"holds files that no export wrote, such as thesis\.txt; name an empty folder"
    ):
        write(tmp_path, {"index.html": "one"})
    assert held(tmp_path) == {"thesis.txt": "mine"}


def test_what_another_command_wrote_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, {"index.html": "one"})
    with pytest.raises(LessonsError, match="is what `lessons export site` wrote"):
        write(folder, {"index.json": "two"}, "opensearch")
    assert held(folder) == {"index.html": "one"}


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, {"index.html": "one"})
    (folder / "404.html").write_text("mine", "utf-8")
    with pytest.raises(LessonsError, match=r"404\.html was not written by an export"):
        write(folder, {"index.html": "two", "404.html": "ours"})
    assert held(folder) == {"index.html": "one", "404.html": "mine"}


@pytest.mark.parametrize("link", ["index.html", "reviews"])
def test_nothing_is_written_or_removed_through_a_link_to_elsewhere(tmp_path: Path, link: str) -> None:
    folder, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    write(folder, {"index.html": "one", "reviews/a.html": "a"})
    elsewhere.mkdir()
    (elsewhere / "a.html").write_text("mine", "utf-8")
    (folder / "reviews/a.html").unlink()
    (folder / "reviews").rmdir()
    (folder / "index.html").unlink()
    (folder / link).symlink_to(elsewhere if link == "reviews" else elsewhere / "a.html")
    with pytest.raises(LessonsError, match="a link to another place"):
        write(folder, {"index.html": "two", "reviews/a.html": "b"})
    if link == "reviews":
        write(folder, {"index.html": "two"})
    assert held(elsewhere) == {"a.html": "mine"}


def test_a_list_that_names_files_elsewhere_removes_none_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, {"index.html": "one"})
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    listed = ["index.html", "../mine.txt", str(tmp_path / "mine.txt"), "a/../../mine.txt"]
    (folder / LIST).write_text(json.dumps({"kind": "site", "files": listed}), "utf-8")
    write(folder, {"other.html": "two"})
    assert held(folder) == {"other.html": "two"}
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"files": 3}', '{"files": []}', '{"kind": "site", "files": 3}'])
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text, "utf-8")
    with pytest.raises(LessonsError, match="does not list the files of an export"):
        write(tmp_path, {"index.html": "one"})


def test_work_that_fails_leaves_what_was_there_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, {"index.html": "one"})

    def fail() -> None:
        with beside(folder, "site", private=False) as made:
            (made / "index.html").write_text("half", "utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert held(folder) == {"index.html": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_after_an_interrupted_move_the_next_export_knows_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write(folder, {"a.html": "one", "b.html": "secret"})
    replace, moved = Path.replace, []

    def once(path: Path, target: Path) -> Path:
        if target.suffix == ".html":
            moved.append(target)
            if len(moved) > 1:
                raise OSError(28, "No space left on device")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(LessonsError, match="no space left"):
            write(folder, {"a.html": "two", "c.html": "new", "d.html": "new"})
    write(folder, {"e.html": "three"})
    assert held(folder) == {"e.html": "three"}


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path / "site", {"a.html": "one", "b.html": "one"})
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (tmp_path / "site").glob("*.html")}
    write(tmp_path / "site", {"a.html": "one", "b.html": "two"})
    same = [path.name for path, was in before.items() if was == (path.stat().st_ino, path.stat().st_mtime_ns)]
    assert same == ["a.html"]


def test_what_is_private_is_for_its_owner_alone(tmp_path: Path) -> None:
    write(tmp_path / "site", {"reviews/a.html": "a"}, private=True)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "site", *(tmp_path / "site").rglob("*.html"))} == {0}


def test_a_folder_that_was_written_has_a_vocabulary_and_is_no_folder_of_reviews(tmp_path: Path) -> None:
    write(tmp_path / "site", {"vocabulary.yml": "one"})
    write(tmp_path / "site", {"vocabulary.yml": "two"})
    assert held(tmp_path / "site") == {"vocabulary.yml": "two"}
