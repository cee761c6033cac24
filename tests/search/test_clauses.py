"""What a piece of a query asks for, however it is written."""

from __future__ import annotations

import pytest

from lessons.search.clauses import MAX_WORDS, Clause, clauses_of, numbers_joined


def asked(text: str, *, phrase: bool = False) -> list[str]:
    """Return clauses in short: the kind, the words, and what is said of them."""
    return [
        " ".join([clause.kind, *clause.words, *("+joined",) * clause.joined, *("+capitals",) * clause.capitals])
        for clause in clauses_of(text, phrase=phrase)
    ]


@pytest.mark.parametrize("mark", "'’‘ʼ＇")
@pytest.mark.parametrize("ending", ["s", "t", "ll", "re", "ve", "d", "m"])
def test_what_an_apostrophe_adds_to_a_word_is_no_part_of_it(mark: str, ending: str) -> None:
    assert asked(f"buses{mark}{ending}") == ["word buses"]


@pytest.mark.parametrize("mark", "'’‘ʼ＇")
def test_an_apostrophe_inside_a_name_may_be_left_out(mark: str) -> None:
    assert asked(f"rock{mark}n{mark}roll{mark}s") == ["compound rock n roll +joined"]
    assert asked(f"o{mark}neill") == ["compound o neill +joined"]


@pytest.mark.parametrize("hyphen", "-‐‑‒–⁃−﹣－")
def test_a_hyphen_joins_words_and_not_numbers(hyphen: str) -> None:
    assert asked(f"roll{hyphen}on") == ["compound roll on +joined"]
    assert asked(f"covid{hyphen}19") == ["compound covid 19 +joined"]
    assert asked(f"1995{hyphen}1998") == ["compound 1995 1998"]
    assert asked(f"{hyphen}bus{hyphen}") == ["word bus"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("U.S.", "compound u s +joined +capitals"),
        ("U.S", "compound u s +joined +capitals"),
        ("(U.S.A),", "compound u s a +joined +capitals"),
        ("u.s", "compound u s +joined +capitals"),
        ("&.a.b", "compound a b +joined"),
        ("a.b.&", "compound a b +joined"),
        ("a.b._", "compound a b +joined"),
        ("é.a.", "compound e a +joined +capitals"),
        ("A.", "word a"),
        ("1.2.", "compound 1 2"),
        ("a.1", "compound a 1"),
        ("_.a.b", "compound a b +joined"),
        ("Ph.D.", "compound ph d +joined"),
        ("abc.def", "compound abc def +joined"),
        ("abcd.ef", "compound abcd ef"),
        ("ab.1", "compound ab 1"),
        ("A-B", "compound a b +joined +capitals"),
        ("AT&T", "compound at t +capitals"),
        ("at&t", "compound at t"),
        ("IT", "word it +capitals"),
        ("I", "word i"),
    ],
)
def test_abbreviations_may_lose_their_points_and_capitals_are_remembered(text: str, found: str) -> None:
    assert asked(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000", ["compound 1 000 +joined"]),
        ("£12,345,678", ["compound 12 345 678 +joined"]),
        ("€2.500", ["compound 2 500 +joined"]),
        ("$1.25", ["compound 1 25"]),
        ("1.2500", ["compound 1 2500"]),
        ("1234.567", ["compound 1234 567"]),
        ("12,34", ["word 12", "word 34"]),
        ("1,2345", ["word 1", "word 2345"]),
        ("24/7", ["compound 24 7"]),
        ("1/a", ["word 1", "word a"]),
        ("a/1", ["word a", "word 1"]),
        ("a,1", ["word a", "word 1"]),
        ("a,100", ["word a", "word 100"]),
        ("a,1000", ["word a", "word 1000"]),
        ("1,a", ["word 1", "word a"]),
    ],
)
def test_numbers_in_groups_are_one_and_other_lists_are_several(text: str, found: list[str]) -> None:
    assert asked(text) == found


@pytest.mark.parametrize("sign", ["/", ",", "\\", "|", "+", ";", " ", "; "])
def test_signs_that_stand_between_words_part_them(sign: str) -> None:
    assert asked(f"bus{sign}tram") == ["word bus", "word tram"]


@pytest.mark.parametrize("edge", ".,;:!?()[]{}…'’‘*-")
def test_signs_at_the_edge_of_a_word_are_no_part_of_it(edge: str) -> None:
    (clause,) = clauses_of(f"{edge}Bus", phrase=False)
    assert (clause, clause.typed) == (Clause("word", ("bus",)), "Bus")


@pytest.mark.parametrize("text", ["", "-", "...", "*", "?!"])
@pytest.mark.parametrize("phrase", [True, False])
def test_signs_alone_ask_for_nothing(text: str, phrase: bool) -> None:
    assert asked(text, phrase=phrase) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bus*", ["prefix bus"]),
        ("bu*", ["prefix bu"]),
        ("b*", ["word b"]),
        ("bus*.,;:!?)", ["prefix bus"]),
        ("bus*,tram*", ["word bus", "prefix tram"]),
        ("night-bus*", ["compound night bus +joined"]),
    ],
)
def test_a_star_at_the_end_makes_a_prefix_of_one_word(text: str, found: list[str]) -> None:
    assert asked(text) == found


@pytest.mark.parametrize("edge", ".,;:!?)")
def test_a_star_may_stand_before_the_end_of_a_sentence(edge: str) -> None:
    assert asked(f"bus*{edge}") == ["prefix bus"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("日本", ["compound 日 本"]),
        ("日本語学校", ["compound 日 本", "compound 本 語", "compound 語 学", "compound 学 校"]),
        ("日本語カタカナテスト", ["compound 日 本 語", "compound カ タ カ ナ テ ス ト"]),
        ("日本語学カタカナ", ["compound 日 本 語 学", "compound カ タ カ ナ"]),
        ("日本カタ", ["compound 日 本 カ タ"]),
        ("日本abc", ["compound 日 本 abc"]),
        ("日本語学abc", ["compound 日 本 語 学 abc"]),
    ],
)
def test_a_script_without_spaces_is_taken_in_stretches_and_pairs(text: str, found: list[str]) -> None:
    assert asked(text) == found
    assert [clause.typed for clause in clauses_of(text, phrase=False)] == [
        one.removeprefix("compound ").replace(" ", "") for one in found
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("C++", "C++"), ("Xerox", "Xerox"), ("c#", "c#"), ("Csharp", "C#"), ("absharp", "absharp"), ("sharp", "sharp"), ("csharps", "csharps"),
        ("Roll‑On", "Roll-On"), ("(U.S.),", "U.S."), ("bus*", "bus*"), ("Children’s", "Children"),
    ],
)  # fmt: skip
def test_a_word_is_shown_as_it_was_typed(text: str, shown: str) -> None:
    assert [str(clause) for clause in clauses_of(text, phrase=False)] == [shown]


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        (" Night  Bus ", "phrase night bus", "“Night Bus”"),
        ("NIGHT BUS", "phrase night bus", "“NIGHT BUS”"),
        ("2.5 million", "phrase 2 5 million", "“2.5 million”"),
        ("nhs", "phrase nhs", "“nhs”"),
        (" NHS ", "phrase nhs +capitals", "“NHS”"),
        (" N.H.S. ", "phrase n h s +capitals", "“N.H.S.”"),
        ("n.h.s.", "phrase n h s", "“n.h.s.”"),
    ],
)
def test_a_phrase_is_shown_in_quotation_marks_as_it_was_typed(text: str, found: str, shown: str) -> None:
    assert asked(text, phrase=True) == [found]
    assert [str(clause) for clause in clauses_of(text, phrase=True)] == [shown]


def test_what_was_not_typed_is_shown_by_its_words() -> None:
    assert str(Clause("word", ("night", "bus"))) == "night bus"
    assert str(Clause("phrase", ("night", "bus"))) == "“night bus”"


@pytest.mark.parametrize("phrase", [True, False])
def test_a_phrase_or_compound_has_no_more_words_than_a_query(phrase: bool) -> None:
    (clause,) = clauses_of(("-" if not phrase else " ").join(["ab"] * (MAX_WORDS + 1)), phrase=phrase)
    assert len(clause.words) == MAX_WORDS


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("1 000", "1,000"),
        ("21 000 000", "21,000,000"),
        ("12\u00a0500", "12,500"),
        ("12\u202f500", "12,500"),
        ("1 000 buses, 2 000 trams", "1,000 buses, 2,000 trams"),
        ("1 000.", "1,000."),
        ("123 456", "123,456"),
        ("1234 567", "1234 567"),
        ("1 00", "1 00"),
        ("1 0000", "1 0000"),
        ("1.1 000", "1.1 000"),
        ("1,1 000", "1,1 000"),
        ("1 000.5", "1 000.5"),
        ("1 000,5", "1 000,5"),
        ("1  000", "1  000"),
    ],
)
def test_a_number_in_groups_is_one_word(text: str, joined: str) -> None:
    assert numbers_joined(text) == joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("5 million", "5m"), ("25  MILLION", "25m"), ("2.25 billion", "2.25bn"), ("3 thousand", "3k"), ("7 m", "7m"), ("7 bn", "7bn"), ("7 K", "7K"),
        ("7 kg", "7 kg"), ("7 millions", "7 millions"), ("5million", "5million"), ("x5 million", "x5 million"), ("1.5.5 million", "1.5.5 million"),
        ("1,5 million", "1,5 million"), ("million", "million"), ("a  million", "a  million"), (".5 million", ".5 million"), ("5. million", "5. million"),
    ],
)  # fmt: skip
def test_an_amount_is_one_word(text: str, joined: str) -> None:
    assert numbers_joined(text) == joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("5%", "5%"), ("5  %", "5%"), ("5 per cent", "5%"), ("5percent", "5%"), ("5 PER CENT", "5%"),
        ("a %", "a %"), ("a per cent", "a per cent"), ("5 percentages", "5 percentages"), ("5 per cental", "5 per cental"),
    ],
)  # fmt: skip
def test_per_cent_is_a_sign_after_a_number(text: str, joined: str) -> None:
    assert numbers_joined(text) == joined
