from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from lessons.building.outputs.help_pages import FOLDER, html
from tests.support.sample import Folder
from tests.web.page import one, text
from tests.web.visitor import Visitor

NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def test_every_page_of_the_documentation_is_listed_and_has_its_title(site: Visitor) -> None:
    page = site.page("/help")
    links = one(page, ".//section[@aria-labelledby='more']").findall(".//a")
    assert [link.get("href") for link in links] == [f"/help/{name}" for name in NAMES]
    for link in links:
        shown = site.page(link.get("href", ""))
        assert text(one(shown, ".//h1")) == text(link)
        assert text(one(shown, "./head/title")).startswith(text(link))


def test_its_examples_are_words_of_the_library(site: Visitor, odd_site: Visitor) -> None:
    for library in (site, odd_site):
        page = library.page("/help")
        (row,) = [row for row in page.findall(".//tbody/tr") if "but nothing with" in text(row)]
        one_word, other = (text(found) for found in row.findall("./td/span"))
        for typed in (one_word, other):
            assert library.json(f"/search.json?q={quote(typed)}")["count"], typed
        assert text(one(row, "./th")).startswith(f'"{one_word}"' if " " in one_word else one_word)


@pytest.mark.parametrize("name", NAMES)
def test_its_links_lead_somewhere_on_the_site(site: Visitor, name: str) -> None:
    page = site.page(f"/help/{name}")
    for link in one(page, ".//div[@class='prose documentation']").iter("a"):
        target, _, part = link.get("href", "").partition("#")
        if not target.startswith(("https://", "http://")):
            shown = site.page(f"/help/{target or name}")
            assert not part or [element for element in shown.iter() if element.get("id") == part], link.get("href")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_all_there(site: Visitor, name: str) -> None:
    shown = text(one(site.page(f"/help/{name}"), ".//main"))
    source = FOLDER.joinpath(f"{name}.md").read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^(```|~~~).*?^\1|^    .*?$", "", source))
    assert headings
    for heading in headings:
        assert " ".join(re.sub(r"[`*]", "", heading).split()) in shown
    assert "Written by" not in shown, "a remark to whoever would change the file"


def test_the_picture_of_the_form_is_there_in_the_size_that_is_said_and_has_words_for_it(site: Visitor) -> None:
    picture = one(site.page("/help"), ".//section[@aria-labelledby='contributing']//img")
    assert len(picture.get("alt", "")) > 20
    answer = site.get(picture.get("src", ""))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    # The width and the height of a PNG stand behind its signature and the head of its first chunk.
    size = tuple(int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
    assert size == (int(picture.get("width", "0")), int(picture.get("height", "0")))


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_of_the_documentation_is_shown_with_its_words(site: Visitor, name: str) -> None:
    source = FOLDER.joinpath(f"{name}.md").read_text("utf-8")
    pictures = re.findall(r"(?m)^!\[(.*)\]\((.*)\)$", source)
    shown = list(one(site.page(f"/help/{name}"), ".//div[@class='prose documentation']").iter("img"))
    assert [picture.get("alt") for picture in shown] == [words for words, _ in pictures]
    for picture, (_, file) in zip(shown, pictures, strict=True):
        assert site.get(picture.get("src", "")).content == FOLDER.joinpath(file).read_bytes()
        assert int(picture.get("width", "0")) > 0 < int(picture.get("height", "0"))


def test_there_is_a_picture_in_the_documentation_for_whoever_contributes(site: Visitor) -> None:
    assert site.page("/help/contributing").findall(".//div[@class='prose documentation']//img")


def test_a_picture_of_another_place_is_not_taken_into_the_documentation() -> None:
    for address in ("https://example.org/a.png", "../../a.png", "a.png", "../web/static/../a.png"):
        assert html(f"# Title\n\n![words]({address})") == '<h1 id="title">Title</h1>\n<p></p>'


def test_the_words_for_a_picture_may_hold_anything() -> None:
    assert html('# Title\n\n![A "form" <b> & more](../web/static/contribute.png)').endswith(
        '<p><a href="contribute.png" rel="noopener noreferrer">A "form" &lt;b&gt; &amp; more</a></p>'
    )


def test_another_page_is_not_found(site: Visitor) -> None:
    for name in ("nope", "schema.json", "security.md", "a%2fb"):
        assert site.get(f"/help/{name}").status_code == 404


def test_headings_of_the_same_words_have_ids_of_their_own() -> None:
    found = html(
        "<!-- a remark -->\n\n# A `page`\n\n## Same words!\n\n## Same words\n\n[x](search.md#a) [y](https://a.example/b.md)"
    )
    assert re.findall(r' id="([^"]*)"', found) == ["a-page", "same-words", "same-words-1"]
    assert found.startswith("<h1 ")
    assert re.findall(r'href="([^"]*)"', found) == ["search#a", "https://a.example/b.md"]


def test_the_examples_of_filters_are_values_of_this_library(site: Visitor) -> None:
    paragraph = next(one for one in site.page("/help").iter("p") if text(one).startswith("Tick values"))
    examples = [example for example in map(text, paragraph.iter("em")) if ": " in example]
    assert len(examples) == 3
    facets = {
        facet["label"]: {value["label"] for value in facet["values"]} for facet in site.json("/search.json")["facets"]
    }
    for example in examples:
        name, _, value = example.partition(": ")
        assert value in facets[name]


def test_a_library_of_one_review_has_no_examples_of_filters(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("night-buses")
    folder.build(tmp_path / "lessons.db")
    page = visit(tmp_path / "lessons.db").page("/help")
    paragraph = next(one for one in page.iter("p") if text(one).startswith("Tick values"))
    assert [example for example in map(text, paragraph.iter("em")) if ": " in example] == []
