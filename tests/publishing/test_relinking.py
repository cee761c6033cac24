from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.publishing.relinking import POLICY, relative, relinked
from lessons.web.static_addresses import file_of


def changed(html: str) -> str:
    return relinked(html, lambda link: "there.html" if link.startswith("/there") else None, POLICY)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><a href="/there">A &amp; B</a>&#39;s</p>', '<p><a href="there.html">A &amp; B</a>&#39;s</p>'),
        ('<p><a class="button" href="/brief">Words <b>stay</b></a>.</p>', "<p>Words <b>stay</b>.</p>"),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ('<a href="#lessons">x</a><a href="mailto:a@b.example">y</a>', '<a href="#lessons">x</a><a href="mailto:a@b.example">y</a>'),
        ('a<form action="/there"><input name="q"><p>b</p></form>c', "ac"),
        ('a<form action="/search"><input></form>c', "ac"),
        ('a<div data-needs-server><br><p><a href="/there">b</a></p></div>c', "ac"),
        ('a<script src="/watch.js" defer></script>c<link rel="alternate" href="/feed">d', "acd"),
        ('<svg><path d="M0 0"/><use href="/there"/></svg>', '<svg><path d="M0 0"/><use href="there.html"/></svg>'),
        ('<script type="application/ld+json">{"a": "<b>&amp;"}</script>', '<script type="application/ld+json">{"a": "<b>&amp;"}</script>'),
    ],
)  # fmt: skip
def test_a_page_keeps_what_works_without_a_server(html: str, expected: str) -> None:
    assert changed(html) == expected


def test_the_policy_follows_the_encoding() -> None:
    made = changed('<!DOCTYPE html><meta charset="utf-8"><title>T</title>')
    assert made.startswith(
        '<!DOCTYPE html><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src'
    )


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("index.html", "index.html", "index.html"),
        ("index.html", "reviews/a/b.html", "../../index.html"),
        ("reviews/a.html", "reviews/a/b.html", "../a.html"),
        ("reviews/a/b.html", "reviews.html", "reviews/a/b.html"),
    ],
)
def test_a_link_leads_from_file_to_file(target: str, page: str, expected: str) -> None:
    assert relative(target, page) == expected


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1, max_size=80)


@given(words, words)
def test_two_terms_never_share_a_file_and_every_file_system_takes_its_name(one: str, other: str) -> None:
    files = [file_of(f"/browse/tag/{word.replace('%', '%25')}", full=True) for word in (one, other)]
    assert (files[0] == files[1]) == (one == other)
    for file in files:
        assert file is not None
        assert file == file.lower()
        assert len(file.rpartition("/")[2]) <= 200
        assert set(file) <= set("abcdefghijklmnopqrstuvwxyz0123456789_~-./")


@pytest.mark.parametrize(
    ("address", "pairs"),
    [
        ("/brief", ()), ("/compare", (("id", "a#b"),)), ("/data/sql", ()), ("/reviews", (("sort", "event"),)), ("/contribute", ()),
        ("/search.json", ()), ("/lessons", ()), ("/lessons/reviews", ()), ("/audit.json", ()), ("/reviews/a/b/use", ()), ("/-/healthz", ()),
    ],
)  # fmt: skip
def test_what_only_a_server_can_answer_has_no_file(address: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert file_of(address, pairs, full=True) is None
