"""All entries of a check together."""

from __future__ import annotations

from lessons.entries.collection import Collection
from tests.support.sample import collection, read, review


def test_what_a_rule_needs_of_all_entries_is_made_once_for_each_collection() -> None:
    asked: list[Collection] = []

    def ids(asking: Collection) -> list[str]:
        asked.append(asking)
        return sorted(asking.by_id)

    buses, trams = (read(review(), name) for name in ("night-buses", "night-trams"))
    one, both = collection(buses), collection(buses, trams)
    assert [both.once(ids), one.once(ids), both.once(ids)] == [
        ["night-buses", "night-trams"],
        ["night-buses"],
        ["night-buses", "night-trams"],
    ]
    assert [len(asking.entries) for asking in asked] == [2, 1]
