"""Which database may be shown to whom."""

from __future__ import annotations

import pytest

from lessons.library.audience import AUDIENCES, Audience, WiderAudienceError, audience_of, require_within

PUBLIC, INTERNAL, RESTRICTED = map(Audience, AUDIENCES)
DRAFTS = Audience("public", drafts=True)


def test_each_audience_is_within_itself_and_the_wider_ones() -> None:
    everybody = (PUBLIC, INTERNAL, RESTRICTED)
    for position, one in enumerate(everybody):
        assert [one.within(other) for other in everybody] == [number >= position for number in range(3)]


def test_drafts_are_within_what_shows_drafts_only() -> None:
    assert PUBLIC.within(DRAFTS)
    assert not DRAFTS.within(PUBLIC)
    assert not DRAFTS.within(RESTRICTED)
    assert DRAFTS.within(Audience("internal", drafts=True))
    assert not RESTRICTED.within(DRAFTS)


@pytest.mark.parametrize("facts", [{}, {"audience": "", "drafts": "no"}, {"audience": "cabinet", "drafts": "no"}])
def test_a_database_that_does_not_say_whom_it_is_for_is_for_nobody_we_know(facts: dict[str, str]) -> None:
    for one in (PUBLIC, INTERNAL, RESTRICTED):
        assert not audience_of(facts).within(one)


def test_a_database_that_does_not_say_whether_it_holds_drafts_may_hold_some() -> None:
    assert audience_of({"audience": "public"}) == DRAFTS
    assert audience_of({"audience": "public", "drafts": "no"}).public
    assert not DRAFTS.public


def test_the_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(WiderAudienceError) as refused:
        require_within(Audience("internal", drafts=True), PUBLIC)
    assert str(refused.value) == (
        "it was built for the internal audience with drafts, which is wider than the public audience that was asked for; "
        "build it again for the public audience, or ask for the internal audience with drafts"
    )
    require_within(PUBLIC, RESTRICTED)
