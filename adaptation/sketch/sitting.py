"""Many sittings, and one decision of all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from adaptation.actions import Wishes
from adaptation.person.body import Body, wake
from adaptation.person.traits import Traits
from adaptation.reward import Parts
from adaptation.sketch import guiding, hearing, lately, living, luck, play, sensing, shield
from adaptation.sketch.crowds import ANY_ADULT, Players, players
from adaptation.sketch.guiding import Course, Guides
from adaptation.sketch.hearing import LIFE_TICKS, LIVES, Hearing
from adaptation.sketch.lately import Lately
from adaptation.sketch.living import Lived, Rhythm, Scene
from adaptation.sketch.play import Model, Play
from adaptation.sketch.sensing import Sensors
from adaptation.sketch.shield import Shields
from game.core.directive import DECISION_TICKS, GENTLE
from game.core.posterior import ANYBODY, Posterior
from game.core.temper import REST_TICKS, BreathLimits
from game.core.train import BORDER_TICKS, FALL, MOST, RISE, SPARED_TICKS

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[Any]
State = TypeVar("State")
REACTION_S = 0.5
"""From what is seen or felt to a key pressed for it."""
_ALONG = np.arange(1, LIVES + 1)[:, None] * float(LIFE_TICKS)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Sittings as they stand; every array in it, but for the model's, has one entry for each along its first axis."""

    players: Players
    body: Body
    """The people's inside, as only a simulation can know it."""
    play: Play
    sensors: Sensors
    hearing: Hearing
    lately: Lately
    guides: Guides
    shields: Shields
    settings: Wishes
    """In force."""
    rhythm: Rhythm
    """The guide's breath as the people have made it out."""
    pressure: Array
    """What Train adds to difficulty, (n,)."""
    tick: Array
    """Ticks since the sitting began, (n,)."""
    level_tick: Array
    """The same without minigames, (n,)."""
    model: Model
    """How play goes."""
    seed: int
    """Of the dice of all sittings together."""
    moment: int
    """Decisions since these dice began."""
    alike: int = 1
    """So many equal parts of the sittings, one after the other, meet the same luck."""

    @property
    def over(self) -> Mask:
        """bool (n,): all decisions of the time planned had their five seconds, or the person left."""
        return np.asarray(self.body.left | (self.tick >= 3600.0 * self.players.minutes + DECISION_TICKS))

    @property
    def left(self) -> Mask:
        """bool (n,): the person left before the end."""
        return self.body.left


def begin(
    people: Sequence[Traits],
    seed: int,
    minutes: Array,
    places: Sequence[str] | None = None,
    train: Array | None = None,
    posteriors: Sequence[Posterior] | None = None,
    limits: Sequence[BreathLimits] | None = None,
    model: Model | None = None,
    alike: int = 1,
) -> Sketch:
    """Sittings of these people, five seconds old: nothing is decided before something was seen.

    Args:
        people: one for each sitting.
        seed: of all dice.
        minutes: float64 (n,), how long each lasts.
        places: names; None = all places in turn.
        train: (n,), true in Train; None = all in Soothe.
        posteriors: what is known of each player; None = nothing.
        limits: what bounds each guide; None = ``ANY_ADULT``.
        model: how play goes; None = the shipped one.
        alike: so many equal parts of the sittings, one after the other, meet the same luck.
    """
    count = len(people)
    model = model or play.shipped()
    names = places or [model.places[number % len(model.places)] for number in range(count)]
    told = players(
        people,
        np.asarray(minutes, dtype=np.float64),
        np.array([model.places.index(name) for name in names]),
        model.places,
        np.zeros(count, dtype=bool) if train is None else np.asarray(train, dtype=bool),
        posteriors or [ANYBODY] * count,
        limits or [ANY_ADULT] * count,
    )
    shields = shield.first_shields(told.limits)
    gentle = Wishes(
        difficulty=np.full(count, GENTLE.difficulty),
        tempo=np.full(count, GENTLE.tempo),
        guidance=np.full(count, GENTLE.guidance),
        breath_hz=np.full(count, GENTLE.breath_hz),
        minigame=np.zeros(count, dtype=bool),
    )
    settings = shield.start(gentle, told.limits, shields)
    zeros = np.zeros(count)
    body = wake(told.crowd, luck.dice(seed, 0, alike))
    asleep = Sketch(
        players=told, body=body, play=play.begin(count), sensors=sensing.begin(told.crowd, body),
        hearing=hearing.begin(count), lately=lately.begin(count), guides=guiding.begin(settings.breath_hz),
        shields=shields, settings=settings, rhythm=living.unseen(count), pressure=zeros, tick=zeros, level_tick=zeros,
        model=model, seed=seed, moment=1, alike=alike,
    )  # fmt: skip
    awake, _ = _pass(asleep, luck.dice(seed, 1, alike))
    return replace(awake, body=replace(awake.body, left=np.zeros(count, dtype=bool)))


def step(sketch: Sketch, wishes: Wishes) -> tuple[Sketch, Parts]:
    """One decision of five seconds; sittings that are over stay as they are, and are worth nothing."""
    dice = luck.dice(sketch.seed, sketch.moment + 1, sketch.alike)
    running = ~sketch.over
    decided, begun = _decide(sketch, wishes, dice.random(len(running)))
    after, lived = _pass(decided, dice)
    calm, engaged, pleased, overload, hunger = lived.felt
    parts = Parts(
        calm=calm,
        engaged=engaged,
        pleased=pleased,
        overload=overload,
        hunger=hunger,
        interruption=np.where(begun, sketch.body.engagement, 0.0),
        changes=_changes(sketch.settings, decided.settings),
        quit=(lived.body.left & ~sketch.body.left).astype(np.float64),
    )
    after = replace(after, moment=sketch.moment + 1)
    if running.all():
        return after, parts

    def still(one: AnyArray, other: AnyArray) -> AnyArray:
        return np.where(running.reshape(-1, *[1] * (one.ndim - 1)), one, other)

    none = replace(parts, **{field.name: np.zeros(len(running)) for field in fields(Parts)})
    return _merged(after, sketch, still), _merged(parts, none, still)


def graft(sketch: Sketch, rows: npt.NDArray[np.int64], fresh: Sketch, from_rows: npt.NDArray[np.int64]) -> Sketch:
    """``sketch`` with the sittings ``from_rows`` of ``fresh`` in the place of its own ``rows``; its dice stay."""

    def put(one: AnyArray, other: AnyArray) -> AnyArray:
        merged = one.copy()
        merged[rows] = other[from_rows]
        return merged

    return _merged(sketch, fresh, put)


def latent(sketch: Sketch) -> Array:
    """float64 (n, 19): the inside of each person and some of what they are like, for a critic in training alone."""
    body, crowd = sketch.body, sketch.players.crowd
    return np.stack((
        body.arousal, body.valence, 4.0 * body.breath_hz - 1.0, body.together, body.engagement, body.hunger,
        body.startle, body.habituation, body.away, 4.0 * crowd.rest_hz - 1.0, 8.0 * crowd.comfortable_hz - 1.0,
        crowd.arousal_rest, crowd.relief, crowd.minigame_relief, crowd.minigame_liking, crowd.interruption,
        crowd.comfortable_things - 1.0, crowd.pace_liked - 1.0, crowd.skill,
    ), axis=1)  # fmt: skip


def _decide(sketch: Sketch, wishes: Wishes, chance: Array) -> tuple[Sketch, Mask]:
    """The wishes made safe and put into force, and where minigames begin; see ``world._decide``."""
    told, tick = sketch.players, sketch.tick
    shields = shield.watch(sketch.shields, sketch.hearing.slow_breath_hz, told.limits)
    felt = hearing.feel(sketch.hearing, told.arousal_baseline, told.valence_baseline)
    wishes = replace(wishes, minigame=wishes.minigame & ~sketch.guides.playing)
    settings = shield.temper(wishes, sketch.settings, shields, told.limits, felt, tick)
    begun = settings.minigame
    shields = replace(
        shields,
        minigames=shields.minigames + begun,
        minigame_tick=np.where(begun, tick, shields.minigame_tick),
    )
    leaves = (told.crowd.reading_s + REACTION_S) * 60.0
    length = 3600.0 * told.minutes
    inside = (sketch.level_tick >= BORDER_TICKS) & (sketch.level_tick <= length - BORDER_TICKS)
    pressed = felt.tense & inside & told.train & (tick - shields.too_much_tick >= SPARED_TICKS)
    change = np.where(pressed, RISE, -FALL) * DECISION_TICKS
    decided = replace(
        sketch,
        shields=shields,
        settings=settings,
        guides=guiding.offer(sketch.guides, begun, np.where(chance < told.crowd.skips, leaves, np.inf)),
        lately=lately.began(sketch.lately, begun, sketch.hearing.arousal, tick),
        pressure=np.minimum(np.maximum(sketch.pressure + change, 0.0), MOST),
    )
    return decided, begun


def _pass(sketch: Sketch, dice: np.random.Generator) -> tuple[Sketch, Lived]:
    """Five seconds under the settings in force."""
    settings, told = sketch.settings, sketch.players
    low, high = shield.bounds_hz(sketch.shields, told.limits)
    target = guiding.target_hz(settings.breath_hz, sketch.guides.playing, low, high)
    guides, course = guiding.run(sketch.guides, target)
    demand = np.minimum(settings.difficulty + sketch.pressure, 1.0)
    scene = Scene(demand, settings.tempo, settings.guidance, course)
    lived = living.through(sketch.body, sketch.play, sketch.rhythm, told, sketch.model, scene, dice)
    moved = replace(sketch, guides=guides, body=lived.body, play=lived.play, rhythm=lived.rhythm)
    return _perceive(moved, course, lived, dice), lived


def _perceive(sketch: Sketch, course: Course, lived: Lived, dice: np.random.Generator) -> Sketch:
    """What is known of the players after the decision, and what they pressed in it."""
    ticks, lives = sketch.tick + _ALONG, lived.lives
    sensors, heard = sensing.read(sketch.sensors, sketch.hearing.keys, sketch.players.crowd, lives, ticks, dice)
    known, arousal = hearing.hear(sketch.hearing, heard, course.fullness, ticks)
    shields = sketch.shields
    ended = sketch.tick + course.ended_ticks
    shields = replace(
        shields,
        minigame_tick=np.where(np.isnan(ended), shields.minigame_tick, ended),
        skips=shields.skips + course.skipped,
    )
    tick = sketch.tick + DECISION_TICKS
    fed_up = lives.arousal > sketch.players.crowd.gives_up_at
    fed_up &= ticks - shields.too_much_tick > REST_TICKS
    pressed = fed_up.any(axis=0)
    # Guidance ends at once, and so does a minigame: here at the end of these five seconds.
    moment = sketch.tick + (fed_up.argmax(axis=0) + 1.0) * LIFE_TICKS
    return replace(
        sketch,
        sensors=sensors,
        hearing=known,
        lately=lately.look(sketch.lately, arousal, lived.performance, lived.busy),
        guides=guiding.stop(sketch.guides, pressed),
        settings=replace(sketch.settings, guidance=np.where(pressed, 0.0, sketch.settings.guidance)),
        shields=replace(
            shields,
            too_much_tick=np.where(pressed, moment, shields.too_much_tick),
            minigame_tick=np.where(pressed, moment, shields.minigame_tick),
        ),
        tick=tick,
        level_tick=sketch.level_tick + DECISION_TICKS - LIFE_TICKS * course.playing.sum(axis=0),
    )


def _changes(before: Wishes, after: Wishes) -> Array:
    """Share of the four settings that a decision changed, (n,)."""
    names = ("difficulty", "tempo", "guidance", "breath_hz")
    changed = [np.abs(getattr(after, name) - getattr(before, name)) > 1e-9 for name in names]
    return np.asarray(np.mean(changed, axis=0))


def _merged(one: State, other: State, merge: Callable[[AnyArray, AnyArray], AnyArray]) -> State:
    """``one`` with every per-sitting array merged with that of ``other``; what all sittings share stays."""
    if one is other:
        return one
    if isinstance(one, np.ndarray):
        return merge(one, other)  # type: ignore[arg-type, return-value]
    if not is_dataclass(one) or isinstance(one, (Model, type)):
        return one
    names = (field.name for field in fields(one))
    return replace(one, **{name: _merged(getattr(one, name), getattr(other, name), merge) for name in names})
