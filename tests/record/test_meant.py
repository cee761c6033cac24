"""What is meant by values in other forms, and what is not certain and therefore left to the writer."""

from __future__ import annotations

import pytest

from lessons.record import meant


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("−35", "-35"), ("–4.5", "-4.5"), ("- 5", "-5"), ("＋35", "35"), ("+35", "35"), ("٣٥", "35"), ("３５", "35"),
        ("35 000", "35000"), ("35\u00a0000", "35000"), ("1\u202f234\u202f567.8", "1234567.8"), ("12,000", "12000"), ("1'000", "1000"),
        ("1.000.000", "1000000"), ("1.000,5", "1000.5"), ("1,5", "1.5"), ("−1,5", "-1.5"), ("0,125", "0.125"), ("035", "35"), (".5", "0.5"),
        ("35%", "35"), ("35 per cent", "35"), ("３５％", "35"), ("£35,000", "35000"), ("5 €", "5"),
    ],
)  # fmt: skip
def test_a_number_in_another_form_is_the_plain_number(text: str, right: str) -> None:
    found = meant.number(text)
    assert found is not None
    assert found.right == right


@pytest.mark.parametrize(
    "text",
    ["about 35", "35-40", "1,2,3", "12,34,567", "1234,567", "1 2", "3 5000", "35k", "½", "²", "1e3", "35%5", "nan", "", "x" * 300, "9" * 300],
)  # fmt: skip
def test_what_may_be_another_number_or_none_is_not_guessed(text: str) -> None:
    assert meant.number(text) is None


@pytest.mark.parametrize(
    ("text", "sign"), [("35%", "%"), ("35 per cent", "%"), ("£35", "£"), ("35 €", "€"), ("35 000", "")]
)
def test_a_sign_is_told_apart_from_the_number(text: str, sign: str) -> None:
    found = meant.number(text)
    assert found is not None
    assert found.sign == sign


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("17 April 1998", "1998-04-17"), ("17th of April, 1998", "1998-04-17"), ("the 3rd of May 2001", "2001-05-03"), ("Apr 17, 1998", "1998-04-17"),
        ("17-Apr-1998", "1998-04-17"), ("Friday 17 April 1998", "1998-04-17"), ("Fri, 17 April 1998", "1998-04-17"), ("1998 April", "1998-04"),
        ("April, 1998", "1998-04"), ("March 2019", "2019-03"), ("17.04.1998", "1998-04-17"), ("17/4/1998", "1998-04-17"), ("04/17/1998", "1998-04-17"),
        ("3.3.1998", "1998-03-03"), ("1998/4", "1998-04"), ("1998–04–17", "1998-04-17"), ("１９９８-０４", "1998-04"), ("1998-04-17T10:00:00Z", "1998-04-17"),
    ],
)  # fmt: skip
def test_a_date_of_one_meaning_is_that_date(text: str, right: str) -> None:
    assert meant.date(text) == right


@pytest.mark.parametrize(
    "text",
    ["3/4/1998", "1998", "1998-04", "1998-04-17", "30 February 1998", "31.04.1998", "17/13/1998", "spring 1998", "April 98", "1998/99", "x" * 300],
)  # fmt: skip
def test_a_date_that_is_right_impossible_or_one_of_two_is_left(text: str) -> None:
    assert meant.date(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("31 November 2026", (2026, 11, 31)), ("the 31st of April, 1999", (1999, 4, 31)), ("Feb 30, 2024", (2024, 2, 30)), ("Mon 29 February 2023", (2023, 2, 29)),
        ("31.11.2026", (2026, 11, 31)), ("11/31/2026", (2026, 11, 31)), ("2026/11/31", (2026, 11, 31)), ("2026/13/01", (2026, 13, 1)), ("３１ November ２０２６", (2026, 11, 31)),
        ("0 March 2020", (2020, 3, 0)), ("31 March 0000", (0, 3, 31)),
        ("30 November 2026", None), ("3/4/1998", None), ("13/13/2020", None), ("1995-98", None), ("1995/96", None), ("March 2020", None), ("31 Brumaire 2026", None),
        ("spring 2026", None), ("", None), ("31 November 2026 " * 30, None),
    ],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_read_in_whatever_form(text: str, read: tuple[int, int, int] | None) -> None:
    assert meant.no_such_day(text) == read


def test_both_dates_that_two_numbers_may_mean_are_named() -> None:
    assert meant.either_date("3/4/1998") == ("1998-04-03", "1998-03-04")
    assert meant.either_date("3 / 4 / 1998") == ("1998-04-03", "1998-03-04")
    assert meant.either_date("17/4/1998") is None
    assert meant.either_date("3/3/1998") is None


@pytest.mark.parametrize(
    "text",
    [
        "n/a",
        "N/A",
        "n.a.",
        "unknown",
        "Not known",
        "TBC",
        "tbd.",
        "to be confirmed",
        "Not-Stated",
        "not_stated",
        "–",
        "???",
    ],
)
def test_what_says_only_that_nothing_is_known_is_recognised(text: str) -> None:
    assert meant.is_unknown(text)


@pytest.mark.parametrize(
    "text", ["none", "NA", "Na", "Unknown Pleasures Ltd", "NA Foods", "TBC Bank", "Not Known Society", "0", "no", ""]
)
def test_an_answer_is_not_taken_for_an_unknown(text: str) -> None:
    assert not meant.is_unknown(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("day-buses.md", "day-buses"), ("./day-buses.md", "day-buses"), ("../entries/day-buses.md", "day-buses"), ("day-buses.markdown", "day-buses"),
        ("day-buses.md#ask-first", "day-buses#ask-first"), ("/reviews/day-buses", "day-buses"), ("https://lessons.example/reviews/day-buses/", "day-buses"),
        ("https://lessons.example/lib/reviews/day-buses/ask-first", "day-buses#ask-first"), ("<https://lessons.example/reviews/day-buses#ask-first>", "day-buses#ask-first"),
        ("https://code.example/a/b/blob/main/entries/day-buses.md", "day-buses"),
        ("https://example.org/day-buses", None), ("Day buses", None), ("x/day-buses", None), ("day-buses.docx", None), ("/" * 300, None),
    ],
)  # fmt: skip
def test_a_reference_by_file_or_address_is_the_id(text: str, right: str | None) -> None:
    assert meant.reference(text) == right
