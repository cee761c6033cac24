"""The record: every field of a review declared once, with its type, its vocabulary, its blank and its JSON Schema."""

# Of the vocabulary, in the folder of entries.
FILE_NAME = "vocabulary.yml"
