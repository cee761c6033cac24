"""What one build keeps for the next: found by content, for its owner alone, and nothing where anything is wrong with it."""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lessons import entries
from lessons.building import build
from lessons.building.build import Options
from lessons.building.fingerprint import program
from lessons.building.outputs import kept
from lessons.building.unchanged import unchanged
from lessons.entries.causes import causes_of
from lessons.entries.folder import read_folder
from lessons.learning.causes import causes
from tests.support.sample import Folder, lesson, review


@pytest.fixture
def output(shelf: Folder, tmp_path: Path) -> Path:
    shelf.write("night-buses")
    shelf.write("night-trams", review("related: night-buses"))
    output = tmp_path / "build" / "lessons.db"
    assert shelf.build(output).written
    return output


def known(output: Path, shelf: Folder) -> list[bool]:
    """Return for each entry of the folder whether it is kept, and whole."""
    with kept.opened(output, program()) as before:
        read = read_folder(shelf.path).entries
        again = read_folder(shelf.path, known=before.entry).entries
        assert again == read
        return [before.entry(entries.key(one.path, one.text, use=one.is_use)) is not None for one in read]


def test_entries_are_found_again_as_they_were_read(output: Path, shelf: Folder) -> None:
    assert known(output, shelf) == [True, True]
    shelf.write("night-trams", review("related: night-buses", title="Trams at night"))
    assert known(output, shelf) == [True, False]
    shelf.write("new")
    shelf.build(output)
    assert known(output, shelf) == [True, True, True]


def test_what_lessons_tell_of_is_kept_with_them_by_a_full_build_and_after_a_change(output: Path, shelf: Folder) -> None:
    backup = lesson(
        "- Id: ask-users\n- Kind: improve\n- Recommendation: Start the spare pump once a month under load, since nobody had ever run it.\n"
    )
    for name in ("night-buses", "night-trams", "new"):
        shelf.write(name, review(lessons=backup, title=f"Of {name}"))
        assert shelf.build(output).written
    with kept.opened(output, program()) as before:
        again = [
            entry for entry in read_folder(shelf.path, known=before.entry, rendering=False).entries if entry.causes
        ]
    assert [entry.id for entry in again] == ["new", "night-buses", "night-trams"]
    for entry in again:
        anew = entries.read_string(entry.text, entry.path)
        assert anew.causes is None
        assert entry.causes == causes_of(anew)
        assert "backup or reserve that had never been tried" in dict(causes().likest(causes_of(anew)[0]))


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_only_its_owner_can_read_it(output: Path) -> None:
    assert stat.S_IMODE(kept.kept_beside(output).stat().st_mode) == 0o600


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def of_nobody(path: Path) -> None:
    path.chmod(0o644)


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def flipped(path: Path) -> None:
    connection = sqlite3.connect(path)
    ((entry,),) = connection.execute("SELECT entry FROM entries LIMIT 1").fetchall()
    middle = len(entry) // 2
    connection.execute(
        "UPDATE entries SET entry = ?", (entry[:middle] + bytes([entry[middle] ^ 1]) + entry[middle + 1 :],)
    )
    connection.commit()
    connection.close()


def letter(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE facts SET value = replace(value, 'Kirklees', 'Kirkless')")
    assert connection.total_changes
    connection.commit()
    connection.close()


def another_kind(path: Path) -> None:
    """Let SQLite take the text of a fact for bytes."""
    # A record begins with its own length and what it holds: here two texts, of six letters and of one.
    raw, text, other = path.read_bytes(), b"\x03\x19\x0ffolded", b"\x03\x19\x0efolded"
    assert text in raw
    path.write_bytes(raw.replace(text, other))


def exchanged(path: Path) -> None:
    """Let each key lead to the entry of the other."""
    connection = sqlite3.connect(path)
    (one, first), (other, second) = connection.execute("SELECT key, entry FROM entries").fetchall()
    connection.executemany("UPDATE entries SET entry = ? WHERE key = ?", [(second, one), (first, other)])
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [
        damage,
        of_nobody,
        linked,
        flipped,
        letter,
        another_kind,
        exchanged,
        Path.unlink,
        lambda path: path.write_text("x"),
        lambda path: path.write_bytes(b""),
    ],
)
def test_whatever_is_wrong_with_it_counts_as_nothing(
    spoil: Callable[[Path], object], output: Path, shelf: Folder, tmp_path: Path
) -> None:
    spoil(kept.kept_beside(output))
    assert known(output, shelf) == [False, False]
    shelf.write("night-trams", review(title="Trams at night"))
    assert shelf.build(output).written
    assert known(output, shelf) == [True, True]
    assert shelf.build(tmp_path / "other.db").written


def test_damage_that_is_found_in_writing_is_gone_after_the_next_build(output: Path, shelf: Folder) -> None:
    path = kept.kept_beside(output)
    connection = sqlite3.connect(path)
    # Where the entries themselves stand; whether one is there is seen from the index of their keys.
    ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries'")
    ((size,),) = connection.execute("PRAGMA page_size")
    connection.close()
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(raw)
    for title in ("Trams at night", "Late trams"):
        shelf.write("night-trams", review(title=title))
        assert shelf.build(output).written
    assert known(output, shelf) == [True, True]


def test_another_program_reuses_nothing(output: Path) -> None:
    with kept.opened(output, "another") as before:
        assert not before
        assert before.facts == {}


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("made-by-a-pickle",)


@pytest.mark.parametrize("value", [Evil(), Path("x"), subprocess.Popen, os.system, io.BytesIO()])
def test_nothing_but_entries_is_made_from_it(
    value: object, output: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError):
        kept._Unpickler(io.BytesIO(pickle.dumps(value))).load()
    assert not Path("made-by-a-pickle").exists()


@pytest.mark.parametrize(
    "text",
    [review("builds_on: {lesson: a#b, decision: adopted}\ntags: [a, b]"), review("cost: {amount: x}", date="nonsense")],
    ids=["good", "wrong"],
)
def test_all_that_an_entry_consists_of_is_made_from_it(text: str) -> None:
    entry = entries.read_string(text, "folder/night-buses.md")
    assert kept._unpickled(b"key", kept._pickled(b"key", entry)) == replace(entry, whole="")


def test_a_build_after_nothing_has_changed_is_told_from_one_that_has_to_be_done(output: Path, shelf: Folder) -> None:
    first = shelf.build(output)
    found = unchanged(shelf.path, output, Options())
    assert found is not None
    assert (found.unchanged, found.problems, found.reviews, found.lessons) == (True, first.problems, 2, 2)
    assert unchanged(shelf.path, output, Options(full=True)) is None
    assert unchanged(shelf.path, output, Options(drafts=True)) is None
    assert unchanged(shelf.path, output, Options("internal")) is None
    assert unchanged(shelf.path, output.with_name("other.db"), Options()) is None
    raw = output.read_bytes()
    output.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert unchanged(shelf.path, output, Options()) is None
    output.write_bytes(raw)
    assert unchanged(shelf.path, output, Options()) is not None
    shelf.write("night-buses", review(title="Buses at night"))
    assert unchanged(shelf.path, output, Options()) is None


def test_seeing_that_nothing_has_changed_loads_nothing_that_reads_entries(output: Path, shelf: Folder) -> None:
    script = """
import sys
from lessons.cli.build import command
try:
    command(sys.argv[1:])
finally:
    heavy = {"pydantic", "markdown_it", "nh3", "yaml", "scipy", "numpy", "rapidfuzz"} & sys.modules.keys()
    print(sorted(heavy))
"""
    given = [sys.executable, "-c", script, "--entries", str(shelf.path), "--output", str(output)]
    done = subprocess.run(given, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert "up to date, 2 reviews with 2 lessons" in done.stderr


def test_a_full_build_reuses_nothing(output: Path, shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_unpickled", lambda *_: pytest.fail("something was reused"))
    assert build.build(shelf.path, output, Options(full=True)).written


@pytest.mark.parametrize("full", [False, True])
def test_what_was_added_and_not_kept_leaves_nothing_behind(output: Path, shelf: Folder, full: bool) -> None:
    shelf.write("new")
    (new,) = (entry for entry in read_folder(shelf.path).entries if entry.id == "new")
    key = entries.key(new.path, new.text, use=False)
    with kept.opened(output, program(), anew=full) as before:
        before.add([(key, new)])
    assert [path.name for path in output.parent.glob(".*") if path.name.endswith(".building")] == []
    with kept.opened(output, program()) as after:
        assert after.entry(key) is None


def test_an_entry_that_was_added_is_there_when_it_is_kept(output: Path, shelf: Folder) -> None:
    shelf.write("new")
    (new,) = (entry for entry in read_folder(shelf.path).entries if entry.id == "new")
    key = entries.key(new.path, new.text, use=False)
    with kept.opened(output, program()) as before:
        before.add([(key, new)])
        before.keep({"a": "1"}, {key})
    with kept.opened(output, program()) as after:
        assert after.facts["a"] == "1"
        assert after.entry(key) == replace(new, whole="")
