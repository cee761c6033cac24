"""`lessons serve` as a person runs it: a process, an address, a browser's requests."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from lessons.building.build import Options, build
from tests.support.processes import LONGEST_SECONDS, ended

PROJECT = Path(__file__).parents[2]
REVIEW = "kirklees-recycling"
pytestmark = pytest.mark.slow


@pytest.fixture
def unbuilt(tmp_path: Path) -> Path:
    """A working copy with the founding reviews and the project's metadata."""
    folder = tmp_path / "copy"
    shutil.copytree(PROJECT / "entries", folder / "entries")
    shutil.copy(PROJECT / "metadata.yml", folder)
    return folder


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `build` as `lessons build` makes it of the founding reviews."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(PROJECT / "entries", folder / "entries")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert build(Path("entries"), Path("build/lessons.db"), Options()).written
    return folder / "build"


@pytest.fixture
def folder(unbuilt: Path, database: Path) -> Path:
    """A working copy in which the database has been built."""
    shutil.copytree(database, unbuilt / "build")
    return unbuilt


@contextmanager
def running(
    folder: Path, *arguments: str, command: tuple[str, ...] = ("lessons", "serve", "--port", "0"), says: str = ""
) -> Iterator[str]:
    """Run a server and give its address; what it said before that is checked to hold ``says`` and no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if found := re.search(r"http://[\d.]+:\d+/?", line):
                yield found.group().rstrip("/")
                break
        else:
            pytest.fail(f"the server ended: {said}")
    finally:
        rest, _ = ended(process)
        assert "Traceback" not in said + rest
        assert says in said


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=LONGEST_SECONDS) as answer:
        body: str = answer.read().decode()
    return body


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lessons", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )


def break_entry(folder: Path) -> None:
    path = folder / "entries" / f"{REVIEW}.md"
    path.write_text(re.sub(r"(?m)^sector: .*$", "sector: polcing", path.read_text("utf-8")), encoding="utf-8")


def test_it_builds_and_serves_at_a_printed_address(unbuilt: Path) -> None:
    with running(unbuilt) as address:
        assert "Household recycling" in get(f"{address}/reviews/{REVIEW}")
    assert (unbuilt / "build" / "lessons.db").is_file()


def test_a_second_start_does_not_build_again_even_when_file_times_changed(folder: Path) -> None:
    with running(folder):
        pass
    before = (folder / "build" / "lessons.db").stat().st_mtime_ns
    for path in (folder / "entries").iterdir():
        path.touch()
    with running(folder) as address:
        get(address)
    assert (folder / "build" / "lessons.db").stat().st_mtime_ns == before


def test_problems_without_a_database_are_printed_and_end_with_status_1(unbuilt: Path) -> None:
    break_entry(unbuilt)
    done = run(unbuilt, "serve", "--port", "0")
    assert done.returncode == 1
    assert (
        f'entries/{REVIEW}.md:5:9: unknown sector "polcing", did you mean "policing-and-justice"? [known-terms]'
        in done.stderr
    )
    assert "There is no earlier database to serve." in done.stderr


def test_problems_with_a_database_serve_the_last_good_one_and_say_so_on_the_page(folder: Path) -> None:
    break_entry(folder)
    with running(folder) as address:
        page = get(f"{address}/reviews/{REVIEW}")
    assert "this is the last good version" in page
    assert "Waste and recycling" in page


def test_what_hinders_a_build_is_said_on_the_terminal_and_on_the_page_and_the_last_good_one_served(
    folder: Path,
) -> None:
    (folder / "entries").rename(folder / "away")
    says = "lessons: there is no folder entries\nServing the last good database, build/lessons.db.\n"
    with running(folder, says=says) as address:
        page = get(f"{address}/reviews/{REVIEW}")
    assert "A new version could not be built" in page
    assert "Waste and recycling" in page


def test_a_damaged_database_is_built_again_or_refused_in_words(folder: Path) -> None:
    database = folder / "build" / "lessons.db"
    good = database.read_bytes()
    rotted = good[:-8192] + bytes(8192)
    database.write_bytes(rotted)
    with running(folder) as address:
        assert "Waste and recycling" in get(f"{address}/reviews/{REVIEW}")
    assert database.read_bytes() == good
    database.write_bytes(rotted)
    break_entry(folder)
    done = run(folder, "serve", "--port", "0")
    assert done.returncode == 1
    assert "The existing database cannot be served: build/lessons.db: " in done.stderr


def test_a_port_in_use_is_one_line_and_status_2(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(folder, "serve", "--port", str(port))
    assert done.returncode == 2
    assert (
        done.stderr
        == f"lessons: cannot serve on 127.0.0.1:{port}: address already in use; choose another with --port\n"
    )


def status(address: str, host: str) -> int:
    request = urllib.request.Request(address, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=LONGEST_SECONDS) as answer:
            found: int = answer.status
    except urllib.error.HTTPError as error:
        return error.code
    return found


def with_plugin(folder: Path, setting: str) -> None:
    path = folder / "metadata.yml"
    path.write_text(
        path.read_text("utf-8").replace("    analyst: true\n", f"    analyst: true\n    {setting}\n"), "utf-8"
    )


def test_on_loopback_the_localhost_names_and_the_configured_ones_are_answered(folder: Path) -> None:
    with_plugin(folder, "hosts: [lessons.example.org]")
    with running(folder) as address:
        for host in ("localhost", "127.0.0.1:99", "[::1]:8001", "lessons.example.org"):
            assert status(address, host) == 200, host
        for host in ("evil.example", "localhost.evil.example", "127.0.0.2"):
            assert status(address, host) == 421, host
        assert 'rel="canonical" href="http://localhost:8001/"' in get_as(address, "localhost:8001")


def get_as(address: str, host: str) -> str:
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"Host": host}), timeout=LONGEST_SECONDS
    ) as answer:
        body: str = answer.read().decode()
    return body


def test_elsewhere_any_host_is_answered_with_a_warning_and_addresses_without_host(folder: Path) -> None:
    with running(folder, "--host", "0.0.0.0", says="Requests under any host name are answered") as address:
        assert status(address, "evil.example") == 200
        assert 'rel="canonical" href="/"' in get_as(address, "evil.example")
        assert "evil.example" not in get_as(f"{address}/reviews.atom", "evil.example")


def test_elsewhere_sql_is_off_unless_it_is_switched_on(folder: Path) -> None:
    with running(folder, "--host", "0.0.0.0") as address:
        assert status(f"{address}/data/sql?sql=select+1", "localhost") == 403
        assert status(f"{address}/lessons.json?sql=select+1", "localhost") == 403
    with_plugin(folder, "sql: on")
    with running(folder, "--host", "0.0.0.0") as address:
        assert status(f"{address}/data/sql?sql=select+1", "localhost") == 200
    with running(folder) as address:
        assert status(f"{address}/data/sql.json?sql=select+1", "localhost") == 200


def test_elsewhere_with_an_address_only_its_host_is_answered(folder: Path) -> None:
    with_plugin(folder, "address: https://lessons.example.org")
    with running(folder, "--host", "0.0.0.0") as address:
        assert status(address, "lessons.example.org") == 200
        assert status(address, "evil.example") == 421


def test_what_is_not_public_is_not_served_under_any_name(folder: Path) -> None:
    done = run(folder, "serve", "--port", "0", "--host", "0.0.0.0", "--audience", "internal")
    assert done.returncode == 2
    assert done.stderr == (
        "lessons: a site for the audience internal on 0.0.0.0 needs to know its own host names: "
        "set `address` or `hosts` under plugins: lessons: in metadata.yml\n"
    )


def test_what_is_no_host_name_is_one_line_and_status_2(folder: Path) -> None:
    with_plugin(folder, "hosts: https://lessons.example.org/")
    done = run(folder, "serve", "--port", "0")
    assert done.returncode == 2
    assert done.stderr == (
        'lessons: plugins: lessons: hosts: "https://lessons.example.org/" is not a host name; '
        'write it as in "lessons.example.org", without "https://" or a path\n'
    )


def test_a_database_alone_is_served_without_its_reviews_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(folder / "build" / "lessons.db", alone)
    with running(alone, "--no-build", "--database", "lessons.db") as address:
        assert "Kirklees" in get(f"{address}/reviews/{REVIEW}")
    assert [one.name for one in alone.iterdir()] == ["lessons.db"]


def test_changed_reviews_are_not_built_where_that_was_ruled_out(folder: Path) -> None:
    break_entry(folder)
    with running(folder, "--no-build") as address:
        assert "last good version" not in get(f"{address}/")


def test_without_building_a_database_that_is_missing_or_for_others_is_one_line_and_status_2(folder: Path) -> None:
    for arguments, said in (
        (("--database", "x.db"), "there is no database x.db; build one with `lessons build`, or leave out --no-build"),
        (("--database", "entries/vocabulary.yml"), "entries/vocabulary.yml: "),
        (("--watch",), "say one of the two"),
    ):
        done = run(folder, "serve", "--port", "0", "--no-build", *arguments)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
    hide_review(folder)
    run(folder, "build", "--audience", "internal")
    done = run(folder, "serve", "--port", "0", "--no-build", "--database", "build/lessons-internal.db")
    assert done.returncode == 2
    assert "internal" in done.stderr


def test_a_missing_folder_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--port", "0")
    assert done.returncode == 2
    assert done.stderr == "lessons: there is no folder entries\n"


def test_a_rebuilt_database_is_served_without_restart(folder: Path) -> None:
    with running(folder) as address:
        assert "Household recycling" in get(f"{address}/reviews/{REVIEW}")
        path = folder / "entries" / f"{REVIEW}.md"
        path.write_text(
            path.read_text("utf-8").replace("Household recycling rounds", "Kerbside rounds"), encoding="utf-8"
        )
        assert run(folder, "build").returncode == 0
        # The first requests may still be answered from the version before; none fails, and in the end it is the new one.
        shown = (get(f"{address}/reviews/{REVIEW}") for _ in range(10_000))
        assert any("Kerbside rounds" in page for page in shown)


def test_drafts_are_shown_only_when_asked_for(folder: Path) -> None:
    path = folder / "entries" / f"{REVIEW}.md"
    path.write_text(
        path.read_text("utf-8").replace("\nresult: failure", "\nresult: failure\nstatus: draft", 1), encoding="utf-8"
    )
    with running(folder, "--drafts") as address:
        assert "Drafts are shown here." in get(f"{address}/reviews/{REVIEW}")
    with running(folder) as address, pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{address}/reviews/{REVIEW}")


def test_plain_datasette_gives_the_same_pages(folder: Path) -> None:
    pages = ("/", "/search?q=opt+out", "/reviews", f"/reviews/{REVIEW}", f"/reviews/{REVIEW}/prepare-crews", "/help")
    with running(folder) as address:
        ours = [get(address + page).replace(address, "") for page in pages]
    plain = ("datasette", "serve", "build/lessons.db", "-m", "metadata.yml", "--port", "0")
    with running(folder, command=plain) as address:
        theirs = [get(address + page).replace(address, "") for page in pages]
    assert theirs == ours


def hide_review(folder: Path) -> None:
    path = folder / "entries" / f"{REVIEW}.md"
    path.write_text(
        path.read_text("utf-8").replace("\nresult: ", "\nhandling: restricted\nresult: ", 1), encoding="utf-8"
    )


def test_a_database_for_others_is_not_served_as_the_last_good_one(folder: Path) -> None:
    hide_review(folder)
    assert run(folder, "build", "--audience", "restricted", "--output", "build/lessons.db").returncode == 0
    other = next(path for path in (folder / "entries").glob("*.md") if path.stem != REVIEW)
    other.write_text(re.sub(r"(?m)^sector: .*$", "sector: polcing", other.read_text("utf-8")), encoding="utf-8")
    done = run(folder, "serve", "--port", "0")
    assert done.returncode == 1
    assert (
        "The existing database cannot be served: build/lessons.db: it was built for the restricted audience, which is wider "
        "than the public audience that was asked for" in done.stderr
    )
    assert "Serving" not in done.stderr


def test_a_build_for_others_into_the_file_that_is_served_is_not_shown(folder: Path) -> None:
    hide_review(folder)
    with running(folder) as address:
        assert run(folder, "build", "--audience", "restricted", "--output", "build/lessons.db").returncode == 0
        # Only when the site has looked at the new file does it say that it refuses it.
        assert any("contains more than the readers of this site may see" in get(f"{address}/") for _ in range(5000))
        for page in (f"/reviews/{REVIEW}", f"/lessons/reviews.json?id={REVIEW}&_shape=array"):
            with pytest.raises(urllib.error.HTTPError, match="404") if page.startswith("/reviews") else nullcontext():
                assert get(address + page) == "[]"


def test_each_audience_has_a_file_of_its_own(unbuilt: Path) -> None:
    hide_review(unbuilt)
    with running(unbuilt, "--audience", "restricted") as address:
        assert "Not public: this library is for restricted readers only." in get(f"{address}/reviews/{REVIEW}")
    assert [path.name for path in (unbuilt / "build").glob("*.db")] == ["lessons-restricted.db"]
