"""A sentence after practice: never pressed upon, guessed at with care, corrected by one key, kept only where wanted."""

import pytest

from game.core.facts import TONES, Fact, LevelEnded, SentenceTold, WordsAsked, WordsLetGo
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.shapes import Scene, Talk, Text, Told
from game.core.show import show
from levels.reflection import ASK_APART, ASK_Y, OUT_Y, PATIENCE_TICKS, TONE_APART, TONE_Y
from tests.sittings import pressing, quiet, worlds

ASKED = Setup(3, "reflection")
WRITTEN = [*pressing("right", "act"), *quiet(5), Inputs(choices=("words:yes",))]
ASKS, KEPT, FORGOTTEN, ON = (
    WordsAsked("journal"),
    WordsLetGo("journal", True),
    WordsLetGo("journal", False),
    LevelEnded("on"),
)


def facts(*told: Inputs) -> list[Fact]:
    """What is stated after these."""
    return [fact for world in worlds(ASKED, told) for fact in world.facts]


def scene(*told: Inputs) -> Scene:
    """What is shown after these."""
    (*_, world) = worlds(ASKED, [*told, *quiet(40)])
    return show(world)


def heard(name: str) -> list[Inputs]:
    """A sentence was written, and it might sound so."""
    return [*WRITTEN, *quiet(3), Inputs(choices=(f"reading:{name}",)), *quiet(30)]


def clicking(x: float, y: float) -> list[Inputs]:
    """The pointer goes there and clicks."""
    place = (int(4096 * x), int(4096 * y))
    return [*quiet(30), Inputs(pointer=place), Inputs(held=("click",), pointer=place), Inputs(pointer=place)]


@pytest.mark.parametrize("key", ("act", "skip", "escape"))
def test_not_now_is_lit_first(key: str) -> None:
    """One key, and nothing is asked."""
    assert facts(*pressing(key)) == [ON]
    assert facts(*clicking(0.5 - 0.5 * ASK_APART, ASK_Y)) == [ON]
    assert facts(*quiet(PATIENCE_TICKS + 1)) == [ON]


@pytest.mark.parametrize(
    "told", ([*pressing("right", "act")], clicking(0.5 + 0.5 * ASK_APART, ASK_Y)), ids=("keys", "pointer")
)
@pytest.mark.parametrize(
    "leave", (Inputs(choices=("words:no",)), Inputs(held=("escape",))), ids=("nothing typed", "escape")
)
def test_who_asked_to_write_may_still_leave_it(told: list[Inputs], leave: Inputs) -> None:
    """The field is asked for once; no words, or Escape, and it goes on."""
    assert facts(*told, *quiet(5), leave) == [ASKS, FORGOTTEN, ON]


@pytest.mark.parametrize("guess", TONES)
@pytest.mark.parametrize("own", TONES)
def test_its_writer_says_what_fits(guess: str, own: str) -> None:
    """By keys and pointer alike: the guess is lit, one key leads to the next word; both words are told."""
    way = TONES.index(own) - TONES.index(guess)
    keys = ["right" if way > 0 else "left"] * abs(way)
    said = [ASKS, SentenceTold("journal", guess, own), KEPT, ON]
    assert facts(*heard(guess), *pressing(*keys, "act")) == said
    assert facts(*heard(guess), *clicking(0.5 + TONE_APART * (TONES.index(own) - 1), TONE_Y)) == said


@pytest.mark.parametrize("reading", ("heavier", "none"))
@pytest.mark.parametrize("keys", (("skip",), ("escape",), ("down", "act")), ids=" ".join)
def test_what_was_written_can_be_let_go(reading: str, keys: tuple[str, ...]) -> None:
    """Nothing is said of it then, and nothing is kept; nor where nobody answers."""
    assert facts(*heard(reading), *pressing(*keys)) == [ASKS, FORGOTTEN, ON]
    assert facts(*heard(reading), *clicking(0.5, OUT_Y)) == [ASKS, FORGOTTEN, ON]
    assert facts(*heard(reading), *quiet(PATIENCE_TICKS + 1)) == [ASKS, FORGOTTEN, ON]


@pytest.mark.parametrize("told", (WRITTEN, heard("none")), ids=("not yet", "none"))
def test_where_nothing_is_read_nothing_is_said_of_it(told: list[Inputs]) -> None:
    """Only "you wrote", what was written, keep it or not; no word of how it sounds, in the picture or in the facts."""
    shown = scene(*told)
    keys = {shape.key for shape in shown.shapes if isinstance(shape, Text)}
    assert keys == {"reflection.wrote", "reflection.keep", "reflection.let_go", "reflection.keys_keep"}
    assert facts(*told, *quiet(30), *pressing("act")) == [ASKS, KEPT, ON]
    assert facts(*told, *quiet(30), *clicking(0.5, TONE_Y)) == [ASKS, KEPT, ON]


@pytest.mark.parametrize("told", ([], WRITTEN[:-1], WRITTEN, heard("heavier"), heard("none")))
def test_there_is_always_somebody_to_talk_to(told: list[Inputs]) -> None:
    """The same sign in the same place whatever was written; only the stage has the words."""
    assert [shape for shape in scene(*told).shapes if isinstance(shape, Talk)] == [Talk(0.885, 0.09, 0.85)]
    slots = [shape.slot for shape in scene(*told).shapes if isinstance(shape, Told)]
    assert slots == (["words:own"] if "words:yes" in {c for i in told for c in i.choices} else [])


def test_a_guess_that_comes_late_is_still_shown() -> None:
    """The words are there at once; how they sound may take a moment."""
    late = [*WRITTEN, *quiet(200), Inputs(choices=("reading:brighter",))]
    assert "reflection.guess_brighter" in {shape.key for shape in scene(*late).shapes if isinstance(shape, Text)}
    assert facts(*late, *pressing("act")) == [ASKS, SentenceTold("journal", "brighter", "brighter"), KEPT, ON]


def test_a_press_that_still_belongs_to_the_field_keeps_nothing() -> None:
    """In the first third of a second nothing is answered."""
    assert facts(*WRITTEN, *quiet(3), Inputs(held=("act",)), *quiet(30)) == [ASKS]
