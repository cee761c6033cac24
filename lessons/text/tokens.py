"""Markdown tokens into other tokens before they are rendered, and where they divide at headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

# A table wider than the page scrolls inside this; whoever has no mouse scrolls it with the arrow keys.
# A group and no region: several on a page may be called the same.
SCROLLED = {"class": "scroll", "role": "group", "aria-label": "Table", "tabindex": "0"}


def split(
    tokens: Sequence[Token], tag: str
) -> tuple[Sequence[Token], Iterator[tuple[Sequence[Token], Sequence[Token]]]]:
    """Split tokens at the headings ``tag`` that stand at the top level: what is before the first, then (heading, content)."""
    starts = [
        i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == tag and token.level == 0
    ]
    ends = [*starts[1:], len(tokens)][: len(starts)]
    parts = ((tokens[start : start + 3], tokens[start + 3 : end]) for start, end in zip(starts, ends, strict=True))
    return tokens[: starts[0]] if starts else tokens, parts


def scrolled(token: Token) -> tuple[Token, ...]:
    """A table stands in a box of its own; its cells are aligned by class, and a header says that it heads a column.

    This is done with tokens: in finished HTML, what looks like a tag may be the text of an attribute.
    """
    if token.type == "table_open":
        return Token("box_open", "div", 1, attrs=dict(SCROLLED), block=True), token
    if token.type == "table_close":
        return token, Token("box_close", "div", -1, block=True)
    if token.type in ("th_open", "td_open"):
        attributes: dict[str, str | int | float] = {"scope": "col"} if token.type == "th_open" else {}
        if aligned := str(token.attrs.get("style", "")).removeprefix("text-align:"):
            attributes["class"] = f"align-{aligned}"
        return (token.copy(attrs=attributes),)
    return (token,)


def relinked(token: Token, link: Callable[[str], str | None]) -> Token:
    """Return the token with the addresses that ``link`` maps those of its links to, and without the links that it maps to ``None``."""
    if not token.children or not any(child.type == "link_open" for child in token.children):
        return token
    children: list[Token] = []
    dropped: list[bool] = []
    for child in token.children:
        if child.type == "link_open":
            target = link(str(child.attrs.get("href", "")))
            dropped.append(target is None)
            if target is not None:
                child = child.copy(attrs={**child.attrs, "href": target})
        if child.type in ("link_open", "link_close"):
            gone = dropped[-1]
            if child.type == "link_close":
                dropped.pop()
            if gone:
                continue
        children.append(child)
    return token.copy(children=children)
