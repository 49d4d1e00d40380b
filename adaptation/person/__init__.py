"""A simulated person at the door of the game: a Source that sees the picture and answers as somebody might.

Six times a second it looks at the same shapes and words a player has on the screen (never at the world behind
them), and acts 250-400 ms later by pointer or keys. Inside lives the same body as in training (``body.live``); the
sensors tell of it with noise. For a given seed and game everything is the same each time.
"""

from collections import deque
from random import Random

import numpy as np

from adaptation.person.body import LIVE_TICKS, Around, Body, live, wake
from adaptation.person.hands import Hands, Spot
from adaptation.person.places import ELSEWHERE, USUAL
from adaptation.person.senses import Sensors, Signs
from adaptation.person.sight import BREATHES, Glimpse, Going, Rhythm, keep_up, look, notice
from adaptation.person.traits import Traits, stack
from game.core.inputs import Inputs
from game.core.show import show
from game.core.world import World

LOOK_TICKS = 10
"""Six looks a second."""
PRESS_TICKS = 5
"""How long a key is held to press it."""
BETWEEN_TICKS = 25
"""From one press to the next."""
PAGES = ("title.", "consent.", "feeling.", "places.heading", "closing.keys", BREATHES)
"""Words that make a page a new one: it is read, and then answered."""
ANSWERED = (
    "title.begin", "feeling.face_before", "feeling.face_after", "feeling.energy_before", "feeling.energy_after",
    "places.heading", "closing.keys",
)  # fmt: skip
"""Pages on which the lit choice is taken."""
WILLING = (("heart", True), ("streams", True))
"""Nobody's heart is heard and nobody's numbers are told: a simulated person agrees."""


class Person:
    """One simulated person; implements ``game.core.ports.Source``.

    ``ticks``: leaves after so many; None = stays until it has had enough. ``camera``, ``microphone``: on from the
    start, because consent was given in an earlier sitting; otherwise the person answers when asked.
    """

    def __init__(
        self, traits: Traits, seed: int, ticks: int | None = None, *, camera: bool = False, microphone: bool = False
    ) -> None:
        self._traits, self._crowd = traits, stack([traits])
        self._ticks_left = ticks
        self._dice = Random(4 * seed)
        self._feelings = np.random.default_rng(4 * seed + 1)
        self._body = wake(self._crowd, self._feelings)
        self._signs = _signs(self._body, 0)
        self._sensors = Sensors(traits, Random(4 * seed + 2), self._signs)
        self._camera, self._microphone = camera, microphone
        self._hands = Hands(traits, self._dice)
        self._seen: deque[tuple[int, Glimpse, Spot]] = deque()
        self._known = Glimpse(0, frozenset(), (), None, None)
        self._rhythm, self._going = Rhythm(), Going()
        self._usual = ELSEWHERE
        self._around = self._surroundings(0)
        self._page: frozenset[str] = frozenset()
        self._presses: deque[tuple[int, str]] = deque()
        self._too_much_tick = -(10**9)

    @property
    def body(self) -> Body:
        """How the person is since the last life, n = 1: what only a simulation can know."""
        return self._body

    @property
    def around(self) -> Around:
        """What acted on the person in the last life, n = 1."""
        return self._around

    def take(self, world: World) -> Inputs | None:
        """The next tick's inputs; None once the person has left, sent away or by itself."""
        if self._ticks_left is not None:
            if self._ticks_left == 0:
                return None
            self._ticks_left -= 1
        tick = world.tick + 1
        self._usual = USUAL.get(world.level.name, ELSEWHERE)
        if tick % LOOK_TICKS == 0:
            self._see(world, tick)
        while self._seen and self._seen[0][0] <= tick:
            _, glimpse, led = self._seen.popleft()
            self._understand(glimpse, led, tick)
        if tick % LIVE_TICKS == 0:
            self._live(tick)
        if self._body.left[0]:
            return None
        return Inputs(
            samples=self._sensors.read(tick, self._camera, self._microphone),
            held=self._held(tick),
            pointer=self._hands.pointer(),
            choices=self._told(tick),
        )

    def _see(self, world: World, tick: int) -> None:
        shortest, longest = self._traits.delay_s
        delay = shortest + (longest - shortest) * self._dice.random()
        self._seen.append((tick + round(60.0 * delay), look(show(world), tick), self._hands.reached()))

    def _understand(self, glimpse: Glimpse, led: Spot, tick: int) -> None:
        """A look has arrived: where to aim, how it goes, what the guide does, whether a new page wants an answer."""
        self._known = glimpse
        self._rhythm, self._going = notice(self._rhythm, glimpse), keep_up(self._going, glimpse)
        self._hands.aim(glimpse.things, glimpse.light, led)
        page = frozenset(word for word in glimpse.words if word.startswith(PAGES))
        if page != self._page:
            self._agree(page)
            self._page = page
            self._presses.clear()
            self._answer(page, tick)
        if self._body.arousal[0] > self._traits.gives_up_at and tick - self._too_much_tick > 3600:
            self._too_much_tick = tick
            self._presses.append((tick, "too_much"))

    def _answer(self, page: frozenset[str], tick: int) -> None:
        """Read a new page, then press what belongs to it."""
        keys: tuple[str, ...] = ()
        if any(word in page for word in ANSWERED):
            keys = ("act",)
        answers = (("camera", self._traits.camera), ("microphone", self._traits.microphone), *WILLING)
        for device, yes in answers:
            if f"consent.{device}_heading" in page:
                keys = ("down", "act") if yes else ("act",)
        if BREATHES in page and self._dice.random() < self._traits.skips:
            keys = ("skip",)
        due = tick + round(60.0 * self._traits.reading_s)
        for number, key in enumerate(keys):
            self._presses.append((due + number * BETWEEN_TICKS, key))

    def _agree(self, page: frozenset[str]) -> None:
        """A question that is gone was answered: from now on that device is on, or off."""
        if "consent.camera_heading" in self._page - page:
            self._camera = self._traits.camera
        if "consent.microphone_heading" in self._page - page:
            self._microphone = self._traits.microphone

    def _live(self, tick: int) -> None:
        self._around = self._surroundings(tick)
        self._body = live(self._body, self._crowd, self._around, self._feelings)
        self._signs = _signs(self._body, tick)
        self._sensors.show(self._signs)

    def _surroundings(self, tick: int) -> Around:
        """What acts on the body. Where there is nothing to play, a page of words is as good as the best play."""
        glimpse, going, traits, usual = self._known, self._going, self._traits, self._usual
        things, pace = float(going.wanted), going.pace
        if glimpse.in_minigame:
            things, pace = 0.0, 0.0
        elif not glimpse.in_play:
            things = traits.flow_load * traits.comfortable_things * usual.things
            pace = traits.pace_liked * usual.pace
        phase = self._rhythm.phase(tick - LIVE_TICKS)  # beside the breath as the last life left it
        rate = np.nan if phase is None else 60.0 / self._rhythm.breath_ticks
        return Around(
            things=np.array([things]),
            pace=np.array([pace]),
            success=np.array([going.success]),
            guide_hz=np.array([rate]),
            guide_phase=np.array([phase or 0.0]),
            guide_shown=np.array([glimpse.guide_shown]),
            minigame=np.array([glimpse.in_minigame]),
            usual_things=np.array([usual.things]),
            usual_pace=np.array([usual.pace]),
        )

    def _held(self, tick: int) -> tuple[str, ...]:
        """Keys that are down. While attention is away the hands lie still, and what was to be pressed waits."""
        if self._body.away[0]:
            self._presses = deque((due + 1, key) for due, key in self._presses)
            return ()
        keys = []
        while self._presses and tick >= self._presses[0][0] + PRESS_TICKS:
            self._presses.popleft()
        if self._presses and tick >= self._presses[0][0]:
            keys.append(self._presses[0][1])
        if self._traits.holds_key and self._known.guide is not None and self._signs.phase_at(tick) < 0.4:
            keys.append("breathe")
        self._hands.glide()
        return tuple(sorted(keys + self._hands.arrows()))

    def _told(self, tick: int) -> tuple[str, ...]:
        """What the microphone made of three breaths, where calibration waits for it."""
        if tick % LOOK_TICKS or "calibration.unknown" not in self._known.words:
            return ()
        return ("hearing:clear" if self._microphone else "hearing:deaf",)


def _signs(body: Body, tick: int) -> Signs:
    numbers = (body.arousal, body.valence, body.breath_hz, body.phase)
    return Signs(tick, *(float(number[0]) for number in numbers))
