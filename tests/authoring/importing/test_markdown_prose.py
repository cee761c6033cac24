"""Markdown of other systems inside a review: code stays, headings keep their relation, and no link or image costs a record."""

from __future__ import annotations

from collections import Counter

import pytest

from lessons.authoring.importers import prose
from lessons.authoring.importers.prose import Adapter, bullets, sections, title

BASE = "https://docs.example/guide/"


def adapted(text: str, base: str = BASE) -> str:
    def sibling(address: str) -> str | None:
        return "old-other" if address.partition("#")[0] == "other.md" else None

    def page(name: str) -> str | None:
        return "old-other" if name == "Other page" else None

    return Adapter(base, sibling, page, lambda change: None).adapted(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Big\n\n## Small\n\n### Smaller", "#### Big\n\n##### Small\n\n###### Smaller"),
        ("## Big\n\n#### Small", "#### Big\n\n###### Small"),
        ("###### Low", "###### Low"),
        ("#### Kept\n\n##### As it is", "#### Kept\n\n##### As it is"),
        ("Big\n===\n\nSmall\n---\n", "#### Big\n\n\n##### Small"),
        ("Two\nlines\n===\n", "#### Two lines"),
        ("> # Quoted", "> #### Quoted"),
        ("- # In a list", "- #### In a list"),
        ("```sh\n# install it\n```", "```sh\n# install it\n```"),
        (
            "~~~~\n```\n# install it\n## more\n```\n~~~~\n\n# After",
            "~~~~\n```\n# install it\n## more\n```\n~~~~\n\n#### After",
        ),
        ("    # indented code\n\n# After", "    # indented code\n\n#### After"),
        ("#no heading", "#no heading"),
        ("# ", "####"),
        ("# One\n# Two", "#### One\n#### Two"),
    ],
)
def test_headings_are_lowered_together_and_code_is_never_touched(text: str, expected: str) -> None:
    assert adapted(text).rstrip() == expected.rstrip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://x.example/b)", "[a](https://x.example/b)"),
        ("[a](mailto:a@b.example)", "[a](mailto:a@b.example)"),
        ("[a](other.md)", "[a](old-other.md)"),
        ("[a](other.md#part)", "[a](old-other.md)"),
        ("[a](page.html 'Title')", "[a](https://docs.example/guide/page.html)"),
        ("[a](../x/y_(z).md)", "[a](https://docs.example/x/y_(z).md)"),
        ("[a](/root)", "[a](https://docs.example/root)"),
        ("[a](#part)", "a"),
        ("[a](javascript:alert(1))", "a"),
        ("[a]()", "a"),
        ("![shot](img/a.png)", "[shot](https://docs.example/guide/img/a.png)"),
        ("![](img/a.png)", "[a.png](https://docs.example/guide/img/a.png)"),
        ("[![shot](a.png)](page.html)", "[shot](https://docs.example/guide/page.html)"),
        ("![a](data:image/png;base64,xx)", "a"),
        ("`[a](b)` and [c](d)", "`[a](b)` and [c](https://docs.example/guide/d)"),
        ("```\n[a](b) ![c](d)\n```", "```\n[a](b) ![c](d)\n```"),
        ("[a][1]\n\n[1]: page.html", "[a][1]\n\n[1]: https://docs.example/guide/page.html"),
        ("one <!-- secret --> two", "one  two"),
        ("one\n<!-- a\nb -->\ntwo", "one\n\ntwo"),
        ("`<!-- kept -->`", "`<!-- kept -->`"),
        ("```\n<!-- kept -->\n```", "```\n<!-- kept -->\n```"),
        ("[^1]: minutes", "[^1]: minutes"),
        ("[^1]: [a](other.md) and ![b](c.png)", "[^1]: [a](old-other.md) and [b](https://docs.example/guide/c.png)"),
        ('<img src="img/a.png" alt="shot">', "[shot](https://docs.example/guide/img/a.png)"),
        ("<IMG width=3 SRC=img/a.png />", "[a.png](https://docs.example/guide/img/a.png)"),
        (
            "<img\n  alt='a [b]'\n  src='x y(1).png'\n> after",
            r"[a \[b\]](https://docs.example/guide/x%20y%281%29.png) after",
        ),
        ('<a href="page.html"><img src="a.png" alt="shot"></a>', "[shot](https://docs.example/guide/page.html)"),
        ('<a class="x" href="other.md">**Other**</a>', "[**Other**](old-other.md)"),
        ('<img alt="no address">', "no address"),
        ('<img src="data:image/png;base64,xx" alt="a">', "a"),
        ('`<img src="a.png">`', '`<img src="a.png">`'),
        ('```\n<img src="a.png">\n```', '```\n<img src="a.png">\n```'),
        ("<image> 1 < 2 <imgx>", "<image> 1 < 2 <imgx>"),
        ("[[Other page]]", "[Other page](old-other.md)"),
        ("see [[Other page#Part|the other]].", "see [the other](old-other.md)."),
        ("| [[Other page\\|the other]] |", "| [the other](old-other.md) |"),
        ("[[Nowhere]] and [[Nowhere|there]]", "Nowhere and there"),
        ("[[#Part of this]]", "Part of this"),
        ("![[photo 1.png]]", "[photo 1.png](https://docs.example/guide/photo%201.png)"),
        ("![[photo.png|300x200]]", "[photo.png](https://docs.example/guide/photo.png)"),
        ("![[Other page]]", "[Other page](old-other.md)"),
        ("`[[Other page]]` and \\[[x]]", "`[[Other page]]` and \\[[x]]"),
        (
            "[[a]](page.html) [[1]]\n\n[1]: page.html",
            "[[a]](https://docs.example/guide/page.html) [[1]]\n\n[1]: https://docs.example/guide/page.html",
        ),
        ("[[ -f file ]]", "[[ -f file ]]"),
        ("[a\\](b) c](d)", "[a\\](b) c](https://docs.example/guide/d)"),
    ],
)
def test_links_lead_somewhere_images_are_links_and_comments_are_gone(text: str, expected: str) -> None:
    assert adapted(text).strip() == expected


@pytest.mark.parametrize(
    "text",
    [
        "[a](b)", "![a](b)", "![a][r]\n\n[r]: x.png", "[a][r]\n\n[r]: <x y.html>", "[a\nb](c)", "[a](<b c>)", "[![a](b)](c)", "- [a](b)\n  ![c](d)",
        "> ![a](b)\n> text", "| a | b |\n| --- | --- |\n| ![x](y) | [z](w) |", "[r]\n\n[r]: page.html \"T\"", "![a](b \"t", "![[a](b)](c)", "[a](b)[c](d)![e](f)",
        "text\n![a](b)\n[c]: d\n", "<x.html>", "[a](\\x)", "[a](//host/x)", "[a](vbscript:x)", "1. ![a](b)\n2. [c](d)", '<img src="a b" alt="]">', "![[a.png]]", "[[a]] [[b|c]](d)", '<a href="javascript:x">a</a>', "<img src=x><img src=y>", "[^1]\n\n[^1]: ![a](b)",
        "[^1]\n\n[^1]: [a\n    b](c)",
    ],
)  # fmt: skip
def test_without_a_base_no_relative_link_and_no_image_is_left_and_the_words_stay(text: str) -> None:
    from lessons.text import markdown, sanitising

    shown = adapted(text, base="")
    tokens = [child for token in markdown.parse(shown) for child in token.children or ()]
    assert [token.type for token in tokens if token.type == "image"] == []
    assert [
        token.attrs["href"]
        for token in tokens
        if token.type == "link_open" and markdown.scheme_of(str(token.attrs["href"])) not in sanitising.URL_SCHEMES
    ] == []


def test_a_text_with_too_many_brackets_to_look_into_keeps_its_words_and_loses_its_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prose, "_MOST_BRACKETS", 1)
    assert adapted("[a](b) ![c](d)\n\n# Kept") == "a c\n\n\n#### Kept"


def test_each_kind_of_change_is_counted() -> None:
    changes: Counter[str] = Counter()
    text = "[a](other.md) [b](x) [c](#d) ![e](f) <!-- g -->\n\n[h](y)"
    Adapter(BASE, {"other.md": "old-other"}.get, lambda name: None, lambda change: changes.update([change])).adapted(
        text
    )
    assert changes == {
        prose.SIBLING: 1,
        prose.JOINED: 3,
        prose.UNLINKED: 1,
        prose.IMAGES: 1,
        prose.COMMENTS: 1,
    }


def test_titles_sections_and_bullets_are_read_from_what_markdown_means() -> None:
    text = "```\n# no\n```\n# The *title*\n\n## One\n\na\n\n~~~\n## no\n~~~\n\n### Below\n\n## One\n\nb\n\n# Two\n\nc"
    assert title(text) == "The title"
    assert sections(text) == {"# One": "a\n\n~~~\n## no\n~~~\n\n### Below\n\nb"}
    assert bullets("- a\n- b **c**\n\ntext\n\n1. d\n   - e\n\n```\n- f\n```") == ["a", "b c", "d e"]
