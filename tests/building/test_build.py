"""A build: all or nothing, the same bytes from the same entries, and nothing in it that is not for its audience."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lessons.building import build
from lessons.building.build import Options
from lessons.building.fingerprint import fingerprint
from lessons.building.outputs import database
from lessons.problems import LessonsError
from tests.support.sample import Folder, lesson, review


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def beside(output: Path) -> list[str]:
    names = (path.name for path in output.parent.iterdir() if path.name.startswith("."))
    return sorted(name for name in names if not name.endswith(".kept"))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "build" / "lessons.db"


def test_a_sound_folder_becomes_a_database(shelf: Folder, output: Path) -> None:
    shelf.write("night-buses")
    shelf.write("sub/night-trams", review("related: night-buses"))
    report = shelf.build(output)
    assert (report.written, report.reviews, report.lessons, report.problems) == (True, 2, 2, [])
    assert query(output, "SELECT id, file FROM reviews ORDER BY id") == [
        ("night-buses", "night-buses.md"),
        ("night-trams", "sub/night-trams.md"),
    ]
    facts = dict(query(output, "SELECT key, value FROM build_info"))
    assert (facts["application"], facts["review_count"], facts["audience"]) == ("lessons", "2", "public")
    assert query(output, "PRAGMA foreign_key_check") == []
    assert query(output, "PRAGMA integrity_check") == [("ok",)]
    assert beside(output) == []


def test_what_is_built_is_described_to_the_last_fact_scheme_and_facet(shelf: Folder, output: Path) -> None:
    shelf.write("night-buses", review("reviewed: {on: 2024, by: peer}\nenablers: focus-on-outcomes"))
    shelf.build(output)
    meanings = {
        column: set(re.findall(r"\w+", meaning))
        for column, meaning in query(
            output, "SELECT table_name || '.' || column_name, meaning FROM data_dictionary WHERE column_name <> ''"
        )
    }
    assert {key for (key,) in query(output, "SELECT key FROM build_info")} <= meanings["build_info.key"]
    assert {name for (name,) in query(output, "SELECT scheme FROM review_terms")} <= meanings["review_terms.scheme"]
    page = query(output, "SELECT content FROM documents WHERE name = 'help/search'")[0][0]
    facets = {name for (name,) in query(output, "SELECT id FROM facets")}
    assert facets <= set(re.findall(r"<code>(\w+)</code>", page))


def test_a_file_changed_while_it_is_read_makes_the_database_out_of_date(
    shelf: Folder, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.write("night-buses")
    read_folder = build.read_folder

    def read_and_change(*arguments: object, **keywords: object) -> object:
        found = read_folder(*arguments, **keywords)  # type: ignore[arg-type]
        shelf.write("night-buses", title="Changed meanwhile")
        return found

    monkeypatch.setattr(build, "read_folder", read_and_change)
    shelf.build(output)
    (built_from,) = query(output, "SELECT value FROM build_info WHERE key = 'content_digest'")[0]
    assert built_from != fingerprint(shelf.path, {}, "public", drafts=False)


def test_a_database_without_some_of_the_reviews_is_never_up_to_date(shelf: Folder, output: Path) -> None:
    shelf.write("bad", result="terrible")
    shelf.build(output, keep_going=True)
    assert query(output, "SELECT value FROM build_info WHERE key = 'content_digest'") == [("",)]


def test_an_empty_folder_becomes_an_empty_database(shelf: Folder, output: Path) -> None:
    assert shelf.build(output).written
    assert query(output, "SELECT count(*) FROM reviews") == [(0,)]


def test_problems_stop_the_build_and_the_last_good_database_stays(shelf: Folder, output: Path) -> None:
    shelf.write("night-buses")
    shelf.build(output)
    before = output.read_bytes()
    shelf.write("night-trams", result="terrible")
    report = shelf.build(output)
    assert not report.written
    assert [problem.rule for problem in report.errors] == ["known-terms"]
    assert output.read_bytes() == before


def test_a_wrong_vocabulary_stops_even_a_build_that_keeps_going(shelf: Folder, output: Path) -> None:
    shelf.write("night-buses")
    shelf.write("vocabulary.yml", "schemes: []")
    assert not shelf.build(output, keep_going=True).written
    assert not output.exists()


def test_keeping_going_leaves_out_what_is_wrong_and_what_depends_on_it(shelf: Folder, output: Path) -> None:
    shelf.write("bad", result="terrible")
    shelf.write("user", review("related: bad"))
    shelf.write("users-user", review("related: user"))
    shelf.write("good", review("mission: As in the bad-one."))
    shelf.write("bad-one", b"\xff")
    report = shelf.build(output, keep_going=True)
    assert report.written
    assert [Path(path).name for path in report.left_out] == ["bad-one.md", "bad.md"]
    assert [Path(path).name for path in report.dependent] == ["user.md", "users-user.md"]
    assert [problem.rule for problem in report.errors] == ["encoding", "known-terms"]
    assert query(output, "SELECT id, mission FROM reviews") == [("good", "As in the withheld.")]


def test_no_id_of_what_is_left_out_is_anywhere_in_the_file(shelf: Folder, output: Path) -> None:
    shelf.write("restricted-one", review("handling: restricted\nformerly: restricted-before", title="Hidden title"))
    shelf.write("internal-one", review("handling: internal"))
    shelf.write("draft-one", review("status: draft", lessons="### Nothing yet\n"))
    shelf.write("in-review-one", review("status: in-review"))
    names = ["restricted-one", "internal-one", "draft-one", "in-review-one"]
    shelf.write(
        "public-one",
        review(
            f"related: [{', '.join(names)}]\nrepeats: [restricted-one#ask-users]\nmission: Not restricted-before."
            "\nbuilds_on: {lesson: internal-one#ask-users, decision: adopted}",
            lessons=lesson(
                "- Id: ask-users\n- Recommendation: See draft-one.\n- Superseded by: in-review-one#ask-users\n",
                prose="See [this](restricted-one.md#ask-users), `internal-one`, /reviews/draft-one/x.",
            ),
        ),
    )
    report = shelf.build(output)
    raw = output.read_bytes()
    assert [name for name in [*names, "restricted-before", "Hidden title"] if name.encode() in raw] == []
    assert (report.reviews, report.withheld, report.links_dropped) == (1, 4, 8)
    assert dict(query(output, "SELECT key, value FROM build_info"))["links_dropped"] == "8"
    assert query(output, "SELECT count(*) FROM review_links UNION ALL SELECT count(*) FROM lesson_links") == [
        (0,),
        (0,),
    ]
    assert shelf.build(output, audience="restricted", drafts=True).reviews == 5


def test_a_draft_is_shown_where_asked_even_without_ids(shelf: Folder, output: Path) -> None:
    shelf.write(
        "draft", review("status: draft", lessons="### One\n\n- Id: lesson-2\n\n### Two\n\nx\n\n### Three\n\nx\n")
    )
    assert shelf.build(output, drafts=True).lessons == 3
    assert query(output, "SELECT local_id FROM lessons ORDER BY position") == [
        ("lesson-2",),
        ("lesson-3",),
        ("lesson-4",),
    ]


BUILD = """
import sys
from pathlib import Path
from lessons.building.build import Options, build
build(Path(sys.argv[1]), Path(sys.argv[2]), Options(jobs=int(sys.argv[3])))
"""


def test_the_same_entries_give_the_same_bytes_whatever_is_around_them(shelf: Folder, tmp_path: Path) -> None:
    for number in range(12):
        related = f"related: review-{number - 1:02}\ntags: [a, b, c{number}]" if number else ""
        shelf.write(f"review-{number:02}", review(related, organisation=f"Org {number % 5}", title=f"Buses {number} é"))
    ways = [
        (shelf.path, tmp_path, tmp_path / "a.db", "1", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}),
        (
            Path("entries"),
            tmp_path,
            tmp_path / "elsewhere" / "b.sqlite",
            "2",
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        ),
        (
            Path("."),
            shelf.path,
            tmp_path / "c.db",
            "1",
            {"PYTHONHASHSEED": "3", "LANG": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "2"},
        ),
    ]
    for folder, inside, target, jobs, environment in ways:
        command = [sys.executable, "-c", BUILD, str(folder), str(target), jobs]
        subprocess.run(command, check=True, cwd=inside, env=os.environ | environment)
    first, *others = [target.read_bytes() for _, _, target, _, _ in ways]
    assert all(other == first for other in others)


def test_the_number_of_processes_changes_nothing(
    shelf: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.entries.folder.MIN_ENTRIES_FOR_PROCESSES", 2)
    for number in range(5):
        shelf.write(f"review-{number}")
    shelf.build(tmp_path / "one.db", jobs=1)
    shelf.build(tmp_path / "two.db", jobs=2)
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


class Nothing:
    """Entries, and a database built from them before."""

    def __init__(self, shelf: Folder, output: Path) -> None:
        shelf.write("night-buses")
        shelf.build(output)
        self.shelf, self.output, self.before = shelf, output, output.read_bytes()
        shelf.write("night-trams")

    def stays(self) -> None:
        assert self.output.read_bytes() == self.before
        assert beside(self.output) == []


@pytest.fixture
def former(shelf: Folder, output: Path) -> Nothing:
    return Nothing(shelf, output)


def test_a_full_disk_leaves_the_last_good_database(former: Nothing) -> None:
    limited = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from lessons.problems import LessonsError
{BUILD.replace("build(Path", "try: build(Path").rstrip()}
except LessonsError as error: print(error)
"""
    command = [sys.executable, "-c", limited, str(former.shelf.path), str(former.output), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"cannot write {former.output}: the disk ")
    assert done.stdout.endswith("; the existing database, if any, was not changed\n")
    assert "Traceback" not in done.stderr
    former.stays()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "no space left on device; the existing database, if any, was not changed"),
        (PermissionError(13, "Permission denied"), "permission denied; the existing database, if any, was not changed"),
        (sqlite3.IntegrityError("UNIQUE failed"), "UNIQUE failed; please report this; the existing database, if any, was not changed"),
    ],
)  # fmt: skip
def test_any_failure_leaves_the_last_good_database_and_is_one_line(
    former: Nothing, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(database, "_verify", fail)
    with pytest.raises(LessonsError) as caught:
        former.shelf.build(former.output)
    assert str(caught.value) == f"cannot write {former.output}: {words}"
    former.stays()


def test_an_interruption_leaves_the_last_good_database(former: Nothing, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "_verify", interrupt)
    with pytest.raises(KeyboardInterrupt):
        former.shelf.build(former.output)
    former.stays()


def test_a_row_that_leads_nowhere_is_never_published(former: Nothing, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(*arguments: object, **named: object) -> object:
        found = rows_by_table(*arguments, **named)  # type: ignore[arg-type]
        return found | {"review_tags": [{"review_id": "nobody", "position": 1, "tag": "x"}]}

    rows_by_table = database.rows_by_table
    monkeypatch.setattr(database, "rows_by_table", rows)
    with pytest.raises(LessonsError, match="please report this"):
        former.shelf.build(former.output)
    former.stays()


def test_what_a_killed_build_left_behind_is_cleaned_by_the_next(former: Nothing) -> None:
    killed = BUILD.replace(
        "build(Path",
        "import os, signal\nfrom lessons.building.outputs import database\n"
        "database._verify = lambda _: os.kill(os.getpid(), signal.SIGKILL)\nbuild(Path",
    )
    command = [sys.executable, "-c", killed, str(former.shelf.path), str(former.output), "1"]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert former.output.read_bytes() == former.before
    assert [name for name in beside(former.output) if name.endswith(".building")]
    of_another_file = former.output.parent / ".other.db.1.building"
    of_another_file.touch()
    assert former.shelf.build(former.output).reviews == 2
    assert beside(former.output) == [of_another_file.name]


def test_only_our_own_file_is_replaced(shelf: Folder, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("mine")
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE mine (a)").connection.close()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in (
        (text, "exists and is not a lessons database; name another file, or move that one away"),
        (other, "exists and is not a lessons database; name another file, or move that one away"),
        (tmp_path, f"it is a folder; name a file in it, such as {tmp_path / 'lessons.db'}"),
        (pipe, "it is not a regular file; name another"),
        (Path("/dev/null"), "it is not a regular file; name another"),
        (tmp_path / "lessons.md", "a file of that name is read as a review; name one that ends in .db"),
    ):
        with pytest.raises(LessonsError, match=r"^(cannot write )?/.*") as caught:
            shelf.build(path)
        assert str(caught.value).endswith(words)
    assert text.read_text() == "mine"
    empty = tmp_path / "empty.db"
    empty.touch()
    assert shelf.build(empty).written


def test_a_linked_output_stays_a_link(shelf: Folder, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "real.db"
    real.parent.mkdir()
    link = tmp_path / "lessons.db"
    link.symlink_to(real)
    assert shelf.build(link).written
    assert link.is_symlink()
    assert query(real, "SELECT count(*) FROM reviews") == [(0,)]


def test_an_output_below_a_file_is_one_clear_line(shelf: Folder, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LessonsError, match=r"^cannot write .*lessons\.db: not a directory$"):
        shelf.build(tmp_path / "file" / "lessons.db")


def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(LessonsError, match="there is no folder nowhere"):
        build.build(Path("nowhere"), tmp_path / "lessons.db", Options())
