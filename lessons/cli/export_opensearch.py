"""``lessons export opensearch``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.cli.options import audience_option_with, counted, database_option, say, site_address_option
from lessons.library.audience import Audience


@click.command("opensearch", short_help="What an OpenSearch server loads: index, documents, a search.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("build/opensearch"),
    show_default=True,
    help="Folder to write.",
)
@site_address_option("--base", "Full address of the site, with which the address of each document begins.")
@database_option("--database", "Database to write the documents of.")
@audience_option_with("For whom the documents are: a database that was built for more than these is refused.")
@click.option("--drafts", is_flag=True, help="Take a database that has drafts in it.")
def command(*, folder: Path, base: str, database: Path, audience: str, drafts: bool) -> None:
    """Write what an OpenSearch server loads, for a library that one machine is too small for.

    The folder has the settings and mappings of an index (words cut, folded and stemmed as by our own search, with the
    synonyms of the vocabulary), every lesson and review with its texts and facets in parts of at most 50 MB, a search to begin
    with, and a README with the commands that load them. What is not for everybody is written for its owner's eyes
    alone. Files that a former export wrote and that are no more wanted are removed; a folder that holds other files is
    refused. Run lessons build first.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons export opensearch -o build/opensearch
      lessons export opensearch --base https://lessons.example.org
    """
    # Loading search takes a moment: not for `lessons --help`.
    from lessons.publishing import opensearch

    written = opensearch.export(database, folder, base=base, readers=Audience(audience, drafts))
    say(f"{folder}: {counted(written.documents, 'document')} in {counted(written.parts, 'part')}")
    if not written.audience.public:
        say(f"It is for {written.audience} alone: do not load it where others can read it.")
