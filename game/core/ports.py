"""The doors of the core: small protocols that the outside, a recording and a double all fit."""

from typing import Protocol

from game.core.directive import Directive
from game.core.inputs import Inputs
from game.core.observe import Observation
from game.core.shapes import Scene
from game.core.world import World


class Source(Protocol):
    """Where inputs come from: live devices, a sealed session, a simulated person."""

    def take(self, world: World) -> Inputs | None:
        """The next tick's inputs (without a directive); None = there are no more."""


class Mind(Protocol):
    """What tunes the game."""

    def decide(self, observation: Observation) -> Directive:
        """A wish. It goes through ``temper`` before it is used."""


class Memory(Protocol):
    """What keeps a sitting."""

    def began(self, world: World) -> None:
        """A level begins."""

    def stepped(self, world: World, tape: bytes) -> None:
        """One tick was stepped; ``tape`` is its encoded inputs."""


class Stage(Protocol):
    """What shows and sounds."""

    def show(self, scene: Scene) -> None:
        """Paint and play one frame. ``scene.cues`` holds every cue since the last call."""
