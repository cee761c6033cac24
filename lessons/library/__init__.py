"""The built database, read only: typed queries for reviews, lessons, terms, organisations and outcomes.

Only the standard library is needed, and the database file alone.
"""
