"""The record: every field of a review declared once, with its type, its vocabulary, its blank and its JSON Schema."""
