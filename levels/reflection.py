"""Reflection: a sentence of one's own after practice, if one likes. "Not now" is lit first.

The sentence is typed on the stage and sealed by the vault; here only "words:yes" arrives, and what it might sound like
("reading:heavier", "even", "brighter", or "none"). That is shown as a guess beside what was written, never as a
verdict: its writer says what fits, and theirs is what counts. Nothing follows from it in play.
"""

from dataclasses import dataclass, replace

from game.core.drawing import wave
from game.core.facts import TONES, Fact, LevelEnded, SentenceTold, WordsAsked, WordsLetGo
from game.core.level import Now, Turn
from game.core.pace import Follow, smooth
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Light,
    Panel,
    Plate,
    Ring,
    Role,
    Scene,
    Shade,
    Shape,
    Talk,
    Text,
    TextRole,
    Told,
    Water,
)

PLACE = "journal"
"""What the words are for."""
NOT_NOW, WRITE = 0, 1
ASK_Y, ASK_APART = 0.56, 0.30
TONE_Y, TONE_APART = 0.635, 0.20
GUESS_Y = 0.505
OUT_Y = 0.875
"""Where "let it go" stands."""
FACE = 0.05
"""Radius of the ring round a light, heights."""
REACH_X, REACH_Y = 0.085, 0.09
PATIENCE_TICKS = 60 * 60
"""Nobody touches anything for so long: it goes on by itself, and nothing is kept."""
SETTLE_TICKS = 20
"""Presses so early still belong to what was before."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is remembered of the asking; never a word of the sentence."""

    stage: str = "ask"
    """"ask", "write" (the stage's field is open) or "told"."""
    chosen: int = 0
    """"ask": NOT_NOW or WRITE; "told": place in TONES."""
    leaving: bool = False
    """"Let it go" is lit."""
    guess: str = ""
    """Of TONES; "" = nothing is said of how it sounds."""
    light: Follow = Follow(0.5 - 0.5 * ASK_APART)
    """Where the small light under the lit word is."""
    tick: int = 0
    """Ticks since this stage began."""
    idle: int = 0
    """Ticks since anything was pressed or moved."""


class Reflection:
    """The rules of writing a sentence."""

    name = "reflection"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Page:
        """Asked, with "not now" lit."""
        return Page()

    def step(self, state: Page, now: Now) -> Turn[Page]:
        """Ask, wait for the words, hear what fits."""
        touched = bool(now.pressed) or now.pointer_moved
        state = replace(state, tick=state.tick + 1, idle=0 if touched else state.idle + 1)
        if state.stage == "write":
            return _written(state, now)
        turn = _asked(state, now) if state.stage == "ask" else _told(state, now)
        return replace(turn, state=replace(turn.state, light=turn.state.light.toward(_lamp_x(turn.state), 14.0)))

    def show(self, state: Page, now: Now) -> Scene:
        """The lake, a question, and what was written."""
        shown = smooth(state.tick / 30.0)
        words = {"ask": _question, "write": _waiting, "told": _look_back}[state.stage](state, shown, now.tick)
        shapes: tuple[Shape, ...] = (
            Plate("lake", 1.0, 0.16),
            Water("lake", now.fullness, 0.2, now.tick / 90.0, 1.0),
            *words,
            Talk(0.885, 0.09, 0.85),
        )
        return Scene(shapes, Bed("title", 1.0, now.guide.breath_hz, now.guide.phase))


def _asked(state: Page, now: Now) -> Turn[Page]:
    """Not now, or a sentence."""
    under = _option(now.pointer)
    chosen = state.chosen + (_any(now, "right", "down")) - (_any(now, "left", "up"))
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        chosen = under
    state = replace(state, chosen=min(max(chosen, NOT_NOW), WRITE))
    done = "act" in now.pressed or ("click" in now.pressed and under is not None)
    if _any(now, "skip", "escape") or state.idle >= PATIENCE_TICKS or (done and state.chosen == NOT_NOW):
        return Turn(state, (LevelEnded("on"),))
    return Turn(Page("write"), (WordsAsked(PLACE),)) if done else Turn(state)


def _written(state: Page, now: Now) -> Turn[Page]:
    """The field is open; who writes nothing has said so."""
    if "words:yes" in now.choices:
        return Turn(_heard(Page("told", 1, light=Follow(0.5)), now))
    if "words:no" in now.choices or _any(now, "escape", "skip"):
        return Turn(state, (WordsLetGo(PLACE, False), LevelEnded("on")))
    return Turn(state)


def _told(state: Page, now: Now) -> Turn[Page]:
    """Say what fits and keep it, or let it go."""
    state = _heard(state, now)
    under = _tone(state, now.pointer)
    if under is not None and (now.pointer_moved or "click" in now.pressed):
        state = replace(state, leaving=under < 0, chosen=state.chosen if under < 0 else under)
    if state.guess:
        chosen = state.chosen + ("right" in now.pressed) - ("left" in now.pressed)
        state = replace(state, chosen=min(max(chosen, 0), len(TONES) - 1))
    state = replace(state, leaving=("down" in now.pressed or state.leaving) and "up" not in now.pressed)
    if state.tick < SETTLE_TICKS:
        return Turn(state)
    done = "act" in now.pressed or ("click" in now.pressed and under is not None)
    if _any(now, "skip", "escape") or state.idle >= PATIENCE_TICKS or (done and state.leaving):
        return Turn(state, (WordsLetGo(PLACE, False), LevelEnded("on")))
    if not done:
        return Turn(state)
    said: tuple[Fact, ...] = (SentenceTold(PLACE, state.guess, TONES[state.chosen]),) if state.guess else ()
    return Turn(state, (*said, WordsLetGo(PLACE, True), LevelEnded("on")))


def _heard(state: Page, now: Now) -> Page:
    """What it might sound like, as soon as that is known."""
    for place, name in enumerate(TONES):
        if f"reading:{name}" in now.choices:
            return replace(state, guess=name, chosen=place)
    return state


def _any(now: Now, *names: str) -> bool:
    return any(name in now.pressed for name in names)


def _lamp_x(state: Page) -> float:
    if state.stage == "ask":
        return _option_x(state.chosen)
    return 0.5 if state.leaving or not state.guess else _tone_x(state.chosen)


def _option_x(option: int) -> float:
    return 0.5 + ASK_APART * (option - 0.5)


def _tone_x(place: int) -> float:
    return 0.5 + TONE_APART * (place - 1)


def _option(pointer: tuple[int, int] | None) -> int | None:
    """The word under the pointer."""
    if pointer is None or not -0.06 <= pointer[1] / 4096.0 - ASK_Y <= 0.06:
        return None
    across = pointer[0] / 4096.0 - 0.5
    return None if not 0.02 <= abs(across) <= ASK_APART else WRITE if across > 0.0 else NOT_NOW


def _tone(state: Page, pointer: tuple[int, int] | None) -> int | None:
    """The light or the word "keep it" under the pointer; -1 = "let it go"."""
    if pointer is None:
        return None
    x, y = pointer[0] / 4096.0, pointer[1] / 4096.0
    if -REACH_Y <= y - TONE_Y <= REACH_Y + 0.06:
        places = range(len(TONES)) if state.guess else (1,)
        return next((place for place in places if -REACH_X <= x - _tone_x(place) <= REACH_X), None)
    return -1 if 0.38 <= x <= 0.62 and -0.045 <= y - OUT_Y <= 0.045 else None


def _question(state: Page, shown: float, tick: int) -> tuple[Shape, ...]:
    """Would you like to?"""
    words = tuple(
        Text(
            TextRole.MENU,
            key,
            _option_x(option),
            ASK_Y,
            colour=Colour.CREAM if option == state.chosen else Colour.SOFT,
            opacity=shown,
            width=ASK_APART - 0.02,
        )
        for option, key in enumerate(("reflection.not_now", "reflection.write"))
    )
    return (
        Shade(0.5, 0.40, 0.80, 0.30, 0.42),
        Text(TextRole.HEADING, "reflection.question", 0.5, 0.29, opacity=shown, width=0.7),
        Text(TextRole.SECOND, "reflection.question_second", 0.5, 0.41, colour=Colour.SOFT, opacity=shown, width=0.62),
        *words,
        Light(state.light.value, ASK_Y + 0.05, 0.04, Colour.FOCUS, 0.9 * shown),
        Text(TextRole.HINT, "reflection.keys_ask", 0.5, 0.95, colour=Colour.SOFT, opacity=0.8 * shown),
    )


def _waiting(state: Page, shown: float, tick: int) -> tuple[Shape, ...]:
    """The field is painted by the stage."""
    return (Light(0.5, 0.75, 0.12, Colour.LANTERN, 0.35 * shown),)


def _look_back(state: Page, shown: float, tick: int) -> tuple[Shape, ...]:
    """What was written, what it might sound like, and what its writer says."""
    shapes: list[Shape] = [
        Panel(0.16, 0.13, 0.84, 0.44, shown),
        Text(TextRole.SECOND, "reflection.wrote", 0.5, 0.18, colour=Colour.SOFT, opacity=shown),
        Told(TextRole.MENU, "words:own", 0.5, 0.255, opacity=shown, width=0.62),
        Shade(0.5, 0.62, 0.80, 0.26, 0.42),
    ]
    if state.guess:
        shapes.append(Text(TextRole.SECOND, f"reflection.guess_{state.guess}", 0.5, GUESS_Y, opacity=shown, width=0.8))
        for place, name in enumerate(TONES):
            shapes += _light(place, name, place == state.chosen and not state.leaving, shown, tick)
        words = "reflection.keys"
    else:
        colour = Colour.SOFT if state.leaving else Colour.CREAM
        shapes.append(Text(TextRole.MENU, "reflection.keep", 0.5, TONE_Y, colour=colour, opacity=shown))
        words = "reflection.keys_keep"
    colour = Colour.CREAM if state.leaving else Colour.SOFT
    shapes.append(Text(TextRole.SECOND, "reflection.let_go", 0.5, OUT_Y, colour=colour, opacity=shown))
    lamp_y = OUT_Y + 0.043 if state.leaving else TONE_Y + (0.135 if state.guess else 0.05)
    shapes.append(Light(state.light.value, lamp_y, 0.04, Colour.FOCUS, 0.9 * shown))
    shapes.append(Text(TextRole.HINT, words, 0.5, 0.95, colour=Colour.SOFT, opacity=0.8 * shown))
    return tuple(shapes)


def _light(place: int, name: str, lit: bool, shown: float, tick: int) -> tuple[Shape, ...]:
    """A light in a ring: it hangs low, in the middle, or high. None is brighter than another."""
    x, strength = _tone_x(place), shown * (1.0 if lit else 0.6)
    y = TONE_Y + 0.022 * (1 - place) + 0.002 * wave(tick, 6.0, 0.2 * place)
    colour = Colour.CREAM if lit else Colour.SOFT
    return (
        Light(x, y, 0.07, Colour.LANTERN, 0.75 * strength),
        Ring(x, TONE_Y, FACE, 2.0 / 720, Colour.HEART, strength, 0.2 if lit else 0.08, Role.HUD),
        Text(TextRole.SECOND, f"reflection.{name}", x, TONE_Y + 0.09, colour=colour, opacity=shown),
    )


LEVEL = Reflection()
