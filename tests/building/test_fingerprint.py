"""The digest of everything a database is built from changes when, and only when, something does."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path

import pytest

from lessons.building import fingerprint as digests
from lessons.building.fingerprint import fingerprint
from lessons.building.history import Dates
from tests.support.sample import Folder


def of(shelf: Folder, history: dict[str, Dates] | None = None, audience: str = "public", drafts: bool = False) -> str:
    return fingerprint(shelf.path, history or {}, audience, drafts=drafts)


def test_the_same_folder_has_the_same_digest_whatever_its_times_and_name(shelf: Folder, tmp_path: Path) -> None:
    path = shelf.write("night-buses")
    before = of(shelf)
    os.utime(path, (1, 1))
    assert of(shelf) == before
    shelf.path.rename(tmp_path / "other")
    assert of(Folder(tmp_path / "other")) == before


def test_every_change_changes_it(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    # The program and its libraries do not change while it runs, except here.
    monkeypatch.setattr(digests, "program", digests.program.__wrapped__)
    path = shelf.write("night-buses")
    seen = [of(shelf)]
    seen.append(of(shelf, {"night-buses": Dates("2020-01-01", "2020-01-02")}))
    seen.append(of(shelf, audience="internal"))
    seen.append(of(shelf, drafts=True))
    shelf.write("vocabulary.yml", "unit: {name: x}\n")
    seen.append(of(shelf))
    path.write_text(path.read_text() + "\n")
    seen.append(of(shelf))
    path.rename(path.with_name("night-trams.md"))
    seen.append(of(shelf))
    monkeypatch.setattr(digests, "_code", lambda: "other code")
    seen.append(of(shelf))
    monkeypatch.setattr(digests, "_versions", lambda: ["numpy 99"])
    seen.append(of(shelf))
    assert len(set(seen)) == len(seen)


def test_what_is_no_entry_does_not_change_it(shelf: Folder) -> None:
    shelf.write("night-buses")
    before = of(shelf)
    for name in ("README.md", "_draft.md", "notes.txt"):
        shelf.write(name, "x")
    assert of(shelf) == before


def test_odd_files_neither_stop_nor_hold_it_up(shelf: Folder) -> None:
    os.mkfifo(shelf.path / "pipe.md")
    (shelf.path / os.fsdecode(b"b\xffyte.md")).touch()
    (shelf.path / "device.md").symlink_to("/dev/zero")
    (shelf.path / "gone.md").symlink_to("nowhere")
    assert of(shelf) == of(shelf)


def test_the_versions_of_libraries_are_those_that_are_installed() -> None:
    found = dict(one.split(" ") for one in digests._versions())
    assert {name: found[name.lower().replace("-", "_")].partition(".dist-info")[0] for name in digests._LIBRARIES} == {
        name: metadata.version(name) for name in digests._LIBRARIES
    }


def test_a_library_that_left_no_folder_of_its_name_is_asked_for_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests.sys, "path", [str(tmp_path), str(tmp_path / "nowhere")])
    monkeypatch.setattr(metadata, "version", lambda name: f"99 of {name}")
    assert "numpy 99 of numpy" in digests._versions()
