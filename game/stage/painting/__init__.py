"""Painters: one file per family of shapes, each paints onto a Canvas."""
