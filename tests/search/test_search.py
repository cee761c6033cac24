"""What a search finds, in which order, and what it says of it."""

from __future__ import annotations

import sqlite3
import threading

import numpy as np
import pytest

from lessons.search import Request, SearchIndex, results, search
from tests.search.filling import Review
from tests.search.small import REVIEWS, Ask, Collection, asked, collection, ids


def test_an_empty_search_lists_all_newest_first(ask: Ask) -> None:
    page = ask("", in_="reviews", size="100")
    assert page.count == page.unfiltered_count == 34
    assert page.sort == "newest"
    assert ids(page)[:3] == ["valves", "cautions", "recycling"]
    assert ids(page)[-1] == "breakfast", "what has no date comes last"


def test_the_oldest_come_first_when_asked_and_undated_ones_still_last(ask: Ask) -> None:
    page = ask("", in_="reviews", sort="oldest", size="100")
    assert ids(page)[0] == "bus-00"
    assert ids(page)[-1] == "breakfast"


def test_documents_with_every_word_come_first(ask: Ask) -> None:
    page = ask("residents meeting", in_="lessons")
    assert ids(page)[0] == "recycling#consult"
    assert page.all_words_count == 1
    assert page.count > 1


def test_with_enough_documents_that_have_every_word_no_others_follow(ask: Ask) -> None:
    page = ask("night buses")
    assert page.count == page.all_words_count == 30


def test_a_question_finds_the_lesson_that_answers_it(ask: Ask) -> None:
    assert ids(ask("how do we get offenders to take part when it is voluntary?"))[0] == "cautions#opt-out"


def test_stems_and_accents_make_no_difference(ask: Ask) -> None:
    assert ids(ask("cafe", in_="reviews")) == ids(ask("CAFÉ", in_="reviews")) == ["cautions"]
    assert ids(ask("offended", in_="lessons")) == ids(ask("offender", in_="lessons"))


def test_a_phrase_is_never_relaxed(ask: Ask) -> None:
    assert ids(ask('"spare valves" residents')) == ["valves#spares"]
    assert ask('"van each"').count == 0


def test_a_word_can_be_left_out(ask: Ask) -> None:
    assert set(ids(ask("valve OR residents -fitters"))) == {"recycling#crews", "recycling#consult"}


def test_a_prefix_finds_all_words_that_begin_so(ask: Ask) -> None:
    assert ids(ask("recyc*", in_="reviews")) == ["recycling"]


def test_a_field_restricts_by_slug_label_or_part_of_a_name(ask: Ask) -> None:
    for text in ("sector:policing", "sector:Policing", "organisation:thames", 'organisation:"thames valley police"'):
        assert set(ids(ask(text, in_="reviews"))) == {"cautions"}, text


def test_years_can_be_a_range(ask: Ask) -> None:
    assert set(ids(ask("year:1997..1998", in_="reviews"))) == {"recycling", "cautions"}
    assert set(ids(ask("year:1998..", in_="reviews"))) == {"valves", "cautions"}


def test_a_value_that_does_not_exist_is_searched_for_as_words(ask: Ask) -> None:
    page = ask("sector:heating", in_="reviews")
    assert ids(page)[0] == "valves"
    assert "“Sector” has no value “heating”, so its words were searched for instead." in page.understood.words


def test_the_query_is_said_back_in_words(ask: Ask) -> None:
    words = ask('why did "night buses" ask -empty year:1990..1992').understood.words
    assert words == (
        "Searched for “night buses” and ask. Left out results that contain empty. Year: 1990 to 1992. Ignored as too common: why and did."
    )


def test_synonyms_are_searched_shown_and_removable(ask: Ask) -> None:
    page = ask("local authority", in_="reviews")
    assert ids(page)[0] in {"valves", "recycling"}
    assert page.understood.synonyms == (("local authority", "local government"),)
    page = ask("local authority", in_="reviews", exact="local government")
    assert page.understood.synonyms == ()
    assert page.all_words_count == 0


def test_other_names_of_an_organisation_find_it(ask: Ask) -> None:
    assert ids(ask("thames police", in_="reviews"))[0] == "cautions"


def test_a_review_is_shown_with_its_lesson_that_fits_best(ask: Ask) -> None:
    (hit, *_) = ask("residents take part", in_="reviews").hits
    assert (hit.id, hit.statement) == ("recycling", "Ask residents what would make them take part")
    assert hit.lesson_url == "/reviews/recycling/consult"


@pytest.mark.parametrize(
    ("text", "filters", "lesson"),
    [
        ("", {"kind": "sustain"}, "cautions/victims"),
        ("victims", {"kind": "improve"}, "cautions/opt-out"),
        ("victims kind:improve", {}, "cautions/opt-out"),
        ("victims kind:improve", {"change": "process"}, "cautions/opt-out"),
        ("train crews", {"change": "people"}, "recycling/consult"),
        ("residents take part -priority:not-stated", {}, "recycling/crews"),
        # Each has one of the two, so the words decide.
        ("train crews", {"change": "people", "priority": "urgent"}, "recycling/crews"),
        ("ask residents", {"change": "people", "priority": "urgent"}, "recycling/consult"),
        # All of its lessons are of its sector, so the words decide.
        ("victims", {"sector": "policing"}, "cautions/victims"),
    ],
)
def test_a_review_is_shown_with_a_lesson_that_has_the_values_asked_for_before_the_words(
    ask: Ask, text: str, filters: dict[str, str], lesson: str
) -> None:
    (hit, *_) = ask(text, in_="reviews", **filters).hits
    assert hit.lesson_url == f"/reviews/{lesson}"


def test_every_value_that_only_lessons_have_shows_lessons_that_have_it(founders: Collection) -> None:
    facets = founders.index.facets
    numbers = dict(
        founders.connection.execute("SELECT '/reviews/' || review_id || '/' || local_id, number FROM lessons")
    )
    seen = set()
    for code, (facet, value, _) in enumerate(facets.values):
        if not facets.declared[facet].lessons_only:
            continue
        for hit in asked(founders, "how do we ask people first", in_="reviews", size="100", **{facet: value}).hits:
            if hit.lesson_url:
                (position,) = founders.index.positions("lessons", np.array([numbers[hit.lesson_url]]))
                assert code in facets.codes_of(position), (facet, value, hit.lesson_url)
                seen.add(facet)
    assert seen == {facet.name for facet in facets.declared.values() if facet.lessons_only}


def test_lessons_and_reviews_can_be_listed_together(ask: Ask) -> None:
    page = ask("valves", in_="all")
    assert {(hit.type, hit.id) for hit in page.hits} == {("lesson", "valves#spares"), ("review", "valves")}


def test_a_lesson_is_found_by_the_review_around_it(ask: Ask) -> None:
    assert "cautions#victims" in ids(ask("restorative"))


def test_pages_follow_one_another_without_gap_or_repeat(ask: Ask) -> None:
    parts = [ids(ask("", size="7", page=str(number))) for number in range(1, 7)]
    together = [one for part in parts for one in part]
    assert together == ids(ask("", size="100"))
    assert len(set(together)) == 36


def test_a_page_beyond_the_end_is_empty(ask: Ask) -> None:
    page = ask("valves", page="9")
    assert page.hits == ()
    assert page.pages == 1


def test_all_results_are_those_of_the_pages(small: Collection, ask: Ask) -> None:
    everything = [hit.id for hit in results(small.connection, small.index, Request(text="ask home"))]
    assert everything == ids(ask("ask home", size="100"))


def test_nothing_found_says_what_removing_each_filter_would_give(ask: Ask) -> None:
    page = ask("valves", sector="policing", result="no-effect")
    assert page.count == 0
    assert page.unfiltered_count == 1
    assert page.without == {("sector", "policing"): 1, ("result", "no-effect"): 0}


def test_a_filter_value_that_does_not_exist_is_left_out_and_said(ask: Ask) -> None:
    page = ask("valves", sector="x'; DROP TABLE reviews; --")
    assert page.count == 1
    assert page.request.problems["sector"].startswith("“Sector” has no value “x'; DROP TABLE reviews; --”. ")


def test_what_is_near_no_value_of_a_filter_is_answered_with_the_values_that_there_are(ask: Ask) -> None:
    assert ask("", in_="reviews", kind="splendid").request.problems == {
        "kind": "“Kind” has no value “splendid”. There are improve, sustain and not-stated."
    }


def test_of_many_values_of_a_filter_as_many_are_named_as_can_be_read_at_a_glance() -> None:
    sectors = [f"area-{chr(97 + number)}" for number in range(26)]
    found = collection([Review(one, one, terms={"sector": (one,)}) for one in sectors])
    said = asked(found, "", sector="zzzzzzzzzzzz").request.problems["sector"]
    assert "There are area-a, area-b, " in said
    # Six more, the two that only have synonyms, and what is not stated.
    assert said.endswith(", area-t and 9 more.")


def test_a_slip_in_the_name_or_value_of_a_filter_is_answered_with_the_right_one(ask: Ask) -> None:
    assert ask("", sector="polcing").request.problems == {
        "sector": "“Sector” has no value “polcing”. Did you mean “policing”?"
    }
    assert ask("", sectr="policing").request.problems == {
        "sectr": "A search has no parameter “sectr”. Did you mean “sector”?"
    }
    assert "There are sector, " in ask("", xyzzy="policing").request.problems["xyzzy"]


def test_a_term_that_no_review_has_finds_nothing(founders: Collection) -> None:
    every = asked(founders, "").count
    page = asked(founders, "", phase="close")
    assert founders.connection.execute("SELECT count(*) FROM all_terms WHERE term = 'close'").fetchone() == (0,)
    assert (page.count, page.unfiltered_count, page.request.problems) == (0, every, {})
    assert page.without == {("phase", "close"): every}
    offered = {value.value for facet in asked(founders, "").facets for value in facet.values}
    assert "operate" in offered
    assert "close" not in offered
    either = asked(founders, "", phase=["close", "operate"])
    assert either.count == asked(founders, "", phase="operate").count > 0


def test_a_filter_about_lessons_leaves_the_reviews_that_have_such_a_lesson(founders: Collection) -> None:
    having = {row[0] for row in founders.connection.execute("SELECT review_id FROM lessons WHERE kind = 'sustain'")}
    lacking = {row[0] for row in founders.connection.execute("SELECT id FROM reviews")} - having
    assert having
    assert lacking
    filtered = asked(founders, "", in_="reviews", kind="sustain", size="100")
    assert filtered.request.problems == {}
    assert {hit.id for hit in filtered.hits} == having
    assert {hit.id for hit in asked(founders, "kind:sustain", in_="reviews", size="100").hits} == having
    assert {hit.id for hit in asked(founders, "-kind:sustain", in_="reviews", size="100").hits} == lacking
    (facet,) = (one for one in asked(founders, "", in_="reviews").facets if one.name == "kind")
    assert {value.value: value.count for value in facet.values}["sustain"] == len(having)


def test_a_search_past_its_time_limit_answers_with_what_it_has_and_says_so(small: Collection) -> None:
    page = search(small.connection, small.index, Request(text='valves "night buses"'), time_limit=-1.0)
    assert page.partial
    assert page.hits == ()
    assert not search(small.connection, small.index, Request(text="valves"), time_limit=60.0).partial


def test_an_empty_collection_can_be_searched() -> None:
    empty = collection(())
    for request in (Request(), Request(text="why is it empty", result_type="all"), Request(filters={"sector": ("a",)})):
        page = search(empty.connection, empty.index, request)
        assert (page.count, page.hits, page.facets) == (0, (), ())


def test_a_collection_of_one_review_can_be_searched() -> None:
    one = collection(REVIEWS[:1])
    page = search(one.connection, one.index, Request(text="how do victims prepare", result_type="all"))
    assert page.hits[0].id == "cautions#victims"


def test_one_index_serves_many_threads(small: Collection) -> None:
    uri = "file:many?mode=memory&cache=shared"
    shared = sqlite3.connect(uri, uri=True)
    small.connection.backup(shared)
    index = SearchIndex.load(shared)
    found: list[list[str]] = []

    def work() -> None:
        connection = sqlite3.connect(uri, uri=True)
        found.extend(ids(search(connection, index, Request(text="take part in recyclng"))) for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    assert len(found) == 20
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("result_type", ["lessons", "reviews", "all"])
def test_the_same_search_gives_the_same_page(small: Collection, result_type: str) -> None:
    request = Request(text="what do residents want", result_type=result_type)
    assert search(small.connection, small.index, request) == search(small.connection, small.index, request)
