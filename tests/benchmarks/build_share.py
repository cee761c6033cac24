"""Shows on what a build spends its processor time, by room of the package.

    python -m tests.benchmarks.build_share 2000 --folder /tmp

Every few milliseconds of processor time the stack is looked at, and the time since the last look goes to the innermost room in it; what search
prepares counts as search wherever its time is spent. Filling the full-text indexes is counted apart, as FTS5.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

import lessons
from lessons.cli import main as command
from tests.benchmarks.corpus import write_entries

PACKAGE = Path(lessons.__file__).parent
INTERVAL = 0.005


def room(path: str) -> str:
    """Return the room that a file of the package belongs to; empty for another file."""
    return Path(path).relative_to(PACKAGE).parts[0].removesuffix(".py") if path.startswith(f"{PACKAGE}/") else ""


class Clock:
    """Adds up processor time by room."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.last = time.process_time()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """Give the time since the last look to the room that is at work."""
        rooms = []
        while frame is not None:
            if found := room(frame.f_code.co_filename):
                rooms.append(found)
            frame = frame.f_back
        now = time.process_time()
        self.seconds["search" if "search" in rooms else rooms[0] if rooms else "other"] += now - self.last
        self.last = now


def full_text_seconds(path: Path) -> float:
    """Return how long the full-text indexes of a database take to be filled."""
    connection = sqlite3.connect(path)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'"
    ).fetchall()
    started = time.process_time()
    for (table,) in tables:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    taken = time.process_time() - started
    connection.close()
    return taken


def main() -> None:
    """Build a collection and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("count", nargs="?", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the entries are, or are made")
    parser.add_argument("--entries", type=Path, help="a folder of entries to measure instead of made-up ones")
    options = parser.parse_args()
    entries = options.entries or options.folder / f"entries-{options.count}"
    if not entries.exists():
        write_entries(options.count, entries)
    output = options.folder / f"built-{entries.name}.db"
    clock = Clock()
    signal.signal(signal.SIGPROF, clock.look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    run = CliRunner().invoke(
        command, ["build", "--full", "--jobs", "1", "--entries", str(entries), "--output", str(output)]
    )
    signal.setitimer(signal.ITIMER_PROF, 0)
    if run.exit_code:
        raise SystemExit(run.output[-2000:])
    copy = output.with_suffix(".copy")
    shutil.copy(output, copy)
    full_text = full_text_seconds(copy)
    copy.unlink()
    total, count = sum(clock.seconds.values()), len(list(entries.rglob("*.md")))
    print(f"{count:,} files: {total:.1f} s of processor time, {1000 * total / count:.1f} ms each")
    for name, seconds in clock.seconds.most_common():
        print(f"  {name:14} {seconds:6.1f} s {100 * seconds / total:5.1f} %")
    print(f"  of these, filling the full-text indexes takes {full_text:.1f} s, {100 * full_text / total:.1f} %")


if __name__ == "__main__":
    main()
