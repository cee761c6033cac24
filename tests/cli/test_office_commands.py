"""From an empty template to a review in the folder, as somebody with Word or Excel and somebody with the command line do it together."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result

from tests.support import office


@pytest.fixture(params=["docx", "xlsx"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def answers(kind: str, content: bytes, **texts: str) -> bytes:
    """Return the file with answers typed beside their labels."""
    file: Any = docx.Document(BytesIO(content)) if kind == "docx" else openpyxl.load_workbook(BytesIO(content))
    rows = [row.cells for row in file.tables[0].rows] if kind == "docx" else list(file["Review"].iter_rows())
    for row in rows:
        label = (row[0].text if kind == "docx" else row[0].value).removesuffix(" (required)")
        if label in texts:
            if kind == "docx":
                row[1].text = texts[label]
            else:
                row[1].value = texts[label]
    return office.saved(file)


@pytest.fixture
def filled_in(kind: str, folder: Path, lessons: Callable[..., Result]) -> Path:
    result = lessons("new", "--format", kind, "--rapid", "--entries", str(folder), "plan")
    assert (result.exit_code, result.stdout) == (0, f"plan.{kind}\n")
    path = Path(f"plan.{kind}")
    path.write_bytes(answers(kind, path.read_bytes(), Title="Trams after midnight", Date="17 April 1998"))
    return path


def test_a_file_filled_in_becomes_a_review_with_what_is_wrong_said_at_its_place(
    kind: str, filled_in: Path, folder: Path, lessons: Callable[..., Result]
) -> None:
    result = lessons("import", kind, str(filled_in), "--into", str(folder))
    path = folder / "trams-after-midnight.md"
    assert (result.exit_code, result.stdout) == (1, f"{path}\n")
    assert "date: 1998-04-17" in path.read_text("utf-8")
    assert f"correct what is wrong there, then run: lessons check {path}" in result.stderr
    assert result.stderr.count(f"{path}:") >= 1


def test_a_dry_run_writes_nothing_and_a_review_that_is_there_is_not_replaced_unless_asked(
    kind: str, filled_in: Path, folder: Path, lessons: Callable[..., Result]
) -> None:
    path = folder / "trams-after-midnight.md"
    assert "would be written" in lessons("import", kind, str(filled_in), "--into", str(folder), "--dry-run").stderr
    assert not path.exists()
    lessons("import", kind, str(filled_in), "--into", str(folder))
    path.write_text("mine", "utf-8")
    again = lessons("import", kind, str(filled_in), "--into", str(folder))
    assert (again.exit_code, path.read_text("utf-8")) == (2, "mine")
    assert (
        again.stderr
        == f"lessons: {path} already exists; change the title in the file, or replace the review with --update\n"
    )
    assert lessons("import", kind, str(filled_in), "--into", str(folder), "--update").exit_code == 1
    assert "Trams after midnight" in path.read_text("utf-8")


def test_a_template_never_replaces_a_file(kind: str, folder: Path, lessons: Callable[..., Result]) -> None:
    Path(f"review.{kind}").write_bytes(b"mine")
    result = lessons("new", "--format", kind, "--entries", str(folder))
    assert (result.exit_code, Path(f"review.{kind}").read_bytes()) == (2, b"mine")
    assert (
        result.stderr
        == f"lessons: review.{kind} already exists; choose another name: lessons new --format {kind} NAME\n"
    )


def test_a_file_that_cannot_be_read_is_one_line_with_its_name(
    kind: str, folder: Path, lessons: Callable[..., Result]
) -> None:
    Path("odd").write_bytes(b"nothing")
    result = lessons("import", kind, "odd", "--into", str(folder))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("lessons: odd: this is not a")


def test_other_kinds_need_a_map_and_say_so(folder: Path, lessons: Callable[..., Result]) -> None:
    Path("x.csv").write_text("a\n1\n", "utf-8")
    result = lessons("import", "csv", "x.csv", "--into", str(folder))
    assert (result.exit_code, result.stderr) == (
        2,
        "lessons: csv is imported by a map, which says what becomes what: --map MAP.yml; write a first one with --draft-map MAP.yml\n",
    )
