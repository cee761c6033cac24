"""Times `/search` while strangers ask the worst queries that we know, and adds up the memory of the server and its workers.

    python -m tests.benchmarks.sql_by_strangers --folder /tmp

Twenty queries are under way all the time, on our page and on Datasette's own in turn: whoever is answered asks again. It
prints the latency of `/search` with nobody else there and during this, their ratio at the 99th percentile, and the most
memory that all processes had together. What is promised is a ratio of at most 3 and less than 1,000 MB.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import subprocess
import sys
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

import httpx
import numpy as np

from tests.benchmarks.corpus import make
from tests.benchmarks.over_http import served

STRANGERS = 20
COUNTING = "with recursive n(i) as (select 1 union all select i + 1 from n{limit}) select {what} from n"
QUERIES = {
    "one function": "select " + " + ".join(["instr(hex(zeroblob(2400000)), hex(zeroblob(1200000)) || 1)"] * 20),
    "recursion": COUNTING.format(limit="", what="max(i)"),
    "array": "select json_group_array(a.text || b.text) from sections a, sections b",
    "wide": COUNTING.format(limit=" limit 1000", what=", ".join(["i"] * 1990)),
    "as wide as is allowed": COUNTING.format(limit=" limit 1000", what=", ".join(f"i as c{n}" for n in range(200))),
    "value": "select zeroblob(900000000)",
    "longest value": "select hex(zeroblob(2490000))",
    "sorting": COUNTING.format(limit=" limit 5000", what="i, hex(zeroblob(200000)) as h") + " order by h desc, i",
}


def processes(root: int) -> list[int]:
    """Return a process and all that it started, and they."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(status.parent.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def memory(root: int) -> int:
    """Return the bytes that a process and its children keep in memory; what they share counts for each."""
    total = 0
    for process in processes(root):
        try:
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096
        except OSError:
            continue
    return total


def timed(address: str, words: list[str], seconds: float) -> list[float]:
    """Return the milliseconds of one search after the other, for so many seconds, by one reader."""
    taken = []
    with httpx.Client(timeout=120) as client:
        until = time.monotonic() + seconds
        for word in itertools.cycle(words):
            if time.monotonic() > until:
                return taken
            started = time.perf_counter()
            response = client.get(f"{address}/search", params={"q": word})
            taken.append((time.perf_counter() - started) * 1000)
            response.raise_for_status()
    return taken


def ask(addresses: list[str], first: int, stop: threading.Event, answers: Counter[str]) -> None:
    """Ask one query after the other until told to stop, beginning at one of them."""
    with httpx.Client(timeout=120, follow_redirects=True) as client:
        for address in itertools.islice(itertools.cycle(addresses), first, None):
            if stop.is_set():
                return
            try:
                answers[str(client.get(address).status_code)] += 1
            except httpx.TransportError as error:
                answers[type(error).__name__] += 1


def crowd(addresses: list[str], root: int, pipe: Connection) -> None:
    """Be all the strangers, until told to stop; then send what they were answered and the most memory that was seen.

    In a process of its own, so that they do not slow down the one who measures.
    """
    stop, answers = threading.Event(), Counter[str]()
    threads = [threading.Thread(target=ask, args=(addresses, n * 7, stop, answers)) for n in range(STRANGERS)]
    for thread in threads:
        thread.start()
    most = memory(root)
    while not pipe.poll(0.3):
        most = max(most, memory(root))
    stop.set()
    for thread in threads:
        thread.join()
    pipe.send((dict(answers), most))


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("size", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the databases are, or are made")
    parser.add_argument("--database", type=Path, help="measure this database instead")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each of the two is measured")
    options = parser.parse_args()
    path = options.database or make(options.size, options.folder)
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(path), "--setting", "sql_time_limit_ms", "3000"]
    words = ["and the", "training", "cost", "partnership of", "data"]
    with served(command, path) as (address, process):
        timed(address, words, 2)
        idle = timed(address, words, options.seconds)
        addresses = [
            f"{address}{where}?{urlencode({'sql': sql})}"
            for sql in QUERIES.values()
            for where in ("/data/sql", f"/{path.stem}", "/data/sql.json", f"/{path.stem}.json")
        ]
        at_rest = memory(process)
        here, there = multiprocessing.Pipe()
        strangers = multiprocessing.get_context("spawn").Process(target=crowd, args=(addresses, process, there))
        strangers.start()
        timed(address, words, 3)
        busy = timed(address, words, options.seconds)
        here.send("enough")
        answers, most = here.recv()
        strangers.join()
    figures = {
        **{f"idle_p{p}_ms": round(float(np.percentile(idle, p)), 1) for p in (50, 99)},
        **{f"busy_p{p}_ms": round(float(np.percentile(busy, p)), 1) for p in (50, 99)},
        "ratio_p99": round(float(np.percentile(busy, 99) / np.percentile(idle, 99)), 2),
        "searches": [len(idle), len(busy)],
        "answers_to_strangers": answers,
        "memory_at_rest_mb": at_rest // 1_000_000,
        "most_memory_mb": most // 1_000_000,
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    try:
        main()
    except subprocess.SubprocessError as error:
        raise SystemExit(str(error)) from error
