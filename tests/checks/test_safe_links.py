"""The rule ``safe-links``."""

from __future__ import annotations

import pytest

from tests.support.sample import body, front, line_of, problems, review

WRITE = "write an address that begins with https://, http:// or mailto:"


@pytest.mark.parametrize(
    ("link", "address", "column"),
    [
        ("[a](javascript:alert(1))", "javascript:alert(1)", 9),
        ("[a](JaVa&#x53;cript:x)", "JaVaScript:x", 1),
        ("[a](data:text/html,x)", "data:text/html,x", 9),
        ("[a](vbscript:x)", "vbscript:x", 9),
        ("[a](file:///etc/passwd)", "file:///etc/passwd", 9),
        ("[a](ftp://b.org)", "ftp://b.org", 9),
        ("[a](//b.org)", "//b.org", 9),
        ("<javascript:alert(1)>", "javascript:alert(1)", 6),
    ],
)
def test_only_web_and_mail_addresses_are_links(link: str, address: str, column: int) -> None:
    text = front() + body(What_happened=f"See {link}.")
    assert problems(text, rule="safe-links") == [f'{line_of(text, "See")}:{column} found the link "{address}"; {WRITE}']


@pytest.mark.parametrize("link", ["[a](https://b.org)", "[a](HTTP://b.org)", "<mailto:a@b.org>", "`javascript:x`"])
def test_ordinary_links_and_code_are_left_alone(link: str) -> None:
    assert problems(front() + body(What_happened=f"See {link}.")) == []


def test_an_address_in_the_front_matter_is_one_of_the_web() -> None:
    assert problems(review("sources: {cite: a, url: 'javascript:x'}"), rule="safe-links") == [
        '7:25 found "javascript:x"; an address begins with http:// or https:// and contains no spaces'
    ]
