from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from lessons.web.pages.outcomes import PAGE_SIZE
from tests.support.sample import EVERY_METHOD, Folder, review, use_text
from tests.web.page import one, text
from tests.web.visitor import Visitor


def test_each_chart_has_its_question_as_title_and_the_same_numbers_below(site: Visitor) -> None:
    charts = site.page("/outcomes").findall(".//section[@class='chart']")
    assert len(charts) == 3
    for chart in charts:
        title = text(one(chart, "./h2"))
        assert title.endswith("?")
        drawing = one(chart, ".//svg[@role='img']")
        assert text(one(drawing, "./title")) == title
        named = [element.get("id") for element in (one(drawing, "./title"), one(drawing, "./desc"))]
        assert drawing.get("aria-labelledby") == " ".join(map(str, named))
        rows = one(chart, ".//tbody").findall("./tr")
        assert [text(label) for label in drawing.findall("./text[@class='label']")] == [text(row[0]) for row in rows]
        assert [int(text(total)) for total in drawing.findall("./text[@class='total']")] == [
            sum(int(text(cell)) for cell in row[1:]) for row in rows
        ]


def test_outcomes_are_counted_apart_from_what_only_was_done(site: Visitor) -> None:
    total = site.json("/outcomes.json?measures=outcome")["count"]
    everything = site.json("/outcomes.json")["count"]
    assert 0 < total < everything
    targets, *others = site.page("/outcomes").findall(".//section[@class='chart']")
    assert sum(int(text(cell)) for cell in targets.findall(".//td")) == everything
    assert text(targets.findall(".//tbody/tr/th")[0]) == "Outcome"
    for chart in others:
        assert sum(int(text(cell)) for cell in chart.findall(".//td")) == total


def test_charts_follow_the_filters_of_the_page_and_so_does_their_sql(site: Visitor) -> None:
    for filters in ("sector=schools", "direction=not-stated", "sector=policing-and-justice&method=comparison"):
        page = site.page(f"/outcomes?{filters}")
        expected = site.json(f"/outcomes.json?{filters}")["count"]
        targets = one(page, ".//section[@aria-labelledby='targets']")
        assert sum(int(text(cell)) for cell in targets.findall(".//td")) == expected > 0
        for chart in page.findall(".//section[@class='chart']"):
            href = one(chart, "./p[@class='as-sql']/a").get("href", "").replace("/data/sql?", "/data/sql.json?")
            heads = [text(head) for head in chart.findall(".//thead//th")]
            found = [[str(value) for value in row.values()] for row in site.json(href)["rows"]]
            shown = [[text(cell) for cell in row] for row in chart.findall(".//tbody/tr")]
            # A column of noughts is in the SQL and not in the table.
            assert [[cell for cell in row if cell != "0"] for row in found] == [
                [cell for cell in row if cell != "0"] for row in shown
            ]
            assert len(heads) == len(shown[0])


def test_one_figure_is_drawn_with_its_target_and_runs_as_sql(site: Visitor) -> None:
    item = next(
        item
        for item in site.page("/outcomes?sector=waste-and-recycling").findall(
            ".//ol[@class='outcome-list plain-list']/li"
        )
        if "recycled" in text(one(item, "./h3"))
    )
    drawing = one(item, ".//svg[@role='img']")
    assert [text(label) for label in drawing.findall("./text[@class='label']")] == ["After"]
    assert text(one(drawing, "./text[@class='mark-text']")).startswith("Target ")
    assert "Target missed" in text(item)
    href = one(item, "./p[@class='as-sql']/a").get("href", "").replace("/data/sql?", "/data/sql.json?")
    points = {row["point"]: row["value"] for row in site.json(href)["rows"]}
    described = text(one(drawing, "./desc"))
    assert points["Baseline"] is None
    assert described == f"target {points['Target']:g} per cent, after {points['Actual']:g} per cent"


def test_without_sql_there_is_no_link_to_it(visit: Callable[..., Visitor], founding: Path) -> None:
    page = visit(founding, plugin={"sql": False}).page("/outcomes")
    assert page.findall(".//section[@class='chart']")
    assert not page.findall(".//p[@class='as-sql']")


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
    drawings = page.findall(".//ol[@class='outcome-list plain-list']//svg[@role='img']")
    assert [(text(one(drawing, "./title")), text(one(drawing, "./desc"))) for drawing in drawings] == [
        ("参加者", "before 120 人, target 200 人, after 120 人"),
        ("Something that got worse", "control group 1.5, result -2.25"),
        ("ביקורים שסורבו", "before 40 per cent, target 100.5 per cent, after -12.25 per cent"),
    ]
    words = text(one(page, ".//section[@aria-labelledby='table']"))
    assert "Target missed · Change: No change" in words
    assert "No target · Difference: Worse than the control group" in words


def test_nothing_to_show_is_said(site: Visitor) -> None:
    said = text(site.page("/outcomes?sector=schools&measures=not-stated&direction=worse"))
    assert "No figures match" in said
    assert "Figures are as the sources give them" in said
    assert "No reviews" not in said
    assert site.get("/outcomes?page=99").status_code == 302


@pytest.mark.parametrize(
    ("asked", "name", "said"),
    [
        ("sector=nonsense", "sector", "“Sector” has no value “nonsense”. There are "),
        ("measures=outcomes", "measures", " has no value “outcomes”. Did you mean “outcome”?"),
        ("method=<b>", "method", " has no value “<b>”. There are "),
        ("direction=sideways", "direction", "“sideways”. There are better, worse, no change and not-stated."),
    ],
)
def test_a_value_that_a_filter_does_not_have_is_said_and_never_narrows(
    asked: str, name: str, said: str, site: Visitor
) -> None:
    address = f"{quote(asked, safe='=')}&sector=schools" if name != "sector" else quote(asked, safe="=")
    page = site.page(f"/outcomes?{address}")
    fault = text(one(page, ".//div[@id='faults']"))
    assert said in fault
    assert "The figures below are not narrowed by it." in fault
    everything = site.json("/outcomes.json" if name == "sector" else "/outcomes.json?sector=schools")["count"]
    assert f"{everything} figures" in text(one(page, ".//p[@class='lead']"))
    for ending in ("json", "csv"):
        refused = site.get(f"/outcomes.{ending}?{address}")
        assert refused.status_code == 400
        assert said in (refused.json()["problems"][name] if ending == "json" else refused.text)


def test_a_term_that_no_figure_has_is_chosen_and_matches_nothing(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("night-buses", review("outcomes:\n  - measure: Journeys\n    result: 3\n    better: higher\n"))
    assert folder.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    page = site.page("/outcomes?method=comparison")
    assert "No figures match" in text(page)
    assert not page.findall(".//div[@id='faults']")
    chosen = [choice.get("value") for choice in page.iter("option") if choice.get("selected") is not None]
    assert chosen == ["", "", "comparison", ""]
    assert site.json("/outcomes.json?method=comparison")["count"] == 0


def test_each_figure_says_what_it_measures(site: Visitor) -> None:
    page = site.page("/outcomes")
    assert text(page).count("of them measure") == 1
    rows = page.findall(".//section[@aria-labelledby='table']//tr[@class='remarks']")
    shown = [text(row).split("What it measures: ")[1].split(" ·")[0] for row in rows]
    names = {"outcome": "Outcome", "output": "Output", "input": "Input", "context": "Context", None: "Not stated"}
    assert shown == [names[row["measures"]] for row in site.json("/outcomes.json")["outcomes"]][:PAGE_SIZE]
    assert "Outcome" in shown


def test_a_page_of_many_figures_with_long_notes_is_small_and_leads_to_the_rest(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    folder = Folder(tmp_path / "entries")
    for place in range(20):
        folder.write(
            f"line-{place}",
            review(
                "outcomes:\n"
                + "".join(
                    f"  - measure: Journeys that passengers made on line {place} in week {number}\n    unit: journeys a day\n    baseline: {100 + number}\n"
                    f"    target: {150 + place}\n    result: {120 + number}\n    better: higher\n    measures: outcome\n    method: comparison\n"
                    f"    period: first year\n    note: {'Counted by hand at the stops. ' * 10}\n"
                    for number in range(10)
                )
            ),
        )
    report = folder.build(tmp_path / "lessons.db")
    assert report.written, [str(problem) for problem in report.errors]
    site = visit(tmp_path / "lessons.db")
    measures: set[str] = set()
    pages = -(-200 // PAGE_SIZE)
    for number in range(1, pages + 1):
        assert weight(site, f"/outcomes?page={number}") <= 100_000
        items = site.page(f"/outcomes?page={number}").findall(".//ol[@class='outcome-list plain-list']/li")
        measures.update(text(one(item, "./h3")) for item in items)
    assert len(measures) == 200


def weight(site: Visitor, path: str) -> int:
    """Return how much a page is before compression, with its style sheet, scripts and icon."""
    head = one(site.page(path), "./head")
    parts = [link.get("href", "") for link in head.findall("./link") if link.get("rel") in ("stylesheet", "icon")]
    parts += [script.get("src", "") for script in head.findall("./script")]
    return sum(len(site.get(address).content) for address in (path, *parts))


def test_pages_tell_a_comparison_as_one(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("night-buses", review(EVERY_METHOD))
    folder.write("uses/leeds.md", use_text(EVERY_METHOD, organisation="Leeds"))
    assert folder.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    for path in ("/reviews/night-buses", "/uses/leeds", "/outcomes"):
        table = one(site.page(path), ".//table[@class='figures']")
        told = {
            text(rows): text(then)
            for rows, then in zip(table.findall("./tbody/tr")[::2], table.findall("./tbody/tr")[1::2], strict=True)
        }
        said = {head.split(" (")[0]: f"{head} {words}" for head, words in told.items()}
        assert "40 Comparison" in said["Complaints"], path
        assert "12 Result" in said["Complaints"]
        assert "Difference: Better than the comparison (lower is better)" in said["Complaints"]
        assert "40 Control group" in said["Falls"]
        assert "12 Estimate" in said["Next year's losses"]
        assert "Change: Not measured, an estimate" in said["Next year's losses"]
        assert "Target not measured" in said["Next year's losses"]
        assert "Change: Better (lower is better)" in said["Empty seats"]
        assert "Before" not in said["Empty seats"].split("How we know")[0]
    lesson_page = text(site.page("/reviews/night-buses/ask-users"))
    assert (
        "Complaints (per cent): 12, against 40 in the comparison, target 20, better than the comparison (outcome)."
        in lesson_page
    )
    assert "Next year's losses (per cent): from 40 to an estimated 12, target 20 (outcome)." in lesson_page
    compared = text(site.page("/compare?id=night-buses"))
    assert (
        "Complaints (per cent): comparison 40, target 20, result 12. Better than the comparison. Target met."
        in compared
    )
    assert "Next year's losses (per cent): before 40, target 20, estimate 12. Target not measured." in compared
    drawn = [text(desc) for desc in site.page("/outcomes").findall(".//ol[@class='outcome-list plain-list']//desc")]
    assert "comparison 40 per cent, target 20 per cent, result 12 per cent" in drawn
