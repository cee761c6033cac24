"""Long words of the reviews' own text, such as addresses and names made of parts, break where a part ends."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from lessons.web.long_words import breakable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Space Shuttle Program/Orbiter/Quality Assurance",
            "Space Shuttle Program/<wbr>Orbiter/<wbr>Quality Assurance",
        ),
        ("set max_connections_per_host", "set max_<wbr>connections_<wbr>per_<wbr>host"),
        (
            "see https://example.org/a?b=1&c=<2>",
            "see https://<wbr>example.<wbr>org/<wbr>a?<wbr>b=<wbr>1&amp;<wbr>c=&lt;2&gt;",
        ),
        ("計画/設計/製造/試験/運用/保守/廃棄", "計画/<wbr>設計/<wbr>製造/<wbr>試験/<wbr>運用/<wbr>保守/<wbr>廃棄"),
        ("schools and/or libraries, <b>", "schools and/or libraries, &lt;b&gt;"),
        ("", ""),
        (Markup("<b>Program/Orbiter/Quality</b>"), "<b>Program/Orbiter/Quality</b>"),
    ],
)
def test_a_long_word_may_go_on_in_the_next_line_where_a_part_of_it_ends(text: str, shown: str) -> None:
    assert str(breakable(text)) == shown


def test_what_is_no_text_is_left_as_it_is() -> None:
    assert breakable(7) == 7
    assert breakable(None) is None
