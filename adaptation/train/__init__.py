"""How the learned mind is taught and the rules are tuned: simulated people in the sketch, never anybody else.

People for training and for choosing come from seeds of their own (``sittings``); those that the report is measured
on come from a third, which nothing here ever draws from.
"""
