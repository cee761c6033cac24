"""What may be meant by what is being typed in a search box, as JSON for the list below it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.search.completion import completions
from lessons.search.model import Request
from lessons.web.answers import Data
from lessons.web.ask import within
from lessons.web.presenters.links import search_href
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.search.completion import Completion
    from lessons.web.answers import Answer, SiteReader
    from lessons.web.ask import Addresses, Ask

VERSION = 1
LABELS = {"query": "search.suggest.query", "lesson": "search.suggest.lesson", "review": "search.suggest.review"}


def suggest_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return what the text in ``q`` may be the beginning of, each with its kind in words and the address that it leads to."""
    text = ask.first("q")
    labels = {**{kind: gettext(key) for kind, key in LABELS.items()}, **reader.index.facets.labels}
    body = {
        "version": VERSION,
        "query": text,
        "suggestions": [
            {
                "type": one.type,
                "label": labels[one.facet or one.type],
                "text": one.text,
                "url": address(one, ask.addresses),
            }
            for one in completions(reader.connection, reader.index, text)
        ],
    }
    # What time ran out for may come next time.
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8", kept=False)


def address(one: Completion, addresses: Addresses) -> str:
    """Return where a completion leads: to its results, or to its page."""
    if one.type == "query":
        return search_href(addresses, Request(text=one.text))
    if one.type != "value":
        return addresses.path(one.url)
    if one.facet == "organisation":
        return addresses.path(within("organisations", one.value))
    return addresses.path(within("browse", one.facet, one.value))
