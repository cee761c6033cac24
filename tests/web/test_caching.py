from __future__ import annotations

import re
import shutil
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
    "path", [*PATHS[:-1], "/help", "/browse", "/outcomes", "/reviews/kirklees-recycling/prepare-crews"]
)
def test_a_practitioner_s_page_is_small(site: Visitor, path: str) -> None:
    page = site.get(path)
    if page.headers["content-type"].startswith("text/html"):
        head = one(site.page(path), "./head")
        parts = [link.get("href", "") for link in head.findall("./link") if link.get("rel") in ("stylesheet", "icon")]
        parts += [script.get("src", "") for script in head.findall("./script")]
        assert 1 + len(parts) <= 6
        assert len(page.content) + sum(len(site.get(part).content) for part in parts) <= 100_000
