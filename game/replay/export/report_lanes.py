"""The report's second page: the course of the session as charts on one clock, with bands, corrections hatched."""

from collections.abc import Sequence

from game.core.observe import unit_to_rate
from game.core.pace import TICKS_PER_S
from game.core.reading import SCALES, Quantity
from game.core.temper import PER_MIN
from game.replay.export import pdf_marks as marks
from game.replay.export.half_seconds import stood
from game.replay.export.material import Material
from game.replay.export.pdf_chart import Plot, Point, known_runs
from game.replay.export.pdf_legend import Sign, legend
from game.replay.export.pdf_page import INK, PANEL, SMALL, SOFT, STRONG, TINY, WATER, Column, Style
from game.replay.sensed import Rates
from game.replay.sentences import MENUS, level_title, sensor_title

BELOW_NAME = 6.0
LEFT = 44.0
"""Room at the left of a lane for the words of its axis."""
TENSION, TENSION_BAND = "#b4560f", "#ffdcae"
MOOD, MOOD_BAND = "#6a4c93", "#ddd3ea"
BREATH_BAND = "#c5e5e6"
HEART, HEART_BAND = "#a33a52", "#eecdd3"
WATER_LEFT = "#9cc9cb"
GRID = "#e3dac8"
GUIDE = "#57534a"
SENSORS = ("#2f5e9e", "#a33a52", "#262a54")
"""Of the marks of each sensor that told a rate: there are three, microphone, camera and key."""
SETTINGS = (("difficulty", "#2f5e9e", "solid"), ("tempo", "#2f6b3c", "dashed"), ("guidance", "#8f3f5e", "dotted"))
MOST_DOTS = 260
SLOWEST_TOP, FASTEST_TOP = 20.0, 60.0
"""The breath's lane reaches at least and at most so high, breaths a minute."""
FEELING_HIGH, BREATH_HIGH, HEART_HIGH = 105.0, 128.0, 56.0
"""Heights of lanes on paper;"""
LOWER = 0.75
"""the first two are so much lower where the heart has a lane, too."""
HEART_STEP = 20.0
"""Beats a minute from line to line of the heart's lane, which begins and ends at one."""


def lanes_page(page: Column, material: Material) -> None:
    """Draw it."""
    words = material.words
    page.head(words.say("paper.course"))
    page.say(words.say("paper.lanes_how"), SMALL, most=2)
    page.gap(6.0)
    hearts = _known(material, Quantity.HEART_HZ, 1.0 / PER_MIN)
    room = LOWER if hearts else 1.0
    _game(page, material)
    _feeling(page, material, Quantity.AROUSAL, (TENSION, TENSION_BAND), room * FEELING_HIGH)
    _feeling(page, material, Quantity.VALENCE, (MOOD, MOOD_BAND), room * FEELING_HIGH)
    _breath(page, material, room * BREATH_HIGH)
    if hearts:
        _heart(page, material, hearts)
    _settings(page, material)


def _lane(page: Column, material: Material, height: float, ends: tuple[float, float]) -> Plot:
    """The rectangle of the next lane."""
    plot = Plot(
        page.paper,
        page.x + LEFT,
        page.y - height - BELOW_NAME,
        page.width - LEFT,
        height,
        material.lanes.length_s,
        *ends,
    )
    marks.ground(plot, PANEL)
    return plot


def _hatched(plot: Plot, material: Material) -> None:
    for one in material.corrected:
        marks.hatch(plot, one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S)


def _game(page: Column, material: Material) -> None:
    """Places above, breathing games below."""
    words, paper = material.words, page.paper
    page.say(words.say("sitting.lane_game"), STRONG, most=1)
    plot = _lane(page, material, 26.0, (0.0, 1.0))
    for place, span in enumerate(material.lanes.levels):
        if span.name in MENUS:
            continue
        marks.stretch(plot, span.from_s, span.to_s, "#e4ddcd" if place % 2 else "#eee7d8")
        x, room = plot.across(span.from_s) + 3.0, plot.across(span.to_s) - plot.across(span.from_s) - 6.0
        title = level_title(words, span.name)
        if paper.type.width(title, TINY.size) <= room:
            paper.line(x, plot.y + 15.0, title, Style(TINY.size, colour=INK))
    left = [game for game in material.lanes.minigames if game.skipped]
    for game in material.lanes.minigames:
        below = Plot(paper, plot.x, plot.y, plot.width, 10.0, plot.length_s, 0.0, 1.0)
        marks.stretch(below, game.from_s, game.to_s, WATER if not game.skipped else WATER_LEFT)
    page.y = plot.y
    signs = [
        *(Sign("band", words.say("paper.key_breathing"), WATER) for _ in material.lanes.minigames[:1]),
        *(Sign("band", words.say("paper.key_left"), WATER_LEFT) for _ in left[:1]),
    ]
    if material.corrected:
        signs.append(Sign("hatch", words.say("paper.key_corrected")))
    page.y = legend(paper, plot.x, page.y - 3.0, plot.width, signs) - 6.0


def _known(material: Material, quantity: Quantity, unit: float = 1.0) -> list[list[Point]]:
    """What is known of a quantity, multiplied by ``unit``."""
    estimates, scale = material.lanes.estimates, SCALES[quantity]
    return known_runs(estimates.t_s, getattr(estimates, quantity.value), unit, (scale.low, scale.high))


def _feeling(page: Column, material: Material, quantity: Quantity, colours: tuple[str, str], height: float) -> None:
    """Tension, or mood, against the player's own usual."""
    words, name, posterior = material.words, quantity.value, material.lanes.header.setup.posterior
    usual = posterior.arousal_baseline.mean if quantity is Quantity.AROUSAL else posterior.valence_baseline.mean
    scale = SCALES[quantity]
    page.say(words.say(f"sitting.lane_{name}"), STRONG, most=1)
    plot = _lane(page, material, height, (scale.low, scale.high))
    runs = _known(material, quantity)
    marks.bands(plot, runs, colours[1])
    marks.level(plot, usual, SOFT, "dotted", 0.9)
    marks.lines(plot, runs, colours[0])
    marks.unknown(plot, runs, words.say("sitting.unknown"))
    _hatched(plot, material)
    marks.mark(plot, 0.86, words.say(f"sitting.high_{name}"))
    marks.mark(plot, -0.86, words.say(f"sitting.low_{name}"))
    marks.times(plot)
    signs = [
        Sign("band", words.say("paper.key_band"), colours[1], over=colours[0]),
        Sign("line", words.say("paper.key_usual"), SOFT, "dotted"),
    ]
    page.y = legend(page.paper, plot.x, plot.y - 14.0, plot.width, signs) - 6.0


def _breath(page: Column, material: Material, height: float) -> None:
    """Breath as believed, the guide, and what each sensor said by itself."""
    words = material.words
    page.say(words.say("sitting.lane_breath"), STRONG, most=1)
    runs = _known(material, Quantity.BREATH_HZ, 1.0 / PER_MIN)
    guide = [(one.tick / TICKS_PER_S, unit_to_rate(one.seen.guide) / PER_MIN) for one in material.lanes.decisions]
    top = _top(runs, guide)
    plot = _lane(page, material, height, (0.0, top))
    marks.bands(plot, runs, BREATH_BAND)
    for rate in range(0, int(top) + 1, 5 if top <= 30.0 else 10):
        marks.level(plot, float(rate), GRID)
        marks.mark(plot, float(rate), str(rate))
    signs = [Sign("band", words.say("paper.key_breath"), BREATH_BAND, over=WATER)]
    marks.lines(plot, runs, WATER, width=1.3)
    for shape, (sensor, rates) in enumerate(material.sensors.breath[: len(SENSORS)]):
        marks.dots(plot, _thin(rates), SENSORS[shape], shape)
        signs.append(Sign("dots", sensor_title(words, sensor), SENSORS[shape], shape=shape))
    marks.unknown(plot, runs, words.say("sitting.unknown"))
    marks.steps(plot, stood(guide, material.sensors.lost, plot.length_s), GUIDE, "dashed", 1.0)
    _hatched(plot, material)
    marks.times(plot)
    signs.append(Sign("line", words.say("sitting.key_guide"), GUIDE, "dashed"))
    page.y = legend(page.paper, plot.x, plot.y - 14.0, plot.width, signs) - 6.0


def _heart(page: Column, material: Material, runs: Sequence[Sequence[Point]]) -> None:
    """Beats a minute, where a belt told them."""
    words = material.words
    page.say(words.say("sitting.lane_heart"), STRONG, most=1)
    lowest = HEART_STEP * (min(one.low for run in runs for one in run) // HEART_STEP)
    highest = HEART_STEP * (max(one.high for run in runs for one in run) // HEART_STEP + 1.0)
    plot = _lane(page, material, HEART_HIGH, (lowest, highest))
    marks.bands(plot, runs, HEART_BAND)
    step = HEART_STEP * max((highest - lowest) // (3.0 * HEART_STEP), 1.0)
    for place in range(int((highest - lowest) / step) + 1):
        marks.level(plot, lowest + place * step, GRID)
        marks.mark(plot, lowest + place * step, f"{lowest + place * step:.0f}")
    marks.lines(plot, runs, HEART, width=1.3)
    marks.unknown(plot, runs, words.say("sitting.unknown"))
    _hatched(plot, material)
    marks.times(plot)
    signs = [Sign("band", words.say("paper.key_band"), HEART_BAND, over=HEART)]
    page.y = legend(page.paper, plot.x, plot.y - 14.0, plot.width, signs) - 6.0


def _top(runs: Sequence[Sequence[Point]], guide: Sequence[tuple[float, float]]) -> float:
    """A round rate above what is drawn."""
    highest = max((*(one.mean for run in runs for one in run), *(rate for _, rate in guide), 0.0))
    return min(max(5.0 * (highest * 1.15 // 5.0 + 1.0), SLOWEST_TOP), FASTEST_TOP)


def _thin(rates: Rates) -> list[tuple[float, float]]:
    """Every so many moments one, breaths a minute."""
    many = -(-len(rates.t_s) // MOST_DOTS)
    points = zip(rates.t_s, rates.breath_hz, strict=True)
    return [(t_s, hz / PER_MIN) for place, (t_s, hz) in enumerate(points) if place % max(many, 1) == 0]


def _settings(page: Column, material: Material) -> None:
    """How the game was set: challenge, pace, guidance."""
    words, decisions = material.words, material.lanes.decisions
    page.say(words.say("sitting.lane_settings"), STRONG, most=1)
    plot = _lane(page, material, min(88.0, page.room - 44.0), (0.0, 1.0))
    marks.level(plot, 0.5, GRID)
    signs = []
    for name, colour, dash in SETTINGS:
        points = [(_first_s(material), getattr(one.seen, name)) for one in decisions[:1]]
        points += [(one.tick / TICKS_PER_S, getattr(one.used, name)) for one in decisions]
        marks.steps(plot, stood(points, material.sensors.lost, plot.length_s), colour, dash, 1.4)
        signs.append(Sign("line", words.say(f"sitting.{name}"), colour, dash))
    for share in (0.0, 0.5, 1.0):
        marks.mark(plot, share, words.say("view.percent", (100.0 * share,)))
    _hatched(plot, material)
    marks.times(plot)
    page.y = legend(page.paper, plot.x, plot.y - 14.0, plot.width, signs)


def _first_s(material: Material) -> float:
    """Since when it was set as the first decision found it: where records before it are lost, since these."""
    first_s = material.lanes.decisions[0].tick / TICKS_PER_S
    return max((to_s for _, to_s in material.sensors.lost if to_s <= first_s), default=0.0)
