"""What is served when: the newest where it can be built, the last good one whatever hinders that, and never a damaged one."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.building import build
from lessons.building.build import Options
from lessons.building.outputs import locking
from lessons.building.outputs.locking import locked
from lessons.library.audience import Audience
from lessons.library.version import identity_of
from lessons.problems import LessonsError
from lessons.serving import preparing
from lessons.serving.server import Server
from lessons.web.ask import LastGood, config_of
from lessons.web.frame import notices
from tests.support.sample import Folder, Run, review

PUBLIC = Audience()
Hinder = Callable[[pytest.MonkeyPatch, Folder], None]


@pytest.fixture
def built(shelf: Folder, tmp_path: Path) -> Path:
    """A database, built from one review."""
    shelf.write("night-buses")
    path = tmp_path / "build" / "lessons.db"
    shelf.build(path)
    return path


def prepare(shelf: Folder, path: Path) -> preparing.Ready:
    return preparing.prepare(shelf.path, path, Options())


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def cannot_write(number: int, words: str) -> Hinder:
    return lambda monkeypatch, _: monkeypatch.setattr(locking, "_open", raising(OSError(number, words)))


def unreadable(monkeypatch: pytest.MonkeyPatch, shelf: Folder) -> None:
    # Nothing else: newer Pythons look for files by the same function.
    scandir = os.scandir

    def refused(path: str | os.PathLike[str] = ".") -> object:
        if Path(path) == shelf.path:
            raise PermissionError(13, "Permission denied", str(shelf.path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)


HINDRANCES: list[tuple[Hinder, str]] = [
    (cannot_write(errno.ENOSPC, "No space left on device"), "no space left on device"),
    (cannot_write(errno.EROFS, "Read-only file system"), "read-only file system"),
    (lambda _, shelf: shelf.path.rename(shelf.path.with_name("away")), "there is no folder"),
    (unreadable, "cannot read the folder"),
    (
        lambda monkeypatch, _: monkeypatch.setattr(build.database, "_fill", raising(sqlite3.OperationalError("disk"))),
        "cannot write",
    ),
    (
        lambda monkeypatch, _: monkeypatch.setattr(build.checks, "check", raising(ZeroDivisionError("a fault"))),
        "ZeroDivisionError: a fault; please report this",
    ),
]
IDS = ["disk full", "read-only", "no entries", "unreadable entries", "SQLite", "a fault of ours"]


@pytest.mark.parametrize(("hinder", "words"), HINDRANCES, ids=IDS)
def test_whatever_hinders_a_new_build_the_last_good_one_is_served_and_it_is_said(
    shelf: Folder, built: Path, monkeypatch: pytest.MonkeyPatch, hinder: Hinder, words: str
) -> None:
    before = built.read_bytes()
    shelf.write("night-trams")
    hinder(monkeypatch, shelf)
    ready = prepare(shelf, built)
    assert words in (ready.hindrance or "")
    assert (
        ready.notice == "A new version could not be built, so this is the last good version, which may be out of date."
    )
    assert built.read_bytes() == before
    assert ready.version == str(identity_of(built))


@pytest.mark.parametrize("what", ["gone", "too deep"])
def test_a_folder_that_cannot_be_read_is_said_and_the_last_good_version_served(
    shelf: Folder, built: Path, run: Run, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what == "gone":
        shelf.path.rename(shelf.path.with_name("away"))
    else:
        shelf.path.joinpath(*["d"] * 60).mkdir(parents=True)
    served: list[Server] = []
    monkeypatch.setattr(Server, "run", lambda self, *_: served.append(self))
    done = run("serve", "--entries", shelf.path, "--database", built, "--port", "0")
    assert (done.exit_code, [server.database for server in served]) == (0, [built])
    assert served[0].notice == preparing.NOT_BUILT
    assert done.stderr.splitlines()[-1] == f"Serving the last good database, {built}."


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--audience", "internal"], "for the audience internal"), (["--drafts"], "cannot go with drafts")],
)
def test_what_is_not_public_is_not_opened_to_pages_of_other_sites(
    run: Run, shelf: Folder, built: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    served: list[Server] = []
    monkeypatch.setattr(Server, "run", lambda self, *_: served.append(self))
    command = ("serve", "--entries", shelf.path, "--database", built, "--port", "0", "--cors")
    done = run(*command, *options)
    assert (done.exit_code, served) == (2, [])
    assert words in done.stderr
    assert run(*command).exit_code == 0
    assert served[0].datasette().cors is True
    assert Server(built, None).datasette().cors is False


def test_what_is_said_of_the_last_good_version_is_said_of_no_other_and_beside_the_operator_s_own_notice(
    built: Path, tmp_path: Path
) -> None:
    metadata = tmp_path / "metadata.yml"
    metadata.write_text("plugins:\n  lessons:\n    notice: This is a trial.\n", "utf-8")
    server = Server(built, metadata)
    shown = server.datasette()
    assert config_of(shown.plugin_config("lessons")).last_good is None
    server.say("It may not be the newest.", "one version")
    config = config_of(shown.plugin_config("lessons"))
    assert config.last_good == LastGood("It may not be the newest.", "one version")
    assert notices(config, "one version", too_wide=False) == ("This is a trial.", "It may not be the newest.")
    assert notices(config, "the next", too_wide=False) == ("This is a trial.",)
    server.say(None)
    assert notices(config_of(shown.plugin_config("lessons")), "one version", too_wide=False) == ("This is a trial.",)


@pytest.mark.parametrize(("hinder", "words"), HINDRANCES, ids=IDS)
def test_without_a_good_one_what_hinders_is_raised(
    shelf: Folder, built: Path, monkeypatch: pytest.MonkeyPatch, hinder: Hinder, words: str
) -> None:
    built.write_bytes(built.read_bytes()[:-4096])
    hinder(monkeypatch, shelf)
    with pytest.raises((LessonsError, ZeroDivisionError)) as caught:
        prepare(shelf, built)
    assert words in preparing.in_words(caught.value)


@pytest.mark.skipif(locking.fcntl is None, reason="needs the locks of POSIX")
def test_while_another_process_builds_the_last_good_one_is_served(shelf: Folder, built: Path) -> None:
    shelf.write("night-trams")
    with locked(built):
        ready = prepare(shelf, built)
    assert "; try again when it is done" in (ready.hindrance or "")


def test_nothing_is_built_when_nothing_changed(shelf: Folder, built: Path) -> None:
    assert prepare(shelf, built) == preparing.Ready(built, None, None)


def in_place(statement: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return edit


def one_bit(wanted: bytes) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[raw.index(wanted)] ^= 1
        path.write_bytes(raw)

    return flip


def page_lost(path: Path) -> None:
    """Overwrite the first page of a table, whatever else stands where in the file."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sections'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "spoil",
    [
        page_lost,
        one_bit(b"They ran, mostly empty."),
        one_bit(b"ask-users"),
        one_bit(b"schema_version"),
        lambda path: path.write_bytes(path.read_bytes()[:-4096]),
        lambda path: path.write_bytes(path.read_bytes() + bytes(4096)),
        lambda path: path.write_bytes(b""),
        in_place("UPDATE units SET name = 'Edited'"),
        in_place("UPDATE build_info SET value = 'x' WHERE key = 'file_digest'"),
        in_place("UPDATE build_info SET value = '' WHERE key = 'file_digest'"),
        in_place("DROP TABLE reviews"),
        lambda path: path.with_name("lessons.db-wal").write_bytes(b"dead edits"),
        lambda path: path.with_name("lessons.db-journal").write_bytes(b"dead edits"),
    ],
)
def test_a_file_that_is_not_as_it_was_built_is_built_again(
    shelf: Folder, built: Path, spoil: Callable[[Path], object]
) -> None:
    before = built.read_bytes()
    spoil(built)
    ready = prepare(shelf, built)
    assert ready.report is not None
    assert ready.report.written
    assert built.read_bytes() == before
    assert sorted(path.name for path in built.parent.iterdir()) == [".lessons.db.kept", "lessons.db"]


def test_every_byte_of_the_file_counts(shelf: Folder, built: Path) -> None:
    raw = built.read_bytes()
    for place in range(200, len(raw), len(raw) // 40):
        built.write_bytes(raw[:place] + bytes([raw[place] ^ 64]) + raw[place + 1 :])
        assert not preparing.up_to_date(shelf.path, built, Options()), place
    built.write_bytes(raw)
    assert preparing.up_to_date(shelf.path, built, Options())


def test_problems_and_a_damaged_file_are_no_reason_to_serve_it(shelf: Folder, built: Path) -> None:
    shelf.write("night-trams", result="terrible")
    assert preparing.why_not_servable(built, PUBLIC) is None
    page_lost(built)
    ready = prepare(shelf, built)
    assert ready.report is not None
    assert not ready.report.written
    assert "it is damaged (" in (preparing.why_not_servable(built, PUBLIC) or "")


@pytest.mark.parametrize(
    ("keep_going", "status", "served"), [(False, "published", False), (True, "published", True), (False, "draft", True)]
)
def test_a_review_with_problems_keeps_the_others_from_being_served_only_where_it_is_asked_to(
    shelf: Folder, tmp_path: Path, keep_going: bool, status: str, served: bool
) -> None:
    shelf.write("night-buses")
    shelf.write("bad-buses", review(f"status: {status}", result="nonsense"))
    ready = preparing.prepare(shelf.path, tmp_path / "lessons.db", Options(keep_going=keep_going))
    assert ready.report is not None
    assert (ready.report.written, ready.report.reviews, ready.notice is None) == (served, int(served), served)
