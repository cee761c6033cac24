"""What a lesson's text for search says of those who used it, where they are another unit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lessons.building.outputs.shared import Row, search_columns
from lessons.schema import LESSONS_FTS
from lessons.search.text import compounds, normalised


def texts_of(use: Row, organisations: Mapping[str, str], outcomes: Iterable[Row]) -> Iterator[str]:
    """Yield what a use says, as the lesson is found by it; ``organisations`` has names by id, ``outcomes`` are those of the use."""
    yield from filter(None, (organisations.get(use["organisation_id"] or ""), use["why"], use["evidence"]))
    for outcome in outcomes:
        yield from filter(None, (outcome["measure"], outcome["note"], outcome["source"]))
    if use["text"]:
        yield use["text"]


def lesson_searched(row: Row, added: Sequence[str]) -> Row:
    """Return a row of ``lesson_text`` with further texts by which the lesson is found."""
    support = "\n".join(filter(None, (row["support"], *added)))
    texts = {name: row[name] for name in ("statement", "advice", "context")}
    texts["body"] = "\n".join(filter(None, (row["prose"], support)))
    return {**row, "support": support, **search_columns(texts, LESSONS_FTS)}


def review_searched(row: Row, added: Sequence[str]) -> Row:
    """Return a row of ``review_files`` with further texts by which the review is found."""
    found = {**row, "uses": "\n\n".join(filter(None, (row["uses"], *added)))}
    found["compounds"] = " ".join(filter(None, (row["compounds"], compounds(added))))
    texts = json.loads(row["normalised"] or "{}")
    if "body" in texts:
        # The body as search reads it stands here as a whole, and replaces what is put together of the parts.
        texts["body"] = "\n\n".join((texts["body"], *map(normalised, added)))
        found["normalised"] = json.dumps(texts, ensure_ascii=False)
    return found
