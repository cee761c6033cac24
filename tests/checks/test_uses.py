"""Uses: small files that say what somebody did with a lesson, read and checked as reviews are."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons import checks
from lessons.entries import Entry, read_string
from lessons.entries.folder import read_folder
from lessons.text.files import shown
from tests.support.sample import USE, collection, lesson, read, review, use_text


def use(extra: str = "", body: str = "", *, id_: str = "northshire", **fields: str | None) -> Entry:
    return read_string(use_text(extra, body, **fields), f"uses/{id_}.md", use=True)


def said(entry: Entry, *others: Entry, severity: str = "error") -> list[str]:
    """Return what the rules say of an entry among others and the review ``night-buses``."""
    everything = collection(
        entry, *others, *(() if any(one.id == "night-buses" for one in others) else (read(review()),))
    )
    found = checks.check(everything, [entry], checks.RULES)
    return [f"{one.message} [{one.rule}]" for one in found if one.severity == severity]


def test_a_use_needs_lesson_organisation_decision_and_date_and_nothing_else() -> None:
    assert said(use()) == []
    for name in USE:
        (message,) = said(use(**{name: None}))
        assert message.startswith(f'"{name}" is missing (')
        assert message.endswith("[required-fields]")


def test_date_and_organisation_of_a_use_may_be_not_stated() -> None:
    entry = use(date="not-stated", organisation="not-stated")
    assert said(entry) == []
    assert entry.use is not None
    assert entry.record is None


def test_a_use_holds_outcomes_as_a_review_does() -> None:
    good = "outcomes:\n  - measure: Refusals\n    better: lower\n    baseline: 40\n    result: 12\n    method: before-after\n"
    entry = use(good)
    assert said(entry) == []
    assert entry.use is not None
    assert entry.use.outcomes[0].result == 12
    assert said(use("outcomes:\n  - measure: Refusals\n    better: lower\n"))[0].endswith("[outcomes]")
    assert said(use("outcomes:\n  - measure: Refusals\n    better: fewer\n    result: 1\n"))[0].endswith(
        "[known-terms]"
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (use(decision="adoptd"), 'unknown decision "adoptd", did you mean "adopted"? [known-terms]'),
        (use(decision="n/a"), 'found "n/a"; use one of: considered, trialled, adopted, adapted, declined, abandoned [known-terms]'),
        (use(date="2026-13"), "date: found \"2026-13\"; there is no month 13, months run from 01 to 12 [dates]"),
        (use("published: 2999"), None),
        (use("becuase: It works."), None),
        (use("title: Northshire"), None),
        (use("why: See case #7 and more"), None),
        (use("evidence: '[write: what shows it]'"), "still to be written: what shows it; replace `[write: …]` with your own words [placeholders]"),
        (use(id_="No"), None),
        (use(body="![map](map.png)"), None),
        (use(body="[here](javascript:alert)"), None),
        (use(body="# Title"), '"Title" is a level-1 heading; a use needs no title; use level 2 (`##`), or none [headings]'),
    ],
    ids=["decision", "no decision", "date", "published", "misspelt", "of a review", "comment", "blank", "name", "image", "link", "heading"],
)  # fmt: skip
def test_the_rules_of_reviews_hold_for_uses(entry: Entry, message: str | None) -> None:
    found = said(entry)
    assert len(found) == 1, found
    assert message is None or found == [message]


def test_a_misspelt_field_of_a_use_is_compared_with_the_fields_of_uses() -> None:
    assert said(use("decison: adopted", decision=None)) == [
        'unknown field "decison", did you mean "decision"? [known-fields]'
    ]
    (message,) = said(use("title: Northshire"))
    assert message.startswith('unknown field "title"')
    assert "organisation, decision" in message


@pytest.mark.parametrize(
    ("lesson_of", "message"),
    [
        ("nite-buses#ask-users", 'there is no review "nite-buses", did you mean "night-buses"?'),
        ("night-buses#ask-user", 'the review "night-buses" has no lesson "ask-user", did you mean "ask-users"?'),
        ("northshire#ask-users", '"northshire" is this use itself; write the lesson that was used, as <review>#<lesson>'),
        ("southshire#ask-users", '"southshire" is a use, not a review; cite the review or the lesson that was used'),
        ("night-buses", None),
    ],
)  # fmt: skip
def test_a_use_of_a_lesson_that_is_not_there_is_told(lesson_of: str, message: str | None) -> None:
    (found,) = said(use(lesson=lesson_of), use("status: withdrawn", id_="southshire"))
    assert found.endswith("[links]")
    assert message is None or found == f"{message} [links]"


def test_a_use_of_a_lesson_of_another_unit_is_taken_as_it_is() -> None:
    assert said(use(lesson="elsewhere:some-review#some-lesson")) == []
    assert said(use(lesson="here:night-buses#ask-users")) == []


def test_a_review_cannot_cite_a_use() -> None:
    entry = read(review("related: northshire"))
    assert said(entry, use()) == ['"northshire" is a use, not a review; cite the review or the lesson that was used [links]']  # fmt: skip
    assert said(read(review("repeats: nrthshire#one")), use())[0].startswith('there is no review "nrthshire" [links]')


def test_a_text_links_to_a_use_in_its_folder() -> None:
    linking = read(
        review(lessons=lesson("- Id: ask-users\n- Recommendation: Ask.", prose="As [they](uses/northshire.md) did."))
    )
    assert said(linking, use()) == []
    assert 'href="/uses/northshire"' in linking.body.lessons[0].html
    astray = read(
        review(lessons=lesson("- Id: ask-users\n- Recommendation: Ask.", prose="As [they](northshire.md) did."))
    )
    assert said(astray, use()) == ['"northshire" is a use; link to it as `uses/northshire.md` [links]']


def test_a_link_to_a_use_that_is_not_there_names_the_one_that_was_meant() -> None:
    for written, hint in (
        ("north", ', which is now called "northshire"'),
        ("northshir", ', did you mean "northshire"?'),
        ("zzz", ""),
    ):
        linking = read(
            review(
                lessons=lesson("- Id: ask-users\n- Recommendation: Ask.", prose=f"As [they](uses/{written}.md) did.")
            )
        )
        assert said(linking, use("formerly: north")) == [f'there is no use "{written}"{hint} [links]']


@pytest.mark.parametrize(
    ("of_review", "of_use", "words"),
    [
        ("status: withdrawn", "", 'the review "night-buses" is withdrawn, and this use is left out with it'),
        ("status: draft", "", 'the review "night-buses" is not published yet (draft), and until then this use is left out with it'),
        ("status: in-review", "", 'the review "night-buses" is not published yet (in-review), and until then this use is left out with it'),
        ("status: in-review", "status: draft", None),
        ("status: withdrawn", "status: withdrawn", None),
        ("handling: internal", "", 'the review "night-buses" is internal; for everybody who may not see it, this use is left out with it'),
        ("handling: restricted", "handling: internal", 'the review "night-buses" is restricted; for everybody who may not see it, this use is left out with it'),
        ("handling: internal", "handling: restricted", None),
        ("handling: internal", "handling: internal", None),
        ("status: learned", "", None),
    ],
)  # fmt: skip
def test_a_use_of_a_lesson_that_readers_cannot_see_is_told_and_stops_nothing(
    of_review: str, of_use: str, words: str | None
) -> None:
    entry, owner = use(of_use), read(review(of_review))
    assert said(entry, owner) == []
    assert said(entry, owner, severity="advice") == ([f"{words} [used-lessons]"] if words else [])


def test_a_review_that_builds_on_a_lesson_that_readers_cannot_see_is_told() -> None:
    owner = read(review("status: draft"))
    entry = read(review("builds_on:\n  - lesson: night-buses#ask-users\n    decision: adopted"), "trams")
    found = [words for words in said(entry, owner, severity="advice") if words.endswith("[used-lessons]")]
    assert found == [
        'the review "night-buses" is not published yet (draft), and until then the link is left out with it [used-lessons]'
    ]


def test_a_use_of_one_s_own_review_is_told_also_under_another_spelling_of_the_name() -> None:
    expected = [
        '"night-buses" is a review of the same organisation, so this use does not count as independent [used-lessons]'
    ]
    assert said(use(organisation="Kirklees"), severity="advice") == expected
    assert said(use(organisation="KIRKLEES"), severity="advice") == expected
    assert said(use(organisation="not-stated"), severity="advice") == []


@pytest.mark.parametrize("organisation", ["not-stated", "Northshire Fire Service", None])
def test_whose_organisation_is_not_stated_uses_no_lesson_of_its_own(organisation: str | None) -> None:
    for of_use in ("not-stated", None):
        owner = read(review(organisation=organisation))
        assert said(use(organisation=of_use), owner, severity="advice") == []


def test_a_review_may_build_on_a_lesson_of_its_own_organisation() -> None:
    entry = read(review("builds_on:\n  - lesson: night-buses#ask-users\n    decision: adopted"), "trams")
    assert used(entry, read(review())) == []


def used(entry: Entry, *others: Entry) -> list[str]:
    found = said(entry, *others, severity="advice")
    return [words.removesuffix(" [used-lessons]") for words in found if words.endswith("[used-lessons]")]


def test_each_lesson_that_is_built_on_is_looked_up_but_none_of_another_unit() -> None:
    lessons = "".join(
        f"  - lesson: {one}#ask-users\n    decision: adopted\n"
        for one in ("nowhere", "elsewhere:night-buses", "trams", "northshire", "day-buses", "night-buses")
    )
    owners = (read(review("status: draft")), read(review("status: withdrawn"), "day-buses"), use("status: withdrawn"))
    assert used(read(review(f"builds_on:\n{lessons}"), "trams"), *owners) == [
        'the review "day-buses" is withdrawn, and the link is left out with it',
        'the review "night-buses" is not published yet (draft), and until then the link is left out with it',
    ]


def test_reviews_and_uses_share_one_namespace() -> None:
    entry = use(id_="night-buses")
    everything = collection(read(review()), entry)
    (found,) = checks.check(everything, [entry])
    assert found.rule == "ids"
    assert 'the id "night-buses" is already used by night-buses.md' in found.message


def test_the_status_learned_counts_the_outcomes_of_uses() -> None:
    fields = "- Id: ask-users\n- Recommendation: Ask users first.\n- Status: learned\n- Evidence: Minutes.\n"
    owner = read(review(lessons=lesson(fields)))
    measured = "outcomes:\n  - measure: Refusals\n    better: lower\n    baseline: 40\n    result: 12\n    method: before-after\n    measures: outcome\n"
    assert said(owner, use(measured.replace("    measures: outcome\n", "")))
    assert [one for one in said(owner) if "status-gates" in one]
    assert said(owner, use(measured)) == []
    assert said(owner, use(measured, decision="declined")), "who declined it cannot show that it works"
    assert said(owner, use(measured, lesson="night-buses#another"))


def test_the_text_of_a_use_is_read_as_a_whole() -> None:
    entry = use(body="They **asked** first.\n\n## What came of it\n\nMore doors opened.\n")
    assert "<strong>asked</strong>" in entry.body.html
    assert "More doors opened." in entry.body.text
    assert entry.body.sections == []
    assert entry.body.lessons == []


def test_the_folder_uses_holds_uses_and_no_other_folder_does(tmp_path: Path) -> None:
    (tmp_path / "uses").mkdir()
    (tmp_path / "1998" / "uses").mkdir(parents=True)
    (tmp_path / "night-buses.md").write_text(review())
    (tmp_path / "uses" / "northshire.md").write_text(use_text())
    (tmp_path / "1998" / "uses" / "day-buses.md").write_text(review())
    read_in = read_folder(tmp_path)
    assert {entry.id: entry.is_use for entry in read_in.entries} == {
        "night-buses": False, "northshire": True, "day-buses": False,
    }  # fmt: skip
    assert all(entry.stands for entry in read_in.entries), [str(entry.errors) for entry in read_in.entries]


def test_a_folder_of_reviews_that_is_called_uses_holds_reviews(tmp_path: Path) -> None:
    folder = tmp_path / "uses"
    folder.mkdir()
    (folder / "night-buses.md").write_text(review())
    assert [entry.is_use for entry in read_folder(folder).entries] == [False]
    assert shown(folder / "night-buses.md") in read_folder(folder).entries[0].path


def test_a_use_that_cannot_be_read_is_still_a_use(tmp_path: Path) -> None:
    (tmp_path / "uses").mkdir()
    (tmp_path / "uses" / "northshire.md").write_bytes(b"\xff\xfe\x00")
    (entry,) = read_folder(tmp_path).entries
    assert entry.is_use
    assert entry.faults


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("### Ask\n\nx\n", '"Ask" is a level-3 heading with none of level 2 above it; write `## Ask` [headings]'),
        ("Text.\n\n#### How it went\n\nx\n", '"How it went" is a level-4 heading with none of level 2 above it; write `## How it went` [headings]'),
        ("## Follow-up\n\n### Details\n\nx\n", None),
        ("> ### Quoted\n\nText.\n", None),
    ],
)  # fmt: skip
def test_headings_in_a_use_begin_at_level_2(body: str, message: str | None) -> None:
    assert said(use(body=body)) == ([message] if message else [])


@pytest.mark.parametrize("value", ["not-stated", "Not stated", "NOT-STATED"])
def test_an_author_who_is_not_stated_is_left_out(value: str) -> None:
    words = f'author: found "{value}"; where nobody is named, leave the field out: the unit then counts as author [field-types]'
    assert said(use(f"author: {value}\n")) == [words]
    assert said(read(review(f"author: {value}"), "trams")) == [words]


def test_a_decision_is_needed_so_its_not_stated_is_not_to_be_left_out() -> None:
    (message,) = said(use(decision="not-stated"))
    assert (
        message
        == 'found "not-stated"; use one of: considered, trialled, adopted, adapted, declined, abandoned [known-terms]'
    )
