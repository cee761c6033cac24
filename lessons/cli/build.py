"""``lessons build``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.building.fingerprint import digests
from lessons.building.report import Options, Report
from lessons.building.unchanged import unchanged
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
from lessons.problems import LessonsError
from lessons.text.files import shown


@click.command("build")
@entries_option
@database_option("--output", "Database to write.")
@audience_option
@click.option("--drafts", is_flag=True, help="Include drafts and reviews that are still in review.")
@click.option("--keep-going", is_flag=True, help="Leave out reviews that have problems, and those that depend on them.")
@click.option("--full", is_flag=True, help="Reuse nothing that a former build kept.")
@click.option("--verify", "verifying", is_flag=True, help="Build from nothing as well, and compare the two.")
@jobs_option
def command(
    *,
    entries: Path,
    output: Path,
    audience: str,
    drafts: bool,
    keep_going: bool,
    full: bool,
    verifying: bool,
    jobs: int | None,
) -> None:
    """Check the reviews and compile them into one SQLite database.

    Nothing is written while there are problems, and an existing database stays as it is until the new one is complete. A draft that
    has problems is left out, and holds up nobody else's review.
    If another process is building the same file, this one says so and waits for it.
    What has not changed since the last build is not read and written again; the result is the same.

    Exit status: 0 built, 1 problems found (with --keep-going: built without the reviews that have them), 2 could not run,
    130 interrupted with Ctrl-C (143 by SIGTERM): the existing database is not changed.

    \b
    Examples:
      lessons build
      lessons build --audience internal
      lessons build --keep-going
    """
    options = Options(audience, drafts, keep_going, processors(jobs), full)
    contents = digests(entries)
    report = unchanged(entries, output, options, contents)
    if report is None:
        # Loading what reads, checks and writes takes longer than seeing that there is nothing to do.
        from lessons.building import build

        with progress("Reading") as show:
            report = build.build(entries, output, options, progress=show, waiting=say, contents=contents)
    print_problems(report.problems)
    for line in describe(report, output):
        say(line)
    if verifying and report.written:
        prove(entries, output, options)
    say_how_to_begin(entries)
    raise SystemExit(1 if report.errors else 0)


def prove(entries: Path, output: Path, options: Options) -> None:
    """Say whether a build from nothing writes the same; exit with status 2 when it does not."""
    from lessons.building.verifying import verify

    found = verify(entries, output, options)
    if not found:
        say(f"{shown(output)}: the same as built from nothing")
        return
    for line in found:
        say(f"{shown(output)} differs from one built from nothing: {line}")
    raise LessonsError("this is a fault of the program, please report it; `lessons build --full` builds from nothing")


def describe(report: Report, output: Path) -> list[str]:
    """Return what came of a build, in words."""
    if not report.written:
        before = "; the existing database was not changed" if output.exists() else ""
        return [f"{counted(len(report.errors), 'problem')}: nothing was built{before}"]
    lines = [f"left out: has problems: {path}" for path in report.left_out]
    lines += [f"left out: a draft that has problems: {path}" for path in report.unfinished]
    lines += [f"left out: depends on a review that was left out: {path}" for path in report.dependent]
    used = f" and {counted(report.uses, 'use')}" if report.uses else ""
    state = "up to date, " if report.unchanged else ""
    lines.append(
        f"{shown(output)}: {state}{counted(report.reviews, 'review')} with {counted(report.lessons, 'lesson')}{used}"
    )
    if report.withheld:
        lines.append(
            f"{counted(report.withheld, 'review')} not for this audience or withdrawn; {counted(report.links_dropped, 'link')} to them removed"
        )
    if report.uses_withheld:
        lines.append(f"{counted(report.uses_withheld, 'use')} left out, for this audience or with their lessons")
    if report.dates_unknown:
        lines.append(without_dates(report.dates_unknown))
    return lines
