"""Pages of other sites may read what is public, at every address of ours, where the operator turned it on; and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lessons.building.build import Options, build
from lessons.web import routes
from tests.web.libraries import PROJECT
from tests.web.visitor import Visitor

ELSEWHERE = {"origin": "https://elsewhere.example"}
ORIGIN = "access-control-allow-origin"
PREFLIGHT = {
    **ELSEWHERE,
    "access-control-request-method": "GET",
    "access-control-request-headers": "range, if-none-match",
}
# One address for each kind of answer, errors among them.
ADDRESSES = {
    "/": 200,
    "/search?q=crews": 200,
    "/search.json?q=crews": 200,
    "/search.csv?q=crews": 200,
    "/search.atom?q=crews": 200,
    "/search.json?sectr=x": 400,
    "/reviews.json": 200,
    "/reviews/kirklees-recycling.json": 200,
    "/reviews/kirklees-recycling.md": 200,
    "/reviews/kirklees-recycling.bib": 200,
    "/reviews/no-such-review.json": 404,
    "/browse/sector": 200,
    "/browse/sector/no-such-term": 404,
    "/organisations": 301,
    "/outcomes.csv": 200,
    "/data": 200,
    "/data.json": 200,
    "/data/sql.json?sql=select+1": 200,
    "/data/sql.csv?sql=select": 400,
    "/data/lessons.db": 200,
    "/data/lessons.db.sha256": 200,
    "/schema.json": 200,
    "/vocabulary.yml": 200,
    "/help/search": 200,
    "/-/healthz": 200,
    "/lessons": 200,
    "/lessons/reviews": 200,
    "/lessons/reviews.json": 200,
    "/lessons/no-such-table.json": 404,
    "/lessons.db": 200,
}


@pytest.fixture(scope="module")
def open_site(founding: Path) -> Iterator[Visitor]:
    visitor = Visitor(founding, cors=True)
    yield visitor
    visitor.close()


@pytest.fixture(scope="module", params=["internal", "restricted", "drafts"])
def private(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = Options(drafts=True) if request.param == "drafts" else Options(request.param)
    output = tmp_path_factory.mktemp("private") / "lessons.db"
    assert build(PROJECT / "entries", output, options).written
    return output


def allowed(response: Any) -> list[str]:
    """Return what an answer says of CORS."""
    return [value for name, value in response.headers.multi_items() if name.startswith("access-control-")]


@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_every_address_may_be_read_where_it_is_turned_on(open_site: Visitor, address: str, status: int) -> None:
    response = open_site.get(address, headers=ELSEWHERE)
    assert response.status_code == status
    assert response.headers.get_list(ORIGIN) == ["*"]
    assert "access-control-allow-credentials" not in response.headers
    exposed = response.headers["access-control-expose-headers"]
    assert {"ETag", "Content-Range", "Repr-Digest"} <= set(exposed.split(", "))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_preflight_is_answered_at_every_address(open_site: Visitor, address: str) -> None:
    response = open_site.ask("OPTIONS", address, headers=PREFLIGHT)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers[ORIGIN] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, HEAD"
    assert {"Range", "If-None-Match", "If-Range"} <= set(response.headers["access-control-allow-headers"].split(", "))


def test_a_part_a_304_and_a_refused_method_say_so_too(open_site: Visitor) -> None:
    part = open_site.get("/data/lessons.db", headers={**ELSEWHERE, "range": "bytes=0-15"})
    assert (part.status_code, part.content, part.headers[ORIGIN]) == (206, b"SQLite format 3\x00", "*")
    again = open_site.get(
        "/search.json", headers={**ELSEWHERE, "if-none-match": open_site.get("/search.json").headers["etag"]}
    )
    assert (again.status_code, again.headers[ORIGIN]) == (304, "*")
    posted = open_site.ask("POST", "/reviews.json", headers=ELSEWHERE)
    assert posted.status_code in (403, 405)
    assert posted.headers[ORIGIN] == "*"


def test_the_addresses_above_are_of_every_kind() -> None:
    kinds = {
        pattern for pattern, _ in (*routes.ROUTES, *routes.ANALYST_ROUTES) if pattern.endswith((r"\.json$", r"\.csv$"))
    }
    paths = {address.partition("?")[0] for address in ADDRESSES}
    assert len(kinds) > 5
    assert all(routes.is_own(path) for path in paths if not path.startswith("/lessons"))
    assert not any(
        routes.is_own(path) for path in ("/other/table.json", "/graphql", "/-/plugins.json", "/lessons/reviews")
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_said_where_it_is_not_turned_on(site: Visitor, address: str) -> None:
    assert allowed(site.get(address, headers=ELSEWHERE)) == []


@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/.json", "/-/databases.json", "/-/plugins.json", "/_memory.json", "/none"]
)
def test_of_what_is_not_public_nothing_may_be_read_also_where_it_is_turned_on(
    private_site: Visitor, address: str
) -> None:
    assert allowed(private_site.get(address, headers=ELSEWHERE)) == []
    assert ORIGIN not in private_site.ask("OPTIONS", address, headers=PREFLIGHT).headers


@pytest.fixture(scope="module")
def private_site(private: Path) -> Iterator[Visitor]:
    visitor = Visitor(private, cors=True)
    yield visitor
    visitor.close()


def test_a_public_file_served_to_readers_who_are_not_everybody_is_not_opened(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    site = visit(founding, cors=True, plugin={"audience": "internal"})
    for address in ("/search.json", "/lessons/reviews.json", "/data/lessons.db"):
        assert allowed(site.get(address, headers=ELSEWHERE)) == [], address
