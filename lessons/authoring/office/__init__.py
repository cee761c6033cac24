"""Word and Excel files: read from bytes, by libraries of the extra ``office``, with what was left out said in messages.

``package`` refuses a file that must not be unpacked, before a library sees it; ``word`` reads paragraphs, lists and tables, which
``blocks`` writes as Markdown or plain text; ``sheets`` reads the rows of a workbook. ``questions`` says what a form asks for a
review, from the declarations of the record: ``word_template`` and ``excel_template`` ask it, ``word_review`` and ``excel_review``
read what was filled in, and ``answers`` makes Markdown of it. Nothing in a file is ever run, fetched or worked out.
"""
