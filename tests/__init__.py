"""Tests mirror the rooms of the package; what several of them use is in ``support``."""
