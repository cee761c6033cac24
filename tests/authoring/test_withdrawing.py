"""Marking an entry as withdrawn changes its status and nothing else, and what is named is found."""

from __future__ import annotations

import pytest

from lessons import entries
from lessons.authoring.withdrawing import named, require_whole, withdrawn
from lessons.problems import LessonsError
from tests.support.sample import collection, read, review, use_text


def marked(text: str, reason: str = "") -> str:
    return withdrawn(read(text), text, reason)


def test_the_status_comes_where_the_record_has_it_and_the_rest_stays_to_the_byte() -> None:
    text = review("handling: public\n# When it was new.\npublished: 1999\ntags: [a]")
    assert marked(text) == text.replace("# When it was new.", "status: withdrawn\n# When it was new.")


def test_without_a_later_field_it_comes_last() -> None:
    text = review("summary: |\n  Two lines\n\n  and more")
    after = marked(text)
    assert after == text.replace("  and more\n---", "  and more\nstatus: withdrawn\n---")


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("status: published", "status: withdrawn"),
        ("status:   in-review  # since May", "status:   withdrawn  # since May"),
        ('status: "draft"', "status: withdrawn"),
        ("status:\n  'published'", "status:\n  withdrawn"),
        ("status:", "status: withdrawn"),
        ("status: # not yet", "status: withdrawn  # not yet"),
        ("status: polished", "status: withdrawn"),
    ],
)
def test_a_status_that_stands_there_is_replaced(written: str, becomes: str) -> None:
    text = review(written)
    assert marked(text) == text.replace(written, becomes)


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = review("published: 1999")
    source = "\ufeff" + text.replace("\n", "\r\n")
    assert withdrawn(read(text), source) == source.replace("published: 1999", "status: withdrawn\r\npublished: 1999")


@pytest.mark.parametrize("extra", ["", "status: published"])
def test_a_reason_stands_above_the_status_on_one_line(extra: str) -> None:
    after = marked(review(extra), "A family\nasked: #1 \x00--- for it.")
    assert "# A family asked: #1 --- for it.\nstatus: withdrawn\n" in after
    again = read(after)
    assert (again.stated("status"), again.stated("result"), again.faults) == ("withdrawn", "mixed", [])


def test_what_is_withdrawn_already_stays_as_it_is() -> None:
    text = review("# Why.\nstatus: withdrawn")
    assert marked(text, "Another reason.") == text


def test_an_entry_with_mistakes_elsewhere_can_be_withdrawn() -> None:
    text = review("status: published\nsekktor: x", sector="nonsense: [", date="yesterday")
    assert "status: withdrawn" in marked(text)


@pytest.mark.parametrize("text", ["", "No front matter.", "---\ntitle: never closed\n", "---\n- a\n- list\n---\n"])
def test_what_cannot_be_marked_is_refused_with_a_way_on(text: str) -> None:
    with pytest.raises(LessonsError, match=r"by hand, or delete the file, and then run: lessons build --keep-going"):
        marked(text)


@pytest.mark.parametrize(
    "name",
    [
        "night-buses",
        "evening-buses",
        "entries/night-buses.md",
        "night-buses.md",
        "https://lessons.example.org/base/reviews/night-buses?results=q%3Da#top",
        "/reviews/evening-buses",
        "/reviews/night-buses.json",
        "here:night-buses",
        " night-buses ",
    ],
)
def test_an_entry_is_named_in_any_way_in_which_it_is_known(name: str) -> None:
    everything = collection(read(review("formerly: evening-buses")), read(review(), "day-buses"))
    assert [entry.id for entry in named(name, everything)] == ["night-buses"]


def test_a_use_is_named_like_a_review() -> None:
    use = entries.read_string(use_text(), "uses/northshire.md", use=True)
    everything = collection(read(review()), use)
    for name in ("northshire", "uses/northshire.md", "https://x.example/uses/northshire"):
        assert named(name, everything) == [use]


def test_of_files_that_share_an_id_all_are_meant() -> None:
    everything = collection(
        entries.read_string(review(), "entries/a/night-buses.md"),
        entries.read_string(review(), "entries/night-buses.md"),
    )
    assert len(named("night-buses", everything)) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("night-busses", 'there is no review or use "night-busses", did you mean "night-buses"?'),
        ("zzz", 'there is no review or use "zzz"'),
        ("", 'there is no review or use ""'),
        ("there:night-buses", 'there is no review or use "there:night-buses"'),
    ],
)
def test_what_is_not_there_is_said_with_what_was_meant(name: str, said: str) -> None:
    with pytest.raises(LessonsError) as error:
        named(name, collection(read(review())))
    assert str(error.value).startswith(said)


@pytest.mark.parametrize("name", ["night-buses#ask-users", "https://x.example/reviews/night-buses/ask-users"])
def test_of_a_lesson_it_is_said_how_that_is_taken_back(name: str) -> None:
    found = named(name, collection(read(review())))
    assert [entry.id for entry in found] == ["night-buses"]
    with pytest.raises(LessonsError, match=r'"night-buses#ask-users" is one lesson.*delete it in night-buses.md'):
        require_whole(name, found)
