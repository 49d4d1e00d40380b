"""Calibration: about twenty seconds in which the sensors learn this person's neutral. Every step can be skipped.

The level only says what the player is asked to do (a Fact); the sensors learn in their own processes, and what they
learnt comes back as a choice id ("hearing:clear", "hearing:faint", "hearing:deaf").
"""

from dataclasses import dataclass, replace

from game.core import way_out
from game.core.drawing import between
from game.core.facts import CalibrationReached, Facts, LevelEnded
from game.core.level import Now, Turn
from game.core.pace import Part, smooth
from game.core.reading import CalibrationStage
from game.core.setup import Setup
from game.core.shapes import (
    Bed,
    Colour,
    Disc,
    Light,
    Plate,
    Ring,
    Role,
    Scene,
    Shade,
    Shape,
    Text,
    TextRole,
    Water,
)

TIMES = {CalibrationStage.FACE: 5 * 60, CalibrationStage.ROOM: 4 * 60, CalibrationStage.NONE: 6 * 60}
"""Ticks of each stage; the last shows the verdict."""
LEARNERS = {
    CalibrationStage.FACE: ("camera", "face"),
    CalibrationStage.ROOM: ("microphone", "breath"),
    CalibrationStage.BREATHS: ("microphone", "breath"),
}
"""Who learns in a stage: the device, and its sensor."""
BREATHS = 3
PATIENCE_TICKS = 90
"""A sensor that is not heard for so long is passed over;"""
OPENING_TICKS = 12 * 60
"""or for so long while its device is being opened: libraries load from a cold disk."""
STAGES = (CalibrationStage.FACE, CalibrationStage.ROOM, CalibrationStage.BREATHS, CalibrationStage.NONE)


@dataclass(frozen=True, slots=True)
class Learning:
    """What calibration remembers."""

    place: int = -1
    """Index in STAGES; -1 = has not begun."""
    tick: int = 0
    """Ticks in this stage."""
    first_breath: int = -1
    """The guide's count at the first breath of the third stage; -1 = waiting for it."""
    waited: int = 0
    """Ticks in this stage in which its sensor was not heard."""
    listening: tuple[str, ...] = ()
    """Devices that are on, or are being opened."""
    hearing: str = ""
    """What the microphone made of the breaths: "clear", "faint" or "deaf"; "" = not told."""


class Calibration:
    """The rules of learning a neutral."""

    name = "calibration"
    guided = False
    pattern = ""

    def begin(self, setup: Setup) -> Learning:
        """Not begun."""
        return Learning()

    def step(self, state: Learning, now: Now) -> Turn[Learning]:
        """Through the stages; each waits for its time or for "skip"."""
        state = _told(state, now)
        if "escape" in way_out.pressed(now.pressed, now.pointer):
            return Turn(state, (CalibrationReached(CalibrationStage.NONE), LevelEnded("on")))
        if "skip" in now.pressed or "act" in now.pressed or _done(state, now):
            return _next(state, now)
        first = state.first_breath
        if _stage(state) is CalibrationStage.BREATHS and first < 0 and now.guide.phase < now.guide.breath_hz / 30.0:
            first = now.guide.breaths
        heard = _heard(state, now)
        return Turn(replace(state, tick=state.tick + heard, waited=state.waited + (not heard), first_breath=first))

    def show(self, state: Learning, now: Now) -> Scene:
        """One request at a time."""
        stage = _stage(state)
        shown = smooth((state.tick + state.waited) / 36.0)
        shapes: list[Shape] = [
            Plate("lake", 1.0, 0.18),
            Water("lake", now.fullness, 0.2, now.tick / 60.0, 1.0),
            Shade(0.5, 0.40, 0.75, 0.34, 0.35),
            Text(TextRole.HINT, "calibration.keys", 0.5, 0.935, colour=Colour.SOFT, opacity=0.85),
        ]
        shapes += [*_dots(state.place), *way_out.draw(now.pointer)]
        if stage is CalibrationStage.NONE:
            key = f"calibration.{state.hearing or 'unknown'}"
            shapes.append(Text(TextRole.HEADING, key, 0.5, 0.34, opacity=shown, width=0.7))
            shapes.append(Text(TextRole.SECOND, f"{key}_second", 0.5, 0.47, colour=Colour.SOFT, opacity=shown))
        elif stage is CalibrationStage.BREATHS:
            shapes += _breaths(state, now, shown)
        else:
            shapes.append(Light(0.5, 0.38, 0.26, Colour.LANTERN, 0.35 * shown))
            shapes.append(Text(TextRole.HEADING, f"calibration.{stage.value}", 0.5, 0.34, opacity=shown, width=0.7))
            shapes.append(
                Text(
                    TextRole.SECOND,
                    f"calibration.{stage.value}_second",
                    0.5,
                    0.47,
                    colour=Colour.SOFT,
                    opacity=shown,
                )
            )
        return Scene(tuple(shapes), Bed("quiet", 1.0, now.guide.breath_hz, now.guide.phase))


def _stage(state: Learning) -> CalibrationStage:
    return STAGES[max(state.place, 0)]


def _told(state: Learning, now: Now) -> Learning:
    """What became known outside: what is being opened, and how well breaths were heard."""
    for choice in now.choices:
        kind, _, what = choice.partition(":")
        if kind == "hearing":
            state = replace(state, hearing=what)
        elif kind == "listening" and what not in state.listening:
            state = replace(state, listening=(*state.listening, what))
    return state


def _heard(state: Learning, now: Now) -> bool:
    """Whether the sensor that learns in this stage is heard; time counts only then."""
    _, sensor = LEARNERS.get(_stage(state), ("", ""))
    return not sensor or now.hears(sensor)


def _done(state: Learning, now: Now) -> bool:
    """The stage has had its time, or its sensor does not come: one that is being opened is waited for longer."""
    if state.place < 0:
        return True
    stage = STAGES[state.place]
    device, _ = LEARNERS.get(stage, ("", ""))
    if state.waited >= (OPENING_TICKS if device in state.listening else PATIENCE_TICKS):
        return True
    if stage is CalibrationStage.BREATHS:
        return state.first_breath >= 0 and now.guide.breaths - state.first_breath >= BREATHS
    return state.tick >= TIMES[stage]


def _next(state: Learning, now: Now) -> Turn[Learning]:
    place = state.place + 1
    if place >= len(STAGES):
        return Turn(state, (LevelEnded("on"),))
    facts: Facts = (CalibrationReached(STAGES[place]),)
    return Turn(replace(state, place=place, tick=0, waited=0, first_breath=-1), facts)


def _dots(place: int) -> tuple[Shape, ...]:
    """Three small lights: which of the three requests this is."""
    return tuple(
        Disc(0.5 + 0.02 * (dot - 1), 0.63, 5 / 720, Colour.FOCUS, 0.95, Role.HUD)
        if dot <= place
        else Ring(0.5 + 0.02 * (dot - 1), 0.63, 5 / 720, 1.6 / 720, Colour.SOFT, 0.7, 0.0, Role.HUD)
        for dot in range(3)
    )


def _breaths(state: Learning, now: Now, shown: float) -> tuple[Shape, ...]:
    """The ring to breathe along; before the first breath, what is asked for stands under it."""
    part, _ = now.pattern.part(now.guide.phase)
    radius = between(96 / 720, 165 / 720, now.fullness)
    colour = Colour.INHALE if part is Part.IN else Colour.EXHALE
    shapes: tuple[Shape, ...] = (
        Ring(0.5, 0.36, 165 / 720, 1 / 720, Colour.SOFT, 0.3 * shown),
        Ring(0.5, 0.36, radius, 4 / 720, colour, shown, 0.5, Role.GUIDE),
    )
    if state.first_breath < 0:
        shapes += (Text(TextRole.HEADING, "calibration.breaths", 0.5, 0.71, opacity=shown, width=0.7),)
    else:
        word = {Part.IN: "breath.in", Part.OUT: "breath.out"}.get(part, "breath.rest")
        shapes += (Text(TextRole.CUE, word, 0.5, 0.36, opacity=shown),)
    return (*shapes, Text(TextRole.SECOND, "calibration.breaths_second", 0.5, 0.80, colour=Colour.SOFT, opacity=shown))


LEVEL = Calibration()
