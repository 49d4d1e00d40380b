"""What a level states has happened. The composition root acts on facts; the vault seals them."""

from dataclasses import dataclass

from game.core.reading import CalibrationStage


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The player (or guardian) said whether one device may be used."""

    device: str
    """"camera" or "microphone"."""
    granted: bool
    """True = may be used from now on; False = its process must be gone."""


@dataclass(frozen=True, slots=True)
class CalibrationReached:
    """What the player is asked to do now: the sensors learn from it."""

    stage: CalibrationStage
    """The stage that begins now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The player asked the house for something outside the rules (louder, other language ...)."""

    wish: str
    """Id of the wish: "volume_up", "language", "reduced_motion"..."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """The player pressed "too much": guidance ended at once."""


@dataclass(frozen=True, slots=True)
class MinigameBegan:
    """A breathing minigame was offered and shown."""

    pattern: str
    """Name of its pattern."""


@dataclass(frozen=True, slots=True)
class MinigameEnded:
    """A breathing minigame is over."""

    pattern: str
    """Name of its pattern."""
    skipped: bool
    """True when the player left it early."""


@dataclass(frozen=True, slots=True)
class Caught:
    """The player reached what the level asks to reach."""

    total: int
    """How many so far in this level."""


@dataclass(frozen=True, slots=True)
class LevelEnded:
    """The level is over."""

    next: str
    """Where to go: a level's name, "on" (the house decides) or "leave"."""


Fact = (
    ConsentGiven | CalibrationReached | Asked | TooMuch | MinigameBegan | MinigameEnded | Caught | LevelEnded
)  # fmt: skip
Facts = tuple[Fact, ...]
