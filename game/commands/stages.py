"""Stages around the theatre: pictures at given moments, and painting only now and then when nobody looks."""

from collections.abc import Callable
from pathlib import Path

from game.commands.progress import Bar
from game.core.shapes import Scene
from game.stage.errors import PictureError
from game.stage.theatre import Theatre

MOMENTS_S = (1, 5, 15, 30, 45, 60)
"""Seconds at which pictures are taken; after the last, one a minute."""


class Photographed:
    """A theatre that is photographed; shows every frame, at 60 a second of play."""

    def __init__(self, theatre: Theatre, folder: Path, tell: Callable[[str], None]) -> None:
        """``folder`` is there; ``tell`` is called once if a picture cannot be saved, and no more are tried."""
        self._theatre = theatre
        self._folder: Path | None = folder
        self._tell = tell
        self._shown = 0

    def show(self, scene: Scene) -> None:
        """Show, and save a picture when it is time."""
        self._theatre.show(scene)
        self._shown += 1
        second, rest = divmod(self._shown, 60)
        if self._folder and rest == 0 and (second in MOMENTS_S or second % 60 == 0):
            try:
                self._theatre.screen.capture(self._folder / f"{second:04d}s.png")
            except PictureError as error:
                self._folder = None
                self._tell(f"{error} The game goes on without pictures.")


class Unwatched:
    """Nobody looks: every frame sounds and counts, one a second is painted, and a bar tells how far it is."""

    def __init__(self, theatre: Theatre, seconds: float | None) -> None:
        self._theatre = theatre
        self._ticks = seconds * 60.0 if seconds else None
        self._shown = 0
        self._bar = Bar("playing")

    def show(self, scene: Scene) -> None:
        """Count, paint once a second."""
        if self._shown % 60 == 0:
            self._theatre.show(scene)
        self._shown += 1
        if self._ticks and self._shown % 60 == 0:
            self._bar.show(self._shown / self._ticks)

    def end(self) -> None:
        """Play is over."""
        if self._ticks:
            self._bar.end()
