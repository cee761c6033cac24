from __future__ import annotations

from tests.web.page import one, text
from tests.web.visitor import Visitor


def test_each_chart_has_a_name_a_title_and_the_same_figures_below(site: Visitor) -> None:
    charts = site.page("/outcomes").findall(".//section[@class='chart']")
    assert len(charts) == 2
    for chart in charts:
        title = text(one(chart, "./h2"))
        drawing = one(chart, ".//svg[@role='img']")
        assert drawing.get("aria-label", "").startswith(title)
        assert "Number of outcomes" in text(drawing)
        rows = one(chart, ".//tbody").findall("./tr")
        for row, bar in zip(rows, [t for t in drawing.findall("./text") if t.get("text-anchor") == "end"], strict=True):
            assert text(row.find("./th")).startswith(text(bar).rstrip("…"))


def test_the_charts_count_each_outcome_once_and_nothing_else(site: Visitor) -> None:
    total = site.json("/outcomes.json?measures=outcome")["count"]
    assert 0 < total < site.json("/outcomes.json")["count"]
    for chart in site.page("/outcomes").findall(".//section[@class='chart']"):
        assert sum(int(text(cell)) for cell in chart.findall(".//td")) == total


def test_outcomes_can_be_narrowed_by_sector_method_and_direction(site: Visitor) -> None:
    everything = site.json("/outcomes.json")["outcomes"]
    for name in ("sector", "measures", "method", "direction"):
        for value in {row[name] for row in everything}:
            chosen = site.json(f"/outcomes.json?{name}={value or 'not-stated'}")
            assert chosen["count"] == sum(row[name] == value for row in everything)
            assert all(row[name] == value for row in chosen["outcomes"])


def test_csv_and_json_hold_what_the_page_says(site: Visitor) -> None:
    page = site.page("/outcomes?sector=schools")
    for link in one(page, ".//p[@class='downloads']").findall("./a"):
        said = int(text(link).split("(")[1].split()[0])
        href = link.get("href", "")
        found = site.json(href)["count"] if ".json" in href else len(site.get(href).text.strip().splitlines()) - 1
        assert found == said


def test_a_drawing_says_its_figures_in_words(odd_site: Visitor) -> None:
    page = odd_site.page("/outcomes")
    names = [drawing.get("aria-label") for drawing in page.findall(".//svg[@class='range']")]
    assert names == [
        "参加者: before 120 人, target 200 人, after 120 人",
        "Something that got worse: before 1.5, after -2.25",
        "ביקורים שסורבו: before 40 per cent, target 100.5 per cent, after -12.25 per cent",
    ]
    words = text(one(page, ".//section[@aria-labelledby='table']"))
    assert "No change, target not met" in words
    assert "Worse" in words


def test_nothing_to_show_is_said(site: Visitor) -> None:
    said = text(site.page("/outcomes?sector=nowhere"))
    assert "No figures match" in said
    assert "Figures are as the sources give them" in said
    assert "No reviews" not in said
    assert site.get("/outcomes?page=99").status_code == 302


def test_each_figure_says_what_it_measures(site: Visitor) -> None:
    page = site.page("/outcomes")
    assert text(page).count("of them measure") == 1
    rows = one(page, ".//section[@aria-labelledby='table']//tbody").findall("./tr")
    shown = [text(row.findall("./td")[4]) for row in rows]
    names = {"outcome": "Outcome", "output": "Output", "input": "Input", "context": "Context", None: "Not stated"}
    assert shown == [names[row["measures"]] for row in site.json("/outcomes.json")["outcomes"]]
    assert "Outcome" in shown
