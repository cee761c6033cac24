"""The command ``lessons``: parses, calls, prints, exits.

Messages go to stderr, data to stdout. Exit status: 0 fine, 1 problems found, 2 could not run, 130 interrupted (143 by SIGTERM).
Each command is a module of its own that exports ``command`` and is imported only when it is called for.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from lessons import __version__
from lessons.problems import LessonsError
from lessons.text.docstrings import documentation
from lessons.text.files import reason

# In the order of a review's life; a command is added by its module and a line here.
COMMANDS: dict[str, str] = {
    "init": "lessons.cli.init",
    "new": "lessons.cli.new",
    "use": "lessons.cli.use",
    "check": "lessons.cli.check",
    "build": "lessons.cli.build",
    "serve": "lessons.cli.serve",
    "search": "lessons.cli.search",
    "brief": "lessons.cli.brief",
    "evaluate": "lessons.cli.evaluate",
    "schema": "lessons.cli.schema",
    "import": "lessons.cli.import_",
    "export": "lessons.cli.export",
    "audit": "lessons.cli.audit",
    "digest": "lessons.cli.digest",
    "withdraw": "lessons.cli.withdraw",
    "redact": "lessons.cli.redact",
    "combine": "lessons.cli.combine",
}


# What the system says when nothing more can be written.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Failure(click.ClickException):
    """What stopped a command, in one line; the exit status is 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the message to stderr."""
        click.echo(f"lessons: {self.message}", err=True, file=file)


class Commands(click.Group):
    """The commands, each imported when it is needed; what stops one becomes a message and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of a review's life."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        keep_help(command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what stops it becomes one line on stderr and exit status 2."""
        speak_utf_8()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            # Who reads our output has seen enough, as `head` does.
            stop_writing()
            raise SystemExit(0) from None
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            stop_writing()
            raise Failure(f"cannot write the output: {reason(error)}") from error
        except LessonsError as error:
            raise Failure(str(error)) from error
        except click.Abort as error:
            raise Failure("the input ended before every question was answered") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="lessons")
def main() -> None:
    """Manage after-action reviews: write and check them, build the database, search and serve it.

    \b
    Examples:
      lessons check                     check every review in entries/
      lessons serve --open              check, build and open the site in a browser
      lessons search "voluntary scheme" search in the terminal
      lessons brief plan.md             the lessons that apply to a plan
    """


def speak_utf_8() -> None:
    """Write UTF-8 into files and pipes whatever the machine's own encoding is, as JSON and SARIF ask for.

    A terminal keeps its encoding; what it cannot show becomes a question mark instead of a traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def stop_writing() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain of it at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def keep_help(command: click.Command) -> None:
    """Give a command, and those of a group, the help that stands in its docstring, where Python has stripped that."""
    if not command.help and command.callback is not None:
        command.help = documentation(command.callback)
    if isinstance(command, click.Group):
        for one in command.commands.values():
            keep_help(one)


keep_help(main)
