"""A page as tests read it: a tree of elements, found by meaning rather than by place."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-1:]}"
        self.tree.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)


def parse(html: str) -> Element:
    """Return the tree of a page; an element that is not closed where it should be fails the test."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert not builder.open, f"never closed: {builder.open}"
    return builder.tree.close()


def text(element: Element | None) -> str:
    """Return the words of an element, single-spaced."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def one(tree: Element, path: str) -> Element:
    """Return the only element at ``path``."""
    found = tree.findall(path)
    assert len(found) == 1, f"{path}: {len(found)} found"
    return found[0]


def marked(tree: Element, name: str) -> list[Element]:
    """Return the elements marked for tests with this data-ux."""
    return tree.findall(f".//*[@data-ux='{name}']")
