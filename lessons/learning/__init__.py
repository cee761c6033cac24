"""Lessons that come to people: the brief for a plan, how strong the evidence for a lesson is, what went wrong again.

All of it is worked out from the built database, by way of ``library`` and ``search``. A brief goes through the modules in this order:
``plan``, ``paragraphs`` and ``language`` (a text into passages), ``thesaurus`` (what they speak of whatever their sector), ``reader`` (what the database
says of their words), ``candidates`` and ``matching`` (how well each lesson fits each passage), ``reasons`` (why it is here); ``brief`` tells the story, and
``brief_formats`` writes it down.
"""
