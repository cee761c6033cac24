"""The description of the JSON addresses as one OpenAPI document, written from the site's routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lessons.web.openapi.operations import OPERATIONS, POSTED, VARIABLES, Operation, of_facets
from lessons.web.openapi.schemas import components
from lessons.web.openapi.shapes import TEXT, Schema, ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lessons.web.answers import SiteReader
    from lessons.web.ask import Addresses

# https://spec.openapis.org/oas/v3.1.1.html
OPENAPI = "3.1.0"
# Of what is described. Moves with a line in the changelog: the minor number when something is added, the major when it becomes something else.
VERSION = "1.0"
ENDING = r"\.json$"
SAID = {
    301: "It has another address now.",
    400: "The address has a parameter that is not taken, or a value that cannot be read.",
    403: "Not for this reader.",
    404: "There is nothing here.",
    410: "It was withdrawn.",
    413: "What is sent is too long.",
    415: "What is sent is of another type.",
    503: "Busy, or nothing can be served just now: ask again.",
}
OF_ALL = (403, 503)
OF_ONE = (301, 404, 410)


def paths_of(patterns: Iterable[str]) -> Iterator[str]:
    """Yield the path of each route that answers in JSON, with its variables in braces."""
    for pattern in patterns:
        if pattern.endswith(ENDING):
            yield re.sub(r"\(\?P<(\w+)>.*?\)", r"{\1}", pattern).strip("^$").replace("\\", "")


def document(patterns: Iterable[str], reader: SiteReader, addresses: Addresses) -> dict[str, Any]:
    """Return the description of those of the routes with these patterns that answer in JSON, for one version of the database.

    Raises ``KeyError`` for one that :data:`OPERATIONS` does not describe.
    """
    build = reader.build
    return {
        "openapi": OPENAPI,
        "info": {
            "title": build.name,
            "summary": "Lessons of after-action reviews",
            "description": "Everything is read with GET, but a brief, for which a plan is sent. Answers may gain properties.",
            "version": VERSION,
        },
        "servers": [{"url": addresses.site or "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(one.tag for one in OPERATIONS.values())],
        "paths": {path: _path(path, reader) for path in paths_of(patterns)},
        "components": {"schemas": components()},
    }


def _path(path: str, reader: SiteReader) -> dict[str, Any]:
    if path not in POSTED:
        return {"get": _get(path, OPERATIONS[path], reader)}
    described, answer, statuses = POSTED[path]
    return {"post": {**described, "responses": dict(_responses(answer, "application/json", (*statuses, *OF_ALL)))}}


def _get(path: str, operation: Operation, reader: SiteReader) -> dict[str, Any]:
    variables = re.findall(r"{(\w+)}", path)
    parameters = [
        *({"name": one, "in": "path", "required": True, "description": VARIABLES[one], "schema": TEXT} for one in variables),
        *operation.parameters,
        *(of_facets(reader.index.facets) if operation.filtered else ()),
    ]  # fmt: skip
    statuses = {*operation.statuses, *OF_ALL, *(OF_ONE if variables else ())}
    return {
        "tags": [operation.tag],
        "summary": operation.summary,
        "operationId": "_".join(re.findall(r"\w+", path.removesuffix(".json"))),
        **({"parameters": parameters} if parameters else {}),
        "responses": dict(_responses(operation.answer, operation.media_type, statuses)),
    }


def _responses(answer: str, media_type: str, statuses: Iterable[int]) -> Iterator[tuple[str, Schema]]:
    yield "200", {"description": "What was asked for.", "content": {media_type: {"schema": ref(answer)}}}
    for status in sorted({*statuses}):
        if status < 400:
            yield str(status), {"description": SAID[status]}
        else:
            yield str(status), {"description": SAID[status], "content": {"application/json": {"schema": ref("Error")}}}
