"""Word and Excel files: read from bytes, by libraries of the extra ``office``, with what was left out said in messages.

``package`` refuses a file that must not be unpacked, before a library sees it; ``word`` reads paragraphs, lists and tables as
Markdown or plain text; ``sheets`` reads the rows of a workbook. Nothing in a file is ever run, fetched or worked out: macros,
external links and formulas are passed over.
"""
