"""``lessons build`` and ``lessons schema``: what they say, where, and the exit status."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sample import Folder, Run, review


@pytest.fixture
def entries(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The folder ``entries`` of the working directory."""
    monkeypatch.chdir(shelf.path.parent)
    return Folder(Path("entries"))


def test_a_build_says_what_it_wrote(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    result = run("build")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "build/lessons.db: 1 review with 1 lesson\n"
    assert Path("build/lessons.db").is_file()


def test_a_repository_is_built_from_its_folder_of_entries(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    entries.write(
        "vocabulary.yml", "schemes:\n  sector:\n    label: Sector\n    terms:\n      transport: {label: Transport}\n"
    )
    Path("CHANGELOG.md").write_text("# Changes\n")
    assert run("build", "--entries", ".").stderr == "build/lessons.db: 1 review with 1 lesson\n"


def test_advice_of_a_build_says_that_it_is_advice(entries: Folder, run: Run) -> None:
    path = entries.write("night-buses")
    path.write_text(
        path.read_text("utf-8").replace("## Lessons", "## Colours\n\nA <b>bold</b> one.\n\n## Lessons", 1), "utf-8"
    )
    said = run("build").stderr.splitlines()
    assert [line.partition(": ")[2].split(":")[0] for line in said[:-1]] == ["advice"]
    assert "[headings]" in said[0]


def test_problems_stop_it_and_say_that_the_last_database_stays(entries: Folder, run: Run) -> None:
    entries.write("night-buses", result="terrible")
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "1 problem: nothing was built"
    assert not Path("build/lessons.db").exists()
    entries.write("night-buses")
    run("build")
    entries.write("night-trams", result="terrible", date="x")
    result = run("build")
    assert result.stderr.splitlines()[-1] == "2 problems: nothing was built; the existing database was not changed"


def test_keeping_going_lists_both_kinds_and_exits_with_1(entries: Folder, run: Run) -> None:
    entries.write("bad", result="terrible")
    entries.write("user", review("related: bad"))
    entries.write("good")
    result = run("build", "--keep-going")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        'entries/bad.md:6:9: unknown result "terrible"; use one of: success, mixed, no-effect, failure, too-early, not-stated [known-terms]',
        "left out: has problems: entries/bad.md",
        "left out: depends on a review that was left out: entries/user.md",
        "build/lessons.db: 1 review with 1 lesson",
    ]


def test_what_is_not_for_the_audience_is_counted(entries: Folder, run: Run) -> None:
    entries.write("night-buses", review("related: secret-one"))
    entries.write("secret-one", review("handling: internal"))
    assert run("build").stderr.splitlines() == [
        "build/lessons.db: 1 review with 1 lesson",
        "1 review not for this audience or withdrawn; 1 link to them removed",
    ]
    assert run("build", "--audience", "internal").stderr == "build/lessons-internal.db: 2 reviews with 2 lessons\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--entries", "nowhere"], "lessons: there is no folder nowhere\n"),
        (["--output", "."], "lessons: cannot write {cwd}: it is a folder; name a file in it, such as {cwd}/lessons.db\n"),
        (["--output", "notes.txt"], "lessons: {cwd}/notes.txt exists and is not a lessons database; name another file, or move that one away\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_exits_with_2(
    entries: Folder, run: Run, arguments: list[str], message: str
) -> None:
    Path("notes.txt").write_text("mine")
    entries.write("night-buses")
    result = run("build", *arguments)
    assert (result.exit_code, result.stderr) == (2, message.format(cwd=Path.cwd()))


def test_the_program_runs_as_a_module_too(entries: Folder) -> None:
    entries.write("night-buses")
    done = subprocess.run([sys.executable, "-m", "lessons", "build"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "build/lessons.db: 1 review with 1 lesson\n")


def test_the_schema_is_printed_as_json(entries: Folder, run: Run) -> None:
    entries.write("vocabulary.yml", "schemes:\n  event:\n    label: Event\n    terms:\n      pilot: {label: Pilot}\n")
    result = run("schema")
    assert result.exit_code == 0
    terms = json.loads(result.stdout)["properties"]["event"]["oneOf"]
    assert [(term["const"], term["title"]) for term in terms] == [("pilot", "Pilot")]


def test_a_wrong_vocabulary_is_told_and_the_schema_printed_without_it(entries: Folder, run: Run) -> None:
    entries.write("vocabulary.yml", "schemes: []")
    result = run("schema")
    assert result.exit_code == 1
    assert result.stderr.startswith("entries/vocabulary.yml:1:10: found a list; ")
    assert json.loads(result.stdout)["title"]


def mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
def test_a_library_that_is_not_public_is_its_owners_alone_and_a_mode_that_was_given_stays(
    entries: Folder, run: Run
) -> None:
    entries.write("night-buses")
    before = os.umask(0o022)
    try:
        run("build")
        run("build", "--audience", "internal")
        run("build", "--drafts", "--output", "build/drafts.db")
        found = [mode(f"build/{name}.db") for name in ("lessons", "lessons-internal", "drafts")]
        assert found == [0o644, 0o600, 0o600]
        for given in (0o600, 0o640, 0o644):
            for name in ("lessons", "lessons-internal"):
                Path(f"build/{name}.db").chmod(given)
            run("build")
            run("build", "--audience", "internal")
            assert [mode(f"build/{name}.db") for name in ("lessons", "lessons-internal")] == [given, given]
    finally:
        os.umask(before)


@pytest.mark.parametrize("command", ["build", "serve", "search", "evaluate"])
def test_every_command_that_names_a_database_knows_the_default_of_each_audience(command: str, run: Run) -> None:
    manual = " ".join(run(command, "--help").stdout.split())
    assert "--audience [public|internal|restricted]" in manual
    assert "[default: build/lessons.db, or build/lessons-AUDIENCE.db for other audiences than public]" in manual


def test_a_search_of_another_audience_s_database_finds_what_is_in_it(entries: Folder, run: Run) -> None:
    entries.write("night-trams", review("handling: internal", title="Night trams"))
    run("build")
    run("build", "--audience", "internal")
    assert "night-trams" not in run("search", "trams").output
    assert "night-trams" in run("search", "--audience", "internal", "trams").output
    assert "night-trams" in run("search", "trams", "--audience", "internal").output


@pytest.mark.parametrize("command", ["build", "check"])
def test_an_empty_folder_is_told_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "entries").mkdir()
    begin = "There are no reviews in entries yet. `lessons new` asks a few questions and writes the first one."
    empty = run(command)
    assert (empty.exit_code, empty.stderr.splitlines()[-1]) == (0, begin)
    assert run("new", "--title", "A first one").exit_code == 0
    assert begin not in run(command).stderr
