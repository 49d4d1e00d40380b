"""The player's own picture story of a session: four to six moments, a picture and one warm sentence each.

A picture is the ghost's frame of that tick, so none is stored. The sentences tell what the player did and met, never
how well, and nothing that a sensor alone believes except what was sure: a tense stretch that passed. Who may see the
story is the player's to say; until they do, they see it with the guardian who unlocks it for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from game.core.facts import Caught, Fact, Found, TooMuch, WordsLetGo
from game.core.pace import TICKS_PER_S
from game.replay.errors import Refusal, Refused
from game.replay.lanes import Lanes
from game.replay.notes import is_family
from game.vault.layers import Layers
from game.vault.saying import Audience, Shown, Signed

MOST_MOMENTS, FEWEST_MOMENTS = 6, 4
APART_TICKS = 8 * TICKS_PER_S
"""Two pictures nearer than this look the same."""
ARRIVING_TICKS = 4 * TICKS_PER_S
"""So long after it began a place has faded in."""
LEAVING_TICKS = 2 * TICKS_PER_S
"""The last picture is taken this long before the end, before all has faded."""
AFTER_TICKS = TICKS_PER_S // 2
"""What was found or caught is seen best a little later."""
TOGETHER = 0.5
"""From here on breath and guide go together so that somebody who looks sees it. Assumption."""
FEW_CAUGHT = 2
"""Fewer are not counted out to a child."""
_CAUGHT = {
    "boats": "moment.caught_boats",
    "fireflies": "moment.caught_fireflies",
    "garden": "moment.caught_garden",
    "glider": "moment.caught_glider",
    "stones": "moment.caught_stones",
    "tide": "moment.caught_tide",
}
"""What is caught differs from place to place; a place that is not here says it without naming the thing."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One picture of the story."""

    tick: int
    """The ghost's frame that is its picture."""
    place: str
    """Name of the level that is seen in it."""
    key: str
    """Message id of its sentence,"""
    numbers: tuple[float, ...] = ()
    """with these set in."""


def picture_story(lanes: Lanes, places: Iterable[str], passed_s: float | None) -> tuple[Moment, ...]:
    """The story of a session, in order of time; shorter than four moments where it was over at once.

    Args:
        lanes: the session.
        places: names of the levels that are a place to be in (the guided ones); menus and questions are no pictures.
        passed_s: when its tensest stretch had passed, seconds since it began; None = there was none, or it did not.
    """
    view = _View(lanes, frozenset(places))
    chosen = list[Moment]()
    for moment in view.wanted(passed_s):
        if len(chosen) < MOST_MOMENTS and _is_apart(moment, chosen):
            chosen.append(moment)
    for moment in view.quiet():
        if len(chosen) < FEWEST_MOMENTS and _is_apart(moment, chosen):
            chosen.append(moment)
    return tuple(sorted(chosen, key=lambda moment: moment.tick))


@dataclass(frozen=True, slots=True)
class _View:
    """A session, as somebody looks for pictures in it."""

    lanes: Lanes
    places: frozenset[str]

    def wanted(self, passed_s: float | None) -> Iterator[Moment]:
        """Moments worth a picture, the dearest first."""
        yield from self._ends()
        if passed_s is not None:
            yield from self._at(round(passed_s * TICKS_PER_S), "moment.passed")
        yield from self._breath()
        yield from self._first(Found, "moment.found")
        yield from self._let_go()
        yield from self._first(TooMuch, "moment.enough")
        yield from self._caught()

    def quiet(self) -> Iterator[Moment]:
        """What is always there: each place that was entered, then times in between."""
        for span in self.lanes.levels:
            yield from self._at(round(span.from_s * TICKS_PER_S) + ARRIVING_TICKS, "moment.place")
        for share in (0.5, 0.25, 0.75):
            yield from self._at(round(self.lanes.length_s * share * TICKS_PER_S), "moment.awhile")

    def _ends(self) -> Iterator[Moment]:
        """The beginning of the first place, and the end of the last."""
        spans = [span for span in self.lanes.levels if span.name in self.places]
        if not spans:
            return
        last = round(spans[-1].to_s * TICKS_PER_S)
        begin = min(round(spans[0].from_s * TICKS_PER_S) + ARRIVING_TICKS, last - 1)
        yield from self._at(begin, "moment.began")
        yield from self._at(max(last - LEAVING_TICKS, 0), "moment.end")

    def _breath(self) -> Iterator[Moment]:
        """Where the breath went best with the guide; else a breathing minigame that was not left early."""
        together = [decision for decision in self.lanes.decisions if decision.seen.follow >= TOGETHER]
        if together:
            best = max(together, key=lambda decision: decision.seen.follow)
            yield from self._at(best.tick, "moment.together")
        for span in self.lanes.minigames:
            if not span.skipped:
                yield from self._at(round((span.from_s + span.to_s) / 2 * TICKS_PER_S), "moment.breathing")
                return

    def _first(self, kind: type[Fact], key: str) -> Iterator[Moment]:
        for tick, fact in self.lanes.facts:
            if isinstance(fact, kind):
                yield from self._at(tick + AFTER_TICKS, key)
                return

    def _let_go(self) -> Iterator[Moment]:
        for tick, fact in self.lanes.facts:
            if isinstance(fact, WordsLetGo) and not fact.kept:
                yield from self._at(tick + AFTER_TICKS, "moment.let_go")
                return

    def _caught(self) -> Iterator[Moment]:
        """The moment at which most had come to them."""
        caught = [(fact.total, tick) for tick, fact in self.lanes.facts if isinstance(fact, Caught)]
        total, tick = max(caught, default=(0, 0))
        if total >= FEW_CAUGHT:
            place = self.lanes.level_at(tick / TICKS_PER_S)
            key = _CAUGHT.get(place.name if place else "", "moment.caught")
            yield from self._at(tick + AFTER_TICKS, key, (float(total),))

    def _at(self, tick: int, key: str, numbers: tuple[float, ...] = ()) -> Iterator[Moment]:
        """A moment, where it can be a picture: inside the session, in a place."""
        span = self.lanes.level_at(tick / TICKS_PER_S)
        if span is not None and span.name in self.places and 0 <= tick < self.lanes.length_s * TICKS_PER_S:
            yield Moment(tick, span.name, key, numbers)


def _is_apart(moment: Moment, chosen: Iterable[Moment]) -> bool:
    return all(abs(moment.tick - other.tick) >= APART_TICKS for other in chosen)


def audience_of(layers: Layers) -> Audience:
    """Who may see the story: what was said last, else the player with their guardian."""
    return Audience.ME if layers.shown is None else layers.shown.audience


def may_see(audience: Audience, author: str) -> bool:
    """Whether somebody who unlocked may be shown the story. The family sees it with the player; they unlock it."""
    return is_family(author) or audience is Audience.THERAPIST


def may_print(audience: Audience) -> bool:
    """Whether it may be printed: a paper is seen by others than who unlocks."""
    return audience is not Audience.ME


def shown_to(audience: str, by: Signed) -> Shown:
    """What the player says of who may see it, to be appended.

    Raises:
        Refused: no such audience; or somebody else than the player's family unlocked this.
    """
    if not is_family(by.author):
        raise Refused(Refusal.UNFIT, "saying.not_yours_to_show")
    if audience not in {each.value for each in Audience}:
        raise Refused(Refusal.UNFIT, "saying.no_such_audience")
    return Shown(Audience(audience), by)
