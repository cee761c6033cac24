"""Whatever stands in a review, a use, the vocabulary or an address, no page holds anything active beside what the site brings."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element

from hypothesis import given
from hypothesis import strategies as st

from lessons.building.build import Options, build
from lessons.record import writing
from tests.support.examples import examples
from tests.support.sample import Folder, use_text
from tests.web.page import parse
from tests.web.visitor import Visitor

PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "</script><script src=//evil.example/x.js></script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)' x='",
        '" autofocus onfocus="alert(1)', "</title></textarea></style></noscript><svg onload=alert(1)>", "<!-- ", "-->", "]]>", "<iframe srcdoc='x'>",
        "javascript:alert(1)", "<a href=javascript:alert(1)>a</a>", "&lt;script&gt;", "&#60;script&#62;", "{{ 7 * 7 }}", "{% raw %}", "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0>", "<form action=//evil.example>", "<style>*{}</style>", "<b", "`", "\\", "data:text/html,<script>", "<math><mi//xlink:href=x>",
    ]
)  # fmt: skip
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=3)), min_size=1, max_size=4).map(
    lambda parts: "Buses " + writing.writable("".join(parts))[0]
)
NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal", "math", "style"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "srcset", "cite", "xlink:href"}
# Data, not a program: what kind of thing the page is about.
DATA = {"application/json", "application/ld+json"}
PAGES = (
    "/", "/reviews", "/reviews/hostile", "/reviews/hostile/ask-users", "/browse", "/browse/sector", "/browse/sector/transport",
    "/outcomes", "/charts", "/charts?q=buses", "/uses", "/uses/hostile-use", "/search", "/search?in=all&q=buses", "/reviews/hostile/cite",
)  # fmt: skip


def active(page: Element) -> Iterator[str]:
    """Yield what a browser would run, load or send, as far as the site does not bring it."""
    for element in page.iter():
        if element.tag in NEVER:
            yield f"<{element.tag}>"
        if element.tag == "script" and element.get("type") not in DATA:
            own = element.get("src", "").startswith("/-/lessons/")
            if not own or "".join(element.itertext()).strip():
                yield f"<script {element.attrib}>"
        if element.tag == "meta" and element.get("http-equiv"):
            yield f"<meta {element.attrib}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "srcdoc":
                yield f"{name}={value}"
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", value), re.IGNORECASE)
            if name in ADDRESSES and scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                yield f"{name}={value}"
            if name in ADDRESSES - {"href", "cite"} and re.match(r"\s*(https?:)?//", value):
                yield f"{name}={value}"


@examples(4, scheduled=150)
@given(st.lists(TEXT, min_size=8, max_size=8), TEXT)
def test_no_page_of_hostile_texts_holds_anything_active(texts: list[str], typed: str) -> None:
    title, organisation, place, tag, summary, statement, advice, label = texts
    with tempfile.TemporaryDirectory() as root:
        folder = Folder(Path(root) / "entries")
        name = writing.scalar(label)
        folder.write(
            "vocabulary.yml",
            f"unit: {{slug: here, name: {name}}}\nschemes:\n  sector:\n    label: {name}\n    terms:\n"
            f"      transport: {{label: {name}, definition: {name}}}\n",
        )
        fields = {
            "title": title, "date": "1998", "organisation": organisation, "sector": "transport", "result": "mixed", "place": place, "tags": [tag], "mission": summary,
            "outcomes": [{"measure": title, "unit": tag, "baseline": 1, "result": 2, "better": "higher", "method": "before-after"}],
        }  # fmt: skip
        prose = writing.literal_blocks(summary)
        lesson = writing.LessonText(
            statement, prose, [("Id", "ask-users"), ("Recommendation", writing.literal(advice)), ("Owner", writing.literal(place))]
        )  # fmt: skip
        sections = [
            (heading, prose) for heading in ("Summary", "What was intended", "What happened", "Why it happened")
        ]
        folder.write("hostile", writing.review(fields, sections, [lesson]))
        use = {"lesson": "hostile#ask-users", "organisation": name, "why": writing.scalar(advice)}
        folder.write("uses/hostile-use", use_text(body=prose, **use))
        report = build(folder.path, Path(root) / "lessons.db", Options())
        assert report.written, [str(problem) for problem in report.errors]
        site = Visitor(Path(root) / "lessons.db")
        try:
            addresses = [
                f"/search?q={quote(typed)}",
                f"/search?sector={quote(typed)}",
                f"/reviews/{quote(typed, safe='')}",
            ]
            for address in (*PAGES, *addresses):
                answer = site.get(address)
                if answer.headers.get("content-type", "").startswith("text/html"):
                    assert list(active(parse(answer.text))) == [], address
                else:
                    assert address in addresses or answer.status_code in (301, 302, 404), address
        finally:
            site.close()


def test_what_is_active_is_found() -> None:
    page = parse(
        "<html><script src='/-/lessons/lessons.js'></script><script>x</script><a href=' java\nscript:x'>a</a>"
        "<img src='//evil.example/x'><p onclick='x'>b</p><iframe></iframe><a href='https://a.example'>c</a></html>"
    )
    assert [found.partition("=")[0] for found in active(page)] == ["<script {}>", "href", "src", "onclick", "<iframe>"]
