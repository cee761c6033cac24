"""The rules that report what reading a file found: ``symbolic-links``, ``size``, ``encoding``, ``hidden-characters``, ``rendering``."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample import Folder, review

from lessons import checks, reading
from lessons.entries import body


def found(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in checks.check(reading.read_folder(folder))]


def test_a_file_that_cannot_be_read_is_reported_for_that_alone(shelf: Folder) -> None:
    shelf.write("latin", review(title="caf\xe9").encode("latin-1"))
    shelf.write("hidden", review(title="a\u2028b"))
    shelf.write("large", b"a" * 1_000_001)
    (shelf.path / "linked.md").symlink_to("/etc/hostname")
    shelf.write("empty", b"")
    assert found(shelf.path) == [
        "empty.md:1:1: the file is empty [front-matter]",
        "hidden.md:2:9: the hidden character U+2028 stands here; delete it [hidden-characters]",
        "large.md:1:1: the file has 1,000,001 bytes; a review has at most 1,000,000; split it or leave appendices out [size]",
        "latin.md:2:11: byte 0xe9 (byte 15 of the file) is not UTF-8; save the file as UTF-8 [encoding]",
        "linked.md:1:1: this symbolic link leads out of the folder of entries; put the file itself here [symbolic-links]",
    ]


def test_a_text_that_takes_too_long_is_reported_for_that_alone(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body.markdown, "TIME_LIMIT", 0.1)
    shelf.write("slow", review(lessons="[" * 100_000))
    assert found(shelf.path) == [
        "slow.md:8:1: the text takes too long to read; look for a long run of brackets or other marks [rendering]"
    ]
