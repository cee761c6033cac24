"""Briefs over the founding reviews: what comes first, why, and what is said of plans that are none."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest

from lessons.learning import brief as briefs
from lessons.learning.brief import FEW_LESSONS, LEAST_SHARE, LESSONS, SPREAD, Brief, brief
from lessons.learning.plan import PlanError
from lessons.learning.texts import Stemmer
from lessons.learning.thesaurus import Thesaurus, thesaurus
from lessons.search.text import STOP_WORDS, stems, words
from tests.learning.plans import GERMAN, RECYCLING, STATEMENTS


def ids(found: Brief) -> list[str]:
    return [lesson.card.id for lesson in found.lessons]


CAUTIONS = (
    "Two police stations want to deal with first-time shoplifters under 18 by a meeting with the shop manager and the parents in place of a "
    "court summons. Officers who have cautioned young people by a stern talk for twenty years will chair the meetings."
)


def test_a_plan_for_recycling_brings_the_recycling_lessons_first(founding: sqlite3.Connection) -> None:
    assert {id_.partition("#")[0] for id_ in ids(brief(founding, RECYCLING, time_limit=None))[:3]} == {
        "kirklees-recycling"
    }


def test_a_plan_for_paperless_statements_brings_the_opt_out_lesson(founding: sqlite3.Connection) -> None:
    found = brief(founding, STATEMENTS, time_limit=None)
    assert "aylesbury-restorative-cautions#opt-out" in ids(found)[:5]
    lesson = next(one for one in found.lessons if one.card.id.endswith("#opt-out"))
    assert "taking part by choice" in lesson.why
    assert "“register”" in lesson.why
    assert "register for paperless statements" in lesson.passage
    assert lesson.used


def test_each_lesson_says_why_with_a_passage_of_the_plan(founding: sqlite3.Connection) -> None:
    plain = " ".join(RECYCLING.replace("#", " ").replace("- ", "").split())
    for lesson in brief(founding, RECYCLING, time_limit=None).lessons:
        assert lesson.why.endswith(".")
        assert lesson.passage
        assert set(words(lesson.passage)) <= set(words(plain))
        assert all(set(words(shared)) <= set(words(plain)) for shared in lesson.shared)


def test_scores_fall_and_no_review_fills_the_brief(founding: sqlite3.Connection) -> None:
    found = brief(founding, RECYCLING, time_limit=None)
    scores = [lesson.score for lesson in found.lessons]
    assert scores == sorted(scores, reverse=True)
    assert max(Counter(lesson.card.review for lesson in found.lessons).values()) < len(found.lessons)
    assert len(set(ids(found))) == len(found.lessons) <= briefs.LESSONS


def test_a_plan_in_another_language_is_told_so(founding: sqlite3.Connection) -> None:
    found = brief(founding, GERMAN, time_limit=None)
    assert (found.lessons, found.language) == ((), "de")
    assert found.notices == (
        "The plan is in German, and the lessons of this library are in English. Give the plan in English.",
    )


def test_a_plan_in_a_language_that_is_not_told_from_others_is_read_where_a_review_may_be_in_it(
    founding: sqlite3.Connection,
) -> None:
    turkish = "Belediye gelecek bahardan itibaren tüm evlerden gıda atıklarını toplayacak ve sakinlerden kaydolmalarını isteyecek."
    told = brief(founding, turkish, time_limit=None)
    assert told.language == "und"
    assert told.notices == (
        "The plan is in another language, and the lessons of this library are in English. Give the plan in English.",
    )
    library = sqlite3.connect(":memory:")
    founding.backup(library)
    library.execute("UPDATE reviews SET language = 'tr' WHERE id = 'kirklees-recycling'")
    read = brief(library, turkish, time_limit=None)
    library.close()
    assert read.language is None
    assert read.notices == ("No lesson of this library shares enough with the plan.",)


OTHER_SUBJECTS = (
    "We leave on the ebb with the wind in the south-west, reef the main at twenty knots and keep watches of three hours. The liferaft is serviced, "
    "the jacklines are rigged, and if the barometer falls quickly we turn back to harbour.",
    "Cut forty-eight squares of cotton in blues and greys, sew them in rows and press the seams open. The wadding is wool. The quilt is stitched by hand in a "
    "diamond pattern, and its edge is bound on the bias.",
    "Tiles of 64 by 64 are loaded into shared memory and the inner loop is unrolled eight times. Bank conflicts are avoided by padding the matrices; tensor "
    "cores accumulate in single precision.",
)
NOT_PLAINLY = "No lesson of this library is plainly about what you plan."


@pytest.mark.parametrize("plan", OTHER_SUBJECTS)
def test_a_plan_that_no_lesson_is_about_is_told_so_and_gets_the_nearest_alone(
    founding: sqlite3.Connection, plan: str
) -> None:
    found = brief(founding, plan, time_limit=None)
    assert found.notices[0].startswith(NOT_PLAINLY)
    assert len(found.lessons) <= briefs.NEAREST
    at_length = brief(founding, "\n\n".join(f"{plan} Part {part}." for part in range(8)), time_limit=None)
    assert at_length.notices[0].startswith(NOT_PLAINLY)


@pytest.mark.parametrize(
    "plan",
    [
        RECYCLING,
        STATEMENTS,
        CAUTIONS,
        "The parish council will renew the roof of the village hall. A fund is raised from a grant and from residents, and a committee of volunteers oversees the builder.",
        "All social workers move to a new case system in October, with one day of training. The old system is switched off on the Monday after.",
    ],
)
def test_a_plan_that_some_lesson_is_about_gets_no_such_notice(founding: sqlite3.Connection, plan: str) -> None:
    assert brief(founding, plan, time_limit=None).notices == ()


SENTENCE = "We will collect food waste from every household in the district every week, beginning next spring."


@pytest.mark.parametrize(
    "plan",
    [
        SENTENCE,
        "Customers will be asked by letter to register for paperless bills; we expect half of them to do so within a year.",
        "All nurses get a tablet for the drug round and one hour of training on the day before it goes live.",
    ],
)
def test_of_a_sentence_that_shares_little_with_any_lesson_it_is_not_said(
    founding: sqlite3.Connection, plan: str
) -> None:
    assert brief(founding, plan, time_limit=None).notices == ()


def test_in_a_library_of_one_review_less_is_asked_for(founding: sqlite3.Connection) -> None:
    small = sqlite3.connect(":memory:")
    founding.backup(small)
    others = "SELECT number FROM lessons WHERE review_id <> 'kirklees-recycling'"
    for table in ("lsa_lessons", "lesson_text", "lessons"):
        small.execute(f"DELETE FROM {table} WHERE number IN ({others})")
    for index in ("lessons_fts", "lessons_exact"):
        small.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    about_it, about_another = (brief(small, plan, time_limit=None) for plan in (SENTENCE, CAUTIONS))
    small.close()
    assert about_it.notices == ()
    assert about_another.notices[0].startswith(NOT_PLAINLY)


def test_one_passage_that_a_lesson_is_about_is_enough(founding: sqlite3.Connection) -> None:
    found = brief(founding, "\n\n".join((OTHER_SUBJECTS[0], RECYCLING, OTHER_SUBJECTS[1])), time_limit=None)
    assert found.notices == ()
    assert any(one.startswith("kirklees-recycling#") for one in ids(found)[:3])


def test_a_lesson_for_which_only_the_likeness_of_vectors_speaks_is_left_out(founding: sqlite3.Connection) -> None:
    plan = "Two new teams of twelve people will change the plan for forty vans in March and for ten more in April."
    for lesson in brief(founding, plan, time_limit=None).lessons:
        assert lesson.why != "They are alike in meaning."


def test_passages_in_another_language_are_passed_over(founding: sqlite3.Connection) -> None:
    found = brief(founding, "\n\n".join((STATEMENTS * 2, GERMAN * 3, STATEMENTS * 2)), time_limit=None)
    assert "aylesbury-restorative-cautions#opt-out" in ids(found)[:5]
    assert "A part of the plan is in German (1 passage)" in found.notices[0]


@pytest.mark.parametrize("foreign_first", [True, False])
def test_a_short_paragraph_in_another_language_does_not_hide_the_one_beside_it(
    founding: sqlite3.Connection, *, foreign_first: bool
) -> None:
    english = "We will ask households to join a voluntary scheme for food waste and to recycle what is collected."
    french = (
        "Les habitants pourront s'inscrire et recevront un bac pour le papier, le verre et les canettes dans la rue."
    )
    plan = "\n\n".join((french, english) if foreign_first else (english, french))
    found = brief(founding, plan, time_limit=None)
    assert any(one.startswith("kirklees-recycling#") for one in ids(found)[:5])
    assert "A part of the plan is in French (1 passage)" in found.notices[0]


def test_two_words_are_read_and_more_is_asked_for(founding: sqlite3.Connection) -> None:
    found = brief(founding, "waste recycling", time_limit=None)
    assert ids(found)[0].startswith("kirklees-recycling#")
    assert "The plan has only 2 words." in found.notices[0]


def test_of_a_plan_in_another_language_no_words_are_counted(founding: sqlite3.Connection) -> None:
    """Where words are not written apart, a page has few."""
    (notice,) = brief(
        founding, "私たちは町で家庭ごみのリサイクル制度を始めます。住民は申し込みをします。", time_limit=None
    ).notices
    assert "another language" in notice


def test_what_no_lesson_speaks_of_brings_none(founding: sqlite3.Connection) -> None:
    assert brief(founding, "Xylophone zeppelin quark.", time_limit=None).lessons == ()


@pytest.mark.parametrize("plan", ["", "\x00\x01\x02" * 50, "***"])
def test_what_is_no_plan_is_refused(founding: sqlite3.Connection, plan: str) -> None:
    with pytest.raises(PlanError):
        brief(founding, plan, time_limit=None)


def test_without_time_a_brief_says_that_it_is_not_complete(founding: sqlite3.Connection) -> None:
    found = brief(founding, RECYCLING, time_limit=0.0)
    assert found.partial
    assert "not complete" in found.notices[-1]


def test_the_same_plan_gives_the_same_brief(founding: sqlite3.Connection) -> None:
    assert brief(founding, RECYCLING, time_limit=None) == brief(founding, RECYCLING, time_limit=None)


def test_more_lessons_than_are_compared_in_full_lose_none_of_the_best(
    founding: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = ids(brief(founding, STATEMENTS, time_limit=None))
    monkeypatch.setattr("lessons.learning.candidates.CANDIDATES", 40)
    fewer = ids(brief(founding, STATEMENTS, time_limit=None))
    assert fewer[0] == everything[0]
    assert set(fewer[:4]) == set(everything[:4])


def test_a_text_of_punctuation_and_query_signs_is_only_text(founding: sqlite3.Connection) -> None:
    found = brief(
        founding, 'We will "invite" residents* OR -staff NEAR(a b) to: register; DROP TABLE lessons --', time_limit=None
    )
    assert found.lessons


def test_each_concept_has_a_name_and_cues_of_its_own() -> None:
    found = thesaurus()
    assert len(set(found.names)) == len(found.names) == len(found.cues)
    for name, cues in zip(found.names, found.cues, strict=True):
        assert name == name.strip()
        assert len(cues) >= 5, name
        assert all(cues), name


def test_no_cue_is_a_function_word_by_itself_which_no_text_is_found_by() -> None:
    assert not [cue for cues in thesaurus().cues for cue in cues if len(cue) == 1 and cue[0] in STOP_WORDS]


def test_a_phrase_tells_more_than_a_word_and_what_concepts_share_less() -> None:
    small = Thesaurus.of("choice: willing, sign up, put their names down\nwarning: sign up, signs up, fine")
    assert small.strength([("fine",)]) == 1.0
    assert small.strength([tuple(stems(["put", "their", "names", "down"]))]) == 3.0
    assert small.strength([("sign", "up")]) == pytest.approx(2 / 2**0.5)


def test_a_concept_is_looked_up_by_the_shortest_of_its_cues() -> None:
    small = Thesaurus.of("choice: sign up, signed up, sign up today, enrol, today")
    assert small.expression(0) == Thesaurus.of("choice: sign up, enrol, today").expression(0)


def test_a_function_word_is_no_cue_because_it_shares_a_stem_with_one() -> None:
    small = Thesaurus.of("choice: willing, sign up")
    assert small.found(["will", "sign", "up"], stems(["will", "sign", "up"])) == {0: {("sign", "up"): 1}}


@pytest.mark.parametrize(
    ("cue", "text", "same"),
    [
        ("one line", "put on line", False),
        ("one line", "in one line", True),
        ("ask us", "ask users first, then use it", False),
        ("ready and willing", "ready and will do", False),
        ("ready and willing", "ready and willing", True),
        ("evening shift", "even shifts", False),
        ("evening shift", "evening shifts", True),
        ("own budget", "owns a budget", True),
    ],
)
def test_a_phrase_with_a_word_that_only_shares_the_stem_of_a_function_word_is_another_phrase(
    cue: str, text: str, same: bool
) -> None:
    (found,) = Stemmer(Thesaurus.of(f"concept: {cue}")).read([text])
    assert bool(found.concepts) is same


def test_nothing_to_compare_with_is_no_fault(founding: sqlite3.Connection) -> None:
    empty = sqlite3.connect(":memory:")
    founding.backup(empty)
    for table in (
        "lesson_terms",
        "lesson_links",
        "lesson_evidence",
        "lesson_addressees",
        "uses",
        "lsa_lessons",
        "lesson_text",
        "lessons",
    ):
        empty.execute(f"DELETE FROM {table}")
    for index in ("lessons_fts", "lessons_exact"):
        empty.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    found = brief(empty, STATEMENTS, time_limit=None)
    empty.close()
    assert found.lessons == ()
    assert found.notices == ("No lesson of this library shares enough with the plan.",)


def test_numbers_and_words_of_any_plan_are_no_reason(founding: sqlite3.Connection) -> None:
    plan = (
        "Two new teams of twelve people will change the plan for forty vans in March. "
        "Every first Monday the next group of ten members will meet for an hour."
    )
    for lesson in brief(founding, f"{plan} Residents are asked to sign up.", time_limit=None).lessons:
        assert not set(lesson.shared) & {
            "two",
            "new",
            "teams",
            "twelve",
            "people",
            "change",
            "plan",
            "forty",
            "march",
            "first",
            "next",
            "ten",
        }
        assert lesson.why != "They are alike in meaning."


def test_a_cue_is_said_as_the_text_has_it() -> None:
    texts = Stemmer(
        Thesaurus.of("saved: next year's budget\nwritten: by e mail\nredone: redesigned redesign\nover: end and begin")
    )
    (text,) = texts.read(
        ["Taken from NEXT year’s\nbudget, told by e-mail, redesigned, redesign this; an end. And begin."]
    )
    said = [text.cue(cue, place) for cues in text.concepts.values() for cue, place in cues.items()]
    assert sorted(said) == ["by e-mail", "end and begin", "next year’s budget", "redesigned, redesign"]


def test_what_fits_far_less_than_the_best_lesson_is_left_out(founding: sqlite3.Connection) -> None:
    scores = [lesson.score for lesson in brief(founding, STATEMENTS, time_limit=None).lessons]
    assert FEW_LESSONS <= len(scores) < LESSONS
    assert all(score >= LEAST_SHARE * scores[0] * SPREAD**3 for score in scores[FEW_LESSONS:])


def test_a_situation_that_says_little_beside_the_words_of_both_is_not_said(founding: sqlite3.Connection) -> None:
    found = {lesson.card.id: lesson.why for lesson in brief(founding, CAUTIONS, time_limit=None).lessons}
    assert "both speak of" in found["milton-keynes-retail-theft#design-with-those-hit"].lower()
    slight = [why for why in found.values() if why.startswith("Both mention") and "speak of" not in why]
    assert slight
