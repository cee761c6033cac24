"""A save is noticed, whatever happens to the folder and whatever goes wrong; every test waits for what it expects to be told."""

from __future__ import annotations

import errno
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessons.serving import watching
from lessons.serving.watching import Watcher, state
from lessons.text import files
from tests.support.sample import Folder

# Long enough for the slowest machine; a test that succeeds does not wait for it.
PATIENCE = 60


class Watching:
    """A watcher at work in a thread."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher
        self.calls: queue.Queue[str] = queue.Queue()
        self.errors: queue.Queue[Exception] = queue.Queue()
        self.raising: list[Exception] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=watcher.run, args=(self._changed, self.errors.put, self._stop))

    def start(self) -> Watching:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _changed(self) -> None:
        self.calls.put("changed")
        if self.raising:
            raise self.raising.pop()

    def told_of(self, folder: Path, change: Callable[[], object]) -> None:
        """Make a change and wait until the watcher has told of what is there then."""
        change()
        now = state(folder)
        while self.watcher._seen != now:
            self.calls.get(timeout=PATIENCE)
        while not self.calls.empty():
            self.calls.get()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often: the tests wait for events, and need not wait for long."""
    monkeypatch.setattr(watching, "LOOK_EVERY_MS", 50)


@pytest.fixture
def watch(shelf: Folder) -> Iterator[Watching]:
    """Watches the folder ``entries`` with one review in it, as soon as it is started."""
    shelf.write("night-buses")
    found = Watching(Watcher(shelf.path))
    yield found
    found.stop()


@pytest.fixture(params=["by the system", "by asking"])
def started(request: pytest.FixtureRequest, watch: Watching) -> Watching:
    watch.watcher._asking = request.param == "by asking"
    return watch.start()


def test_what_is_saved_before_the_watching_begins_is_noticed(shelf: Folder, watch: Watching) -> None:
    shelf.write("night-buses", title="Saved while the first build was running")
    watch.start()
    assert watch.calls.get(timeout=PATIENCE) == "changed"


def test_every_kind_of_save_is_noticed(shelf: Folder, started: Watching) -> None:
    path = shelf.path / "night-buses.md"
    for change in (
        lambda: shelf.write("night-buses", title="Another"),
        lambda: shelf.write("sub/folder/night-trams"),
        lambda: shelf.write("sub/folder/night-trams", title="Changed in a new folder"),
        lambda: shelf.write("vocabulary.yml", "schemes: {}"),
        # As editors save: beside, and then in one step.
        lambda: shelf.write(".night-buses.md.swp", "Title").replace(path),
        lambda: path.rename(shelf.path / "renamed.md"),
        lambda: shutil.rmtree(shelf.path / "sub"),
    ):
        started.told_of(shelf.path, change)


def test_what_leaves_the_entries_as_they_are_is_not_told(shelf: Folder, started: Watching) -> None:
    (shelf.path / "night-buses.md").touch()
    shelf.write("notes.txt", "no entry")
    shelf.write("README.md", "no entry")
    # In one step, so that nobody finds it half written, which would be two changes.
    shelf.write(".night-buses", title="Another").replace(shelf.path / "night-buses.md")
    assert started.calls.get(timeout=PATIENCE) == "changed"
    assert started.calls.empty()


def deleted_and_made_again(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def moved_away_and_made_again(folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    folder.mkdir()


@pytest.mark.parametrize("replace", [deleted_and_made_again, moved_away_and_made_again])
def test_saves_in_a_folder_that_took_its_place_are_noticed(
    shelf: Folder, started: Watching, replace: Callable[[Path], None]
) -> None:
    for number in range(3):
        started.told_of(shelf.path, lambda: replace(shelf.path))
        started.told_of(shelf.path, lambda number=number: shelf.write(f"from-branch-{number}"))  # type: ignore[misc]
        shutil.rmtree(shelf.path.with_name("away"), ignore_errors=True)


def test_a_folder_that_is_away_for_a_while_is_told_and_watched_again(shelf: Folder, started: Watching) -> None:
    away = shelf.path.with_name("away")
    started.told_of(shelf.path, lambda: shelf.path.rename(away))
    started.told_of(shelf.path, lambda: away.rename(shelf.path))
    started.told_of(shelf.path, lambda: shelf.write("night-trams"))


def test_an_error_while_building_is_told_and_the_next_save_noticed(shelf: Folder, started: Watching) -> None:
    # Neither an error of ours nor one of the system.
    started.raising.append(RecursionError("too deep"))
    shelf.write("night-buses", title="Another")
    assert started.calls.get(timeout=PATIENCE) == "changed"
    assert isinstance(started.errors.get(timeout=PATIENCE), RecursionError)
    started.told_of(shelf.path, lambda: shelf.write("night-trams"))


def test_folders_that_are_too_deep_are_told_and_the_watching_goes_on(shelf: Folder, started: Watching) -> None:
    deep = shelf.path.joinpath("deep", *(["d"] * files.MAX_DEPTH))
    started.told_of(shelf.path, lambda: deep.mkdir(parents=True))
    assert "more than 50 deep" in state(shelf.path)
    started.told_of(shelf.path, lambda: shutil.rmtree(shelf.path / "deep"))
    started.told_of(shelf.path, lambda: shelf.write("night-trams"))


def test_where_the_system_watches_no_more_folders_they_are_asked_and_it_is_told_once(
    shelf: Folder, watch: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    def limited(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "OS file watch limit reached")

    monkeypatch.setattr(watching.watchfiles, "watch", limited)
    watch.start()
    assert "watch limit" in str(watch.errors.get(timeout=PATIENCE))
    watch.told_of(shelf.path, lambda: shelf.write("night-trams"))
    assert watch.errors.empty()
