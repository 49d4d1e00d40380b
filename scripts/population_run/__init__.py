"""One profile, learnt at several sites whose players never leave them: Flower carries, Opacus bounds what shows.

Started by ``scripts/population`` in an environment of its own; nothing of the game imports it.
"""
