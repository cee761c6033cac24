"""What OpenSearch is told of the documents: how their words are cut, folded and stemmed as by our own indexes, what each field is, and how to ask."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lessons.schema.full_text import LESSON_WEIGHTS, REVIEW_WEIGHTS
from lessons.search.documents import TEXTS
from lessons.search.text import INVISIBLE, MARKS, UNSPACED

# Those of the columns that a document has as fields; the sentence of a lesson is its title.
_FIELDS = {"statement": "title", **{name: name for name in ("title", *TEXTS)}}
SEARCHED = {
    kind: {_FIELDS[column]: weight for column, weight in weights.items() if column in _FIELDS}
    for kind, weights in (("lessons", LESSON_WEIGHTS), ("reviews", REVIEW_WEIGHTS))
}
# Of up to two words both are wanted, of more seven in ten: a question has words that no answer has.
MINIMUM_SHOULD_MATCH = "2<70%"
# Lucene refuses a document with a word of more than 32,766 bytes; a letter has up to four.
LONGEST_WORD, LONGEST_VALUE = 255, 8_000
# The longest texts that passages are taken from: more than any review has, since one longer text fails a whole search.
LONGEST_TEXT = 20_000_000
# Values that each facet lists.
LISTED = 50
_DATE = {
    "type": "date",
    "format": "strict_year_month_day||strict_year_month||strict_year",
    # Of a document from elsewhere, a date alone is left out and not the document.
    "ignore_malformed": True,
}
_KEYWORD = {"type": "keyword", "ignore_above": LONGEST_VALUE}
_SHOWN = {"type": "keyword", "index": False, "doc_values": False}
_TEXT = {
    "type": "text",
    "analyzer": "stemmed",
    "search_analyzer": "stemmed_with_synonyms",
    "fields": {"exact": {"type": "text", "analyzer": "exact"}},
}


def index_of(
    facets: Iterable[str], synonyms: Mapping[str, tuple[str, ...]], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the settings and mappings of an index: the body of the request that creates it.

    ``facets`` are the names of those that documents have, ``synonyms`` the other expressions for what may be typed, in folded
    words; ``about`` says what the index was made from, and is kept with it.
    """
    return {
        "settings": {
            "index": {
                # One library is one shard until it is far larger than any that was measured; so scores are of one scale.
                "number_of_shards": 1,
                "highlight": {"max_analyzed_offset": LONGEST_TEXT},
            },
            "analysis": _analysis(synonyms),
        },
        "mappings": {
            "_meta": {"lessons": dict(about)},
            "dynamic": "strict",
            "properties": {
                "id": _KEYWORD,
                "kind": _KEYWORD,
                "address": _KEYWORD,
                "handling": _KEYWORD,
                "title": _TEXT,
                **dict.fromkeys(TEXTS, _TEXT),
                "review": _SHOWN,
                "organisation": _KEYWORD,
                "date": _DATE,
                "published": _DATE,
                "facets": {"properties": dict.fromkeys(facets, _KEYWORD)},
                "labels": {"properties": dict.fromkeys(facets, _SHOWN)},
            },
        },
    }


def _analysis(synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the analysis of our indexes in OpenSearch's own parts, and of queries with synonyms."""
    base = {"type": "custom", "char_filter": ["without_invisible", "without_marks", "unspaced"], "tokenizer": "words"}
    folded = ["lowercase", "asciifolding", "not_too_long"]
    # What is typed is compared with synonyms by its stems, as their rules are; a rule of no words is passed over.
    rules = [f"{typed} => {', '.join((typed, *others))}" for typed, others in sorted(synonyms.items())]
    return {
        "char_filter": {
            "without_invisible": {"type": "pattern_replace", "pattern": INVISIBLE.pattern, "replacement": ""},
            "without_marks": {"type": "pattern_replace", "pattern": MARKS.pattern, "replacement": ""},
            "unspaced": {"type": "pattern_replace", "pattern": f"[{UNSPACED}]", "replacement": " $0 "},
        },
        # As unicode61 does with the categories of our indexes.
        "tokenizer": {"words": {"type": "pattern", "pattern": r"[^\p{L}\p{N}\p{Co}\p{M}]+"}},
        "filter": {
            "not_too_long": {"type": "truncate", "length": LONGEST_WORD},
            "synonyms": {"type": "synonym_graph", "synonyms": rules, "lenient": True},
        },
        "analyzer": {
            "exact": {**base, "filter": folded},
            "stemmed": {**base, "filter": [*folded, "porter_stem"]},
            "stemmed_with_synonyms": {**base, "filter": [*folded, "porter_stem", "synonyms"]},
        },
    }


def search_of(facets: Iterable[str]) -> dict[str, Any]:
    """Return a search as OpenSearch's search template, with its parameters: the text, filters, and which results."""
    asked = {
        "from": "{{from}}",
        "size": "{{size}}",
        "query": {
            "bool": {
                "must": [{"bool": {"should": [_among(kind) for kind in SEARCHED], "minimum_should_match": 1}}],
                "filter": "{{#toJson}}filters{{/toJson}}",
            }
        },
        # Nobody needs the whole text in a list of results, and what is shown of it is made safe for a page.
        "_source": {"excludes": list(TEXTS)},
        "highlight": {
            "encoder": "html",
            "fields": {name: {} for name in dict.fromkeys(name for fields in SEARCHED.values() for name in fields)},
        },
        "aggs": {
            "kind": {"terms": {"field": "kind"}},
            **{name: {"terms": {"field": f"facets.{name}", "size": LISTED}} for name in facets},
        },
    }
    source = json.dumps(asked)
    # What is no text in the request loses the quotes that made this JSON.
    for tag in ("{{from}}", "{{size}}", "{{#toJson}}filters{{/toJson}}"):
        source = source.replace(f'"{tag}"', tag)
    return {"source": source, "params": {"text": "", "filters": [], "from": 0, "size": 20}}


def _among(kind: str) -> dict[str, Any]:
    """Return what is asked of one kind of document: its words anywhere in it, better as they were written and side by side."""
    weights = SEARCHED[kind]
    return {
        "bool": {
            "filter": [{"term": {"kind": kind}}],
            "must": [
                {
                    "multi_match": {
                        "query": "{{text}}",
                        # As if all fields were one.
                        "type": "cross_fields",
                        "fields": [f"{name}^{weight:g}" for name, weight in weights.items()],
                        "minimum_should_match": MINIMUM_SHOULD_MATCH,
                        # Without words, everything that passes the filters.
                        "zero_terms_query": "all",
                    }
                }
            ],
            "should": [
                {
                    "multi_match": {
                        "query": "{{text}}",
                        "type": "phrase",
                        "fields": [f"{name}.exact^{weight:g}" for name, weight in weights.items()],
                    }
                }
            ],
        }
    }
