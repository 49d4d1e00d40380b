"""How a player wants to see and hear the game. It is stored beside a session and never reaches ``step``."""

import json
from dataclasses import asdict, dataclass

from game.stage.errors import PresentationError

VERSION = 1
LANGUAGES = ("en", "zh_CN")
TEXT_SCALES = (1.0, 1.25, 1.5)
ACTIONS = (
    "left", "right", "up", "down", "act", "breathe", "breathe_two", "escape", "too_much", "not_me", "skip", "calm_now",
    "talk",
)  # fmt: skip
"""What a key can mean."""
MOST_KEYS = 64


@dataclass(frozen=True, slots=True)
class Presentation:
    """A player's wishes for eyes and ears."""

    language: str = "en"
    """One of LANGUAGES."""
    text_scale: float = 1.0
    """One of TEXT_SCALES: how much larger than designed words are."""
    reduced_motion: bool = False
    """No drift, bob or glitter scroll; water and ring still breathe."""
    focus: bool = False
    """Fewer things to look at: no motes, hardly any mist."""
    high_contrast: bool = False
    """Whiter words on a darker ground."""
    volume: float = 1.0
    """Loudness of everything, [0, 1]."""
    captions: bool = True
    """Whether sounds are described in words."""
    fullscreen: bool = False
    """Whether the window fills the screen."""
    hold_to_toggle: bool = False
    """One press of a breathing key begins a breath in, the next ends it: nothing has to be held."""
    keys: tuple[tuple[int, str], ...] = ()
    """Every key that means anything, by its SDL code, with what it means (ACTIONS); empty = the usual keys."""
    child: bool = False
    """Say it in a child's words, where there are such."""
    why: bool = False
    """Say in one line what was changed, and why."""

    def __post_init__(self) -> None:
        """The one gate: raise PresentationError for a value outside its range."""
        allowed = (
            self.language in LANGUAGES
            and self.text_scale in TEXT_SCALES
            and isinstance(self.volume, float)
            and 0.0 <= self.volume <= 1.0
            and all(isinstance(flag, bool) for flag in self._flags())
            and len(self.keys) <= MOST_KEYS
            and all(type(key) is int and action in ACTIONS for key, action in self.keys)
        )
        if not allowed:
            raise PresentationError("These settings are outside what the game knows; go on with the usual ones.")

    def _flags(self) -> tuple[bool, ...]:
        return (
            self.reduced_motion,
            self.focus,
            self.high_contrast,
            self.captions,
            self.fullscreen,
            self.hold_to_toggle,
            self.child,
            self.why,
        )

    def encode(self) -> bytes:
        """UTF-8 JSON with a version, keys sorted: the same presentation gives the same bytes."""
        return json.dumps({"version": VERSION, **asdict(self)}, sort_keys=True).encode("utf-8")


def decode(data: bytes) -> Presentation:
    """The presentation in ``data``; raises PresentationError when it cannot be read."""
    try:
        fields = json.loads(data)
        if not isinstance(fields, dict) or fields.pop("version", None) != VERSION:
            raise PresentationError("These settings were written by another version; go on with the usual ones.")
        keys = tuple((key, str(action)) for key, action in fields.pop("keys", ()))
        return Presentation(**fields, keys=keys)
    except (ValueError, TypeError) as cause:
        raise PresentationError("The settings cannot be read; go on with the usual ones.") from cause
