"""Forms of one English word that a stemmer does not know for one: irregular plurals, British and American spelling.

A rule may make a word that does not exist: whoever asks keeps only what some text has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Plurals by a rule of Latin, Greek or Old English, then single ones.
PLURALS = (
    ("is", "es"), ("ix", "ices"), ("ex", "ices"), ("on", "a"), ("um", "a"), ("us", "i"), ("a", "ae"), ("f", "ves"), ("fe", "ves"),
    ("eau", "eaux"), ("man", "men"),
)  # fmt: skip
_PLURAL_ENDINGS = tuple(ending for pair in PLURALS for ending in pair)
IRREGULAR = {
    "child": "children", "person": "people", "foot": "feet", "tooth": "teeth", "goose": "geese", "mouse": "mice", "louse": "lice",
    "ox": "oxen", "man": "men", "die": "dice", "penny": "pence",
}  # fmt: skip
_SINGULAR = {many: one for one, many in IRREGULAR.items()}
# Shorter words have too many neighbours by accident.
SHORTEST_RESPELT = 4
# British spellings with the American ones, as the ends and parts of words that they are.
_AMERICAN = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"([aeiouy][a-z]*?)our(?=(?:s|ed|ing|able|ite|ites|ful|less|er|ers|ist|al|ally|hood|hoods|y|ies|ably)?\Z)", r"\1or"),
        (r"(?<=pract)is(?=e|ing)", "ic"),
        # Not where it is the only syllable: to prise is not to prize.
        (r"([aeiouy][a-z]*?)is(?=(?:e|es|ed|er|ers|ing|ation|ations|ational|able)\Z)", r"\1iz"),
        (r"ys(?=(?:e|es|ed|er|ers|ing)\Z)", "yz"),
        (r"([tbv])re(?=s?\Z)", r"\1er"),
        (r"([tbv])re(?=d\Z)", r"\1ere"),
        (r"logue(?=s?\Z)", "log"),
        (r"(?<=lic)ence|(?<=def)ence|(?<=off)ence|(?<=pret)ence", "ense"),
        (r"ae|oe(?=[a-z]{2})", "e"),
        (r"gramme(?=s?\Z)", "gram"),
        (r"grey", "gray"),
        (r"\Atyre", "tire"),
        (r"\Adraught", "draft"),
        (r"\Aaeroplane", "airplane"),
        (r"(?<=dg)ement", "ment"),
        (r"\Aageing", "aging"),
        (r"inium\Z", "inum"),
        (r"mould", "mold"),
        (r"plough", "plow"),
        (r"\Akerb", "curb"),
        (r"sulph", "sulf"),
        (r"\Ascep(?=tic)", "skep"),
        (r"artefact", "artifact"),
        (r"\Aenquir", "inquir"),
        (r"(fulfi|enro|insta|disti)l(?!l)", r"\1ll"),
        (r"\A(skil|wil)(?=ful)", r"\1l"),
        (r"([aeiouy][^aeiouy]+[aeiou])ll(?=(?:ing|ed|er|ers|or|ors|ation|ations|ist|ists|ous|able)\Z)", r"\1l"),
    )
)  # fmt: skip
# Most words have nothing of the kind.
_MAY_DIFFER = re.compile(
    r"our|[iy]s[ei]|isa|[tbv]re|logue|ence|ae|oe|pract|gramme|grey|dgement|ageing|inium|mould|plough|kerb|tyre|draught|aeroplane|sulph|scept|artefact|"
    r"enquir|fulfil|l?ful|enrol|instal|distil|ll[aeio]"
)


def american(word: str) -> str:
    """Return the word in American spelling, so that both spellings of a word give the same."""
    if len(word) >= SHORTEST_RESPELT and _MAY_DIFFER.search(word):
        for british, instead in _AMERICAN:
            word = british.sub(instead, word)
    return word


def plurals(word: str) -> Iterator[str]:
    """Yield what may be the plural or the singular of ``word``, where the stemmer does not see it."""
    for others in (IRREGULAR, _SINGULAR):
        if word in others:
            yield others[word]
    if len(word) < SHORTEST_RESPELT or not word.endswith(_PLURAL_ENDINGS):
        return
    for one, many in PLURALS:
        if word.endswith(one) and len(word) > len(one) + 1:
            yield word.removesuffix(one) + many
        if word.endswith(many) and len(word) > len(many) + 1:
            yield word.removesuffix(many) + one


# Endings of one verb and of its noun, the longest first.
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ed", "es", "e", "s", "d")
SHORTEST_BASE = 3


def bases(word: str) -> frozenset[str]:
    """Return what may be left of a word without the endings of its verb: words that share one are forms of one word.

    So "recycling" and "recycled" are, while "emergency" and "emerging", or "university" and "universal", only share a stem.
    """
    found = {word}
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= SHORTEST_BASE:
            found.add(base)
            if len(base) > SHORTEST_BASE and base[-1] == base[-2]:
                found.add(base[:-1])
    if word.endswith("ie" + word[-1:]) and len(word) > SHORTEST_BASE + 2:
        found.add(word[:-3])
    return frozenset(found)


# Words that end like the plural of another word and are none.
NO_PLURALS = frozenset(
    [
        "arms",
        "athletics",
        "bias",
        "bus",
        "customs",
        "economics",
        "ethics",
        "gas",
        "genetics",
        "glasses",
        "goods",
        "grounds",
        "headquarters",
        "lens",
        "means",
        "minutes",
        "news",
        "physics",
        "politics",
        "premises",
        "proceedings",
        "remains",
        "series",
        "species",
        "spirits",
        "statics",
        "statistics",
        "thanks",
        "tropics",
        "whereabouts",
    ]
)


_HISSING = ("s", "x", "z", "ch", "sh", "o")


def regular(word: str) -> tuple[str, ...]:
    """Return the word with its regular plural or singular."""
    if word in NO_PLURALS or f"{word}s" in NO_PLURALS:
        return (word,)
    found = [word]
    if word.endswith(_HISSING):
        found.append(f"{word}es")
    elif word.endswith("y"):
        found += [f"{word[:-1]}ies", f"{word}s"]
    if not word.endswith(("s", "y")):
        found.append(f"{word}s")
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.append(word[:-1])
    return tuple(dict.fromkeys(found))
