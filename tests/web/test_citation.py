"""How a review and a lesson are cited, in words and in the formats of reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessons.web.presenters.citation import Citation
from lessons.web.presenters.citation_formats import bibtex, csl, ris
from tests.support.sample import Folder, review
from tests.web.page import one, parse, text
from tests.web.visitor import Visitor

ADDRESS = "https://lessons.example.org"
NASTY = "</script><script>alert(1)</script> & 100% {of} \\it $5 #1 a_b ~ ^"


@pytest.fixture
def cited(tmp_path: Path, visit: Callable[..., Visitor]) -> Visitor:
    folder = Folder(tmp_path / "entries")
    folder.write("vocabulary.yml", "unit: {slug: here, name: The Unit}\n")
    folder.write(
        "night-buses",
        review("author: Night desk\npublished: 2026-05-07\nperiod: {from: 1996, to: 1998-03}\nlicence: CC-BY-4.0"),
    )
    folder.write("day-buses", review(title="Were there any buses?", organisation="not-stated", date="1998-04"))
    folder.write(
        "odd",
        review("published: 2026-05\nformerly: even", title=f"'{NASTY}'", organisation="not-stated", date="not-stated"),
    )
    assert folder.build(tmp_path / "lessons.db").written
    return visit(tmp_path / "lessons.db", plugin={"address": ADDRESS})


def linked_data(site: Visitor, path: str) -> dict[str, Any]:
    script = one(parse(site.get(path).text), "./head/script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text or "")
    return found


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "/reviews/night-buses",
            "Night desk (2026). Night buses. The Unit. Review of work by Kirklees, 1996 to March 1998. ",
        ),
        (
            "/reviews/night-buses/ask-users",
            "Night desk (2026). “Ask the people who will use it.” In: Night buses. The Unit. "
            "Review of work by Kirklees, 1996 to March 1998. ",
        ),
        ("/reviews/day-buses", "The Unit (no date). Were there any buses? Review of work, April 1998. "),
    ],
)
def test_who_wrote_it_and_when_it_was_published_stand_apart_from_whose_work_it_is_about(
    cited: Visitor, path: str, said: str
) -> None:
    page = cited.page(path)
    assert text(one(page, ".//p[@class='cite']")) == f"{said}{ADDRESS}{path}"


def test_a_citation_can_be_had_without_javascript_and_the_button_comes_with_it(cited: Visitor) -> None:
    page = cited.page("/reviews/night-buses")
    button = one(page, ".//button[@data-copy]")
    assert "hidden" in button.attrib
    assert one(page, f".//*[@id='{button.get('data-copy')}']").get("class") == "cite"
    assert [link.get("href") for link in page.findall(".//section[@class='closing']//a")][:3] == [
        f"/reviews/night-buses{suffix}" for suffix in (".bib", ".ris", ".csl.json")
    ]


def test_the_page_says_the_same_to_machines(cited: Visitor) -> None:
    unit = {"@type": "Organization", "name": "The Unit"}
    found = linked_data(cited, "/reviews/night-buses")
    assert {**found, "abstract": ""} == {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": "Night buses",
        "url": f"{ADDRESS}/reviews/night-buses",
        "author": "Night desk",
        "publisher": unit,
        "datePublished": "2026-05-07",
        "about": {"@type": "Organization", "name": "Kirklees"},
        "temporalCoverage": "1996/1998-03",
        "abstract": "",
        "license": "https://spdx.org/licenses/CC-BY-4.0.html",
    }
    lesson = linked_data(cited, "/reviews/night-buses/ask-users")
    assert lesson["isPartOf"] == {"@type": "Report", "name": "Night buses", "url": f"{ADDRESS}/reviews/night-buses"}
    undated = linked_data(cited, "/reviews/day-buses")
    assert undated["author"] == unit
    assert {"datePublished", "about"}.isdisjoint(undated)


def test_no_title_ends_the_data_of_a_page(cited: Visitor) -> None:
    assert linked_data(cited, "/reviews/odd")["name"] == NASTY
    assert "</script><script>alert" not in cited.get("/reviews/odd").text


@pytest.mark.parametrize(
    ("suffix", "media_type", "begins"),
    [
        (".bib", "application/x-bibtex; charset=utf-8", "@techreport{night-buses,\n  author = {{Night desk}},"),
        (".ris", "application/x-research-info-systems; charset=utf-8", "TY  - RPRT\r\nAU  - Night desk\r\n"),
        (".csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8", '[\n  {\n    "id": "night-buses",'),
    ],
)
def test_a_citation_is_a_file_for_a_reference_manager(
    cited: Visitor, suffix: str, media_type: str, begins: str
) -> None:
    answer = cited.get(f"/reviews/night-buses{suffix}")
    assert answer.headers["content-type"] == media_type
    assert f'filename="night-buses{suffix}"' in answer.headers["content-disposition"]
    assert answer.text.startswith(begins)
    lesson = cited.get(f"/reviews/night-buses/ask-users{suffix}")
    assert "Ask the people who will use it" in lesson.text
    assert f'filename="night-buses-ask-users{suffix}"' in lesson.headers["content-disposition"]


@pytest.mark.parametrize("path", ["/reviews/nope", "/reviews/night-buses/nope"])
@pytest.mark.parametrize("suffix", [".bib", ".ris", ".csl.json"])
def test_what_is_not_there_cannot_be_cited(cited: Visitor, path: str, suffix: str) -> None:
    assert cited.get(path + suffix).status_code == 404
    assert cited.get(f"/reviews/even{suffix}").headers["location"] == f"/reviews/odd{suffix}"


def citation(**changed: Any) -> Citation:
    stated: dict[str, Any] = {
        "key": "night-buses", "title": "Night\nbuses", "author": "Night desk", "unit": "The Unit", "published": "2026-05",
        "changed": None, "organisation": "Kirklees", "period": "1998", "summary": "They ran.", "language": None,
        "licence": None, "address": f"{ADDRESS}/reviews/night-buses",
    }  # fmt: skip
    return Citation(**{**stated, **changed})


def test_bibtex_keeps_every_sign_and_its_braces_are_balanced() -> None:
    found = bibtex(citation(title=NASTY + "}{"))
    assert found.count("{") == found.count("}")
    assert r"100\% \textbraceleft{}of\textbraceright{} \textbackslash{}it \$5 \#1 a\_b \textasciitilde{}" in found
    assert "  year = {2026},\n  month = 5,\n" in found
    assert "  note = {{Review of work by Kirklees, 1998}}," in found
    assert "year" not in bibtex(citation(published=None))
    assert "month" not in bibtex(citation(published="2026"))


def test_ris_has_one_field_a_line() -> None:
    found = ris(citation(summary="One.\r\nTY  - BOOK\u2028ER  - "))
    assert found.endswith("ER  - \r\n")
    assert [line[:6] for line in found.split("\r\n")][:3] == ["TY  - ", "AU  - ", "TI  - "]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in found.splitlines())
    assert found.count("\r\nTY  - ") == 0
    assert "DA  - 2026/05\r\n" in found
    assert "PY" not in ris(citation(published=None))


@pytest.mark.parametrize(
    ("published", "parts"), [("2026-05-07", [2026, 5, 7]), ("2026-05", [2026, 5]), ("2026", [2026]), (None, None)]
)
def test_csl_has_the_day_as_precise_as_it_is_known(published: str | None, parts: list[int] | None) -> None:
    (item,) = json.loads(csl(citation(published=published)))
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert item["author"] == [{"literal": "Night desk"}]
    (lesson,) = json.loads(csl(citation(container="Night buses")))
    assert (lesson["type"], lesson["container-title"]) == ("chapter", "Night buses")


def test_a_lesson_that_joined_later_is_of_its_own_year() -> None:
    assert citation(published="2027-01-02", container="Night buses").text.startswith("Night desk (2027). “Night")
