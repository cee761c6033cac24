"""Text as such: files, Markdown, YAML nodes, near misses and near-duplicates, circles. Knows nothing of reviews."""
