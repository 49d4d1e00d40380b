"""The level in docs/level.md is a level of the house, from its one file alone."""

import re
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from game.core.facts import Caught
from game.core.inputs import NOTHING, Inputs
from game.core.level import Level
from game.core.setup import Setup
from game.core.shapes import Ripple
from game.core.show import show
from game.core.world import begin, digest, step
from scripts.check_rules import find_faults
from tests.sittings import RULES, pressing, worlds

RECIPE = Path(__file__).resolve().parents[2] / "docs" / "level.md"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but levels/puddle.py in it, cut out of the page."""
    folder = tmp_path_factory.mktemp("house")
    blocks = re.findall(r"^```python\n(.*?)^```", RECIPE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1
    (folder / "levels").mkdir()
    (folder / "levels" / "puddle.py").write_text(blocks[0], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def level(house: Path) -> Iterator[Level[Any]]:
    """What that file offers."""
    spec = spec_from_file_location("puddle", house / "levels" / "puddle.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules["puddle"] = module
    spec.loader.exec_module(module)
    yield module.LEVEL
    del sys.modules["puddle"]


def test_the_recipe_keeps_the_rules_of_the_house(house: Path) -> None:
    """The syntax test of levels finds nothing to say."""
    assert [fault.words for fault in find_faults(house)] == []


def test_the_recipe_plays_replays_and_ends(level: Level[Any]) -> None:
    """A drop falls on Enter and rings; two runs are equal; it ends by itself after its minute; Escape opens pause."""
    setup = Setup(4, "puddle", minutes=1.0)

    def run() -> list[bytes]:
        return [digest(world) for world in worlds(setup, pressing("act", "act", "left"), level) if world.tick % 30 == 0]

    assert run() == run()
    told = list(worlds(setup, pressing("act", "act"), level))
    assert [fact for world in told for fact in world.facts] == [Caught(1), Caught(2)]
    assert any(isinstance(shape, Ripple) for shape in show(told[-1]).shapes)
    last = list(worlds(setup, level=level, ticks=2 * 3600))[-1]
    assert last.ended == "on"
    world = begin(setup, level, RULES.patterns)
    for inputs in (NOTHING, Inputs(held=("escape",))):
        world = step(world, inputs)
    assert world.pause is not None
