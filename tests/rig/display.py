"""A screen nobody sees: Xvfb, with screenshots and key presses."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig.process import end, require

ANSWER_S = 20
"""How long xdotool and ffmpeg may take."""


@dataclass(frozen=True, slots=True)
class Display:
    """A running X server."""

    name: str
    """":7" and the like."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""

    @property
    def environment(self) -> dict[str, str]:
        """Variables a child needs to draw here with SDL. Without a GPU, SDL's own acceleration only costs."""
        return {"DISPLAY": self.name, "SDL_VIDEODRIVER": "x11", "SDL_FRAMEBUFFER_ACCELERATION": "0"}

    def screenshot(self, path: Path) -> Path:
        """Write what is on the screen now as PNG and return its path."""
        require("ffmpeg")
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "x11grab", "-draw_mouse", "0"]
        command += [
            "-video_size",
            f"{self.width}x{self.height}",
            "-i",
            self.name,
            "-frames:v",
            "1",
            str(path),
        ]
        subprocess.run(command, check=True, timeout=ANSWER_S)
        return path

    def press(self, *keys: str) -> None:
        """Press and release keys one after the other; names as xdotool has them: "Return", "space", "a"."""
        self._xdotool("key", *keys)

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        self._xdotool("keydown", key)

    def let_go(self, key: str) -> None:
        """Release a key."""
        self._xdotool("keyup", key)

    def point(self, x: int, y: int) -> None:
        """Move the pointer to a pixel."""
        self._xdotool("mousemove", str(x), str(y))

    def click(self) -> None:
        """Press and release the first mouse button."""
        self._xdotool("click", "1")

    def _xdotool(self, *words: str) -> None:
        require("xdotool")
        environment = {**os.environ, "DISPLAY": self.name}
        subprocess.run(["xdotool", *words], check=True, env=environment, timeout=ANSWER_S)


@contextmanager
def xvfb(width: int = 1280, height: int = 720) -> Iterator[Display]:
    """Begin an X server on a display number that it picks itself, and end it."""
    require("Xvfb")
    ready, answer = os.pipe()
    command = ["Xvfb", "-displayfd", str(answer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with open(os.devnull, "wb") as nowhere:
        server = subprocess.Popen([*command, "-noreset"], pass_fds=[answer], stdout=nowhere, stderr=nowhere)
    os.close(answer)
    try:
        # The number is written when the server takes connections; an empty answer means that it has ended.
        with os.fdopen(ready, "r", encoding="ascii") as stream:
            number = stream.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb ended with {server.wait()} before it was ready")
        yield Display(f":{number}", width, height)
    finally:
        end(server)
