"""A Word file is read as its reader sees it, and what does not come along is said once."""

from __future__ import annotations

import socket
from io import BytesIO
from typing import Any

import pytest

from lessons.authoring.office import word
from lessons.authoring.office.blocks import markdown
from tests.support import office

RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def shown(content: bytes) -> tuple[str, list[str]]:
    found = word.read(content)
    return markdown(found.blocks), found.messages


def paragraph(*runs: tuple[str, str]) -> Any:
    def fill(document: Any) -> None:
        added = document.add_paragraph()
        for text, look in runs:
            run = added.add_run(text)
            run.bold, run.italic = "b" in look, "i" in look

    return fill


class TestText:
    """Paragraphs, headings, lists and tables as Markdown."""

    @pytest.mark.parametrize(
        ("runs", "expected"),
        [
            ([("Bins were bought.", "")], "Bins were bought."),
            ([("Ask ", ""), ("first", "b"), (".", "")], "Ask **first**."),
            ([("Ask", ""), (" first ", "i"), ("again", "")], "Ask *first* again"),
            ([("so", "b"), ("called", "")], "socalled"),
            ([("(yes)", "b"), ("no", "")], "(yes)no"),
            ([("all", "bi")], "***all***"),
            ([("Half", "b"), (" of it", "b")], "**Half of it**"),
            ([("2 * 3 = 6 and a_b [x] <b> & c", "")], "2 \\* 3 = 6 and a_b \\[x\\] \\<b> & c"),
            ([("# not a heading", "")], "\\# not a heading"),
            ([("1. not a list", "")], "1\\. not a list"),
            ([("- nor this", "")], "\\- nor this"),
            ([("one\ntwo", "")], "one\\\ntwo"),
            ([("tab\there", "")], "tab here"),
        ],
    )
    def test_text_comes_out_as_it_was_shown(self, runs: list[tuple[str, str]], expected: str) -> None:
        assert shown(office.word(paragraph(*runs)))[0] == expected

    def test_headings_lists_and_tables_keep_their_levels(self) -> None:
        def fill(document: Any) -> None:
            document.add_heading("Bus lanes", 0)
            document.add_heading("What happened", 1)
            document.add_paragraph("buses", "List Bullet")
            document.add_paragraph("night buses", "List Bullet 2")
            document.add_paragraph("ask", "List Number")
            document.add_heading("Costs", 2)
            table = document.add_table(rows=2, cols=2)
            for number, text in enumerate(("Year", "Sum | total", "2019", "12")):
                table.cell(number // 2, number % 2).text = text

        assert shown(office.word(fill))[0] == (
            "# Bus lanes\n\n# What happened\n\n- buses\n    - night buses\n1. ask\n\n## Costs\n\n"
            "| Year | Sum \\| total |\n| --- | --- |\n| 2019 | 12 |"
        )

    def test_plain_text_has_a_line_a_paragraph_and_a_row(self) -> None:
        def fill(document: Any) -> None:
            document.add_heading("Plan", 1)
            document.add_paragraph("Buy *bins*.")
            table = document.add_table(rows=1, cols=2)
            table.cell(0, 0).text, table.cell(0, 1).text = "Budget", "12"

        assert word.plain_text(office.word(fill)) == ("Plan\nBuy *bins*.\nBudget\t12", [])

    def test_a_list_made_with_the_button_is_a_list(self) -> None:
        properties = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr></w:pPr>"
        items = "".join(f"<w:p>{properties.format(3)}{RUN.format(text)}</w:p>" for text in ("one", "two"))
        off = f"<w:p>{properties.format(0)}{RUN.format('none')}</w:p>"
        assert shown(office.with_body(items + off))[0].endswith("two\n\nnone")
        assert shown(office.with_body(items))[0][:2] in ("- ", "1.")

    def test_a_link_to_a_page_is_kept_and_any_other_loses_its_address(self) -> None:
        def fill(document: Any) -> None:
            for address in ("https://a.example/b (c)", "javascript:alert(1)", "file:///etc/passwd"):
                id_ = document.part.relate_to(address, docx_hyperlink, is_external=True)
                xml = f"<w:hyperlink xmlns:w='{W}' xmlns:r='{R}' r:id='{id_}'><w:r><w:t>here</w:t></w:r></w:hyperlink>"
                from docx.oxml import parse_xml

                document.add_paragraph()._p.append(parse_xml(xml))

        docx_hyperlink = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        assert shown(office.word(fill))[0] == "[here](https://a.example/b%20%28c%29)\n\nhere\n\nhere"

    def test_what_stands_in_content_controls_is_read(self) -> None:
        control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
        inside = f"<w:p>{control.format(RUN.format('chosen'))}</w:p>"
        assert (
            shown(office.with_body(inside + control.format(f"<w:p>{RUN.format('whole')}</w:p>")))[0]
            == "chosen\n\nwhole"
        )

    def test_a_contents_list_is_no_text(self) -> None:
        assert shown(
            office.changed(
                office.word(lambda document: document.add_paragraph("What happened 3", "List Bullet")),
                {"word/styles.xml": lambda part: part.replace(b'w:val="List Bullet"', b'w:val="toc 1"')},
            )
        ) == ("", [])


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class TestLeftOut:
    """What is not text is left out and said once a kind."""

    def test_tracked_changes_are_taken_as_accepted_and_said_once(self) -> None:
        inserted, deleted = "<w:ins w:id='1'>{}</w:ins>", "<w:del w:id='2'><w:r><w:delText>{}</w:delText></w:r></w:del>"
        body = (
            f"<w:p>{RUN.format('Ask ')}{deleted.format('never')}{inserted.format(RUN.format('always'))}</w:p>"
            f"<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>{RUN.format('joined ')}</w:p><w:p>{RUN.format('line')}</w:p>"
            f"<w:p><w:moveFrom w:id='4'>{RUN.format('gone')}</w:moveFrom></w:p>"
            "<w:tbl><w:tr><w:trPr><w:del w:id='5'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
            f"<w:tr><w:tc><w:p>{RUN.format('row')}</w:p></w:tc></w:tr></w:tbl>"
        )
        assert shown(office.with_body(body)) == (
            "Ask always\n\njoined line\n\nrow",
            ["tracked changes were taken as accepted"],
        )

    def test_pictures_notes_comments_boxes_and_hidden_text_are_each_said_once(self) -> None:
        box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        marks = "".join(
            f"<w:r><w:{name} w:id='1'/></w:r>" for name in ("footnoteReference", "endnoteReference", "commentReference")
        )
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        content = office.with_body(f"<w:p>{RUN.format('seen')}{box}{marks}{hidden}{hidden}</w:p>")
        assert shown(content) == (
            "seen",
            [
                "text in text boxes was left out; move it into the text itself",
                "comments were left out",
                "footnotes and endnotes were left out; move what matters into the text",
                "hidden text was left out",
            ],
        )
        pictures = office.word(*[lambda document: document.add_picture(BytesIO(PICTURE))] * 3)
        assert shown(pictures) == ("", ["pictures were left out; say in words what they show"])

    @pytest.mark.parametrize(
        "kind",
        [
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        ],
    )
    def test_macros_are_ignored_and_said_and_a_template_is_read_too(self, kind: bytes) -> None:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        content = office.changed(
            office.word(paragraph(("Ask.", ""))),
            {"[Content_Types].xml": lambda part: part.replace(plain, kind)},
            {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 code"},
        )
        assert shown(content) == ("Ask.", ["the file has macros, which were ignored"])

    def test_nothing_that_a_file_points_to_is_fetched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fill(document: Any) -> None:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
            document.part.relate_to("http://127.0.0.1:9/picture.png", f"{kind}image", is_external=True)
            document.part.relate_to("http://127.0.0.1:9/macros.dotm", f"{kind}attachedTemplate", is_external=True)
            document.add_paragraph("Ask.")

        content = office.word(fill)
        asked: list[object] = []
        monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments: asked.append(arguments))
        assert (shown(content)[0], asked) == ("Ask.", [])


M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def raised(text: str) -> str:
    return run(text, "<w:vertAlign w:val='superscript'/>")


def lowered(text: str) -> str:
    return run(text, "<w:vertAlign w:val='subscript'/>")


def sym(font: str, code: str) -> str:
    return f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>"


class TestOffTheLine:
    """What a look alone tells of a figure stands there as characters of the line, or is said to be gone."""

    @pytest.mark.parametrize(
        ("runs", "expected"),
        [
            (run("About 10") + raised("6") + run(" people"), "About 10⁶ people"),
            (run("20 km") + raised("2"), "20 km²"),
            (run("10") + raised("-") + raised("12") + run(" m"), "10⁻¹² m"),
            (run("CO") + lowered("2") + run(" and H") + lowered("2") + run("O"), "CO₂ and H₂O"),
            (run("the 19") + raised("th") + run(" century"), "the 19th century"),
            (run("Acme") + raised("TM") + run(" and Bolt") + raised("®"), "Acme™ and Bolt®"),
            (run("2") + raised("n"), "2ⁿ"),
            (run("5") + raised("°") + run("C"), "5°C"),
            (run("x", "<w:vertAlign w:val='baseline'/>") + run("2"), "x2"),
            # Raised as LibreOffice writes it, and moved by a little as text from a PDF is.
            (run("10") + run("6", "<w:position w:val='8'/><w:sz w:val='14'/>"), "10⁶"),
            (run("H") + run("2", "<w:position w:val='-6'/><w:sz w:val='14'/>"), "H₂"),
            (run("10") + run("6", "<w:position w:val='2'/><w:sz w:val='22'/>"), "106"),
        ],
    )
    def test_raised_and_lowered_text_has_its_own_characters(self, runs: str, expected: str) -> None:
        assert shown(office.with_body(f"<w:p>{runs}</w:p>")) == (expected, [])

    @pytest.mark.parametrize(
        ("runs", "expected"),
        [
            (run("10") + raised("1,") + raised("5"), "10^(1,5)"),
            (run("x") + raised("q"), "x^q"),
            (run("N") + lowered("big"), "N\\_(big)"),
        ],
    )
    def test_what_has_none_stands_behind_a_sign_which_is_said(self, runs: str, expected: str) -> None:
        said = ["raised or lowered text without characters of its own was written behind ^ or _"]
        assert shown(office.with_body(f"<w:p>{runs}</w:p>")) == (expected, said)

    def test_a_style_raises_hides_and_strikes_too(self) -> None:
        style = "<w:style w:type='character' w:styleId='{0}'><w:name w:val='{0}'/><w:basedOn w:val='{1}'/><w:rPr>{2}</w:rPr></w:style>"
        styles = style.format("Power", "None", "<w:vertAlign w:val='superscript'/>") + style.format("Mine", "Power", "")
        styles += style.format("Gone", "None", "<w:vanish/>") + style.format("Cut", "None", "<w:strike/>")
        styled = [
            run(text, f"<w:rStyle w:val='{name}'/>") for text, name in (("6", "Mine"), ("a", "Gone"), ("b", "Cut"))
        ]
        content = office.changed(
            office.with_body(f"<w:p>{run('10')}{''.join(styled)}</w:p>"),
            {"word/styles.xml": lambda part: part.replace(b"</w:styles>", styles.encode() + b"</w:styles>")},
        )
        assert shown(content) == ("10⁶", ["hidden text was left out", "struck-through text was left out"])

    def test_struck_through_text_is_left_out_and_said(self) -> None:
        struck = [run("99", "<w:strike/>"), run("98", "<w:dstrike/>"), run("!", "<w:strike w:val='0'/>")]
        body = f"<w:p>{run('Cost 12')}{''.join(struck)}</w:p>"
        assert shown(office.with_body(body)) == ("Cost 12!", ["struck-through text was left out"])
        assert word.plain_text(office.with_body(body)) == ("Cost 12!", ["struck-through text was left out"])

    @pytest.mark.parametrize(
        ("runs", "expected"),
        [
            (run("5") + sym("Symbol", "F0B0") + run("C"), "5°C"),
            (run("5 ") + sym("Symbol", "F0B1") + run(" 1"), "5 ± 1"),
            (run("5 ") + sym("Symbol", "B1") + run(" 1"), "5 ± 1"),
            (run("cost ") + sym("Wingdings", "F0E0") + run(" 5"), "cost → 5"),
            (sym("Wingdings 2", "F052") + run(" done"), "☑ done"),
            (sym("Arial", "20AC") + run("5"), "€5"),
            (run("5 ") + run("m", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>") + run("g"), "5 μg"),
            (run("\uf0a3", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>") + run(" 3"), "≤ 3"),
        ],
    )
    def test_symbols_of_a_font_are_characters(self, runs: str, expected: str) -> None:
        assert shown(office.with_body(f"<w:p>{runs}</w:p>")) == (expected, [])

    def test_a_symbol_that_is_no_character_is_said(self) -> None:
        said = [
            "symbols of a font that are no characters of their own were left out; say in words what they mean",
        ]
        for unknown in (sym("Webdings", "F070"), sym("Wingdings", "F0C3"), sym("House", "F041")):
            assert shown(office.with_body(f"<w:p>{run('Go')}{unknown}</w:p>")) == ("Go", said)

    def test_an_emoji_is_read_as_older_programs_have_it(self) -> None:
        emoji = (
            "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            "<mc:Choice Requires='w16se'><w16se:symEx xmlns:w16se='urn:x' w16se:char='1F60A'/></mc:Choice>"
            "<mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent>"
        )
        assert shown(office.with_body(f"<w:p>{run('Thanks ')}<w:r>{emoji}</w:r></w:p>")) == ("Thanks 😊", [])

    def test_of_a_text_with_its_reading_the_text_is_kept(self) -> None:
        ruby = f"<w:r><w:ruby><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby></w:r>"
        assert shown(office.with_body(f"<w:p>{ruby}{run('都')}</w:p>")) == ("東京都", [])


def math(xml: str) -> str:
    """Return a paragraph with an equation; ``a`` and such stand for its runs."""
    return f"<w:p>{run('Of ')}<m:oMath xmlns:m='{M}'>{xml}</m:oMath>{run(' it is.')}</w:p>"


def m(name: str, *parts: str, pr: str = "") -> str:
    return f"<m:{name}>{f'<m:{name}Pr>{pr}</m:{name}Pr>' if pr else ''}{''.join(parts)}</m:{name}>"


def part(name: str, text: str) -> str:
    return f"<m:{name}>{text if text.startswith('<') else f'<m:r><m:t>{text}</m:t></m:r>'}</m:{name}>"


FRACTION = m("f", part("num", "a+b"), part("den", "2"))


class TestEquations:
    """An equation is written in a line, and one that needs more is said to be gone."""

    @pytest.mark.parametrize(
        ("xml", "expected"),
        [
            (FRACTION, "(a+b)/2"),
            (m("f", part("num", "2"), part("den", FRACTION)), "2/((a+b)/2)"),
            (m("sSup", part("e", "x"), part("sup", "2")), "x²"),
            (m("sSup", part("e", "x"), part("sup", "1/q")), "x^(1/q)"),
            (m("sSubSup", part("e", "x"), part("sub", "i"), part("sup", "2")), "xᵢ²"),
            (m("sPre", part("sub", "6"), part("sup", "14"), part("e", "C")), "₆¹⁴C"),
            (m("rad", part("deg", ""), part("e", "2")), "√2"),
            (m("rad", part("deg", "3"), part("e", "a+b")), "³√(a+b)"),
            (
                m(
                    "d",
                    part("e", "a"),
                    part("e", "b"),
                    pr="<m:begChr m:val='['/><m:sepChr m:val=','/><m:endChr m:val=''/>",
                ),
                "\\[a,b",
            ),
            (m("nary", part("sub", "i=1"), part("sup", "n"), part("e", "x"), pr="<m:chr m:val='∑'/>"), "∑ᵢ₌₁ⁿ x"),
            (m("func", part("fName", "sin"), part("e", "x")), "sin x"),
            (m("limLow", part("e", "lim"), part("lim", "n→0")), "lim\\_(n→0)"),
            (m("acc", part("e", "x"), pr="<m:chr m:val='\u0301'/>"), "x\u0301"),
            (m("m", m("mr", part("e", "a"))), "a"),
        ],
    )
    def test_an_equation_is_written_in_a_line(self, xml: str, expected: str) -> None:
        rewritten = expected not in ("sin x", "a")
        said = ["equations were written in a line; compare them with the file"] if rewritten else []
        assert shown(office.with_body(math(xml))) == (f"Of {expected} it is.", said)

    def test_one_that_was_typed_in_a_line_is_as_it_was(self) -> None:
        assert shown(office.with_body(math("<m:r><m:t>E=mc^2</m:t></m:r>"))) == ("Of E=mc^2 it is.", [])

    @pytest.mark.parametrize(
        "xml",
        [
            m("m", m("mr", part("e", "a"), part("e", "b"))),
            m("eqArr", part("e", "a"), part("e", "b")),
            m("f", part("num", "n"), part("den", "k"), pr="<m:type m:val='noBar'/>"),
            m("bar", part("e", "AB")),
        ],
    )
    def test_one_that_needs_more_than_a_line_is_said(self, xml: str) -> None:
        assert shown(office.with_body(math(xml))) == (
            "Of it is.",
            ["equations that need more than a line were left out; say in words what they state"],
        )

    def test_equations_below_each_other_have_a_line_each(self) -> None:
        both = "".join(f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>" for text in ("a=1", "b=2"))
        body = f"<w:p><m:oMathPara xmlns:m='{M}'>{both}</m:oMathPara></w:p>"
        assert shown(office.with_body(body)) == ("a=1\\\nb=2", [])
