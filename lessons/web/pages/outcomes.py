"""What changed, in figures: outcomes by sector and method, and the other figures that reviews state, as charts, tables, CSV and JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from lessons.library import outcomes as library
from lessons.library.charts import BY_METHOD, BY_SECTOR, TARGETS, of_figures, rows_of
from lessons.library.figure_words import CHANGE, VERDICTS
from lessons.library.formats import MEDIA_TYPE, csv_of
from lessons.library.near_names import nearest
from lessons.schema import NOT_STATED
from lessons.search.filters import MOST_LISTED
from lessons.search.sentences import cut
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.pages.parameters import not_taken
from lessons.web.presenters.chart import charts_shown, figure_chart
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.outcomes import outcome_shown
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.searching import Choice
from lessons.words import gettext, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# Each may have a drawing: with more of them the page would be too heavy for a telephone.
PAGE_SIZE = 10
FILTERS = tuple(item.name for item in fields(library.OutcomeFilters))


@dataclass(frozen=True)
class Select:
    """A list to choose one value of a filter from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def filters_of(ask: Ask) -> library.OutcomeFilters:
    """Return the chosen value of each filter."""
    return library.OutcomeFilters(
        **{item.name: ask.first(item.name).strip() or None for item in fields(library.OutcomeFilters)}
    )


def taken(reader: SiteReader, ask: Ask) -> tuple[library.OutcomeFilters, dict[str, str]]:
    """Return the chosen value of each filter that has it, and what is wrong with the others, by the filter's name."""
    filters = filters_of(ask)
    chosen: dict[str, str | None] = asdict(filters)
    problems = {
        one.name: _no_value(one, chosen[one.name] or "")
        for one in selects(reader, chosen)
        if not any(choice.selected for choice in one.choices)
    }
    return replace(filters, **dict.fromkeys(problems)), problems


def _no_value(select: Select, value: str) -> str:
    """Say that a list does not have a value, and which one was probably meant, or which it has."""
    names = [choice.value for choice in select.choices if choice.value]
    near = nearest(value, names)
    right = (
        gettext("search.problem.did_you_mean", near=near)
        if near
        else gettext("search.problem.there_are", names=listed(cut(names, MOST_LISTED)))
    )
    return f"{gettext('search.problem.no_value', field=select.label, value=value[:40])} {right}"


def outcomes_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return outcomes and other figures as a page; a page beyond the end leads to the first."""
    filters, problems = taken(reader, ask)
    chosen: dict[str, str | None] = asdict(filters)
    number = page_number(ask)
    tally = library.tally(reader.connection, filters)
    pages = max(1, -(-tally.figures // PAGE_SIZE))
    pairs = [(name, value) for name, value in chosen.items() if value]
    if number > pages:
        return Redirect("/outcomes", tuple(pairs))
    rows = library.outcomes(reader.connection, filters, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    path, count = ask.addresses.path, counted(tally.figures, "figure")
    narrowing = of_figures(filters)
    charts = [(query, rows_of(reader.connection, query, narrowing)) for query in (TARGETS, BY_SECTOR, BY_METHOD)]
    return Page(
        "outcomes.html",
        titled(gettext("outcomes.title", count=count), number, pages),
        {
            "count": count,
            "told_in": told_in(tally),
            "of_outcomes": of_outcomes(tally),
            "selects": selects(reader, chosen),
            "action": path("/outcomes"),
            "clear": path("/outcomes") if pairs else None,
            "charts": charts_shown(charts, narrowing, ask),
            "all_charts": path("/charts"),
            "rows": [outcome_shown(row, reader.vocabulary, ask.addresses) for row in rows],
            "drawn": [
                {
                    "outcome": outcome_shown(row, reader.vocabulary, ask.addresses),
                    "chart": drawing,
                    "sector": reader.vocabulary.label("sector", row.sector or NOT_STATED),
                }
                for place, row in enumerate(rows, 1)
                if (drawing := figure_chart(row, f"figure-{place}", ask))
            ],
            "paging": paging(
                number, pages, lambda n: path("/outcomes", [*pairs, ("page", str(n))] if n > 1 else pairs)
            ),
            "downloads": (
                Link(gettext("shared.download.csv", count=count), path("/outcomes.csv", pairs)),
                Link(gettext("shared.download.json", count=count), path("/outcomes.json", pairs)),
            ),
        },
        description=gettext("outcomes.description"),
        faults=tuple(gettext("outcomes.not_narrowed", fault=problem) for problem in problems.values()),
        canonical="/outcomes" if not pairs and number == 1 else None,
    )


def told_in(tally: library.Tally) -> str:
    """Say in how many reviews, and uses, the figures stand; nothing where there are none."""
    found = ((tally.reviews, "review"), (tally.uses, "use"))
    return listed([counted(number, what) for number, what in found if number])


def of_outcomes(tally: library.Tally) -> str:
    """Say how many of the figures are stated to measure an outcome, since the others must not pass for one."""
    if not tally.figures:
        return ""
    if tally.outcomes == tally.figures:
        return gettext("outcomes.measured.all")
    if not tally.outcomes:
        return gettext("outcomes.measured.none")
    return ngettext("outcomes.measured.some", tally.outcomes, number=thousands(tally.outcomes))


def selects(reader: SiteReader, chosen: Mapping[str, str | None]) -> tuple[Select, ...]:
    """Return the lists to choose from, each with the values that occur, and with the one that is chosen where there is such a term."""

    def offering(field: str) -> list[tuple[str, str]]:
        order = {term.slug: term.position for term in reader.vocabulary.of_scheme(field)}
        own = {chosen[field]} & {*order, NOT_STATED}
        values = sorted(
            {*library.values(reader.connection, field), *filter(None, own)},
            key=lambda slug: (order.get(slug, len(order) + 1), slug),
        )
        return [(slug, reader.vocabulary.label(field, slug)) for slug in values]

    offered = {
        "sector": (gettext("outcomes.filter.sector"), offering("sector")),
        "measures": (gettext("outcomes.filter.measures"), offering("measures")),
        "method": (gettext("outcomes.filter.method"), offering("method")),
        "direction": (
            gettext("outcomes.filter.direction"),
            [(slug or NOT_STATED, gettext(key)) for slug, key in VERDICTS[CHANGE].items()],
        ),
    }
    return tuple(
        Select(
            name,
            text,
            (
                Choice("", gettext("outcomes.filter.any"), selected=chosen[name] is None),
                *(Choice(value, shown, selected=value == chosen[name]) for value, shown in values),
            ),
        )
        for name, (text, values) in offered.items()
    )


def outcomes_csv(reader: SiteReader, ask: Ask) -> Answer:
    """Return all figures that match as CSV."""
    filters, problems = taken(reader, ask)
    if refused := not_taken(ask, *FILTERS, problems=problems):
        return refused
    header = tuple(field.name for field in fields(library.StoredOutcome))
    rows = (tuple(asdict(row).values()) for row in library.outcomes(reader.connection, filters))
    return Data(csv_of([header, *rows]), MEDIA_TYPE, "outcomes.csv")


def outcomes_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return all figures that match as JSON."""
    filters, problems = taken(reader, ask)
    if refused := not_taken(ask, *FILTERS, problems=problems):
        return refused
    rows = [
        {
            **asdict(row),
            "url": ask.addresses.absolute(f"/uses/{row.use_id}" if row.use_id else f"/reviews/{row.review_id}"),
        }
        for row in library.outcomes(reader.connection, filters)
    ]
    body = {"count": len(rows), "outcomes": rows}
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")
