"""The description of the JSON addresses for programs, and for those who write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.web.answers import Answer, Data
from lessons.web.openapi.document import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def openapi_of(patterns: Iterable[str]) -> Callable[[SiteReader, Ask], Answer]:
    """Return the page function that describes the JSON addresses among the routes with these patterns."""
    described = tuple(patterns)

    def openapi_json(reader: SiteReader, ask: Ask) -> Answer:
        body = document(described, reader, ask.addresses)
        return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")

    return openapi_json
