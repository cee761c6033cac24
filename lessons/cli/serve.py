"""``lessons serve``."""

from __future__ import annotations

import threading
import webbrowser
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lessons.building.report import Options
from lessons.cli.build import describe
from lessons.cli.options import (
    audience_option,
    database_option,
    entries_option,
    jobs_option,
    print_problems,
    processors,
    progress,
    say,
    say_how_to_begin,
)
from lessons.library.audience import AUDIENCES, Audience
from lessons.problems import LessonsError
from lessons.serving import preparing
from lessons.serving.watching import Watcher

if TYPE_CHECKING:
    from lessons.serving.server import Server

METADATA = Path("metadata.yml")
NOTHING_TO_SERVE = "There is no earlier database to serve."
# As many problems as fit on a page above the review that one is looking at.
LISTED = 10


@click.command("serve")
@entries_option
@database_option("--database", "Database to build and serve.")
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Datasette's metadata.  [default: metadata.yml, if there is one]",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to serve on; 0.0.0.0 accepts other machines."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to serve on; 0 picks a free one.",
)
@click.option(
    "--no-build",
    "unchanged",
    is_flag=True,
    help="Serve the database as it is: the reviews are neither read nor needed.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--drafts", is_flag=True, help="Show drafts and reviews that are still in review.")
@click.option("--keep-going", is_flag=True, help="Leave out reviews that have problems, and those that depend on them.")
@click.option("--watch", "watching", is_flag=True, help="Rebuild and reload the open pages whenever a review is saved.")
@click.option(
    "--access-log",
    is_flag=True,
    help="Print a line of JSON on stdout for each request, without who asked or what for; also `access_log` in the metadata.",
)
@click.option(
    "--drain",
    type=click.IntRange(0, 600),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help="After SIGTERM go on serving for so long, while /-/readyz says 503, so that a load balancer sends readers elsewhere.",
)
@click.option(
    "--cors",
    is_flag=True,
    help="Let pages of other sites read the data in their readers' browsers; only for a public library without drafts.",
)
@audience_option
@jobs_option
def command(
    entries: Path,
    database: Path,
    metadata: Path | None,
    host: str,
    port: int,
    unchanged: bool,  # noqa: FBT001 - a flag of the command line
    open_browser: bool,  # noqa: FBT001 - a flag of the command line
    drafts: bool,  # noqa: FBT001 - a flag of the command line
    keep_going: bool,  # noqa: FBT001 - a flag of the command line
    watching: bool,  # noqa: FBT001 - a flag of the command line
    access_log: bool,  # noqa: FBT001 - a flag of the command line
    drain: int,
    cors: bool,  # noqa: FBT001 - a flag of the command line
    audience: str,
    jobs: int | None,
) -> None:
    """Check the reviews, build the database if they changed, and serve the site.

    Problems are printed, and the last good database is served, with a notice on every page; if there is none, the exit
    status is 1. With --keep-going, and for a draft that has problems in any case, the others are built and served. The same happens if something else prevents the build, such as a full disk or a folder that cannot be written
    to; if there is no good database, the exit status is then 2. A database that holds more than the audience may see is never
    served. A database that is rebuilt in the meantime is picked up without a restart. With --no-build nothing is read but the
    database, as in a container that holds nothing else.

    Ctrl-C and SIGTERM stop it: with exit status 0 once it is serving, with 130 and 143 while it is still starting or building.

    \b
    Examples:
      lessons serve --open
      lessons serve --watch --drafts --keep-going
      lessons serve --port 8080
      lessons serve --no-build --database lessons.db --host 0.0.0.0 --access-log
    """
    if cors and not Audience(audience, drafts).public:
        what = "drafts" if audience == AUDIENCES[0] else f"what is for the audience {audience}"
        raise LessonsError(
            f"--cors lets every site read the library with its readers' browsers, so it cannot go with {what}"
        )
    if watching and unchanged:
        raise LessonsError("--watch builds at every save and --no-build never; say one of the two")
    # Loading Datasette takes a second: not for `lessons --help`.
    from lessons.serving.server import Server, listen, unchecked

    listening = listen(host, port)
    try:
        found = metadata or (METADATA if METADATA.is_file() else None)
        warning = unchecked(host, found, audience)
        # Before the first build, so that what is saved meanwhile is noticed.
        watcher = Watcher(entries) if watching else None
        options = Options(audience, drafts, keep_going, processors(jobs))
        ready = preparing.as_it_is(database, options.readers) if unchanged else built(entries, database, options)
        if warning:
            say(warning)
        server = Server(
            ready.database,
            found,
            ready.notice,
            ready.version,
            watch=watching,
            host=host,
            access_log=access_log,
            cors=cors,
            readers=options.readers,
            drain=drain,
        )
        stop = threading.Event()
        if watcher is not None:
            again = partial(rebuild, server, entries, database, options)
            threading.Thread(target=watcher.run, args=(again, failed_to_watch, stop), daemon=True).start()
        server.run(listening, lambda address: announce(address, open_browser=open_browser))
        stop.set()
    finally:
        listening.close()


def built(entries: Path, database: Path, options: Options) -> preparing.Ready:
    """Build the database where the reviews changed, and print what came of it; exit when there is nothing to serve."""
    # With something to serve, readers need not wait for somebody else's build: it is picked up when it is there.
    waiting = None if database.exists() else say
    with progress("Reading") as show:
        ready = preparing.prepare(entries, database, options, progress=show, waiting=waiting)
    report_on(ready, options)
    # Where entries could not be read, that has been said, and is no reason not to serve.
    if ready.hindrance is None:
        say_how_to_begin(entries)
    return ready


def rebuild(server: Server, entries: Path, database: Path, options: Options) -> None:
    """Build after a save and tell the open pages; problems are printed and shown there, and nothing stops the server."""
    try:
        ready = preparing.prepare(entries, database, options, waiting=say, changed=True)
    except Exception as error:  # noqa: BLE001 - the server goes on whatever went wrong, and so does the watching
        say(f"lessons: {preparing.in_words(error)}")
        server.say(preparing.NOT_BUILT)
        return
    if ready.hindrance is not None:
        say(f"lessons: {ready.hindrance}")
    report = ready.report
    if report is not None:
        print_problems(report.problems)
        for line in describe(report, database):
            say(line)
    notice = preparing.notice_of(report, listed=LISTED) if report and not report.written else ready.notice
    server.say(notice, ready.version)


def failed_to_watch(error: Exception) -> None:
    """Say why a save may not have been noticed."""
    say(f"lessons: still watching after an error: {preparing.in_words(error)}")


def report_on(ready: preparing.Ready, options: Options) -> None:
    """Print what building found; exit with status 1 when there is nothing to serve."""
    if ready.hindrance is not None:
        say(f"lessons: {ready.hindrance}")
    elif ready.report is None:
        say(f"{ready.database} is up to date")
        return
    else:
        print_problems(ready.report.problems)
        for line in describe(ready.report, ready.database):
            say(line)
        if ready.report.written:
            return
        if why := preparing.why_not_servable(ready.database, options.readers):
            say(f"The existing database cannot be served: {why}" if ready.database.exists() else NOTHING_TO_SERVE)
            raise SystemExit(1)
    say(f"Serving the last good database, {ready.database}.")


def announce(address: str, *, open_browser: bool) -> None:
    """Print the address of the site and open it where asked."""
    say(f"Serving at {address} (Ctrl-C stops)")
    if open_browser:
        webbrowser.open(address)
