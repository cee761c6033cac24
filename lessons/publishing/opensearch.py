"""The library for OpenSearch: the index to create, the documents to load, a search to begin with, and how."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.building.outputs import folders
from lessons.library import connection as library
from lessons.library import soundness
from lessons.library.audience import Audience, require_within
from lessons.publishing.opensearch_index import index_of, search_of
from lessons.search.documents import SearchDocument, documents
from lessons.search.vocabulary import other_expressions

if TYPE_CHECKING:
    import sqlite3

# OpenSearch takes no request of more than 100 MB, and advises to stay well below.
LARGEST_PART = 50_000_000
INDEX, SEARCH, README, PARTS = "index.json", "search.json", "README.md", "documents"
_README = """# {name}: for OpenSearch

{count} lessons and reviews, built for {audience}{warning}.

Where `OPENSEARCH` is the address of the server, such as `https://localhost:9200` (with `-u NAME` where it asks who you are), in this folder:

```sh
curl --fail-with-body -X PUT "$OPENSEARCH/lessons" -H 'Content-Type: application/json' --data-binary @index.json
for part in documents/*.ndjson; do curl --fail-with-body -X POST "$OPENSEARCH/lessons/_bulk?refresh=true&filter_path=errors,items.*.error" -H 'Content-Type: application/x-ndjson' --data-binary "@$part"; done
curl --fail-with-body "$OPENSEARCH/lessons/_search/template?pretty" -H 'Content-Type: application/json' --data-binary @search.json
```

The second prints `{{"errors":false}}` for each part. `search.json` is a search template with its parameters: `text` is what somebody typed, `filters` a list such as
`[{{"term": {{"facets.sector": "housing"}}}}]`, `from` and `size` say which results. Text in an answer is as it was written: escape it where you show it; the highlighted passages are escaped.

A new build goes into a new index (`lessons-2`), so that nothing stays that was withdrawn: load it, let the alias that readers ask lead to it (`POST _aliases`), and delete the old index.
"""


@dataclass(frozen=True)
class OpenSearchWritten:
    """What was written: how many documents, in how many parts, and for whom they are."""

    documents: int
    parts: int
    audience: Audience


def export(
    database: Path, folder: Path, *, base: str, readers: Audience, largest: int = LARGEST_PART
) -> OpenSearchWritten:
    """Write what an OpenSearch server loads of a database into a folder: no part of it larger than ``largest`` bytes, unless one document is.

    ``base`` is the full address of the site without its last slash; where it is empty, addresses are paths. The same database gives
    the same files. Raises :class:`LessonsError` when the database is for more than ``readers``, or the folder is not ours.
    """
    connection = soundness.opened(database)
    try:
        built = library.build(connection)
        require_within(built.audience, readers)
        with folders.beside(folder, "opensearch", private=not built.audience.public) as made:
            count, parts, facets = _documents(connection, made / PARTS, base, largest)
            about = {
                "unit": built.unit,
                "audience": built.audience.name,
                "drafts": built.audience.drafts,
                "schema_version": built.schema_version,
                "digest": built.digest,
            }
            _write(made / INDEX, index_of(facets, other_expressions(connection), about))
            _write(made / SEARCH, search_of(facets))
            readme = _README.format(
                name=" ".join(built.name.split()),
                count=f"{count:,}",
                audience=built.audience,
                warning="" if built.audience.public else ": do not load it where others can read it",
            )
            made.joinpath(README).write_text(readme, "utf-8", newline="")
    finally:
        connection.close()
    return OpenSearchWritten(count, parts, built.audience)


def _documents(connection: sqlite3.Connection, folder: Path, base: str, largest: int) -> tuple[int, int, list[str]]:
    """Write all documents in parts; return how many there are of both, and the facets that they have."""
    folder.mkdir()
    facets: dict[str, None] = {}
    count, parts, room = 0, 0, 0
    stream = None
    try:
        for document in documents(connection):
            facets.update(dict.fromkeys(facet for facet, _ in document.facets))
            lines = b"".join(_lines(document, base))
            if stream is None or len(lines) > room:
                if stream is not None:
                    stream.close()
                parts, room = parts + 1, largest
                stream = folder.joinpath(f"{parts:05}.ndjson").open("wb")
            stream.write(lines)
            count, room = count + 1, room - len(lines)
    finally:
        if stream is not None:
            stream.close()
    return count, parts, sorted(facets)


def _lines(document: SearchDocument, base: str) -> Iterator[bytes]:
    """Yield the two lines of a document: what is to be done, and its fields; it takes the place of one with the same id."""
    for stated in ({"index": {"_id": document.id}}, fields_of(document, base)):
        yield json.dumps(stated, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def fields_of(document: SearchDocument, base: str) -> dict[str, Any]:
    """Return a document as OpenSearch keeps it; what is not known it does not have."""
    facets: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for (facet, value), label in zip(document.facets, document.labels, strict=True):
        facets.setdefault(facet, []).append(value)
        labels.setdefault(facet, []).append(label)
    known = {
        "id": document.id,
        "kind": document.kind,
        "address": base + document.path,
        "handling": document.handling,
        "title": document.title,
        **document.texts,
        "review": document.review,
        "organisation": document.organisation,
        "date": document.date,
        "published": document.published,
        "facets": facets,
        "labels": labels,
    }
    return {name: value for name, value in known.items() if value}


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", "utf-8", newline="")
