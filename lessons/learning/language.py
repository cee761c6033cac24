"""In which language a text is, told from its function words; that it is not in English, from a dictionary of it as well."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lessons.search.spelling import is_english
from lessons.search.text import words
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

# The commonest words of each language that are common in no other of these, folded as search folds them. Those of others that English has too
# (a, do, no, per, to) stand nowhere, or a short English paragraph would count as theirs.
FUNCTION_WORDS = {
    "en": "the of and that is for with as was be by are this from have which it on at will we not their they our or has been were its",
    "cy": "yn y yr ar o wedi ei mae bod gan gyda hefyd hwn hon sydd eu ac nid fydd roedd",
    "da": "og det at er en den til af der ikke med som vi har de skal blev efter ogsa kan",
    "de": "der die und das ist nicht mit den von zu ein eine wird werden dem des sich auch auf fur wir im bei sie oder als nach wurde",
    "es": "el la los las que en un una para con por del se es como mas su sus este esta y al son",
    "fi": "ja on ei etta se oli ovat myos kuin mutta tai joka jotka sen",
    "fr": "le la les des et est une un du dans que qui pour par sur avec au aux ce cette sont nous pas ne plus ou leur",
    "it": "il la le di che e un una con non del della sono dei delle nel gli anche come piu si alla",
    "nl": "de het een en van is dat niet met voor zijn op te aan door worden wordt ook bij naar wij deze die om",
    "pl": "w i na nie sie z jest ze przez oraz jak dla po od sa przy tym",
    "pt": "o as os que em um uma para com nao da dos das por se mais como foi sao ao pelo pela",
    "sv": "och att det som en av for ar den till inte med pa har vi de ett kan ska om eller fran",
}
# The messages that name them.
NAMES = {
    "cy": "brief.language.welsh",
    "da": "brief.language.danish",
    "de": "brief.language.german",
    "en": "brief.language.english",
    "es": "brief.language.spanish",
    "fi": "brief.language.finnish",
    "fr": "brief.language.french",
    "it": "brief.language.italian",
    "nl": "brief.language.dutch",
    "pl": "brief.language.polish",
    "pt": "brief.language.portuguese",
    "sv": "brief.language.swedish",
}
UNKNOWN = "und"
# With fewer different function words than this, or fewer of them to a word, a text is too short or too telegraphic to tell.
FEWEST = 3
LEAST_SHARE = 0.08
# So much more often than another language's.
MARGIN = 1.5
# Of the letters of a text in another script.
MOST_LATIN = 0.5
# Of so many words with so many letters, English ones are two thirds where names and jargon abound, and one in six in other languages.
TELLING_WORDS, TELLING_LETTERS = 8, 4
LEAST_ENGLISH = 1 / 3

_LANGUAGES: dict[str, list[str]] = {}
for _language, _listed in FUNCTION_WORDS.items():
    for _word in _listed.split():
        _LANGUAGES.setdefault(_word, []).append(_language)
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# More of a text tells no more.
LOOKED_AT = 5_000


def language_of(text: str) -> str | None:
    """Return the code of the language that a text is in, or None when it does not tell.

    It is ``und`` for a text in another script, or in none of the languages that are known here.
    """
    text = text[:LOOKED_AT]
    letters = len(_LETTER.findall(text))
    if letters and len(_LATIN.findall(text)) < MOST_LATIN * letters:
        return UNKNOWN
    found = words(text)
    counted = Counter(language for word in found for language in _LANGUAGES.get(word, ()))
    different = Counter(language for word in set(found) for language in _LANGUAGES.get(word, ()))
    ranked = [*counted.most_common(2), ("", 0), ("", 0)]
    (language, most), (_, second) = ranked[:2]
    if different[language] < FEWEST or most < LEAST_SHARE * len(found) or most < MARGIN * second:
        return UNKNOWN if _is_not_english(found) else None
    return language


def _is_not_english(found: Iterable[str]) -> bool:
    """Return whether hardly any of the words of a text are English, where there are enough to tell."""
    telling = [word for word in found if len(word) >= TELLING_LETTERS and word.isalpha()]
    return len(telling) >= TELLING_WORDS and sum(map(is_english, telling)) < LEAST_ENGLISH * len(telling)


def named(codes: Iterable[str]) -> str:
    """Return the names of languages, such as "German and French"."""
    return listed([gettext(NAMES.get(code, "brief.language.other")) for code in sorted(codes)])
