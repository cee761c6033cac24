"""Search where the site is files: a page whose script searches in the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from lessons import words
from lessons.search import Request
from lessons.web import assets
from lessons.web.answers import Page
from lessons.web.pages.search import find
from lessons.web.pages.search import search_page as results_page
from lessons.web.presenters.facets import groups
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import Answer, SiteReader
    from lessons.web.ask import Ask

INDEX = "/pagefind/pagefind.js"


def either(reader: SiteReader, ask: Ask) -> Answer:
    """Return the results of a search, or where the site is files the page that searches in the browser."""
    return search_page(reader, ask) if ask.config.as_files else results_page(reader, ask)


def search_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page; what is searched for stands in its address and is read by its script."""
    path = ask.addresses.path
    offered = groups(find(reader, Request(size=1)), reader.vocabulary, ask.addresses)
    return Page(
        "search-as-files.html",
        gettext("frame.link.search"),
        {
            "action": path("/search"),
            "index": path(INDEX),
            "script": path(assets.path_of("search.js")),
            "browse": path("/browse"),
            "counted": {
                "language": words.LANGUAGE.replace("_", "-"),
                "lessons": json.dumps(words.forms_of_numbers("counts.lesson"), ensure_ascii=False),
                "reviews": json.dumps(words.forms_of_numbers("counts.review"), ensure_ascii=False),
            },
            # Lists are long here only if they are asked for: nothing is counted again before the script runs.
            "groups": [replace(group, open=False) for group in offered],
            "all": {group.name: path(f"/browse/{group.name}") for group in offered},
        },
        search_box=False,
    )
