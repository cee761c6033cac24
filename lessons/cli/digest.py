"""``lessons digest``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lessons.building.outputs.overwriting import require_no_entry
from lessons.cli.options import address_option, database_option, say, whose_option
from lessons.learning.days import BEFORE_ALL, in_words, newest_day, stated_day
from lessons.learning.digest import digest, digest_report
from lessons.learning.digest_state import State, read
from lessons.learning.email import checked, message
from lessons.learning.report_formats import to_html, to_markdown
from lessons.library.connection import build
from lessons.library.soundness import opened
from lessons.problems import LessonsError
from lessons.text.atomic import atomically
from lessons.text.files import reason

if TYPE_CHECKING:
    from lessons.learning.digest import Digest


@click.command("digest")
@click.option(
    "--since",
    metavar="DAY",
    help="First day that it is about, such as 2026-11-01; with --state only for the first digest.",
)
@click.option(
    "--until",
    metavar="DAY",
    help="Last day that it is about.  [default: the newest in the database, or the first where that is later]",
)
@click.option(
    "--search",
    "searches",
    multiple=True,
    metavar="QUERY",
    help="Only what this search finds: a query as typed, or the address of a page of results, of a term or of an organisation; can be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "email"]),
    default="markdown",
    show_default=True,
    help="How it is written.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File that remembers what was told, so that the next digest goes on from there.",
)
@click.option("--from", "sender", metavar="ADDRESS", help="Address that an e-mail comes from.")
@click.option(
    "--to",
    multiple=True,
    metavar="ADDRESS",
    help="Address that an e-mail goes to; can be repeated. It is written into the message and nowhere else.",
)
@address_option
@database_option("--database", "Database to tell of.")
@whose_option
def command(
    *, since: str | None, until: str | None, searches: tuple[str, ...], form: str, state: Path | None, sender: str | None, to: tuple[str, ...],
    address: str, database: Path,
) -> None:  # fmt: skip
    """Tell what was published, changed, used, answered, went wrong again and fell due between two days.

    An e-mail is a complete message, to be piped to a program that sends mail; nothing is sent here, and no address is kept. With --state,
    a digest tells what no digest told before; where there is nothing, nothing is printed.

    Exit status: 0 written, or nothing to tell, 2 could not run.

    \b
    Examples:
      lessons digest --since 2026-11-01
      lessons digest --since 2026-11-01 --search "waste" --search "/search?sector=housing" --format html > digest.html
      lessons digest --since 2026-11-01 --state digest.json --format email --to team@example.org | sendmail -t
    """
    first = stated_day(since) if since is not None else None
    last = stated_day(until) if until is not None else None
    if form != "email" and (sender or to):
        raise LessonsError(f"--from and --to are for e-mail; add --format email (the format is {form})")
    for one in (*((sender,) if sender else ()), *to):
        checked(one)
    # Bytes that are no text are in no address, message or state.
    searches = tuple(one.encode(errors="surrogateescape").decode(errors="replace") for one in searches)
    connection = opened(database)
    try:
        about = build(connection)
        newest = newest_day(connection)
        before = _told_before(state, about.unit, searches)
        begin = before.since if before else first
        if begin is None:
            raise LessonsError("name the first day that the digest is about: --since 2026-11-01")
        if last is None and newest == BEFORE_ALL:
            raise LessonsError(
                "no day is known in this database; name the last one that the digest is about: --until 2026-11-26"
            )
        # A library in which nothing happened since then has a quiet week, not a wrong day.
        last = last or max(begin, newest)
        found = digest(connection, begin, last, searches, told=before.told if before else frozenset())
    finally:
        connection.close()
    for one in found.without_results:
        say(f"--search {one}: nothing in this library is found by it so far")
    if before:
        # What came late is of before; to its readers the digest is about the time since the last one.
        found = replace(found, since=min(before.until, found.until))
    if state and not found.events:
        say(f"Nothing new up to {in_words(last)}.")
    else:
        _print(found, about.name, form, address, sender, to)
    if state:
        now = (before or State(begin, last, about.unit, searches, frozenset())).after(found)
        if now != before:
            _keep(state, now)


def _told_before(path: Path | None, unit: str, searches: tuple[str, ...]) -> State | None:
    if path is None:
        return None
    require_no_entry(path)
    return read(path, unit, searches)


def _print(found: Digest, unit: str, form: str, address: str, sender: str | None, to: tuple[str, ...]) -> None:
    report = digest_report(found, unit)
    if form == "email":
        click.echo(message(report, unit, found.until, address=address, sender=sender, to=to), nl=False)
    else:
        click.echo((to_html if form == "html" else to_markdown)(report, address), nl=False)


def _keep(path: Path, state: State) -> None:
    """Write the state after the digest was printed: what could not be printed was not told."""
    try:
        with atomically(path) as beside:
            beside.write_text(state.text(), "utf-8")
    except OSError as error:
        raise LessonsError(
            f"{path}: what was told cannot be kept: {reason(error)}; the next digest will tell it again"
        ) from error
