"""The composition root: one file per command, and the few pieces that know more than one room."""
