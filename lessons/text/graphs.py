"""Circles in a graph of ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

Graph = Mapping[str, Sequence[str]]
# Circles reported of one group of nodes that hang together; with these fixed, the next check shows the rest.
MOST_CIRCLES = 20


def circles(graph: Graph) -> Iterator[list[str]]:
    """Yield circles of the graph (node → nodes it leads to), each beginning with the node of it that sorts first.

    A circle is a list of nodes, each leading to the next and the last to the first, and the shortest through its first
    node. No two circles share a link; of nodes that hang together, at most :data:`MOST_CIRCLES` are given.
    """
    for links in _groups(_without_order(graph)):
        for _ in range(MOST_CIRCLES):
            try:
                TopologicalSorter(links).prepare()
                break
            except CycleError as error:
                circle = _shortest(links, min(error.args[1]))
            for node, following in zip(circle, [*circle[1:], circle[0]], strict=True):
                links[node].remove(following)
            first = circle.index(min(circle))
            yield circle[first:] + circle[:first]


def _without_order(graph: Graph) -> dict[str, list[str]]:
    """Return the part of the graph that no order can be found for: its circles, and what leads to them."""
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError:
        placed: set[str] = set()
        while ready := sorter.get_ready():
            placed.update(ready)
            sorter.done(*ready)
        return {
            node: [other for other in dict.fromkeys(following) if other not in placed]
            for node, following in graph.items()
            if node not in placed
        }
    return {}


def _groups(graph: Graph) -> Iterator[dict[str, list[str]]]:
    """Yield the parts of the graph that no link joins; one search a part keeps the work in proportion to the links."""
    neighbours: dict[str, set[str]] = {node: set(following) for node, following in graph.items()}
    for node, following in graph.items():
        for other in following:
            neighbours[other].add(node)
    left = dict.fromkeys(graph)
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for node in group:
            found = [other for other in neighbours[node] if other in left]
            group += found
            for other in found:
                del left[other]
        yield {node: list(graph[node]) for node in sorted(group)}


def _shortest(links: Graph, goal: str) -> list[str]:
    """Return the shortest circle through ``goal``, which lies on one, beginning with it; breadth first."""
    came: dict[str, str] = {}
    queue = [goal]
    for node in queue:
        for other in links[node]:
            if other == goal:
                way = [node]
                while way[-1] != goal:
                    way.append(came[way[-1]])
                return way[::-1]
            if other not in came:
                came[other] = node
                queue.append(other)
    raise ValueError(f"{goal} lies on no circle")
