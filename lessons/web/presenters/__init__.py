"""Between rows and templates: what a page shows, as values with their words, numbers and addresses ready."""
