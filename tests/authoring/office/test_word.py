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
