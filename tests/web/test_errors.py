from __future__ import annotations

from types import SimpleNamespace

import pytest
from datasette import handle_exception

from lessons.web.site import site_of
from tests.web.page import marked, one, text
from tests.web.visitor import Visitor


@pytest.mark.parametrize(
    "path",
    ["/nope", "/reviews/nope", "/reviews/bare/nope", "/browse/nope", "/browse/sector/nope", "/organisations/nope"],
)
def test_a_page_that_is_not_there_says_so_with_a_search_box_and_a_way_home(odd_site: Visitor, path: str) -> None:
    page = odd_site.page(path, status=404)
    assert text(one(page, ".//h1")) == "Page not found"
    assert len(marked(page, "search")) == 1
    assert next(link.get("href") for link in one(page, ".//main").findall("./p/a")) == "/"
    assert "404" not in text(page)
    assert not page.findall(".//nav[@class='crumbs']")


def test_a_withdrawn_review_is_gone_and_its_text_with_it(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/withdrawn-case", status=410)
    assert "withdrawn" in text(one(page, ".//h1"))
    assert "Withdrawn text" not in text(page)
    assert odd_site.json("/reviews/withdrawn-case.json", status=410) == {
        "ok": False,
        "status": 410,
        "error": "This page was withdrawn",
    }
    assert odd_site.get("/reviews/withdrawn-case.md").status_code == 410


def test_a_lesson_of_a_withdrawn_review_is_gone_as_well(odd_site: Visitor) -> None:
    assert odd_site.get("/reviews/withdrawn-case/gone").status_code == 410


@pytest.mark.parametrize("ending", ["", ".json", ".md"])
def test_former_ids_lead_to_the_new_address(odd_site: Visitor, ending: str) -> None:
    for old, new in (("old-name", "renamed"), ("renamed/keep-old", "renamed/keep")):
        response = odd_site.get(f"/reviews/{old}{ending}")
        assert (response.status_code, response.headers["location"]) == (301, f"/reviews/{new}{ending}")


def test_a_missing_page_of_datasette_is_missing_in_our_words_too(site: Visitor) -> None:
    assert text(one(site.page("/lessons/no_such_table", status=404), ".//h1")) == "Page not found"


class _Console:
    """What Datasette writes tracebacks with where ``rich`` is installed."""

    def print_exception(self, **_: object) -> None:
        print("Traceback")


@pytest.mark.parametrize("path", ["/nope", "/lessons/nope", "/lessons/reviews/nope", "/lessons.nope", "/-/nope"])
def test_a_missing_page_leaves_no_traceback_in_the_log_whatever_is_installed(
    site: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    monkeypatch.setattr(handle_exception, "rich", SimpleNamespace(get_console=_Console))
    site.page(path, status=404)
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "address",
    [".csv", ".csv?sql=", ".csv?sql=+&_size=5", ".csv?_stream=on", ".xyz", "/reviews.xyz", "/reviews/bare.xyz", "/missed_targets.xyz"],
)  # fmt: skip
def test_what_datasette_would_fail_at_is_a_missing_page(
    odd_site: Visitor, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    native = odd_site.datasette.urls.database(site_of(odd_site.datasette).name)
    assert text(one(odd_site.page(f"{native}{address}", status=404), ".//h1")) == "Page not found"
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "address", [".csv?sql=select+1", ".json", "/reviews.csv", "/reviews.json", "/reviews/bare.json", "/missed_targets.csv"]
)  # fmt: skip
def test_what_datasette_has_an_answer_for_is_left_to_it(odd_site: Visitor, address: str) -> None:
    native = odd_site.datasette.urls.database(site_of(odd_site.datasette).name)
    assert odd_site.get(f"{native}{address}", follow_redirects=True).status_code == 200


def test_a_fault_is_told_in_words_and_logged(site: Visitor, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the engine")

    monkeypatch.setattr("lessons.library.reviews.listed", broken)
    page = site.page("/reviews", status=500)
    assert text(one(page, ".//h1")) == "Sorry, there is a problem with the service"
    assert "secret" not in text(page)
    assert "a secret of the engine" in capsys.readouterr().err
    assert "secret" not in site.get("/reviews.json").text


def test_only_reading_is_answered(site: Visitor) -> None:
    for path in ("/", "/search", "/reviews/kirklees-recycling", "/lessons", "/lessons/reviews"):
        assert site.ask("POST", path).status_code in (403, 405)
