"""What users read of docstrings is there also where Python strips them, and nothing else depends on how it was started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from types import ModuleType

import pytest

from lessons.text import docstrings
from lessons.text.docstrings import documentation

SAID = """
import json
import click
from lessons import checks; from lessons.record import json_schema; import reference
from lessons.cli import COMMANDS, main
context = click.Context(main, info_name="lessons")
print(json.dumps({
    "manuals": {id_: checks.manual(id_) for id_ in checks.IDS},
    "rules.md": reference.rules(),
    "fields.md": reference.fields(),
    "schema": json_schema.text(),
    "help": {"": main.get_help(context)} | {
        name: main.get_command(context, name).get_help(click.Context(main.get_command(context, name), info_name=name))
        for name in COMMANDS
    } | {f"export {name}": one.get_help(click.Context(one, info_name=name)) for name, one in main.get_command(context, "export").commands.items()},
    "stripped": json_schema.json_schema.__doc__ is None,
}))
"""


@cache
def said(optimise: str) -> dict[str, object]:
    environment = os.environ | {"PYTHONOPTIMIZE": optimise, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", SAID], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("what", ["manuals", "rules.md", "fields.md", "schema", "help"])
def test_without_docstrings_users_read_the_same(what: str) -> None:
    assert (said("")["stripped"], said("2")["stripped"]) == (False, True)
    assert said("2")[what] == said("")[what]
    assert said("")[what]


def without(thing: object) -> str:
    """Return what is read of a thing whose docstring was stripped."""
    kept, thing.__doc__ = thing.__doc__, None
    try:
        return documentation(thing)  # type: ignore[arg-type]
    finally:
        thing.__doc__ = kept


class Documented:
    """A class inside a module.

    Indented.
    """

    def method(self) -> None:
        """A method inside a class."""

    def undocumented(self) -> None:
        pass


@pytest.mark.parametrize("thing", [docstrings, Documented, Documented.method, Documented.undocumented, documentation])
def test_a_stripped_docstring_is_read_from_the_source(thing: object) -> None:
    assert without(thing) == (documentation(thing) if thing.__doc__ else "")  # type: ignore[arg-type]


def test_without_a_source_there_is_no_documentation() -> None:
    assert documentation(ModuleType("nowhere")) == ""
