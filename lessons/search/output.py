"""Search results as JSON and as rows of a CSV file; documented in lessons/docs/search.md."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from lessons.library.formats import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lessons.search.model import Facet, Hit, Request, SearchPage

# Moves with a line in the changelog: the minor number when something is added, the major when something is renamed,
# removed or means something else.
JSON_VERSION = "2.0"
CSV_COLUMNS = (
    "type",
    "id",
    "review",
    "title",
    "statement",
    "url",
    "organisation",
    "date",
    "result",
    "score",
    "published",
    "sector",
    "status",
    "recommendation",
)


def to_params(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the address that asks for ``request``, defaults left out, always in the same order."""
    return request.to_params()


def to_json(page: SearchPage, base_url: str) -> dict[str, Any]:
    """Return a page of results as values for JSON; addresses begin with ``base_url`` (without a slash at its end)."""
    return {**_before_facets(page, base_url), "facets": list(map(_facet, page.facets)), **_after_facets(page, base_url)}


def to_json_text(page: SearchPage, base_url: str) -> str:
    """Return a page of results as JSON: what ``json.dumps`` makes of :func:`to_json`, letters as they are.

    The hundreds of values of facets are what takes time, and are written without making values of them first.
    """
    before, after = (
        json.dumps(part, ensure_ascii=False) for part in (_before_facets(page, base_url), _after_facets(page, base_url))
    )
    facets = ", ".join(map(_facet_text, page.facets))
    return f'{before[:-1]}, "facets": [{facets}], {after[1:]}'


def _before_facets(page: SearchPage, base_url: str) -> dict[str, Any]:
    """Return the parts that stand before the facets."""
    return {
        "version": JSON_VERSION,
        "query": {
            "text": page.understood.text,
            "understood": page.understood.words,
            "synonyms": [{"typed": typed, "also": other} for typed, other in page.understood.synonyms],
            "filters": {name: list(values) for name, values in page.request.filters.items()},
            "in": page.request.result_type,
            "sort": page.sort,
            "sql": page.sql,
        },
        "count": page.count,
        "all_words_count": page.all_words_count,
        "by_meaning_count": page.by_meaning_count,
        "unfiltered_count": page.unfiltered_count,
        "page": page.page,
        "size": page.size,
        "partial": page.partial,
        "results": [_result(hit, base_url) for hit in page.hits],
    }


def _after_facets(page: SearchPage, base_url: str) -> dict[str, Any]:
    """Return the parts that stand after the facets."""
    return {
        "suggestions": list(page.suggestions),
        "problems": dict(page.request.problems),
        "next": _next(page, base_url),
    }


def _result(hit: Hit, base_url: str) -> dict[str, Any]:
    """Return one result as values for JSON."""
    found = {
        "type": hit.type,
        "id": hit.id,
        "review": hit.review,
        "title": hit.title,
        "statement": hit.statement,
        "url": base_url + hit.url,
        "organisation": hit.organisation,
        "date": hit.date,
        "author": hit.author,
        "published": hit.published,
        "last_changed": hit.last_changed,
        "result": hit.result,
        "snippet": hit.snippet,
        "score": hit.score,
    }
    if hit.lesson_url:
        found["lesson_url"] = base_url + hit.lesson_url
    return found


def _facet(facet: Facet) -> dict[str, Any]:
    """Return one facet as values for JSON."""
    return {
        "name": facet.name,
        "label": facet.label,
        "values": [
            {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
            for value in facet.values
        ],
    }


def _facet_text(facet: Facet) -> str:
    """Return one facet as JSON."""
    values = ", ".join(
        [
            f'{_beginning(value, label)}{count}, "selected": {"true" if selected else "false"}}}'
            for value, label, count, selected in facet.values
        ]
    )
    return f"{_named(facet.name, facet.label)}[{values}]}}"


@lru_cache(maxsize=10_000)
def _beginning(value: str, label: str) -> str:
    """Return a facet's value as JSON as far as it is the same in every answer: up to its count."""
    return json.dumps({"value": value, "label": label, "count": 0}, ensure_ascii=False).removesuffix("0}")


@lru_cache(maxsize=100)
def _named(name: str, label: str) -> str:
    """Return a facet as JSON up to its values."""
    return json.dumps({"name": name, "label": label, "values": 0}, ensure_ascii=False).removesuffix("0}")


def _next(page: SearchPage, base_url: str) -> str | None:
    """Return the address of the next page, or ``None`` on the last one."""
    if page.page >= page.pages:
        return None
    return f"{base_url}/search.json?{urlencode(to_params(replace(page.request, page=page.page + 1)))}"


def csv_rows(hits: Iterable[Hit], base_url: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a CSV file, headings first.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    yield CSV_COLUMNS
    for hit in hits:
        shown = hit._replace(url=base_url + hit.url)
        yield tuple(_cell(getattr(shown, column)) for column in CSV_COLUMNS)


def _cell(value: object) -> str:
    """Return a value as the text of a cell that no spreadsheet runs."""
    return str(safe("" if value is None else str(value)))
