from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.sample import Folder, Run, review


@pytest.mark.parametrize(
    ("arguments", "of_uses"),
    [(("new", "--title", "Day buses"), False), (("use", "night-buses#ask-users", "--decision", "adopted"), True)],
)
def test_the_schemas_are_written_where_the_first_line_of_a_template_points(
    arguments: tuple[str, ...], of_uses: bool, shelf: Folder, run: Run
) -> None:
    shelf.write("night-buses.md", review())
    written = run(*arguments, "--entries", shelf.path)
    assert written.exit_code == 0, written.output
    template = Path(written.stdout.strip())
    modeline = re.search(r"^# yaml-language-server: \$schema=(.+)$", template.read_text("utf-8"), re.MULTILINE)
    assert modeline
    assert run("schema", "--write", "--entries", shelf.path).exit_code == 0
    schema = json.loads((template.parent / modeline[1]).read_text("utf-8"))
    assert ("lesson" in schema["properties"]) is of_uses


def test_the_schema_is_written_again_with_new_terms_and_is_no_entry(shelf: Folder, run: Run) -> None:
    shelf.write("night-buses.md", review())
    run("schema", "--write", "--entries", shelf.path)
    words = "schemes:\n  sector:\n    label: Sector\n    terms:\n      transport: {label: Transport, definition: What moves.}\n"
    shelf.write("vocabulary.yml", words)
    assert run("schema", "--write", "--entries", shelf.path).exit_code == 0
    schema = json.loads((shelf.path / ".schema.json").read_text("utf-8"))
    assert schema["properties"]["sector"]["oneOf"][0] == {
        "const": "transport", "title": "Transport", "description": "What moves.",
    }  # fmt: skip
    assert "1 review with" in run("check", shelf.path).stderr


@pytest.mark.parametrize("words", ["schemes: [1]", None])
def test_nothing_is_written_where_there_is_no_vocabulary_to_go_by(words: str | None, shelf: Folder, run: Run) -> None:
    shelf.write("vocabulary.yml", words or "")
    folder = shelf.path if words else shelf.path / "elsewhere"
    result = run("schema", "--write", "--entries", folder)
    assert result.exit_code == 2
    assert "nothing was written" in result.stderr if words else "there is no folder" in result.stderr
    assert not (folder / ".schema.json").exists()
