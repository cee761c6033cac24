"""``lessons serve``: the database kept up to date, and Datasette run with it."""
