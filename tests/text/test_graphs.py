"""Circles are found, each once, and long chains cost no more than their length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lessons.text.graphs import MOST_CIRCLES, circles


def test_a_circle_begins_with_the_node_that_sorts_first() -> None:
    assert list(circles({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]})) == [["a", "b", "c"]]


def test_a_node_that_leads_to_itself_is_a_circle() -> None:
    assert list(circles({"a": ["a", "a"], "b": []})) == [["a"]]


def test_circles_that_share_no_link_are_all_found() -> None:
    assert sorted(circles({"a": ["b", "c"], "b": ["a"], "c": ["a"], "x": ["y"], "y": ["x"]})) == [
        ["a", "b"],
        ["a", "c"],
        ["x", "y"],
    ]


def test_of_one_knot_only_so_many_are_given() -> None:
    hub = {"hub": [f"n{number:03}" for number in range(100)]} | {f"n{number:03}": ["hub"] for number in range(100)}
    assert len(list(circles(hub))) == MOST_CIRCLES


def test_five_thousand_in_a_row_and_in_a_ring() -> None:
    row = {str(number): [str(number + 1)] for number in range(5000)}
    assert list(circles(row)) == []
    (ring,) = circles(row | {"4999": ["0"]})
    assert len(ring) == 5000


def test_many_circles_that_nothing_joins_are_all_found() -> None:
    pairs = {f"{side}{number:04}": [f"{other}{number:04}"] for number in range(3000) for side, other in ("ab", "ba")}
    assert list(circles(pairs)) == [[f"a{number:04}", f"b{number:04}"] for number in range(3000)]


def test_of_two_circles_through_a_node_the_shorter_comes_first() -> None:
    assert next(circles({"a": ["b", "c"], "b": ["d"], "d": ["a"], "c": ["a"]})) == ["a", "c"]


NODES = st.sampled_from("abcdef")


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4)))
def test_circles_share_no_link_and_without_their_links_there_is_no_circle(graph: dict[str, list[str]]) -> None:
    def reached(start: str, without: set[tuple[str, str]]) -> set[str]:
        seen: set[str] = set()
        queue = [start]
        while queue:
            node = queue.pop()
            for other in graph.get(node, ()):
                if other not in seen and (node, other) not in without:
                    seen.add(other)
                    queue.append(other)
        return seen

    links: set[tuple[str, str]] = set()
    for circle in circles(graph):
        assert circle[0] == min(circle)
        for pair in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert pair[1] in graph[pair[0]]
            assert pair not in links
            links.add(pair)
    assert [node for node in graph if node in reached(node, links)] == []
    assert bool(links) == any(node in reached(node, set()) for node in graph)
