"""The language of a plan is told from its function words, and nothing is claimed of what does not tell."""

from __future__ import annotations

import pytest

from lessons.learning.language import language_of, named


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We will collect food waste from all of the households that are in the district."),
        (
            "de",
            "Der Landkreis wird die Abfälle der Haushalte ab dem Frühjahr getrennt sammeln, und das ist mit den Gemeinden besprochen.",
        ),
        (
            "fr",
            "La ville va mettre en place une collecte des déchets dans les quartiers avec les habitants qui le souhaitent.",
        ),
        ("es", "La ciudad va a poner en marcha una recogida de residuos en los barrios con la ayuda de las familias."),
        (
            "it",
            "Il comune avvierà una raccolta dei rifiuti nelle case e nelle scuole con la collaborazione delle famiglie.",
        ),
        ("nl", "De gemeente gaat het afval van alle huishoudens apart ophalen en dat wordt met de bewoners besproken."),
        (
            "cy",
            "Mae'r cyngor yn bwriadu casglu gwastraff bwyd o bob cartref yn y sir ac mae hefyd wedi gofyn i'r trigolion.",
        ),
        ("pt", "A cidade vai recolher os resíduos das famílias e não se sabe como o serviço foi pago pela câmara."),
        ("und", "我们计划从明年春天开始为所有家庭收集厨余垃圾。"),
        ("und", "Город начнёт собирать пищевые отходы у всех жителей района."),
        (
            "pl",
            "Gmina chce w tym roku zbierać odpady z domów i nie jest to łatwe, jak mówią mieszkańcy przy każdej okazji.",
        ),
        # Languages that are not listed.
        (
            "und",
            "Belediye gelecek bahardan itibaren tüm evlerden gıda atıklarını toplayacak ve sakinlerden kaydolmalarını isteyecek.",
        ),
        (
            "und",
            "Kota akan mengumpulkan sampah makanan dari semua rumah tangga mulai musim semi depan dan akan meminta warga mendaftar.",
        ),
        (
            "und",
            "A város jövő tavasztól minden háztartásból összegyűjti az élelmiszerhulladékot, és megkéri a lakosokat, hogy jelentkezzenek.",
        ),
        (
            "und",
            "Ang lungsod ay mangongolekta ng basura ng pagkain mula sa lahat ng sambahayan simula sa susunod na tagsibol.",
        ),
        # English with hardly a function word, with names and with jargon.
        (
            None,
            "Bins, caddies, crews: kerbside food-waste collection, digitised enrolment, Northshire DC, FY26 KPI dashboards, SLA, Kirklees MBC.",
        ),
        (
            None,
            "Kerbside caddies Northshire Kirklees Aylesbury Wakefield: weekly rollout, crews retrained, depots reorganised.",
        ),
        (None, "Find a chair, a room, a budget and a date."),
        (None, "No money, no mandate, no staff: go to market, to tender, to court."),
        (None, "Ten per cent each year, then five per cent, then two per cent."),
        (None, "Bins, caddies, crews: 48,000."),
        (None, ""),
    ],
)
def test_the_language_of_a_text(language: str | None, text: str) -> None:
    assert language_of(text) == language


def test_languages_are_named_in_one_list() -> None:
    assert named(["fr", "de"]) == "German and French"
    assert named(["und"]) == "another language"
    assert named({"und": 1, "cy": 2, "pl": 1}) == "Welsh, Polish and another language"
