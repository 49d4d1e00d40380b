"""What the page over time gets: JSON, every sentence in the visitor's language, every number as it is read.

Moments are seconds since 1970 on the player's own clock, so that they are drawn as the player lived them.
"""

from typing import TypedDict

from game.replay.weeks_told import WeekTold

Moment = tuple[float, float, float, float]
"""A moment, the middle there, and between which numbers eight of ten lie."""


class SittingTold(TypedDict):
    """A session that numbers lead to."""

    href: str
    """Its replay."""
    day: str
    """When it was, to read."""
    clock: str
    """At what time."""


class PassedTold(TypedDict):
    """A session that was different from usual."""

    place: int
    """Among ``sittings``."""
    lines: list[str]
    """What was different, what may help last."""


class ChangeTold(TypedDict):
    """A lasting change."""

    at_s: int
    earliest_s: int
    latest_s: int
    """It lies between these 8 times in 10."""


class FactTold(TypedDict):
    """A line of what something rests on."""

    title: str
    value: str


class MeasureTold(TypedDict):
    """One measure over time."""

    name: str
    title: str
    about: str
    """What it is, in a sentence."""
    unit: str
    """What its numbers count."""
    number: str
    """How one of them is read, with {number} for it."""
    numbers: list[tuple[int, int, float]]
    """Place among ``sittings``, moment, number."""
    different: list[int]
    """Places of the sessions in which it was different from usual lately."""
    usual: list[list[Moment]]
    """The own usual, a list for each stretch without a gap."""
    line: list[list[Moment]]
    """The trend likewise; empty where none is said."""
    changes: list[ChangeTold]
    ahead: list[Moment]
    """The next weeks, each at its middle; empty where nothing can be said."""
    said: str
    """Where it went, or what is still missing."""
    said_change: str
    """The last lasting change, where it still lasts; else ""."""
    said_ahead: str
    """The next weeks; "" where it is too early."""
    rests: list[FactTold]


class TrendsTold(TypedDict):
    """JSON of trends.json."""

    from_s: int
    now_s: int
    to_s: int
    """Where the drawings end: now, or the end of the weeks ahead."""
    sittings: list[SittingTold]
    different: list[PassedTold]
    """Newest first."""
    lately: str
    """What may be said where nothing was different; "" where something was."""
    changing: list[str]
    """What has changed for longer, lately."""
    measures: list[MeasureTold]
    """Those of which anything is known."""
    absent: list[str]
    """Titles of the others."""
    weeks: list[WeekTold]
    """The last ones, to be drawn one beside the other."""
    notes: list[str]
    """What is not looked at, a sentence each."""
