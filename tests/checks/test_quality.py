"""Advice: for each rule of quality what it finds, what it leaves alone, and that it is silent where it has nothing to say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons import checks
from lessons.checks import QUALITY, recommendation_verb
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.record import vocabulary
from lessons.record.vocabulary.model import Person, Vocabulary

ENTRIES = Path(__file__).parents[2] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")
GOOD = {
    "result": "mixed",
    "front": "",
    "happened": "Night buses ran for a year.",
    "more": "## Outcomes and evidence\n\nCounted by the drivers.\n\n",
    "prose": "The buses ran mostly empty, because nobody had asked the people who were to use them when they go home.",
    "fields": "- Recommendation: Ask the users when they travel.\n- Applies when: A service depends on habits.\n",
    "statement": "Ask the people who will use it",
}
TEXT = (
    "---\ntitle: Night buses\ndate: 1998\norganisation: Kirklees\nsector: transport\nresult: {result}\ntype: rapid-lesson\n{front}---\n\n"
    "## What happened\n\n{happened}\n\n{more}## Lessons\n\n### {statement}\n\n{prose}\n\n- Id: ask\n{fields}"
)


def advice(rule: str | None = None, words: Vocabulary = WORDS, **parts: str) -> list[str]:
    entry = read_string(TEXT.format(**{**GOOD, **parts}), "night-buses.md")
    collection = Collection((entry,), words)
    errors = [str(problem) for problem in checks.check(collection)]
    assert errors == []
    found = [problem for problem in checks.check(collection, rules=QUALITY) if rule in (None, problem.rule)]
    assert all(problem.severity == "advice" for problem in found)
    return [f"{problem.place.line}:{problem.place.column} {problem.message}" for problem in found]


def test_a_good_review_gets_no_advice() -> None:
    assert advice() == []


def test_the_founding_reviews_get_hardly_any_advice() -> None:
    collection = read_folder(ENTRIES)
    found = checks.check(collection, rules=QUALITY)
    assert len(found) <= len(collection.entries) / 10, [str(problem) for problem in found]


@pytest.mark.parametrize("result", ["success", "mixed", "no-effect", "failure"])
def test_a_result_without_an_outcome_is_advised_about(result: str) -> None:
    (line,) = advice("evidence-given", result=result, more="")
    assert (
        line
        == f'6:9 the result is "{result}", but no outcome shows it; add `outcomes:`, or a section "Outcomes and evidence" that says how it is known'
    )


def test_a_result_with_an_outcome_or_none_stated_needs_no_evidence() -> None:
    assert (
        advice("evidence-given", more="", result="not-stated")
        == advice("evidence-given", more="", result="too-early")
        == []
    )
    outcome = "outcomes:\n  - measure: Users\n    result: 3\n    better: higher\n"
    assert advice("evidence-given", more="", front=outcome) == []


def test_a_failure_needs_a_cause_in_text_or_terms() -> None:
    assert advice("causes-given", result="failure") == [
        '6:9 the result is "failure", but no cause is given; write it under "Why it happened", or list `barriers:`'
    ]
    assert (
        len(advice("causes-given", result="failure", more=GOOD["more"] + "## Why it happened\n\nNot known.\n\n")) == 1
    )
    why = "## Why it happened\n\nThe timetable was made without asking a single user.\n\n"
    assert advice("causes-given", result="failure", more=GOOD["more"] + why) == []
    assert advice("causes-given", result="failure", front="barriers: users-not-involved\n") == []
    assert advice("causes-given", result="failure", fields=GOOD["fields"] + "- Barrier: users-not-involved\n") == []


def test_a_success_names_what_to_sustain() -> None:
    assert advice("sustain-named", result="success") == [
        '6:9 the result is "success", but nothing is named that should be sustained; give a lesson `- Kind: sustain`, or add a section "What went well"'
    ]
    assert advice("sustain-named", result="success", fields=GOOD["fields"] + "- Kind: sustain\n") == []
    assert advice("sustain-named", result="success", more=GOOD["more"] + "## What went well\n\nThe drivers.\n\n") == []


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("See the final report.", '"See the final report." points elsewhere and says little itself'),
        ("As described in section 4.", '"As described in section 4." points elsewhere'),
        ("Details can be found in the annex. Please read.", '"Details can be found in the annex." points elsewhere'),
        ("TBC", '"TBC" points elsewhere'),
        ("", "the lesson has no text; say in two or three sentences"),
    ],
)
def test_a_lesson_that_only_points_elsewhere_is_advised_about(prose: str, found: str) -> None:
    (line,) = advice("empty-lessons", prose=prose)
    assert found in line


@pytest.mark.parametrize(
    "prose",
    [
        "They knew when they went home. See the final report.",
        "Nobody could see the stop at night.",
        "Reading the report helped nobody, as everyone could see.",
        "Ask them first. See the report. Then write it down.",
    ],
)
def test_a_lesson_that_says_something_of_its_own_may_point_as_well(prose: str) -> None:
    assert advice("empty-lessons", prose=prose) == []


def test_a_recommendation_that_points_elsewhere_is_advised_about() -> None:
    assert advice("empty-lessons", fields="- Recommendation: See report\n") == [
        "25:19 the recommendation points elsewhere; say here what to do"
    ]


TOPICS = [
    "Better training", "Communication issues", "Training for crews", "More staff", "Improved stakeholder engagement", "Clear roles and responsibilities",
    "Early involvement of users", "Regular review meetings", "Strong leadership", "Contract management", "Data quality", "A dedicated project manager",
    "Lack of budget", "Use of checklists", "Timely delivery of materials", "The importance of planning",
]  # fmt: skip
ACTIONS = [
    "Train the crews before the first round.", "Always ask users first", "Do not fix the pace too early", "Crews should be trained", "Use checklists",
    "Before roll-out, ask the residents", "Staff must agree on the timetable", "Where quality matters, inspect twice", "Never skip the rehearsal",
    "A manager has to sign", "If in doubt, stop", "Plan for holidays", "Don’t wait", "Weigh the bins",
]  # fmt: skip


def test_a_topic_is_told_from_an_action() -> None:
    assert [text for text in TOPICS if recommendation_verb.tells(text)] == []
    assert [text for text in ACTIONS if not recommendation_verb.tells(text)] == []


def test_who_says_much_is_taken_to_say_what_to_do() -> None:
    assert not recommendation_verb.tells(" ".join(["training"] * 12))
    assert recommendation_verb.tells(" ".join(["training"] * 13))


def test_a_recommendation_without_a_verb_is_advised_about_at_its_value() -> None:
    assert advice("recommendation-verb", fields="- Recommendation: Better training\n") == [
        "25:19 the recommendation names a topic but no action; begin with a verb: what should somebody do?"
    ]


@pytest.mark.parametrize("text", ["{0}", "One.\n\n{0}", "- One.\n- Two.\n\n{0}\n\nOne."])
def test_a_paragraph_is_too_long_from_the_first_word_too_many(text: str) -> None:
    assert advice("readable-length", happened=text.format("word " * 199 + "end")) == []
    (line,) = advice("readable-length", happened=text.format("word " * 200 + "end"))
    assert "the paragraph has 201 words, more than 200; split it in two" in line


def test_a_text_that_begins_right_below_the_front_matter_is_measured_as_well() -> None:
    text = TEXT.format(**GOOD).replace("---\n\n## What", "---\n## What", 1)
    entry = read_string(text, "night-buses.md")
    assert [str(problem) for problem in checks.check(Collection((entry,), WORDS), rules=QUALITY)] == []
    entry = read_string("---\ntitle: x\n---\n" + "word " * 201 + "\n", "night-buses.md")
    found = checks.check(Collection((entry,), WORDS), rules=QUALITY)
    assert [problem.place.line for problem in found if problem.rule == "readable-length"] == [4]


@pytest.mark.parametrize("mark", ["• ", "", "1. "])
def test_what_says_when_it_applies_and_is_no_field_is_named(mark: str) -> None:
    prose = f"The lorries could not turn at the depot.\n\n{mark}Applies when: it snows"
    found = advice("applies-when", prose=prose, fields="- Recommendation: Ask them first.\n")
    assert found == [
        '20:5 the lesson does not say when it applies; found "Applies when:" in its text, '
        "but fields are list items at its end: `- Applies when: …`"
    ]


def test_a_lesson_says_when_it_applies() -> None:
    assert advice("applies-when", fields="- Recommendation: Ask them first.\n") == [
        "20:5 the lesson does not say when it applies; add at its end: `- Applies when: …`"
    ]
    assert (
        advice("applies-when", fields="- Recommendation: Ask them first.\n- Does not apply when: Nobody travels.\n")
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "The strategic executive team (SET) met. SET agreed.", "The SET (strategic executive team) met.", "The Strategic Executive Team met; the SET agreed.",
        "The UK, the EU and the US agreed on IT.", "`SET` is code.", "Strategic executive teams (SETs) met.", "WE WERE ALL VERY SURPRISED INDEED", "Part II and XIV", "See [x](https://a.b/SET/QQQ).",
        "The department of public works (DPW), then DPW.", "NOTE-1 and A-1 and B2B-like", "Terms and conditions: T&C apply.",
    ],
)  # fmt: skip
def test_an_acronym_that_is_written_out_or_known_to_all_is_fine(text: str) -> None:
    assert advice("acronyms", happened=text) == []


def test_an_acronym_never_written_out_is_told_once_at_its_first_place() -> None:
    assert advice("acronyms", happened="The team asked the QPR board.\nThe QPR said no.") == [
        '12:20 "QPR" is never written out; where it first appears, write the words and then "(QPR)"'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WE WERE ALL VERY SURPRISED INDEED BY THIS\nThe QPR said no.",
        "The UK asked the QPR.",
        "The CDE (central data exchange) met.\nThe CDE asked the QPR.",
    ],
)
def test_an_acronym_is_told_after_others_that_are_not(text: str) -> None:
    (line,) = advice("acronyms", happened=text)
    assert '"QPR" is never written out' in line


def test_each_acronym_of_a_line_is_told_once() -> None:
    found = advice("acronyms", happened="The ABQ asked the ABQ and the QPR.")
    assert [line.partition(" is ")[0] for line in found] == ['12:5 "ABQ"', '12:31 "QPR"']


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask jo.bloggs@kirklees.example.org for more.", '12:5 "jo.bloggs@kirklees.example.org" is an e-mail address'),
        ("Ask [Jo](mailto:jo.bloggs@kirklees.example.org?subject=x).", '12:10 "jo.bloggs@kirklees.example.org" is an e-mail address'),
        ("Ask <jane@kirklees.example.org>.", '12:6 "jane@kirklees.example.org" is an e-mail address'),
        ("Ask [jane@kirklees.example.org](mailto:jane@kirklees.example.org).", '"jane@kirklees.example.org" is an e-mail address'),
        ("Ring 01484 221000 for more.", '12:6 "01484 221000" looks like a telephone number'),
        ("Ring +44 (0)20 7946 0958.", "looks like a telephone number"),
        ("It was late. Mr Bloggs failed to\norder the buses.", '12:14 "Mr Bloggs" is named in a sentence that lays blame'),
        ("It was late. Mr. Bloggs failed to order the buses.", '12:14 "Mr. Bloggs" is named in a sentence that lays blame'),
        ("The buses were late because Jo Bloggs forgot the timetable.", '12:29 "Jo Bloggs" is named in a sentence that lays blame'),
    ],
)  # fmt: skip
def test_personal_data_is_advised_about(text: str, found: str) -> None:
    (line,) = advice("personal-data", happened=text)
    assert found in line


@pytest.mark.parametrize(
    "text",
    [
        "In 1998 1,000 people paid 12,500.50 pounds between 1998 and 1999.", "The reference is 2014/0123456/AB.", "The project manager failed to order the buses.",
        "Mr Bloggs wrote the timetable (Bloggs 1998).", "West Yorkshire Council failed to pay.", "Write to [us](mailto:unit@kirklees.example.org).", "ISBN 0 19 852663 6",
    ],
)  # fmt: skip
def test_figures_roles_and_bodies_are_no_personal_data(text: str) -> None:
    assert advice("personal-data", happened=text) == []


@pytest.mark.parametrize(
    "name",
    [
        "John Smith",
        "Dr Mary Jones",
        "Mary O’Neill",
        "J. Bloggs",
        "Peter Brown",
        "Ms Driver",
        "Anna Maria Lopez",
        "Ian Lee",
    ],
)
def test_a_name_in_place_of_a_role_is_advised_about(name: str) -> None:
    for extra, fields in (
        (f"contributors:\n  - planner\n  - {name}\n", ""),
        (f"contributors:\n  - role: {name}\n", ""),
        (f"contact: {name}\n", ""),
        ("", f"- Owner: {name}\n"),
    ):
        (line,) = advice("roles-not-names", front=extra, fields=GOOD["fields"] + fields)
        assert f'"{name}" seems to be a person\'s name; write the role' in line


@pytest.mark.parametrize(
    "role",
    ["fleet manager", "Bus Driver", "Head Teacher", "Parish Clerk", "Night Bus Users", "Tenants’ Panel", "Social Worker", "GP", "Deputy Chief Constable",
     "Local Residents", "Housing Team", "a nurse at St Mary’s", "Bus Company", "head of prevention", "fleet.team@example.org", "buses@example.org"],
)  # fmt: skip
def test_a_role_or_a_shared_mailbox_is_no_name(role: str) -> None:
    assert advice("roles-not-names", front=f"contributors: {role}\ncontact: {role}\n") == []


@pytest.mark.parametrize("name", ["jo.bloggs", "jane", "Jane", "j.bloggs", "jo-bloggs", "sarah2"])
def test_a_mailbox_of_one_person_is_advised_about(name: str) -> None:
    (line,) = advice("roles-not-names", front=f"contact: {name}@kirklees.example.org\n")
    assert f'"{name}@kirklees.example.org" seems to be one person\'s mailbox' in line


@pytest.mark.parametrize(
    "extra",
    [
        "place: Leeds, ask jo.bloggs@leeds.example.org",
        "mission: Ring 01484 221000",
        "partners:\n  - jane@leeds.example.org",
    ],
)
def test_personal_data_in_the_front_matter_is_advised_about(extra: str) -> None:
    (line,) = advice("personal-data", front=f"{extra}\n")
    assert "leave it out" in line


@pytest.mark.parametrize(
    "extra", ["contact: buses@leeds.example.org", "author: Jane Smith", "sources:\n  - cite: jane@example.org, 1998"]
)
def test_where_a_mailbox_or_a_name_has_its_place_it_is_no_personal_data(extra: str) -> None:
    assert advice("personal-data", front=f"{extra}\n") == []


@pytest.mark.parametrize("text", ["Ann Driver", "ann-driver"])
def test_a_declared_person_among_the_roles_is_told_how_to_be_written(text: str) -> None:
    words = Vocabulary(WORDS.words.model_copy(update={"people": {"ann-driver": Person(name="Ann Driver")}}))
    (line,) = advice("roles-not-names", words, front=f"contributors: {text}\n")
    assert "write `person: ann-driver` and the `role` they had" in line


def test_what_is_too_long_to_be_read_is_advised_about_where_it_stands() -> None:
    words = "word " * 400
    assert advice("readable-length", statement="Ask " + "very " * 30 + "early", prose=GOOD["prose"]) == [
        "20:5 the lesson's sentence has 32 words, more than 30; shorten it"
    ]
    found = advice("readable-length", prose=words)
    assert [line.split(" has ")[0] for line in found] == ["20:5 the lesson's text", "22:1 the paragraph"]
    assert advice("readable-length", happened="\n\n".join(["word " * 100] * 51))[0].startswith("1:1 the review has 5,1")
    assert (
        "the recommendation has 61 words, more than 60"
        in advice("readable-length", fields=f"- Recommendation: Ask {'a ' * 60}\n")[0]
    )


def test_an_imported_or_withdrawn_record_stands_as_it_was_recorded() -> None:
    bad = {
        "result": "failure",
        "more": "",
        "prose": "See report.",
        "fields": "",
        "happened": "Ask a@b.org and the QPR.",
    }
    assert len(advice(**{**bad, "fields": "- Recommendation: Training\n"})) >= 6
    assert advice(front="source_system: {name: Old, id: 1, imported: 2024}\n", **bad) == []
    assert advice(front="status: withdrawn\n", **bad) == []


def test_rules_that_know_english_are_silent_on_other_languages() -> None:
    german = {
        "front": "language: de\n",
        "prose": "Siehe Bericht, see.",
        "fields": "- Recommendation: Bessere Schulung\n- Applies when: Immer.\n",
    }
    assert advice(**german) == []


def test_advice_does_not_fail_a_check_but_strict_makes_it(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    path.write_text(path.read_text("utf-8").replace("- Applies when: A service depends on habits.\n", ""), "utf-8")
    relaxed, strict = lessons("check"), lessons("check", "--strict")
    assert (relaxed.exit_code, strict.exit_code) == (0, 1)
    assert ": advice: the lesson does not say when it applies" in relaxed.stderr
    assert "advice" not in strict.stderr.splitlines()[0]


@pytest.mark.parametrize("rule", [rule.ID for rule in QUALITY])
def test_each_rule_of_quality_has_a_manual_with_what_is_right_and_why(rule: str) -> None:
    text = checks.manual(rule)
    assert text is not None
    assert "\nWhat is right: " in text
    assert "\nWhy: " in text


@pytest.mark.parametrize("measures", ["outcome", "output", "input", "context"])
def test_a_figure_that_says_what_it_measures_gets_no_advice(measures: str) -> None:
    assert (
        advice(
            "measures-given", front=f"outcomes:\n  - {{measure: a, result: 1, better: lower, measures: {measures}}}\n"
        )
        == []
    )


def test_each_figure_that_does_not_say_what_it_measures_is_advised_about() -> None:
    front = "outcomes:\n  - {measure: a, result: 1, better: lower}\n  - measure: b\n    result: 2\n    better: higher\n"
    found = advice("measures-given", front=front)
    assert [line.partition(" ")[0] for line in found] == ["9:15", "10:14"]
    assert "add `measures:` with outcome (what changed for people)" in found[0]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("- Kind: sustain\n- Status: implemented\n- Evidence: x\n", True),
        ("- Kind: sustain\n- Status: implemented\n- Evidence: x\n- Owner: fleet manager\n", False),
        ("- Kind: sustain\n- Status: identified\n", False),
        ("- Kind: improve\n- Status: implemented\n- Evidence: x\n", False),
    ],
)
def test_a_lesson_to_sustain_is_implemented_only_by_somebody(fields: str, told: bool) -> None:
    found = advice("acted-upon", fields=GOOD["fields"] + fields)
    assert [line.partition(" ")[2].partition(",")[0] for line in found] == (
        ['the status "implemented" says that somebody acted upon the lesson "ask"'] if told else []
    )


def test_every_lesson_is_looked_at_not_the_first_alone() -> None:
    second = "- Kind: sustain\n- Status: implemented\n- Evidence: x\n"
    fields = GOOD["fields"] + "\n### Ask again\n\nThey knew.\n\n- Id: again\n- Recommendation: Ask.\n" + second
    assert [line.partition(":")[0] for line in advice("acted-upon", fields=fields)] == ["35"]


def test_a_team_that_used_the_lesson_has_acted_upon_it() -> None:
    fields = GOOD["fields"] + "- Kind: sustain\n- Status: implemented\n- Evidence: x\n"
    owner = read_string(TEXT.format(**{**GOOD, "fields": fields}), "night-buses.md")
    front = "builds_on: {lesson: night-buses#ask, decision: adopted}\n"
    user = read_string(TEXT.format(**{**GOOD, "front": front}), "trams.md")
    found = checks.check(Collection((owner, user), WORDS), [owner], QUALITY)
    assert [problem for problem in found if problem.rule == "acted-upon"] == []
