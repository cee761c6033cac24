"""``lessons evaluate``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lessons.cli.options import database_option, say, whose_option
from lessons.learning.evaluation import PlanScore, evaluate_plans, is_plans, read_plans
from lessons.library.soundness import opened
from lessons.problems import LessonsError
from lessons.search import SearchIndex
from lessons.search.evaluation import (
    Score,
    Summary,
    evaluate,
    misspelt_titles,
    read_judgements,
    summary,
    titles_found,
)
from lessons.search.model import RESULT_TYPES


@click.command("evaluate")
@click.argument("judgements", type=click.Path(path_type=Path), metavar="JUDGEMENTS")
@database_option("--database", "Database to ask.")
@whose_option
@click.option(
    "--in",
    "result_type",
    type=click.Choice(RESULT_TYPES),
    default="reviews",
    show_default=True,
    help="What to search for.",
)
@click.option("--at-least", type=click.FloatRange(0, 1), metavar="NDCG", help="Fail if the mean nDCG@10 is below this.")
@click.option("--titles", is_flag=True, help="Also search for every title with one wrong letter.")
@click.option("--half", help="Of a list of plans, only the rows of this half: open or held-out.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    judgements: Path,
    database: Path,
    result_type: str,
    at_least: float | None,
    titles: bool,  # noqa: FBT001 - a flag of the command line
    half: str | None,
    as_json: bool,  # noqa: FBT001 - a flag of the command line
) -> None:
    """Measure how well search answers the questions of a list of judgements, or how well briefs begin for the plans of one.

    JUDGEMENTS is a CSV file with the columns query,id,grade: a question, the id of a review (or review#lesson) that answers it,
    and how well, from 1. It prints, for each question and on average: nDCG@10, MRR, recall@20, number of results.

    A list of plans has the columns plan,lessons,half,kind: a file beside it, and the lessons of which one ought to be among the
    first five of its brief. It prints, for each kind, for what share of the plans one is.

    Exit status: 0 fine, 1 below --at-least, 2 could not run.

    \b
    Examples:
      lessons evaluate tests/judgements/founding.csv
      lessons evaluate tests/judgements/founding.csv --in all --at-least 0.8
      lessons evaluate tests/judgements/founding.csv --titles --json
      lessons evaluate tests/judgements/plans/plans.csv --half open
    """
    if is_plans(judgements):
        _plans(judgements, database, half, as_json=as_json)
        return
    questions = read_judgements(judgements)
    connection = opened(database)
    try:
        index = SearchIndex.load(connection)
        scores = evaluate(connection, index, questions, result_type=result_type)
        share = titles_found(connection, index, list(misspelt_titles(connection))) if titles else None
    finally:
        connection.close()
    means = summary(scores)
    if as_json:
        click.echo(json.dumps(_values(scores, means, share), ensure_ascii=False, indent=2))
    else:
        _print(scores, means, share)
    if at_least is not None and means.ndcg < at_least:
        say(f"nDCG@10 is {means.ndcg:.4f}, below {at_least:g}")
        raise SystemExit(1)


def _plans(judgements: Path, database: Path, half: str | None, *, as_json: bool) -> None:
    """Print how well briefs begin for the plans of a list."""
    plans = [plan for plan in read_plans(judgements) if half in (None, plan.half)]
    if not plans:
        raise LessonsError(f"{judgements}: has no plans of the half {half!r}")
    connection = opened(database)
    try:
        scores = evaluate_plans(connection, plans)
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps([asdict(score) | {"share": score.share} for score in scores], indent=2))
        return
    for score in scores:
        click.echo(_plan_line(score))


def _plan_line(score: PlanScore) -> str:
    return f"{score.kind}: {score.met} of {score.plans} plans have one of their lessons among the first five ({score.share:.0%})"


def _values(scores: list[Score], means: Summary, share: float | None) -> dict[str, object]:
    """Return the figures as values for JSON."""
    return {"mean": asdict(means), "misspelt_titles": share, "questions": [asdict(score) for score in scores]}


def _print(scores: list[Score], means: Summary, share: float | None) -> None:
    """Print the figures as a table."""
    click.echo(f"{'nDCG@10':>8} {'MRR':>6} {'recall@20':>9} {'results':>8}  question")
    for score in scores:
        click.echo(f"{score.ndcg:8.3f} {score.mrr:6.3f} {score.recall:9.3f} {score.count:8,}  {score.query}")
    click.echo(f"{means.ndcg:8.3f} {means.mrr:6.3f} {means.recall:9.3f} {'':8}  mean of {means.questions} questions")
    click.echo(f"{means.zero:.1%} of the questions found nothing")
    if share is not None:
        click.echo(f"{share:.1%} of the titles, typed with one wrong letter, were among the first three")
