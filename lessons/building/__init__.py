"""From checked entries to a database or an export: choose, redact, write."""
