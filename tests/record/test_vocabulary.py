"""The unit's words: what they allow, what they suggest, and what is wrong with a file of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from lessons.record import vocabulary
from lessons.record.review import Review, term_fields, vocabulary_fields
from lessons.record.vocabulary import Vocabulary, slugified
from lessons.schemes import FIXED, OPEN, ORDERED
from tests.support.examples import examples
from tests.support.sample import WORDS


def load(folder: Path, text: str | None = None) -> Vocabulary:
    if text is not None:
        (folder / "vocabulary.yml").write_text(text, "utf-8")
    return vocabulary.load(folder, "entries")


def found(folder: Path, text: str) -> list[str]:
    return [
        str(problem).removeprefix("entries/vocabulary.yml:").removesuffix(" [vocabulary]")
        for problem in load(folder, text).problems
    ]


def test_a_folder_without_a_vocabulary_takes_any_term(tmp_path: Path) -> None:
    words = load(tmp_path)
    assert words.problems == ()
    assert words.allowed("sector") is None
    assert words.allowed("result") == FIXED["result"]


def test_the_founding_vocabulary_is_whole(project: Path) -> None:
    words = vocabulary.load(project / "entries", "entries")
    assert words.problems == ()
    for name in (*OPEN, *FIXED):
        for slug in words.allowed(name) or pytest.fail(f"{name} is not listed"):
            term = words.terms(name).get(slug)
            assert term is not None, (name, slug)
            assert term.definition, (name, slug)
            assert term.definition.rstrip().endswith("."), (name, slug)
            assert (term.cofog is not None) == (name == "sector"), (name, slug)


def test_every_scheme_is_declared_once_and_known_to_a_field() -> None:
    used = {scheme for _, scheme in term_fields()} | {"lesson_status", "kind", "basis", "priority", "evidence_strength"}
    assert used == set(OPEN) | set(FIXED)
    assert set(vocabulary_fields().values()) <= used
    assert used | {"year"} >= ORDERED
    assert not set(OPEN) & set(FIXED)
    assert Review.model_fields["result"].annotation.__args__ == FIXED["result"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("scheme", "text", "meant"),
    [
        ("sector", "Transport", "transport"),
        ("sector", "buses  and trains", "transport"),
        ("sector", "policing_and_justice", "policing-and-justice"),
        ("sector", "transprot", "transport"),
        ("sector", "polcing", "policing-and-justice"),
        ("sector", "fishing boats", None),
        ("result", "sucess", "success"),
        ("event", "anything", None),
    ],
)
def test_what_was_meant_is_found_by_label_synonym_and_spelling(scheme: str, text: str, meant: str | None) -> None:
    assert WORDS.suggestion(scheme, text) == meant


def test_a_slug_means_its_own_term_and_a_label_goes_before_a_synonym(tmp_path: Path) -> None:
    # A vocabulary with problems is looked at as well, by the check that says so.
    shared = TERM + "        synonyms: [buses, Homes]\n" + HOUSING.format("transport", "buses").replace("x,", "")
    words = load(tmp_path, shared)
    for text, slug in (
        ("Transport", "transport"),
        ("transport", "transport"),
        ("buses", "transport"),
        ("housing", "housing"),
    ):
        assert (words.named("sector", text), words.suggestion("sector", text)) == (slug, slug)
    words = load(tmp_path, TERM + "        synonyms: [Homes]\n" + HOUSING.format("Homes", ""))
    assert words.named("sector", "homes") == "housing"


def test_an_organisation_is_known_by_any_of_its_names(tmp_path: Path) -> None:
    words = load(tmp_path, "organisations:\n  kirklees:\n    name: Kirklees Council\n    variants: Kirklees MBC\n")
    for name in ("Kirklees Council", "kirklees mbc", "KIRKLEES"):
        assert words.organisation(name) == ("kirklees", "Kirklees Council")
    assert words.organisation("Dorset") == ("dorset", "Dorset")


TERM = "schemes:\n  sector:\n    label: Sector\n    terms:\n      transport:\n        label: Transport\n"
HOUSING = "      housing:\n        label: {}\n        synonyms: [x, {}]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("schemes:\norganisations:\n", []),
        (TERM, []),
        ("- a", ["1:1: found `- a`; write fields as `name: value`, one per line"]),
        ("scheme: {}", ['1:1: unknown field "scheme", did you mean "schemes"?']),
        ("unit: {slog: x}", ['1:8: unknown field "slog", did you mean "slug"?']),
        ("unit: {slug: A B}", ['1:14: found "A B"; a term is written in lower-case letters, digits and hyphens']),
        ("unit: here", ['1:7: found "here"; write its fields below it, one `name: value` per line: slug, name, description, contact, address, licence']),
        (TERM + "        lable: x\n", ['7:9: unknown field "lable", did you mean "label"?']),
        (TERM + "        cofog: 4\n", ['7:16: found "4"; a COFOG division is 01 to 10']),
        (TERM + "        cofog: 11\n", ['7:16: found "11"; a COFOG division is 01 to 10']),
        (TERM + "        broader: rail\n", ['5:7: the broader term "rail" of "transport" is not in "sector"']),
        (
            TERM + "        broader: rail\n      rail: {label: Rail, broader: transport}\n",
            ["8:7: `broader` is circular: rail → transport → rail"],
        ),
        (TERM + "        broader: transport\n", ["5:7: `broader` is circular: transport → transport"]),
        (TERM.replace("transport", "Big Bang"), ['5:7: found "Big Bang"; a term is written in lower-case letters, digits and hyphens']),
        (TERM.replace("transport", "not-stated"), ['5:7: "not-stated" is reserved for what is not stated; choose another slug']),
        (TERM.replace("        label: Transport", "        definition: x"), ['6:9: "label" is missing']),
        (TERM.replace("sector", "sectors"), ['2:3: no field is called "sectors", did you mean "sector"?']),
        (TERM.replace("sector", "words-people-use"), []),
        (
            "schemes:\n  kind:\n    label: Kind\n    terms:\n      sustain: {label: Keep}\n      stop: {label: Stop}\n",
            ['6:7: "stop" cannot be added: the terms of "kind" are fixed: sustain, improve'],
        ),
        (
            "organisations:\n  a-council: {name: A}\n  b-council: {name: B, variants: [C, a]}\n",
            ['3:3: "a" names both "a-council" and "b-council"; a name belongs to one organisation'],
        ),
        (TERM + HOUSING.format("transport", ""), ['8:16: "transport" names both "transport" (line 5) and "housing"; in a scheme, a name belongs to one term']),
        (TERM + HOUSING.format("TRANSPORT", ""), ['8:16: "TRANSPORT" names both "transport" (line 5) and "housing"; in a scheme, a name belongs to one term']),
        (
            TERM + "        synonyms: [trams, Night-buses]\n" + HOUSING.format("Homes", "night buses"),
            ['10:23: "night buses" names both "transport" (line 5) and "housing"; in a scheme, a name belongs to one term'],
        ),
        (
            TERM + "        synonyms:\n          - trams\n          - homes\n" + HOUSING.format("Homes", ""),
            ['9:13: "homes" names both "housing" (line 10) and "transport"; in a scheme, a name belongs to one term'],
        ),
        (TERM + "        synonyms: housing\n" + HOUSING.format("Homes", ""), ['7:19: "housing" names both "housing" (line 8) and "transport"; in a scheme, a name belongs to one term']),
        (TERM + "        synonyms: [transport, Trams, trams]\n" + HOUSING.format("Homes", ""), []),
        (TERM + "  event:\n    label: Event\n    terms:\n      moving: {label: Transport}\n", []),
        ("unit: {name: a: b}\nschemes: &x\n", None),
        ("a: [" * 100, None),
    ],
)  # fmt: skip
def test_a_wrong_vocabulary_says_what_and_where(tmp_path: Path, text: str, expected: list[str] | None) -> None:
    problems = found(tmp_path, text)
    if expected is None:
        assert problems
    else:
        assert problems == expected


def test_a_vocabulary_that_is_no_readable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("")
    folder = tmp_path / "entries"
    folder.mkdir()
    path = folder / "vocabulary.yml"
    os.mkfifo(path)
    assert [problem.message for problem in load(folder).problems] == ["this is not a regular file"]
    path.unlink()
    path.symlink_to("../elsewhere.yml")
    assert "leads out of the folder" in load(folder).problems[0].message
    path.unlink()
    path.write_bytes(b"\xff")
    assert "is not UTF-8" in load(folder).problems[0].message


@examples(60, scheduled=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["schemes:\n", "  sector:\n", "    label: x\n", "    terms:\n", "      a: {label: b}\n", "      c:\n", "unit:\n", "  slug: d\n", "- e\n", "organisations: f\n", "  g: {name: h}\n", "      a:\n        broader: a\n"])).map("".join))  # fmt: skip
def test_any_vocabulary_is_read_or_has_problems(tmp_path: Path, text: str) -> None:
    words = load(tmp_path, text)
    assert words.problems or words.words is not None
    assert list(words.problems) == sorted(words.problems)


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Night Buses", "night-buses"), ("Café & Co.", "cafe-co"), ("  a_b--c ", "a-b-c"), ("日本", "日本"), ("Straße", "strasse"), ("!!!", "other")],
)  # fmt: skip
def test_a_slug_is_made_from_any_text(text: str, slug: str) -> None:
    assert slugified(text) == slug
