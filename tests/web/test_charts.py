"""Charts of the library, of any search, and of any query of two columns."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest

from lessons.library.charts import CHARTS, Narrowing, of_found, rows_of
from lessons.web.presenters.bars import BarRow, bar_chart, short
from lessons.web.presenters.chart import MOST_BARS, most_important
from lessons.web.presenters.columns import column_chart, slots_of
from lessons.web.presenters.scale import Scale, number_text
from tests.web.page import one, text
from tests.web.visitor import Visitor

SEARCHES = (
    "q=council",
    "q=council&sector=local-government",
    "in=reviews&q=police",
    "in=all&q=schools",
    "sector=schools",
    "result=failure",
)


def charts(page: Element) -> list[Element]:
    return page.findall(".//section[@class='chart']")


def table(chart: Element) -> dict[str, list[int]]:
    return {
        text(row.find("./th")): [int(text(cell).replace(",", "")) for cell in row.findall("./td")]
        for row in chart.findall(".//tbody/tr")
    }


def total(page: Element, name: str) -> int:
    found = page.find(f".//section[@aria-labelledby='{name}']")
    return 0 if found is None else sum(sum(numbers) for numbers in table(found).values())


def as_json(href: str) -> str:
    return href.replace("/data/sql?", "/data/sql.json?")


def test_the_charts_of_the_library_count_all_of_it(site: Visitor, founding: Path) -> None:
    page = site.page("/charts")
    assert [chart.get("aria-labelledby") for chart in charts(page)] == [query.name for query in CHARTS]
    with closing(sqlite3.connect(founding)) as db:
        lessons, reviews = (db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("lessons", "reviews"))
    assert (total(page, "lessons-by-year"), total(page, "results")) == (lessons, reviews)
    assert f"all {lessons} lessons and {reviews} reviews" in text(page)


@pytest.mark.parametrize("search", SEARCHES)
def test_the_charts_of_a_search_count_what_it_finds_and_what_belongs_to_that(
    site: Visitor, founding: Path, search: str
) -> None:
    page = site.page(f"/charts?{search}")
    hits = site.json(f"/search.json?{search}&size=100")
    assert hits["count"] <= 100
    found = {hit["id"] for hit in hits["results"]}
    with closing(sqlite3.connect(founding)) as db:
        pairs = db.execute("SELECT id, review_id FROM lessons").fetchall()
        lessons = {id_ for id_, review in pairs if id_ in found or review in found}
        reviews = {review for id_, review in pairs if id_ in found} | {id_ for id_ in found if "#" not in id_}
        figures = [
            row[0] for row in db.execute("SELECT review_id FROM outcomes WHERE use_id IS NULL") if row[0] in reviews
        ]
        uses = [row[0] for row in db.execute("SELECT lesson_id FROM adoptions") if row[0] in lessons]
    assert lessons
    assert total(page, "lessons-by-year") == len(lessons)
    assert total(page, "results") == len(reviews)
    assert total(page, "targets") == len(figures)
    assert total(page, "decisions") == len(uses)


@pytest.mark.parametrize("search", SEARCHES)
def test_the_sql_of_a_chart_gives_the_numbers_of_the_chart(site: Visitor, search: str) -> None:
    page = site.page(f"/charts?{search}")
    if "by meaning" in text(page):
        pytest.skip("the statement says that it leaves results out")
    assert charts(page)
    for chart in charts(page):
        link = one(chart, "./p[@class='as-sql']/a")
        rows = site.json(as_json(link.get("href", "")))["rows"]
        first, *_ = rows[0]
        assert {str(row[first] or "Not stated"): sum(list(row.values())[1:]) for row in rows} == {
            label: sum(numbers) for label, numbers in table(chart).items()
        }


def test_a_search_leads_to_its_charts_and_back(site: Visitor) -> None:
    link = one(site.page("/search?q=council&sector=local-government&page=2&sort=oldest"), ".//p[@class='as-charts']/a")
    assert link.get("href") == "/charts?q=council&sector=local-government"
    page = site.page(link.get("href", ""))
    assert [a.get("href") for a in page.findall(".//ul[@class='chips']//a")] == ["/charts?q=council"]
    assert "/search?q=council&sector=local-government" in [a.get("href") for a in page.findall(".//main//a")]


def test_what_a_search_does_not_understand_is_said_and_nothing_found_is_no_chart(site: Visitor) -> None:
    assert "nowhere" in text(one(site.page("/charts?sector=nowhere"), ".//div[@class='faults']"))
    page = site.page("/charts?q=xyzzyplugh")
    assert not charts(page)
    assert "There is nothing to count." in text(page)


def test_a_chart_of_what_nobody_stated_is_not_shown(site: Visitor) -> None:
    shown = [chart.get("aria-labelledby") for chart in charts(site.page("/charts?result=not-stated"))]
    assert "results" not in shown
    assert "lessons-by-year" in shown


def test_readers_without_sql_see_the_charts_alone(visit: Callable[..., Visitor], founding: Path) -> None:
    page = visit(founding, plugin={"sql": False}).page("/charts")
    assert len(charts(page)) == len(CHARTS)
    assert not page.findall(".//p[@class='as-sql']")


@pytest.mark.parametrize("query", CHARTS, ids=lambda query: query.name)
def test_a_narrowed_chart_of_everything_is_the_chart_of_everything(founding: Path, query: Any) -> None:
    with closing(sqlite3.connect(founding)) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM reviews")]
        given, shown = of_found(ids, "SELECT id, title FROM reviews ORDER BY id;")
        assert rows_of(db, query, given) == rows_of(db, query, shown) == rows_of(db, query, Narrowing())


def sql_page(site: Visitor, sql: str) -> Element:
    return site.page("/data/sql?" + urlencode({"sql": sql}))


def drawn(page: Element) -> Element | None:
    return page.find(".//div[@class='chart']/svg[@role='img']")


def test_a_query_of_a_text_and_a_number_is_drawn_as_its_rows_are(site: Visitor) -> None:
    page = sql_page(site, "SELECT column1 AS label, column2 AS n FROM (VALUES ('up', 3), ('down', -1.5), (NULL, 2))")
    drawing = drawn(page)
    assert drawing is not None
    assert text(drawing.find("./title")) == "n by label"
    labels, totals = (drawing.findall(f"./text[@class='{name}']") for name in ("label", "total"))
    assert list(zip(map(text, labels), map(text, totals), strict=True)) == [
        ("up", "3"),
        ("down", "-1.5"),
        ("(empty)", "2"),
    ]
    assert [total.get("text-anchor", "start") for total in totals] == ["start", "end", "start"]


def test_a_query_of_a_date_and_a_number_is_drawn_over_time(site: Visitor) -> None:
    page = sql_page(site, "SELECT year, count(*) AS reviews FROM reviews WHERE year IS NOT NULL GROUP BY year")
    drawing = drawn(page)
    assert drawing is not None
    assert drawing.get("class") == "drawing chart-columns"
    rows = [[text(cell) for cell in row] for row in page.findall(".//section[@aria-labelledby='rows']//tbody/tr")]
    assert [text(number) for number in drawing.findall("./text[@class='total']")] == [row[1] for row in rows]


def test_the_statement_of_a_chart_has_its_question_as_title(site: Visitor) -> None:
    for chart in charts(site.page("/charts")):
        link = one(chart, "./p[@class='as-sql']/a").get("href", "")
        drawing = drawn(site.page(link))
        if chart.get("aria-labelledby") in ("results", "lessons-by-year", "standing"):
            assert drawing is not None
            assert text(drawing.find("./title")) == text(chart.find("./h2"))
        else:
            assert drawing is None


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 'a', 1 UNION ALL SELECT 'b', 'abc'", "the second column has the text “abc” in row 2"),
        ("SELECT 1, x'00'", "row 1 holds binary data"),
        ("SELECT 'a', 9e999", "the number in row 1 is too large"),
        ("SELECT 'a', NULL", "the second column is empty"),
    ],
)
def test_what_cannot_be_drawn_says_why(site: Visitor, sql: str, said: str) -> None:
    page = sql_page(site, sql)
    assert drawn(page) is None
    assert said in text(one(page, ".//div[@class='chart']"))


@pytest.mark.parametrize("sql", ["SELECT 1", "SELECT 1, 2, 3", "SELECT 'a' AS a, 1 AS b WHERE 0"])
def test_other_rows_have_no_chart(site: Visitor, sql: str) -> None:
    assert not sql_page(site, sql).findall(".//div[@class='chart']")


def test_of_five_thousand_categories_the_largest_are_drawn_and_the_others_said(site: Visitor) -> None:
    # The largest come last, where the page shows no rows any more.
    said = drawn_of(site, "'c' || i", 5_000)
    assert "Drawn are the 12 largest of 5,000; CSV and JSON have the other 4,988 too." in said
    assert "The chart is of" not in said
    assert "Drawn are the 12 largest of 1,000; the other 988 are in the table." in drawn_of(site, "'c' || i", 1_000)


def drawn_of(site: Visitor, label: str, rows: int) -> str:
    """Return what is said by a chart of rows with the numbers from 1, whose largest are drawn, whatever number of rows the page shows."""
    page = sql_page(site, counting(label, rows))
    labels = [text(found) for found in page.findall(".//text[@class='label']")]
    assert labels == [f"c{number}" for number in range(rows - MOST_BARS + 1, rows + 1)]
    return text(one(page, ".//div[@class='chart']"))


def counting(label: str, rows: int | None) -> str:
    most = f"WHERE i < {rows}" if rows else ""
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {most}) SELECT {label} AS c, i AS n FROM n"


def test_a_chart_of_more_rows_than_are_read_at_once_says_so(site: Visitor) -> None:
    said = drawn_of(site, "'c' || i", 100_000)
    assert "Drawn are the 12 largest of 100,000" in said
    page = sql_page(site, counting("'c' || i", 100_001))
    assert "The chart is of the first 100,000 rows; there are more." in text(one(page, ".//div[@class='chart']"))


def test_days_of_many_years_are_drawn_though_the_page_shows_the_first_rows_alone(site: Visitor) -> None:
    page = sql_page(site, counting("date('2000-01-01', i || ' days')", 3_000))
    drawing = drawn(page)
    assert drawing is not None
    assert drawing.get("class") == "drawing chart-columns"
    assert "1 Jan 2005" in "".join(drawing.itertext())
    assert len(page.findall(".//section[@aria-labelledby='rows']//tbody/tr")) == 1_000


def test_a_mistake_beyond_the_rows_of_the_page_takes_nothing_from_it(site: Visitor) -> None:
    fails_at_the_end = counting("CASE WHEN i < 1500 THEN 'c' || i ELSE json('{') END", 2_000)
    page = sql_page(site, fails_at_the_end)
    assert len(page.findall(".//section[@aria-labelledby='rows']//tbody/tr")) == 1_000
    # Some versions of sqlite3 read one row ahead.
    assert re.search(
        "The chart is of the first 1,49[89] rows; there are more.", text(one(page, ".//div[@class='chart']"))
    )
    page = sql_page(site, fails_at_the_end.replace("1500", "500"))
    assert page.findall(".//section[@aria-labelledby='rows']//tbody/tr") == []


def test_a_text_beyond_the_rows_of_the_page_is_no_number_either(site: Visitor) -> None:
    page = sql_page(site, f"SELECT c, CASE n WHEN 1200 THEN 'abc' ELSE n END AS n FROM ({counting('i', 2_000)})")
    assert drawn(page) is None
    assert "the second column has the text “abc” in row 1,200" in text(one(page, ".//div[@class='chart']"))


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><svg onload=x>', "</title></svg>", "{{ 7 * 7 }}", "&amp;"]
)
def test_text_in_labels_and_names_of_columns_is_text(site: Visitor, hostile: str) -> None:
    literal, name = hostile.replace("'", "''"), hostile.replace('"', '""')
    page = sql_page(site, f'SELECT \'{literal}\' AS "{name}", 1 AS "n {name}"')
    drawing = drawn(page)
    assert drawing is not None
    assert text(drawing.find("./text[@class='label']")) == hostile
    assert text(drawing.find("./title")) == f"n {hostile} by {hostile}"


def test_parts_of_a_whole_beyond_the_twelfth_are_added_up_and_no_others() -> None:
    rows = [BarRow(f"r{number}", (number, 1)) for number in range(40)]
    whole, said = most_important(rows, whole=True)
    assert len(whole) == MOST_BARS
    assert whole[-1].label == "Others (29)"
    assert [sum(column) for column in zip(*(row.numbers for row in whole), strict=True)] == [sum(range(40)), 40]
    assert said is not None
    parts, said = most_important(rows, whole=False)
    assert [row.label for row in parts] == [f"r{number}" for number in range(28, 40)]
    assert said == "Drawn are the 12 largest of 40; the other 28 are in the table."
    assert most_important(rows[:MOST_BARS], whole=True) == (rows[:MOST_BARS], None)


@pytest.mark.parametrize(
    "numbers",
    [
        (0, 0),
        (3,),
        (1, 2, 3),
        (-4, 9),
        (-1, -2),
        (0.001, 0.002),
        (1e15, 1),
        (1.7e308, -1.7e308, 5e-324),
        (1234567890123,),
    ],
)
def test_bars_lie_within_the_drawing_in_proportion_from_zero(numbers: tuple[float, ...]) -> None:
    chart = bar_chart([BarRow("x", (number,)) for number in numbers], SERIES[:1], "unit")
    scale = Scale.of(numbers, [number_text(number) for number in numbers])
    for bar, number in zip(chart.bars, numbers, strict=True):
        for part in bar.parts:
            assert 0 <= part.x <= part.x + part.width <= 100.2
            share = abs(number / 2) / (scale.high / 2 - scale.low / 2)
            assert part.width == pytest.approx(max(share * (scale.right - scale.left), 0.15), abs=0.03)
        assert (number == 0) == (bar.parts == ())
    assert chart.ticks
    assert all(0 <= tick.at <= 100 for tick in chart.ticks)


def test_marks_of_a_count_are_whole_few_and_reach_near_the_longest_bar() -> None:
    for most in (1, 4, 6, 14, 100, 3456, 1_000_000):
        marks = Scale.of([most], [number_text(most)]).ticks()
        values = [int(words.replace(",", "")) for _, words in marks]
        assert values[0] == 0
        assert 2 <= len(values) <= 6
        assert most - values[-1] <= values[1]


class Part:
    column, always = "x", False

    def __init__(self, words: str, look: str) -> None:
        self.text, self.look = words, look


SERIES: Any = (Part("Met", "good"), Part("Missed", "bad"))


def test_parts_of_a_bar_follow_each_other_to_its_end() -> None:
    chart = bar_chart([BarRow("A", (3, 1)), BarRow("B", (0, 2))], SERIES, "unit")
    for bar in chart.bars:
        edges = [bar.parts[0].x, *(part.x + part.width for part in bar.parts)]
        assert edges == sorted(edges)
        assert edges[-1] == pytest.approx(bar.end, abs=0.02)
    assert [part.look for part in chart.bars[0].parts] == ["good", "bad"]


@pytest.mark.parametrize(
    "label", ["W" * 300, "i" * 300, "ש" * 300, "参" * 300, "é\u0301\u0302" * 300, "a\nb\tc " * 60, "\u202e" * 300]
)
def test_a_long_label_is_cut_to_what_fits(label: str) -> None:
    assert short(label).endswith("…")
    assert len(short(label)) < 160
    assert "\n" not in short(label)


def test_columns_stand_at_their_places_in_time() -> None:
    for labels, span in ((["1998", "2007"], 10), (["2019-12", "2020-02"], 3), (["2020-02-28", "2020-03-01"], 3)):
        placed = slots_of(labels)
        assert placed is not None
        slots, kind = placed
        assert slots[1] - slots[0] == span - 1
        chart = column_chart(slots, kind, [2, 4], "unit")
        assert chart.path.count("M") == 2
        assert all(chart.left <= tick.at <= 100 for tick in chart.across)
        assert chart.across


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["1066", "1998", "1999", "2007"], ["1066", "1998", "1999", "2007"]),
        (["2007", "1998", "0001"], ["0001", "1998", "2007"]),
        (["1066-10", "2019-12", "2020-01"], ["Oct 1066", "Dec 2019", "Jan 2020"]),
        (["1900-01-01", "2020-02-29"], ["1 Jan 1900", "29 Feb 2020"]),
    ],
)
def test_columns_that_would_be_hairs_for_one_far_away_stand_side_by_side(labels: list[str], shown: list[str]) -> None:
    placed = slots_of(labels)
    assert placed is not None
    chart = column_chart(*placed, [2] * len(labels), "unit")
    assert [tick.text for tick in chart.across] == shown
    widths = set(re.findall(r"h([\d.]+)", chart.path))
    assert len(widths) == 1
    assert float(widths.pop()) > 100
    assert len(chart.numbers) == len(labels)
    assert chart.said is not None


@pytest.mark.parametrize(
    ("numbers", "target", "labelled"),
    # The labels stand at the left: a target far to the right passes them.
    [((40, 100), 2, 2), ((100,), 3, 1), ((40, 100), 90, 0), ((-40, 10), -39, 2)],
)
def test_the_line_of_a_target_goes_through_each_bar_and_no_label(
    numbers: tuple[float, ...], target: float, labelled: int
) -> None:
    rows = [BarRow(name, (number,)) for name, number in zip(("Before", "After"), numbers, strict=False)]
    chart = bar_chart(rows, SERIES[:1], "", ("Target", target))
    assert chart.mark is not None
    for bar in chart.bars:
        top, bottom = bar.y + 1.45, bar.y + 2.6
        assert any(begin <= top + 0.01 and end >= bottom for begin, end in chart.mark.lines)
    through = [bar for bar in chart.bars if any(begin < bar.y + 1 < end for begin, end in chart.mark.lines)]
    assert len(through) == len(rows) - labelled


@pytest.mark.parametrize("labels", [["1998", "2007"], ["1900", "2026"], ["2020"]])
def test_columns_that_have_room_stand_at_their_places(labels: list[str]) -> None:
    placed = slots_of(labels)
    assert placed is not None
    assert column_chart(*placed, [2] * len(labels), "unit").said is None


def test_side_by_side_each_number_stands_above_its_own_date() -> None:
    placed = slots_of(["2007", "1066", "1998"])
    assert placed is not None
    chart = column_chart(*placed, [7, 1, 9], "unit")
    dates = {tick.at: tick.text for tick in chart.across}
    assert {dates[number.x]: number.text for number in chart.numbers} == {"2007": "7", "1066": "1", "1998": "9"}


def test_of_very_many_columns_side_by_side_some_are_marked() -> None:
    labels = ["0001", *(f"{year}" for year in range(1900, 2000))]
    placed = slots_of(labels)
    assert placed is not None
    chart = column_chart(*placed, [2] * len(labels), "unit")
    assert chart.said
    assert 2 < len(chart.across) < 20
    assert chart.path.count("M") == len(labels)


@pytest.mark.parametrize(
    "labels", [[], ["1998", "1998-05"], ["1998", "1998"], ["2021-02-30"], ["2021-13"], ["0000-01-01"], ["soon"]]
)
def test_what_is_no_row_of_dates_is_not_drawn_over_time(labels: list[str]) -> None:
    assert slots_of(labels) is None
