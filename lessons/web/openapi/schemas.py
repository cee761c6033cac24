"""What the JSON addresses answer with: each answer by its name, as JSON Schema."""

from __future__ import annotations

from lessons.library import lessons, outcomes, reviews, uses
from lessons.library.dictionary import TableEntry
from lessons.search.model import RESULT_TYPES, SORTS
from lessons.search.related import Neighbour
from lessons.web.openapi.learning_schemas import of_learning
from lessons.web.openapi.shapes import (
    MAYBE,
    NAMED,
    NUMBER,
    TEXT,
    URL,
    YES_OR_NO,
    Schema,
    by_name,
    listed,
    of_class,
    or_null,
    ref,
    thing,
)

# A moment as RFC 3339 writes it.
MOMENT: Schema = {"type": "string", "format": "date-time"}
NEXT: Schema = {**or_null(URL), "description": "The address of the next page, or null."}
OPEN: Schema = {"type": "object"}


def components() -> dict[str, Schema]:
    """Return every schema that operations or other schemas refer to, by its name."""
    return {**_shared(), **_of_the_library(), **_of_search(), **of_learning(), **_of_other_formats()}


def _shared() -> dict[str, Schema]:
    return {
        "Error": thing(
            {
                "ok": {"const": False},
                "status": NUMBER,
                "error": {**TEXT, "description": "What is wrong, in a sentence."},
                "problems": {**by_name(TEXT), "description": "What is wrong, by parameter."},
                "line": {**or_null(NUMBER), "description": "Of a query: the line on which it stumbled."},
            },
            optional=("status", "problems", "line"),
        ),
        "Section": of_class(reviews.StoredSection, "sections"),
        "Source": of_class(reviews.StoredSource, "sources"),
        "Check": of_class(reviews.StoredReviewed, "review_checks"),
        "Link": of_class(reviews.StoredLink),
        "LessonLink": of_class(lessons.LessonLink),
        "Adoption": of_class(uses.Adoption, "adoptions"),
        "Outcome": of_class(outcomes.StoredOutcome, "outcome_results"),
        "Neighbour": of_class(Neighbour),
    }


def _of_the_library() -> dict[str, Schema]:
    stored = of_class(lessons.StoredLesson, "lessons")["properties"]
    lesson = {**stored, "evidence": listed(TEXT), "addressed_to": listed(NAMED), "url": URL}
    return {
        "ReviewCard": of_class(reviews.ReviewCard, "reviews", url=URL),
        "Reviews": thing(
            {
                "count": NUMBER,
                "page": NUMBER,
                "size": NUMBER,
                "sort": {"enum": ["newest", "event"]},
                "reviews": listed(ref("ReviewCard")),
                "next": NEXT,
            }
        ),
        "Review": of_class(
            reviews.StoredReview,
            "reviews",
            url=URL,
            terms=by_name(listed(TEXT)),
            partners=listed(TEXT),
            contributors=listed(TEXT),
            tags=listed(TEXT),
            sections=listed(ref("Section")),
            lessons=listed(thing(lesson)),
            outcomes=listed(ref("Outcome")),
            sources=listed(ref("Source")),
            reviewed=listed(ref("Check")),
            builds_on_and_repeats=listed(ref("LessonLink")),
            used_by=listed(ref("LessonLink")),
            adoptions=listed(ref("Adoption")),
            links=listed(ref("Link")),
            related=listed(ref("Neighbour")),
        ),
        "Lesson": thing(
            {
                **lesson,
                "terms": {**listed(listed(TEXT)), "description": "Each a pair: scheme and term."},
                "used_by": listed(ref("LessonLink")),
                "adoptions": listed(ref("Adoption")),
                "related": listed(ref("Neighbour")),
                "review": of_class(reviews.StoredReview, "reviews", url=URL),
            },
            description="Everything that is known of a lesson.",
        ),
        "Use": of_class(
            uses.StoredUse,
            "uses",
            contributors=listed(TEXT),
            url=URL,
            lesson_url=or_null(URL),
            outcomes=listed(ref("Outcome")),
        ),
        "Outcomes": thing({"count": NUMBER, "outcomes": listed(of_class(outcomes.StoredOutcome, url=URL))}),
        "Dictionary": thing(
            {"schema_version": TEXT, "tables": listed(of_class(TableEntry))}, description="The data dictionary."
        ),
        "Rows": thing(
            {
                "ok": {"const": True},
                "columns": listed(TEXT),
                "truncated": {**YES_OR_NO, "description": "Whether there were more rows than may be given at once."},
                "rows": listed(OPEN),
            }
        ),
    }


def _of_search() -> dict[str, Schema]:
    value = thing({"value": TEXT, "label": TEXT, "count": NUMBER, "selected": YES_OR_NO})
    result = {
        **dict.fromkeys(("id", "review", "title", "statement", "author", "result"), TEXT),
        **dict.fromkeys(("organisation", "date", "published", "last_changed"), MAYBE),
        "type": {"enum": ["lesson", "review"]},
        "url": URL,
        "snippet": {**TEXT, "description": "HTML, escaped, with what matched in <mark>."},
        "score": {"type": "number", "description": "Comparable within one answer only."},
        "lesson_url": {**URL, "description": "Of a review: where its lesson is that fits best."},
    }
    query = {
        "text": TEXT,
        "understood": TEXT,
        "synonyms": listed(thing({"typed": TEXT, "also": TEXT})),
        "filters": by_name(listed(TEXT)),
        "in": {"enum": list(RESULT_TYPES)},
        "sort": {"enum": list(SORTS)},
        "sql": MAYBE,
    }
    counts = ("count", "all_words_count", "by_meaning_count", "unfiltered_count", "page", "size")
    return {
        "Results": thing(
            {
                "version": TEXT,
                "query": thing(query),
                **dict.fromkeys(counts, NUMBER),
                "partial": {**YES_OR_NO, "description": "Whether a limit of time cut the search short."},
                "results": listed(thing(result, optional=("lesson_url",))),
                "facets": listed(thing({"name": TEXT, "label": TEXT, "values": listed(value)})),
                "suggestions": listed(TEXT),
                "problems": by_name(TEXT),
                "next": NEXT,
            }
        ),
        "Suggestions": thing(
            {
                "version": NUMBER,
                "query": TEXT,
                "suggestions": listed(
                    thing(
                        {
                            "type": {"enum": ["query", "value", "lesson", "review"]},
                            "label": TEXT,
                            "text": TEXT,
                            "url": URL,
                        }
                    )
                ),
            }
        ),
    }


def _of_other_formats() -> dict[str, Schema]:
    authors = listed(thing({"name": TEXT}))
    item = {
        "id": TEXT,
        "url": URL,
        "title": TEXT,
        "content_text": TEXT,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": authors,
    }
    year_month_day = listed(listed(NUMBER))
    cited = {
        **dict.fromkeys(("container-title", "publisher", "abstract", "note", "language"), TEXT),
        "author": listed(thing({"literal": TEXT})),
        "issued": thing({"date-parts": year_month_day}),
        "URL": URL,
    }
    return {
        "Feed": thing(
            {
                "version": TEXT,
                "title": TEXT,
                "home_page_url": URL,
                "feed_url": URL,
                "authors": authors,
                "items": listed(thing(item, optional=("date_published",))),
            },
            description="JSON Feed 1.1.",
        ),
        "Citation": {
            **listed(thing({"id": TEXT, "type": TEXT, "title": TEXT, **cited}, optional=tuple(cited))),
            "description": "CSL JSON: a list of one item.",
        },
        "JSONSchema": {**OPEN, "description": "A JSON Schema."},
        "OpenAPI": thing(
            {
                "openapi": TEXT,
                "info": OPEN,
                "servers": listed(OPEN),
                "tags": listed(OPEN),
                "paths": OPEN,
                "components": OPEN,
            },
            description="This description.",
        ),
    }
