"""What a level states has happened. The composition root acts on facts; the vault seals them."""

from dataclasses import dataclass

from game.core.reading import CalibrationStage


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The player (or guardian) said whether one device may be used."""

    device: str
    """"camera", "microphone", "heart" or "streams"."""
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
class PlayerChosen:
    """Somebody said who plays."""

    number: int
    """Place among ``Setup.avatars``, from 1."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """The player pressed "too much": guidance ended at once."""


@dataclass(frozen=True, slots=True)
class NotMe:
    """The player pressed "not me": what face and voice seem to say is set aside for a minute. A correction label."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """The player asked for a sensor to be ignored, or to be heard again, in this sitting."""

    sensor: str
    """"face", "voice" ..."""
    ignored: bool
    """True = ignored from now on."""


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """The player declared what the world may do when they are tense."""

    mode: str
    """"soothe" or "train"."""


@dataclass(frozen=True, slots=True)
class FeelingTold:
    """The player said how they feel, with two taps."""

    moment: str
    """"before" or "after" playing."""
    face: int
    """1 sad ... 5 glad."""
    energy: int
    """1 quiet ... 3 lively."""


@dataclass(frozen=True, slots=True)
class Found:
    """The player came upon a thing for the journal."""

    thing: str
    """Id of the thing: "glider.island" ..."""


@dataclass(frozen=True, slots=True)
class PaceFound:
    """A rate at which the breath was steady and comfortable."""

    breath_hz: float
    """Breaths per second."""


@dataclass(frozen=True, slots=True)
class ProbeDone:
    """A minute of breathing without any guide is over."""

    breath_hz: float
    """Own rate, breaths per second; 0 = not measured."""
    steadiness: float
    """How even the breath was, [0, 1]."""


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """A level asks for the player's own words. They go from the stage to the vault; the core never sees them."""

    place: str
    """What they are for: "worry", "journal"."""


@dataclass(frozen=True, slots=True)
class WordsLetGo:
    """Words that were written are to be forgotten, or kept sealed."""

    place: str
    """What they were for."""
    kept: bool
    """True = the player wants them sealed; False = forgotten now."""


TONES = ("heavier", "even", "brighter")
"""What a written sentence might sound like. Closed words: no text and no number of it enters the rules."""


@dataclass(frozen=True, slots=True)
class SentenceTold:
    """What a sentence sounded like to the game, and what its writer says to that: theirs counts."""

    place: str
    """What it was written for: "journal"."""
    guess: str
    """Of TONES."""
    own: str
    """Of TONES; the same where the guess fits."""


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
    ConsentGiven | CalibrationReached | Asked | TooMuch | NotMe | Ignored | ModeChosen | FeelingTold | Found
    | PaceFound | PlayerChosen | ProbeDone | WordsAsked | SentenceTold | WordsLetGo | MinigameBegan | MinigameEnded
    | Caught | LevelEnded
)  # fmt: skip
Facts = tuple[Fact, ...]
