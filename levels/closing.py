"""Closing: one sentence to take along, on the still lake. It goes by itself, or when a key is pressed."""

from dataclasses import dataclass, replace

from game.core.drawing import wave
from game.core.facts import Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Cue, Light, Plate, Scene, Shade, Sprite, Text, TextRole, Water

STAY_S = 25.0
SENTENCES = 5
"""Sentences to choose from: closing.sentence_1 ..."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What closing remembers."""

    sentence: int = 0
    """Which sentence; 0 = not chosen yet."""
    leaving: int = -1
    """Ticks since it began to go; -1 = it stays."""


class Closing:
    """The rules of the farewell."""

    name = "closing"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Farewell:
        """No sentence yet."""
        return Farewell()

    def step(self, state: Farewell, now: Now) -> Turn[Farewell]:
        """Choose a sentence, stay, go."""
        if state.sentence == 0:
            sentence = 1 + int(SENTENCES * now.dice().random())
            return Turn(replace(state, sentence=sentence), cues=(Cue("soft_close", caption="caption.soft_close"),))
        asked = any(key in now.pressed for key in ("act", "click", "escape", "skip"))
        if state.leaving < 0 and (asked or now.tick >= STAY_S * 60.0):
            return Turn(replace(state, leaving=0))
        if state.leaving >= 0:
            facts: Facts = (LevelEnded("title"),) if state.leaving >= 48 else ()
            return Turn(replace(state, leaving=state.leaving + 1), facts)
        return Turn(state)

    def show(self, state: Farewell, now: Now) -> Scene:
        """The lake, one lantern, one sentence."""
        shown = smooth((now.tick / 60.0 - 0.6) / 1.2)
        if state.leaving >= 0:
            shown *= smooth(1.0 - state.leaving / 48.0)
        glow = 0.75 + 0.15 * wave(now.tick, 8.0)
        return Scene(
            (
                Plate("lake", 1.0),
                Water("lake", now.fullness, 0.3, now.tick / 60.0, 1.0),
                Sprite(
                    "lantern",
                    0.5,
                    0.705 + 0.002 * wave(now.tick, 6.0),
                    0.062,
                    1.5 * wave(now.tick, 7.3),
                    1.0,
                    glow,
                ),
                Light(0.5, 0.68, 0.30, Colour.LANTERN, 0.14 * glow),
                Shade(0.5, 0.31, 0.75, 0.20, 0.30 * shown),
                Text(
                    TextRole.HEADING,
                    f"closing.sentence_{max(state.sentence, 1)}",
                    0.5,
                    0.28,
                    opacity=shown,
                    width=0.7,
                ),
                Text(TextRole.SECOND, "closing.thanks", 0.5, 0.40, colour=Colour.SOFT, opacity=shown),
                Text(TextRole.HINT, "closing.keys", 0.5, 0.935, colour=Colour.SOFT, opacity=0.85 * shown),
            ),
            Bed("title", 1.0, now.guide.breath_hz, now.guide.phase),
        )


LEVEL = Closing()
