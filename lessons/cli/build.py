"""``lessons build``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.building import build
from lessons.cli.options import (
    audience_option,
    counted,
    database_option,
    entries_option,
    jobs_option,
    print_problems,
    processors,
    progress,
    say,
    say_how_to_begin,
    without_dates,
)


@click.command("build")
@entries_option
@database_option("--output", "Database to write.")
@audience_option
@click.option("--drafts", is_flag=True, help="Include drafts and reviews that are still in review.")
@click.option("--keep-going", is_flag=True, help="Leave out reviews that have problems, and those that depend on them.")
@jobs_option
def command(entries: Path, output: Path, audience: str, drafts: bool, keep_going: bool, jobs: int | None) -> None:  # noqa: FBT001 - flags of the command line
    """Check the reviews and compile them into one SQLite database.

    Nothing is written while there are problems, and an existing database stays as it is until the new one is complete.
    If another process is building the same file, this one says so and waits for it.

    Exit status: 0 built, 1 problems found (with --keep-going: built without the reviews that have them), 2 could not run,
    130 interrupted with Ctrl-C (143 by SIGTERM): the existing database is not changed.

    \b
    Examples:
      lessons build
      lessons build --audience internal
      lessons build --keep-going
    """
    with progress("Reading") as show:
        options = build.Options(audience, drafts, keep_going, processors(jobs))
        report = build.build(entries, output, options, progress=show, waiting=say)
    print_problems(report.problems)
    for line in describe(report, output):
        say(line)
    say_how_to_begin(entries)
    raise SystemExit(1 if report.errors else 0)


def describe(report: build.Report, output: Path) -> list[str]:
    """Return what came of a build, in words."""
    if not report.written:
        before = "; the existing database was not changed" if output.exists() else ""
        return [f"{counted(len(report.errors), 'problem')}: nothing was built{before}"]
    lines = [f"left out: has problems: {path}" for path in report.left_out]
    lines += [f"left out: depends on a review that was left out: {path}" for path in report.dependent]
    used = f" and {counted(report.uses, 'use')}" if report.uses else ""
    lines.append(f"{output}: {counted(report.reviews, 'review')} with {counted(report.lessons, 'lesson')}{used}")
    if report.withheld:
        lines.append(
            f"{counted(report.withheld, 'review')} not for this audience or withdrawn; {counted(report.links_dropped, 'link')} to them removed"
        )
    if report.uses_withheld:
        lines.append(f"{counted(report.uses_withheld, 'use')} left out, for this audience or with their lessons")
    if report.dates_unknown:
        lines.append(without_dates(report.dates_unknown))
    return lines
