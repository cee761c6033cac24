from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.plugins import pm
from datasette.version import __version__

from tests.web.page import one, parse
from tests.web.visitor import Visitor

OURS = (
    "/",
    "/search?q=crews",
    "/reviews/kirklees-recycling",
    "/browse",
    "/outcomes",
    "/charts",
    "/data",
    "/data/sql",
    "/help",
    "/nope",
)
# Datasette 1.0 has a page of its own for queries.
QUERY = "/lessons" if __version__.startswith("0.") else "/lessons/-/query"
NATIVE = ("/lessons", "/lessons/reviews", "/lessons/schemes/sector", f"{QUERY}?sql=select+1", f"{QUERY}?sql=wrong")


def policy(site: Visitor, path: str) -> dict[str, str]:
    header = site.get(path).headers["content-security-policy"]
    return {part.split()[0]: " ".join(part.split()[1:]) for part in header.split(";")}


@pytest.mark.parametrize("path", OURS)
def test_our_pages_run_no_inline_script_and_style(site: Visitor, path: str) -> None:
    rules = policy(site, path)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    page = parse(site.get(path).text)
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert "style" not in element.attrib
    # Data are no script: browsers neither run nor fetch them.
    scripts = [script for script in page.iter("script") if script.get("type") != "application/ld+json"]
    assert scripts
    assert all(script.get("src") and not script.text for script in scripts)
    assert not list(page.iter("style"))


@pytest.mark.parametrize(
    "path", [*OURS, *NATIVE, "/search.json", "/search.csv", "/reviews.atom", "/lessons/reviews.json"]
)
def test_every_answer_says_what_it_is_and_must_not_be_framed(site: Visitor, path: str) -> None:
    headers = site.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    # Datasette sends none at all from its pages that run SQL.
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", NATIVE)
def test_datasette_s_own_pages_are_left_to_run_as_they_were_made(site: Visitor, path: str) -> None:
    response = site.get(path)
    assert "content-security-policy" not in response.headers
    assert "nonce" not in response.text


def test_what_another_plugin_says_of_its_own_page_stays(
    founding: Path, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    tmp_path.joinpath("other.py").write_text(
        "from datasette import hookimpl, Response\n\n\n@hookimpl\ndef register_routes():\n"
        "    html = '<script>1</script>'\n"
        "    return [('^/other$', lambda: Response.html(html, headers={'x-frame-options': 'SAMEORIGIN'}))]\n"
    )
    before = set(pm.get_plugins())
    try:
        response = visit(founding, plugins_dir=str(tmp_path)).get("/other")
    finally:
        # Plugins are those of the process: the next Datasette would have it, too.
        for plugin in set(pm.get_plugins()) - before:
            pm.unregister(plugin)
    assert response.text == "<script>1</script>"
    assert response.headers["x-frame-options"] == "SAMEORIGIN"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in response.headers


def test_nothing_is_asked_of_another_host(site: Visitor) -> None:
    for path in OURS:
        page = parse(site.get(path).text)
        for element in page.iter():
            if element.tag in ("script", "img", "iframe", "source", "video", "audio", "form"):
                address = element.get("src") or element.get("action") or "/"
                assert address.startswith("/")
                assert not address.startswith("//")
            if element.tag == "link" and element.get("rel") in ("stylesheet", "icon", "preload"):
                assert element.get("href", "").startswith("/")


def test_no_cookie_is_set(site: Visitor) -> None:
    for path in OURS:
        assert "set-cookie" not in site.get(path).headers


def test_tools_for_permissions_and_messages_are_off(site: Visitor) -> None:
    for tool in ("permissions", "allow-debug", "messages", "create-token"):
        assert site.get(f"/-/{tool}").status_code == 404


def test_text_of_entries_is_never_active(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/renamed")
    assert "<b>markup</b>" in "".join(one(page, ".//main").itertext())
    assert not list(page.iter("b"))
