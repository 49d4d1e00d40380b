"""The learned mind taught on Ray RLlib, by as many processes or machines as there are: ``scripts/cluster``.

Runs in an environment of its own, which the game never sees. ``people`` and ``place`` need no Ray.
"""
