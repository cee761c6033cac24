"""No reader waits for a template to be compiled, and a broken one of an operator's own breaks its page alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from datasette import app

from tests.web.visitor import Visitor

PATHS = (
    "/", "/search?q=crews", "/reviews", "/reviews/kirklees-recycling", "/reviews/kirklees-recycling/prepare-crews", "/browse",
    "/browse/sector", "/browse/organisation", "/outcomes", "/charts", "/data", "/data/sql", "/help", "/nope",
)  # fmt: skip
# Templates wait for one another, so a choice among values is a generator that waits: left half read, it is never closed.
_HALF_READ = re.compile(r"\|\s*(?:select|reject|selectattr|rejectattr|map)\b(?:\([^)]*\))?\s*\|\s*first\b")


def test_no_template_leaves_a_choice_half_read(project: Path) -> None:
    assert _HALF_READ.search("{% if choices|selectattr('definition') | first %}")
    templates = sorted((project / "lessons" / "web" / "templates").rglob("*.html"))
    assert len(templates) > 30
    assert [path.name for path in templates if _HALF_READ.search(path.read_text("utf-8"))] == []


def test_every_template_is_compiled_before_the_first_request(
    founding: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_one = jinja2.Environment.compile

    def compiling(self: Any, source: Any, name: str | None = None, *arguments: Any, **options: Any) -> Any:
        compiled.append(name or "")
        return compile_one(self, source, name, *arguments, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", compiling)
    # Not what other sites of this run have compiled.
    monkeypatch.setattr(app, "Environment", jinja2.Environment)
    site = visit(founding)
    assert "lessons/search.html" in compiled
    compiled.clear()
    for path in PATHS:
        site.page(path, status=404 if path == "/nope" else 200)
    assert [name for name in compiled if name.startswith("lessons/")] == []


def test_a_broken_template_of_an_operator_breaks_its_own_page_only(
    founding: Path, visit: Callable[..., Visitor], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "lessons"
    own.mkdir()
    (own / "help.html").write_text("{% broken", "utf-8")
    site = visit(founding, template_dir=str(tmp_path))
    assert "the template lessons/help.html cannot be used: " in caplog.text
    assert site.get("/help").status_code == 500
    assert site.get("/").status_code == 200
