"""A knowledge base of after-action reviews: Markdown in git, checked, compiled to one SQLite database, served by Datasette.

The journey of one review
-------------------------

1. ``files`` finds ``entries/kirklees-recycling.md`` and reads it as UTF-8 text; ``nodes`` reads its front matter into
   nodes that know their line and column; ``entries`` reads the text below it, from Markdown tokens, into sections
   and lessons with their labelled fields. What cannot be read becomes a fault, never an exception, and costs nothing else.
2. ``review`` declares every field once; validating against it gives a record, or errors with their place.
3. ``checks`` asks one rule after the other, each in a file of its own, and collects ``problems``.
4. ``selection`` chooses what the audience may see; ``redaction`` takes the ids of everything else out of the text.
5. ``outputs`` turns entries into rows of the tables that ``schema`` declares, and ``search.prepare`` adds what
   search needs; the file is written beside the old one and then moved into its place. ``build`` tells this story.
6. ``library`` and ``search`` read the database, and nothing else; ``web`` shows it, as a plugin of Datasette, and has
   ``workers`` do what strangers can make heavy, in processes that can be stopped.

Imports run downwards: ``cli`` → ``build`` → ``outputs`` → ``selection`` → ``checks`` → ``entries`` → ``review``, ``vocabulary``,
``markdown`` → ``nodes``, ``files`` → ``problems``; and ``web`` → ``search`` → ``library`` → ``schema``.
``tests/test_architecture.py`` holds them to it.
"""

__version__ = "0.1.0"
