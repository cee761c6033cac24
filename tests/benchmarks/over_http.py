"""Times the site over HTTP against a bare Starlette route and against Datasette's own table page, the same query to each in turn.

    pip install starlette                                     # for the comparison only; the project does not need it
    python -m tests.benchmarks.over_http 10000 --folder /tmp
    python -m tests.benchmarks.over_http 100000 --folder /tmp --without-datasette --rounds 2

The bare route (``bare.py``) ranks any content word, makes twenty snippets and counts six facets in memory, on the same file. Datasette's page is
the table of reviews with the same search and the same six facets; it drops facets that take too long, so those that came are
counted. Of each query the median of several rounds counts; ratios are those of sums over sixty queries of one to six words. On a machine that is
busy with other things, the processor time of the servers says more than the time by the clock.
"""

from __future__ import annotations

import argparse
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

import httpx

from tests.benchmarks.corpus import make
from tests.benchmarks.latency import percentile
from tests.benchmarks.queries import Asked, mixed

ROUNDS = 5
FACETS = ("sector", "organisation_id", "result", "year", "phase", "level")
STARTING_SECONDS = 600
PROJECT = Path(__file__).parents[2]


@contextmanager
def served(command: list[str], path: Path) -> Iterator[tuple[str, int]]:
    """Run a server on a free port; yield its address and process id, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        env={**os.environ, "BENCHMARK_DATABASE": str(path)},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server answers."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{address}/?match=a", timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{' '.join(map(str, process.args))} did not answer")  # type: ignore[arg-type]


def addresses(asked: Asked, site: str, plain: str, path: Path) -> dict[str, str]:
    """Return the address of each way to ask."""
    table = [("_fts_table", "reviews_fts"), ("_fts_pk", "number"), ("_searchmode", "raw"), ("_search", asked.any_word)]
    table += [("_facet", facet) for facet in FACETS]
    return {
        "site": f"{site}/search.json?{urlencode(asked.request.to_params())}",
        "page": f"{site}/search?{urlencode(asked.request.to_params())}",
        "bare": f"{plain}/?{urlencode({'match': asked.any_word})}",
        "datasette": f"{site}/{path.stem}/reviews.json?{urlencode([*table, ('_shape', 'objects')])}",
    }


def processor_time(process: int) -> float:
    """Return the milliseconds that the threads of a process have run for; 0 where the system does not tell."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def memory(process: int) -> str:
    """Return how much memory a process has, in words."""
    status = Path(f"/proc/{process}/status")
    return f"{int(status.read_text().split('VmRSS:')[1].split()[0]) // 1024} MB" if status.exists() else "unknown"


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("size", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"), help="where the databases are, or are made")
    parser.add_argument("--without-datasette", action="store_true", help="leave its slow table page out")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each query is asked")
    options = parser.parse_args()
    if find_spec("starlette") is None:
        raise SystemExit("the bare route needs Starlette: pip install starlette")
    path = make(options.size, options.folder).resolve()
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    queries = mixed(connection, "lessons")
    connection.close()
    server = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "tests.benchmarks.bare:application",
        "--log-level",
        "critical",
    ]
    site = [sys.executable, "-m", "datasette", "serve", "-i", str(path), "--setting", "facet_time_limit_ms", "5000"]
    site += ["--setting", "sql_time_limit_ms", "20000"]
    taken: dict[str, list[float]] = {}
    ran: dict[str, list[float]] = {}
    facets = []
    with (
        served(site, path) as (address, process),
        served(server, path) as (plain, bare),
        httpx.Client(timeout=60) as client,
    ):
        for asked in queries:
            times: dict[str, list[float]] = {}
            running: dict[str, list[float]] = {}
            for _ in range(options.rounds):
                for name, url in addresses(asked, address, plain, path).items():
                    if name == "datasette" and options.without_datasette:
                        continue
                    asked_of = bare if name == "bare" else process
                    before, started = processor_time(asked_of), time.perf_counter()
                    response = client.get(url)
                    times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
                    running.setdefault(name, []).append(processor_time(asked_of) - before)
                    response.raise_for_status()
                    if name == "datasette":
                        facets.append(len(response.json()["facet_results"]))
            for name, values in times.items():
                taken.setdefault(name, []).append(statistics.median(values))
                ran.setdefault(name, []).append(statistics.median(running[name]))
        held = memory(process)
    print(f"{options.size:,} reviews, {len(queries)} queries among lessons, milliseconds")
    print(f"  {'':10} {'sum':>9} {'p99':>9} {'sum to bare':>12} {'processor time':>15} {'to bare':>8}")
    for name, values in taken.items():
        print(
            f"  {name:10} {sum(values):9.1f} {percentile(values):9.1f} {sum(values) / sum(taken['bare']):12.2f}"
            f" {sum(ran[name]):15.1f} {sum(ran[name]) / (sum(ran['bare']) or 1.0):8.2f}"
        )
    if facets:
        print(f"  of six facets Datasette gave {statistics.mean(facets):.1f}")
    print(f"  memory of the site's process: {held}")


if __name__ == "__main__":
    main()
