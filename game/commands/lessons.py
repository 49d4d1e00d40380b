"""What people said of a player's last sittings, put together so that the player's own baselines can learn of it."""

from collections.abc import Iterable

from adaptation.untaught import Seen, untaught
from adaptation.witness import Moment
from affect.trends.learn import Course, Heard, Shift, Stretch, hear
from game.commands.attend import LEARNS
from game.commands.household import Household
from game.commands.opening import say
from game.commands.progress import accompanied
from game.core.pace import TICKS_PER_S
from game.replay.corrections import Labelled, Lesson, labels_for_calibration
from game.replay.lanes import Curve, Lanes, read_lanes
from game.vault.errors import VaultError
from game.vault.keys import PrivateKey
from game.vault.layers import read_layers
from game.vault.reader import Reader
from game.vault.session import session_ids, session_path
from levels import find_levels

RECENT = 30
"""So many of the newest sittings are listened to: what was longer ago is forgotten, as by sittings themselves."""
LIVE = "live"


def lessons(household: Household, private: PrivateKey) -> tuple[Heard, ...]:
    """What was said of each of the last sittings of which anything was said, in the order of time.

    A sitting that does not open is said and passed over; one that nobody of flesh and blood played teaches nothing.
    """
    names = session_ids(household.sessions)[-RECENT:]
    heard = list[Heard]()
    for name in accompanied(names, len(names), "listening to what was said of sittings"):
        try:
            lanes = read_lanes(name, Reader(session_path(household.sessions, name), private))
            layers = read_layers(household.folder, household.home.device, private, name)
        except (VaultError, ValueError) as error:
            say(f"passed over: {error}")
            continue
        labels = labels_for_calibration(name, layers.corrections, lanes.facts)
        if labels and lanes.header.source == LIVE:
            heard.append(lesson(lanes, labels))
    return tuple(heard)


def lesson(lanes: Lanes, labels: Iterable[Labelled]) -> Heard:
    """What was said of one sitting, beside what was believed there."""
    told = tuple(labels)
    course = Course(lanes.estimates.t_s, _known(lanes.estimates.arousal), _known(lanes.estimates.valence))
    aside = [one for one in told if one.lesson is Lesson.NOTHING]
    back = Shift(*untaught(lanes.header.setup.posterior, _seen(lanes, aside))) if aside else Shift()
    return hear(course, _stretches(told, Lesson.USUAL), _stretches(told, Lesson.PLEASANT), back)


def _known(curve: Curve) -> tuple[float | None, ...]:
    return tuple(mean if known else None for mean, known in zip(curve.mean, curve.known, strict=True))


def _stretches(labels: Iterable[Labelled], lesson: Lesson) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S) for one in labels if one.lesson is lesson
    )


def _seen(lanes: Lanes, aside: list[Labelled]) -> Iterable[Seen]:
    """Every decision as the attendant saw it (``attend.Attendant``; pauses are not told apart, they are short)."""
    guided = {name: level.guided for name, level in find_levels().items()}
    arrived_s = next((span.from_s for span in lanes.levels if guided.get(span.name) or span.name == LEARNS), None)
    for decision in lanes.decisions:
        tick = decision.tick - 1
        level = lanes.level_at(tick / TICKS_PER_S)
        playing = level is not None and guided.get(level.name, False)
        arriving = arrived_s is None or tick / TICKS_PER_S < arrived_s
        moment = Moment.PLAYING if playing else Moment.ARRIVING if arriving else Moment.BETWEEN
        yield Seen(decision.seen, moment, any(one.from_tick <= tick < one.to_tick for one in aside))
