"""Canned queries: questions that analysts ask, each with one readable query that answers it from the tables and views alone.

They are the worked examples on ``/data/sql``, and Datasette's own pages offer them under any name of the file.
"""

from __future__ import annotations

from lessons.library.canned_queries.lessons import LESSONS
from lessons.library.canned_queries.model import CannedQuery, Parameter
from lessons.library.canned_queries.work import WORK

CANNED_QUERIES = (*WORK, *LESSONS)

__all__ = ["CANNED_QUERIES", "CannedQuery", "Parameter"]
