"""A file is replaced at once, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from lessons.text.atomic import atomically


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("old", "utf-8")
    with atomically(target) as beside:
        beside.write_text("new", "utf-8")
        assert target.read_text("utf-8") == "old"
        assert (beside.parent, beside.name[0], beside.suffix) == (tmp_path, ".", ".new")
    assert target.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_when_writing_fails_the_old_file_stays_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("old", "utf-8")

    def half() -> None:
        with atomically(target) as beside:
            beside.write_text("half", "utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_it_may_be_read_by_whoever_might_read_the_one_before_or_by_its_owner_only(tmp_path: Path) -> None:
    def mode(target: Path, **options: bool) -> int:
        with atomically(target, **options) as beside:
            beside.write_text("new", "utf-8")
        return stat.S_IMODE(target.stat().st_mode)

    before = tmp_path / "before"
    before.write_text("old", "utf-8")
    before.chmod(0o640)
    assert (mode(before), mode(before, private=True)) == (0o640, 0o640)
    assert mode(tmp_path / "secret", private=True) == 0o600
    assert (mode(before, owner_only=True), mode(tmp_path / "own", owner_only=True)) == (0o600, 0o600)
