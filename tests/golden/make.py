"""Make the golden sitting anew: a minute from the title into Tide, played by a simulated person.

Run it after a change of the rules that was meant:

    python -m tests.golden.make

and commit tests/golden/sitting.golden together with that change, saying in the message what changed and why.
"""

from dataclasses import replace

from adaptation.person import Person
from adaptation.person.families import PATIENT
from adaptation.rules import Rules
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.world import World, begin
from game.loop import House, Unhurried, run
from tests.golden.records import FILE, write
from tests.sittings import LEVELS, RULES, Kept, Seen, lead_on

SECONDS = 60
PAUSED_TICKS = range(3200, 3205), range(3290, 3295)
"""Escape is held: the pause menu opens, and closes again."""
WANDERING_TICKS = range(2400, 2700)
"""A pointer and a pad are moved as well, so that every kind of input is in the file."""


class Golden:
    """An anxious person at the keys, who also opens the pause menu and touches pointer and pad."""

    def __init__(self) -> None:
        self._person = Person(PATIENT["anxious_child"], seed=11, ticks=SECONDS * 60, camera=True, microphone=True)

    def take(self, world: World) -> Inputs | None:
        """The person's inputs and those of the script."""
        inputs = self._person.take(world)
        if inputs is None:
            return None
        tick = world.tick + 1
        if any(tick in paused for paused in PAUSED_TICKS):
            inputs = replace(inputs, held=tuple(sorted({*inputs.held, "escape"})))
        if tick in WANDERING_TICKS:
            inputs = replace(inputs, pointer=(1000 + tick % 997, 2600 + tick % 211), axes=(tick % 90, -(tick % 40)))
        if tick == 600:
            inputs = replace(inputs, choices=("hearing:clear",))
        return inputs


def main() -> None:
    """Play and write."""
    memory = Kept()
    world = begin(Setup(seed=11, level="title", minutes=1.0), LEVELS["title"], RULES.patterns)
    house = House(Golden(), Rules(), memory, Seen(), Unhurried(), lead_on({"title": "tide", "tide": "closing"}))
    last = run(world, house)
    write(memory.records)
    print(f"{FILE.name}: {last.tick} ticks, {len(memory.records)} records, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
