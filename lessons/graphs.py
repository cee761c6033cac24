"""Circles in a graph, found in time that grows with the number of links, whatever their arrangement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
# Circles reported for one knot of links that lead to each other; with these mended, the next check shows the rest.
MOST_CIRCLES = 10


def circles(graph: Graph) -> Iterator[list[str]]:
    """Yield circles of the graph (node → nodes it leads to), each beginning with the node of it that sorts first.

    A circle is a list of nodes, each leading to the next and the last to the first. No two circles share a link; of each
    knot, at most :data:`MOST_CIRCLES` are given, the shortest through its first node first.
    """
    for knot in sorted(map(sorted, components(graph))):
        inside = set(knot)
        links = {node: [other for other in dict.fromkeys(graph.get(node, ())) if other in inside] for node in knot}
        for _ in range(MOST_CIRCLES):
            start = min((min(part) for part in components(links)), default=None)
            if start is None:
                break
            circle = _shortest(links, start)
            for node, following in zip(circle, [*circle[1:], circle[0]], strict=True):
                links[node].remove(following)
            first = circle.index(min(circle))
            yield circle[first:] + circle[:first]


def components(graph: Graph) -> Iterator[list[str]]:
    """Yield the strongly connected components that hold a circle (Tarjan 1972, without recursion)."""
    search = _Tarjan(graph)
    for node in graph:
        if node not in search.number:
            yield from search.knots_from(node)


class _Tarjan:
    """One search: the order in which nodes were met, the earliest one each leads back to, and those not yet placed."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.number: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.on_stack: set[str] = set()

    def knots_from(self, root: str) -> Iterator[list[str]]:
        work = [(root, self._meet(root))]
        while work:
            node, following = work[-1]
            other = next(following, None)
            if other is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
                yield from self._placed(node)
            elif other not in self.number:
                work.append((other, self._meet(other)))
            elif other in self.on_stack:
                self.low[node] = min(self.low[node], self.number[other])

    def _meet(self, node: str) -> Iterator[str]:
        self.number[node] = self.low[node] = len(self.number)
        self.stack.append(node)
        self.on_stack.add(node)
        return iter(self.graph.get(node, ()))

    def _placed(self, node: str) -> Iterator[list[str]]:
        """Take the component that ``node`` began from the stack; yield it when it holds a circle."""
        if self.low[node] != self.number[node]:
            return
        found: list[str] = []
        while not found or found[-1] != node:
            found.append(self.stack.pop())
        self.on_stack.difference_update(found)
        if len(found) > 1 or node in self.graph.get(node, ()):
            yield found


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
