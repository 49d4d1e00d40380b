"""The rules of Stillwater: pure functions of what happened, and nothing else.

Only the standard library is imported here, and of it only what is free of clock, disk, network and
threads. Everything that could differ between two runs enters as an argument, so a session replays
bit for bit.
"""
