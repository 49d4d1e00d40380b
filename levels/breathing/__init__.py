"""Breathing patterns: one file each, with a ``PATTERN``."""
