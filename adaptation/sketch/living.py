"""Five seconds of many people's lives among what a place shows them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adaptation.person.body import LIVE_S, Around, Body, live
from adaptation.reward import feelings
from adaptation.sketch import play
from adaptation.sketch.crowds import Players
from adaptation.sketch.guiding import Course
from adaptation.sketch.hearing import LIVES
from adaptation.sketch.play import BEAT_LIVES, OUTPUTS, Model, Play
from adaptation.sketch.sensing import Lives

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
THINGS, PACE, SUCCESS, PERFORMANCE, BUSY = range(len(OUTPUTS))
BEATS = LIVES // BEAT_LIVES
ONSETS = 2.0
"""Inhales that must have been seen to begin before the guide's breath is known."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the settings make of a place through a decision."""

    difficulty: Array
    """(n,), with what Train adds."""
    tempo: Array
    """(n,)."""
    guidance: Array
    """(n,)."""
    course: Course
    """Of the guide."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The guide's breath as each person has made it out, (n,) each; see ``person.sight.Rhythm``."""

    onsets: Array
    """Inhales seen to begin."""
    since_s: Array
    """Since the last of them."""
    breath_s: Array
    """Length of a breath, smoothed."""


@dataclass(frozen=True, slots=True)
class Lived:
    """People and play after a decision, and what went on in it."""

    body: Body
    play: Play
    rhythm: Rhythm
    lives: Lives
    performance: Array
    """Course: as the place says it."""
    busy: Array
    """Course: share of looks at which the hands do something."""
    felt: tuple[Array, ...]
    """Means over the decision of ``reward.feelings``, (n,) each."""


def unseen(count: int) -> Rhythm:
    """Nobody has looked yet."""
    zeros = np.zeros(count)
    return Rhythm(zeros, zeros, zeros + 1.0)


def notice(rhythm: Rhythm, begun: Mask) -> Rhythm:
    """A life on; inhales begin where ``begun``."""
    since = rhythm.since_s + LIVE_S
    smoothed = np.where(rhythm.onsets > 1.0, rhythm.breath_s + 0.5 * (since - rhythm.breath_s), since)
    known = begun & (rhythm.onsets > 0.0)
    return Rhythm(rhythm.onsets + begun, np.where(begun, 0.0, since), np.where(known, smoothed, rhythm.breath_s))


def through(
    body: Body, played: Play, rhythm: Rhythm, players: Players, model: Model, scene: Scene, dice: np.random.Generator
) -> Lived:
    """Thirty lives. Draws as many random numbers whatever happens."""
    course, crowd = scene.course, players.crowd
    shaken = play.shakes(model, players.places, dice.standard_normal((BEATS, len(OUTPUTS), len(body.arousal))))
    pulls = model.pulls[players.places].T
    shown = _shown(model, players, scene)
    still = np.where(crowd.holds_key, model.breathing[players.places, 1], model.breathing[players.places, 0])
    values, told = np.empty((LIVES, len(OUTPUTS), len(body.arousal))), played.stacked()
    inside = np.empty((7, LIVES, len(body.arousal)))
    for life in range(LIVES):
        playing = course.playing[life]
        if life % BEAT_LIVES == 0:
            moved = _beat(told, model, players, scene, body, pulls, shaken[life // BEAT_LIVES])
            told = np.where(playing, told, moved)
        values[life] = told
        values[life, BUSY] = np.where(playing, still * (1.0 - body.away), told[BUSY])
        # The phase that counts is that of the breath as the last life left it; inhales are seen late to begin.
        phase = (rhythm.since_s / rhythm.breath_s - model.late) % 1.0
        rhythm = notice(rhythm, course.new_breath[life])
        around = Around(
            things=np.where(playing, 0.0, np.rint(told[THINGS])),
            pace=np.where(playing, 0.0, told[PACE]),
            success=told[SUCCESS],
            guide_hz=np.where(rhythm.onsets >= ONSETS, 1.0 / rhythm.breath_s, np.nan),
            guide_phase=phase,
            guide_shown=shown[life],
            minigame=playing,
            usual_things=players.usual_things,
            usual_pace=players.usual_pace,
        )
        body = live(body, crowd, around, dice)
        inside[:, life] = (
            body.arousal, body.valence, body.breath_hz, body.phase, body.away, body.engagement, body.hunger,
        )  # fmt: skip
    felt = feelings(inside[0], inside[1], inside[5], inside[6])
    return Lived(
        body, Play(*told), rhythm, Lives(*inside[:5]), values[:, PERFORMANCE], values[:, BUSY],
        tuple(part.mean(axis=0) for part in felt),
    )  # fmt: skip


def _shown(model: Model, players: Players, scene: Scene) -> Array:
    """Course of how strongly the guide is seen."""
    least, more, breathing = model.seen[players.places].T
    return np.where(scene.course.playing, breathing, np.minimum(least + more * scene.guidance, 1.0))


def _beat(told: Array, model: Model, players: Players, scene: Scene, body: Body, pulls: Array, shaken: Array) -> Array:
    """A second of play, float64 (5, n)."""
    features = play.features(
        scene.difficulty,
        scene.tempo,
        players.crowd.skill,
        players.by_keys,
        players.crowd.holds_key,
        body.away,
        body.together,
    )
    return play.beat(told, play.goals(model, players.places, features), pulls, shaken)
