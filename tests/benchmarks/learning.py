"""Times a brief for fifty pages and learning audits, in seconds of the processor.

    python -m tests.benchmarks.learning 10000 --folder /tmp
    python -m tests.benchmarks.learning --database lessons.db

The plan is made of the plans by which briefs are measured (tests/judgements/plans), one after the other until there are fifty pages. The site
gives a brief a time limit; whether what is left out of it makes it partial is said. The quickest of several rounds counts.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable
from itertools import accumulate, cycle, takewhile
from pathlib import Path
from typing import TypeVar

from lessons.learning.audit_data import audit
from lessons.learning.brief import TIME_LIMIT, brief
from lessons.learning.days import newest_day
from lessons.learning.time_to_learn import time_to_learn
from lessons.library.connection import connect
from tests.benchmarks.corpus import make

PLANS = Path(__file__).parents[1] / "judgements" / "plans"
PAGES, WORDS_A_PAGE = 50, 500
ROUNDS = 3
ORGANISATIONS = 10

Result = TypeVar("Result")


def quickest(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds of the processor that some work takes, and what it returns."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        result = work()
        found.append(time.process_time() - started)
    return min(found), result


def fifty_pages() -> str:
    """Return a plan of fifty pages."""
    texts = [path.read_text("utf-8") for path in sorted(PLANS.glob("*.md")) if path.name != "README.md"]
    wanted = PAGES * WORDS_A_PAGE
    lengths = accumulate((len(text.split()) for text in cycle(texts)), initial=0)
    return "\n\n".join(text for text, _ in zip(cycle(texts), takewhile(lambda so_far: so_far < wanted, lengths)))


def measure(connection: sqlite3.Connection) -> None:
    """Print what a brief and audits take."""
    plan = fifty_pages()
    reviews, lessons = (
        connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("reviews", "lessons")
    )
    print(f"{reviews:,} reviews with {lessons:,} lessons")
    seconds, whole = quickest(lambda: brief(connection, plan, time_limit=None))
    print(f"  a brief for {whole.words:,} words in {whole.passages:,} passages: {seconds:.2f} s of the processor")
    started = time.perf_counter()
    limited = brief(connection, plan, time_limit=TIME_LIMIT)
    clock = time.perf_counter() - started
    print(
        f"  with the limit of {TIME_LIMIT} s: {clock:.2f} s by the clock, {'partial' if limited.partial else 'complete'}"
    )
    day = newest_day(connection)
    seconds, _ = quickest(lambda: (audit(connection, day), time_to_learn(connection, day)))
    print(f"  an audit of the library: {seconds:.2f} s of the processor")
    busiest = connection.execute(
        "SELECT organisation_id FROM reviews WHERE organisation_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
        (ORGANISATIONS,),
    ).fetchall()
    times = [
        quickest(lambda id_=id_: (audit(connection, day, id_), time_to_learn(connection, day, id_)))[0]
        for (id_,) in busiest
    ]
    print(
        f"  audits of the {len(times)} organisations with most reviews: {max(times, default=0.0):.2f} s of the processor at most"
    )


def main() -> None:
    """Measure a database of the size asked for, or one that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--database", type=Path)
    arguments = parser.parse_args()
    connection = connect(arguments.database or make(arguments.count, arguments.folder))
    measure(connection)
    connection.close()


if __name__ == "__main__":
    main()
