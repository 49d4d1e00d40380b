"""Sittings of a whole group on the sketch with one mind."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adaptation import sketch
from adaptation.actions import Array, Minds, Wishes
from adaptation.evaluate.findings import Moment, Sample
from adaptation.evaluate.outcome import Outcome, after, empty, standing_in, tally
from adaptation.evaluate.people import Group
from adaptation.sketch import Sketch


def play(group: Group, minds: Minds) -> Outcome:
    """All sittings to their end. ``minds``: new ones, for this group alone. The same luck for all minds."""
    world = begin(group)
    outcome = empty(group.planned)
    while not world.over.all():
        playing = ~world.over
        wished = minds.wish(sketch.observe(world))
        following, parts = sketch.step(world, wished)
        begun = following.shields.minigames > world.shields.minigames
        used = Wishes(
            following.settings.difficulty,
            following.settings.tempo,
            following.settings.guidance,
            following.settings.breath_hz,
            begun,
        )
        told = tally(wished, world.settings, used, standing_in(minds, len(playing)))
        outcome = after(outcome, playing, parts, told, following.left, begun)
        world = following
    return outcome


def watch(group: Group, minds: Minds, person: int, name: str) -> Sample:
    """One person's sitting amid the group's, with all luck as in ``play``."""
    world = begin(group)
    moments = []
    while not world.over[person]:
        world, _ = sketch.step(world, minds.wish(sketch.observe(world)))
        moments.append(_moment(world, person))
    return Sample(name, group.families[person], tuple(moments))


def begin(group: Group) -> Sketch:
    """Everybody at the door; nothing is known of anybody."""
    return sketch.begin(group.people, group.seed, group.minutes, group.places, group.train.astype(np.float64))


def _moment(world: Sketch, person: int) -> Moment:
    settings, body = world.settings, world.body
    return Moment(
        t_s=float(world.tick[person]) / 60.0,
        arousal=float(body.arousal[person]),
        engagement=float(body.engagement[person]),
        breath_hz=float(body.breath_hz[person]),
        guide_hz=float(settings.breath_hz[person]),
        difficulty=float(settings.difficulty[person]),
        tempo=float(settings.tempo[person]),
        guidance=float(settings.guidance[person]),
        minigame=bool(body.playing[person]),
    )


@dataclass(frozen=True, slots=True)
class Unbreathing:
    """The wishes of other minds, without their minigames."""

    minds: Minds
    """The others."""

    def wish(self, rows: Array) -> Wishes:
        """The same settings, no minigame."""
        wished = self.minds.wish(rows)
        none = np.zeros(len(rows), dtype=np.bool_)
        return Wishes(wished.difficulty, wished.tempo, wished.guidance, wished.breath_hz, none)


def unbreathing(minds: Callable[[], Minds]) -> Unbreathing:
    """New minds of a kind, without their minigames."""
    return Unbreathing(minds())
