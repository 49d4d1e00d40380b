"""The stage as the loop sees it: one window and one voice, with captions and the house's own messages on top."""

from dataclasses import replace

import pygame

from game.core.shapes import Colour, Scene, Shade, Shape, Text, TextRole
from game.stage.keys import Hands, Keys
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import Voice

SAY_FRAMES = 5 * 60
"""A message of the house stays five seconds."""
FADE_FRAMES = 45
CAPTION_Y = 0.865
SAID_Y = 0.075


class Theatre:
    """Shows scenes, takes what hands do, says what the house has to say."""

    def __init__(self, screen: Screen, voice: Voice) -> None:
        self.screen = screen
        self.voice = voice
        self._keys = Keys(screen.unit)
        self._said: tuple[str, tuple[float, ...]] | None = None
        self._said_frames = 0
        self.frames = 0
        """Frames shown so far."""
        voice.set_volume(screen.presentation.volume)

    def show(self, scene: Scene) -> None:
        """Sound, paint, flip."""
        self.voice.play(scene.bed, scene.cues)
        self.screen.paint(replace(scene, shapes=scene.shapes + self._captions() + self._message()))
        self.screen.flip()
        self.frames += 1

    def hands(self) -> Hands:
        """What keys, pointer and pad do now."""
        return self._keys.take(pygame.event.get())

    def say(self, key: str, *numbers: float) -> None:
        """Say a message of the house, by its id, for five seconds."""
        self._said, self._said_frames = (key, numbers), 0

    def present(self, presentation: Presentation) -> None:
        """From the next frame on, look and sound like this."""
        self.screen.set_presentation(presentation)
        self.voice.set_volume(presentation.volume)

    def close(self) -> None:
        """Go silent and close the window."""
        self.voice.close()
        self.screen.close()

    def _captions(self) -> tuple[Shape, ...]:
        if not self.screen.presentation.captions:
            return ()
        sounding = self.voice.captions()
        if not sounding:
            return ()
        caption = sounding[-1]
        opacity = 0.92 * min(caption.remaining_s / 0.5, 1.0)
        return (Text(TextRole.CAPTION, caption.key, 0.5, CAPTION_Y, opacity=opacity),)

    def _message(self) -> tuple[Shape, ...]:
        if self._said is None:
            return ()
        key, numbers = self._said
        self._said_frames += 1
        if self._said_frames >= SAY_FRAMES:
            self._said = None
        fade = min(self._said_frames / FADE_FRAMES, (SAY_FRAMES - self._said_frames) / FADE_FRAMES, 1.0)
        return (
            Shade(0.5, SAID_Y, 0.75, 0.07, 0.55 * fade),
            Text(TextRole.CAPTION, key, 0.5, SAID_Y, colour=Colour.CREAM, opacity=fade, width=0.62, numbers=numbers),
        )
