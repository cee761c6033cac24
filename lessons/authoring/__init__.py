"""What helps to write: fixes, formats of reports, importers, and the comparison with a git revision."""
