"""``lessons search``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import click

from lessons.cli.options import database_option, say, whose_option
from lessons.library.soundness import opened
from lessons.problems import LessonsError
from lessons.search import Hit, Request, SearchIndex, SearchPage, search, to_json
from lessons.search.model import MAX_PAGE_SIZE, RESULT_TYPES

_TAG = re.compile(r"</?mark>")


# A word to leave out begins as a short option does, so there are no short options here.
@click.command("search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="[QUERY]", type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as the site's /search.json does.")
@click.option(
    "--facet",
    "facets",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only results with this value or label, such as sector=housing; can be repeated. A wrong name lists the right ones.",
)
@click.option(
    "--in",
    "result_type",
    type=click.Choice(RESULT_TYPES),
    default=RESULT_TYPES[0],
    show_default=True,
    help="What to search for.",
)
@click.option(
    "--limit", type=click.IntRange(1, MAX_PAGE_SIZE), default=10, show_default=True, help="How many results to print."
)
@database_option("--database", "Database to search.")
@whose_option
def command(
    words: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - a flag of the command line
    facets: tuple[str, ...],
    result_type: str,
    limit: int,
    database: Path,
) -> None:
    """Search the built database: words, "phrases", -without, OR, prefix*, field:value.

    Exit status: 0 searched, whether or not anything was found, 2 could not run.

    \b
    Examples:
      lessons search why did people not take part
      lessons search '"opt out" -school' --in reviews
      lessons search recycling --facet result=failure --facet year=1998
      lessons search published:2026-10.. --in all
      lessons search recycling --json --limit 3
    """
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    connection = opened(database)
    try:
        index = SearchIndex.load(connection)
        chosen = [_by_label(index, *_pair(facet, index.facets.names)) for facet in facets]
        params = [("q", " ".join(words)), ("in", result_type), ("size", str(limit)), *chosen]
        page = search(connection, index, Request.from_params(params))
    finally:
        connection.close()
    # Without the filter it would be the answer to another question.
    if wrong := [problem for name, problem in page.request.problems.items() if name in dict(chosen)]:
        raise LessonsError(f"--facet: {wrong[0]}")
    for problem in page.request.problems.values():
        say(problem)
    if as_json:
        click.echo(json.dumps(to_json(page, ""), ensure_ascii=False, indent=2))
    else:
        _print(page)


def _pair(facet: str, names: Sequence[str]) -> tuple[str, str]:
    """Return name and value of a ``NAME=VALUE``; raises ``LessonsError`` when it is none."""
    name, _, value = facet.partition("=")
    if name not in names or not value:
        raise LessonsError(f"--facet {facet}: expected NAME=VALUE with one of the names {', '.join(names)}")
    return name, value


def _by_label(index: SearchIndex, name: str, value: str) -> tuple[str, str]:
    """Return name and value of a facet; the value may be given by its label, as people see it."""
    values = [index.facets.values[code] for code in range(*index.facets.spans[name])]
    if any(value == known for _, known, _ in values):
        return name, value
    labelled = [known for _, known, label in values if label.casefold() == value.strip().casefold()]
    return name, labelled[0] if len(labelled) == 1 else value


def _print(page: SearchPage) -> None:
    """Print a page of results for people."""
    if page.understood.words:
        say(page.understood.words)
    for suggestion in page.suggestions:
        say(f"Did you mean: {suggestion}")
    noun = {"lessons": "lesson", "reviews": "review", "all": "result"}[page.request.result_type]
    say(f"{page.count:,} {noun}{'' if page.count == 1 else 's'}")
    for number, hit in enumerate(page.hits, 1):
        click.echo(_shown(number, hit))


def _shown(number: int, hit: Hit) -> str:
    """Return one result as lines of text."""
    title = hit.statement if hit.type == "lesson" else hit.title
    excerpt = unescape(_TAG.sub("", hit.snippet))
    where = " · ".join(filter(None, (hit.id, hit.organisation, hit.date)))
    width = len(str(number)) + 2
    return os.linesep.join([f"{number}. {title}", f"{'':{width}}{excerpt}", f"{'':{width}}{where}", ""])
