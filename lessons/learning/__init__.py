"""Lessons that come to people: the brief for a plan, how strong the evidence for a lesson is, what went wrong again, what is left to do.

All of it is worked out from the built database, by way of ``library`` and ``search``. A brief goes through the modules in this order:
``plan``, ``paragraphs`` and ``language`` (a text into passages), ``thesaurus`` (what they speak of whatever their sector), ``reader`` (what the database
says of their words), ``candidates`` and ``matching`` (how well each lesson fits each passage), ``reasons`` (why it is here); ``brief`` tells the story, and
``brief_formats`` writes it down.

What went wrong again is ``recurrence``; ``recurrence_suggested`` tells what nobody has linked, by the rule of ``recurrence_candidates``, from the ``causes`` that
lessons read like, learnt by ``cause_training``.

What came of lessons is told as of a day (``days``). ``open_work`` lists what is left to do; ``audit_data`` gathers what an audit counts, with
``alternatives`` (by ``conditions``) and ``time_to_learn`` (by ``survival``), and ``audit_summary`` and ``audit`` tell it; ``events`` are what a ``digest`` tells, which
``email`` makes a message of and ``digest_state`` remembers; ``missions`` and ``experience`` are the portfolio and the record of a person. Each of them
is a ``report``, which ``report_formats`` and the site write down.
"""
