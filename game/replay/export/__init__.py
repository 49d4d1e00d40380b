"""What a session is written out as: one file here per format, found by its place, each pure (material to files)."""
