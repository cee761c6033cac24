"""The description of the JSON addresses, held against the routes and against what the site answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lessons.web.openapi.document import paths_of
from lessons.web.openapi.operations import OPERATIONS, POSTED
from lessons.web.pages.errors import busy
from lessons.web.routes import ANALYST_ROUTES, FORMS, ROUTES
from tests.support.sample import Folder, review, use_text
from tests.web.page import one, text
from tests.web.visitor import Visitor

PEOPLE = "unit: {slug: here, name: Here}\npeople:\n  ada:\n    name: Ada Example\n"
# Of the use of a lesson: everything that it may state.
USED = """why: They go wrong at night.
evidence: Minutes of the board
contributors: [{role: head of depot, person: ada}]
outcomes:
  - {measure: Missed buses, unit: a week, baseline: 40, target: 20, result: 10, better: lower, method: before-after, measures: outcome}
"""
BUILT_ON = """builds_on:
  - {lesson: night-buses#ask-users, decision: trialled, why: It was cheap.}
  - {lesson: "elsewhere:some-review#some-lesson", decision: declined}
contributors: [{role: head of depot, person: ada}]
"""


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A small library with a use, and a person who consents to be named: what the founding reviews do not have."""
    root = tmp_path_factory.mktemp("described")
    folder = Folder(root / "entries")
    folder.write("vocabulary.yml", PEOPLE)
    folder.write("night-buses")
    folder.write("day-buses", review(BUILT_ON, title="Day buses", organisation="Dorset", date="2001"))
    folder.write("uses/northshire.md", use_text(USED, "They **asked** first.\n"))
    folder.write("uses/abroad.md", use_text(lesson="elsewhere:some-review#some-lesson"))
    report = folder.build(root / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    visitor = Visitor(root / "lessons.db")
    yield visitor
    visitor.close()


def patterns() -> list[str]:
    return [pattern for pattern, _ in (*ANALYST_ROUTES, *ROUTES)]


@pytest.fixture(scope="session")
def document(site: Visitor) -> Any:
    return site.json("/openapi.json")


def strict(schema: Any) -> Any:
    """Return a schema that takes no property but those that it names: the description must not leave any out."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items()}
    return {**found, "additionalProperties": False} if isinstance(found.get("properties"), dict) else found


def faults(document: Any, schema: Any, value: Any) -> list[str]:
    """Return where a value is not as the schema says."""
    whole = {**strict(schema), "components": strict(document["components"])}
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(value)]


def schema_of(document: Any, path: str, status: int, method: str = "get") -> Any:
    (content,) = document["paths"][path][method]["responses"][str(status)]["content"].values()
    return content["schema"]


def test_every_json_address_is_described_and_nothing_else(document: Any) -> None:
    routes = [re.sub(r"\(\?P<(\w+)>.*?\)", r"{\1}", one)[1:-1].replace("\\", "") for one in patterns()]
    assert set(document["paths"]) == {one for one in routes if one.endswith(".json")} == {*OPERATIONS, *POSTED}
    assert set(paths_of(FORMS)) == set(POSTED)


def test_every_schema_is_one_and_every_reference_leads_to_one(document: Any) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert referred == set(document["components"]["schemas"])


def test_operations_have_names_of_their_own(document: Any) -> None:
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) == len(document["paths"])


def test_the_parameters_of_a_search_are_its_facets_with_their_values_and_each_is_taken(
    site: Visitor, document: Any
) -> None:
    parameters = {one["name"]: one for one in document["paths"]["/search.json"]["get"]["parameters"]}
    offered = site.json("/search.json?in=all")["facets"]
    assert {facet["name"] for facet in offered} <= set(parameters)
    assert "housing" in parameters["sector"]["schema"]["items"]["enum"]
    for name, parameter in parameters.items():
        for value in parameter["schema"].get("items", {}).get("enum", ())[:2]:
            site.json(f"/search.json?{name}={value}")


def addresses(site: Visitor) -> Iterator[tuple[str, str]]:
    """Yield paths with addresses of the site that they describe."""
    reviews = site.json("/reviews.json")["reviews"]
    lessons = [one["url"] for one in site.json("/search.json?size=100")["results"]]
    for stored in reviews:
        yield "/reviews/{review}.json", f"{stored['url']}.json"
        yield "/reviews/{review}.csl.json", f"{stored['url']}.csl.json"
    for lesson in lessons:
        yield "/reviews/{review}/{lesson}.json", f"{lesson}.json"
        yield "/reviews/{review}/{lesson}.csl.json", f"{lesson}.csl.json"
    for organisation in sorted({stored["organisation_id"] or "" for stored in reviews} - {""}):
        yield "/audit/{organisation}.json", f"/audit/{organisation}.json"
    for query in ("", "?q=people", "?in=reviews&q=schools", "?in=all&page=2", "?q=xyzzy"):
        yield "/search.json", f"/search.json{query}"
    yield "/reviews.json", "/reviews.json?sort=event"
    yield "/suggest.json", "/suggest.json?q=re"
    yield "/data/sql.json", "/data/sql.json?sql=SELECT+id,+year+FROM+reviews+WHERE+year=:year&year=1998"
    yield from ((path, path) for path in OPERATIONS if "{" not in path and path != "/data/sql.json")


def of_uses_and_people() -> Iterator[tuple[str, str]]:
    for use in ("northshire", "abroad"):
        yield "/uses/{use}.json", f"/uses/{use}.json"
        yield "/uses/{use}.csl.json", f"/uses/{use}.csl.json"
    yield "/people/{person}.json", "/people/ada.json"


def test_what_the_site_answers_is_as_its_description_says(site: Visitor, small_site: Visitor, document: Any) -> None:
    answered = set()
    asked = [(site, *addresses(site)), (small_site, *addresses(small_site), *of_uses_and_people())]
    for visitor, path, address in ((visitor, *pair) for visitor, *pairs in asked for pair in pairs):
        response = visitor.get(address)
        assert response.status_code == 200, address
        (media_type,) = document["paths"][path]["get"]["responses"]["200"]["content"]
        assert response.headers["content-type"].startswith(media_type), address
        assert faults(document, schema_of(document, path, 200), response.json()) == [], address
        answered.add(path)
    assert answered == set(OPERATIONS)


def test_so_is_a_brief(site: Visitor, small_site: Visitor, document: Any) -> None:
    plan = "We intend to run buses at night and to ask the people who will use them, who know when they go home."
    for visitor in (site, small_site):
        brief = visitor.ask("POST", "/brief.json", json={"plan": plan}).json()
        assert brief["lessons"]
        assert faults(document, schema_of(document, "/brief.json", 200, "post"), brief) == []
    assert any(one["used"] for one in brief["lessons"])
    empty = site.ask("POST", "/brief.json", json={"plan": ""})
    assert empty.status_code == 400
    assert faults(document, schema_of(document, "/brief.json", 400, "post"), empty.json()) == []


def test_an_answer_that_is_not_as_described_is_noticed(site: Visitor, document: Any) -> None:
    schema, good = schema_of(document, "/reviews.json", 200), site.json("/reviews.json")
    for change in ({"count": "37"}, {"more": 1}, {"sort": "oldest"}, {"reviews": [{"id": "x"}]}):
        assert faults(document, schema, {**good, **change}), change


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/search.json", "/search.json?sectr=housing", 400),
        ("/reviews.json", "/reviews.json?page=0", 400),
        ("/reviews/{review}.json", "/reviews/nothing-here.json", 404),
        ("/reviews/{review}/{lesson}.json", "/reviews/kirklees-recycling/nothing.json", 404),
        ("/audit/{organisation}.json", "/audit/nobody.json", 404),
        ("/audit.json", "/audit.json?as-of=soon", 400),
        ("/data/sql.json", "/data/sql.json?sql=SELECT", 400),
        ("/data/sql.json", "/data/sql.json?sql=DELETE+FROM+reviews", 400),
    ],
)
def test_so_is_a_refusal(site: Visitor, document: Any, path: str, address: str, status: int) -> None:
    assert faults(document, schema_of(document, path, status), site.json(address, status=status)) == []


def test_what_is_sent_by_post_alone_says_so(site: Visitor) -> None:
    for method, status in (("GET", 405), ("PUT", 405)):
        answer = site.ask(method, "/brief.json")
        assert answer.status_code == status
        assert "POST" in answer.headers["allow"].split(", ")


def test_analysts_are_led_to_it(site: Visitor) -> None:
    links = {link.get("href"): text(link) for link in one(site.page("/data"), ".//main").findall(".//a")}
    assert "OpenAPI" in links["/openapi.json"]


def test_a_site_that_knows_its_address_is_described_there(founding: Path, visit: Callable[..., Visitor]) -> None:
    below = visit(founding, plugin={"address": "https://lessons.example.org"}, settings={"base_url": "/below/"})
    assert below.json("/openapi.json")["servers"] == [{"url": "https://lessons.example.org/below"}]


def test_a_busy_site_says_so_in_json_where_json_is_asked_for(document: Any) -> None:
    answer = busy("/audit.json")
    assert answer.status == 503
    assert faults(document, schema_of(document, "/audit.json", 503), json.loads(answer.body)) == []
    assert busy("/search.csv").media_type.startswith("text/plain")
