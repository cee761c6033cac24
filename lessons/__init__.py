"""A knowledge base of after-action reviews: Markdown in git, checked, compiled to one SQLite database, served by Datasette.

The rooms
---------

========== ==========================================================================================================
words      What the site and the reports say to a reader, by key, in message catalogues: a folder per language.
problems   Problem (a value, collected) and LessonsError (an exception, stops); the one shape of every message.
schemes    The vocabularies that are fixed in code.
forms      What the site's forms ask for, and what became of one that was sent: what site and worker tell each other.
workers    Work that strangers can make heavy, in processes that are killed at their limits.
schema     The tables, views and indexes of the database, each with its sentence.
library    The built database read by typed queries.
search     From what somebody types to ranked results with facets and suggestions.
learning   Lessons that come to people: the brief for a plan, what went wrong again, the audit, the digest.
web        The Datasette plugin: routes, presenters, templates, feeds.
text       Files, Markdown, YAML nodes, near misses and near-duplicates, circles; knows nothing of reviews.
record     The record of a review: every field, section and term declared once.
entries    One entry as read, and the collection of all entries of a folder.
checks     One rule a file; together they say what is wrong with an entry.
authoring  What helps to write: fixes, report formats, importers, the comparison with a git revision.
building   From checked entries to the database or an export: select, redact, write; units' databases combined.
proposing  A form that was filled in, on the site or in an issue: the file that it becomes, checked, and its page.
serving    ``lessons serve``: keep the database up to date and run Datasette with it.
publishing The library in other places: the site as files, for a place without a server; documents for OpenSearch.
cli        The command line: parse, call, print, exit.
========== ==========================================================================================================

From the ground up: each room imports those above it in this list and none below; ``tests/test_architecture.py`` holds
them to it. ``words`` stands below all, so that a page and a command say the same sentence. From ``schema`` to ``web`` stands what the site needs, which is the database file alone; from ``text`` to
``building`` what makes that file. What is filled in on the site needs both: ``web`` names the work of ``proposing`` and has a
worker process do it, so that the server itself never loads what the builder needs.

The journey of one review
-------------------------

1. ``text`` finds ``entries/kirklees-recycling.md``, reads it as UTF-8 text and its front matter into nodes that know
   their line and column; ``entries`` reads the text below it, from Markdown tokens, into sections and lessons with
   their labelled fields. What cannot be read becomes a fault, never an exception, and costs nothing else.
2. ``record`` declares every field once, with the terms of ``schemes`` and of the unit's vocabulary; validating against
   it gives a review, or errors with their place.
3. ``checks`` asks one rule after the other, each in a file of its own, and collects ``problems``; ``authoring`` fixes
   what is safe to fix and reports the rest as people and programs want it.
4. ``building`` chooses what the audience may see, takes the ids of everything else out of the text, turns entries into
   rows of the tables that ``schema`` declares, and lets ``search`` prepare what it needs; the file is written beside the
   old one and then moved into its place.
5. ``library`` and ``search`` read the database, and nothing else; ``learning`` brings its lessons to those who do not search, as a
   brief for a plan; ``web`` shows it, as a plugin of Datasette, which
   ``serving`` runs, and gives to ``workers`` what a stranger could make heavy; ``publishing`` asks the site for all its pages
   and writes them as files, or writes what a search server loads. ``cli`` is the door to all of it.
6. The next review may begin there, in a form that ``forms`` describes: ``proposing`` writes the file, asks the ``checks`` of one entry,
   looks up in the database what it cites and resembles, and makes its page, before the writer sends it where the unit wants it.
"""

__version__ = "0.1.0"

# What a database says of itself that this program built, and what its header says: "LLU1" as four bytes, by which
# `file` and others tell it from any other SQLite file.
APPLICATION = "lessons"
APPLICATION_ID = 0x4C4C5531
