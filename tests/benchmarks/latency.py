"""Times whole searches against plain FTS5 in the same run.

    python -m tests.benchmarks.latency 1637 10000 100000 --folder /tmp

A whole search is what `/search.json` needs: the first page of 20 with snippets, and all facets. Plain FTS5 is
`MATCH any content word ORDER BY rank LIMIT 20` on the same database, row numbers only. Each of sixty queries of one to six words is
asked in turn of the one and the other, and of the processor time the least of several rounds counts: what it takes when nothing else gets in its way. Sums
and 99th percentiles are over the sixty (the latter is the slowest but for a hundredth, so the slowest). Queries of other kinds are timed apart.
"""

from __future__ import annotations

import argparse
import math
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lessons.library.connection import connect
from lessons.search import SearchIndex, search, to_json_text
from tests.benchmarks.corpus import make
from tests.benchmarks.plain_fts5 import full_text, ranked
from tests.benchmarks.queries import Asked, mixed, others

ROUNDS = 7


@dataclass(frozen=True)
class Timed:
    """What a query takes, in milliseconds."""

    asked: Asked
    whole: float
    plain: float


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds of processor time some work takes on this thread; all of it is done there."""
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


def answer(connection: sqlite3.Connection, index: SearchIndex, asked: Asked) -> str:
    """Return the whole answer to a query."""
    return to_json_text(search(connection, index, asked.request), "")


def measure(path: Path, queries: Sequence[Asked], rounds: int) -> list[Timed]:
    """Return what each query takes as a whole search and as plain FTS5."""
    connection = connect(path)
    index = SearchIndex.load(connection)
    found = []
    for asked in queries:
        aside, fts = full_text(connection, asked.request.result_type)
        whole = partial(answer, connection, index, asked)
        plain = partial(ranked, aside, fts, asked.any_word)
        times = [(timed(whole), timed(plain)) for _ in range(rounds)]
        found.append(Timed(asked, min(one for one, _ in times), min(other for _, other in times)))
    connection.close()
    return found


def percentile(values: Sequence[float], share: float = 0.99) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def table(rows: Sequence[Timed]) -> None:
    """Print the medians of each kind of query."""
    print(f"  {'kind':10} {'search':>9} {'FTS5':>9} {'ratio':>6}   medians in milliseconds")
    for kind in dict.fromkeys(row.asked.kind for row in rows):
        whole = statistics.median(row.whole for row in rows if row.asked.kind == kind)
        plain = statistics.median(row.plain for row in rows if row.asked.kind == kind)
        print(f"  {kind:10} {whole:9.2f} {plain:9.2f} {whole / plain:6.2f}")


def figures(rows: Sequence[Timed]) -> None:
    """Print sums and 99th percentiles."""
    whole, plain = [row.whole for row in rows], [row.plain for row in rows]
    pairs = (("sum", sum(whole), sum(plain)), ("p99", percentile(whole), percentile(plain)))
    for name, ours, theirs in pairs:
        print(f"  {name:10} {ours:9.2f} {theirs:9.2f} {ours / theirs:6.2f}")


STARTING = """
import resource, sqlite3, sys, time
started = time.perf_counter()
from lessons.search import Request, SearchIndex, search
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro&immutable=1", uri=True)
index = SearchIndex.load(connection)
for text in ("why do people not take part", "", "one two three"):
    search(connection, index, Request(text=text, result_type="all"))
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def start(path: Path) -> None:
    """Print seconds to the first answers and peak memory of a fresh process."""
    done = subprocess.run([sys.executable, "-c", STARTING, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    print(f"  a fresh process: {seconds:.1f} s to the first answers, {memory:,.0f} MB at most")


def main() -> None:
    """Measure databases of the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1637, 10_000])
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the databases are, or are made")
    parser.add_argument("--in", dest="types", nargs="+", choices=["reviews", "lessons"], default=["reviews", "lessons"])
    parser.add_argument(
        "--rounds",
        type=int,
        default=ROUNDS,
        help="how often each query is asked (of a hundred thousand reviews two will do)",
    )
    options = parser.parse_args()
    for size in options.sizes:
        path = make(size, options.folder)
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for result_type in options.types:
            print(f"{size:,} reviews, searched among {result_type}")
            rows = measure(path, mixed(connection, result_type), options.rounds)
            table(rows)
            figures(rows)
            table(measure(path, others(connection, result_type), options.rounds))
        connection.close()
        start(path)


if __name__ == "__main__":
    main()
