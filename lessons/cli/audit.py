"""``lessons audit``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lessons.cli.options import address_option, database_option, whose_option
from lessons.learning.audit import audit_report
from lessons.learning.audit_data import audit
from lessons.learning.audit_json import to_json
from lessons.learning.days import newest_day, stated_day
from lessons.learning.organisation_named import known_organisation
from lessons.learning.report_formats import FORMATS
from lessons.learning.time_to_learn import time_to_learn
from lessons.library.connection import build
from lessons.library.soundness import opened
from lessons.library.vocabulary import vocabulary


@click.command("audit")
@click.option("--organisation", metavar="NAME", help="Organisation, by its name or id; without it, the whole library.")
@click.option(
    "--as-of",
    "as_of",
    metavar="DAY",
    help="Day as of which it is said, such as 2026-11-26.  [default: the newest in the database]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@address_option
@database_option("--database", "Database to audit.")
@whose_option
def command(*, organisation: str | None, as_of: str | None, form: str, address: str, database: Path) -> None:
    """Say what an organisation, or the whole library, learnt, used, was asked and left undone, and what it might try.

    It counts from the reviews and uses in the built database alone, as of a day, so that the same database always says the same.
    The strategies that it suggests worked for others in like conditions; each says why it is there.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons audit
      lessons audit --organisation "Kirklees Metropolitan Council" --format markdown > audit.md
      lessons audit --as-of 2026-06-30 --format html --address https://lessons.example > audit.html
    """
    day = stated_day(as_of) if as_of is not None else None
    connection = opened(database)
    try:
        about = build(connection)
        day = day or newest_day(connection)
        id_ = known_organisation(connection, organisation)[0] if organisation is not None else None
        found, times = audit(connection, day, id_), time_to_learn(connection, day, id_)
        if form == "json":
            text = json.dumps(to_json(found, times, address), ensure_ascii=False, indent=2) + "\n"
        else:
            text = FORMATS[form](audit_report(found, times, vocabulary(connection), about.name), address)
    finally:
        connection.close()
    click.echo(text, nl=False)
