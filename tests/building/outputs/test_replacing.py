"""One file takes the place of another: what lies beside it, who else is building, and being killed at any point."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from lessons.building import build
from lessons.building.outputs import database, locking
from lessons.building.outputs.locking import BusyError, locked
from lessons.building.outputs.replacing import SIDE_FILES, replacing, side_files
from lessons.building.unchanged import unchanged
from lessons.library.connection import connect
from lessons.problems import LessonsError
from tests.support.sample import Folder, Run

needs_locks = pytest.mark.skipif(os.name != "posix", reason="needs the locks and signals of POSIX")
# Each changes the database at argv[1] in place and is killed while at it.
DEAD = "import os, signal, sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
KILLED_IN_WAL = DEAD + (
    "c.execute('PRAGMA journal_mode = WAL')\nc.execute('PRAGMA wal_autocheckpoint = 0')\n"
    "c.execute(\"UPDATE units SET name = 'Dead edit'\")\nc.execute('CREATE TABLE dead (x)')\nos.kill(os.getpid(), signal.SIGKILL)"
)
KILLED_IN_A_TRANSACTION = DEAD + (
    "c.execute('PRAGMA cache_size = 1')\nc.execute('BEGIN')\nc.execute('CREATE TABLE dead (x)')\n"
    "c.executemany('INSERT INTO dead VALUES (?)', [('x' * 3000,)] * 400)\n"
    "c.execute(\"UPDATE data_dictionary SET meaning = 'Dead edit'\")\nos.kill(os.getpid(), signal.SIGKILL)"
)


def killed(program: str, *arguments: object) -> None:
    done = subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=False)
    assert done.returncode == -signal.SIGKILL


def hidden(output: Path) -> list[str]:
    names = (path.name for path in output.parent.iterdir() if path.name.startswith("."))
    return sorted(name for name in names if not name.endswith(".kept"))


@pytest.fixture
def output(shelf: Folder, tmp_path: Path) -> Path:
    """A database built from one review; the folder has changed since."""
    shelf.write("night-buses")
    path = tmp_path / "build" / "lessons.db"
    shelf.build(path)
    shelf.write("night-trams")
    return path


@pytest.fixture
def fresh(shelf: Folder, output: Path, tmp_path: Path) -> bytes:
    """What a build where nothing was before gives."""
    elsewhere = tmp_path / "elsewhere" / "lessons.db"
    shelf.build(elsewhere)
    return elsewhere.read_bytes()


@needs_locks
@pytest.mark.parametrize("program", [KILLED_IN_WAL, KILLED_IN_A_TRANSACTION], ids=["wal", "hot journal"])
def test_a_build_is_not_changed_by_what_a_killed_writer_left_beside_the_old_file(
    shelf: Folder, output: Path, fresh: bytes, program: str
) -> None:
    killed(program, output)
    assert side_files(output)
    shelf.build(output)
    assert side_files(output) == []
    # As any SQLite program opens it, which would play in what lies beside it.
    connection = sqlite3.connect(output)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'dead'").fetchone() == (0,)
    connection.close()
    assert output.read_bytes() == fresh


@needs_locks
@pytest.mark.parametrize("program", [KILLED_IN_WAL, KILLED_IN_A_TRANSACTION], ids=["wal", "hot journal"])
def test_readers_take_the_file_alone(output: Path, fresh: bytes, program: str) -> None:
    killed(program, output)
    # As when a builder of another kind moved its file here and took no care.
    output.write_bytes(fresh)
    connection = connect(output)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'dead'").fetchone() == (0,)
    finally:
        connection.close()
    assert output.read_bytes() == fresh


def test_what_cannot_be_deleted_beside_the_old_file_stops_the_build_and_is_named(shelf: Folder, output: Path) -> None:
    before = output.read_bytes()
    (output.parent / "lessons.db-wal").mkdir()
    with pytest.raises(LessonsError, match=r"^cannot delete .*lessons\.db-wal, .*; delete it yourself$"):
        shelf.build(output)
    assert output.read_bytes() == before
    assert hidden(output) == []


BUILD_KILLED = """
import os, signal, sys
from pathlib import Path
from lessons.building import build
from lessons.building.outputs import replacing
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
where = sys.argv[3]
if where == "before side files are deleted":
    replacing._remove_side_files = kill
elif where == "before the move":
    Path.replace = kill
elif where == "after the move":
    replace = Path.replace
    Path.replace = lambda *arguments: (replace(*arguments), kill())
build.build(Path(sys.argv[1]), Path(sys.argv[2]), build.Options())
"""


@needs_locks
@pytest.mark.parametrize("where", ["before side files are deleted", "before the move", "after the move"])
def test_killed_at_any_point_the_old_or_the_new_version_is_read(
    shelf: Folder, output: Path, fresh: bytes, where: str
) -> None:
    killed(KILLED_IN_WAL, output)
    before = output.read_bytes()
    killed(BUILD_KILLED, shelf.path, output, where)
    assert output.read_bytes() == (fresh if where == "after the move" else before)
    assert bool(side_files(output)) == (where == "before side files are deleted")
    connection = connect(output)
    assert connection.execute("SELECT name FROM units").fetchone() != ("Dead edit",)
    connection.close()
    shelf.build(output)
    assert output.read_bytes() == fresh
    assert hidden(output) == []


@needs_locks
def test_the_lock_that_a_killed_build_left_goes_with_the_next_that_has_nothing_to_do(
    shelf: Folder, output: Path, fresh: bytes
) -> None:
    killed(BUILD_KILLED, shelf.path, output, "after the move")
    shelf.build(output)
    assert output.read_bytes() == fresh
    left = output.with_name(f".{output.name}.lock")
    left.touch()
    with locked(output):
        assert unchanged(shelf.path, output, build.Options()) is not None
        assert left.exists()
    left.touch()
    assert unchanged(shelf.path, output, build.Options()) is not None
    assert not left.exists()


def test_a_name_with_a_line_break_is_told_on_one_line(shelf: Folder, tmp_path: Path, run: Run) -> None:
    arguments = ("build", "--entries", shelf.path, "--output", tmp_path / "a\nb.db")
    for said in ("a\\nb.db: ", "a\\nb.db: up to date, "):
        result = run(*arguments)
        assert (result.exit_code, said in result.stderr, "a\nb" in result.stderr) == (0, True, False)
    (tmp_path / "a\nb.db").write_bytes(b"something else")
    result = run(*arguments)
    assert (result.exit_code, "a\\nb.db exists and is not" in result.stderr) == (2, True)


def test_two_builders_with_the_same_process_number_write_to_different_files(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with replacing(output) as one, replacing(output) as other:
        assert one != other


@pytest.mark.skipif(os.name != "posix", reason="needs file modes")
def test_only_those_who_could_read_the_old_file_can_read_the_new_one_also_while_it_is_written(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    state = database._state_digest

    def look(*written: Any) -> str:
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in output.parent.glob(".*.building"))
        return state(*written)

    monkeypatch.setattr(database, "_state_digest", look)
    for mode in (0o600, 0o640, 0o664):
        output.chmod(mode)
        shelf.build(output)
        assert stat.S_IMODE(output.stat().st_mode) == mode
    assert seen == [0o600, 0o640, 0o664]


HOLDER = """
import sys
from pathlib import Path
from lessons.building.outputs.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until its input is closed or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(output)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        assert holder.stdin is not None
        holder.stdin.close()


@needs_locks
@pytest.mark.parametrize("end", ["released", "killed"])
def test_a_second_build_says_who_is_building_and_waits(shelf: Folder, output: Path, fresh: bytes, end: str) -> None:
    with held_elsewhere(output) as holder:
        command = [sys.executable, "-m", "lessons", "build", "--entries", str(shelf.path), "--output", str(output)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            said = second.stderr.readline()
            assert said.startswith(f"process {holder.pid} on ")
            assert said.endswith(f" is building {output}; waiting until it is done\n")
            if end == "killed":
                holder.kill()
            else:
                assert holder.stdin is not None
                holder.stdin.close()
            second.stderr.read()
        assert second.returncode == 0
    assert output.read_bytes() == fresh
    assert hidden(output) == []


@needs_locks
def test_where_nobody_can_wait_a_second_build_is_refused_and_told_who_is_building(shelf: Folder, output: Path) -> None:
    with held_elsewhere(output) as holder, pytest.raises(BusyError) as caught:
        shelf.build(output)
    assert str(caught.value).startswith(f"process {holder.pid} on ")
    assert str(caught.value).endswith(f" is building {output}; try again when it is done")


@needs_locks
def test_a_build_does_not_touch_what_another_one_is_writing(shelf: Folder, output: Path) -> None:
    of_the_other = output.parent / ".lessons.db.0123456789abcdef.building"
    with held_elsewhere(output):
        of_the_other.write_bytes(b"half")
        with pytest.raises(BusyError):
            shelf.build(output)
        assert of_the_other.read_bytes() == b"half"
    shelf.build(output)
    assert hidden(output) == []


@needs_locks
def test_where_files_cannot_be_locked_a_build_works_and_leaves_other_builds_files_alone(
    shelf: Folder, output: Path, fresh: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking.fcntl, "flock", cannot)
    of_another = output.parent / ".lessons.db.0123456789abcdef.building"
    of_another.touch()
    shelf.build(output)
    assert output.read_bytes() == fresh
    assert of_another.exists()


@needs_locks
def test_a_lock_whose_file_was_deleted_is_not_taken_for_the_lock(tmp_path: Path) -> None:
    output = tmp_path / "lessons.db"
    first, second = locked(output), locked(output)
    with ExitStack() as stack:
        with first:
            # Somebody tidied up; the next has a file of its own, and the first does not delete that.
            (tmp_path / ".lessons.db.lock").unlink()
            stack.enter_context(second)
        with pytest.raises(BusyError), locked(output):
            pass


@pytest.mark.parametrize("suffix", SIDE_FILES)
def test_whatever_lies_beside_the_file_is_known(output: Path, suffix: str) -> None:
    assert side_files(output) == []
    output.with_name(output.name + suffix).touch()
    assert side_files(output) == [output.with_name(output.name + suffix)]


@needs_locks
def test_what_stands_where_the_lock_should_and_cannot_be_locked_is_named(shelf: Folder, output: Path) -> None:
    lock = output.with_name(".lessons.db.lock")
    lock.symlink_to("elsewhere")
    with pytest.raises(
        LessonsError, match=r"^cannot lock .*\.lessons\.db\.lock: .*; delete it when nobody is building$"
    ):
        shelf.build(output)
    lock.unlink()
    # As good as a file.
    lock.mkdir()
    assert shelf.build(output).written


@needs_locks
def test_the_name_of_a_database_may_have_bytes_that_are_no_text(shelf: Folder, tmp_path: Path) -> None:
    output = tmp_path / os.fsdecode(b"caf\xe9.db")
    shelf.build(output)
    assert unchanged(shelf.path, output, build.Options()) is not None


def test_a_folder_that_cannot_be_written_to_is_one_clear_line_before_anything_is_read(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object, *_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(locking, "_open", refuse)
    monkeypatch.setattr(build, "read_folder", None)
    with pytest.raises(LessonsError, match=r"^cannot write .*: read-only file system; the existing database, if any"):
        shelf.build(output)
