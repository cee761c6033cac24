"""Times whole searches against plain FTS5 in the same run.

    python tests/benchmarks/latency.py 1600 10000 100000 --folder /tmp

A whole search is what `/search.json` needs: ranked first page of 20 with snippets and all facets. Plain FTS5 is
`SELECT rowid … ORDER BY rank LIMIT 20` with the default weights, for all words and for any word. Figures are medians over
sixty mixed queries, of each the quickest of several runs; ratios are those of medians.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpus import make
from queries import Asked, mixed

from lessons.search import SearchIndex, search, to_json

ROUNDS = 7


def opened(path: Path) -> sqlite3.Connection:
    """Open a database as the site does: read only, whole."""
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def timed(work: Callable[[], object]) -> float:
    """Return the quickest of some runs in milliseconds: what the work takes when nothing else gets in its way."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


def raw(connection: sqlite3.Connection, table: str, expression: str) -> list[tuple[int]]:
    """Return the first twenty by BM25 as FTS5 ranks them."""
    return connection.execute(
        f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT 20", (expression,)
    ).fetchall()


def measure(path: Path, result_type: str) -> dict[str, float]:
    """Return the figures of one database."""
    connection = opened(path)
    index = SearchIndex.load(connection)
    table = f"{result_type}_fts"
    rows = []
    for asked in mixed(connection, result_type=result_type):
        whole = timed(lambda asked=asked: to_json(search(connection, index, asked.request), ""))
        every = timed(lambda asked=asked: raw(connection, table, asked.all_words))
        either = timed(lambda asked=asked: raw(connection, table, asked.any_word))
        rows.append((asked, whole, every, either))
    show(rows)
    times = sorted(row[1] for row in rows)
    return {
        "search_ms": statistics.median(times),
        "search_p99_ms": times[int(len(times) * 0.99)],
        "fts5_all_words_ms": statistics.median(row[2] for row in rows),
        "fts5_any_word_ms": statistics.median(row[3] for row in rows),
        "ratio_to_all_words": statistics.median(times) / statistics.median(row[2] for row in rows),
        "ratio_to_any_word": statistics.median(times) / statistics.median(row[3] for row in rows),
        "p99_to_p50": times[int(len(times) * 0.99)] / statistics.median(times),
    }


def show(rows: list[tuple[Asked, float, float, float]]) -> None:
    """Print the medians of each kind of query."""
    kinds: dict[str, list[tuple[float, float, float]]] = {}
    for asked, *taken in rows:
        kinds.setdefault(asked.kind, []).append(tuple(taken))
    print(f"  {'kind':12} {'search':>9} {'all words':>9} {'any word':>9}   milliseconds")
    for kind, taken in kinds.items():
        print(f"  {kind:12} " + " ".join(f"{statistics.median(column):9.2f}" for column in zip(*taken, strict=True)))


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


def start(path: Path) -> dict[str, float]:
    """Return seconds to the first answers and peak memory in MB of a fresh process."""
    done = subprocess.run([sys.executable, "-c", STARTING, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    return {"start_s": seconds, "memory_mb": memory}


def main() -> None:
    """Measure databases of the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1600, 10_000])
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the databases are, or are made")
    parser.add_argument("--in", dest="result_type", choices=["lessons", "reviews"], default="lessons")
    options = parser.parse_args()
    for size in options.sizes:
        path = options.folder / f"lessons-{size}.db"
        make(size, path)
        print(f"{size:,} reviews, {path.stat().st_size / 1e6:,.0f} MB")
        figures = {**measure(path, options.result_type), **start(path)}
        print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=2))
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
