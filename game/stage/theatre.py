"""The stage as the loop sees it: one window and one voice, with captions and the house's own messages on top."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from game.core.shapes import Card, Colour, Scene, Shade, Shape, Sprite, Text, TextRole, Told
from game.stage.errors import PictureError
from game.stage.keyask import ALWAYS, KeyAsk
from game.stage.keys import Hands, Keys
from game.stage.painting.easel import Easel
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import Voice
from game.stage.talk import Contact, TalkCard
from game.stage.textfield import WordsAsk
from game.stage.type import Faces

SAY_FRAMES = 5 * 60
"""A message of the house stays five seconds."""
FADE_FRAMES = 45
CAPTION_YS, CAPTION_ROOM = (0.865, 0.825, 0.800, 0.735, 0.670), 0.048
"""Heights at which a caption may stand, the usual one first, and how near other words may be."""
SAID_Y = 0.048
"""Above the headings of pages."""
SIGN, SIGN_Y, SIGN_APART, SIGN_ROOM = 0.072, 0.085, 0.062, 0.082
"""Size and foot of a sign, its distance from the next, and how much lower words stand under signs."""
WORN, WORN_X, WORN_Y, WORN_APART = 0.050, 1218 / 1280, 0.135, 0.032
"""Size of a sign that stays, where the first one stands, and how far the next is from it."""
POSTCARD = (1600, 900)
"""Size of a picture to take along, pixels."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something the house says."""

    key: str
    """Message id."""
    numbers: tuple[float, ...]
    """Values for {0}, {1} ... in it."""
    signs: tuple[str, ...]
    """Sprites above it."""


class Theatre:
    """Shows scenes, takes what hands do, says what the house has to say."""

    def __init__(self, screen: Screen, voice: Voice, people: tuple[Contact, ...] = ()) -> None:
        """``people`` stand on the card that the sign "someone to talk to" opens."""
        self.screen = screen
        self.voice = voice
        self._keys = Keys(screen.unit)
        self._said: Said | None = None
        self._said_frames = 0
        self._worn: tuple[str, ...] = ()
        self._caption_y = CAPTION_YS[0]
        self.frames = 0
        """Frames shown so far."""
        self._asked: KeyAsk | WordsAsk | None = None
        self._talk = TalkCard(people)
        self._scene: Scene | None = None
        voice.set_volume(screen.presentation.volume)
        self._keys.present(screen.presentation)

    def show(self, scene: Scene) -> None:
        """Sound, paint, flip."""
        self.voice.play(scene.bed, scene.cues)
        self.screen.paint(
            replace(scene, shapes=scene.shapes + self._captions(scene) + self._message() + self._worn_signs())
        )
        self._scene = scene
        if self._talk.open:
            self._talk.paint(*self.screen.page)
        if self._asked is not None:
            self._asked.paint(*self.screen.page)
        self.screen.flip()
        self.frames += 1

    def hands(self) -> Hands:
        """What keys, pointer and pad do now; nothing while a key or words are asked for, or the card is open."""
        events = pygame.event.get()
        asked = self._asked
        if asked is None:
            return self._talk.take(self._keys.take(events), self._scene)
        if asked.take(events) and self._asked is asked:  # an answer may ask for more
            self._asked = None
        return self._keys.take(event for event in events if event.type in ALWAYS)

    def ask_key(self, words: str, answer: Callable[[int], None]) -> None:
        """Ask for a key over what is shown; ``answer`` hears its code. Escape leaves all as it is."""
        self._ask(KeyAsk(words, answer))

    def ask_words(self, heading: str, answer: Callable[[str | None], None]) -> None:
        """Ask for the player's own words; ``answer`` hears them, None after Escape. They go nowhere else."""
        self._ask(WordsAsk(heading, answer, to_unit=self.screen.unit))

    def ask_passphrase(self, heading: str, answer: Callable[[str | None], None]) -> None:
        """Ask for a secret, shown as dots; ``answer`` hears it, None after Escape. It goes nowhere else."""
        self._ask(WordsAsk(heading, answer, secret=True, to_unit=self.screen.unit))

    def say(self, key: str, *numbers: float, signs: tuple[str, ...] = ()) -> None:
        """Say a message of the house, by its id, for five seconds; ``signs`` are sprites shown above it."""
        self._said, self._said_frames = Said(key, numbers, signs), 0

    def wear(self, signs: tuple[str, ...]) -> None:
        """From now on show these sprites below the lamps at the upper right, whatever else is shown."""
        self._worn = signs

    @property
    def said(self) -> tuple[str, tuple[str, ...]] | None:
        """What is being said: its id, and the signs above it."""
        return (self._said.key, self._said.signs) if self._said else None

    def receive(self, people: tuple[Contact, ...]) -> None:
        """Another player sits down: these people stand on their card, and nothing said before stays."""
        self._talk = TalkCard(people)
        self._said, self._asked = None, None

    def present(self, presentation: Presentation) -> None:
        """From the next frame on, look and sound like this."""
        self.screen.set_presentation(presentation)
        self.voice.set_volume(presentation.volume)
        self._keys.present(presentation)

    def postcard(self, scene: Scene, path: Path) -> None:
        """Paint a scene beside the window, in the player's language, and save it as PNG.

        Raises PictureError where it cannot be saved.
        """
        surface = pygame.Surface(POSTCARD, 0, 32)
        Easel(surface, Faces(), self.screen.presentation).paint(scene)
        try:
            pygame.image.save(surface, str(path))
        except (OSError, pygame.error) as cause:
            raise PictureError(f"{path} cannot be saved ({cause}). Free some room and ask again.") from cause

    def close(self) -> None:
        """Go silent and close the window."""
        self.voice.close()
        self.screen.close()

    def _ask(self, asked: KeyAsk | WordsAsk) -> None:
        """From now on this hears the keys. What is let go meanwhile the game never hears of: so it holds nothing."""
        self._keys.let_go()
        self._asked = asked

    def _captions(self, scene: Scene) -> tuple[Shape, ...]:
        """What sounds, in words, where no other words stand; it moves only when it must."""
        if not self.screen.presentation.captions:
            return ()
        sounding = self.voice.captions()
        if not sounding:
            self._caption_y = CAPTION_YS[0]
            return ()
        caption = sounding[-1]
        opacity = 0.92 * min(caption.remaining_s / 0.5, 1.0)
        self._caption_y = caption_y(scene.shapes, self._caption_y)
        return (Text(TextRole.CAPTION, caption.key, 0.5, self._caption_y, opacity=opacity),)

    def _message(self) -> tuple[Shape, ...]:
        if self._said is None:
            return ()
        said = self._said
        self._said_frames += 1
        if self._said_frames >= SAY_FRAMES:
            self._said = None
        fade = min(self._said_frames / FADE_FRAMES, (SAY_FRAMES - self._said_frames) / FADE_FRAMES, 1.0)
        y = SAID_Y + (SIGN_ROOM if said.signs else 0.0)
        words = Text(
            TextRole.CAPTION, said.key, 0.5, y, colour=Colour.CREAM, opacity=fade, width=0.62, numbers=said.numbers
        )
        return (Shade(0.5, y, 0.75, 0.07, 0.55 * fade), *_signs(said.signs, fade), words)

    def _worn_signs(self) -> tuple[Shape, ...]:
        """What is worn, from the right to the left."""
        return tuple(
            Sprite(name, WORN_X - WORN_APART * place, WORN_Y, WORN, opacity=0.9)
            for place, name in enumerate(self._worn)
        )


def caption_y(shapes: tuple[Shape, ...], before: float) -> float:
    """Where a caption stands over these shapes: where it was ``before``, else at the first height that is free."""
    free = [y for y in CAPTION_YS if not any(_is_near(shape, y) for shape in shapes)]
    return before if before in free or not free else free[0]


def _is_near(shape: Shape, y: float) -> bool:
    """Whether words stand so near to a height that others would touch them."""
    if isinstance(shape, Card):
        return shape.top - CAPTION_ROOM < y < shape.bottom + CAPTION_ROOM
    return isinstance(shape, Text | Told) and abs(shape.y - y) < CAPTION_ROOM


def _signs(names: tuple[str, ...], fade: float) -> tuple[Shape, ...]:
    """Signs side by side, above what is said."""
    middle = 0.5 * (len(names) - 1)
    shade = (Shade(0.5, SIGN_Y - 0.5 * SIGN, 0.22, 0.09, 0.40 * fade),) if names else ()
    signs = (
        Sprite(name, 0.5 + SIGN_APART * (place - middle), SIGN_Y, SIGN, opacity=fade)
        for place, name in enumerate(names)
    )
    return (*shade, *signs)
