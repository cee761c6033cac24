"""The rule ``links``, of what was meant for a link and is shown as it is written."""

from __future__ import annotations

import pytest

from lessons.checks import check
from tests.support.sample import body, collection, front, line_of, read, review

OTHER = read(review(title="Day buses"), "day-buses")
WIKI = "is shown as it is written; a link to another review is written"


def advice(text: str) -> list[str]:
    source = front() + body(What_happened=f"They ran.\n\n{text}")
    entry = read(source)
    found = check(collection(entry, OTHER), [entry])
    assert {(one.rule, one.severity) for one in found} <= {("links", "advice")}
    first = line_of(source, "They ran.") + 2
    return [f"{one.place.line - first + 1}:{one.place.column} {one.message}" for one in found]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("see [[m-hr2]]", f"1:5 `[[m-hr2]]` {WIKI} `[words](name.md)`"),
        ("see [[Day Buses]]", f"1:5 `[[Day Buses]]` {WIKI} `[words](day-buses.md)`"),
        ("see [[day-buses.md|the day]]", f"1:5 `[[day-buses.md|the day]]` {WIKI} `[the day](day-buses.md)`"),
        ("see [x][nope]", "1:5 `[x][nope]` is shown as it is written, since there is no line `[nope]: https://…`; write the address itself: `[x](https://…)`"),
        ("see [nope][]", "1:5 `[nope][]` is shown as it is written, since there is no line `[nope]: https://…`; write the address itself: `[nope](https://…)`"),
        ("[x](my file.md)", "1:1 `[x](my file.md)` is shown as it is written, since its address has a space in it; an entry is named by its id, which has no spaces"),
        ("[x](https://e.org/a b.pdf)", "1:1 `[x](https://e.org/a b.pdf)` is shown as it is written, since its address has a space in it; write `[x](https://e.org/a%20b.pdf)`"),
        ("[y] (https://e.org)", "1:1 `[y] (https://e.org)` is shown as it is written, since there is a space before its address; write `[y](https://e.org)`"),
        ("**See** the [minutes]  (day-buses.md#ask)", "1:13 `[minutes] (day-buses.md#ask)` is shown as it is written, since there is a space before its address; write `[minutes](day-buses.md#ask)`"),
        ("- one\n- [y] (www.e.org)", "2:3 `[y] (www.e.org)` is shown as it is written, since there is a space before its address; write `[y](www.e.org)`"),
    ],
)  # fmt: skip
def test_a_link_that_is_none_is_told_with_what_would_be_one(text: str, message: str) -> None:
    assert advice(text) == [message]


def test_each_is_told_at_its_own_place() -> None:
    assert [one.partition(" ")[0] for one in advice("[[a]] and [[a]]\nand [[b]]")] == ["1:1", "1:11", "2:5"]


@pytest.mark.parametrize(
    "text",
    [
        "they said [sic] it", "he [the driver] (as he was then) left", "as shown [1] and [2][3], [1][]", "[1] (https://e.org)", "[[1]] and [[2, 3]]", "- [ ] (https://e.org)\n- [x] (https://e.org)",
        "`[[x]]` and `[x][nope]`", "```\n[x](my file.md)\n[[x]]\n```", "    [y] (https://e.org)", "\\[\\[x]] and \\[x][nope]", "[x][a] and [b]\n\n[a]: https://e.org\n[b]: https://e.org",
        "[x](https://e.org 'A title')", "[[sources]](https://e.org)", "[x](<day-buses.md>)", "A note[^1].\n\n[^1]: See (https://e.org).", "the [Council](see below)", "[x](as agreed in May)",
        "pay [GBP] (about 5.50 each)", "an array [i] (that is, a list)", "[2019] UKSC 5 and [2020] (2)", "[…] (and so on)",
    ],
)  # fmt: skip
def test_brackets_that_are_meant_are_left_alone(text: str) -> None:
    assert advice(text) == []


def test_what_is_still_to_be_written_and_what_was_imported_is_told_elsewhere_or_not() -> None:
    imported = review("source_system: {name: Old, id: 7, imported: 2020-01-01}").replace("They knew", "[[x]] They knew")
    assert check(collection(read(imported))) == []
    blank = read(review().replace("They knew", "[[write: who]] They knew"))
    assert {one.rule for one in check(collection(blank))} == {"placeholders"}
