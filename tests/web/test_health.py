from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.web.site import site_of
from tests.web.visitor import Visitor


def test_it_is_well_while_a_database_is_served(founding: Path, visit: Callable[..., Visitor]) -> None:
    response = visit(founding, metadata={"allow": {"id": "reader"}}).get("/-/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.headers["cache-control"] == "no-store"


def test_a_file_that_went_away_while_it_was_served_goes_on_being_served(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    site = visit(path)
    path.unlink()
    assert site.get("/-/healthz").status_code == 200
    assert site.get("/").status_code == 200


@pytest.fixture
def damaged(odd: Path, tmp_path: Path) -> Path:
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DROP TABLE units")
    connection.close()
    return path


def test_it_is_ready_while_a_database_is_served_and_it_is_not_about_to_stop(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(founding, metadata={"allow": {"id": "reader"}}, plugin={"address": "https://lessons.example"})
    response = visitor.get("/-/readyz", headers={"host": "10.0.0.7:8001"})
    assert (response.status_code, response.text) == (200, "ok\n")
    site = site_of(visitor.datasette)
    assert site
    site.stopping = True
    response = visitor.get("/-/readyz")
    assert (response.status_code, response.text) == (503, "The site is about to stop.\n")
    assert response.headers["cache-control"] == "no-store"
    assert visitor.get("/-/healthz").status_code == 200


@pytest.mark.parametrize(
    ("fact", "value"), [("schema_version", "1.0"), ("schema_version", "99.0"), ("audience", "restricted")]
)
def test_with_a_database_of_another_version_or_for_others_it_is_not_ready(
    founding: Path, tmp_path: Path, visit: Callable[..., Visitor], fact: str, value: str
) -> None:
    path = tmp_path / "lessons.db"
    shutil.copy(founding, path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE build_info SET value = ? WHERE key = ?", (value, fact))
    connection.close()
    response = visit(path, plugin={"audience": "internal"}).get("/-/readyz")
    assert (response.status_code, response.text) == (503, "There is no database that can be served.\n")


def test_without_a_database_that_can_be_served_it_is_not_well(damaged: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(damaged)
    for probe in ("/-/healthz", "/-/readyz"):
        response = site.get(probe)
        assert response.status_code == 503
        assert response.text == "There is no database that can be served.\n"


@pytest.mark.parametrize(
    "address", ["/", "/search?q=crews", "/search.json", "/data/sql", "/data/lessons.db", "/reviews.atom"]
)
def test_without_a_database_that_can_be_served_pages_say_so_and_when_to_come_again(
    address: str, damaged: Path, visit: Callable[..., Visitor], capsys: pytest.CaptureFixture[str]
) -> None:
    response = visit(damaged).get(address)
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert "The library is not available at the moment" in response.text
    assert "units" not in response.text
    assert "Traceback" not in capsys.readouterr().err
