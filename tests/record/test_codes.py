"""Codes of countries and currencies."""

from __future__ import annotations

import re

from lessons.record.codes import COUNTRIES, CURRENCIES


def test_every_country_has_its_code_and_a_name_without_abbreviations() -> None:
    assert len(COUNTRIES) == 249
    assert all(re.fullmatch("[A-Z]{2}", code) for code in COUNTRIES)
    assert [name for name in COUNTRIES.values() if re.search(r"&|\.|\bSt\b|\bIs\b|\bRep\b|^$", name)] == []
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)
    # Named as people say it, not as an index sorts it.
    assert [
        name
        for name in COUNTRIES.values()
        if re.search(r", (?:The )?(?:State|Republic|Province|Federated|Islamic)", name)
    ] == []
    assert COUNTRIES["GB"] == "United Kingdom"


def test_currencies_are_those_in_use_and_those_that_the_euro_replaced() -> None:
    assert all(re.fullmatch("[A-Z]{3}", code) for code in CURRENCIES)
    assert {"GBP", "EUR", "USD", "DEM", "NLG"} <= CURRENCIES
