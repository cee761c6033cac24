"""Measures search on a collection that nobody has tuned it on: texts installed on this machine, each to be found by the line that describes it.

    python -m tests.benchmarks.known_items                     # the half that may be looked at
    python -m tests.benchmarks.known_items --held-out          # the other half: look at it when everything is settled
    python -m tests.benchmarks.known_items --source docstrings # where few manual pages are installed

Each text becomes a review without its line, and the line is the query; the right answer is that text and no other, which is stricter than
a reader would be. Long questions of several sentences, written for some of the pages, are in known_item_questions.csv. Beside it
the same queries are asked of FTS5 alone: title and text, stems, any content word, BM25 without weights. The figures depend on what is
installed, so they compare searches with each other on one machine.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from click.testing import CliRunner

from lessons.cli import main as lessons
from lessons.search import Request, SearchIndex, search
from tests.benchmarks import plain_fts5
from tests.benchmarks.reference_texts import SOURCES, Reference, chosen

QUESTIONS = Path(__file__).with_name("known_item_questions.csv")
DEPTH = 10
# A line of fewer content words ("sort lines") says too little to tell one text from another.
FEWEST_WORDS = 3
ENTRY = """\
---
title: {name}
date: not-stated
organisation: not-stated
sector: reference
result: not-stated
type: rapid-lesson
---

## What happened

{text}

## Lessons

### Read the text

It says more.

- Id: read
- Recommendation: Read it.
"""

Rank = int | None
Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """One query and the id of the text that answers it."""

    query: str
    id: str


def escaped(text: str) -> str:
    """Return text in which Markdown finds nothing but text; angle brackets, which would be advised about, are left out."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", re.sub("[<>]", " ", text))


def build(texts: Sequence[Reference], folder: Path) -> Path:
    """Build the texts as reviews and return the database."""
    key = hashlib.sha256("\0".join(one.id + one.text for one in texts).encode()).hexdigest()[:12]
    entries, output = folder / f"known-items-{key}", folder / f"known-items-{key}.db"
    entries.mkdir(parents=True, exist_ok=True)
    (entries / "vocabulary.yml").write_text("unit: {slug: reference, name: Reference}\nschemes: {}\n", encoding="utf-8")
    for one in texts:
        content = ENTRY.format(name=f'"{one.name}"', text=escaped(one.text))
        (entries / f"{one.id}.md").write_text(content, encoding="utf-8")
    run = CliRunner().invoke(lessons, ["build", "--entries", str(entries), "--output", str(output)])
    if run.exit_code:
        raise SystemExit(run.output[-2000:])
    return output


def ranks(ask: Ask, queries: Sequence[Asked]) -> list[Rank]:
    """Return at which place each query has its text, from 1; ``None`` where it is not among the first ten."""
    places = []
    for one in queries:
        found = list(ask(one.query))[:DEPTH]
        places.append(found.index(one.id) + 1 if one.id in found else None)
    return places


def figures(places: Sequence[Rank]) -> tuple[float, float, float]:
    """Return MRR, nDCG@10 and the share found among the first ten."""
    return (
        fmean(1 / place if place else 0.0 for place in places),
        fmean(1 / math.log2(place + 1) if place else 0.0 for place in places),
        fmean(place is not None for place in places),
    )


def interval(ours: Sequence[Rank], theirs: Sequence[Rank], times: int = 2000) -> tuple[float, float]:
    """Return the 95 % interval of the difference in nDCG@10, by drawing the queries again and again."""
    chance = random.Random(17)
    gain = [1 / math.log2(place + 1) if place else 0.0 for place in range(DEPTH + 1)]
    differences = [gain[one or 0] - gain[other or 0] for one, other in zip(ours, theirs, strict=True)]
    means = sorted(fmean(chance.choices(differences, k=len(differences))) for _ in range(times))
    return means[int(times * 0.025)], means[int(times * 0.975)]


def report(title: str, queries: Sequence[Asked], ways: dict[str, Ask]) -> None:
    """Print how well each way answers the queries."""
    if not queries:
        return
    print(f"\n{title}: {len(queries)}")
    print(f"  {'':12} {'MRR':>6} {'nDCG@10':>8} {'in first 10':>12}")
    places = {name: ranks(ask, queries) for name, ask in ways.items()}
    for name, found in places.items():
        mrr, ndcg, share = figures(found)
        print(f"  {name:12} {mrr:6.3f} {ndcg:8.3f} {share:12.3f}")
    low, high = interval(*places.values())
    print(f"  difference in nDCG@10: 95 % between {low:+.3f} and {high:+.3f}")


def telling(line: str, lines: Sequence[str]) -> bool:
    """Return whether a line tells its text from the others."""
    return lines.count(line) == 1 and len(plain_fts5.content_words(line)) >= FEWEST_WORDS


def questions(path: Path) -> list[Asked]:
    """Return the long questions."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Asked(row["query"], row["id"]) for row in csv.DictReader(file)]


def main() -> None:
    """Measure the half that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--source", choices=list(SOURCES), default="manual-pages")
    parser.add_argument("--count", type=int, default=2000, help="texts in the collection")
    parser.add_argument("--held-out", action="store_true", help="the half set aside, instead of the other")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the collection is, or is made"
    )
    options = parser.parse_args()
    long = questions(QUESTIONS) if options.source == "manual-pages" else []
    installed = list(SOURCES[options.source]())
    texts = chosen(installed, options.count, [one.id for one in long])
    if not texts:
        raise SystemExit(f"no {options.source} are installed here; try --source docstrings")
    print(f"{options.source}: {len(installed):,} that can be used, {len(texts):,} in the collection")
    ids = [one.id for one in texts]
    lines = [one.line for one in texts]
    half = [one for one in texts if one.held_out == options.held_out]
    aside = plain_fts5.indexed((one.name, one.text) for one in texts)
    connection = sqlite3.connect(f"file:{build(texts, options.folder)}?mode=ro", uri=True)
    index = SearchIndex.load(connection)

    def ours(query: str) -> list[str]:
        return [
            hit.id for hit in search(connection, index, Request(text=query, result_type="reviews", size=DEPTH)).hits
        ]

    def theirs(query: str) -> list[str]:
        return [ids[number - 1] for number in plain_fts5.ranked(aside, "plain", plain_fts5.any_word(query), DEPTH)]

    ways: dict[str, Ask] = {"search": ours, "FTS5 alone": theirs}
    present = {one.id for one in half}
    report("lines as queries", [Asked(one.line, one.id) for one in half if telling(one.line, lines)], ways)
    report("long questions", [one for one in long if one.id in present], ways)
    if missing := [one.id for one in long if one.id not in set(ids)]:
        print(f"\nlong questions left out, because their pages are not installed: {len(missing)}")


if __name__ == "__main__":
    main()
