"""A knowledge base of after-action reviews."""

__version__ = "0.1.0"
