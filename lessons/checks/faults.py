"""What reading finds and no rule has to look for: the manuals of such faults, and the errors of fields by their rule."""

from __future__ import annotations

from lessons.entries import Entry
from lessons.entries.body import RENDERING
from lessons.entries.record import FieldError
from lessons.record.vocabulary import RULE as VOCABULARY
from lessons.text import files, nodes

# By id, in the order in which a file is read. The rules `silent-yaml` and `lesson-fields` have manuals of their own.
MANUALS: dict[str, str] = {
    files.LINKS: """Entries are files of their own, inside the folder of entries.

What is right: put the file itself into the folder; a symbolic link must not lead out of it.

Why: a link could bring any file of the machine that builds the site to its pages.
""",
    files.SIZE: """A review has at most 1,000,000 bytes, its front matter at most 64,000.

What is right: a review is some pages of text; put appendices elsewhere and link to them.

Why: nobody reads more, and a file of that size is usually something else that got into the folder by mistake.
""",
    files.ENCODING: """Files are UTF-8 text.

What is right: save the file as UTF-8 (with or without byte-order mark), with any kind of line end.

Why: in any other encoding, letters with accents turn into others.
""",
    files.HIDDEN_CHARACTERS: """Text holds no characters that editors do not show.

What is right: delete the character at the place given (control characters, NUL, line separators of other systems).

Why: they come in by copying from other programs, and change what is read without being seen.
""",
    nodes.SYNTAX: """The front matter can be read: `---`, fields as `name: value`, `---`.

What is right: the first line is `---`; then one field a line; lists with one `- value` a line, indented with spaces;
then `---` again. Each field stands once. Anchors (`&`), aliases (`*`), tags (`!`) and merge keys (`<<`) are not read: put a
value that begins with such a character in quotes.

Why: everything that can be searched, counted or filtered stands here.
""",
    "field-types": """Each field holds the kind of value it is declared with.

What is right: text in one value; a list with one `- value` a line (a single value counts as a list of one); numbers
plain, such as 35 or 4.5, with the unit in `unit` and "about" in `note`; countries and currencies as ISO codes.

Why: numbers and codes are compared and counted, and what looks like one number to people ("1,000") is another or
none to a program.
""",
    "outcomes": """An outcome has at least one figure, and says which direction is better.

What is right: `measure`, `better` (lower or higher), and at least one of `baseline`, `target`, `result`, as plain
numbers. A finding without numbers belongs in the text.

Why: readers compare outcomes over reviews; a measure without a figure, or a figure without a direction, cannot be read.
""",
    RENDERING: """The text can be read in reasonable time.

What is right: ordinary prose. Long runs of brackets, asterisks or other marks take the Markdown reader very long.

Why: one file must not hold up everybody's build.
""",
    VOCABULARY: """The unit's words are in order: `vocabulary.yml`.

What is right: schemes named as the fields that take their terms (sector, event, phase, …), each term with a slug of small
letters, digits and hyphens, a label, a definition of one sentence, and synonyms where people say it otherwise;
`broader` names another term of the same scheme. The terms of result, type, status and the other fixed schemes may be
relabelled but not extended. An organisation has one preferred name, and a name belongs to one organisation.

Why: entries cite these terms, facets count them, and search finds reviews by their synonyms. A slip here is a slip in every
review that uses the term.
""",
}


def field_errors(entry: Entry, rule: str) -> list[FieldError]:
    """Return the errors of the front matter's fields that belong to ``rule``."""
    return [error for error in entry.errors if error.rule == rule]
