"""Measures builds and checks beside the bare libraries, in the same run, and prints a table of ratios.

    python -m tests.benchmarks.builds 2000 10000 --folder /tmp

What it compares with is `bare_build`: read, parse and render each file, and write it into SQLite with one full-text index, in one process. Ratios are of
processor time, of the program and all its processes, its start included; where nothing else is said, to that of the whole bare build.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import write_entries


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of processor time, seconds on the clock, and the most memory of its largest process, in MB."""

    cpu: float
    wall: float
    memory: float


def run(*arguments: object) -> Run:
    """Run Python with these arguments and return what it took. Raises ``SystemExit`` when it fails."""
    # An installed program is compiled already; compiling it in each run would be measured instead.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments}: {said[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1000)


def best(times: int, *arguments: object) -> Run:
    """Return the quickest of some runs: what other programs do makes a run slower and never quicker."""
    return min((run(*arguments) for _ in range(times)), key=lambda one: one.cpu)


def change(entries: Path) -> None:
    """Give one review another title."""
    path = sorted(entries.glob("*.md"))[len(list(entries.glob("*.md"))) // 2]
    text = path.read_text("utf-8")
    path.write_text(
        re.sub(r"^title: .*", f"title: Changed at {time.time_ns()}", text, count=1, flags=re.MULTILINE), "utf-8"
    )


def measured(count: int, folder: Path, times: int) -> list[tuple[str, str]]:
    """Return the figures for so many reviews, each with its name."""
    entries = folder / f"entries-{count}"
    if not entries.exists():
        write_entries(count, entries)
    working = folder / f"working-{count}"
    shutil.rmtree(working, ignore_errors=True)
    shutil.copytree(entries, working)
    bare, output = folder / f"bare-{count}.db", folder / f"built-{count}" / "lessons.db"
    shutil.rmtree(output.parent, ignore_errors=True)
    build = ("-m", "lessons", "build", "--entries", working, "--output", output)
    reference = best(times, "-m", "tests.benchmarks.bare_build", working, bare)
    parsing = best(times, "-m", "tests.benchmarks.bare_build", working)
    full = best(times, *build, "--full", "--jobs", 1)
    parallel = best(times, *build, "--full")
    size = output.stat().st_size / bare.stat().st_size
    unchanged = best(times, *build)
    changed = []
    for _ in range(times):
        change(working)
        changed.append(run(*build))
    one_changed = min(changed, key=lambda one: one.cpu)
    everything = best(times, "-m", "lessons", "check", working, "--jobs", 1)
    one = best(times, "-m", "lessons", "check", sorted(working.glob("*.md"))[0])
    return [
        ("bare build", f"{reference.cpu:.1f} s"),
        ("full build", f"{full.cpu / reference.cpu:.2f}"),
        ("full build, on the clock, all processors", f"{parallel.wall / reference.wall:.2f}"),
        ("its memory", f"{full.memory:.0f} MB"),
        ("size of the file", f"{size:.2f}"),
        ("build after no change", f"{unchanged.cpu / reference.cpu:.2f}"),
        ("build after one change", f"{one_changed.cpu / reference.cpu:.2f}"),
        ("check of everything, to bare reading and parsing", f"{everything.cpu / parsing.cpu:.2f}"),
        ("check of one file", f"{one.cpu:.1f} s"),
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("counts", nargs="*", type=int, default=[2000])
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the collections are, or are made")
    parser.add_argument("--times", type=int, default=3, help="runs of each command, of which the quickest counts")
    options = parser.parse_args()
    columns = [measured(count, options.folder, options.times) for count in options.counts]
    print("| | " + " | ".join(f"{count:,} reviews" for count in options.counts) + " |")
    print("|---|" + "---|" * len(columns))
    for figures in zip(*columns, strict=True):
        print(f"| {figures[0][0]} | " + " | ".join(value for _, value in figures) + " |")


if __name__ == "__main__":
    main()
