"""Letters that were damaged before they came here are told, and letters that only look odd are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.authoring.importers import DAMAGED
from lessons.checks import check
from lessons.text.damaged import damage
from tests.support.sample import Run, collection, problems, read, review

ROOT = Path(__file__).parents[2]


def misread(text: str) -> str:
    """Return what a program makes of UTF-8 that takes it for Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def words(line: str) -> list[str]:
    return [one.words for one in damage(line)]


@pytest.mark.parametrize(
    "word",
    [
        "Café", "CAFÉ", "Österreich", "Übung", "straße", "señor", "ça", "naïve", "don’t", "“quoted”", "5–7", "and…", "10°C", "£5", "½", "€7", "™", "→", "Łódź", "załoga", "žába", "š", "Øresund",
        "Привет", "λόγος", "😀", "Château-d’Œx", "Ça", "l’été",
    ],
)  # fmt: skip
def test_a_word_that_was_read_in_another_encoding_is_told_with_what_was_written(word: str) -> None:
    bad = misread(word)
    assert words(f"The {bad} is") == [f'"{bad}" was read in another encoding than it was written in; write "{word}"']
    assert words(f"The {word} is") == []


@pytest.mark.parametrize(
    "line",
    [
        "MANHÃ” e AMANHÃ – SÃO", "Großer Spaß“ und groß–klein", "A–Å–Ö", "« café\u00a0» et «\u00a0à\u00a0»", "Ñ“ ESPAÑA”", "château’s Â", "NÃO É", "Ägypten, Ångström, Åse’s", "ÎLE ÏLE",
        "™ ® © § °", "Ð and ð, Þ and þ in Icelandic: Það", "Việt Nam", "ĐÀ NẴNG", "àé", "ïðâ", "日本語、中文", "שלום", "العربية", "→ ← ‰", "¿Qué? ¡Sí!", "ß–", "Ø–", "x² ± 3 µm", "Â", "Ã",
    ],
)  # fmt: skip
def test_letters_that_are_right_are_left_alone(line: str) -> None:
    assert words(line) == []


def test_a_lost_letter_is_told_each_word_once_and_at_its_place() -> None:
    lost = 'a letter was lost where "{}" has \ufffd (U+FFFD); write the letter'
    assert words("Caf\ufffd bins, na\ufffdve \ufffd\ufffd") == [
        lost.format(one) for one in ("Caf\ufffd", "na\ufffdve", "\ufffd\ufffd")
    ]
    assert words("Caf\u00ef\u00bf\u00bd") == [lost.format("Caf\u00ef\u00bf\u00bd")]
    assert words("\u00ef\u00bb\u00bf") == [
        '"\u00ef\u00bb\u00bf" was read in another encoding than it was written in; delete it'
    ]
    assert [one.start for one in damage("the Caf\u00c3\u00a9 and Caf\ufffd")] == [4, 17]


@given(st.text(alphabet="abÃÂâ€™©Äł“ðŸ\ufffd \u00a0Ð"))
def test_every_line_can_be_looked_at(line: str) -> None:
    assert all(0 <= one.start < len(line) for one in damage(line))


def test_titles_and_text_get_advice_and_pass() -> None:
    text = review(title=misread("Café bins")).replace("mostly empty", "mostly empt\ufffd")
    entry = read(text)
    found = check(collection(entry))
    assert [(one.rule, one.severity, one.place.line) for one in found] == [
        ("encoding", "advice", 2),
        ("encoding", "advice", 19),
    ]
    assert len(problems(text)) == 2


def test_an_import_says_how_many_there_are(tmp_path: Path, run: Run) -> None:
    table = tmp_path / "old.csv"
    table.write_text(f"No,Name,Text\n1,{misread('Café bins')},They ran.\n2,Caf\ufffd,x\n3,Bins,They ran.\n", "utf-8")
    map_ = tmp_path / "map.yml"
    map_.write_text(
        "id: 'old-{No}'\nfields:\n  title: Name\n  type: {constant: rapid-lesson}\n  source_system: {name: {constant: Old}, id: No}\nsections:\n  What happened: Text\n"
        "lessons:\n  - statement: Name\n    fields: {Recommendation: Text}\n",
        "utf-8",
    )
    result = run("import", "csv", table, "--map", map_, "--into", tmp_path / "in")
    assert f"{DAMAGED}: " in result.stderr, result.stderr


def test_no_founding_review_has_any() -> None:
    assert [
        path for path in (ROOT / "entries").rglob("*.md") if any(map(words, path.read_text("utf-8").split("\n")))
    ] == []
