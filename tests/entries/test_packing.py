"""An entry taken up again says what the one said that was put down, faults and places included."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from lessons import entries
from lessons.entries import packing
from lessons.entries.folder import read_folder
from lessons.text import nodes
from tests.support.sample import read, review

ENTRIES = Path(__file__).parents[2] / "entries"
ODD = {
    "not read": "---\ntitle: x\n---\n" + "[" * 40_000,
    "no front matter": "Hello",
    "wrong in many ways": "---\ntitle: [a, {b: c}]\ntags:\n- a\n- ''\nsector: health # really\n---\n# X\n\nText <b>\n\n## Lessons\n\n"
    "### One[^1]\n\n- Id: a\n- Kind: improve, sustain\n- Formerly: b, c\n- Owner:\n- Nothing: x\n\n[^1]: See ![x](y.png) and [z](z.md).\n",
    "a use": "---\nlesson: x#y\noutcomes: [{measure: m, baseline: 1, result: 2, better: lower}]\n---\nIt *worked*.\n",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_entry_is_taken_up_as_it_was_put_down(text: str) -> None:
    for use in (False, True):
        entry = entries.read_string(text, "folder/x.md", use=use)
        assert pickle.loads(pickle.dumps(entry)) == entry


def test_the_founding_entries_are_taken_up_as_they_were_put_down() -> None:
    found = read_folder(ENTRIES).entries
    assert len(found) > 20
    assert [pickle.loads(pickle.dumps(entry)) for entry in found] == list(found)


def test_what_is_the_same_in_all_entries_is_held_once() -> None:
    entry = read(review())
    again = pickle.loads(pickle.dumps(entry))
    for one, other in zip(entry.body.sections, again.body.sections, strict=True):
        assert one.kind is other.kind is not None
    for value, taken_up in zip(entry.body.lessons[0].fields, again.body.lessons[0].fields, strict=True):
        assert value.field is taken_up.field
    section = again.body.sections[0]
    assert section.place is next(one.place for one in again.body.headings if one.text == section.heading)


def test_what_was_never_packed_is_refused() -> None:
    entry = read(review())
    whole = packing.packed(entry.front, entry.body)
    for wrong in ((), whole[:-1], (("text", (1, 1), True, 0, False), *whole[1:]), ({}, *whole[1:])):
        with pytest.raises((KeyError, TypeError, ValueError)):
            packing.unpacked(wrong, "x.md")
    front, body = packing.unpacked(whole, entry.path)
    assert (front, body) == (entry.front, entry.body)
    assert isinstance(front, nodes.Mapping)
