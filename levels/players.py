"""Players: who plays? Figures on the lake with their names; the choice ends the level."""

from dataclasses import dataclass, replace

from game.core.facts import Facts, LevelEnded, PlayerChosen
from game.core.gathering import Gathering, choose, draw, gather
from game.core.level import Now, Turn
from game.core.pace import smooth
from game.core.setup import Setup
from game.core.shapes import Bed, Colour, Plate, Scene, Shade, Text, TextRole, Water

WORDS = (("gate", "players.grown_ups"), ("leave", "players.leave"))
"""Where each word leads, and its message id."""


@dataclass(frozen=True, slots=True)
class Lake:
    """What the question remembers."""

    group: Gathering


class Players:
    """The rules of saying who plays."""

    name = "players"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Lake:
        """The first figure is lit."""
        return Lake(gather(setup.avatars, tuple(key for _, key in WORDS)))

    def step(self, state: Lake, now: Now) -> Turn[Lake]:
        """A figure, or a word; Escape leaves."""
        group, chosen = choose(state.group, now)
        facts: Facts = ()
        if "escape" in now.pressed:
            facts = (LevelEnded("leave"),)
        elif chosen and group.word is not None:
            facts = (LevelEnded(WORDS[group.word][0]),)
        elif chosen:
            facts = (PlayerChosen(group.player + 1), LevelEnded("on"))
        return Turn(replace(state, group=group), facts)

    def show(self, state: Lake, now: Now) -> Scene:
        """The lake at the blue hour, and everybody on it."""
        shown = smooth(now.tick / 40.0)
        return Scene(
            (
                Plate("lake", 1.0),
                Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0),
                Shade(0.5, 0.15, 0.60, 0.10, 0.35 * shown),
                Text(TextRole.HEADING, "players.heading", 0.5, 0.125, opacity=shown),
                Text(TextRole.HINT, "players.keys", 0.5, 0.195, colour=Colour.SOFT, opacity=0.9 * shown),
                *draw(state.group, shown, now.fullness),
            ),
            Bed("title", 1.0, now.guide.breath_hz, now.guide.phase),
        )


LEVEL = Players()
