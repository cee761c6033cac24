"""Pages of the site, asked for in process."""
