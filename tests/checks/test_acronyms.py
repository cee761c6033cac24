"""The rule ``acronyms``."""

from __future__ import annotations

import pytest

from tests.support.advice import advice


@pytest.mark.parametrize(
    "text",
    [
        "The strategic executive team (SET) met. SET agreed.", "The SET (strategic executive team) met.", "The Strategic Executive Team met; the SET agreed.",
        "The UK, the EU and the US agreed on IT.", "`SET` is code.", "Strategic executive teams (SETs) met.", "WE WERE ALL VERY SURPRISED INDEED", "Part II and XIV", "See [x](https://a.b/SET/QQQ).",
        "The department of public works (DPW), then DPW.", "NOTE-1 and A-1 and B2B-like", "Terms and conditions: T&C apply.",
    ],
)  # fmt: skip
def test_an_acronym_that_is_written_out_or_known_to_all_is_fine(text: str) -> None:
    assert advice("acronyms", happened=text) == []


def test_an_acronym_never_written_out_is_told_once_at_its_first_place() -> None:
    assert advice("acronyms", happened="The team asked the QPR board.\nThe QPR said no.") == [
        '12:20 "QPR" is never written out; where it first appears, write the words and then "(QPR)"'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WE WERE ALL VERY SURPRISED INDEED BY THIS\nThe QPR said no.",
        "The UK asked the QPR.",
        "The CDE (central data exchange) met.\nThe CDE asked the QPR.",
    ],
)
def test_an_acronym_is_told_after_others_that_are_not(text: str) -> None:
    (line,) = advice("acronyms", happened=text)
    assert '"QPR" is never written out' in line


def test_each_acronym_of_a_line_is_told_once() -> None:
    found = advice("acronyms", happened="The ABQ asked the ABQ and the QPR.")
    assert [line.partition(" is ")[0] for line in found] == ['12:5 "ABQ"', '12:31 "QPR"']
