"""The rule ``acronyms``."""

from __future__ import annotations

import pytest

from lessons.record.vocabulary.model import Vocabulary
from tests.support.advice import WORDS, advice

SAYS = 'is never written out; where it first appears, write the words and then "({0})"'


def told(text: str, words: Vocabulary = WORDS, **parts: str) -> list[str]:
    """Return the acronyms that are advised about."""
    lines = advice("acronyms", words, happened=text, **parts)
    letters = [line.partition('"')[2].partition('"')[0] for line in lines]
    assert [line.partition('" ')[2] for line in lines] == [SAYS.format(one) for one in letters]
    return letters


@pytest.mark.parametrize(
    "text",
    [
        "The strategic executive team (SET) met. SET agreed.", "The SET (strategic executive team) met.", "The Strategic Executive Team met; the SET agreed.",
        "The UK, the EU and the US agreed on IT.", "`SET` is code.", "Strategic executive teams (SETs) met.", "WE WERE ALL VERY SURPRISED INDEED", "Part II and XIV, LC",
        "See [x](https://a.b/SET/QQQ).", "The department of public works (DPW), then DPW.", "NOTE-1 and A-1 and B2B-like", "Terms and conditions: T&C apply.",
        "B12 and A1 and Q", "QPRABQX wrote", "QPRs met", "A QPR.pdf and x/QPR and x.QPR and x-QPR and QPR_a and x_QPR and QPR&A and A&QPR", "Quick, plain\n_reading_ by the QPR", "Quiet-people room: QPR",
        "Quiet and Peaceful of the in on to a Rooms for QPR", "The QPR. Quiet\n\n- People\n- Rooms",
    ],
)  # fmt: skip
def test_an_acronym_that_is_written_out_or_known_to_all_is_fine(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    ["The {}", "{}.", "{}, {}", "{}-", "({}", "{} & co.", "{}'s", "Quip 1Ping room: {}"],
)
@pytest.mark.parametrize("letters", ["QPR", "QPRABQ", "QP", "Q1PR", "IIA", "MDC"])
def test_what_is_an_acronym_and_not_written_out(text: str, letters: str) -> None:
    assert told(text.format(letters, letters)) == [letters]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("x (QPR)", True), ("x ( QPR )", True), ("x (the QPR)", True), ("x (or QPR)", True), ("x (known as QPR)", True), ("x (hereafter QPR)", True), ('x ("QPR")', True), ("x (“QPR”)", True),
        ("x ('QPR')", True), ("x (QPRs)", True), ("x (QPR; y)", True), ("x (QPR, y)", True), ("x (QPR y)", False), ("x (a QPR)", False), ("x QPR)", False), ("x (QPR", False), ("(_QPR_)", False),
        ("QPR (“five words”)", False), ("QPR (abc) and so on)", False), ("QPR (five words)", True), ("QPRs (five words)", True), ("QPR(five words)", True), ("QPR (fours)", True), ("QPR (four)", False), ("QPR (1998 to 1999)", False), (f"QPR ({'a' * 200})", True),
        (f"QPR ({'a' * 201})", False), ("QPR  (five words)", False), ("QPR (five (words))", False), ("xQPR (five words)", False), ("QPR five words)", False),
    ],
)  # fmt: skip
def test_an_acronym_beside_parentheses_is_explained(text: str, explained: bool) -> None:
    assert told(f"The QPR met.\n\n{text}") == ([] if explained else ["QPR"])


@pytest.mark.parametrize("letters", ["QP", "Q1PR", "QPRABQ"])
def test_an_acronym_of_two_to_six_letters_and_digits_is_explained(letters: str) -> None:
    assert (
        told(f"The {letters} met.\n\nThey ({letters}) did.")
        == told(f"The {letters} met.\n\nThe {letters} (five words) did.")
        == []
    )


@pytest.mark.parametrize(
    ("words", "explained"),
    [
        ("Quiet places in rooms", True), ("quiet _places_ _in_ rooms", True), ("Quiet 4 places in rooms", True), ("Quiet places. In rooms", True), ("aqpirb", False), ("Quiet places rooms", False),
        ("QAA PAA IAA RAA", False), ("Quiet places in 4rooms", False), ("Quiet1places in rooms", False), ("Épées quiet places in rooms", True),
    ],
)  # fmt: skip
def test_initials_of_words_in_a_row_explain_an_acronym(words: str, explained: bool) -> None:
    assert ("QPIR" not in told(f"{words}\n\nThe QPIR met.")) == explained


@pytest.mark.parametrize(
    ("words", "explained"),
    [
        ("Quiet and _Peaceful_ of Rooms", True),
        ("QAA and PAA of RAA", False),
        ("Quiet And Peaceful Rooms", True),
        ("Quiet Android Peaceful Rooms", False),
    ],
)
def test_small_words_between_them_are_passed_over(words: str, explained: bool) -> None:
    assert ("QPR" not in told(f"{words}\n\nThe QPR met.")) == explained


def test_an_acronym_is_told_once_at_its_first_place() -> None:
    assert advice("acronyms", happened="The team asked the QPR board.\nThe QPR said no.") == [
        f'12:20 "QPR" {SAYS.format("QPR")}'
    ]


@pytest.mark.parametrize(
    "text",
    ["WE WERE ALL VERY SURPRISED INDEED BY THIS\nThe QPR said no.", "The UK asked the QPR.", "The CDE (central data exchange) met.\nThe CDE asked the QPR.", "The CDE (central data exchange) asked the QPR."],
)  # fmt: skip
def test_an_acronym_is_told_after_others_that_are_not(text: str) -> None:
    assert told(text) == ["QPR"]


def test_each_acronym_of_a_line_is_told_once() -> None:
    found = advice("acronyms", happened="The ABQ asked the ABQ and the QPR.")
    assert [line.partition(" is ")[0] for line in found] == ['12:5 "ABQ"', '12:31 "QPR"']


@pytest.mark.parametrize(
    ("line", "shouted"),
    [("QPR QQR QQX QQZ", False), ("QPR QQR QQX QQZ Z", True), (f"QPR {'Z' * 12} {'z' * 10}", False), (f"QPR {'Z' * 12} {'z' * 9}", True), (f"QPR {'É' * 12} {'é' * 10}", False)],
)  # fmt: skip
def test_of_a_line_in_capitals_no_word_is_an_acronym(line: str, shouted: bool) -> None:
    assert (told(line) == []) == shouted


def test_who_uses_more_than_a_hundred_is_told_of_a_hundred() -> None:
    every = [f"Q{a}{b}Q" for a in "BCDFGHJKLM" for b in "BCDFGHJKLMN"]
    assert told("\n".join(f"the {one}" for one in every)) == every[:100]


def test_what_the_vocabulary_explains_needs_no_words() -> None:
    document = {
        "unit": {"slug": "here", "name": "Here"},
        "schemes": {
            "sector": {"label": "Sector", "terms": {"transport": {"label": "Transport", "synonyms": ["QPR", "quick"]}}}
        },
        "organisations": {"kirklees": {"name": "KQQ", "variants": ["Q2Q"]}, "leeds": {"name": "Leeds QX"}},
    }
    words = Vocabulary(WORDS.words.model_validate(document))
    assert told("The QPR, the KQQ, the Q2Q and the QX met.", words) == ["QX"]
