"""A simulated person at the door of the game: a Source that sees the picture and answers as somebody might.

Six times a second it looks at the same shapes and words a player has on the screen (never at the world behind
them), and acts 250-400 ms later by pointer or keys. Inside, arousal, valence and breath go their way; the sensors
tell of them with noise. For a given seed and game everything is the same each time.
"""

from collections import deque
from random import Random

from adaptation.person_body import Body, Surroundings, live, wake
from adaptation.person_senses import Sensors
from adaptation.person_sight import Glimpse, Rhythm, look, notice
from adaptation.person_traits import Hand, Traits
from game.core.inputs import Inputs
from game.core.show import show
from game.core.world import World

LOOK_TICKS = 10
"""Six looks a second."""
PRESS_TICKS = 5
"""How long a key is held to press it."""
BETWEEN_TICKS = 25
"""From one press to the next."""
REACH = 0.10
"""Share of the way to where it aims that the hand goes in a tick."""
DEAD = 0.015
"""Nearer than this the arrow keys are let go, widths."""
LEADS = 0.42 / 60.0
"""How far an arrow key leads the light in a tick, widths: felt after a few presses."""
LAG_TICKS = 13
"""The light comes so much after the keys."""
BREATHES = "breath.keys"
"""The words that stand there while a breathing minigame runs."""
PAGES = ("title.", "consent.", "feeling.", "places.heading", "closing.keys", BREATHES)
"""Words that make a page a new one: it is read, and then answered."""
ANSWERED = (
    "title.begin", "feeling.face_before", "feeling.face_after", "feeling.energy_before", "feeling.energy_after",
    "places.heading", "closing.keys",
)  # fmt: skip
"""Pages on which the lit choice is taken."""


class Person:
    """One simulated person; implements ``game.core.ports.Source``.

    ``ticks``: leaves after so many; None = stays for ever. ``camera``, ``microphone``: on from the start, because
    consent was given in an earlier sitting; otherwise the person answers when asked.
    """

    def __init__(
        self, traits: Traits, seed: int, ticks: int | None = None, *, camera: bool = False, microphone: bool = False
    ) -> None:
        self._traits = traits
        self._left = ticks
        self._dice = Random(4 * seed)
        self._feelings = Random(4 * seed + 1)
        self._sensors = Sensors(traits, Random(4 * seed + 2))
        self._body = wake(traits, self._feelings)
        self._camera, self._microphone = camera, microphone
        self._seen: deque[tuple[int, Glimpse, tuple[float, float]]] = deque()
        self._known = Glimpse(0, frozenset(), (), None, None)
        self._rhythm = Rhythm()
        self._page: frozenset[str] = frozenset()
        self._presses: deque[tuple[int, str]] = deque()
        self._too_much_tick = -(10**9)
        self._hand = (0.5, 0.7)
        self._led: deque[tuple[float, float]] = deque([(0.0, 0.0)] * LAG_TICKS, LAG_TICKS)
        self._led_then = (0.0, 0.0)
        self._aim: tuple[float, float] | None = None

    @property
    def body(self) -> Body:
        """How the person is now: what only a simulation can know."""
        return self._body

    def take(self, world: World) -> Inputs | None:
        """The next tick's inputs; None once the person has left."""
        if self._left is not None:
            if self._left == 0:
                return None
            self._left -= 1
        tick = world.tick + 1
        if tick % LOOK_TICKS == 0:
            self._see(world, tick)
        while self._seen and self._seen[0][0] <= tick:
            _, glimpse, self._led_then = self._seen.popleft()
            self._understand(glimpse, tick)
        self._live(tick)
        return Inputs(
            samples=self._sensors.read(self._body, tick, self._camera, self._microphone),
            held=self._held(tick),
            pointer=self._pointer(),
            choices=self._told(tick),
        )

    def _see(self, world: World, tick: int) -> None:
        shortest, longest = self._traits.delay_s
        delay = shortest + (longest - shortest) * self._dice.random()
        self._seen.append((tick + round(60.0 * delay), look(show(world), tick), self._led[0]))

    def _understand(self, glimpse: Glimpse, tick: int) -> None:
        """A look has arrived: where to aim, what the guide does, whether a new page wants an answer."""
        self._known = glimpse
        self._rhythm = notice(self._rhythm, glimpse)
        self._aim = self._choose(glimpse)
        page = frozenset(word for word in glimpse.words if word.startswith(PAGES))
        if page != self._page:
            self._agree(page)
            self._page = page
            self._presses.clear()
            self._answer(page, tick)
        if self._body.arousal > self._traits.gives_up_at and tick - self._too_much_tick > 3600:
            self._too_much_tick = tick
            self._presses.append((tick, "too_much"))

    def _choose(self, glimpse: Glimpse) -> tuple[float, float] | None:
        """The nearest thing, missed by a little."""
        if not glimpse.things or glimpse.light is None:
            return None
        x, y = glimpse.light
        nearest = min(glimpse.things, key=lambda place: abs(place[0] - x) + abs(place[1] - y))
        spread = self._traits.aim_spread
        return nearest[0] + self._dice.gauss(0.0, spread), nearest[1] + self._dice.gauss(0.0, spread)

    def _answer(self, page: frozenset[str], tick: int) -> None:
        """Read a new page, then press what belongs to it."""
        keys: tuple[str, ...] = ()
        if any(word in page for word in ANSWERED):
            keys = ("act",)
        for device, yes in (("camera", self._traits.camera), ("microphone", self._traits.microphone)):
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
        phase = self._rhythm.phase(tick)
        rate = None if phase is None else 60.0 / self._rhythm.breath_ticks
        around = Surroundings(len(self._known.things), rate, phase)
        self._body = live(self._body, self._traits, around, self._feelings)

    def _held(self, tick: int) -> tuple[str, ...]:
        keys = []
        while self._presses and tick >= self._presses[0][0] + PRESS_TICKS:
            self._presses.popleft()
        if self._presses and tick >= self._presses[0][0]:
            keys.append(self._presses[0][1])
        if self._traits.holds_key and self._known.guide is not None and self._body.phase < 0.4:
            keys.append("breathe")
        return tuple(sorted(keys + self._steer()))

    def _steer(self) -> list[str]:
        """Arrow keys toward the aim, from where the light was seen plus how far the keys have led it since."""
        light = self._known.light
        if self._traits.hand is not Hand.KEYS or not self._aim or not light:
            return []
        led = self._led[-1]
        across = self._aim[0] - light[0] - (led[0] - self._led_then[0])
        along = self._aim[1] - light[1] - (led[1] - self._led_then[1])
        right, down = (across > DEAD) - (across < -DEAD), (along > DEAD) - (along < -DEAD)
        self._led.append((led[0] + LEADS * right, led[1] + 1.4 * LEADS * down))
        return ["left"] * (right < 0) + ["right"] * (right > 0) + ["up"] * (down < 0) + ["down"] * (down > 0)

    def _pointer(self) -> tuple[int, int] | None:
        if self._traits.hand is not Hand.POINTER:
            return None
        if self._aim:
            x, y = self._hand
            self._hand = x + REACH * (self._aim[0] - x), y + REACH * (self._aim[1] - y)
        x, y = (min(max(round(4096.0 * place), 0), 4096) for place in self._hand)
        return x, y

    def _told(self, tick: int) -> tuple[str, ...]:
        """What the microphone made of three breaths, where calibration waits for it."""
        if tick % LOOK_TICKS or "calibration.unknown" not in self._known.words:
            return ()
        return ("hearing:clear" if self._microphone else "hearing:deaf",)
