"""What each JSON address is for, what it takes and how it answers; its name is the path as OpenAPI writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.learning.plan import LONGEST
from lessons.library.outcomes import OutcomeFilters
from lessons.schema import NOT_STATED
from lessons.search.model import MAX_CHOSEN, MAX_PAGE, MAX_PAGE_SIZE, MAX_TEXT, PAGE_SIZE, RESULT_TYPES, SORTS
from lessons.web.openapi.shapes import TEXT, Schema, listed
from lessons.web.pages.audit import AS_OF
from lessons.web.pages.reviews import ORDERS, PUBLISHED_CHARACTERS
from lessons.web.pages.sql import QUERY_CHARACTERS
from lessons.web.presenters.paging import LAST_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.facets import FacetIndex

JSON = "application/json"
FEED = "application/feed+json"
SCHEMA = "application/schema+json"
CITATION = "application/vnd.citationstyles.csl+json"
# The parts of a path.
VARIABLES = {
    "review": "The id of a review.",
    "lesson": "The id of a lesson within its review.",
    "use": "The id of a use.",
    "organisation": "The id of an organisation; a name leads to it.",
    "person": "The id of a person who consents to be named.",
}
# A facet with more values than these is described without them.
MOST_VALUES = 100

Parameter = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """What a GET of an address is for: the tag that it is listed under, the name of its answer's schema, its own parameters.

    ``filtered`` says that each facet of search is a parameter too; ``statuses`` are those that it answers with besides those of
    every address, and of every one with a variable.
    """

    tag: str
    summary: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    media_type: str = JSON
    filtered: bool = False
    statuses: tuple[int, ...] = ()


def query(name: str, description: str, schema: Schema, **more: Any) -> Parameter:
    """Return a parameter of the address's query."""
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def of_facets(facets: FacetIndex) -> Iterator[Parameter]:
    """Yield the parameter of each facet, with its values where they are few."""
    for name, facet in facets.declared.items():
        first, end = facets.spans[name]
        values = [value for _, value, _ in facets.values[first:end]]
        one: Schema = {"enum": values} if 0 < len(values) <= MOST_VALUES else TEXT
        alone = " A review has what any of its lessons has." if facet.lessons_only else ""
        yield query(
            name, f"{facet.label}. Several values: any of them.{alone}", {**listed(one), "maxItems": MAX_CHOSEN}
        )


Q = query("q", "What is searched for.", {**TEXT, "maxLength": MAX_TEXT})
TYPED = query("q", "What has been typed so far.", TEXT)
IN = query("in", "What is searched.", {"enum": list(RESULT_TYPES), "default": RESULT_TYPES[0]})
SORT = query("sort", "The order; relevance where there is a query, else newest.", {"enum": list(SORTS)})
EXACT = query("exact", "A synonym that is not to be used.", {**listed(TEXT), "maxItems": MAX_CHOSEN})
PAGE = query("page", "Which page.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1})
ANY_PAGE = query("page", "Which page.", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1})
SIZE = query(
    "size", "Results a page.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
)
AS_OF_DAY = query(
    AS_OF,
    "The day as of which; the newest of the library where left out.",
    {**TEXT, "format": "date"},
    allowEmptyValue=True,
)
PUBLISHED = query(
    "published",
    "When it was published: a year, a month, a day, or from one to another.",
    {**TEXT, "maxLength": PUBLISHED_CHARACTERS, "examples": ["2026", "2026-10", "2026-10..", "2026-01..2026-06"]},
)
ORDER = query("sort", "The order.", {"enum": list(ORDERS), "default": next(iter(ORDERS))})
SQL = query("sql", "One statement that reads.", {**TEXT, "maxLength": QUERY_CHARACTERS}, required=True)
VALUES = query(
    "values",
    "The value of each parameter of the query, such as year=1998 for :year.",
    {"type": "object", "additionalProperties": TEXT},
    style="form",
    explode=True,
)
FIGURES = tuple(
    query(name, f"{label}; “{NOT_STATED}” for those that do not say.", TEXT)
    for name, label in zip(
        OutcomeFilters.__dataclass_fields__,
        ("The sector", "What the figure measures", "How it is known", "Better, worse or no change"),
        strict=True,
    )
)

OPERATIONS: dict[str, Operation] = {
    "/search.json": Operation(
        "Search",
        "The results of a search, a page at a time",
        "Results",
        (Q, IN, SORT, PAGE, SIZE, EXACT),
        filtered=True,
        statuses=(400,),
    ),
    "/search.feed.json": Operation(
        "Search",
        "The newest results of a search as a feed",
        "Feed",
        (Q, IN, SORT, EXACT),
        FEED,
        filtered=True,
        statuses=(400,),
    ),
    "/suggest.json": Operation(
        "Search", "What a text that is being typed may be the beginning of", "Suggestions", (TYPED,)
    ),
    "/reviews.json": Operation(
        "Reviews", "All reviews, a hundred at a time", "Reviews", (PUBLISHED, ORDER, ANY_PAGE), statuses=(400,)
    ),
    "/reviews.feed.json": Operation(
        "Reviews", "The newest reviews as a feed", "Feed", media_type=FEED, statuses=(400,)
    ),
    "/reviews/{review}.json": Operation("Reviews", "Everything that is known of a review", "Review"),
    "/reviews/{review}.csl.json": Operation("Reviews", "How to cite a review", "Citation", media_type=CITATION),
    "/reviews/{review}/{lesson}.json": Operation("Lessons", "Everything that is known of a lesson", "Lesson"),
    "/reviews/{review}/{lesson}.csl.json": Operation(
        "Lessons", "How to cite a lesson", "Citation", media_type=CITATION
    ),
    "/uses.feed.json": Operation("Uses", "The newest uses as a feed", "Feed", media_type=FEED, statuses=(400,)),
    "/uses/{use}.json": Operation("Uses", "Everything that is known of a use", "Use"),
    "/uses/{use}.csl.json": Operation("Uses", "How to cite a use", "Citation", media_type=CITATION),
    "/outcomes.json": Operation(
        "Outcomes", "Every figure that reviews and uses state", "Outcomes", FIGURES, statuses=(400,)
    ),
    "/audit.json": Operation(
        "Learning", "The learning audit of the whole library", "Audit", (AS_OF_DAY,), statuses=(400,)
    ),
    "/audit/{organisation}.json": Operation(
        "Learning", "The learning audit of one organisation", "Audit", (AS_OF_DAY,), statuses=(400,)
    ),
    "/people/{person}.json": Operation(
        "Learning", "The experience record of a person who consents to be named", "Experience", statuses=(400,)
    ),
    "/data.json": Operation("Data", "The data dictionary", "Dictionary"),
    "/data/sql.json": Operation(
        "Data", "The rows of a query; where the site takes queries", "Rows", (SQL, VALUES), statuses=(400, 404)
    ),
    "/schema.json": Operation("Data", "The JSON Schema of a review’s front matter", "JSONSchema", media_type=SCHEMA),
    "/schema-of-uses.json": Operation(
        "Data", "The JSON Schema of a use’s front matter", "JSONSchema", media_type=SCHEMA
    ),
    "/openapi.json": Operation("Data", "This description", "OpenAPI"),
}
PLAN: Schema = {**TEXT, "minLength": 1, "maxLength": LONGEST}
# Asked with POST, and not with GET.
BRIEF = {
    "tags": ["Learning"],
    "summary": "The lessons that apply to a plan",
    "operationId": "brief_of_plan",
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": PLAN},
            JSON: {
                "schema": {
                    "type": "object",
                    "properties": {"plan": PLAN},
                    "required": ["plan"],
                    "additionalProperties": {"anyOf": [TEXT, listed(TEXT)]},
                }
            },
        },
    },
}
POSTED = {"/brief.json": (BRIEF, "Brief", (400, 403, 413, 415))}
