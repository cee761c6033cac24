"""What else holds an entry is found: in git whatever the file was called, and in files whatever they are packed in."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from lessons.building.copies import in_git, naming
from tests.support.git import Repository, git
from tests.support.sample import review


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path / "unit")


def test_git_is_asked_for_every_name_and_every_branch(repository: Repository) -> None:
    repository.shelf.write("old-name")
    repository.commit("2020-01-01")
    git(repository.path, "branch", "older")
    git(repository.path, "mv", "entries/old-name.md", "entries/night-buses.md")
    repository.commit("2020-02-01")
    git(repository.path, "tag", "v1")
    git(repository.path, "checkout", "--quiet", "-b", "aside")
    (repository.entries / "sub").mkdir()
    repository.shelf.write("sub/day-buses")
    repository.commit("2020-03-01")
    git(repository.path, "checkout", "--quiet", "main")
    held = in_git(repository.entries, {"night-buses", "old-name"}, [repository.entries / "night-buses.md"])
    assert [commit.day for commit in held.commits] == ["2020-01-01", "2020-02-01"]
    assert held.paths == ("entries/night-buses.md", "entries/old-name.md")
    assert held.refs == ("aside", "main", "older", "v1")
    assert held.committed
    only = in_git(repository.entries, {"day-buses"}, [])
    assert (only.paths, only.refs) == (("entries/sub/day-buses.md",), ("aside",))


def test_a_change_that_is_not_committed_is_told(repository: Repository) -> None:
    path = repository.shelf.write("night-buses")
    assert not in_git(repository.entries, {"night-buses"}, [path]).committed
    repository.commit("2020-01-01")
    assert in_git(repository.entries, {"night-buses"}, [path]).committed
    repository.shelf.write("night-buses", review("status: withdrawn"))
    assert not in_git(repository.entries, {"night-buses"}, [path]).committed


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    held = in_git(tmp_path, {"night-buses"}, [])
    assert (held.commits, held.unknown, held.committed) == ((), None, True)


def test_a_file_is_found_by_its_path_its_text_and_what_is_packed_in_it(tmp_path: Path) -> None:
    site = tmp_path / "site" / "reviews" / "night-buses"
    site.mkdir(parents=True)
    (site / "index.html").write_text("nothing")
    # Over the border of what is read at a time.
    (tmp_path / "long.csv").write_bytes(b"x" * ((1 << 20) - 5) + b" night-buses,")
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lessons.ndjson", '{"id": "Night-Buses#ask"}' * 50)
    (tmp_path / "l.ndjson.gz").write_bytes(gzip.compress(b'"night-buses"'))
    (tmp_path / "other.txt").write_text("late-night-buses night-buses-2 nightbuses")
    (tmp_path / "broken.zip").write_bytes((tmp_path / "bundle.zip").read_bytes()[:-30])
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bnothing")
    (tmp_path / ".lessons.db.kept").write_text("night-buses")
    (tmp_path / "lessons.db").write_text("night-buses")
    found = naming([tmp_path], {"night-buses"}, [tmp_path / "lessons.db"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "bundle.zip",
        "l.ndjson.gz",
        "long.csv",
        "site/reviews/night-buses/index.html",
    ]
