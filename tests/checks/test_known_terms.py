"""The rule ``known-terms``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import known_terms
from lessons.entries.record import FieldError
from lessons.problems import Place
from lessons.record.vocabulary import Vocabulary, Words
from lessons.text.nodes import Scalar
from tests.support.sample import collection, lesson, line_of, problems, read, review

OUTCOME = "outcomes:\n  - measure: a\n    result: 5\n    better: {better}\n    method: {method}"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("sector: polcing", '5:9 unknown sector "polcing", did you mean "policing-and-justice"?'),
        ("sector: Transport", '5:9 unknown sector "Transport", did you mean "transport"?'),
        ("sector: buses and trains", '5:9 unknown sector "buses and trains", did you mean "transport"?'),
        ("sector: fishing", '5:9 unknown sector "fishing"; use one of: transport, policing-and-justice'),
        ("result: sucess", '6:9 unknown result "sucess", did you mean "success"?'),
        (
            "outcomes: {measure: a, result: 5, better: lower, measures: outcme}",
            '7:60 unknown value of `measures` "outcme", did you mean "outcome"?',
        ),
        ("result: terrible", '6:9 unknown result "terrible"; use one of: success, mixed, no-effect, failure, too-early, not-stated'),
        ("type: rapid lesson", '7:7 unknown type "rapid lesson", did you mean "rapid-lesson"?'),
        ("status: published!", '7:9 unknown status "published!", did you mean "published"?'),
        ("handling: secret", '7:11 unknown handling "secret"; use one of: public, internal, restricted'),
        ("enablers: [senior-management, luck]", '7:31 unknown enabler "luck"; use one of: senior-management'),
        ("change: policy, process", '7:9 found "policy, process"; write a list, one `- term` per line'),
        ("sector: Transport / polcing-and-justice", '5:9 found "Transport / polcing-and-justice"; write one sector, the main one: transport or policing-and-justice'),
        ("sector: transport and weather", '5:9 unknown sector "transport and weather"; use one of: transport, policing-and-justice'),
        ("event: not-stated", '7:8 found "not-stated"; where the event is not stated, leave the field out'),
        ("outcomes: {measure: a, result: 5, better: lower, measures: not-stated}", '7:60 found "not-stated"; where the value of `measures` is not stated, leave the field out'),
        ("reviewed: {on: 1999, by: not-stated}", '7:26 found "not-stated"; use one of: peer, user, independent'),
        ("reviewed: {on: 1999, by: n/a}", '7:26 found "n/a"; use one of: peer, user, independent'),
        (OUTCOME.format(better="TBC", method="none"), '10:13 found "TBC"; use one of: lower, higher'),
        (OUTCOME.format(better="not-stated", method="none"), '10:13 found "not-stated"; use one of: lower, higher'),
        ("type: not-stated", '7:7 found "not-stated"; where the type is not stated, leave the field out'),
        ("enablers: not-stated", '7:11 found "not-stated"; where the enabler is not stated, leave the field out'),
        ("change: [policy and process]", '7:10 found "policy and process"; write a list, one `- term` per line'),
        ("enablers: ['x & senior-management']", '7:12 unknown enabler "x & senior-management", did you mean "senior-management"?'),
        ("sector: transport /", '5:9 unknown sector "transport /", did you mean "transport"?'),
        ("sector: transport, policing-and-justice, fishing", '5:9 unknown sector "transport, policing-and-justice, fishing"; use one of: transport, policing-and-justice'),
        ("sector: recurred", '5:9 unknown sector "recurred"; use one of: transport, policing-and-justice'),
        ("barriers: ['a,b']", '7:12 found "a,b"; a term is written in lower-case letters, digits and hyphens'),
        ("enablers: 'luck, rain'", '7:11 found "luck, rain"; write a list, one `- term` per line'),
        ("event: Big Bang", '7:8 found "Big Bang"; a term is written in lower-case letters, digits and hyphens'),
        ("event: project, pilot", '7:8 found "project, pilot"; write one event, the main one'),
        ("event: project/near-miss", '7:8 found "project/near-miss"; write one event, the main one'),
        ("event: Police & fire", '7:8 found "Police & fire"; a term is written in lower-case letters, digits and hyphens'),
        (OUTCOME.format(better="less", method="none"), '10:13 unknown value of `better` "less", did you mean "lower"?'),
        (OUTCOME.format(better="lower", method="comparsion"), '11:13 unknown method "comparsion", did you mean "comparison"?'),
        ("reviewed: {on: 1999, by: boss}", '7:26 unknown reviewer "boss"; use one of: peer, user, independent'),
    ],
)  # fmt: skip
def test_a_term_that_the_vocabulary_does_not_hold_is_reported_once(extra: str, expected: str) -> None:
    name, _, value = extra.partition(": ")
    text = review(**{name: value}) if name in ("sector", "result") else review(extra)
    assert problems(text, rule="known-terms") == [expected]


@pytest.mark.parametrize("sign", [",", ";", "/", "|", "+", "&", "•", "·", " and ", " Or ", " / "])
def test_whatever_joins_two_terms_the_main_one_is_asked_for(sign: str) -> None:
    text = f"transport{sign}policing-and-justice"
    assert problems(review(sector=f'"{text}"'), rule="known-terms") == [
        f'5:9 found "{text}"; write one sector, the main one: transport or policing-and-justice'
    ]


@pytest.mark.parametrize("sign", [",", ";", "/", "|", "+", "&", " / "])
def test_without_a_list_two_slugs_are_two_terms(sign: str) -> None:
    text = f"pilot{sign}near-miss"
    assert problems(review(f"event: {text}"), rule="known-terms") == [
        f'7:8 found "{text}"; write one event, the main one'
    ]


def test_a_scheme_that_the_vocabulary_does_not_list_takes_any_slug() -> None:
    assert problems(review("event: street-party\nbarriers: [bad-luck]")) == []
    assert problems(review(sector="fishing"), words=Vocabulary()) == []


@pytest.mark.parametrize(
    ("field", "column", "message"),
    [
        ("Change: policy, proces", 19, 'unknown change "proces", did you mean "process"?'),
        ("Kind: good", 9, 'unknown kind "good"; use one of: sustain, improve'),
        ("Priority: Urgent", 13, 'unknown priority "Urgent", did you mean "urgent"?'),
        ("Status: learnt", 11, 'unknown lesson status "learnt", did you mean "learned"?'),
        (
            "Status: recurred",
            11,
            'the status "recurred" is never written by hand: it is set when a later review `repeats` the lesson',
        ),
        ("Change: policy / process", 11, 'found "policy / process"; separate them with commas: policy, process'),
        ("Change: policy and proces", 11, 'found "policy and proces"; separate them with commas: policy, process'),
        ("Kind: sustain / improve", 9, 'found "sustain / improve"; write one kind, the main one: sustain or improve'),
        ("Kind: not-stated", 9, 'found "not-stated"; where the kind is not stated, leave the field out'),
        (
            "Status: done",
            11,
            'unknown lesson status "done"; use one of: observation, identified, endorsed, in-progress, implemented, learned, rejected, superseded, closed-not-implemented',
        ),
        ("Barrier: a & b", 12, 'found "a & b"; a term is written in lower-case letters, digits and hyphens'),
        ("Barrier: Bad luck", 12, 'found "Bad luck"; a term is written in lower-case letters, digits and hyphens'),
    ],
)
def test_terms_of_lessons_are_held_to_the_same(field: str, column: int, message: str) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- {field}\n"))
    assert problems(text, rule="known-terms") == [f"{line_of(text, f'- {field}')}:{column} {message}"]


PEOPLE = Vocabulary(Words.model_validate({"people": {"ann-driver": {"name": "Ann Driver"}}}))


@pytest.mark.parametrize(
    ("contributors", "expected"),
    [
        ("contributors: driver", None),
        ("contributors: [driver, guard]", None),
        ("contributors: {person: ann-driver, role: driver}", None),
        (
            "contributors: {person: ann-drivr, role: driver}",
            '7:24 no person "ann-drivr" is declared, did you mean "ann-driver"?',
        ),
        (
            "contributors:\n  - guard\n  - person: bo-guard\n    role: guard",
            '9:13 no person "bo-guard" is declared; people are named only where they consent to it: declare them under `people` in '
            "vocabulary.yml, or write the role alone",
        ),
        (
            "contributors: {person: Bo Guard, role: guard}",
            '7:24 no person "Bo Guard" is declared; people are named only where they consent to it: declare them under `people` in '
            "vocabulary.yml, or write the role alone",
        ),
        (
            "contributors: {person: Ann Driver, role: driver}",
            '7:24 no person "Ann Driver" is declared, did you mean "ann-driver"?',
        ),
    ],
)
def test_people_are_named_only_where_they_are_declared(contributors: str, expected: str | None) -> None:
    assert problems(review(contributors, sector="not-stated"), rule="known-terms", words=PEOPLE) == (
        [expected] if expected else []
    )


@pytest.mark.parametrize(("person", "severity"), [("bo-guard", "advice"), ("Bo Guard", "error"), ("n/a", "error")])
def test_who_is_declared_no_longer_is_advice_and_what_can_be_nobody_an_error(person: str, severity: str) -> None:
    entry = read(review(f"contributors: {{person: {person}, role: guard}}", sector="not-stated"))
    assert entry.stands == (severity == "advice")
    assert [one.severity for one in checks.check(collection(entry, words=PEOPLE))] == [severity]


def test_a_contributor_has_a_role() -> None:
    (found,) = problems(review("contributors: {person: ann-driver}", sector="not-stated"), words=PEOPLE)
    assert '"role" is missing' in found


@pytest.mark.parametrize("status", ["recurred", "Recurred", "recured", "done", "accepted"])
def test_a_status_that_is_never_written_by_hand_is_never_offered(status: str) -> None:
    (found,) = problems(
        review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Status: {status}\n")), rule="known-terms"
    )
    assert "never written by hand" in found or "recurred" not in found
    assert ("never written by hand" in found) == (status.lower()[:5] == "recur")


@pytest.mark.parametrize(("number", "listed"), [(12, True), (13, False)])
def test_up_to_twelve_terms_are_listed(number: int, listed: bool) -> None:
    terms = {f"{letter}-term": {"label": letter} for letter in "abcdefghijklm"[:number]}
    words = Vocabulary(Words.model_validate({"schemes": {"sector": {"label": "Sector", "terms": terms}}}))
    (found,) = problems(review(sector="fishing"), words=words)
    end = f"use one of: {', '.join(terms)}" if listed else "see `sector` in vocabulary.yml"
    assert found == f'5:9 unknown sector "fishing"; {end} [known-terms]'


def test_a_unit_may_call_a_term_of_its_own_as_the_status_that_is_never_written_by_hand() -> None:
    terms = {"recurred": {"label": "Recurred"}, "other": {"label": "Other"}}
    words = Vocabulary(Words.model_validate({"schemes": {"sector": {"label": "Sector", "terms": terms}}}))
    (found,) = problems(review(sector="fishing"), words=words)
    assert found == '5:9 unknown sector "fishing"; use one of: recurred, other [known-terms]'


@pytest.mark.parametrize("text", ["transport andpolicing-and-justice", "transportand policing-and-justice"])
def test_a_word_that_begins_or_ends_with_and_joins_nothing(text: str) -> None:
    (found,) = problems(review(sector=text), rule="known-terms")
    assert "the main one" not in found


def test_a_scheme_is_called_by_the_name_of_its_field_in_the_singular() -> None:
    schemes = {
        name: {"label": name, "terms": {"a": {"label": "A"}}} for name in ("enablers", "barriers", "delivery_model")
    }
    words = Vocabulary(Words.model_validate({"schemes": schemes}))
    found = problems(review("enablers: zzz\nbarriers: zzz\ndelivery_model: zzz", sector="not-stated"), words=words)
    assert [one.partition("unknown ")[2].partition(' "')[0] for one in found] == [
        "enabler",
        "barrier",
        "delivery model",
    ]


def test_terms_on_lines_of_their_own_are_several() -> None:
    (found,) = problems(review("change: |-\n  policy\n  process"), rule="known-terms")
    assert found == '7:9 found "policy process"; write a list, one `- term` per line'


@pytest.mark.parametrize("name", ["unknown", "not-stated"])
def test_a_term_that_the_vocabulary_holds_may_be_called_anything(name: str) -> None:
    terms = {"label": "Event", "terms": {"unknown": {"label": "Unknown"}}}
    words = Vocabulary(Words.model_validate({"schemes": {"event": terms}}))
    assert problems(review("event: unknown", sector=name, result="not-stated"), words=words) == (
        []
        if name == "not-stated"
        else ['5:9 sector: found "unknown"; where it is not known, write not-stated [not-known]']
    )


@pytest.mark.parametrize(
    ("path", "text", "terms"),
    [
        (("change",), "policy and PROCESS", ["policy", "process"]), (("change",), "Process; policy, process", ["process", "policy"]), (("change",), "policy", []), (("change",), "policy, policy", []),
        (("change",), "policy, proces", []), (("change",), "", []), (("sector",), "transport, policing-and-justice", []), (("title",), "policy, process", []),
    ],
)  # fmt: skip
def test_which_terms_one_item_of_a_list_names_for_certain(path: tuple[str, ...], text: str, terms: list[str]) -> None:
    assert known_terms.listed_terms(collection(), path, Scalar(text, Place("a.md"))) == terms


@pytest.mark.parametrize("extra", ["sector: n/a", "result: n/a", "event: n/a", "type: n/a", "enablers: [n/a]"])
def test_of_other_words_for_nothing_the_rule_not_known_speaks(extra: str) -> None:
    name, _, value = extra.partition(": ")
    text = review(**{name: value}) if name in ("sector", "result") else review(extra)
    assert len(problems(text, rule="not-known")) == 1


def test_what_reading_says_of_another_place_is_told_as_it_is() -> None:
    entry = read(review())
    entry.errors.append(FieldError("known-terms", ("url",), Place(entry.path, 4, 5), "is odd"))
    (found,) = checks.check(collection(entry))
    assert str(found) == "night-buses.md:4:5: url: is odd [known-terms]"
