"""Values of the record that are codes: of countries, currencies, languages and licences."""

from __future__ import annotations

import re
from typing import Any

from lessons.record import meant
from lessons.record.codes import COUNTRIES, CURRENCIES
from lessons.record.refusing import LEAVE_OUT, refuse, shorten

# Besides the names that ISO 3166-1 gives, those that people write.
_COUNTRY_NAMES = {
    "uk": "GB", "u.k.": "GB", "gbr": "GB", "great britain": "GB", "britain": "GB", "the united kingdom": "GB",
    "united kingdom of great britain and northern ireland": "GB", "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US",
    "united states of america": "US", "the united states": "US", "russia": "RU", "czech republic": "CZ", "holland": "NL",
    "the netherlands": "NL", "ivory coast": "CI", "republic of ireland": "IE", "eire": "IE", "éire": "IE", "deutschland": "DE",
    "españa": "ES", "österreich": "AT", "italia": "IT", "nederland": "NL", "sverige": "SE", "norge": "NO", "danmark": "DK", "suomi": "FI",
    "new zealand/aotearoa": "NZ", "aotearoa": "NZ",
}  # fmt: skip
# Parts of a country: the country is certain, but saying only that would lose what is written.
_PARTS = {"england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "cymru": "GB"}
_CURRENCY_NAMES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "sterling": "GBP", "pounds sterling": "GBP", "pound sterling": "GBP", "us$": "USD",
    "us dollars": "USD", "us dollar": "USD",
}  # fmt: skip
_CURRENCY_HINTS = {"£": "GBP", "pounds": "GBP", "pound": "GBP", "$": "USD", "dollars": "USD", "yen": "JPY", "¥": "JPY"}
_LANGUAGE_NAMES = {
    "english": "en", "british english": "en-GB", "american english": "en-US", "welsh": "cy", "cymraeg": "cy", "irish": "ga", "french": "fr",
    "français": "fr", "german": "de", "deutsch": "de", "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "dutch": "nl",
    "portuguese": "pt", "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "japanese": "ja",
}  # fmt: skip


def country(value: str) -> str:
    """Return the code of a country. Raises a ``field-types`` error for anything else."""
    if value not in COUNTRIES:
        found, form = f'found "{shorten(value)}"', "a country is its ISO 3166-1 code of two capital letters"
        if meant.is_unknown(value):
            refuse("field-types", f"{found}; where the country is not known, leave the field out", LEAVE_OUT)
        if right := _country_named(value):
            refuse("field-types", f"{found}; {form}, here {right}", right)
        around = _country_around(value)
        hint = f", here {around}; the part of it goes in `place`" if around else ", such as GB"
        refuse("field-types", f"{found}; {form}{hint}")
    return value


def currency(value: str) -> str:
    """Return the code of a currency. Raises a ``field-types`` error for anything else."""
    if value not in CURRENCIES:
        perhaps = _currency_perhaps(value)
        hint = f", did you mean {perhaps}?" if perhaps else ""
        refuse(
            "field-types",
            f'found "{shorten(value)}"; a currency is its ISO 4217 code of three capital letters, such as GBP{hint}',
            _currency_named(value),
        )
    return value


def language(value: str) -> str:
    """Return the code of a language. Raises a ``field-types`` error for anything else."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        right = _language_named(value)
        such = f"here {right}" if right else "such as en or en-GB"
        refuse("field-types", f'found "{shorten(value)}"; a language is its BCP 47 code, {such}', right)
    return value


def spdx(value: Any) -> Any:
    """Return the licence identifier; raises a ``field-types`` error when it does not look like one."""
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", value):
        refuse("field-types", f'found "{shorten(value)}"; a licence is its SPDX identifier, such as CC-BY-4.0')
    return value


def _country_named(text: str) -> str | None:
    """Return the code of the country that a text names."""
    name = meant.folded(text)
    by_name = {meant.folded(known): code for code, known in COUNTRIES.items()}
    code = text.strip().upper()
    return code if code in COUNTRIES else _COUNTRY_NAMES.get(name) or by_name.get(name)


def _country_around(text: str) -> str | None:
    """Return the code of the country that a text names a part of."""
    return _PARTS.get(meant.folded(text))


def _currency_named(text: str) -> str | None:
    """Return the code of the currency that a text names."""
    code = text.strip().upper()
    return code if code in CURRENCIES else _CURRENCY_NAMES.get(meant.folded(text))


def _currency_perhaps(text: str) -> str | None:
    """Return the code of the currency that a text most likely names, where several share the name."""
    return _currency_named(text) or _CURRENCY_HINTS.get(meant.folded(text))


def _language_named(text: str) -> str | None:
    """Return the code of the language that a text names."""
    return _LANGUAGE_NAMES.get(meant.folded(text)) or (
        text.strip().replace("_", "-") if re.fullmatch(r"\s*[a-z]{2,3}_[A-Za-z]{2}\s*", text) else None
    )
