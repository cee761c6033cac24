"""The site answers under its own names only, and addresses never follow a name that nobody checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lessons.web.hosts import LOCALHOST, is_loopback, name_of, names_of, wrong
from tests.web.page import parse
from tests.web.visitor import Visitor

ADDRESS = "https://lessons.example.org"


def status(site: Visitor, host: str, path: str = "/") -> int:
    return int(site.get(path, headers={"host": host}).status_code)


def canonical(site: Visitor, host: str) -> str | None:
    page = parse(site.get("/help", headers={"host": host}).text)
    return next(link.get("href") for link in page.iter("link") if link.get("rel") == "canonical")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8001", "lessons.example.org.evil.example", "xlessons.example.org", "a b", "[::2]"],
)
@pytest.mark.parametrize("path", ["/", "/search.json", "/lessons/reviews.json", "/-/static/app.css", "/nope"])
def test_a_wrong_host_is_refused_in_words(founding: Path, visit: Callable[..., Visitor], host: str, path: str) -> None:
    site = visit(founding, plugin={"address": ADDRESS})
    response = site.get(path, headers={"host": host})
    assert response.status_code == 421
    assert host in response.text
    assert '"hosts"' in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert status(site, host, "/-/healthz") == 200, "probes ask by any address"


@pytest.mark.parametrize(
    "host", ["lessons.example.org", "LESSONS.example.org:443", "lessons.example.org.", "other.example:80"]
)
def test_the_site_answers_to_its_address_and_its_hosts(
    founding: Path, visit: Callable[..., Visitor], host: str
) -> None:
    site = visit(founding, plugin={"address": f"{ADDRESS}/", "hosts": ["other.example"]})
    assert status(site, host) == 200
    assert canonical(site, host) == f"{ADDRESS}/help"


def test_without_an_address_the_host_that_was_checked_is_the_canonical_one(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    site = visit(founding, plugin={"hosts": ["one.example", "two.example"]})
    assert canonical(site, "two.example:8001") == "http://two.example:8001/help"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8001"])
def test_where_nothing_says_which_names_are_right_addresses_are_paths(site: Visitor, host: str) -> None:
    assert canonical(site, host) == "/help"
    for path in (
        "/search.atom?q=crews",
        "/reviews.atom",
        "/reviews.json",
        "/search.json?q=crews",
        "/search.csv?q=crews",
    ):
        assert host not in site.get(path, headers={"host": host}).text
    root = ElementTree.fromstring(site.get("/reviews.atom", headers={"host": host}).text)
    assert all(link.get("href", "").startswith("/") for link in root.iter("{http://www.w3.org/2005/Atom}link"))


def test_a_request_without_a_host_is_refused_where_hosts_are_known(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    site = visit(founding, plugin={"address": ADDRESS})
    assert status(site, "") == 400


def test_what_is_no_host_name_is_said_in_the_log_and_opens_nothing(
    founding: Path, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    site = visit(founding, plugin={"hosts": ["https://a.example"]})
    assert '"https://a.example" is not a host name; write it as in "lessons.example.org"' in caplog.text
    for host in ("a.example", "evil.example"):
        assert status(site, host) == 421
    assert status(site, "localhost") == 200


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("A.example:80", "a.example"),
        ("[::1]:8001", "[::1]"),
        ("127.0.0.1", "127.0.0.1"),
        ("a.example.", "a.example"),
        ("a/b", None),
        ("a@b", None),
        ("a b", None),
        ("a:b", None),
        (".", None),
        ("", None),
    ],
)
def test_the_name_in_a_host(host: str, name: str | None) -> None:
    assert name_of(host) == name


@pytest.mark.parametrize(
    ("setting", "names", "bad"),
    [
        (None, (), []),
        ("a.example", ("a.example",), []),
        (["A.example:1", "x y"], ("a.example", "x y"), ["x y"]),
        (7, ("7",), []),
        ({"a": 1}, ("{'a': 1}",), ["{'a': 1}"]),
    ],
)
def test_the_setting_may_be_one_name_or_a_list(setting: object, names: tuple[str, ...], bad: list[str]) -> None:
    assert names_of(setting) == names
    assert wrong(setting) == bad


def test_loopback_is_this_machine_only() -> None:
    assert all(is_loopback(host) for host in (*LOCALHOST, "127.0.0.2", "::1"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.5", "example.org", ""))
