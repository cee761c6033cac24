"""Our pages respect Datasette's permissions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.page import one, text
from tests.web.visitor import Visitor

PATHS = (
    "/",
    "/search",
    "/search.json",
    "/reviews/bare",
    "/reviews/bare.md",
    "/data",
    "/data/sql",
    "/data/lessons.db",
    "/reviews.atom",
)


def signed_in(site: Visitor) -> dict[str, str]:
    return {"ds_actor": site.datasette.sign({"a": {"id": "reader"}}, "actor")}


@pytest.mark.parametrize("where", ["database", "instance"])
def test_a_private_library_is_closed_to_strangers_and_open_to_its_readers(
    odd: Path, visit: Callable[..., Visitor], where: str
) -> None:
    allow = {"allow": {"id": "reader"}}
    site = visit(odd, metadata={"databases": {"lessons": allow}} if where == "database" else allow)
    for path in PATHS:
        assert site.get(path).status_code == 403, path
        assert site.get(path, cookies=signed_in(site)).status_code == 200, path
    page = site.page("/", status=403)
    assert text(one(page, ".//h1")) == "You do not have access to this page"
    assert "Write down" not in text(page)


def test_sql_follows_its_own_permission(odd: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(odd, metadata={"databases": {"lessons": {"allow_sql": {"id": "reader"}}}})
    assert site.get("/").status_code == 200
    assert site.get("/data/sql?sql=select+1").status_code == 403
    assert site.get("/data/sql.json?sql=select+1").status_code == 403
    assert "Query with SQL" not in site.get("/data").text
    assert site.get("/data/sql?sql=select+1", cookies=signed_in(site)).status_code == 200


def test_a_tag_is_no_way_past_a_permission(odd: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(odd, metadata={"databases": {"lessons": {"allow": {"id": "reader"}}}})
    tag = site.get("/", cookies=signed_in(site)).headers["etag"]
    assert site.get("/", headers={"if-none-match": tag}).status_code == 403
