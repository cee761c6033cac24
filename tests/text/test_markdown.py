"""Markdown to tokens, safe HTML and plain text; nothing active comes through and nothing takes for ever."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lessons.schema.paragraphs import paragraphs
from lessons.text import markdown, sanitising
from lessons.text.markdown import TooDeepError, TooSlowError
from lessons.text.tokens import SCROLLED
from lessons.web.presenters.facts import prose
from tests.support.examples import examples


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser would read them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_safe(text: str) -> None:
    for tag, attributes in Tags(text).found:
        assert tag in sanitising.TAGS
        if tag == "div":
            assert attributes == SCROLLED
        else:
            assert set(attributes) <= {"href", "title", "rel", "start", "class", "scope"}
        assert markdown.scheme_of(attributes.get("href") or "") in {"", "http", "https", "mailto"}


def html(text: str) -> str:
    return markdown.html(markdown.parse(text))


def plain(text: str) -> str:
    return markdown.plain(markdown.parse(text))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("~~a~~", "<p><s>a</s></p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("[a](https://b.org)", '<p><a href="https://b.org" rel="noopener noreferrer">a</a></p>'),
        ("<https://b.org>", '<p><a href="https://b.org" rel="noopener noreferrer">https://b.org</a></p>'),
        ("#### a", "<h4>a</h4>"),
        ("--", "<p>--</p>"),
        ('"a"', "<p>&quot;a&quot;</p>"),
    ],
)
def test_prose_becomes_html(text: str, result: str) -> None:
    assert html(text).replace('"', "&quot;") == result.replace('"', "&quot;")


def test_a_table_keeps_its_alignment_and_says_what_its_headers_head() -> None:
    found = html("| a | b |\n|---|--:|\n| c | 1 |")
    assert '<th scope="col">a</th>' in found
    assert re.search(r'<th [^>]*class="align-right"', found)
    assert '<td class="align-right">1</td>' in found


def test_a_table_stands_in_a_box_that_scrolls_and_nothing_else_does() -> None:
    found = html("before\n\n| a |\n|---|\n| c |\n\n> | d |\n> |---|\n\nafter")
    assert found.count("<div ") == found.count("<table>") == found.count("</table>\n</div>") == 2
    assert Tags(found).found.count(("div", dict(SCROLLED))) == 2


TAGS_IN_TITLES = (
    "<table><img src=x onerror=alert(1)>",
    "</table><script>alert(1)</script>",
    "<th><svg onload=alert(1)>",
    '<td class="a" style="text-align:left">',
    "</div></div><iframe src=x>",
)


@pytest.mark.parametrize("title", TAGS_IN_TITLES)
@pytest.mark.parametrize("around", ["%s", "| %s |\n|---|\n| %s |", "> %s", "- %s\n\n  | a |\n  |---|\n  | %s |"])
def test_tags_in_the_title_of_a_link_stay_text(title: str, around: str) -> None:
    text = around.replace("%s", f"[j](https://x.example '{title}')")
    found = html(text)
    assert_safe(found)
    assert not re.search(r"<(script|img|svg|iframe)", found)
    assert prose(found) == found, "what was sanitised goes to the page as it is"
    tables = text.count("|---|")
    assert [tag for tag, _ in Tags(found).found].count("table") == tables
    assert {attributes.get("title") for tag, attributes in Tags(found).found if tag == "a"} == {title}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- comment --> <a href='javascript:alert(1)'>a</a>",
        "[a](javascript:alert(1))",
        "[a](JaVa&#x53;cript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "![a](javascript:alert(1))",
        "![a](https://b.org/c.png)",
        '[a](https://b.org "x\\" onclick=\\"alert(1)")',
        "```html\n<script>alert(1)</script>\n```",
        "`<script>`",
        "| <script> | b |\n|---|---|\n| <iframe src=x> | d |",
        "# <svg onload=alert(1)>",
        "&lt;script&gt;",
        'a <b style="text-align:left">',
    ],
)
def test_nothing_active_comes_through(text: str) -> None:
    found = html(text)
    assert_safe(found)
    assert not re.search(r"<(script|img|svg|iframe|b\b)", found)


def test_a_link_can_be_changed_or_dropped_with_its_text_kept() -> None:
    tokens = markdown.parse("[a](x.md) and [b **c**](y.md) and [d](https://e)")
    target = {"x.md": "/reviews/x", "https://e": "https://e"}
    found = markdown.html(tokens, target.get)
    assert 'href="/reviews/x"' in found
    assert 'href="https://e"' in found
    assert "b <strong>c</strong> and" in found
    assert "y.md" not in found


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a **b**\nc  \nd", "a b c d"),
        ("a\n\nb", "a\nb"),
        ("- a\n- b\n  - c", "a\nb\nc"),
        ("[a](https://b.org)", "a (https://b.org)"),
        ("<https://b.org>", "https://b.org"),
        ("<a@b.org>", "a@b.org"),
        ("[a](x.md)", "a"),
        ("```\na\n  b\n```", "a b"),
        ("| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"),
        ("&amp; \\*", "& *"),
    ],
)
def test_plain_text_is_one_line_a_block_without_marks(text: str, result: str) -> None:
    assert plain(text) == result


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://a", "https"),
        ("HTTP://a", "http"),
        ("java\nscript:x", "javascript"),
        (" javascript:x", "javascript"),
        ("mailto:a@b", "mailto"),
        ("a.md", ""),
        ("/a:b", ""),
        ("#a", ""),
        ("", ""),
    ],
)
def test_the_scheme_of_an_address(address: str, scheme: str) -> None:
    assert markdown.scheme_of(address) == scheme


def test_a_text_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(TooSlowError):
        markdown.parse("[" * 200_000, time_limit=0.2)


def test_a_text_of_too_many_parts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_TOKENS", 100)
    with pytest.raises(TooSlowError):
        markdown.parse("- a\n" * 30)


def test_html_of_too_many_entities_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = markdown.parse("&amp;" * 110)
    monkeypatch.setattr(markdown, "MAX_TOKENS", 100)
    with pytest.raises(TooSlowError):
        markdown.html(tokens)


@pytest.mark.parametrize("mark", [">", "- ", "1. "])
def test_nesting_so_deep_that_text_would_be_lost_is_refused(mark: str) -> None:
    assert "deep" in plain(mark * 20 + "deep")
    with pytest.raises(TooDeepError):
        markdown.parse(mark * 120 + "deep")


@given(st.text(st.sampled_from(list("ab<>&\"'()[]!*_`~#|-+.:\\/ \n=javscript")), max_size=120))
def test_any_text_becomes_safe_html(text: str) -> None:
    found = html(text)
    assert_safe(found)
    markdown.plain(markdown.parse(text))


MARKS = (
    "a",
    "b é",
    "1.",
    "-",
    "- ",
    "- a",
    "* ",
    "+ x",
    "#",
    "# ",
    "## x",
    ">",
    "    ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "---",
    "===",
    "| a |",
    "|---|",
    "`",
)
MORE_MARKS = (
    "```",
    "[a]",
    "[a]: b",
    "(c)",
    "<",
    "&amp;",
    "&",
    "\\",
    "*",
    "_",
    "**",
    "!",
    "\u3000",
    "\xa0",
    "\x0b",
    "\u2028",
    "- Id: x\n",
    "- a\n",
    "  - a\n",
    "## H\n",
    "## H #\n",
    "\x00",
    '"',
)


@examples(500, scheduled=5000)
@given(st.lists(st.sampled_from((*MARKS, *MORE_MARKS)), max_size=25).map("".join))
def test_the_commonest_lines_are_parsed_as_the_parser_would(text: str) -> None:
    usual = MarkdownIt("js-default", {"html": False, "store_labels": True})
    usual.validateLink = lambda url: True  # type: ignore[method-assign]
    assert [token.as_dict() for token in markdown._MARKDOWN.parse(text)] == [
        token.as_dict() for token in usual.parse(text)
    ]


@examples(500, scheduled=5000)
@given(st.lists(st.one_of(st.sampled_from((*MARKS, *MORE_MARKS)), st.text(max_size=2)), max_size=9).map("".join))
def test_html_of_plain_paragraphs_is_what_the_sanitiser_leaves_of_it(text: str) -> None:
    try:
        tokens = markdown.parse(text)
    except TooDeepError:
        return
    simple = markdown.paragraphs_alone(tokens)
    rendered = markdown._MARKDOWN.renderer.render(tokens, markdown._MARKDOWN.options, {})
    assert simple is None or paragraphs(simple) == sanitising.sanitised(rendered)


def test_plain_paragraphs_are_not_sanitised() -> None:
    tokens = markdown.parse('One "&" 2 < 3.\n\nTwo\nlines.')
    assert markdown.paragraphs_alone(tokens) == 'One "&" 2 < 3.\nTwo lines.'
    assert markdown.html(tokens) == '<p>One "&amp;" 2 &lt; 3.</p>\n<p>Two lines.</p>'
    assert markdown.paragraphs_alone(markdown.parse("*One*")) is None
