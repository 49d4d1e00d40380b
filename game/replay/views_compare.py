"""What the page of two sessions side by side is given: plain values, worded, with every curve as it is drawn."""

from dataclasses import dataclass

from game.replay.views import Choice, PlayerShown, SessionShown


@dataclass(frozen=True, slots=True)
class SideShown:
    """One of the two sessions."""

    session: SessionShown
    """Which."""
    name: str
    """What sentences and tables call it: its day, and its time where both are of one day."""
    headline: str
    """How its tensest moment passed; "" = too little is known of it."""


@dataclass(frozen=True, slots=True)
class BarShown:
    """A stretch of time."""

    at: float
    """Percent from the left."""
    wide: float
    """Percent of the whole."""
    title: str
    """What it is, in words."""
    hollow: bool = False
    """Whether it was left early."""


@dataclass(frozen=True, slots=True)
class StripShown:
    """What ran in one session."""

    name: str
    """As ``SideShown.name``."""
    places: tuple[BarShown, ...]
    """Where it was played."""
    games: tuple[BarShown, ...]
    """Breathing games."""
    aside: tuple[BarShown, ...]
    """Where somebody said that it was something else."""
    said: str
    """The same in words."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """One session in a drawing: paths in a box of 100 x 100."""

    band: str
    middle: str
    points: tuple[tuple[float, float], ...]
    """What is known at one time alone: percent from the left and from the top."""


@dataclass(frozen=True, slots=True)
class MarkShown:
    """A number or a time beside a drawing."""

    at: float
    """Percent from the top, or from the left."""
    text: str
    """As it is read."""
    zero: bool
    """Whether everything is read against it."""
    minor: bool = False
    """Whether it is left out where there is little room."""


@dataclass(frozen=True, slots=True)
class DrawingShown:
    """Both sessions in one drawing."""

    name: str
    """ "tension" or "breath"; part of message ids."""
    lines: tuple[LineShown, LineShown]
    """One for each session."""
    marks: tuple[MarkShown, ...]
    """Numbers across it."""
    apart: tuple[BarShown, ...]
    """Where the bands do not touch."""


@dataclass(frozen=True, slots=True)
class MomentShown:
    """Both sessions at one time, in words and numbers."""

    at: float
    """Percent from the left."""
    time: str
    """When, from the moment at which they are laid over each other."""
    tension: tuple[str, str]
    """Of each; "" = not known."""
    breath: tuple[str, str]
    """Of each; "" = not known, or no guide was shown."""
    ran: tuple[str, str]
    """Breathing game of each; "" = none."""


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two sessions laid over each other."""

    sides: tuple[SideShown, SideShown]
    """The earlier one first."""
    laid: str
    """At which moment, in a sentence."""
    at_tensest: bool
    """Whether it is the tensest moment of each."""
    differs: tuple[str, ...]
    """Where they lie further apart than both are unsure, a sentence each; or that they do not."""
    rests: str
    """For how long both are known at once."""
    drawings: tuple[DrawingShown, ...]
    """Those of which anything is known."""
    strips: tuple[StripShown, StripShown]
    """What ran meanwhile."""
    times: tuple[MarkShown, ...]
    """Below the drawings."""
    moments: tuple[MomentShown, ...]
    """The same as a table."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two sessions of one player side by side, or the choice of two."""

    player: PlayerShown
    """Whose."""
    choices: tuple[Choice, ...]
    """Sessions to choose from, newest first."""
    chosen: tuple[str, str]
    """Names of the two that are chosen; "" = there are not so many."""
    same: bool
    """Whether the same one was chosen twice."""
    pair: PairShown | None
    """None = two are still to be chosen."""
