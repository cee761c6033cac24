"""What a bundle says of itself: to people (README.md), to citation managers (CITATION.cff), to catalogues of data (DCAT)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import yaml

from lessons.building.outputs.datapackage import licences_of, mailbox_of
from lessons.building.outputs.exported import Exported
from lessons.building.outputs.parquet import ENDING
from lessons.building.outputs.shared import Row
from lessons.record.writing import literal

CITATION, CATALOGUE, README = "CITATION.cff", "dcat.jsonld", "README.md"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
# https://publications.europa.eu/resource/authority/access-right
_ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
_ACCESS_RIGHTS = {"public": "PUBLIC", "internal": "NON_PUBLIC", "restricted": "RESTRICTED"}
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".yml": "application/yaml",
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class BundledFile:
    """One file of a bundle: its path, its size in bytes, and its SHA-256."""

    path: str
    size: int
    digest: str


def name_of(exported: Exported) -> str:
    """Return the name of a bundle: unit and newest day, and whom it is for where that is not everybody."""
    audience = exported.audience
    parts = [exported.vocabulary.words.unit.slug, exported.day or "undated"]
    parts += [] if audience.name == "public" else [audience.name]
    return "-".join([*parts, *(["drafts"] if audience.drafts else [])])


def citation(exported: Exported) -> str:
    """Return CITATION.cff (https://citation-file-format.github.io), with the licence where there is one alone."""
    unit, licences = exported.vocabulary.words.unit, licences_of(exported)
    facts = {
        "cff-version": "1.2.0",
        "message": "If you use these lessons, please cite them as below.",
        "type": "dataset",
        "title": unit.name,
        "abstract": unit.description,
        "authors": [_author(row) for row in exported.units.values()] or [{"name": unit.name}],
        "version": exported.version,
        "date-released": exported.day,
        "license": licences[0] if len(licences) == 1 and _SPDX.fullmatch(licences[0]) else None,
        "url": unit.address,
    }
    stated = {name: value for name, value in facts.items() if value}
    return yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=1_000)


def _author(unit: Row) -> dict[str, str]:
    stated = {"name": unit["name"], "website": unit["address"], "email": mailbox_of(unit)}
    return {name: value for name, value in stated.items() if value}


def catalogue(exported: Exported, parts: Iterable[BundledFile]) -> str:
    """Return the bundle as a dataset of DCAT 3 in JSON-LD; each of its files is a distribution, addressed from this one.

    The units of a library of several are datasets of which it consists, each with its own publisher and licence.
    """
    unit = exported.vocabulary.words.unit
    day = {"@value": exported.day, "@type": "xsd:date"} if exported.day else None
    dataset: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": "",
        "@type": "dcat:Dataset",
        "dct:title": unit.name,
        "dct:description": unit.description,
        "dct:identifier": name_of(exported),
        "dcat:version": exported.version,
        "dct:modified": day,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": unit.name},
        "dct:accessRights": {"@id": _ACCESS + _ACCESS_RIGHTS[exported.audience.name]},
        "dct:license": [_licence(one) for one in licences_of(exported) if _SPDX.fullmatch(one)],
        "dcat:landingPage": {"@id": unit.address} if unit.address else None,
        "dct:hasPart": [_dataset(row) for row in exported.units.values()],
        "dcat:distribution": [_distribution(part) for part in parts],
    }
    return json.dumps(_stated(dataset), ensure_ascii=False, indent=2) + "\n"


def _stated(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None and value != []}


def _licence(name: str) -> dict[str, str]:
    return {"@id": f"https://spdx.org/licenses/{name}"}


def _dataset(unit: Row) -> dict[str, Any]:
    """Return the reviews of one unit of several as a dataset; where its own site is known, that is where it stands."""
    address, mailbox = unit["address"], mailbox_of(unit)
    publisher = {
        "@type": "foaf:Organization",
        "foaf:name": unit["name"],
        "foaf:homepage": {"@id": address} if address else None,
        "foaf:mbox": {"@id": f"mailto:{quote(mailbox, safe='@')}"} if mailbox else None,
    }
    return _stated(
        {
            "@type": "dcat:Dataset",
            "dct:title": unit["name"],
            "dct:description": unit["description"],
            "dct:identifier": unit["id"],
            "dct:publisher": _stated(publisher),
            "dct:license": _licence(unit["licence"]) if _SPDX.fullmatch(unit["licence"] or "") else None,
            "dcat:landingPage": {"@id": address} if address else None,
        }
    )


def _distribution(part: BundledFile) -> dict[str, Any]:
    media_type = _MEDIA_TYPES.get("." + part.path.rpartition(".")[2])
    return {
        "@type": "dcat:Distribution",
        "dct:title": part.path,
        "dcat:downloadURL": {"@id": part.path},
        **(
            {"dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"}}
            if media_type
            else {}
        ),
        "dcat:byteSize": {"@value": str(part.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": part.digest, "@type": "xsd:hexBinary"},
        },
    }


def readme(exported: Exported, parts: Iterable[BundledFile]) -> str:
    """Return README.md: what is in the bundle, whom it is for, and how to begin."""
    has_parquet = any(part.path.endswith(ENDING) for part in parts)
    unit, audience = exported.vocabulary.words.unit, exported.audience
    lines = [
        f"# {literal(unit.name)}",
        "",
        f"{len(exported.rows['reviews']):,} reviews with {len(exported.rows['lessons']):,} lessons, and {len(exported.rows['uses']):,} uses of lessons. Version {exported.version}.",
        "",
    ]
    if not audience.public:
        lines += [f"**This is for {audience} alone. It must not be published.**", ""]
    if exported.units:
        lines += ["| unit | reviews | licence | site | contact |", "|---|---|---|---|---|", *_units(exported), ""]
    lines += [
        "| file | what it is |",
        "|---|---|",
        "| `lessons.db` | the SQLite database, ready to be queried and served |",
        "| `tables/` | every table and view as CSV, with values as they are; `datapackage.json` describes each column |",
        *(["| `parquet/` | the same as Parquet, with types |"] if has_parquet else []),
        "| `lessons.csv` | one lesson per row, for a spreadsheet: a cell that would run as a formula begins with an apostrophe |",
        "| `lessons.ndjson` | each review and use as data, and its Markdown as written |",
        "| `vocabulary.yml` | the terms that reviews use |",
        "| `CITATION.cff`, `dcat.jsonld` | how to cite it, and its entry for a catalogue of data |",
        "| `SHA256SUMS` | what `sha256sum --check SHA256SUMS` reads |",
        "",
        "Python, DuckDB, R:",
        "",
        "    import pandas; lessons = pandas.read_csv('tables/lesson_cards.csv')",
        "    duckdb -c \"SELECT organisation, count(*) FROM 'tables/lesson_cards.csv' GROUP BY ALL ORDER BY 2 DESC\"",
        "    lessons <- read.csv('tables/lesson_cards.csv')",
        "",
    ]
    parts_of_units = ", those of each unit in a folder of its own" if exported.units else ""
    lines += [
        f"Back to Markdown files, each as it was written, with the vocabulary{parts_of_units}:",
        "",
        f"    lessons import bundle . --into {'units' if exported.units else 'entries'}",
        "",
    ]
    return "\n".join(lines)


def _units(exported: Exported) -> Iterator[str]:
    """Yield a line of a table for each unit; every review names its own by `unit_id`, and perhaps a licence of its own."""
    counts = Counter(row["unit_id"] for row in exported.rows["reviews"])
    for slug, row in exported.units.items():
        cells = (f"{row['name']} ({slug})", f"{counts[slug]:,}", row["licence"], row["address"], row["contact"])
        yield f"| {' | '.join(literal(cell or 'not stated').replace('|', '&#124;') for cell in cells)} |"
