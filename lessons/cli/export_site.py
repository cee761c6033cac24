"""``lessons export site``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.cli.options import audience_option_with, counted, database_option, progress, say, site_address_option
from lessons.library.audience import Audience

METADATA = Path("metadata.yml")


@click.command("site", short_help="Write the site as files, for a place without a server.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@site_address_option(
    "--base", "Full address at which the folder will stand; feeds, the sitemap and addresses in citations need it."
)
@database_option("--database", "Database to write the pages of.")
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Settings of the site.  [default: metadata.yml, if there is one]",
)
@audience_option_with("For whom the pages are: a database that was built for more than these is refused.")
@click.option("--drafts", is_flag=True, help="Take a database that has drafts in it.")
def command(*, folder: Path, base: str, database: Path, metadata: Path | None, audience: str, drafts: bool) -> None:
    """Write the site as files, for a place without a server.

    Every page for readers is written into the folder DIR, with its data and citations, all links being relative: the folder
    works under any address. What needs a server is left out: a brief, comparing, forms, and queries with SQL. Files that a
    former export wrote and that are no more wanted are removed; a folder that holds other files is refused, and no other
    file is ever touched. Run lessons build first.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons export site build/site
      lessons export site build/site --base https://lessons.example.org
    """
    # Loading Datasette takes a second: not for `lessons --help`.
    from lessons.publishing import searching, site

    found = metadata or (METADATA if METADATA.is_file() else None)
    with progress("Writing") as show:
        exported = site.export(
            database,
            folder,
            base=base or None,
            metadata=found,
            readers=Audience(audience, drafts),
            indexed=searching.write if searching.available() else None,
            progress=show,
        )
    say(f"{folder}: {counted(exported.pages, 'page')}, {exported.files:,} files in all")
    if not searching.available():
        say(f"There is no search: it is made by Pagefind, which is not installed ({searching.HOW_TO_INSTALL}).")
    if not base:
        say(
            "There are no feeds, no sitemap and no addresses in citations, which name the full address: give it with --base."
        )
