"""Characters that a file tells by their look alone: raised and lowered ones, and letters of a font of symbols, as characters of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

SUPERSCRIPT, SUBSCRIPT = "superscript", "subscript"
# Text and its position: one of these, or nothing.
Placed = tuple[str, str]

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-\u2212\u2013=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip("0123456789+-\u2212\u2013=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
# Signs that are raised by nature, and read the same where they are not.
_RAISED = frozenset("°ºª®©™℠*†‡§¶′″'\"’”")
_FORMS = {SUPERSCRIPT: (_SUPERSCRIPTS, _RAISED, "^"), SUBSCRIPT: (_SUBSCRIPTS, frozenset[str](), "_")}
# Raised by many programs as soon as they are typed; English is as often written without.
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_MARKS = {"TM": "™", "SM": "℠"}

# The fonts have 256 places; a character of a file is one of them, alone or in the private use area from here on.
_PRIVATE = 0xF000
# Adobe's encoding of the font Symbol, from 0x20 and from 0xA0; what extends brackets and roots is no character.
_SYMBOL = {
    **dict(enumerate(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼", 0x20)),
    **dict(enumerate("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", 0xA0)),
    **dict(enumerate("↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑", 0xBF)),
    0xF1: "⟩", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x43: "👍", 0x44: "👎", 0x45: "☜", 0x46: "☞", 0x47: "☝",
    0x48: "☟", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x4E: "☠", 0x52: "☼", 0x54: "❄", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "⬅", 0xE8: "➔", 0xE9: "⬆",
    0xEA: "⬇", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x80)),
}  # fmt: skip
_WINGDINGS_2 = {0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"}
_FONTS: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": {}, "webdings": {},
}  # fmt: skip


def placed(parts: Sequence[Placed]) -> tuple[list[str], bool]:
    """Return the texts of what stands in one line, and whether a raised or lowered one could only be written behind ``^`` or ``_``.

    What is raised or lowered has characters of its own where there is one for each of its characters.
    """
    written: list[str] = []
    behind = False
    for position, group in groupby(parts, key=lambda part: part[1]):
        texts = [text for text, _ in group]
        if position:
            before = "".join(written)[-1:]
            texts, otherwise = _positioned(texts, position, before)
            behind |= otherwise
        written += texts
    return written, behind


def _positioned(texts: list[str], position: str, before: str) -> tuple[list[str], bool]:
    forms, by_nature, sign = _FORMS[position]
    whole = "".join(texts)
    core = whole.strip()
    if position == SUPERSCRIPT and core.casefold() in _ORDINALS and before.isalnum():
        return texts, False
    if position == SUPERSCRIPT and core in _MARKS:
        return [whole.replace(core, _MARKS[core])] + [""] * (len(texts) - 1), False
    known = {*forms, *forms.values(), *by_nature}
    if all(character in known or character.isspace() for character in whole):
        return ["".join(forms.get(character, character) for character in text) for text in texts], False
    marked = f"{sign}{core}" if len(core) == 1 else f"{sign}({core})"
    return [whole.replace(core, marked)] + [""] * (len(texts) - 1), True


def of_symbols(font: str) -> bool:
    """Return whether a font shows something else for a letter than the letter."""
    return font.casefold() in _FONTS


def in_font(text: str, font: str) -> tuple[str, int]:
    """Return what a text shows in a font of symbols, and for how many of its characters there is none and they were left out."""
    if not of_symbols(font):
        return text, 0
    shown = list(_shown(text, _FONTS[font.casefold()]))
    return "".join(shown), shown.count("")


def _shown(text: str, table: dict[int, str]) -> Iterator[str]:
    for character in text:
        code = ord(character) - _PRIVATE if _PRIVATE <= ord(character) <= _PRIVATE + 0xFF else ord(character)
        yield table.get(code, "") if 0x20 <= code <= 0xFF else character


def symbol(font: str, code: int) -> str:
    """Return the character that a file inserts by the number of its place in a font; nothing where there is none."""
    if of_symbols(font):
        return in_font(chr(code), font)[0]
    private = 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF
    return chr(code) if chr(code).isprintable() and not private else ""
