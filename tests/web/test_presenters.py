from __future__ import annotations

import pytest

from lessons.library.figure_words import figure
from lessons.library.formats import csv_of
from lessons.search.model import Facet, FacetValue, Request, SearchPage, Understood
from lessons.web.ask import Addresses, config_of, within
from lessons.web.pages.browse import commonest
from lessons.web.presenters.browsing import Counted, Tree, entries, letters
from lessons.web.presenters.dates import date, period
from lessons.web.presenters.facets import leading
from lessons.web.presenters.facts import MOST_VALUES, Value, lists
from lessons.web.presenters.lesson_markdown import cut
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import paging
from lessons.web.presenters.said import fewer_words
from lessons.words import listed


@pytest.mark.parametrize(
    ("written", "text", "value"),
    [
        ("2014-06-06", "6 June 2014", "2014-06-06"),
        ("1998-04", "April 1998", "1998-04"),
        ("1998", "1998", "1998"),
        (None, "Not stated", ""),
        ("", "Not stated", ""),
        ("2014-13-01", "2014-13-01", ""),
        ("spring 1998", "spring 1998", ""),
    ],
)
def test_dates_are_read_as_precisely_as_they_were_written(written: str | None, text: str, value: str) -> None:
    assert (date(written).text, date(written).value) == (text, value)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1992", "1996-06", "1992 to June 1996"),
        ("1995", None, "from 1995"),
        (None, "1996", "until 1996"),
        ("1995", "1995", "1995"),
        (None, None, None),
    ],
)
def test_periods_are_said_in_words(start: str | None, end: str | None, words: str | None) -> None:
    assert period(start, end) == words


def test_counts_have_the_right_number_and_a_comma_between_thousands() -> None:
    assert [counted(number, "lesson") for number in (0, 1, 2, 1637)] == [
        "No lessons",
        "1 lesson",
        "2 lessons",
        "1,637 lessons",
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(35.0, "35"), (2.5, "2.5"), (0.1, "0.1"), (-2.25, "-2.25"), (12000.0, "12,000"), (None, None)]
)
def test_figures_are_written_without_needless_digits(value: float | None, text: str | None) -> None:
    assert figure(value) == text


def test_lists_end_with_and() -> None:
    assert [listed(items) for items in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(("count", "last"), [(1, "0"), (100, "99"), (101, "and 1 more"), (5000, "and 4,900 more")])
def test_of_very_many_values_of_a_fact_the_first_are_shown_and_the_number_of_the_others(count: int, last: str) -> None:
    (fact,) = lists(("Tags", tuple(Value(str(number), f"/{number}") for number in range(count))))
    assert [one.text for one in fact.values[:MOST_VALUES]] == [str(one) for one in range(min(count, MOST_VALUES))]
    assert len(fact.values) == min(count, MOST_VALUES + 1)
    assert fact.values[-1] == Value(last, None if count > MOST_VALUES else f"/{last}")


def test_paging_shows_ends_neighbours_and_gaps() -> None:
    links = paging(7, 20, str)
    assert links is not None
    assert [link.text for link in links.pages] == ["1", "…", "5", "6", "7", "8", "9", "…", "20"]
    assert (links.previous, links.next) == ("6", "8")
    assert paging(1, 1, str) is None


def test_letters_ignore_accents_and_put_figures_last() -> None:
    names = [f"Name {number}" for number in range(12)] + ["Éclair", "apple", "42"]
    found = entries(
        [Counted(name, name, 1) for name in names], Tree(), href=lambda value: value, family_count=lambda family: 0
    )
    assert [letter.letter for letter in letters(found, ordered=False)] == ["A", "E", "N", "0–9"]


def test_addresses_hold_any_text() -> None:
    addresses = Addresses(base="/library/", origin="https://example.org")
    assert addresses.path(within("browse", "tag", "a/b?c#d é")) == "/library/browse/tag/a%2Fb%3Fc%23d%20%C3%A9"
    assert addresses.path(within("browse", "tag", "..")) == "/library/browse/tag/~.."
    assert addresses.absolute("/search", [("q", "a b&c")]) == "https://example.org/library/search?q=a+b%26c"


def test_configuration_has_defaults_and_refuses_unsafe_addresses() -> None:
    assert config_of(None).analyst
    config = config_of({"repository": "javascript:alert(1)", "notice": "", "analyst": False, "future": 1})
    assert (config.repository, config.notice, config.analyst) == (None, None, False)


def test_a_spreadsheet_runs_nothing_from_a_csv() -> None:
    assert csv_of([("=1+1", "-x", -1, "plain")]) == "'=1+1,'-x,-1,plain\r\n"


def test_a_lesson_is_cut_from_its_file_past_code_that_looks_like_a_heading() -> None:
    text = (
        "## Lessons\n\n### *First* lesson\n\n```\n### Second\n```\n\n- Id: a\n\n### Second\n\n- Id: b\n\n## Follow-up\n"
    )

    class Lesson:
        statement = "First lesson"

    assert cut(text, Lesson()) == "### *First* lesson\n\n```\n### Second\n```\n\n- Id: a"  # type: ignore[arg-type]


def test_a_lesson_is_cut_with_the_footnotes_that_it_refers_to_wherever_they_stand_and_no_others() -> None:
    text = (
        "[^1]: Minutes.\n\n## Lessons\n\n### First lesson\n\nKnown.[^1][^3]\n\n[^2]: Of the\nsecond.\n\n- Id: a\n\n### Second\n\nx[^2]\n\n"
        "[^3]: See[^4].\n\n    # A page\n[^4]: Report.\n\n## Follow-up\n"
    )

    class Lesson:
        statement = "First lesson"

    assert cut(text, Lesson()) == (  # type: ignore[arg-type]
        "### First lesson\n\nKnown.[^1][^3]\n\n- Id: a\n\n[^1]: Minutes.\n\n[^3]: See[^4].\n\n    # A page\n\n[^4]: Report."
    )


def test_a_short_list_keeps_the_order_of_its_facet_without_what_leads_nowhere() -> None:
    counts = {"2026": 1, "2025": 0, "2024": 1, "2023": 9, "2022": 5, "not-stated": 30}
    values = tuple(FacetValue(value, value, count, selected=False) for value, count in counts.items())
    assert [value.value for value in leading(Facet("year", "Year", values), 3)] == ["2026", "2024", "2023"]
    assert [value.value for value in commonest(Facet("year", "Year", values))] == ["2026", "2024", "2023", "2022"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 of these contains all your words and comes first."),
        (2, "2 of these contain all your words and come first."),
    ],
)
def test_what_has_all_the_words_comes_first_in_singular_and_plural(number: int, said: str) -> None:
    page = SearchPage(
        Request(text="night buses"), Understood("", ""), count=5, unfiltered_count=5, all_words_count=number,
        page=1, size=20, sort="relevance", hits=(), facets=(),
    )  # fmt: skip
    assert (fewer_words(page) or "").startswith(said)
