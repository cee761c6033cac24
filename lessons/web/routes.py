"""Every address of the site with the page function that answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Response

from lessons.web import assets, probes
from lessons.web.answers import Missing
from lessons.web.closing import NOTHING
from lessons.web.download import checksum, download
from lessons.web.hosts import HEALTH, READINESS
from lessons.web.pages import (
    audit,
    brief,
    browse,
    charts,
    citation,
    compare,
    contribute,
    correct,
    data,
    from_file,
    home,
    lesson,
    machines,
    news,
    open_work,
    openapi,
    organisation,
    outcomes,
    portfolio,
    recurring,
    review,
    reviews,
    search,
    search_as_files,
    sql,
    suggest,
    term,
    uses,
)
from lessons.web.pages import help as help_pages
from lessons.web.posting import Form
from lessons.web.serve import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask
    from lessons.web.site import Site

YEAR_SECONDS = 365 * 24 * 60 * 60

# A review's or lesson's id; anything else at its place is looked up as well, and not found.
ONE = r"[^/]+?"

# What these show depends on whether the reader may run SQL or download the database.
ANALYST_ROUTES = (
    (r"^/search$", search_as_files.either),
    (r"^/charts$", charts.charts_page),
    (r"^/outcomes$", outcomes.outcomes_page),
    (r"^/data$", data.data_page),
    (r"^/data/sql$", sql.sql_page),
    (r"^/data/(?P<table>[a-z0-9_]+)$", data.table_page),
    (r"^/data/sql\.csv$", sql.sql_csv),
    (r"^/data/sql\.json$", sql.sql_json),
)
# All results at once, or a look at the whole library: one such answer is made at a time, beside the pages.
LONG = {
    r"^/search\.csv$",
    r"^/sitemap\.xml$",
    r"^/sitemap/(?P<number>[0-9]{1,6})\.xml$",
    r"^/audit$",
    r"^/audit\.json$",
    rf"^/audit/(?P<organisation>{ONE})\.json$",
    rf"^/audit/(?P<organisation>{ONE})$",
}
_ROUTES = (
    (r"^/$", home.home),
    (r"^/search\.json$", search.search_json),
    (r"^/search\.csv$", search.search_csv),
    (r"^/search\.atom$", search.search_feed),
    (r"^/search\.feed\.json$", search.search_feed),
    (r"^/suggest\.json$", suggest.suggest_json),
    (r"^/compare$", compare.compare_page),
    (r"^/compare\.md$", compare.compare_markdown),
    (r"^/compare\.csv$", compare.compare_csv),
    (r"^/compare\.docx$", compare.compare_word),
    (r"^/new$", news.news_page),
    (r"^/brief$", brief.brief_page),
    (r"^/brief\.json$", brief.only_posted),
    (r"^/contribute$", contribute.contribute_page),
    (r"^/contribute/file$", from_file.from_file_page),
    (r"^/contribute/review\.(?P<ending>docx|xlsx)$", from_file.template_page),
    (r"^/use$", contribute.use_form_page),
    (r"^/correct$", correct.correct_page),
    (r"^/reviews$", reviews.list_page),
    (r"^/reviews\.json$", reviews.list_json),
    (r"^/reviews\.atom$", reviews.list_feed),
    (r"^/reviews\.feed\.json$", reviews.list_feed),
    (rf"^/reviews/(?P<review>{ONE})\.bib$", citation.review_as),
    (rf"^/reviews/(?P<review>{ONE})\.ris$", citation.review_as),
    (rf"^/reviews/(?P<review>{ONE})\.csl\.json$", citation.review_as),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.bib$", citation.lesson_as),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.ris$", citation.lesson_as),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.csl\.json$", citation.lesson_as),
    (rf"^/reviews/(?P<review>{ONE})\.md$", review.review_markdown),
    (rf"^/reviews/(?P<review>{ONE})\.json$", review.review_json),
    (rf"^/reviews/(?P<review>{ONE})$", review.review_page),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})/use$", contribute.use_of_lesson),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.md$", lesson.lesson_markdown),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.json$", lesson.lesson_json),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})$", lesson.lesson_page),
    (r"^/browse$", browse.index),
    (rf"^/browse/(?P<scheme>{ONE})$", browse.scheme_page),
    (rf"^/browse/(?P<scheme>{ONE})/(?P<term>{ONE})$", term.term_page),
    (r"^/organisations$", organisation.all_organisations),
    (rf"^/organisations/(?P<organisation>{ONE})$", organisation.organisation_page),
    (r"^/recurring$", recurring.recurring_page),
    (r"^/uses$", uses.list_page),
    (r"^/uses\.atom$", uses.uses_feed),
    (r"^/uses\.feed\.json$", uses.uses_feed),
    (rf"^/uses/(?P<use>{ONE})\.bib$", citation.use_as),
    (rf"^/uses/(?P<use>{ONE})\.ris$", citation.use_as),
    (rf"^/uses/(?P<use>{ONE})\.csl\.json$", citation.use_as),
    (rf"^/uses/(?P<use>{ONE})\.md$", uses.use_markdown),
    (rf"^/uses/(?P<use>{ONE})\.json$", uses.use_json),
    (rf"^/uses/(?P<use>{ONE})$", uses.use_page),
    (r"^/open$", open_work.open_page),
    (r"^/audit$", audit.library_audit),
    (r"^/audit\.json$", audit.audit_json),
    (rf"^/audit/(?P<organisation>{ONE})\.json$", audit.audit_json),
    (rf"^/audit/(?P<organisation>{ONE})$", audit.organisation_audit),
    (r"^/missions$", portfolio.missions_page),
    (rf"^/people/(?P<person>{ONE})\.json$", portfolio.person_json),
    (rf"^/people/(?P<person>{ONE})$", portfolio.person_page),
    (r"^/outcomes\.csv$", outcomes.outcomes_csv),
    (r"^/outcomes\.json$", outcomes.outcomes_json),
    (r"^/data\.json$", data.data_json),
    (r"^/schema\.json$", data.stored),
    (r"^/schema-of-uses\.json$", data.stored),
    (r"^/vocabulary\.yml$", data.stored),
    (r"^/robots\.txt$", machines.robots),
    (r"^/sitemap\.xml$", machines.sitemap),
    (r"^/sitemap/(?P<number>[0-9]{1,6})\.xml$", machines.sitemap_part),
    (r"^/opensearch\.xml$", machines.opensearch),
    (r"^/help$", help_pages.help_page),
    (rf"^/help/(?P<page>{ONE})$", help_pages.documentation),
)
_OPENAPI = r"^/openapi\.json$"
ROUTES = (
    *_ROUTES,
    # It describes itself too.
    (_OPENAPI, openapi.openapi_of([*(pattern for pattern, _ in (*ANALYST_ROUTES, *_ROUTES)), _OPENAPI])),
)

# The addresses of those above that also take a POST; ``posting`` says how a page is written for one.
FORMS: dict[str, Form] = {
    r"^/brief$": Form(brief.brief_answer, files=True, text=brief.FIELD),
    r"^/brief\.json$": Form(brief.json_answer, text=brief.FIELD),
    r"^/contribute$": Form(contribute.contribute_answer),
    r"^/contribute/file$": Form(from_file.from_file_answer, files=True),
    r"^/use$": Form(contribute.use_form_answer),
    r"^/correct$": Form(correct.correct_answer),
}

STATIC = r"^/-/lessons/(?P<stem>[a-z]+)\.(?P<digest>[0-9a-f]+)\.(?P<extension>[a-z]+)$"
DOWNLOAD = r"^/data/lessons\.db$"
CHECKSUM = r"^/data/lessons\.db\.sha256$"
OWN = tuple(
    re.compile(pattern)
    for pattern in (
        STATIC,
        DOWNLOAD,
        CHECKSUM,
        rf"^{HEALTH}$",
        rf"^{READINESS}$",
        *(pattern for pattern, _ in (*ANALYST_ROUTES, *ROUTES)),
    )
)

# Datasette's tools for trying out permissions, tokens and messages: nothing here needs them.
TOOLS = r"^/-/(permissions|allow-debug|messages|create-token|api|rules|check|allowed|actions|execute-write)(\.json)?$"


def routes_of(site: Site) -> list[tuple[str, Callable[..., Any]]]:
    """Return the routes of a site, as Datasette registers them: before its own."""
    return [
        (STATIC, static_file),
        (rf"^{HEALTH}$", probes.health(site)),
        (rf"^{READINESS}$", probes.readiness(site)),
        (DOWNLOAD, download(site)),
        (CHECKSUM, checksum(site)),
        *((pattern, view(site, nothing)) for pattern in (TOOLS, rf"^{NOTHING}(\.json)?$")),
        *((pattern, view(site, function, for_analysts=True)) for pattern, function in ANALYST_ROUTES),
        *(
            (pattern, view(site, function, form=FORMS.get(pattern), long=pattern in LONG))
            for pattern, function in ROUTES
        ),
    ]


def is_own(path: str) -> bool:
    """Return whether a path, below the base path, is an address of ours."""
    return any(pattern.match(path) for pattern in OWN)


def nothing(reader: SiteReader, ask: Ask) -> Missing:
    """Answer that there is nothing at this address."""
    del reader, ask
    return Missing()


async def static_file(request: Any) -> Response:
    """Return one of our static files; its address changes with its content, so it may be kept for ever."""
    found = assets.content_of(**request.url_vars)
    if found is None:
        raise NotFound("no such file")
    body, media_type = found
    return Response(
        body, headers={"cache-control": f"public, max-age={YEAR_SECONDS}, immutable"}, content_type=media_type
    )


# By this Datasette knows its own files, which nobody's cookie changes. Others it tells browsers not to keep for readers who have a cookie,
# as everybody has who opened a form.
static_file._datasette_static = True  # type: ignore[attr-defined]
