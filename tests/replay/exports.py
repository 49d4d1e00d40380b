"""Material for exports: sittings of every kind that a writer may meet, with a name that no tool may hear of."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from operator import itemgetter

from game.core.facts import ConsentGiven, Fact, FeelingTold, Ignored
from game.core.trace import Kind, Written, encode_words
from game.replay.export.gather import Asker, gather, sensors_of
from game.replay.export.material import Material
from game.replay.lanes import Curve, read_lanes
from game.replay.sensed import Quality, Rates, Sensors
from game.stage.words import Words
from game.vault.errors import Gap
from game.vault.layers import Correction, Layers, Note
from game.vault.layout import Record
from game.vault.saying import Label, Signed
from tests.replay.lanes_made import Made, fact, header, level, played, sitting

SESSION_ID = "ab" * 16
NAMES = ("Ottilie", "Zanzibar", "Waltraud")
"""Of the player, in a text the player wrote, in a note: each a word that nothing else holds."""
THERAPIST = "Dr. Xylander"
NOW_S = 1_767_700_000
LOST_S = (20.0, 30.0)
CORRECTED_S = (20.0, 30.0)
"""Where somebody says that the player laughed."""


def material(made: Made, language: str = "en", layers: Layers | None = None) -> Material:
    """Material of a sitting."""
    lanes = read_lanes(SESSION_ID, made)
    asker = Asker("passphrase", NAMES[0], "P0011aabb", Words(language), NOW_S)
    sensors = sensors_of(made.records(), len(made.kept))
    return gather(lanes, made, sensors, layers or Layers(SESSION_ID), asker)


def said() -> Layers:
    """A correction that counts, one that was taken back, and a note of each kind."""
    ticks = [round(60 * t_s) for t_s in CORRECTED_S]
    counts = Correction(1, "1" * 16, SESSION_ID, ticks[0], ticks[1], Label.LAUGHING, "passphrase", NOW_S - 60)
    back = replace(counts, number=2, mark="2" * 16, from_tick=600, to_tick=660, author=THERAPIST, label=Label.OTHER)
    back = replace(back, withdrawn=Signed(THERAPIST, NOW_S - 30))
    note = Note(1, 1, "3" * 16, SESSION_ID, 60, f"{NAMES[2]} came in.", "", True, THERAPIST, NOW_S - 50)
    return Layers(SESSION_ID, (counts, back), (note,), (note,))


def _played() -> Made:
    """A good minute that was really played, with words the player wrote and feelings they told."""
    made = played(seconds=66).made
    more = (
        Record(int(Kind.WORDS), encode_words(3000, Written("journal", f"I saw {NAMES[1]}."))),
        fact(3100, FeelingTold("after", 4, 2)),
    )
    return replace(made, kept=[*made.kept, *more])


@cache
def whole(language: str = "en") -> Material:
    """A good minute with everything in it, corrected and written about."""
    return material(_played(), language, said())


def with_lost_seconds() -> Material:
    """The same, and ten seconds of its records are lost."""
    return replace(whole(), sensors=replace(whole().sensors, lost=(LOST_S,)))


def worn() -> Material:
    """The same with a belt that told 60 beats a minute at first, and a thousandth of a beat a second more each time."""
    lanes = whole().lanes
    beats = tuple(1.0 + place / 1000 for place in range(len(lanes.estimates.t_s)))
    heart = Curve(beats, tuple(0.05 for _ in beats), tuple(True for _ in beats))
    return replace(whole(), lanes=replace(lanes, estimates=replace(lanes.estimates, heart_hz=heart)))


SWITCHED: tuple[Fact, ...] = (ConsentGiven("camera", False), Ignored("voice", True), Ignored("voice", False))
"""A device switched off, a sensor no longer heard, and heard again."""


def with_facts(*facts: tuple[int, Fact]) -> Material:
    """The same with more facts, each at its tick."""
    lanes = whole().lanes
    return replace(whole(), lanes=replace(lanes, facts=tuple(sorted((*lanes.facts, *facts), key=itemgetter(0)))))


QUARTERS = tuple(0.25 + place / 2 for place in range(131))
"""Moments halfway between two half seconds, twice a second until the good minute ends."""


def sensed_between() -> Material:
    """The same with a sensor that told a rate at each of ``QUARTERS``, another each time, and once before the sitting.

    It knew one thing in the first second, another in the second, and nothing is told of it later.
    """
    rates = tuple(0.2 + place / 1000 for place in range(len(QUARTERS)))
    told = Rates((-0.4, *QUARTERS), (0.9, *rates), tuple(0.01 for _ in (0, *rates)))
    quality = Quality((0.0, 1.0), (0.25, 0.75))
    return replace(whole(), sensors=Sensors((("breath", told),), (("breath", quality),)))


def told_where(cells: Mapping[int, float], t_s: tuple[float, ...], values: tuple[float, ...], within: float) -> None:
    """Whether a grid of half seconds holds what was told, and where.

    Every cell has a value that was told at most a quarter of a second from it; nothing told has no cell so near.
    """
    near = 0.25 + 1e-9
    for place, value in cells.items():
        said = [one for moment, one in zip(t_s, values, strict=True) if abs(moment - place / 2) <= near]
        assert any(abs(one - value) <= within for one in said), (place, value, said)
    for moment in t_s:
        assert moment < 0.0 or any(abs(moment - place / 2) <= near for place in cells), moment


@cache
def sittings() -> dict[str, Material]:
    """Every kind of sitting a writer may meet, by what is odd about it."""
    begun = ((0, level("tide")),)
    lost = Gap(3, 5, 200, None)
    nobody_knows = header().replace(b"2026-01-05T10:00:00+0000", b"some day")
    return {
        "whole": whole(),
        "a belt worn": worn(),
        "nothing in it": material(Made(header())),
        "two seconds": material(sitting(2.0, begun)),
        "nothing known": material(sitting(40.0, begun)),
        "salvaged": material(replace(_played(), ended_early=True, gaps=(lost,)), layers=said()),
        "nobody knows when": material(sitting(5.0, begun, setup=nobody_knows)),
    }
