"""Plays the minds over the same sealed people, holds them to the gate of docs/adaptation.md, and writes the report."""
