"""A text that comes with an option and goes into a file has no characters that no file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sample import Run

OVERRIDE = "found the hidden character U+202E (right-to-left override); delete it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A\u202eb", OVERRIDE), ("A\x07b", "found the hidden character U+0007; delete it"), ("A\x00b", "found a NUL character; delete it"),
        ("A\udcffb", "it has bytes in it that are not text in UTF-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "command",
    [
        ["init", "unit", "--name"], ["combine", "build/lessons.db", "-o", "c.db", "--name"], ["new", "night-trains", "--sector", "transport", "--title"],
        ["new", "night-trains", "--title", "x", "--organisation"], ["use", "night-buses#ask-users", "--why"],
    ],
    ids=lambda command: " ".join((command[0], command[-1])),
)  # fmt: skip
def test_a_hidden_character_is_told_by_its_option(
    command: list[str], text: str, words: str, folder: Path, run: Run
) -> None:
    assert run("build").exit_code == 0
    before = sorted(Path().rglob("*"))
    result = run(*command, text)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert f"Invalid value for '{command[-1]}'" in result.stderr
    assert sorted(Path().rglob("*")) == before


@pytest.mark.usefixtures("folder")
def test_any_other_name_is_taken(run: Run) -> None:
    assert run("build").exit_code == 0
    assert (
        run(
            "combine",
            "build/lessons.db",
            "-o",
            "c.db",
            "--name",
            "L\u2019\u00e9quipe: \u0421\u0435\u0432\u0435\u0440 \"N\" 'S'",
        ).exit_code
        == 0
    )
