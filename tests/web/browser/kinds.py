"""Every kind of page, with an example over the founding and over the odd reviews."""

from __future__ import annotations

FOUNDING = {
    "home": "/",
    "results": "/search?q=council&sector=local-government",
    "results of a misspelling": "/search?q=recyclng",
    "comparison": "/compare?id=kirklees-recycling%23prepare-crews,south-somerset-1991-reorganisation%23prepare-staff",
    "comparison of reviews": "/compare?id=kirklees-recycling,thames-valley-restorative-cautions",
    "empty shortlist": "/compare",
    "nothing found": "/search?q=recycling&sector=schools&organisation=thames-valley-police",
    "a fault in the address": "/search?q=crews&sector=nowhere",
    "brief": "/brief",
    "recurring": "/recurring",
    "news": "/new",
    "reviews": "/reviews",
    "review": "/reviews/thames-valley-restorative-cautions",
    "lesson": "/reviews/aylesbury-restorative-cautions/opt-out",
    "browse": "/browse",
    "values": "/browse/sector",
    "term": "/browse/sector/policing-and-justice",
    "organisation": "/organisations/kirklees-metropolitan-council",
    "uses": "/uses",
    "outcomes": "/outcomes",
    "charts": "/charts",
    "charts of a search": "/charts?q=council&sector=local-government",
    "open": "/open",
    "one list of what is open": "/open?kind=ownerless&as-of=2026-02-31",
    "audit": "/audit",
    "audit of an organisation": "/audit/kirklees-metropolitan-council",
    "missions": "/missions",
    "form of a review": "/contribute",
    "full form of a review": "/contribute?form=full",
    "review from a file": "/contribute/file",
    "we used this": "/use?lesson=aylesbury-restorative-cautions%23opt-out",
    "correction": "/correct?review=kirklees-recycling&lesson=prepare-crews",
    "help": "/help",
    "documentation": "/help/serving",
    "documentation with a picture": "/help/contributing",
    "long documentation": "/help/rules",
    "data": "/data",
    "table": "/data/reviews",
    "sql": "/data/sql?sql=select+*+from+reviews+limit+5",
    "sql with parameters": "/data/sql?sql=select+*+from+terms+where+scheme=:scheme+and+slug=:slug&scheme=sector",
    "sql with a chart": "/data/sql?sql=select+label,+position-3+as+n+from+terms+where+scheme='result'",
    "sql error": "/data/sql?sql=selec",
    "not found": "/nope",
}
ODD = {
    "bare review": "/reviews/bare",
    "long title": "/reviews/long-title",
    "right to left": "/reviews/right-to-left",
    "Japanese": "/reviews/japanese",
    "sixty lessons and forty columns": "/reviews/wide",
    "results of odd reviews": "/search",
    "withdrawn": "/reviews/withdrawn-case",
    "odd outcomes": "/outcomes",
    "odd charts": "/charts",
    "odd use": "/uses/right-to-left-use",
    "odd uses": "/uses",
}
PRACTITIONER = tuple(
    kind
    for kind in FOUNDING
    if kind not in ("data", "sql", "sql with parameters", "sql with a chart", "sql error", "long documentation")
)
