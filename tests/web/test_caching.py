from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.library.version import identity_of
from lessons.web import current
from tests.web.page import one
from tests.web.visitor import Visitor

PATHS = ("/", "/search?q=crews", "/search.json", "/reviews", "/reviews/kirklees-recycling", "/reviews.atom", "/data")


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_page_is_not_sent_again(site: Visitor, path: str) -> None:
    first = site.get(path)
    again = site.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", [*PATHS, "/data/lessons.db", "/data/lessons.db.sha256"])
def test_what_is_not_for_everybody_is_for_no_cache_that_readers_share(
    path: str, founding: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """Neither an answer to somebody who is signed in nor any page of a library that is not public."""
    public = visit(founding)
    reader = {"ds_actor": public.datasette.sign({"a": {"id": "reader"}}, "actor")}
    assert public.get(path).headers["cache-control"] == "no-cache"
    for answer in (public.get(path, cookies=reader), visit(internal(founding, tmp_path)).get(path)):
        assert answer.status_code == 200
        # Datasette 0.65 itself forbids to store an answer to somebody who has a cookie of its own.
        assert answer.headers["cache-control"] in ("private, no-cache", "private, no-store")


def internal(database: Path, folder: Path) -> Path:
    path = folder / "lessons.db"
    shutil.copy(database, path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE build_info SET value = 'internal' WHERE key = 'audience'")
    connection.close()
    return path


def test_the_tag_moves_with_what_the_frame_shows(founding, visit, site: Visitor) -> None:  # type: ignore[no-untyped-def]
    noted = visit(founding, plugin={"notice": "Some entries have problems."})
    assert noted.get("/").headers["etag"] != site.get("/").headers["etag"]
    assert "Some entries have problems." in noted.get("/").text


def test_that_no_newer_version_could_be_built_is_said_until_there_is_one(
    founding: Path, tmp_path: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)
    path = tmp_path / "lessons.db"
    shutil.copy(founding, path)
    said = {"notice": "This may not be the newest.", "version": str(identity_of(path))}
    site = visit(path, plugin={"notice": "This is a trial.", "last_good": said})
    before = site.get("/")
    assert re.findall("This is a trial|may not be the newest", before.text) == [
        "This is a trial",
        "may not be the newest",
    ]
    shutil.copy(founding, tmp_path / "next.db")
    (tmp_path / "next.db").replace(path)
    after = site.get("/")
    assert re.findall("This is a trial|may not be the newest", after.text) == ["This is a trial"]
    assert after.headers["etag"] != before.headers["etag"]


def test_errors_are_not_kept(site: Visitor) -> None:
    response = site.get("/nope")
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_static_files_are_kept_for_ever_at_an_address_that_holds_their_hash(site: Visitor) -> None:
    head = one(site.page("/"), "./head")
    addresses = [link.get("href", "") for link in head.findall("./link") if link.get("rel") in ("stylesheet", "icon")]
    addresses += [script.get("src", "") for script in head.findall("./script")]
    assert len(addresses) == 4
    for address in addresses:
        response = site.get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        stem, _, ending = address.rpartition(".")
        assert site.get(f"{stem[:-1]}{'1' if stem[-1] == '0' else '0'}.{ending}").status_code == 404


@pytest.mark.parametrize(
    "path", [*PATHS[:-1], "/help", "/browse", "/outcomes", "/charts", "/reviews/kirklees-recycling/prepare-crews"]
)
def test_a_practitioner_s_page_is_small(site: Visitor, path: str) -> None:
    page = site.get(path)
    if page.headers["content-type"].startswith("text/html"):
        head = one(site.page(path), "./head")
        parts = [link.get("href", "") for link in head.findall("./link") if link.get("rel") in ("stylesheet", "icon")]
        parts += [script.get("src", "") for script in head.findall("./script")]
        assert 1 + len(parts) <= 6
        assert len(page.content) + sum(len(site.get(part).content) for part in parts) <= 100_000
