"""Measures how long it takes from saving a review to seeing it on its page, while `lessons serve --watch` runs.

    python -m tests.benchmarks.save_to_page ENTRIES --times 10

Works on a copy of the folder. A review gets another title; its page is asked for over and over, until it shows that. The clock says how long the writer
waits; the server's processor time, with that of its answers to this asking, what of it the machine worked, whatever else it did.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

# A page that takes a tenth of this to make is asked for without keeping the machine from building.
BETWEEN_SECONDS = 0.02
PATIENCE_SECONDS = 120.0
_SERVING = re.compile(r"Serving at (http://\S+)")
_TITLE = re.compile(r"^title: .*", re.MULTILINE)


def processor_seconds(process: int) -> float:
    """Return the processor time that a running process has taken, with that of its children that ended. Linux only."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def serving(entries: Path, database: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the server and return it with its address, once it answers."""
    command = ("serve", "--watch", "--port", "0", "--entries", entries, "--database", database)
    process = subprocess.Popen(
        [sys.executable, "-m", "lessons", *map(str, command)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=entries.parent,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if found := _SERVING.search(line):
            # Else the server would wait for somebody to read what it says.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, found[1]
    raise SystemExit("the server did not start")


def shows(connection: http.client.HTTPConnection, path: str, text: str) -> bool:
    """Return whether the page shows the text."""
    connection.request("GET", path)
    return text in connection.getresponse().read().decode("utf-8")


def saved(path: Path, connection: http.client.HTTPConnection, server: int, number: int) -> tuple[float, float]:
    """Save a review with another title; return the seconds until its page shows it, on the clock and of the server's processor time."""
    title = f"Saved for the {number}. time at {time.time_ns()}"
    text = _TITLE.sub(f"title: {title}", path.read_text("utf-8"), count=1)
    before, started = processor_seconds(server), time.perf_counter()
    path.write_text(text, "utf-8")
    while not shows(connection, f"/reviews/{path.stem}", title):
        if time.perf_counter() - started > PATIENCE_SECONDS:
            raise SystemExit(f"{path.name}: not shown after {PATIENCE_SECONDS:.0f} seconds")
        time.sleep(BETWEEN_SECONDS)
    return time.perf_counter() - started, processor_seconds(server) - before


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("entries", type=Path, help="folder of entries; it is copied")
    parser.add_argument("--times", type=int, default=10, help="reviews saved, one after the other")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entries = Path(folder) / "entries"
        shutil.copytree(options.entries, entries)
        process, address = serving(entries, Path(folder) / "build" / "lessons.db")
        try:
            connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
            paths = sorted(entries.glob("*.md"))
            step = max(len(paths) // options.times, 1)
            found = [saved(path, connection, process.pid, number) for number, path in enumerate(paths[::step], 1)]
        finally:
            process.terminate()
            process.wait()
    print(f"{len(paths):,} reviews, {len(found)} saved, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name, values in zip(("on the clock", "processor time"), zip(*found, strict=True), strict=True):
        print(f"{name}: median {statistics.median(values):.2f} s, least {min(values):.2f}, most {max(values):.2f}")


if __name__ == "__main__":
    main()
